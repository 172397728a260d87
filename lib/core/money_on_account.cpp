#include "core/money_on_account.h"

#include <algorithm>

namespace dunning {

std::vector<Unmatched> MoneyOnAccount::explain() {
    std::vector<Unmatched> all;
    for (std::size_t i = 0; i < replay_.money_.size(); ++i) {
        if (replay_.receipts_[i].kind == ReceiptKind::waiver) continue;  // it is no money
        if (replay_.money_[i].left > 0) all.push_back(explain(i));
    }
    return all;
}

Unmatched MoneyOnAccount::explain(std::size_t receipt) {
    Unmatched left{.receipt = receipt, .amount_minor = replay_.money_[receipt].left};
    const auto& bound = replay_.money_[receipt].bound;
    if (!replay_.receipts_[receipt].invoice.empty()) {
        explain_named(left);
    } else if (bound && *bound != AllocationRule::oldest_due) {
        explain_bound(left);
    } else {
        explain_unbound(left);
    }
    if (left.candidates.size() > Unmatched::max_candidates) {
        left.candidates.resize(Unmatched::max_candidates);
    }
    return left;
}

void MoneyOnAccount::explain_named(Unmatched& left) {
    const auto named = replay_.names_.numbered(replay_.receipts_[left.receipt].invoice);
    left.why = OnAccount::names_unknown_invoice;
    if (!named || !is_issued(*named)) return;
    left.candidates = {*named};
    left.why = is_ruled(left.receipt, left.candidates) ? OnAccount::ruled_otherwise
                                                       : OnAccount::names_paid_invoice;
}

void MoneyOnAccount::explain_bound(Unmatched& left) {
    const AllocationRule rule = *replay_.money_[left.receipt].bound;
    left.candidates = doubtful(left.receipt, rule);
    left.why = OnAccount::ambiguous;
    if (!left.candidates.empty()) return;
    left.candidates = named_by(left.receipt, rule);
    left.why = is_ruled(left.receipt, left.candidates) ? OnAccount::ruled_otherwise
                                                       : OnAccount::names_paid_invoice;
    if (rule == AllocationRule::reference) add_open_ones_of_text(left);
}

// Who writes the reference of one invoice and the number of another means both: what the reference
// leaves is offered to the other first.
void MoneyOnAccount::add_open_ones_of_text(Unmatched& left) {
    if (!replay_.has_rule(AllocationRule::invoice_number)) return;
    auto named = named_by(left.receipt, AllocationRule::invoice_number);
    std::erase_if(named, [&](std::size_t invoice) {
        return !replay_.may_pay(left.receipt, invoice) ||
               std::ranges::find(left.candidates, invoice) != left.candidates.end();
    });
    left.candidates.insert(left.candidates.begin(), named.begin(), named.end());
}

void MoneyOnAccount::explain_unbound(Unmatched& left) {
    for (const AllocationRule rule : replay_.rules_.order) {
        left.candidates = named_by(left.receipt, rule);
        if (left.candidates.empty()) continue;
        left.why = is_ruled(left.receipt, left.candidates) ? OnAccount::ruled_otherwise
                                                           : OnAccount::names_paid_invoice;
        return;
    }
    left.why = OnAccount::nothing_open;
    if (replay_.open_.none() || explain_by_amount(left)) return;
    const bool any_open = !replay_.longest_due(left.receipt, 1).empty();
    left.why = any_open ? OnAccount::no_rule : OnAccount::ruled_otherwise;
}

// The open invoices of its amount, or a set that adds up to it.
bool MoneyOnAccount::explain_by_amount(Unmatched& left) {
    left.candidates = open_ones_of(left.receipt);
    bool several = left.candidates.size() > 1;
    if (left.candidates.empty()) {
        auto sum = replay_.adding_up_to(left.receipt, left.amount_minor);
        left.candidates = std::move(sum.invoices);
        several = sum.count == SubsetCount::several;
    }
    if (left.candidates.empty()) return false;
    left.why = several ? OnAccount::ambiguous : OnAccount::no_rule;
    return true;
}

std::vector<std::size_t> MoneyOnAccount::named_by(std::size_t receipt, AllocationRule rule) {
    auto named = ever_named_by(receipt, rule);
    std::erase_if(named, [&](std::size_t invoice) { return !is_issued(invoice); });
    return named;
}

std::vector<std::size_t> MoneyOnAccount::ever_named_by(std::size_t receipt, AllocationRule rule) {
    if (rule == AllocationRule::reference) return replay_.invoices_by_reference(receipt);
    const bool is_by_number =
        rule == AllocationRule::invoice_number || rule == AllocationRule::end_to_end_id;
    const Texts texts = replay_.texts_of(receipt, rule);
    if (!is_by_number || (texts[0].empty() && texts[1].empty())) return {};
    const NumbersRead& read = replay_.reading(receipt, rule);
    std::vector<std::size_t> named = read.certain;
    for (const auto& candidates : read.ambiguous) {
        for (const std::size_t invoice : candidates) {
            if (named.size() >= Unmatched::max_candidates) return named;
            if (std::ranges::find(named, invoice) == named.end()) named.push_back(invoice);
        }
    }
    return named;
}

std::vector<std::size_t> MoneyOnAccount::doubtful(std::size_t receipt, AllocationRule rule) {
    std::vector<std::size_t> open;
    if (rule == AllocationRule::reference) return open;
    const NumbersRead& read = replay_.reading(receipt, rule);
    for (const auto& candidates : read.ambiguous) {
        for (const std::size_t invoice : candidates) {
            if (open.size() >= Unmatched::max_candidates) return open;
            const bool is_new = std::ranges::find(open, invoice) == open.end();
            if (is_new && replay_.may_pay(receipt, invoice)) open.push_back(invoice);
        }
    }
    return open;
}

std::vector<std::size_t> MoneyOnAccount::open_ones_of(std::size_t receipt) {
    if (!is_indexed_) {
        is_indexed_ = true;
        for (auto i = replay_.open_.longest_due(); i; i = replay_.open_.next_due_after(*i)) {
            open_by_amount_.emplace_back(replay_.open_.open(*i), *i);
        }
        std::ranges::stable_sort(open_by_amount_, {}, [](const auto& each) { return each.first; });
    }
    std::vector<std::size_t> invoices;
    const std::int64_t left = replay_.money_[receipt].left;
    auto same = std::ranges::lower_bound(open_by_amount_, left, {},
                                         [](const auto& each) { return each.first; });
    for (; same != open_by_amount_.end() && same->first == left; ++same) {
        if (invoices.size() == Unmatched::max_candidates) break;
        if (replay_.may_pay(receipt, same->second)) invoices.push_back(same->second);
    }
    return invoices;
}

bool MoneyOnAccount::is_issued(std::size_t invoice) const {
    return replay_.has_come(replay_.invoices_[invoice].issued);
}

bool MoneyOnAccount::is_ruled(std::size_t receipt, const std::vector<std::size_t>& invoices) const {
    return std::ranges::any_of(invoices,
                               [&](std::size_t i) { return replay_.rulings_.any_on(receipt, i); });
}

}  // namespace dunning
