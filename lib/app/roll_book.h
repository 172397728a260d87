// Roll rates of a book: where the money that was open on one day is on a later one.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

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

// Adds up what others read: first all that was open at the begin, then what has settled it.
class Rolls {
  public:
    // REQUIRES: the policy outlives it.
    Rolls(const Policy& policy, const DayRange& between, GroupOf group_of);

    void begin_with(const OpenAmount& item);
    void settle(const SettlementFact& fact);
    std::map<FigureKey, RollMatrix> finish();

  private:
    struct Start {
        RollMatrix* matrix = nullptr;
        std::size_t bucket = 0;
        std::int64_t left_minor = 0;
        Date issued;
        Date due;
    };

    std::size_t bucket_of(Date issued, Date due, Date day) const;

    const Policy& policy_;
    const DayRange between_;
    const GroupOf group_of_;
    std::map<FigureKey, RollMatrix> matrices_;
    std::unordered_map<RowId, Start> starts_;
};

// From the end of `from` to the end of `to`, by the policy's buckets. A row's cells add up to what
// was open: money that went back in between has a minus under `paid` and is open again.
std::map<FigureKey, RollMatrix> roll_matrices(const Ledger& ledger, const Policy& policy,
                                              const DayRange& between, const GroupOf& group_of);

}  // namespace dunning
