// What a customer was asked for when somebody rang, came by or met them: the invoice that the
// contact is about, or else all that was overdue on that day.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/day_range.h"
#include "ledger/ledger.h"

namespace dunning {

struct ContactedDebt {
    RowId invoice = 0;
    std::string currency;
    std::int64_t open_minor = 0;  // at the end of the day
};

class ContactedDebts {
  public:
    // For contacts with these customers in the range.
    ContactedDebts(const Ledger& ledger, const std::unordered_set<RowId>& customers,
                   const DayRange& range);

    // By invoice. REQUIRES: the customer is one of those, and the day lies in the range.
    std::vector<ContactedDebt> of(RowId customer, std::optional<RowId> invoice, Date day) const;

  private:
    struct Debt {
        std::string currency;
        Date due;
        std::int64_t open_minor = 0;  // when the range begins
        std::vector<std::pair<Date, std::int64_t>> settled_minor = {};
    };
    using Debts = std::map<RowId, Debt>;

    Debts* debts_of(RowId customer);

    std::unordered_map<RowId, Debts> by_customer_;
};

}  // namespace dunning
