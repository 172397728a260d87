#include "kill/disk_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <set>
#include <stdexcept>

#include "kill/traced.h"

namespace dunning::kill_test {
namespace {

namespace fs = std::filesystem;

// Reads the stopped process: its memory, its working folder and what its descriptors stand for.
class Reader {
  public:
    explicit Reader(int process) : process_(process) {}

    std::string bytes(std::uint64_t address, std::size_t size) const {
        std::string text(size, '\0');
        iovec here{text.data(), size};
        // The address is a number of another process: nothing here points to it.
        iovec there{reinterpret_cast<void*>(address), size};
        const ssize_t got = ::process_vm_readv(process_, &here, 1, &there, 1, 0);
        if (got < 0) throw std::runtime_error("the memory of the program cannot be read");
        text.resize(static_cast<std::size_t>(got));
        return text;
    }

    // A path that a call was given.
    fs::path path(std::uint64_t address) const {
        std::string text;
        while (text.find('\0') == std::string::npos) {
            constexpr std::size_t page = 4096;  // never read across the end of one
            const std::string more =
                bytes(address + text.size(), page - (address + text.size()) % page);
            if (more.empty()) break;
            text += more;
        }
        const fs::path written(text.substr(0, text.find('\0')));
        return written.is_absolute() ? written : fs::read_symlink(of_process("cwd")) / written;
    }

    fs::path path_of(std::uint64_t descriptor) const {
        return fs::read_symlink(of_process("fd/" + std::to_string(descriptor)));
    }

    std::uint64_t inode_of(std::uint64_t descriptor) const {
        struct stat found = {};
        ::stat(of_process("fd/" + std::to_string(descriptor)).c_str(), &found);
        return found.st_ino;
    }

    std::uint64_t position_of(std::uint64_t descriptor) const {
        std::ifstream info(of_process("fdinfo/" + std::to_string(descriptor)));
        std::string word;
        std::uint64_t position = 0;
        info >> word >> position;
        return position;
    }

  private:
    fs::path of_process(const std::string& what) const {
        return fs::path("/proc") / std::to_string(process_) / what;
    }

    int process_;
};

class Log {
  public:
    explicit Log(const fs::path& folder) : folder_(fs::canonical(folder)) {
        for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
            names_.insert(fs::relative(entry.path(), folder_).string());
        }
    }

    std::vector<DiskStep> steps() && { return std::move(steps_); }

    void add(const ChangeMade& change) {
        const Reader reader(change.process);
        const auto& a = change.arguments;
        switch (change.call) {
            case SYS_open:
            case SYS_openat:
                return opened(reader, static_cast<std::uint64_t>(change.result),
                              change.call == SYS_open ? a[1] : a[2]);
            case SYS_write:
                return written(reader, a[0], a[1], change.result, std::nullopt);
            case SYS_pwrite64:
                return written(reader, a[0], a[1], change.result, a[3]);
            case SYS_ftruncate:
                return on_file(reader, a[0], {.kind = DiskStep::Kind::resize, .offset = a[1]});
            case SYS_fsync:
            case SYS_fdatasync:
                return synced(reader, a[0]);
            case SYS_link:
                return linked(reader.path(a[1]));
            case SYS_rename:
                return renamed(reader.path(a[0]), reader.path(a[1]));
            case SYS_unlink:
                return unlinked(reader.path(a[0]));
            case SYS_mkdir:
                return add_name({.kind = DiskStep::Kind::make_folder}, reader.path(a[0]));
            default:  // by folder's descriptor: the program does not do that
                throw std::runtime_error("a call that the log does not know");
        }
    }

  private:
    std::optional<std::string> inside(const fs::path& path) const {
        const std::string name = path.lexically_relative(folder_).string();
        if (name.empty() || name.starts_with("..")) return std::nullopt;
        return name;
    }

    void add_name(DiskStep step, const fs::path& path) {
        const auto name = inside(path);
        if (!name) return;
        step.name = *name;
        names_.insert(*name);
        steps_.push_back(std::move(step));
    }

    void on_file(const Reader& reader, std::uint64_t descriptor, DiskStep step) {
        if (!inside(reader.path_of(descriptor))) return;
        step.file = reader.inode_of(descriptor);
        steps_.push_back(std::move(step));
    }

    void opened(const Reader& reader, std::uint64_t descriptor, std::uint64_t flags) {
        const fs::path path = reader.path_of(descriptor);
        const auto name = inside(path);
        if (!name) return;
        if (!names_.contains(*name)) {
            add_name({.kind = DiskStep::Kind::make_file, .file = reader.inode_of(descriptor)},
                     path);
        } else if ((flags & O_TRUNC) != 0) {
            on_file(reader, descriptor, {.kind = DiskStep::Kind::resize, .offset = 0});
        }
    }

    void written(const Reader& reader, std::uint64_t descriptor, std::uint64_t address,
                 long long size, std::optional<std::uint64_t> offset) {
        const auto length = static_cast<std::uint64_t>(size);
        if (!inside(reader.path_of(descriptor))) return;
        on_file(reader, descriptor,
                {.kind = DiskStep::Kind::write,
                 .offset = offset ? *offset : reader.position_of(descriptor) - length,
                 .bytes = reader.bytes(address, length)});
    }

    void synced(const Reader& reader, std::uint64_t descriptor) {
        const fs::path path = reader.path_of(descriptor);
        if (!fs::is_directory(path)) {
            return on_file(reader, descriptor, {.kind = DiskStep::Kind::sync_file});
        }
        if (const auto name = inside(path)) {
            steps_.push_back({.kind = DiskStep::Kind::sync_folder, .name = *name});
        }
    }

    void linked(const fs::path& to) {
        struct stat found = {};
        ::stat(to.c_str(), &found);
        add_name({.kind = DiskStep::Kind::link, .file = found.st_ino}, to);
    }

    void renamed(const fs::path& from, const fs::path& to) {
        const auto before = inside(from);
        if (!before) return;
        names_.erase(*before);
        add_name({.kind = DiskStep::Kind::rename, .from = *before}, to);
    }

    void unlinked(const fs::path& path) {
        const auto name = inside(path);
        if (!name) return;
        names_.erase(*name);
        steps_.push_back({.kind = DiskStep::Kind::unlink, .name = *name});
    }

    fs::path folder_;
    std::set<std::string> names_;
    std::vector<DiskStep> steps_;
};

}  // namespace

std::vector<DiskStep> log_disk(const std::vector<std::string>& command, const fs::path& folder) {
    Log log(folder);
    const Ended ended = run_watched(command, [&](const ChangeMade& change) { log.add(change); });
    if (ended.status != 0) throw std::runtime_error("the command fails: " + ended.text);
    return std::move(log).steps();
}

}  // namespace dunning::kill_test
