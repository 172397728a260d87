#include "app/paid_invoices.h"

#include "app/money_exit.h"

namespace dunning {

PaidInvoices paid_invoices(const Ledger& ledger, const Policy& policy, const DayRange& range) {
    PaidInvoices paid;
    const auto settled = settled_by(policy.report);
    ledger.for_each_paid_invoice(range, settled, [&](const PaidInvoiceFact& invoice) {
        paid[invoice.customer].push_back({.due = invoice.due, .paid = invoice.paid});
    });
    return paid;
}

}  // namespace dunning
