// The deadlines of everything that is overdue: kept, missed, near.
#pragma once

#include <string>
#include <vector>

#include "core/deadline.h"
#include "ledger/ledger.h"

namespace dunning {

struct DeadlineRow {
    std::string invoice;
    std::string customer;
    std::string name;
    std::string collector;
    int days_overdue = 0;
    Money open;
    Deadline deadline;
};

// In the order of the position's items.
std::vector<DeadlineRow> deadlines_of(const CustomerPosition& position, const Policy& policy,
                                      Date as_of);

// By status (missed and not yet sent first, then near, open, paused, kept), then the earliest
// deadline, then the invoice's number.
// Throws UncoveredYear when the calendar does not reach the deadlines of today.
std::vector<DeadlineRow> list_deadlines(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
