// Roll rates of a book: where the money that was open on one day is on a later one.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/day_range.h"
#include "core/measures.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

// Money of one currency and one group of customers ("" = all of them).
struct FigureKey {
    std::string currency;
    std::string group;
    friend auto operator<=>(const FigureKey&, const FigureKey&) = default;
};

// To which group a customer belongs.
using GroupOf = std::function<std::string(RowId customer)>;

// From the end of `from` to the end of `to`, by the policy's buckets. A row's cells add up to what
// was open: money that went back in between has a minus under `paid` and is open again.
std::map<FigureKey, RollMatrix> roll_matrices(const Ledger& ledger, const Policy& policy,
                                              const DayRange& between, const GroupOf& group_of);

}  // namespace dunning
