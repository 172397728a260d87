#include "kill/power_loss.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>

#include "kill/disk_log.h"
#include "kill/traced.h"

namespace dunning::kill_test {
namespace {

namespace fs = std::filesystem;

std::string contents_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// The folder as it is before the run: all of it is safe.
struct Disk {
    std::map<std::string, std::uint64_t> names;  // folders are file 0
    std::map<std::uint64_t, std::string> files;

    static Disk read(const fs::path& folder) {
        Disk disk;
        std::uint64_t next = 1;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const std::string name = fs::relative(entry.path(), folder).string();
            disk.names[name] = entry.is_directory() ? 0 : next;
            if (!entry.is_directory()) disk.files[next++] = contents_of(entry.path());
        }
        return disk;
    }

    void write_to(const fs::path& folder) const {
        fs::remove_all(folder);
        fs::create_directories(folder);
        for (const auto& [name, file] : names) {  // a folder goes before what is in it
            const fs::path path = folder / name;
            if (!fs::is_directory(path.parent_path())) continue;  // its folder's name was lost
            if (file == 0) {
                fs::create_directory(path);
                fs::permissions(path, fs::perms::owner_all);
                continue;
            }
            std::ofstream(path, std::ios::binary) << files.at(file);
            fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        }
    }
};

bool is_about_data(const DiskStep& step) {
    return step.kind == DiskStep::Kind::write || step.kind == DiskStep::Kind::resize;
}

std::string folder_of(const std::string& name) {
    const std::string parent = fs::path(name).parent_path().string();
    return parent.empty() ? "." : parent;
}

// The run up to some step, and then the power goes.
class Crash {
  public:
    Crash(Disk disk, std::map<std::uint64_t, std::string> name_of_inode, unsigned seed)
        : disk_(std::move(disk)), name_of_inode_(std::move(name_of_inode)), luck_(seed) {}

    Disk after(const std::vector<DiskStep>& steps, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) take(steps[i]);
        for (const auto& [folder, pending] : pending_names_) {
            const std::size_t kept = pick(pending.size());
            for (std::size_t i = 0; i < kept; ++i) apply_name(pending[i]);
        }
        for (auto& [file, pending] : pending_data_) {
            for (const DiskStep& step : pending) apply_by_luck(step);
        }
        return std::move(disk_);
    }

  private:
    // 0 to `most`.
    std::size_t pick(std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most)(luck_);
    }

    std::uint64_t file_of(const DiskStep& step) {
        // Files that were there before are known by their names at the beginning.
        const auto found = name_of_inode_.find(step.file);
        if (found == name_of_inode_.end()) return step.file + first_new_file;
        return original_.at(found->second);
    }

    void take(const DiskStep& step) {
        if (is_about_data(step)) {
            pending_data_[file_of(step)].push_back(step);
        } else if (step.kind == DiskStep::Kind::sync_file) {
            for (const DiskStep& written : pending_data_[file_of(step)]) apply(written);
            pending_data_.erase(file_of(step));
        } else if (step.kind == DiskStep::Kind::sync_folder) {
            for (const DiskStep& named : pending_names_[step.name]) apply_name(named);
            pending_names_.erase(step.name);
        } else {
            pending_names_[folder_of(step.name)].push_back(step);
        }
    }

    void apply_name(const DiskStep& step) {
        switch (step.kind) {
            case DiskStep::Kind::make_file:
            case DiskStep::Kind::link:
                disk_.names[step.name] = file_of(step);
                disk_.files.try_emplace(file_of(step));
                return;
            case DiskStep::Kind::make_folder:
                disk_.names[step.name] = 0;
                return;
            case DiskStep::Kind::rename:
                disk_.names[step.name] = disk_.names.at(step.from);
                disk_.names.erase(step.from);
                return;
            case DiskStep::Kind::unlink:
                disk_.names.erase(step.name);
                return;
            case DiskStep::Kind::write:
            case DiskStep::Kind::resize:
            case DiskStep::Kind::sync_file:
            case DiskStep::Kind::sync_folder:
                throw std::logic_error("not a step about names");
        }
    }

    void apply(const DiskStep& step) {
        std::string& file = disk_.files[file_of(step)];
        if (step.kind == DiskStep::Kind::resize) return file.resize(step.offset, '\0');
        if (file.size() < step.offset + step.bytes.size()) {
            file.resize(step.offset + step.bytes.size(), '\0');
        }
        file.replace(step.offset, step.bytes.size(), step.bytes);
    }

    void apply_by_luck(const DiskStep& step) {
        const std::size_t luck = pick(2);
        if (luck == 0) return;
        if (luck == 1 || step.kind == DiskStep::Kind::resize) return apply(step);
        constexpr std::size_t sector = 512;
        for (std::size_t at = 0; at < step.bytes.size(); at += sector) {
            if (pick(1) == 0) continue;
            DiskStep part = step;
            part.offset += at;
            part.bytes = step.bytes.substr(at, sector);
            apply(part);
        }
    }

    static constexpr std::uint64_t first_new_file = 1'000'000;

    Disk disk_;
    std::map<std::uint64_t, std::string> name_of_inode_;
    std::map<std::string, std::uint64_t> original_ = disk_.names;
    std::mt19937 luck_;
    std::map<std::uint64_t, std::vector<DiskStep>> pending_data_;
    std::map<std::string, std::vector<DiskStep>> pending_names_;
};

std::map<std::uint64_t, std::string> inodes_under(const fs::path& folder) {
    std::map<std::uint64_t, std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat found = {};
        ::stat(entry.path().c_str(), &found);
        names[found.st_ino] = fs::relative(entry.path(), folder).string();
    }
    return names;
}

}  // namespace

SweepResult sweep_power_loss(const Trial& trial, const fs::path& folder, int points) {
    trial.restore();
    const Disk before = Disk::read(folder);
    const auto inodes = inodes_under(folder);
    const std::vector<DiskStep> steps = log_disk(trial.command, folder);
    const std::string expected = trial.final_state();
    SweepResult result{.calls = static_cast<long>(steps.size())};
    for (int i = 0; i < points && result.problems.size() < trial.enough_problems; ++i) {
        ++result.points;
        const auto count =
            steps.size() * static_cast<std::size_t>(i + 1) / static_cast<std::size_t>(points);
        Crash(before, inodes, static_cast<unsigned>(i)).after(steps, count).write_to(folder);
        const std::string problem = problem_of_rerun(trial, expected);
        if (problem.empty()) continue;
        result.problems.push_back("power lost after change " + std::to_string(count) + ": " +
                                  problem);
    }
    return result;
}

}  // namespace dunning::kill_test
