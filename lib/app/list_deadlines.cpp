#include "app/list_deadlines.h"

#include <algorithm>
#include <tuple>
#include <utility>

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

void visit_items(const CustomerPosition& position, const Ledger& ledger, const Policy& policy,
                 Date as_of, const std::function<void(const ItemDeadline&)>& visit) {
    const RowId customer = ledger.find_customer(position.customer.id).value();
    for (const OpenItem& item : position.items) {
        if (!is_overdue(item, policy, as_of)) continue;
        const auto deadline = deadline_of(item, policy, as_of);
        if (!deadline) continue;
        visit({ledger.row_of_invoice(item.invoice).value(), customer, item.due, item.open,
               *deadline});
    }
}

// An item of a customer of whom no more is known: one after the other in the same place.
class LightItem {
  public:
    LightItem(const Policy& policy, Date as_of)
        : policy_(policy), as_of_(as_of), zero_(Money::zero(policy.book.currency)) {}

    std::optional<ItemDeadline> deadline_of_item(const OpenAmount& open,
                                                 std::optional<Date> first_notice) {
        if (open.currency != zero_.currency().code()) {
            zero_ = Money::zero(*Currency::from_code(open.currency));
        }
        item_.issued = open.issued;
        item_.due = open.due;
        item_.open = Money(open.open_minor, zero_.currency());
        item_.history.first_notice = first_notice;
        if (!is_overdue(item_, policy_, as_of_)) return std::nullopt;
        auto deadline = deadline_of(item_, policy_, as_of_);
        if (!deadline) return std::nullopt;
        return ItemDeadline{open.invoice, open.customer, open.due, item_.open,
                            std::move(*deadline)};
    }

  private:
    const Policy& policy_;
    const Date as_of_;
    Money zero_;
    OpenItem item_{
        .invoice = {}, .issued = {}, .due = {}, .amount = zero_, .open = zero_, .reference = {}};
};

// REQUIRES: ascending by the invoices' rows.
std::vector<DeadlineRow> named(std::vector<ItemDeadline> deadlines, const Ledger& ledger,
                               Date as_of) {
    const std::vector<CustomerName> names = ledger.customer_names();
    std::vector<DeadlineRow> rows;
    std::vector<RowId> invoices;
    rows.reserve(deadlines.size());
    invoices.reserve(deadlines.size());
    for (ItemDeadline& each : deadlines) {
        const auto name = std::ranges::lower_bound(names, each.customer, {}, &CustomerName::id);
        invoices.push_back(each.invoice);
        rows.push_back({.invoice = {},
                        .customer = name->code,
                        .name = name->name,
                        .collector = name->collector,
                        .days_overdue = as_of - each.due,
                        .open = each.open,
                        .deadline = std::move(each.deadline)});
    }
    auto row = rows.begin();
    ledger.for_each_invoice_detail(
        invoices, [&](InvoiceDetail detail) { (row++)->invoice = std::move(detail.number); });
    return rows;
}

bool is_pressing(const Deadline& deadline) {
    return (deadline.status == DeadlineStatus::missed && !deadline.first_notice) ||
           deadline.status == DeadlineStatus::near;
}

template <class Wanted>
std::vector<DeadlineRow> listed(const Ledger& ledger, const Policy& policy, Date as_of,
                                const Wanted& wanted) {
    std::vector<ItemDeadline> found;
    for_each_deadline(ledger, policy, as_of, [&](const ItemDeadline& item) {
        if (wanted(item.deadline)) found.push_back(item);
    });
    std::ranges::sort(found, {}, &ItemDeadline::invoice);
    std::vector<DeadlineRow> rows = named(std::move(found), ledger, as_of);
    std::ranges::sort(rows, {}, [](const DeadlineRow& row) {
        return std::tuple(rank_of(row.deadline), row.deadline.due, std::string_view(row.invoice));
    });
    return rows;
}

}  // namespace

void for_each_deadline(const Ledger& ledger, const Policy& policy, Date as_of,
                       const std::function<void(const ItemDeadline&)>& visit) {
    const auto with_more = ledger.customers_with_more_to_know();
    for_each_overdue_of(ledger, policy, with_more, as_of, [&](const OverdueBatch& batch) {
        for (const CustomerPosition& position : batch.positions) {
            visit_items(position, ledger, policy, as_of, visit);
        }
    });
    const auto first_notices = ledger.first_notices();
    const auto charges = ledger.charge_rows();
    LightItem light(policy, as_of);
    ledger.for_each_open_item(as_of, [&](const OpenAmount& item) {
        if (item.due >= as_of || with_more.contains(item.customer)) return;
        if (charges.contains(item.invoice)) return;
        const auto first = first_notices.find(item.invoice);
        const auto deadline = light.deadline_of_item(
            item, first == first_notices.end() ? std::nullopt : std::optional(first->second));
        if (deadline) visit(*deadline);
    });
}

void require_covered(const Policy& policy, Date as_of) {
    for (const OverdueClass& severity : policy.classes) {
        if (severity.first_notice_within)
            (void)add(as_of, *severity.first_notice_within, policy.calendar);
    }
}

std::vector<DeadlineRow> pressing_deadlines(const Ledger& ledger, const Policy& policy,
                                            Date as_of) {
    return listed(ledger, policy, as_of, is_pressing);
}

std::vector<DeadlineRow> list_deadlines(const Ledger& ledger, const Policy& policy, Date as_of) {
    require_covered(policy, as_of);
    return listed(ledger, policy, as_of, [](const Deadline&) { return true; });
}

}  // namespace dunning
