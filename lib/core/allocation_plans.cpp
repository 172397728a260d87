// What the customer's plans have agreed on for the money that comes while they stand: see
// allocation.h. Accounts without a plan pay for none of it.
#include <algorithm>
#include <string>

#include "core/allocation_replay.h"
#include "core/ascii.h"

namespace dunning {
namespace {

// As a word of its own, whatever its letters' case.
bool stands_in(std::string_view code, std::string_view text) {
    const auto same = [](char a, char b) { return upper(a) == upper(b); };
    for (auto from = text.begin();; ++from) {
        from = std::search(from, text.end(), code.begin(), code.end(), same);
        if (from == text.end()) return false;
        const auto after = from + static_cast<std::ptrdiff_t>(code.size());
        const bool begins = from == text.begin() || !is_letter_or_digit(*std::prev(from));
        if (begins && (after == text.end() || !is_letter_or_digit(*after))) return true;
    }
}

}  // namespace

// Money of the day of the proposal may have been there before it, unless it names the plan.
bool AllocationReplay::concerns(const PlanAgreement& plan, std::size_t receipt) {
    const Receipt& money = receipts_[receipt];
    if (money.kind != ReceiptKind::payment || !money.amount.is_positive()) return false;
    if (money.date < plan.proposed) return false;
    if (plan.cancelled && money.date > *plan.cancelled) return false;
    return money.date > plan.proposed || names(receipt, plan);
}

bool AllocationReplay::covers(const PlanAgreement& plan, std::size_t debt) {
    return std::ranges::find(plan.debts, debt) != plan.debts.end();
}

// Read once.
bool AllocationReplay::names(std::size_t receipt, const PlanAgreement& plan) {
    if (names_plan_.empty()) names_plan_.resize(plans_.size());
    auto& known = names_plan_[static_cast<std::size_t>(&plan - plans_.data())];
    if (known.empty()) known.resize(receipts_.size());
    if (!known[receipt]) known[receipt] = reads_code(receipt, plan);
    return *known[receipt];
}

// An invoice that has the plan's code for its number is meant by it.
bool AllocationReplay::reads_code(std::size_t receipt, const PlanAgreement& plan) {
    const Receipt& money = receipts_[receipt];
    const bool any = stands_in(plan.code, money.reference) ||
                     stands_in(plan.code, money.description) ||
                     stands_in(plan.code, money.end_to_end_id);
    return any && !names_.numbered(plan.code);
}

bool AllocationReplay::means(std::size_t receipt, const PlanAgreement& plan) {
    const bool is_one =
        std::ranges::count(plan.installments_minor, receipts_[receipt].amount.minor()) > 0;
    return concerns(plan, receipt) && (is_one || names(receipt, plan));
}

// What it covers and has charged so far, in the order of settlement. What the payer has meant for
// another plan is kept for that one.
bool AllocationReplay::pay_plan(std::size_t receipt, const PlanAgreement& plan, AllocationRule rule,
                                std::optional<AllocationRule> bound) {
    const std::int64_t kept = kept_for(receipt, bound, [&](const PlanAgreement& other) {
        return &other != &plan && means(receipt, other);
    });
    if (spendable(receipt) <= kept) return false;
    std::vector<std::size_t> debts;
    std::ranges::copy_if(plan.debts, std::back_inserter(debts),
                         [&](std::size_t debt) { return open_.open(debt) > 0; });
    std::ranges::sort(debts, {}, [&](std::size_t debt) { return open_.due_key(debt); });
    bool any = false;
    for (const std::size_t debt : debts) {
        if (rulings_.any_on(receipt, debt)) continue;
        any |= move(receipt, debt, spendable(receipt) - kept, rule) > 0;
    }
    return any;
}

void AllocationReplay::pay_plans_by_code(std::size_t receipt) {
    for (const PlanAgreement& plan : plans_) {
        if (concerns(plan, receipt) && names(receipt, plan)) {
            pay_plan(receipt, plan, AllocationRule::reference, money_[receipt].bound);
        }
    }
}

void AllocationReplay::pay_installment(std::size_t receipt) {
    for (const PlanAgreement& plan : plans_) {
        const bool is_one = concerns(plan, receipt) &&
                            std::ranges::count(plan.installments_minor, spendable(receipt)) > 0;
        if (is_one) pay_plan(receipt, plan, AllocationRule::exact_amount, {});
    }
}

// Those of which an invoice was named that is there: money for what is still to come is kept for
// it.
bool AllocationReplay::pay_plans_of(std::size_t receipt, std::span<const std::size_t> named,
                                    AllocationRule rule) {
    bool any = false;
    for (const PlanAgreement& plan : plans_) {
        if (!concerns(plan, receipt)) continue;
        const bool is_meant = std::ranges::any_of(named, [&](std::size_t invoice) {
            return invoices_[invoice].issued <= today_ && covers(plan, invoice);
        });
        if (is_meant) any |= pay_plan(receipt, plan, rule, rule);
    }
    return any;
}

bool AllocationReplay::pay_all_plans(std::size_t receipt, AllocationRule rule) {
    bool any = false;
    for (const PlanAgreement& plan : plans_) {
        if (concerns(plan, receipt)) any |= pay_plan(receipt, plan, rule, rule);
    }
    return any;
}

// What waits for such interest must not be asked whenever something else is open.
bool AllocationReplay::may_be_kept(std::size_t receipt) {
    return std::ranges::any_of(plans_, [&](const PlanAgreement& plan) {
        return concerns(plan, receipt) && std::ranges::any_of(plan.debts, [&](std::size_t debt) {
                   return invoices_[debt].issued > plan.proposed;
               });
    });
}

// What is on account now may stand for what others have kept.
void AllocationReplay::wait_for_plans(std::size_t receipt) {
    if (plans_.empty()) return;
    for (const std::size_t other : on_account_) {
        if (other != receipt && may_be_kept(other)) waiting_.wake(other);
    }
    for (const PlanAgreement& plan : plans_) {
        if (!concerns(plan, receipt)) continue;
        for (const std::size_t debt : plan.debts) waiting_.for_invoice(receipt, debt);
    }
}

}  // namespace dunning
