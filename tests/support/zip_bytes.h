// A zip archive in memory, made by libzip, for the tests of what reads one.
#pragma once

#include <zip.h>

#include <optional>
#include <string>
#include <vector>

#include "core/check.h"

namespace dunning {

struct ZipContent {
    std::string name;
    std::string bytes;
    std::string password = {};  // empty: not encrypted
};

inline std::string zip_bytes(const std::vector<ZipContent>& contents) {
    zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_t* const archive = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
    DUNNING_CHECK(archive != nullptr);
    zip_source_keep(target);
    for (const auto& each : contents) {
        zip_source_t* const source =
            zip_source_buffer(archive, each.bytes.data(), each.bytes.size(), 0);
        const auto index = zip_file_add(archive, each.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        DUNNING_CHECK(index >= 0);
        if (each.password.empty()) continue;
        const auto entry = static_cast<zip_uint64_t>(index);
        DUNNING_CHECK(
            zip_file_set_encryption(archive, entry, ZIP_EM_AES_256, each.password.c_str()) == 0);
    }
    DUNNING_CHECK(zip_close(archive) == 0);

    zip_stat_t about;
    DUNNING_CHECK(zip_source_open(target) == 0);
    DUNNING_CHECK(zip_source_stat(target, &about) == 0);
    std::string bytes(about.size, '\0');
    DUNNING_CHECK(zip_source_read(target, bytes.data(), bytes.size()) ==
                  static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

}  // namespace dunning
