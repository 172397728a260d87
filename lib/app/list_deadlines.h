// The deadlines of everything that is overdue: kept, missed, near.
#pragma once

#include <functional>
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

struct ItemDeadline {
    RowId invoice = 0;
    RowId customer = 0;
    Date due;
    Money open;
    Deadline deadline;
};

// Of every overdue item of every customer that has one. The positions of customers with agreements
// are loaded whole; of the others an item is what aging reads of it, and its first notice.
void for_each_deadline(const Ledger& ledger, const Policy& policy, Date as_of,
                       const std::function<void(const ItemDeadline&)>& visit);

// In the order of the position's items.
std::vector<DeadlineRow> deadlines_of(const CustomerPosition& position, const Policy& policy,
                                      Date as_of);

// By status (missed and not yet sent first, then near, open, paused, kept), then the earliest
// deadline, then the invoice's number.
// Throws UncoveredYear when the calendar does not reach the deadlines of today.
std::vector<DeadlineRow> list_deadlines(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
