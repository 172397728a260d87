// The program as a person has it: an installed binary, started as a process of its own.
#pragma once

#include "scenario/runner.h"

namespace dunning::scenario {

// A Program that starts the binary at `path` with nothing on standard input. The clock is set with
// the hidden option --clock, and the environment is that of the scenario alone. A process that a
// signal ends has the status 128 + signal, as in a shell.
Program through_binary(const std::string& path);

}  // namespace dunning::scenario
