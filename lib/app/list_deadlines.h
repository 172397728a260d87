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

// Throws UncoveredYear when the calendar does not reach the deadlines of today: items would be
// missing from a list otherwise.
void require_covered(const Policy& policy, Date as_of);

// What a person has to look at: missed and not yet sent, or near, in this order, then by the
// earliest deadline, then the invoice's number.
std::vector<DeadlineRow> pressing_deadlines(const Ledger& ledger, const Policy& policy, Date as_of);

// By status (missed and not yet sent first, then near, open, paused, kept), then the earliest
// deadline, then the invoice's number.
// Throws UncoveredYear as require_covered() does.
std::vector<DeadlineRow> list_deadlines(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
