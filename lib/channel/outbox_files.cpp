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

bool write_synced(const std::filesystem::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return false;
    const bool good = write_all(file, bytes) && ::fsync(file) == 0;
    const int problem = errno;
    ::close(file);
    errno = problem;
    return good;
}

bool sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool good = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return good;
}

void remove_leftovers(const std::filesystem::path& outbox) {
    for (const char* const folder : {"email", "letter", "sms", "task"}) {
        std::error_code none;
        for (const auto& file : std::filesystem::directory_iterator(outbox / folder, none)) {
            const std::string name = file.path().filename().string();
            if (name.starts_with('.') && name.ends_with(".tmp") && file.is_regular_file(none)) {
                ::unlink(file.path().c_str());
            }
        }
    }
}

bool SafeFolders::make(const std::filesystem::path& folder) {
    if (safe_.contains(folder)) return true;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return false;
    if (!sync_folder(folder.has_parent_path() ? folder.parent_path() : ".")) return false;
    safe_.insert(folder);
    return true;
}

}  // namespace dunning
