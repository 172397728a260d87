// Which procedure or wording made more customers pay: a fair comparison.
//
// Every customer counts once, by the first notice of the period, and only where a whole window has
// passed since. What differs by chance is told from what differs by more: see core/proportion.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/notice_groups.h"
#include "core/policy.h"
#include "core/proportion.h"
#include "ledger/ledger.h"

namespace dunning {

struct StrategyRequest {
    DayRange notices;
    int within_days = 30;
    NoticesBy by = NoticesBy::procedure;
    std::optional<int> level = {};  // only notices of this level
    std::string trial = {};         // only procedures of this trial, and customers as it deals them
};

// Customers whose first notice of the period was of this group, each counted once; a success has
// paid all that it listed within the window.
struct StrategyGroup {
    std::string group;
    std::string currency;
    Proportion paid;
    Interval interval = {};
    Money listed;
    Money recovered;                          // of what was listed
    std::optional<Interval> difference = {};  // from the first group, the one of the most customers
    bool by_chance = false;                   // dealt by a trial, so that the groups are alike
};

std::string_view verdict_of(const StrategyGroup& group);  // "reference", "no difference shown", ...

std::vector<StrategyGroup> compare_strategies(const Ledger& ledger, const Policy& policy,
                                              const StrategyRequest& request, Date as_of);

}  // namespace dunning
