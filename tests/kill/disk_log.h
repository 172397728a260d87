// What one run of a program does to the files under a folder, call by call: enough to say what a
// disk that loses its power may hold.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dunning::kill_test {

struct DiskStep {
    enum class Kind {
        write,        // `bytes` at `offset` of `file`
        resize,       // `file` to `offset` bytes
        sync_file,    // what was written to `file` is safe
        make_file,    // `name` is an empty `file`
        make_folder,  // `name`
        link,         // `name` is `file` too
        rename,       // `from` is called `name`
        unlink,       // `name` is gone
        sync_folder,  // the names in `name` are safe
    };
    Kind kind = Kind::write;
    std::uint64_t file = 0;  // its inode
    std::string name = {};   // relative to the folder
    std::string from = {};
    std::uint64_t offset = 0;
    std::string bytes = {};
};

// Runs the command to its end and writes down what it does under `folder`. Throws NotPermitted, and
// std::runtime_error when the command fails.
std::vector<DiskStep> log_disk(const std::vector<std::string>& command,
                               const std::filesystem::path& folder);

}  // namespace dunning::kill_test
