#include "app/settle_charges.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/interest_statement.h"
#include "app/reallocate.h"
#include "app/waivers.h"
#include "core/check.h"
#include "core/plan_schedule.h"

namespace dunning {
namespace {

using Lines = std::vector<std::string>;

std::string line_of(const ChargeRecord& record, const Money& amount, std::string_view why) {
    return fmt::format("{}: {} instead of {} {}: {}", record.charge.number, to_decimal(amount),
                       to_decimal(record.charge.amount), amount.currency().code(), why);
}

// Also of days to come.
std::vector<ChargeRecord> charges_of_plan(const Ledger& ledger, const PlanRecord& plan) {
    auto charges = ledger.charges(plan.customer);
    std::erase_if(charges, [&](const ChargeRecord& record) { return record.plan != plan.id; });
    return charges;
}

Lines correct(Ledger& ledger, const ChargeRecord& record, const Money& amount,
              const std::string& why, const Stamp& stamp) {
    if (amount == record.charge.amount) return {};
    ledger.correct_charge(record, amount, why, stamp);
    return {line_of(record, amount, why)};
}

// What was paid of the charge when the plan ended, whichever night looks at it first.
Money settled_by_end(const Ledger& ledger, const PlanView& view, const std::string& number,
                     Currency currency) {
    const auto ended =
        view.record.plan.cancelled ? view.record.plan.cancelled : view.state.broken_on;
    for (const ChargeRecord& record : ledger.charges(view.record.customer, ended)) {
        if (record.charge.number == number) return record.charge.amount - record.charge.open;
    }
    return Money::zero(currency);
}

bool plan_runs(const PlanView& view) {
    return view.state.status == PlanStatus::active || view.state.status == PlanStatus::completed;
}

std::string why_another(const PlanView& view, const Installment& installment) {
    const Plan& plan = view.record.plan;
    const auto agreed = std::ranges::find(plan.installments, installment.n, &Installment::n);
    if (plan_runs(view) && agreed->interest_minor != installment.interest_minor) {
        return fmt::format("principal of plan {} was paid before the day of the instalment",
                           plan.id);
    }
    return fmt::format("plan {} is {}", plan.id, to_text(view.state.status));
}

// `installment` is as it is owed now: see less_interest_after_payment.
Lines settle_installment(Ledger& ledger, const PlanView& view, const Installment& installment,
                         const std::vector<ChargeRecord>& charges, const Stamp& stamp) {
    const Plan& plan = view.record.plan;
    const std::string number = fmt::format("{}-I{}", plan.id, installment.n);
    const Money agreed(installment.interest_minor, plan.principal.currency());
    const auto found = std::ranges::find(
        charges, number, [](const ChargeRecord& record) { return record.charge.number; });
    if (found != charges.end()) {
        const Money settled = settled_by_end(ledger, view, number, agreed.currency());
        return correct(ledger, *found, std::max(plan_runs(view) ? agreed : settled, found->waived),
                       why_another(view, installment), stamp);
    }
    if (!plan_runs(view) || agreed.is_zero()) return {};
    ledger.post_charge({.number = number,
                        .customer = plan.customer,
                        .kind = DebtKind::interest,
                        .plan = view.record.id,
                        .amount = agreed,
                        .day = installment.due,
                        .due = installment.due},
                       stamp);
    return {fmt::format("{}: {} {} of interest on {}, as agreed in {}", number, to_decimal(agreed),
                        agreed.currency().code(), to_text(installment.due), plan.id)};
}

// What a later night has found, or a person has done since, stands when an earlier night is run
// again.
bool has_later_step(const Ledger& ledger, const PlanView& view, Date as_of) {
    return std::ranges::any_of(ledger.plan_steps(view.record.id),
                               [&](const PlanStep& step) { return step.day > as_of; });
}

Lines settle_plan(Ledger& ledger, const PlanView& view, const Stamp& stamp) {
    Lines lines;
    if (!view.record.plan.confirmed || view.record.plan.interest.is_zero()) return lines;
    if (has_later_step(ledger, view, stamp.as_of)) return lines;
    const auto charges = charges_of_plan(ledger, view.record);
    for (const InstallmentState& state : view.state.installments) {
        std::ranges::move(settle_installment(ledger, view, state.installment, charges, stamp),
                          std::back_inserter(lines));
    }
    return lines;
}

// Invoices of the plan on which late interest was charged since its proposal: its own interest is
// for the same days, and may have made that too much.
std::vector<ChargedInvoice> charged_since(const Ledger& ledger, const PlanRecord& record) {
    std::set<std::string> invoices;
    for (const ChargeRecord& charge : ledger.charges(record.customer)) {
        const std::string& invoice = charge.charge.charged_on;
        if (charge.charge.kind == DebtKind::interest && charge.charge.day > record.plan.proposed &&
            std::ranges::count(record.plan.invoices, invoice) > 0) {
            invoices.insert(invoice);
        }
    }
    std::vector<ChargedInvoice> charged;
    for (const std::string& invoice : invoices) charged.push_back({record.customer, invoice});
    return charged;
}

struct SettledPlans {
    Lines lines = {};
    std::vector<ChargedInvoice> charged = {};  // to be looked at for it
    std::string customer = {};                 // the last of those whose charges have changed
    std::size_t installments = 0;              // of all plans that were looked at
};

// Each pass leaves one instalment more of every customer as it stays, the earliest day first,
// because what a day's money pays depends on the charges up to that day alone. Charges that still
// change after as many passes as there are instalments change for ever: that is a mistake of ours,
// and no night may go on with either amount.
void must_settle(std::size_t passes, std::size_t installments, const std::string& customer) {
    if (passes <= installments + 1) return;
    check_failed(fmt::format("the interest of the plans of customer {} settles", customer).c_str(),
                 __FILE__, __LINE__);
}

// Each by itself: what is written changes what the next one is. A plan that has ended charges
// nothing new unless it says so in a line.
SettledPlans settle_plans(Ledger& ledger, const Policy& policy, const Stamp& stamp) {
    SettledPlans settled;
    for (PlanRecord& record : ledger.plans()) {
        if (record.plan.interest.is_zero() || record.plan.proposed > stamp.as_of) continue;
        const PlanView view = view_plan(policy, std::move(record), stamp.as_of);
        auto lines = settle_plan(ledger, view, stamp);
        settled.installments += view.record.plan.installments.size();
        if (!lines.empty()) settled.customer = view.record.plan.customer;
        if (plan_runs(view) || !lines.empty()) {
            std::ranges::move(charged_since(ledger, view.record),
                              std::back_inserter(settled.charged));
        }
        std::ranges::move(lines, std::back_inserter(settled.lines));
    }
    return settled;
}

// What a charge was lessened by goes to principal, on its old day, and lessens the interest of the
// next instalment: until nothing changes.
SettledPlans settle_all_plans(Ledger& ledger, const Policy& policy, const Stamp& stamp) {
    SettledPlans all;
    for (std::size_t passes = 1;; ++passes) {
        SettledPlans settled = settle_plans(ledger, policy, stamp);
        std::ranges::move(settled.charged, std::back_inserter(all.charged));
        if (settled.lines.empty()) return all;
        must_settle(passes, settled.installments, settled.customer);
        std::ranges::move(settled.lines, std::back_inserter(all.lines));
        reallocate_touched(ledger, policy.allocation, stamp);
    }
}

// Interest charges of the invoice, the youngest first.
std::vector<ChargeRecord> interest_charges(const Ledger& ledger, const ChargedInvoice& of,
                                           Date as_of) {
    auto charges = ledger.charges(of.customer, as_of);
    std::erase_if(charges, [&](const ChargeRecord& record) {
        return record.charge.kind != DebtKind::interest || record.charge.charged_on != of.invoice;
    });
    std::ranges::reverse(charges);
    return charges;
}

InterestOnInvoice statement_of(const Ledger& ledger, const Policy& policy, const ChargedInvoice& of,
                               Date as_of) {
    auto row = interest_on_invoice(ledger, policy, of.customer, of.invoice, as_of);
    if (row) return std::move(*row);
    // Nothing of it is late any more, as its due date is another: all that was charged is too much.
    const Money zero = Money::zero(ledger.currency_of_invoice(of.invoice).value());
    Money charged = zero;
    Money open = zero;
    for (const ChargeRecord& record : interest_charges(ledger, of, as_of)) {
        charged += record.charge.amount;
        open += record.charge.open;
    }
    return {.customer = {},
            .invoice = of.invoice,
            .issued = as_of,
            .due = as_of,
            .amount = zero,
            .open = zero,
            .interest = {.total = zero, .accrued = zero},
            .charged = charged,
            .charged_open = open,
            .waived = zero,
            .not_charged = -charged};
}

bool is_bound(const Ledger& ledger, const Policy& policy, const ChargedInvoice& of) {
    const auto customer = ledger.customer(ledger.customer_of_invoice(of.invoice).value());
    return policy.interest.method != InterestMethod::none && policy.interest.bind(customer->kind);
}

// What a person has given up of the charges may have been the excess: it counts first.
Lines correct_interest_once(Ledger& ledger, const Policy& policy, const ChargedInvoice& of,
                            const Stamp& stamp) {
    Lines lines;
    const InterestOnInvoice row = statement_of(ledger, policy, of, stamp.as_of);
    if (!is_bound(ledger, policy, of) && !row.by_earlier_terms) return lines;
    const auto charges = interest_charges(ledger, of, stamp.as_of);
    Money excess = -row.not_charged;
    for (const ChargeRecord& record : charges) excess -= record.waived;
    std::string why = fmt::format("by what is known now, {} has borne interest of {} by {}",
                                  of.invoice, to_decimal(row.interest.total), to_text(stamp.as_of));
    for (const CoveredInterest& covered : row.covered) {
        why += fmt::format(", {} of it covered by the interest of {}", to_decimal(covered.amount),
                           covered.plan);
    }
    for (const ChargeRecord& record : charges) {
        if (!excess.is_positive()) break;
        const Money& amount = record.charge.amount;
        const Money less = std::min(excess, amount - record.waived);
        std::ranges::move(correct(ledger, record, amount - less, why, stamp),
                          std::back_inserter(lines));
        excess -= less;
    }
    return lines;
}

// Money that a smaller charge sets free goes to what it was of, on its old day, and lowers the
// interest again: until nothing changes, each time by less.
Lines correct_interest(Ledger& ledger, const Policy& policy, const ChargedInvoice& of,
                       const Stamp& stamp) {
    Lines all;
    for (;;) {
        Lines lines = correct_interest_once(ledger, policy, of, stamp);
        if (lines.empty()) return all;
        std::ranges::move(lines, std::back_inserter(all));
        reallocate_touched(ledger, policy.allocation, stamp);
    }
}

// "N000012-R1" of "N000012-I1"; with a figure more when there was one before.
std::string number_of_rest(const Ledger& ledger, const ChargeRecord& last) {
    std::string number = last.charge.number;
    const auto mark = number.rfind("-I");
    DUNNING_CHECK(mark != std::string::npos);
    number[mark + 1] = 'R';
    std::string free = number;
    for (int n = 2; ledger.row_of_invoice(free); ++n) free = fmt::format("{}-{}", number, n);
    return free;
}

Lines charge_rest(Ledger& ledger, const Policy& policy, const ChargedInvoice& of,
                  const Stamp& stamp) {
    if (!is_bound(ledger, policy, of)) return {};
    const InterestOnInvoice row = statement_of(ledger, policy, of, stamp.as_of);
    if (!row.not_charged.is_positive()) return {};
    // A later night has charged it already, when an earlier one is run again.
    const auto is_later = [&](const ChargeRecord& record) {
        return record.charge.kind == DebtKind::interest && record.charge.charged_on == of.invoice &&
               record.charge.day > stamp.as_of;
    };
    if (std::ranges::any_of(ledger.charges(of.customer), is_later)) return {};
    const auto charges = interest_charges(ledger, of, stamp.as_of);
    const auto last = std::ranges::find_if(
        charges, [](const ChargeRecord& record) { return record.notice != 0; });
    DUNNING_CHECK(last != charges.end());
    const std::string number = number_of_rest(ledger, *last);
    // As much time to pay as that notice gave.
    ledger.post_charge({.number = number,
                        .customer = last->customer,
                        .kind = DebtKind::interest,
                        .charged_on = of.invoice,
                        .amount = row.not_charged,
                        .day = stamp.as_of,
                        .due = stamp.as_of + (last->charge.due - last->charge.day)},
                       stamp);
    return {fmt::format("{}: {} {} of interest on {} until its payment", number,
                        to_decimal(row.not_charged), row.not_charged.currency().code(),
                        of.invoice)};
}

}  // namespace

// First the account is replayed: a plan that was confirmed pays otherwise, and what it has paid
// says how it stands.
void settle_plan_interest(Ledger& ledger, const Policy& policy, RowId plan, const Stamp& stamp) {
    for (std::size_t passes = 1;; ++passes) {
        reallocate_touched(ledger, policy.allocation, stamp);
        const PlanView view = view_plan(policy, ledger.plan(plan).value(), stamp.as_of);
        if (settle_plan(ledger, view, stamp).empty()) return;
        must_settle(passes, view.record.plan.installments.size(), view.record.plan.customer);
    }
}

std::vector<std::string> settle_interest_of_notice(Ledger& ledger, const Policy& policy,
                                                   RowId notice, const Stamp& stamp) {
    Lines lines;
    const auto found = ledger.notice(notice);
    if (!found) return lines;
    const RowId customer = ledger.find_customer(found->customer).value();
    for (const ChargeRecord& record : ledger.charges(customer)) {
        const OpenCharge& charge = record.charge;
        if (record.notice != notice || charge.kind != DebtKind::interest) continue;
        std::ranges::move(correct_interest(ledger, policy, {customer, charge.charged_on}, stamp),
                          std::back_inserter(lines));
    }
    return lines;
}

std::vector<std::string> settle_charges(Ledger& ledger, const Policy& policy,
                                        std::string_view policy_sha256, const Stamp& stamp) {
    SettledPlans plans = settle_all_plans(ledger, policy, stamp);
    Lines lines = std::move(plans.lines);
    std::vector<ChargedInvoice> charged = std::move(plans.charged);
    std::ranges::move(ledger.charged_on_older_facts(stamp.as_of), std::back_inserter(charged));
    std::ranges::move(ledger.waived_on_older_facts(stamp.as_of), std::back_inserter(charged));
    std::ranges::move(
        ledger.charged_by_other_terms(policy_sha256, policy.interest.fixing, stamp.as_of),
        std::back_inserter(charged));
    for (const WaiverRecord& waiver : renew_met_waivers(ledger, policy, stamp)) {
        lines.push_back(fmt::format("{}: {}{} is given up again, its condition was met after all",
                                    waiver.code, waiver.of_accrued ? "interest on " : "",
                                    waiver.of));
        if (!waiver.of_accrued) continue;
        charged.push_back({ledger.find_customer(waiver.customer).value(), waiver.of});
    }
    for (const ChargedInvoice& of : charged) {
        std::ranges::move(correct_interest(ledger, policy, of, stamp), std::back_inserter(lines));
    }
    if (policy.post_charges && policy.post_rest) {
        for (const ChargedInvoice& of : ledger.paid_since_interest_was_charged(stamp.as_of)) {
            std::ranges::move(charge_rest(ledger, policy, of, stamp), std::back_inserter(lines));
        }
    }
    reallocate_touched(ledger, policy.allocation, stamp);
    return lines;
}

}  // namespace dunning
