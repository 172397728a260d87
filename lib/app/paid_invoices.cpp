#include "app/paid_invoices.h"

namespace dunning {

PaidInvoices paid_invoices(const Ledger& ledger, const DayRange& range) {
    PaidInvoices paid;
    ledger.for_each_paid_invoice(range, [&](const PaidInvoiceFact& invoice) {
        paid[invoice.customer].push_back({.due = invoice.due, .paid = invoice.paid});
    });
    return paid;
}

}  // namespace dunning
