// The parts of the dashboard that come from other reports.
#pragma once

#include <string>
#include <vector>

#include "core/policy.h"
#include "ledger/ledger.h"
#include "render/dashboard.h"

namespace dunning {

// Adds to each currency how many invoices each bucket has, its last twelve months, and where the
// money of a month ago is. REQUIRES: the currencies have their buckets.
void add_history(std::vector<DashboardCurrency>& currencies, const Ledger& ledger,
                 const Policy& policy, Date as_of);

// Open promises, the next day first.
std::vector<DashboardPromise> promises_due(const Ledger& ledger, const Policy& policy, Date as_of);

// First notices that are late or nearly so, the earliest deadline first.
std::vector<DashboardDeadline> deadlines_due(const Ledger& ledger, const Policy& policy,
                                             Date as_of);

}  // namespace dunning
