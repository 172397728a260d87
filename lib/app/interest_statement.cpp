#include "app/interest_statement.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/find_by_beginning.h"
#include "app/load_position.h"
#include "core/day_count.h"
#include "core/notice.h"
#include "core/plan_interest.h"

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
    for (const OpenItem& item : late_items(ledger, policy, customer, as_of)) {
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
                              .covered = item.covered_interest,
                              .not_charged = zero};
        row.not_charged =
            row.interest.total - row.charged - row.waived - sum_of(row.covered, currency);
        if (row.interest.segments.empty() && row.charged.is_zero()) continue;
        all.push_back(std::move(row));
    }
    return all;
}

namespace {

int days_between(const Policy& policy, Date from, Date to) {
    int days = 0;
    for (const YearFraction& part : year_fractions(policy.interest.day_count, from, to, to)) {
        days += part.days;
    }
    return days;
}

// Instalment by instalment, as the schedule has agreed on them: see plan_schedule.h.
void add_interest_of(const PlanRecord& record, const Policy& policy,
                     const std::vector<ChargeRecord>& charges, std::vector<InterestOfPlan>& all) {
    const Plan& plan = record.plan;
    Money left = plan.principal;
    Date from = plan.proposed;
    for (const Installment& installment : plan.installments) {
        const Money agreed(installment.interest_minor, left.currency());
        const Date to = std::max(from, installment.due);
        const std::string number = fmt::format("{}-I{}", plan.id, installment.n);
        const auto found = std::ranges::find(
            charges, number, [](const ChargeRecord& charge) { return charge.charge.number; });
        if (found != charges.end()) {
            all.push_back({.customer = plan.customer,
                           .plan = plan.id,
                           .n = installment.n,
                           .charge = number,
                           .from = from + 1,
                           .to = to,
                           .days = days_between(policy, from, to),
                           .balance = left,
                           .yearly_rate = plan.yearly_rate,
                           .agreed = agreed,
                           .charged = found->charge.amount,
                           .waived = found->waived,
                           .open = found->charge.open});
        }
        left -= installment.amount - agreed;
        from = to;
    }
}

}  // namespace

Result<std::vector<InterestOfPlan>> plan_interest_statement(const Ledger& ledger,
                                                            const Policy& policy,
                                                            const std::string& name, Date as_of) {
    const auto subject = find_subject(ledger, name);
    if (!subject) return subject.error();
    const RowId customer = ledger.find_customer(subject->customer).value();
    const auto charges = ledger.charges(customer, as_of);
    std::vector<InterestOfPlan> all;
    for (const PlanRecord& record : ledger.plans_of({customer})) {
        const auto& covered = record.plan.invoices;
        const bool is_meant =
            subject->invoice.empty() || std::ranges::count(covered, subject->invoice) > 0;
        if (is_meant) add_interest_of(record, policy, charges, all);
    }
    return all;
}

}  // namespace dunning
