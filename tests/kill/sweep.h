// The sweeps: one command disturbed at many of its system calls, each time from the same beginning,
// then run again to the end. The end must be the one that nothing disturbed.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace dunning::kill_test {

struct Trial {
    std::vector<std::string> command;
    // A run of the program that does nothing: as many calls are spent on starting it.
    std::vector<std::string> idle_command;
    std::function<void()> restore;  // the beginning
    // What is wrong right after a kill, before the second run; "" when nothing is.
    std::function<std::string()> problem_after_kill;
    std::function<std::string()> final_state;  // everything that must be as if undisturbed
    // What is wrong after the second run, given its status; "" when nothing is. Without it that
    // run must end with 0.
    std::function<std::string(int status)> problem_at_end = {};
    std::size_t enough_problems = 1000;  // then it ends early
};

struct SweepResult {
    long calls = 0;                          // of an undisturbed run
    int points = 0;                          // at which it was disturbed
    std::vector<std::string> problems = {};  // one line each, with the number of the call
};

// About so many points, spread evenly over the run; most of them after the program has started.
inline constexpr int usual_points = 32;
// Enough to meet a planted fault, which ends the sweep.
inline constexpr int points_for_a_fault = 150;

// The command is killed. Throws NotPermitted, and std::runtime_error when the command fails without
// being disturbed.
SweepResult sweep(const Trial& trial, int points);

// Calls that change files fail instead: one with an error of the device, or one and all that follow
// because the disk is full. The command may live with it, and then the end is reached; else it must
// say so and not end with 0. `points` counts both ways together. Throws as sweep does.
SweepResult sweep_failing_calls(const Trial& trial, int points);

// What is wrong with a disturbed book and with the run that puts it right; "" when nothing is.
std::string problem_of_rerun(const Trial& trial, const std::string& expected);

}  // namespace dunning::kill_test
