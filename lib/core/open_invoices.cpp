#include "core/open_invoices.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace dunning {
namespace {

constexpr std::size_t bits = 64;

std::uint64_t bit(std::size_t position) {
    return std::uint64_t{1} << (position % bits);
}

}  // namespace

OrderedBits::OrderedBits(std::size_t limit) {
    do {
        limit = (limit + bits - 1) / bits;
        levels_.emplace_back(limit, 0);
    } while (limit > 1);
}

void OrderedBits::insert(std::size_t position) {
    for (auto& level : levels_) {
        level[position / bits] |= bit(position);
        position /= bits;
    }
}

void OrderedBits::erase(std::size_t position) {
    for (auto& level : levels_) {
        level[position / bits] &= ~bit(position);
        if (level[position / bits] != 0) return;
        position /= bits;
    }
}

std::optional<std::size_t> OrderedBits::first_from(std::size_t from) const {
    // Up, until a word has something at or after the place; then down along the first bits.
    std::size_t level = 0;
    for (;; ++level) {
        if (level == levels_.size() || from / bits >= levels_[level].size()) return std::nullopt;
        const std::uint64_t rest = levels_[level][from / bits] & (~std::uint64_t{0} << from % bits);
        if (rest != 0) {
            from = from / bits * bits + static_cast<std::size_t>(std::countr_zero(rest));
            break;
        }
        from = from / bits + 1;
    }
    for (; level > 0; --level) {
        from = from * bits + static_cast<std::size_t>(std::countr_zero(levels_[level - 1][from]));
    }
    return from;
}

void OpenInvoices::set(std::size_t invoice, std::int64_t amount) {
    if (open_[invoice] > 0) leave(invoice);
    open_[invoice] = amount;
    if (amount > 0) enter(invoice);
}

void OpenInvoices::leave(std::size_t invoice) {
    --count_;
    total_ -= open_[invoice];
    if (open_ranks_) open_ranks_->erase(due_rank_[invoice]);
    if (!by_amount_) return;
    const auto same = by_amount_->find(open_[invoice]);
    same->second.positions -= invoice;
    if (--same->second.count == 0) by_amount_->erase(same);
}

void OpenInvoices::enter(std::size_t invoice) {
    ++count_;
    total_ += open_[invoice];
    if (open_ranks_) open_ranks_->insert(due_rank_[invoice]);
    if (!by_amount_) return;
    SameAmount& same = (*by_amount_)[open_[invoice]];
    ++same.count;
    same.positions += invoice;
}

void OpenInvoices::order_by_due() {
    by_due_.resize(invoices_.size());
    std::iota(by_due_.begin(), by_due_.end(), std::size_t{0});
    std::ranges::sort(by_due_, {}, [&](std::size_t i) { return due_key(i); });
    due_rank_.resize(invoices_.size());
    open_ranks_.emplace(invoices_.size());
    for (std::size_t rank = 0; rank < by_due_.size(); ++rank) {
        due_rank_[by_due_[rank]] = rank;
        if (open_[by_due_[rank]] > 0) open_ranks_->insert(rank);
    }
}

std::optional<std::size_t> OpenInvoices::longest_due() {
    if (none()) return std::nullopt;
    if (!open_ranks_) order_by_due();
    return by_due_[*open_ranks_->first_from(0)];
}

std::optional<std::size_t> OpenInvoices::next_due_after(std::size_t invoice) {
    if (none()) return std::nullopt;
    if (!open_ranks_) order_by_due();
    const auto rank = open_ranks_->first_from(due_rank_[invoice] + 1);
    if (!rank) return std::nullopt;
    return by_due_[*rank];
}

void OpenInvoices::index_by_amount() {
    by_amount_.emplace();
    for (std::size_t i = 0; i < open_.size(); ++i) {
        if (open_[i] <= 0) continue;
        SameAmount& same = (*by_amount_)[open_[i]];
        ++same.count;
        same.positions += i;
    }
}

std::optional<std::size_t> OpenInvoices::only_one_of(std::int64_t amount) {
    if (none()) return std::nullopt;
    if (!by_amount_) index_by_amount();
    const auto found = by_amount_->find(amount);
    if (found == by_amount_->end() || found->second.count != 1) return std::nullopt;
    return found->second.positions;
}

// The last step of splitmix64.
std::size_t OpenInvoices::Mixed::operator()(std::int64_t amount) const {
    auto mixed = static_cast<std::uint64_t>(amount);
    mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>(mixed ^ mixed >> 31U);
}

}  // namespace dunning
