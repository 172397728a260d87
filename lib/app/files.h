// Reading and writing whole files: the only place that does, beside the ledger and the outbox.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

bool is_folder(const std::filesystem::path& path);
// Whether both names lead to one file, or would if there were one.
bool is_same_file(const std::filesystem::path& one, const std::filesystem::path& other);
// The ordinary files right in the folder, without hidden ones, in the order of their names.
std::vector<std::string> files_in(const std::filesystem::path& folder);

// For its owner alone; with what is above it, where that is missing. Its name is safe on the disk,
// also when it was there before.
void make_private_folder(const std::filesystem::path& folder);

// A file is written whole or not at all: a temporary one beside it, synced, then renamed, and the
// name synced too. A new one has mode 0600, one that was there keeps its mode, a link is followed;
// devices and pipes are written to.
void write_file(const std::filesystem::path& path, std::string_view contents);

// In the same folder, in the place of what may be there; the new name is safe on the disk.
void rename_file(const std::filesystem::path& from, const std::filesystem::path& to);
// Whether a path that was told, to be taken from the folder, is that of a file elsewhere: absolute,
// by "..", or by way of a symbolic link. The folder itself may be such a link.
bool leads_out_of(const std::filesystem::path& folder, const std::filesystem::path& file);

}  // namespace dunning
