// The stretches of days on which one balance bears one rate: what interest is computed from.
#pragma once

#include <optional>
#include <vector>

#include "core/interest.h"

namespace dunning {

struct Stretch {
    Date from;
    Date to;
    std::int64_t balance_minor = 0;
    std::optional<AppliedRate> rate = {};  // nothing: the table begins later
    std::vector<YearFraction> years = {};
};

struct StretchedDays {
    Date start;
    std::optional<Date> cut = {};  // no stretch goes beyond it from before it
    Date end;
};

// Those between start and end on which something is owed, in the order of time; by
// fixed_at_payment of what each payment paid, because each has a rate of its own.
// When interest is compounded they are cut where its months end.
// REQUIRES: start < end; terms with fixed_at_payment do not compound.
std::vector<Stretch> stretches_of(const InterestBase& base, const InterestTerms& terms,
                                  const StretchedDays& days);

}  // namespace dunning
