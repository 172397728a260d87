#include "app/paid_invoices.h"

#include <algorithm>

namespace dunning {
namespace {

struct Settling {
    RowId customer = 0;
    Date due;
    Date paid;
    std::int64_t left_minor = 0;
};

}  // namespace

PaidInvoices paid_invoices(const Ledger& ledger, const DayRange& range) {
    std::unordered_map<RowId, Settling> settling;
    ledger.for_each_settled_amount(
        {Date::from_ymd(first_year, 1, 1), range.to}, [&](const SettledAmount& fact) {
            Settling& of =
                settling
                    .try_emplace(fact.of.invoice, Settling{fact.of.customer, fact.of.due, fact.day,
                                                           fact.of.amount_minor})
                    .first->second;
            of.left_minor = add_minor(of.left_minor, -fact.amount_minor);
            of.paid = std::max(of.paid, fact.day);
        });
    PaidInvoices paid;
    for (const auto& [invoice, of] : settling) {
        if (of.left_minor != 0 || !range.contains(of.paid)) continue;
        paid[of.customer].push_back({of.due, of.paid});
    }
    return paid;
}

}  // namespace dunning
