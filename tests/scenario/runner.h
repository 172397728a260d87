// Runs a scenario in a fresh folder of its own and compares what its commands print.
//
// The program under test is passed in as a function: the real one inside this process
// (in_process.h), the installed binary (binary.h), or a made-up one that tests the runner itself.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace dunning::scenario {

inline constexpr const char* default_clock = "2026-11-21T10:00:00Z";

struct Invocation {
    std::vector<std::string> arguments;  // without the program's own name
    std::string clock = default_clock;
    std::map<std::string, std::string> environment = {};
};

struct Outcome {
    std::string out = {};
    std::string err = {};
    int status = 0;
};

using Program = std::function<Outcome(const Invocation&)>;

struct Verdict {
    std::vector<Printed> printed;       // one for each command
    std::vector<std::string> failures;  // each names file:line and shows what differs
};

// While it runs, the working directory of this process is the scenario's folder. Commands see
// relative paths alone, so output that names the folder is a failure: it would differ from run to
// run.
Verdict run(const Scenario& scenario, const Program& program);

// The lines of both texts: those of `expected` alone marked "-", of `got` alone "+".
Lines difference(const Lines& expected, const Lines& got);

}  // namespace dunning::scenario
