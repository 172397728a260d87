#include "channel/outbox_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace dunning {

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool good = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return good;
}

bool SafeFolders::make(const std::filesystem::path& folder) {
    if (safe_.contains(folder)) return true;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return false;
    if (!sync_folder(folder.has_parent_path() ? folder.parent_path() : ".")) return false;
    safe_.insert(folder);
    return true;
}

}  // namespace dunning
