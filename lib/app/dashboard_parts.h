// The parts of the dashboard that come from other reports. Of a list the first rows are shown; of
// the others it says how many they are and what they come to.
#pragma once

#include <string>
#include <vector>

#include "app/build_report.h"
#include "app/list_deadlines.h"
#include "core/policy.h"
#include "ledger/ledger.h"
#include "render/dashboard.h"

namespace dunning {

// Adds to each currency how many invoices each bucket has, its last twelve months, and where the
// money of a month ago is. REQUIRES: the currencies have their buckets.
void add_history(std::vector<DashboardCurrency>& currencies, const Ledger& ledger,
                 const Policy& policy, Date as_of);

// The notices of the last run, in the order of their numbers.
void add_last_run(DashboardData& data, const Ledger& ledger);

// What waits for a person, the most valuable first, whoever is in charge.
void add_waiting(DashboardData& data, std::vector<WorkItem> items, const Currency& book_currency);

// Open promises, the next day first.
void add_promises_due(DashboardData& data, const Ledger& ledger, const Policy& policy);

// First notices that are late or nearly so, the earliest deadline first.
// REQUIRES: `pressing` is in the order of list_deadlines().
void add_deadlines_due(DashboardData& data, const std::vector<DeadlineRow>& pressing);

}  // namespace dunning
