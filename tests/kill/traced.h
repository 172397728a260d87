// A program run as a process of its own: killed at one of its system calls, told that some of them
// failed, or watched.
//
// SIGKILL on entry of the N-th call leaves what N-1 calls have done, so a sweep over N sees every
// state of the disk that a kill can leave behind a program with one thread.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dunning::kill_test {

// The system does not let us trace: a container without the permission.
struct NotPermitted : std::runtime_error {
    NotPermitted() : std::runtime_error("ptrace is not permitted or not known here") {}
};

struct Ended {
    bool killed = false;
    int status = 0;    // as in a shell: 128 + signal
    long calls = 0;    // system calls that it began; only of a traced run
    long changes = 0;  // those of them that change a file or a folder: see `Failing`
    std::string text;  // standard output and error together
};

// `command` is a path and its arguments. Nothing on standard input; the environment is ours alone.
Ended run(const std::vector<std::string>& command);

// Counts the system calls and kills at the entry of number `kill_at`, from 1; 0: never.
Ended run_traced(const std::vector<std::string>& command, long kill_at);

// The call that would change a file or a folder (open to write, write, sync, truncate, link,
// rename, unlink, make a folder; what goes to standard output and error is none) fails with `error`
// and does nothing: number `at`, from 1, alone or with all that follow.
struct Failing {
    long at = 0;
    int error = 0;
    bool and_all_later = false;
};
Ended run_failing(const std::vector<std::string>& command, const Failing& failing);

// One such call that has been made and has not failed, while its process waits.
struct ChangeMade {
    int process = 0;
    long call = 0;  // SYS_openat ...
    unsigned long long arguments[4] = {};
    long long result = 0;
};
Ended run_watched(const std::vector<std::string>& command,
                  const std::function<void(const ChangeMade&)>& watch);

}  // namespace dunning::kill_test
