#include "core/standing_allocations.h"

#include <utility>

namespace dunning {

void StandingAllocations::add(const StandingAllocation& made) {
    all_.push_back({.standing = made});
    if (is_linked_) link(all_.size() - 1);
}

void StandingAllocations::link_all() {
    if (is_linked_) return;
    is_linked_ = true;
    last_of_receipt_.assign(receipts_, nothing);
    last_of_invoice_.assign(invoices_, nothing);
    for (std::size_t at = 0; at < all_.size(); ++at) link(at);
}

void StandingAllocations::link(std::size_t at) {
    Link& added = all_[at];
    added.before_of_receipt = std::exchange(last_of_receipt_[added.standing.receipt], at);
    added.before_of_invoice = std::exchange(last_of_invoice_[added.standing.invoice], at);
}

// The last of all is the last of its receipt and of its invoice.
void StandingAllocations::pop() {
    const Link& last = all_.back();
    if (is_linked_) {
        last_of_receipt_[last.standing.receipt] = last.before_of_receipt;
        last_of_invoice_[last.standing.invoice] = last.before_of_invoice;
    }
    all_.pop_back();
}

}  // namespace dunning
