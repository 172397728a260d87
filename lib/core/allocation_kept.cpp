// What plans have not charged yet, and the money that is kept for it: see allocation.h.
//
// It is known what will be asked for, on which day, and by which rules the money on account will
// then be found. So what a payment keeps is what would be missing without it: each charge to come
// is paid, on its day, by the other money on account that will pay it, what came first first; one
// cent pays once. Money that can never pay the charge (of another invoice's name, ruled elsewhere,
// or not for this plan) neither stands for it nor keeps anything for it.
#include <algorithm>
#include <map>
#include <tuple>

#include "core/allocation_replay.h"

namespace dunning {

// In the order in which it will be asked for, each once.
std::vector<AllocationReplay::ChargeToCome> AllocationReplay::find_charges_to_come() const {
    std::map<std::tuple<Date, std::string_view, std::size_t>, ChargeToCome> charges;
    for (const PlanAgreement& plan : plans_) {
        for (const std::size_t debt : plan.debts) {
            if (is_issued_[debt] != 0) continue;
            ChargeToCome& charge = charges[{invoices_[debt].issued, invoices_[debt].number, debt}];
            charge.charge = debt;
            if (std::ranges::count(charge.plans, &plan) == 0) charge.plans.push_back(&plan);
        }
    }
    std::vector<ChargeToCome> all;
    for (auto& [order, charge] : charges) all.push_back(std::move(charge));
    return all;
}

const std::vector<AllocationReplay::ChargeToCome>& AllocationReplay::charges_to_come() {
    if (!to_come_) to_come_ = find_charges_to_come();
    return *to_come_;
}

// An invoice of the plan that is there when the charge comes.
bool AllocationReplay::names_any_of(std::size_t receipt, const PlanAgreement& plan,
                                    std::size_t charge, AllocationRule rule) {
    const auto is_of_plan = [&](std::size_t invoice) {
        return invoices_[invoice].issued <= invoices_[charge].issued && covers(plan, invoice);
    };
    if (rule == AllocationRule::invoice) {
        const auto named = names_.numbered(receipts_[receipt].invoice);
        return named && is_of_plan(*named);
    }
    if (rule == AllocationRule::reference) {
        return std::ranges::any_of(invoices_by_reference(receipt), is_of_plan);
    }
    if (rule != AllocationRule::invoice_number && rule != AllocationRule::end_to_end_id) {
        return false;
    }
    const NumbersRead& read = reading(receipt, rule);
    const bool is_doubtful = std::ranges::any_of(
        read.ambiguous, [&](const auto& candidates) { return may_pay_any(receipt, candidates); });
    return !is_doubtful && std::ranges::any_of(read.certain, is_of_plan);
}

// By the rules that it goes by from now on. What it only may pay, because of an amount that may be
// that of no other invoice then, is not counted on.
bool AllocationReplay::will_pay(const Kept& money, const PlanAgreement& plan, std::size_t charge) {
    const bool is_for_plan = concerns(plan, money.receipt);
    if (const std::string& number = receipts_[money.receipt].invoice; !number.empty()) {
        if (number == invoices_[charge].number) return true;
        return is_for_plan && names_any_of(money.receipt, plan, charge, AllocationRule::invoice);
    }
    if (is_for_plan && names(money.receipt, plan)) return true;
    if (money.bound) {
        return *money.bound == AllocationRule::oldest_due ||
               (is_for_plan && names_any_of(money.receipt, plan, charge, *money.bound));
    }
    const bool is_installment = std::ranges::count(plan.installments_minor, money.spendable) > 0;
    return has_rule(AllocationRule::oldest_due) || (is_for_plan && is_installment);
}

bool AllocationReplay::will_pay(const Kept& money, const ChargeToCome& to_come) {
    return !rulings_.any_on(money.receipt, to_come.charge) &&
           std::ranges::any_of(to_come.plans, [&](const PlanAgreement* plan) {
               return will_pay(money, *plan, to_come.charge);
           });
}

std::int64_t AllocationReplay::ruled(std::size_t receipt, std::size_t invoice) const {
    if (rulings_.none()) return 0;
    const auto rulings = rulings_.of(receipt);
    const auto found = std::ranges::find(rulings, invoice, &Ruling::invoice);
    return found == rulings.end() ? 0 : found->amount_minor;
}

std::vector<AllocationReplay::Kept> AllocationReplay::others_on_account(std::size_t receipt) const {
    std::vector<Kept> others;
    for (const std::size_t other : on_account_) {
        const MoneyState& money = money_[other];
        if (other == receipt || money.left <= 0) continue;
        others.push_back({.receipt = other,
                          .bound = money.bound,
                          .left = money.left,
                          .spendable = spendable(other)});
    }
    return others;
}

// What is ruled to the charge is set aside for it, and no part of what may be spent.
std::int64_t AllocationReplay::pay_later(Kept& money, const ChargeToCome& to_come,
                                         std::int64_t at_most) {
    const std::int64_t by_hand =
        std::min({at_most, ruled(money.receipt, to_come.charge), money.left});
    const bool may_spend = money.spendable > 0 && will_pay(money, to_come);
    const std::int64_t by_rule = may_spend ? std::min(at_most, money.spendable) : std::int64_t{0};
    money.left -= by_hand + by_rule;
    money.spendable = std::min(money.spendable - by_rule, money.left);
    return by_hand + by_rule;
}

// Of what is asked, when the others have paid. Those that have nothing more are left out from then
// on.
std::int64_t AllocationReplay::missing_without(std::vector<Kept>& others,
                                               const ChargeToCome& to_come, std::int64_t asked) {
    std::int64_t missing = asked;
    for (Kept& other : others) {
        if (missing <= 0) break;
        missing -= pay_later(other, to_come, missing);
    }
    std::erase_if(others, [](const Kept& other) { return other.left <= 0; });
    return std::max<std::int64_t>(missing, 0);
}

std::int64_t AllocationReplay::kept_for(std::size_t receipt, std::optional<AllocationRule> bound,
                                        const std::function<bool(const PlanAgreement&)>& wanted) {
    // While nothing is open, nothing is paid whatever is kept.
    if (open_.none() || std::ranges::none_of(plans_, wanted)) return 0;
    const auto& charges = charges_to_come();
    if (charges.empty()) return 0;
    const Kept own{.receipt = receipt, .bound = bound};
    std::vector<Kept> others = others_on_account(receipt);
    std::int64_t kept = 0;
    for (const ChargeToCome& to_come : charges) {
        const std::size_t charge = to_come.charge;
        const std::int64_t asked = invoices_[charge].amount.minor() - ruled(receipt, charge);
        const std::int64_t missing = missing_without(others, to_come, asked);
        if (missing == 0 || rulings_.any_on(receipt, charge)) continue;
        const bool is_kept = std::ranges::any_of(to_come.plans, [&](const PlanAgreement* plan) {
            return concerns(*plan, receipt) && wanted(*plan) && will_pay(own, *plan, charge);
        });
        if (is_kept) kept += missing;
    }
    return kept;
}

// What may pay other debts.
std::int64_t AllocationReplay::kept_for_plans(std::size_t receipt, AllocationRule bound) {
    return kept_for(receipt, bound, [](const PlanAgreement&) { return true; });
}

}  // namespace dunning
