#include "app/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dunning {
namespace {

FileError error(FileFailure failure, const std::filesystem::path& path, std::string_view doing) {
    return {failure,
            fmt::format("{}: cannot be {}: {}", path.string(), doing, std::strerror(errno))};
}

// Closes on every way out.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }

  private:
    int number_;
};

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw error(FileFailure::write_failed, path, "written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

// A device, a pipe or a socket is written to; only files are replaced.
void write_into(const std::filesystem::path& path, std::string_view contents) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0) throw error(FileFailure::write_failed, path, "written");
    write_all(file.get(), contents, path);
}

// A power loss may otherwise take a name although the file itself is on the disk. Some file systems
// of other kinds cannot: then there is nothing to be had.
void sync_names_in(const std::filesystem::path& folder) {
    const char* const name = folder.empty() ? "." : folder.c_str();
    const Descriptor names(::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (names.get() >= 0) ::fsync(names.get());
}

void replace_file(const std::filesystem::path& path, std::string_view contents, mode_t mode) {
    const std::filesystem::path temporary = path.string() + ".tmp";
    {
        const Descriptor file(
            ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.get() < 0) throw error(FileFailure::write_failed, path, "written");
        write_all(file.get(), contents, path);
        if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0) {
            throw error(FileFailure::write_failed, path, "written");
        }
    }
    rename_file(temporary, path);
}

}  // namespace

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw error(FileFailure::write_failed, to, "written");
    }
    sync_names_in(to.parent_path());
}

std::string read_file(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) throw error(FileFailure::unreadable, path, "opened");
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) throw error(FileFailure::unreadable, path, "read");
    if (S_ISDIR(info.st_mode)) {
        throw FileError(FileFailure::unreadable, path.string() + ": is a directory, not a file");
    }
    std::string contents;
    if (S_ISREG(info.st_mode) && info.st_size > 0) {
        contents.reserve(std::min(static_cast<std::size_t>(info.st_size), max_file_size));
    }
    char buffer[1 << 16];
    while (true) {
        const ssize_t size = ::read(file.get(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) throw error(FileFailure::unreadable, path, "read");
        if (size == 0) return contents;
        contents.append(buffer, static_cast<std::size_t>(size));
        if (contents.size() > max_file_size) {
            throw FileError(FileFailure::too_large,
                            fmt::format("{}: is larger than {} MiB; split it", path.string(),
                                        max_file_size >> 20));
        }
    }
}

bool is_same_file(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code error;
    if (std::filesystem::equivalent(one, other, error)) return true;
    return std::filesystem::weakly_canonical(one, error) ==
           std::filesystem::weakly_canonical(other, error);
}

bool is_folder(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const bool hidden = entry.path().filename().string().starts_with('.');
        std::error_code unreadable;
        if (!hidden && entry.is_regular_file(unreadable)) files.push_back(entry.path().string());
    }
    if (error) {
        throw FileError(FileFailure::unreadable,
                        fmt::format("{}: cannot be read: {}", folder.string(), error.message()));
    }
    std::ranges::sort(files);
    return files;
}

void make_private_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    if (std::filesystem::create_directories(folder, failed)) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    }
    sync_names_in(folder.parent_path());
}

void write_file(const std::filesystem::path& path, std::string_view contents) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return replace_file(path, contents, 0600);
    if (!S_ISREG(info.st_mode)) return write_into(path, contents);
    std::error_code unresolved;  // a link is followed, not replaced
    const std::filesystem::path target = std::filesystem::canonical(path, unresolved);
    replace_file(unresolved ? path : target, contents, info.st_mode & 0777);
}

bool leads_out_of(const std::filesystem::path& folder, const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    if (file.is_absolute() || std::ranges::find(file, fs::path("..")) != file.end()) return true;
    std::error_code error;
    const fs::path from = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
    if (error) return true;
    const fs::path to = fs::weakly_canonical(from / file, error);
    return error || std::ranges::mismatch(from, to).in1 != from.end();
}

}  // namespace dunning
