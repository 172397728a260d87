// dunning report promises, disputes, referrals, limitation.
#pragma once

#include "cli/command_line.h"

namespace dunning::cli {

void add_agreement_reports(CommandLine& report);

}  // namespace dunning::cli
