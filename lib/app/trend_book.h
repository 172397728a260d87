// How a book has moved, month by month, in one pass over what is open now and what has come since:
//
//   open(end of month) = open now + settled after it - issued after it
//
// so the work grows with the open items and a year's payments, not with all history.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/day_range.h"
#include "core/policy.h"
#include "core/ratio.h"
#include "ledger/ledger.h"

namespace dunning {

struct MonthFigures {
    DayRange month;  // the last one ends with the day asked about
    Money open;      // at its end
    Money overdue;   // of that
    Money invoiced;  // in it
    Money cash_in;   // payments in it, on account too; credit notes and write-offs are none

    Ratio overdue_share() const { return percent({overdue.minor(), open.minor()}); }
};

// By currency, the oldest month first. REQUIRES: months > 0.
std::map<std::string, std::vector<MonthFigures>> trend_book(const Ledger& ledger,
                                                            const Policy& policy, int months,
                                                            Date as_of);

}  // namespace dunning
