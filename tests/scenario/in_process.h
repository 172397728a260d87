// The program as a function, inside this process: sanitizers, coverage and a debugger see
// everything.
#pragma once

#include "scenario/runner.h"

namespace dunning::scenario {

// Nothing is a terminal, standard input is empty, the width is 100 columns.
Outcome run_in_process(const Invocation& invocation);

}  // namespace dunning::scenario
