// Every night of every scenario is foretold: what `dunning notify --dry-run` lists just before it
// is what the night then drafts.
#pragma once

#include "scenario/runner.h"

namespace dunning::scenario {

// The program, with a dry run before each night that succeeds, and the list of notices before and
// after it. A night that drafts something else than was foretold says so on its standard error.
Program with_foretold_nights(Program program);

}  // namespace dunning::scenario
