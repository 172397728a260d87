// What the interest of a plan stands for: late interest of the days for which it was agreed.
//
// Nobody pays twice for the same days. The interest that a plan has charged with an instalment, for
// the days since the instalment before (or the proposal), counts as late interest of these days
// that is charged already, on the invoices of the plan: the earliest due first, each up to what it
// has borne in these days. When the plan is broken or cancelled, that is what was paid or given up
// of it, because the rest is taken back. What the agreed interest comes to beyond the late interest
// of its days was agreed, and lessens nothing of other days.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/policy.h"
#include "core/position.h"

namespace dunning {

// With one instalment.
struct ChargedPlanInterest {
    std::string plan;  // "P0001"
    std::string customer;
    Date from;  // the instalment before, or the proposal: its interest runs from the next day on
    Date to;    // the day of the instalment
    Money amount;
    std::vector<std::string> invoices = {};
};

// By invoice; what a plan's instalments cover one after the other is one entry. `items` are the
// customer's late items, paid or open, with all their changes; those of other plans and customers
// are left alone.
std::map<std::string, std::vector<CoveredInterest>> covered_interest(
    const std::vector<ChargedPlanInterest>& plans, const std::vector<OpenItem>& items,
    const Policy& policy, Date as_of);

// All of it.
Money sum_of(const std::vector<CoveredInterest>& covered, Currency currency);

}  // namespace dunning
