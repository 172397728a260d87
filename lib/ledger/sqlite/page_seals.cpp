#include "ledger/sqlite/page_seals.h"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

#include "core/check.h"
#include "core/sha256.h"

namespace dunning {
namespace {

constexpr int page_size = 4096;
constexpr int seal_size = 8;
constexpr int sealed_size = page_size - seal_size;
// In the header of the file (https://www.sqlite.org/fileformat.html, 1.3).
constexpr int header_size = 100;
constexpr int place_of_reserved = 20;

using Page = std::array<char, page_size>;

// Of the number, too: a page in the place of another has the wrong one.
Digest::Bytes seal_of(std::int64_t number, const char* page) {
    thread_local Digest digest;
    std::array<char, sizeof number> place;
    std::memcpy(place.data(), &number, sizeof number);
    return digest.add({place.data(), place.size()}).add({page, sealed_size}).finish();
}

// The methods of a file, but for writing. SQLite finds ours where those of its own VFS stood.
struct SealingMethods {
    sqlite3_io_methods methods;
    const sqlite3_io_methods* own = nullptr;
};

int write_sealed(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const auto* sealing = reinterpret_cast<const SealingMethods*>(file->pMethods);
    if (size != page_size || offset % page_size != 0) {
        return sealing->own->xWrite(file, bytes, size, offset);
    }
    thread_local Page page;
    std::memcpy(page.data(), bytes, sealed_size);
    const auto seal = seal_of(offset / page_size + 1, page.data());
    std::memcpy(page.data() + sealed_size, seal.data(), seal_size);
    return sealing->own->xWrite(file, page.data(), size, offset);
}

// One for each kind of file that the VFS below knows; they live as long as the program.
const sqlite3_io_methods* sealing_methods(const sqlite3_io_methods* own) {
    static std::mutex mutex;
    static std::map<const sqlite3_io_methods*, std::unique_ptr<SealingMethods>> all;
    const std::lock_guard lock(mutex);
    auto& sealing = all[own];
    if (!sealing) {
        sealing = std::make_unique<SealingMethods>(SealingMethods{*own, own});
        sealing->methods.xWrite = write_sealed;
    }
    return &sealing->methods;
}

bool is_to_be_sealed(sqlite3_file* file) {
    std::array<char, header_size> header;
    const int read = file->pMethods->xRead(file, header.data(), header_size, 0);
    return read == SQLITE_IOERR_SHORT_READ ||
           (read == SQLITE_OK && header[place_of_reserved] == seal_size);
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* opened) {
    sqlite3_vfs* own = sqlite3_vfs_find(nullptr);
    const int outcome = own->xOpen(own, name, file, flags, opened);
    if (outcome == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0 && is_to_be_sealed(file)) {
        file->pMethods = sealing_methods(file->pMethods);
    }
    return outcome;
}

// Bytes reserved in each page; a negative request changes nothing.
int reserved_bytes(sqlite3* database, int request) {
    sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &request);
    return request;
}

}  // namespace

const char* sealing_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs sealing = *sqlite3_vfs_find(nullptr);
        sealing.pNext = nullptr;
        sealing.zName = "dunning-sealing";
        sealing.xOpen = open_file;
        return sealing;
    }();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    DUNNING_CHECK(registered == SQLITE_OK);
    return vfs.zName;
}

void make_room_for_seals(SQLite::Database& database) {
    database.exec("PRAGMA page_size = 4096");
    reserved_bytes(database.getHandle(), seal_size);
}

std::string vfs_for_copy_of(sqlite3* database) {
    return reserved_bytes(database, -1) == seal_size ? sealing_vfs() : "";
}

std::vector<std::int64_t> broken_seals(sqlite3* database) {
    std::vector<std::int64_t> broken;
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (file == nullptr || file->pMethods == nullptr || !is_to_be_sealed(file)) return broken;
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    Page page;
    for (std::int64_t number = 1; number <= size / page_size; ++number) {
        const sqlite3_int64 offset = (number - 1) * page_size;
        const bool is_read =
            file->pMethods->xRead(file, page.data(), page_size, offset) == SQLITE_OK;
        const auto seal = seal_of(number, page.data());
        if (!is_read || std::memcmp(page.data() + sealed_size, seal.data(), seal_size) != 0) {
            broken.push_back(number);
        }
    }
    return broken;
}

}  // namespace dunning
