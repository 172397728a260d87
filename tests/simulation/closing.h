// A closed month: what a book showed when a day had ended, and whether `report aging --since`
// accounts for what that day shows now.
#pragma once

#include "simulation/invariants.h"

namespace dunning::simulation {

struct ClosedSum {
    std::int64_t open = 0;
    std::int64_t balance = 0;  // open less what is on account
    friend bool operator==(const ClosedSum&, const ClosedSum&) = default;
};

struct Closing {
    Date day;
    std::map<std::string, ClosedSum> sums;  // by currency, minor units
};

// REQUIRES: nothing of a later day is recorded yet.
Closing closed(const Ledger& ledger, const Policy& policy, Date day);

// What was recorded later adds up to how the closed sums have moved.
Problems closing_problems(const Ledger& ledger, const Policy& policy, const Closing& closing);

}  // namespace dunning::simulation
