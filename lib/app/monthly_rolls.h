// Roll rates of months that follow each other, from one reading of the ledger.
//
// What was open at a month's begin is what was open at its end and what was settled in between. So
// the months are gone through backwards, from the items that are open on the last day: the ledger
// is asked once for those and once for what settled others, and not for each month anew.
#pragma once

#include <map>
#include <vector>

#include "core/measures.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

using RollsByCurrency = std::map<Currency, RollMatrix>;

// Of each period from the end of one day to the end of the next, in their order: what
// roll_matrices() says of it, over all customers. REQUIRES: the days ascend, and are two at least.
std::vector<RollsByCurrency> monthly_rolls(const Ledger& ledger, const Policy& policy,
                                           const std::vector<Date>& days);

}  // namespace dunning
