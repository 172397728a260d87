// Reallocation: brings the allocations of the touched accounts to what the replay of their facts
// says.
//
// What is no longer so is taken back by a counter-entry on its own day, what is new is added; what
// stays is not touched. So with the discounts that early payment has earned. Called inside the
// transaction that changed the facts.
#pragma once

#include "ledger/ledger.h"

namespace dunning {

// The replay of an account's facts and of what people have ruled, to the end or to a day.
AllocationResult replay(const AccountFacts& facts, const AllocationRules& rules,
                        std::optional<Date> until = {});

void reallocate_touched(Ledger& ledger, const AllocationRules& rules, const Stamp& stamp);

}  // namespace dunning
