#include "app/list_deadlines.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "app/load_position.h"
#include "core/decision.h"

namespace dunning {
namespace {

// What a person has to look at comes first.
int rank_of(const Deadline& deadline) {
    switch (deadline.status) {
        case DeadlineStatus::missed:
            return deadline.first_notice ? 4 : 0;
        case DeadlineStatus::near:
            return 1;
        case DeadlineStatus::open:
            return 2;
        case DeadlineStatus::paused:
            return 3;
        case DeadlineStatus::kept:
            return 5;
    }
    return 5;
}

}  // namespace

std::vector<DeadlineRow> deadlines_of(const CustomerPosition& position, const Policy& policy,
                                      Date as_of) {
    std::vector<DeadlineRow> rows;
    for (const OpenItem& item : position.items) {
        if (!is_overdue(item, policy, as_of)) continue;
        const auto deadline = deadline_of(item, policy, as_of);
        if (!deadline) continue;
        rows.push_back({.invoice = item.invoice,
                        .customer = position.customer.id,
                        .name = position.customer.name,
                        .collector = position.customer.collector,
                        .days_overdue = as_of - item.due,
                        .open = item.open,
                        .deadline = *deadline});
    }
    return rows;
}

std::vector<DeadlineRow> list_deadlines(const Ledger& ledger, const Policy& policy, Date as_of) {
    for (const OverdueClass& severity : policy.classes) {
        // Throws where the calendar ends before: items would be missing from the list otherwise.
        if (severity.first_notice_within)
            (void)add(as_of, *severity.first_notice_within, policy.calendar);
    }
    std::vector<DeadlineRow> rows;
    for_each_overdue(ledger, policy, as_of, [&](const OverdueBatch& batch) {
        for (const CustomerPosition& position : batch.positions) {
            std::ranges::move(deadlines_of(position, policy, as_of), std::back_inserter(rows));
        }
    });
    std::ranges::sort(rows, {}, [](const DeadlineRow& row) {
        return std::tuple(rank_of(row.deadline), row.deadline.due, std::string_view(row.invoice));
    });
    return rows;
}

}  // namespace dunning
