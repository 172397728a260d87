// What the stretches of days bear, exactly.
#pragma once

#include <vector>

#include "core/interest_stretches.h"
#include "core/money.h"

namespace dunning {

constexpr Wide millionths_in_one = 1'000'000;

// Fractions of the currency's minor unit, with one denominator.
struct Accruals {
    struct Accrual {
        Stretch stretch;
        Wide numerator = 0;  // nothing at a rate of zero or below, or without one
    };
    std::vector<Accrual> all = {};
    Wide denominator = 1;
};

// Each stretch on its own balance.
Accruals accrue(const std::vector<Stretch>& all);

// By Compounding::monthly_then_daily, to a millionth of the minor unit; the balances of the
// stretches then hold, rounded, what was added to them. REQUIRES: the stretches follow each other
// and none goes beyond the end of a month after `start`. Throws AmountOverflow when so much has
// been added that no ledger could hold it.
Accruals accrue_monthly(const std::vector<Stretch>& all, Date start);

// Rates of zero or below bear nothing.
Rate rate_of(const Stretch& stretch);

}  // namespace dunning
