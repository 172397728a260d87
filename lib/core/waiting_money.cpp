#include "core/waiting_money.h"

namespace dunning {

void WaitingMoney::for_invoice(std::size_t receipt, std::size_t invoice) {
    if (by_invoice_.empty()) by_invoice_.resize(open_.size());
    by_invoice_[invoice].push_back(receipt);
}

void WaitingMoney::for_change(std::size_t receipt, std::size_t invoice) {
    by_change_[invoice].push_back(receipt);
}

void WaitingMoney::for_group(std::size_t receipt, std::size_t group) {
    by_group_[group].push_back(receipt);
}

void WaitingMoney::for_only_one_of(std::size_t receipt, std::int64_t amount) {
    by_amount_.try_emplace(amount, LaterArrival{&money_}).first->second.push(receipt);
}

void WaitingMoney::for_any(std::size_t receipt) {
    any_.push_back(receipt);
}

void WaitingMoney::for_any_change(std::size_t receipt) {
    any_change_.push_back(receipt);
}

std::vector<std::size_t> WaitingMoney::waiting_for(std::size_t invoice) const {
    return by_invoice_.empty() ? Receipts() : by_invoice_[invoice];
}

void WaitingMoney::wake(std::size_t receipt, std::size_t cause) {
    MoneyState& state = money_[receipt];
    if (state.left <= 0) return;
    if (state.is_woken) {
        if (state.woken_by != cause) state.woken_by = anything;
        return;
    }
    state.is_woken = true;
    state.woken_by = cause;
    woken_.push(receipt);
}

// Those with nothing left are forgotten on the way.
void WaitingMoney::wake_all(Receipts& receipts, std::size_t cause) {
    std::erase_if(receipts, [&](std::size_t receipt) { return money_[receipt].left <= 0; });
    for (const std::size_t receipt : receipts) wake(receipt, cause);
}

void WaitingMoney::opened(std::size_t invoice) {
    if (!by_invoice_.empty()) wake_all(by_invoice_[invoice], invoice);
}

void WaitingMoney::opened_in_group(std::size_t invoice, std::size_t group) {
    const auto waiting = by_group_.find(group);
    if (waiting != by_group_.end()) wake_all(waiting->second, invoice);
}

void WaitingMoney::changed(std::size_t invoice) {
    wake_all(any_change_, anything);
    const auto waiting = by_change_.find(invoice);
    if (waiting != by_change_.end()) wake_all(waiting->second, anything);
}

// The earliest alone, because it takes all of the amount.
void WaitingMoney::is_only_one(std::int64_t amount) {
    const auto waiting = by_amount_.find(amount);
    if (waiting == by_amount_.end()) return;
    Queue& receipts = waiting->second;
    while (!receipts.empty()) {
        const MoneyState& state = money_[receipts.top()];
        if (state.left == amount && !state.bound) {
            wake(receipts.top(), anything);
            return;
        }
        receipts.pop();
    }
    by_amount_.erase(waiting);
}

std::optional<std::size_t> WaitingMoney::next() {
    const auto woken = first_woken();
    const auto any = open_.none() ? std::nullopt : first_for_any();
    if (any && (!woken || money_[*any].arrival < money_[*woken].arrival)) return any;
    if (woken) {
        woken_.pop();
        money_[*woken].is_woken = false;
    }
    return woken;
}

// What was woken by an invoice that others have paid since then has no more reason than before.
std::optional<std::size_t> WaitingMoney::first_woken() {
    while (!woken_.empty()) {
        MoneyState& state = money_[woken_.top()];
        if (state.woken_by == anything || open_.open(state.woken_by) > 0) return woken_.top();
        state.is_woken = false;
        woken_.pop();
    }
    return std::nullopt;
}

// What has found its invoices by another rule since then waits for these alone.
std::optional<std::size_t> WaitingMoney::first_for_any() {
    for (; first_any_ < any_.size(); ++first_any_) {
        const MoneyState& state = money_[any_[first_any_]];
        const bool may_pay_any = !state.bound || state.bound == AllocationRule::oldest_due;
        if (state.left > 0 && may_pay_any) return any_[first_any_];
    }
    return std::nullopt;
}

}  // namespace dunning
