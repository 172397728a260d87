// The entries of a zip archive in memory, read under guard.
//
// Some kilobytes can unpack to gigabytes, and the directory of an archive may lie about it. So an
// entry is unpacked piece by piece, and each piece counts against the limits before it is handed
// out. The checksum of an entry is known to hold when its end has been read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dunning {

struct ZipLimits {
    // Of everything that is read from one archive.
    std::uint64_t unpacked_bytes = std::uint64_t{1} << 30;
    // Of one entry, once more than ratio_free_bytes came out of it. Deflate reaches 1032 with
    // nothing but zeros; worksheets of a million similar rows stay below 200.
    std::uint64_t ratio = 500;
    std::uint64_t ratio_free_bytes = std::uint64_t{16} << 20;
};

class ZipEntry;

class ZipArchive {
  public:
    // No archive, a truncated one. `bytes` must outlive the archive.
    static Result<ZipArchive> open(std::string_view bytes, const ZipLimits& limits = {});

    ZipArchive(ZipArchive&&) noexcept;
    ~ZipArchive();

    bool has(const std::string& name) const;  // case does not matter
    // Absent, encrypted, packed in a way that we do not know, larger than the limits. The archive
    // must outlive the entry and stay where it is.
    Result<ZipEntry> entry(const std::string& name);

  private:
    friend class ZipEntry;
    struct State;
    explicit ZipArchive(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class ZipEntry {
  public:
    ZipEntry(ZipEntry&&) noexcept;
    ~ZipEntry();

    // How many bytes came, 0 at the end of a sound entry; nothing at a fault.
    std::optional<std::size_t> read(char* into, std::size_t size);
    const std::optional<Fault>& fault() const { return fault_; }

  private:
    friend class ZipArchive;
    struct File;
    ZipEntry(std::unique_ptr<File> file, ZipArchive::State& archive, std::string name);
    bool is_within_limits() const;

    std::unique_ptr<File> file_;
    ZipArchive::State* archive_;
    std::string name_;
    std::optional<Fault> fault_;
};

}  // namespace dunning
