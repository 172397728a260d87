// A program run as a process of its own, and killed at one of its system calls if that is wanted.
//
// SIGKILL on entry of the N-th call leaves what N-1 calls have done, so a sweep over N sees every
// state of the disk that a kill can leave behind a program with one thread.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace dunning::kill_test {

// The system does not let us trace: a container without the permission.
struct NotPermitted : std::runtime_error {
    NotPermitted() : std::runtime_error("ptrace is not permitted here") {}
};

struct Ended {
    bool killed = false;
    int status = 0;    // as in a shell: 128 + signal
    long calls = 0;    // system calls that it began; only of a traced run
    std::string text;  // standard output and error together
};

// `command` is a path and its arguments. Nothing on standard input; the environment is ours alone.
Ended run(const std::vector<std::string>& command);

// Counts the system calls and kills at the entry of number `kill_at`, from 1; 0: never.
Ended run_traced(const std::vector<std::string>& command, long kill_at);

}  // namespace dunning::kill_test
