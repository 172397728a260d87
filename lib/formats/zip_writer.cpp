#include "formats/zip_writer.h"

#include <algorithm>
#include <memory>

#include "core/check.h"
#include "formats/zip_late.h"

namespace dunning {
namespace {

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};

constexpr zip_uint32_t readable_by_owner = 0600U << 16U;

zip_uint16_t dos_day(Date day) {
    const int year = std::max(day.year(), 1980);
    return static_cast<zip_uint16_t>((year - 1980) << 9 | day.month() << 5 | day.day());
}

void add_file(zip_t* archive, const ZippedFile& file, Date day) {
    zip_source_t* bytes = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    DUNNING_CHECK(bytes != nullptr);
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), bytes, ZIP_FL_ENC_UTF_8);
    DUNNING_CHECK(index >= 0);
    const auto at = static_cast<zip_uint64_t>(index);
    DUNNING_CHECK(zip_set_file_compression(archive, at, ZIP_CM_STORE, 0) == 0);
    DUNNING_CHECK(zip_file_set_dostime(archive, at, 0, dos_day(day), 0) == 0);
    DUNNING_CHECK(
        zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, readable_by_owner) == 0);
}

std::string bytes_of(zip_source_t* source) {
    DUNNING_CHECK(zip_source_open(source) == 0);
    std::string bytes;
    char piece[16384];
    for (;;) {
        const zip_int64_t count = zip_source_read(source, piece, sizeof piece);
        DUNNING_CHECK(count >= 0);
        if (count == 0) break;
        bytes.append(piece, static_cast<std::size_t>(count));
    }
    zip_source_close(source);
    return bytes;
}

}  // namespace

std::string zip_archive(const std::vector<ZippedFile>& files, Date day) {
    const std::unique_ptr<zip_source_t, FreeSource> target(
        zip_source_buffer_create(nullptr, 0, 0, nullptr));
    DUNNING_CHECK(target != nullptr);
    zip_source_keep(target.get());
    zip_t* archive = zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    DUNNING_CHECK(archive != nullptr);
    for (const ZippedFile& file : files) add_file(archive, file, day);
    DUNNING_CHECK(zip_close(archive) == 0);
    return bytes_of(target.get());
}

}  // namespace dunning
