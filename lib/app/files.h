// Reading and writing whole files: the only place that does, beside the ledger and the outbox.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dunning {

enum class FileFailure { unreadable, too_large, write_failed };

struct FileError : std::runtime_error {
    FileError(FileFailure which, const std::string& message)
        : std::runtime_error(message), failure(which) {}
    FileFailure failure;
};

// A file that an import may bring; more is refused before it is in memory.
inline constexpr std::size_t max_file_size = std::size_t{1} << 30;

std::string read_file(const std::filesystem::path& path);

// Whole or not at all: a temporary file beside it, synced, then renamed. Mode 0600.
void write_file(const std::filesystem::path& path, std::string_view contents);

}  // namespace dunning
