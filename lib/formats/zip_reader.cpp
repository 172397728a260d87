#include "formats/zip_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/zip_late.h"

namespace dunning {
namespace {

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

Fault not_an_archive() {
    return {.what = "not a zip archive, or one that is cut off at its end",
            .remedy = "copy or download the file again"};
}

Fault damaged_directory() {
    return {.what = "the zip archive cannot be read: its directory is damaged",
            .remedy = "copy or download the file again"};
}

Fault damaged(const std::string& name) {
    return {.what = fmt::format("'{}' in the archive is damaged", name),
            .remedy = "copy or download the file again"};
}

Fault encrypted(const std::string& name) {
    return {.what = fmt::format("'{}' in the archive is encrypted", name),
            .remedy = "save the file without a password"};
}

Fault too_large(const std::string& name) {
    return {.what = fmt::format("'{}' in the archive unpacks to too much", name),
            .remedy = "save the table as CSV UTF-8"};
}

Fault unknown_packing(const std::string& name) {
    return {.what = fmt::format("'{}' in the archive is packed in an unusual way", name),
            .remedy = "save the file again with a spreadsheet program"};
}

}  // namespace

struct ZipArchive::State {
    std::unique_ptr<zip_t, CloseArchive> zip;
    std::uint64_t packed_bytes = 0;  // of the archive as a whole
    ZipLimits limits;
    std::uint64_t unpacked = 0;
};

struct ZipEntry::File {
    std::unique_ptr<zip_file_t, CloseFile> zip;
    std::uint64_t packed = 0;
    std::uint64_t unpacked = 0;
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const ZipLimits& limits) {
    if (bytes.empty()) return not_an_archive();  // to libzip it is an archive of nothing
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    if (!zip) {
        if (source) zip_source_free(source);
        const bool is_none = zip_error_code_zip(&error) == ZIP_ER_NOZIP;
        zip_error_fini(&error);
        return is_none ? not_an_archive() : damaged_directory();
    }
    auto state = std::make_unique<State>();
    state->zip.reset(zip);
    state->packed_bytes = bytes.size();
    state->limits = limits;
    return ZipArchive(std::move(state));
}

bool ZipArchive::has(const std::string& name) const {
    return zip_name_locate(state_->zip.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<ZipEntry> ZipArchive::entry(const std::string& name) {
    zip_t* const zip = state_->zip.get();
    const auto found = zip_name_locate(zip, name.c_str(), ZIP_FL_NOCASE);
    if (found < 0) return Fault{.what = fmt::format("the archive has no '{}'", name)};
    const auto index = static_cast<zip_uint64_t>(found);

    zip_stat_t about;
    if (zip_stat_index(zip, index, 0, &about) != 0) return damaged(name);
    const bool has_encryption = (about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0;
    if (has_encryption && about.encryption_method != ZIP_EM_NONE) return encrypted(name);
    const bool has_size = (about.valid & ZIP_STAT_SIZE) != 0;
    if (has_size && about.size > state_->limits.unpacked_bytes - state_->unpacked) {
        return too_large(name);
    }
    auto file = std::make_unique<ZipEntry::File>();
    file->zip.reset(zip_fopen_index(zip, index, 0));
    if (!file->zip) {
        const int code = zip_error_code_zip(zip_get_error(zip));
        return code == ZIP_ER_COMPNOTSUPP ? unknown_packing(name) : damaged(name);
    }
    // The directory may say anything; an entry is never larger than the archive.
    const bool has_packed_size = (about.valid & ZIP_STAT_COMP_SIZE) != 0;
    file->packed = has_packed_size ? std::min<std::uint64_t>(about.comp_size, state_->packed_bytes)
                                   : state_->packed_bytes;
    return ZipEntry(std::move(file), *state_, name);
}

ZipEntry::ZipEntry(std::unique_ptr<File> file, ZipArchive::State& archive, std::string name)
    : file_(std::move(file)), archive_(&archive), name_(std::move(name)) {}
ZipEntry::ZipEntry(ZipEntry&&) noexcept = default;
ZipEntry::~ZipEntry() = default;

std::optional<std::size_t> ZipEntry::read(char* into, std::size_t size) {
    if (fault_) return std::nullopt;
    const auto count = zip_fread(file_->zip.get(), into, size);
    if (count < 0) {
        fault_ = damaged(name_);
        return std::nullopt;
    }
    file_->unpacked += static_cast<std::uint64_t>(count);
    archive_->unpacked += static_cast<std::uint64_t>(count);
    if (!is_within_limits()) {
        fault_ = too_large(name_);
        return std::nullopt;
    }
    return static_cast<std::size_t>(count);
}

bool ZipEntry::is_within_limits() const {
    const auto& limits = archive_->limits;
    if (archive_->unpacked > limits.unpacked_bytes) return false;
    if (file_->unpacked <= limits.ratio_free_bytes) return true;
    return file_->unpacked / limits.ratio <= file_->packed;
}

}  // namespace dunning
