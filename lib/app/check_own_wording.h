// The book's own texts, held against what its contact rules ask of every message.
#pragma once

#include <map>
#include <string>

#include "core/diagnostic.h"
#include "core/policy.h"

namespace dunning {

// Warns of own texts of emails and text messages (path such as "en/reminder.txt" -> text) without
// the field `opt_out`, where a rule set wants every message to say how to stop them.
void check_own_wording(const std::map<std::string, std::string>& own, const Policy& policy,
                       Diagnostics& diagnostics);

}  // namespace dunning
