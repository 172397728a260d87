// Whether the statements of an account follow each other, or one between them is missing.
//
// A statement opens with what the one before closed with. Which one is before is told by their
// days: the last that ends by the day on which this one begins (an MT940 begins with the day of the
// balance before). Statements may overlap, a week's after its days': where another begins earlier
// and ends within this one, nothing is missing between them. Where balances
// follow, the numbers in the year must, too: a bank also numbers a day that changed nothing.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "ledger/ledger.h"

namespace dunning {

struct StatementGap {
    std::string what;
    std::string remedy;
};

// What is missing before the statement. `others` are of the same account and currency, in any
// order; the statement itself may be among them.
std::optional<StatementGap> gap_before(const StatementRecord& statement,
                                       std::span<const StatementRecord> others);
// What is missing after it, before one that another file has told of.
std::optional<StatementGap> gap_after(const StatementRecord& statement,
                                      std::span<const StatementRecord> others);

}  // namespace dunning
