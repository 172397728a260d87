#include <algorithm>
#include <tuple>

#include "core/allocation_replay.h"

namespace dunning {

// What the money had left on account cannot be spent any more, and what it had paid is open again
// from today on; what is not found is taken from elsewhere.
void AllocationReplay::take_back(std::size_t receipt) {
    arrive(receipt);
    const std::string& name = receipts_[receipt].invoice;
    if (const auto original = original_of(receipt)) take_back_from(receipt, *original);
    const auto take = [&](StandingAllocation& standing) { return reopen(receipt, standing); };
    if (!name.empty()) {
        cancel_all_on_account(receipt,
                              [&](std::size_t money) { return receipts_[money].invoice == name; });
        if (const auto invoice = names_.numbered(name)) standing_.visit_invoice(*invoice, take);
    }
    cancel_all_on_account(receipt, [](std::size_t) { return true; });
    // Without a name, what is found nowhere else comes from the youngest allocations.
    if (name.empty()) standing_.visit_all(take);
    forget_spent();
    if (money_[receipt].left < 0) debts_.push_back(receipt);
}

void AllocationReplay::forget_spent() {
    constexpr std::size_t not_worth_it = 16;
    if (on_account_.size() < forget_at_) return;
    std::erase_if(on_account_, [&](std::size_t money) { return money_[money].left == 0; });
    forget_at_ = 2 * on_account_.size() + not_worth_it;
}

void AllocationReplay::take_back_from(std::size_t receipt, std::size_t original) {
    money_[original].went_back = true;
    if (money_[original].left > 0) cancel_on_account(receipt, original);
    standing_.visit_receipt(
        original, [&](StandingAllocation& standing) { return reopen(receipt, standing); });
}

// The latest payment of the same amount that has not gone back yet; one with the same id or
// reference first.
std::optional<std::size_t> AllocationReplay::original_of(std::size_t receipt) {
    if (!payments_by_amount_) index_payments();
    const Receipt& gone = receipts_[receipt];
    const auto payments = payments_by_amount_->find(-gone.amount.minor());
    if (payments == payments_by_amount_->end()) return std::nullopt;
    std::erase_if(payments->second, [&](std::size_t i) { return money_[i].went_back; });

    const auto invoice = gone.invoice.empty() ? std::nullopt : names_.numbered(gone.invoice);
    const auto rank = [&](std::size_t i) {
        const Receipt& paid = receipts_[i];
        return std::tuple(!gone.end_to_end_id.empty() && paid.end_to_end_id == gone.end_to_end_id,
                          !gone.reference.empty() && paid.reference == gone.reference,
                          money_[i].arrival);
    };
    std::optional<std::size_t> best;
    for (const std::size_t payment : payments->second) {
        if (!concerns(payment, gone, invoice)) continue;
        if (!best || rank(*best) < rank(payment)) best = payment;
    }
    return best;
}

// A return that names an invoice is of a payment that names it too, or has paid it.
bool AllocationReplay::concerns(std::size_t payment, const Receipt& gone,
                                std::optional<std::size_t> invoice) {
    if (receipts_[payment].kind != gone.kind) return false;
    if (gone.invoice.empty() || receipts_[payment].invoice == gone.invoice) return true;
    bool pays = false;
    standing_.visit_receipt(payment, [&](const StandingAllocation& standing) {
        pays = standing.invoice == invoice && standing.amount_minor > 0;
        return !pays;
    });
    return pays;
}

void AllocationReplay::index_payments() {
    payments_by_amount_.emplace();
    for (const Event& event : events_) {
        if (event.step != Step::payment && event.step != Step::credit) continue;
        if (money_[event.index].arrival != 0) index_payment(event.index);
    }
}

void AllocationReplay::index_payment(std::size_t receipt) {
    const Receipt& money = receipts_[receipt];
    if (money.kind == ReceiptKind::credit || money.amount.is_negative()) return;
    (*payments_by_amount_)[money.amount.minor()].push_back(receipt);
}

void AllocationReplay::cancel(std::size_t debt, std::size_t money) {
    const std::int64_t amount = std::min(-money_[debt].left, money_[money].left);
    money_[debt].left += amount;
    money_[money].left -= amount;
}

// What is left of it may fit an invoice that it did not fit before.
void AllocationReplay::cancel_on_account(std::size_t debt, std::size_t money) {
    cancel(debt, money);
    if (money_[money].left == 0) return;
    wait_for_amount(money);
    waiting_.wake(money);
}

// The youngest first.
template <class Matches>
void AllocationReplay::cancel_all_on_account(std::size_t debt, const Matches& matches) {
    for (auto money = on_account_.rbegin(); money != on_account_.rend(); ++money) {
        if (money_[debt].left == 0) return;
        if (money_[*money].left > 0 && matches(*money)) cancel_on_account(debt, *money);
    }
}

// Whether there is more to take back.
bool AllocationReplay::reopen(std::size_t receipt, StandingAllocation& standing) {
    const std::int64_t back = std::min(standing.amount_minor, -money_[receipt].left);
    if (back > 0) {
        standing.amount_minor -= back;
        money_[receipt].left += back;
        made_.push_back({receipt, standing.invoice, today_, -back, AllocationRule::returned});
        set_open(standing.invoice, open_.open(standing.invoice) + back);
        look_at_discount({standing.receipt, standing.invoice, -back});
    }
    return money_[receipt].left < 0;
}

}  // namespace dunning
