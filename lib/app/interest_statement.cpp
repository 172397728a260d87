#include "app/interest_statement.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/find_by_beginning.h"
#include "app/load_position.h"
#include "core/check.h"
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

// The customer whose statement it is, and what was charged to them by the day.
struct StatedFor {
    Subject subject;
    RowId customer = 0;
    std::vector<ChargeRecord> charges = {};
};

Result<StatedFor> stated_for(const Ledger& ledger, const std::string& name, Date as_of) {
    const auto subject = find_subject(ledger, name);
    if (!subject) return subject.error();
    const RowId customer = ledger.find_customer(subject->customer).value();
    return StatedFor{*subject, customer, ledger.charges(customer, as_of)};
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

std::optional<Date> last_day_by_earlier_terms(const InterestBase& base, Date as_of) {
    std::optional<Date> last;
    for (const ClaimedTerms& claim : base.claimed) {
        if (claim.terms) last = std::min(claim.until, as_of);
    }
    return last;
}

// Of what the statement is about: the one invoice of the customer, if it names one.
std::vector<InterestOnInvoice> statement_rows(const Ledger& ledger, const Policy& policy,
                                              const StatedFor& about, Date as_of) {
    const auto& [subject, customer, charges] = about;
    const bool is_bound = policy.interest.bind(ledger.customer(subject.customer)->kind);
    const InterestTerms terms = is_bound ? policy.interest : InterestTerms{};
    std::vector<InterestOnInvoice> all;
    for (const OpenItem& item : late_items(ledger, policy, customer, as_of)) {
        if (!subject.invoice.empty() && item.invoice != subject.invoice) continue;
        const Currency currency = item.amount.currency();
        const Money zero = Money::zero(currency);
        const auto base = interest_base(item, zero, policy);
        InterestOnInvoice row{.customer = subject.customer,
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
                              .not_charged = zero,
                              .by_earlier_terms = last_day_by_earlier_terms(base, as_of)};
        row.not_charged =
            row.interest.total - row.charged - row.waived - sum_of(row.covered, currency);
        if (row.interest.segments.empty() && row.charged.is_zero()) continue;
        all.push_back(std::move(row));
    }
    return all;
}

}  // namespace

Result<std::vector<InterestOnInvoice>> interest_statement(const Ledger& ledger,
                                                          const Policy& policy,
                                                          const std::string& name, Date as_of) {
    const auto about = stated_for(ledger, name, as_of);
    if (!about) return about.error();
    return statement_rows(ledger, policy, *about, as_of);
}

std::optional<InterestOnInvoice> interest_on_invoice(const Ledger& ledger, const Policy& policy,
                                                     RowId customer, const std::string& invoice,
                                                     Date as_of) {
    const Subject subject{.customer = ledger.customer_of_invoice(invoice).value(),
                          .invoice = invoice};
    auto rows =
        statement_rows(ledger, policy, {subject, customer, ledger.charges(customer, as_of)}, as_of);
    if (rows.empty()) return std::nullopt;
    DUNNING_CHECK(rows.size() == 1 && rows.front().invoice == invoice);
    return std::move(rows.front());
}

namespace {

int days_of(const std::vector<PrincipalInUse>& used) {
    int days = 0;
    for (const PrincipalInUse& part : used) days += part.days;
    return days;
}

// What was charged less than agreed because principal was paid early, and by how much, day by day.
// What a plan has charged that has ended follows from what was paid of it.
void add_principal_in_use(const PlanView& view, const std::vector<PrincipalInUse>& used,
                          const std::vector<PrincipalInUse>& scheduled, InterestOfPlan& row) {
    const bool runs =
        view.state.status == PlanStatus::active || view.state.status == PlanStatus::completed;
    if (!runs || used == scheduled) return;
    row.in_use = used;
    row.by_schedule = scheduled;
}

// Instalment by instalment, as the schedule has agreed on them: see plan_schedule.h.
void add_interest_of(const PlanView& view, const std::vector<ChargeRecord>& charges, Date as_of,
                     std::vector<InterestOfPlan>& all) {
    const Plan& plan = view.record.plan;
    const auto used = principal_in_use(plan, view.record.principal, as_of);
    const auto scheduled = principal_in_use(plan, {}, as_of);
    Money left = plan.principal;
    Date from = plan.proposed;
    for (std::size_t i = 0; i < plan.installments.size(); ++i) {
        const Installment& installment = plan.installments[i];
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
                           .days = days_of(scheduled[i]),
                           .balance = left,
                           .yearly_rate = plan.yearly_rate,
                           .agreed = agreed,
                           .charged = found->charge.amount,
                           .waived = found->waived,
                           .open = found->charge.open});
            add_principal_in_use(view, used[i], scheduled[i], all.back());
        }
        left -= installment.amount - agreed;
        from = to;
    }
}

std::string days_text(const std::vector<PrincipalInUse>& parts) {
    std::string text;
    for (const PrincipalInUse& part : parts) {
        text += fmt::format("{}{} x {}", text.empty() ? "" : " + ", part.days,
                            to_decimal(part.balance));
    }
    return text;
}

}  // namespace

std::string in_use_text(const InterestOfPlan& interest) {
    if (interest.in_use.empty()) return {};
    return fmt::format("{} of {}", days_text(interest.in_use), days_text(interest.by_schedule));
}

Result<std::vector<InterestOfPlan>> plan_interest_statement(const Ledger& ledger,
                                                            const Policy& policy,
                                                            const std::string& name, Date as_of) {
    const auto about = stated_for(ledger, name, as_of);
    if (!about) return about.error();
    const auto& [subject, customer, charges] = *about;
    std::vector<InterestOfPlan> all;
    for (PlanRecord& record : ledger.plans_of({customer})) {
        const auto& covered = record.plan.invoices;
        const bool is_meant =
            subject.invoice.empty() || std::ranges::count(covered, subject.invoice) > 0;
        if (!is_meant) continue;
        add_interest_of(view_plan(policy, std::move(record), as_of), charges, as_of, all);
    }
    return all;
}

}  // namespace dunning
