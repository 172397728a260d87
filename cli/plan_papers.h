// dunning plan offer, agreement: the papers of a plan, printed and kept.
#pragma once

#include "cli/command_line.h"

namespace dunning::cli {

void add_plan_papers(CommandLine& plan);

}  // namespace dunning::cli
