#include "kill/sweep.h"

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <set>
#include <stdexcept>

#include "kill/traced.h"

namespace dunning::kill_test {
namespace {

// Evenly from `first` to `last`, both included.
void add_points(std::set<long>& points, long first, long last, int count) {
    for (int i = 0; i < count; ++i) {
        points.insert(first + (last - first) * i / std::max(count - 1, 1));
    }
}

std::set<long> points_of(long idle_calls, long calls, int count) {
    constexpr int while_starting = 5;
    std::set<long> points;
    add_points(points, 1, idle_calls, while_starting);
    add_points(points, std::min(idle_calls, calls), calls, count - while_starting);
    return points;
}

// The place where two texts part, shortly.
std::string difference(const std::string& expected, const std::string& found) {
    const auto [a, b] = std::mismatch(expected.begin(), expected.end(), found.begin(), found.end());
    constexpr std::ptrdiff_t shown = 60;
    const auto from = std::max<std::ptrdiff_t>(0, a - expected.begin() - shown / 2);
    const auto part = [&](const std::string& text) {
        return text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(shown));
    };
    return "expected '" + part(expected) + "', found '" + part(found) + "'";
}

}  // namespace

std::string problem_of_rerun(const Trial& trial, const std::string& expected) {
    if (const std::string problem = trial.problem_after_kill(); !problem.empty()) return problem;
    const Ended second = run(trial.command);
    if (trial.problem_at_end) {
        if (const std::string problem = trial.problem_at_end(second.status); !problem.empty()) {
            return problem + ": " + second.text;
        }
    } else if (second.status != 0) {
        return "the second run ended with " + std::to_string(second.status) + ": " + second.text;
    }
    const std::string found = trial.final_state();
    return found == expected ? "" : difference(expected, found);
}

namespace {

std::string problem_of_kill(const Trial& trial, long call, const std::string& expected) {
    trial.restore();
    const Ended first = run_traced(trial.command, call);
    if (!first.killed && first.status != 0) return "the first run failed: " + first.text;
    return problem_of_rerun(trial, expected);
}

std::string problem_of_failure(const Trial& trial, const Failing& failing,
                               const std::string& expected) {
    constexpr int ended_by_signal = 128;
    trial.restore();
    const Ended first = run_failing(trial.command, failing);
    if (first.status >= ended_by_signal) return "it crashed: " + first.text;
    if (first.status != 0 && first.text.empty()) return "it failed without a word";
    if (first.status == 0 && trial.final_state() != expected) {
        return "it says that all is well: " + difference(expected, trial.final_state());
    }
    return problem_of_rerun(trial, expected);
}

}  // namespace

SweepResult sweep(const Trial& trial, int points) {
    trial.restore();
    const Ended undisturbed = run_traced(trial.command, 0);
    if (undisturbed.status != 0) throw std::runtime_error("the command fails: " + undisturbed.text);
    const std::string expected = trial.final_state();
    SweepResult result{.calls = undisturbed.calls};
    const long idle_calls = run_traced(trial.idle_command, 0).calls;
    // From the end, where documents are handed over: a fault is met sooner there.
    for (const long call : std::views::reverse(points_of(idle_calls, undisturbed.calls, points))) {
        if (result.problems.size() >= trial.enough_problems) break;
        ++result.points;
        const std::string problem = problem_of_kill(trial, call, expected);
        if (!problem.empty()) {
            result.problems.push_back("killed at call " + std::to_string(call) + ": " + problem);
        }
    }
    return result;
}

SweepResult sweep_failing_calls(const Trial& trial, int points) {
    trial.restore();
    const Ended undisturbed = run_failing(trial.command, {});
    if (undisturbed.status != 0) throw std::runtime_error("the command fails: " + undisturbed.text);
    const std::string expected = trial.final_state();
    SweepResult result{.calls = undisturbed.changes};
    std::set<long> calls;
    add_points(calls, 1, undisturbed.changes, points / 2);
    for (const long call : calls) {
        for (const bool disk_is_full : {false, true}) {
            if (result.problems.size() >= trial.enough_problems) return result;
            ++result.points;
            const Failing failing{call, disk_is_full ? ENOSPC : EIO, disk_is_full};
            const std::string problem = problem_of_failure(trial, failing, expected);
            if (problem.empty()) continue;
            result.problems.push_back(
                (disk_is_full ? "the disk was full from change " : "the device failed at change ") +
                std::to_string(call) + ": " + problem);
        }
    }
    return result;
}

}  // namespace dunning::kill_test
