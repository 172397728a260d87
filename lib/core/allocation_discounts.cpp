#include <algorithm>

#include "core/allocation_replay.h"

namespace dunning {

void AllocationReplay::open_discounts() {
    for (std::size_t i = 0; i < invoices_.size(); ++i) {
        const auto& terms = invoices_[i].discounts;
        if (!terms || terms->empty()) continue;
        if (discounts_.empty()) discounts_.resize(invoices_.size());
        discounts_[i].emplace(InvoiceDiscount{EarlyPayment(invoices_[i], rules_.discounts)});
    }
}

// After every change of what is set against an invoice: what was earned is given up, what is no
// longer earned is open again.
void AllocationReplay::look_at_discount(const StandingAllocation& moved) {
    if (discounts_.empty() || !discounts_[moved.invoice]) return;
    InvoiceDiscount& discount = *discounts_[moved.invoice];
    discount.money.settle(receipts_[moved.receipt], moved.amount_minor);
    const auto earned = discount.money.earned();
    const std::int64_t change = (earned ? earned->amount.minor() : 0) - discount.given_minor;
    if (change == 0) return;
    if (earned) {
        discount.latest.invoice = moved.invoice;
        discount.latest.terms = earned->terms;
        discount.latest.base_minor = earned->base.minor();
        discount.latest.last_day = earned->last_day;
    }
    discount.latest.day = today_;
    discount.latest.amount_minor = change;
    discounts_made_.push_back(discount.latest);
    discount.given_minor += change;
    set_open(moved.invoice, open_.open(moved.invoice) - change);
}

std::int64_t AllocationReplay::allowance(std::size_t receipt, std::size_t invoice) const {
    if (discounts_.empty() || !discounts_[invoice]) return 0;
    if (receipts_[receipt].kind != ReceiptKind::payment) return 0;
    return std::min(discounts_[invoice]->money.allowance_minor(receipts_[receipt].date),
                    std::max<std::int64_t>(open_.open(invoice) - 1, 0));
}

// When the money is short of all of them by no more than their discounts together, each is paid
// less its own; paying the first in full would leave the last one short by all of them.
bool AllocationReplay::pay_less_discounts(std::size_t receipt,
                                          const std::vector<std::size_t>& invoices,
                                          AllocationRule rule) {
    if (discounts_.empty()) return false;
    Wide missing = -Wide(spendable(receipt));
    Wide allowed = 0;
    for (const std::size_t invoice : invoices) {
        if (!may_pay(receipt, invoice)) continue;
        missing += open_.open(invoice);
        allowed += allowance(receipt, invoice);
    }
    if (missing <= 0 || missing > allowed) return false;
    for (const std::size_t invoice : invoices) {
        if (!may_pay(receipt, invoice)) continue;
        const auto less =
            static_cast<std::int64_t>(std::min<Wide>(allowance(receipt, invoice), missing));
        missing -= less;
        move(receipt, invoice, open_.open(invoice) - less, rule);
    }
    return true;
}

// The one open invoice that the money pays less its whole discount; none when there are two.
std::optional<std::size_t> AllocationReplay::only_one_less_discount(std::size_t receipt) {
    const std::int64_t amount = spendable(receipt);
    std::erase_if(offers_, [&](std::size_t i) { return discounts_[i]->money.last_day() < today_; });
    std::optional<std::size_t> only;
    for (const std::size_t invoice : offers_) {
        if (!may_pay(receipt, invoice)) continue;
        const std::int64_t less = allowance(receipt, invoice);
        if (less == 0 || open_.open(invoice) - less != amount) continue;
        if (only) return std::nullopt;
        only = invoice;
    }
    return only;
}

AllocationReplay::Sum AllocationReplay::adding_up_less_discounts(std::size_t receipt) {
    if (offers_.empty()) return {};
    const auto considered = longest_due(receipt, most_amounts_summed);
    std::vector<std::int64_t> amounts;
    amounts.reserve(considered.size());
    for (const std::size_t invoice : considered) {
        amounts.push_back(open_.open(invoice) - allowance(receipt, invoice));
    }
    const SubsetSum found = find_subset(amounts, spendable(receipt));
    Sum sum{.count = found.count};
    for (const std::size_t i : found.members) sum.invoices.push_back(considered[i]);
    return sum;
}

}  // namespace dunning
