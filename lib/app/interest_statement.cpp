#include "app/interest_statement.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/find_by_beginning.h"
#include "core/notice.h"

namespace dunning {
namespace {

Result<Subject> find_subject(const Ledger& ledger, const std::string& name) {
    auto found = find_customer_or_invoice(ledger, name);
    if (found || !found.error().remedy.empty()) return found;
    return Fault{fmt::format("there is no customer or invoice '{}'", name),
                 "dunning age --by invoice lists what is open"};
}

Money open_interest(const std::vector<ChargeRecord>& charges, const std::string& invoice,
                    Currency currency) {
    Money open = Money::zero(currency);
    for (const ChargeRecord& record : charges) {
        const OpenCharge& charge = record.charge;
        if (charge.kind == DebtKind::interest && charge.charged_on == invoice) open += charge.open;
    }
    return open;
}

}  // namespace

Result<std::vector<InterestOnInvoice>> interest_statement(const Ledger& ledger,
                                                          const Policy& policy,
                                                          const std::string& name, Date as_of) {
    const auto subject = find_subject(ledger, name);
    if (!subject) return subject.error();
    const RowId customer = ledger.find_customer(subject->customer).value();
    const auto charges = ledger.charges(customer, as_of);
    const bool is_bound = policy.interest.bind(ledger.customer(subject->customer)->kind);
    const InterestTerms terms = is_bound ? policy.interest : InterestTerms{};
    std::vector<InterestOnInvoice> all;
    for (const OpenItem& item : ledger.late_items(customer, as_of)) {
        if (!subject->invoice.empty() && item.invoice != subject->invoice) continue;
        const Currency currency = item.amount.currency();
        const Money zero = Money::zero(currency);
        const auto base = interest_base(item, zero, policy);
        InterestOnInvoice row{.customer = subject->customer,
                              .invoice = item.invoice,
                              .issued = item.issued,
                              .due = item.due,
                              .amount = item.amount,
                              .open = item.open,
                              .interest = late_interest(base, terms, as_of),
                              .charged = Money(item.interest_posted_minor, currency),
                              .charged_open = open_interest(charges, item.invoice, currency),
                              .waived = Money(item.interest_waived_minor, currency),
                              .not_charged = zero};
        row.not_charged = row.interest.total - row.charged - row.waived;
        if (row.interest.segments.empty() && row.charged.is_zero()) continue;
        all.push_back(std::move(row));
    }
    return all;
}

}  // namespace dunning
