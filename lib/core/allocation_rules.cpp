#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "core/allocation_replay.h"

namespace dunning {
namespace {

bool goes_by_name(AllocationRule rule) {
    return rule == AllocationRule::reference || rule == AllocationRule::invoice_number ||
           rule == AllocationRule::end_to_end_id;
}

}  // namespace

bool AllocationReplay::has_rule(AllocationRule rule) const {
    return std::ranges::find(rules_.order, rule) != rules_.order.end();
}

void AllocationReplay::spend(std::size_t receipt) {
    pay_by_hand(receipt);
    if (spendable(receipt) <= 0) return;
    if (const std::string& number = receipts_[receipt].invoice; !number.empty()) {
        if (const auto named = names_.numbered(number)) pay_named(receipt, *named);
        return;
    }
    pay_plans_by_code(receipt);
    // What a first rule has matched is never spread by a weaker one afterwards.
    auto& bound = money_[receipt].bound;
    if (bound) {
        try_rule(receipt, *bound);
        return;
    }
    bool is_named = true;
    for (const AllocationRule rule : rules_.order) {
        if (is_named && !goes_by_name(rule)) {
            is_named = false;
            pay_installment(receipt);
        }
        if (!try_rule(receipt, rule)) continue;
        bound = rule;
        return;
    }
}

// The invoice first: that is the payer's word. Then the plan that covers it, and what is charged on
// it.
void AllocationReplay::pay_named(std::size_t receipt, std::size_t named) {
    pay_one(receipt, named, AllocationRule::invoice);
    if (receipts_[receipt].kind == ReceiptKind::waiver) return;
    pay_plans_of(receipt, std::span(&named, 1), AllocationRule::invoice);
    pay_charges(receipt, std::span(&named, 1), AllocationRule::invoice);
}

// What is charged on the invoices that were named, and then what notices have cost as a whole: who
// pays what a notice asks for, and quotes the invoices, owes nothing of it any more. Money for an
// invoice that is still to come is kept for it.
bool AllocationReplay::pay_charges(std::size_t receipt, std::span<const std::size_t> named,
                                   AllocationRule rule) {
    // Asked first: a reference may name all invoices of a large account.
    if (spendable(receipt) <= 0 || !names_.has_charges()) return false;
    const bool have_come = std::ranges::all_of(
        named, [&](std::size_t invoice) { return invoices_[invoice].issued <= today_; });
    if (!have_come) return false;
    const std::int64_t kept = kept_for_plans(receipt, rule);
    bool any = false;
    for (const std::size_t charge : charges_with(receipt, named)) {
        if (spendable(receipt) <= kept) break;
        any |= pay_beside(receipt, charge, kept, rule);
    }
    return any;
}

// A credit note is about its invoice, and no payment of what a notice has cost.
std::vector<std::size_t> AllocationReplay::charges_with(std::size_t receipt,
                                                        std::span<const std::size_t> named) {
    std::vector<std::size_t> charges;
    if (named.empty() || !names_.has_charges()) return charges;
    for (const std::size_t invoice : named) {
        std::ranges::copy(names_.charges_on(invoice), std::back_inserter(charges));
    }
    if (receipts_[receipt].kind == ReceiptKind::payment) {
        std::ranges::copy(names_.charges_of_notices(), std::back_inserter(charges));
    }
    return charges;
}

void AllocationReplay::pay_by_hand(std::size_t receipt) {
    if (rulings_.none()) return;
    for (Ruling& ruling : rulings_.of(receipt)) {
        ruling.amount_minor -=
            move(receipt, ruling.invoice, std::min(ruling.amount_minor, money_[receipt].left),
                 AllocationRule::by_hand);
    }
}

// Whether the rule has matched: then no other has the money.
bool AllocationReplay::try_rule(std::size_t receipt, AllocationRule rule) {
    switch (rule) {
        case AllocationRule::by_hand:
        case AllocationRule::invoice:
        case AllocationRule::returned:
        case AllocationRule::discount:
            return false;
        case AllocationRule::reference:
            return pay_reference(receipt);
        case AllocationRule::invoice_number:
        case AllocationRule::end_to_end_id:
            return pay_numbers(receipt, rule);
        case AllocationRule::exact_amount:
            return pay_exact_amount(receipt);
        case AllocationRule::sum:
            return pay_sum(receipt);
        case AllocationRule::oldest_due:
            return pay_oldest_due(receipt);
    }
    return false;
}

bool AllocationReplay::pay_reference(std::size_t receipt) {
    const auto groups = names_.groups_of(receipts_[receipt]);
    if (groups.size() == 1) return pay_group(receipt, groups.front());
    const auto named = invoices_by_reference(receipt);
    bool any = pay_each(receipt, named, AllocationRule::reference);
    any |= pay_plans_of(receipt, named, AllocationRule::reference);
    return pay_charges(receipt, named, AllocationRule::reference) || any;
}

// A customer's number may be the reference of all invoices: those paid are not walked every time.
bool AllocationReplay::pay_group(std::size_t receipt, std::size_t group) {
    const auto invoices = names_.group(group);
    std::size_t& closed = names_.closed_in_group(group);
    while (closed < invoices.size() && open_.open(invoices[closed]) == 0) ++closed;
    if (!discounts_.empty()) {
        const auto open = invoices.subspan(closed);
        if (pay_less_discounts(receipt, {open.begin(), open.end()}, AllocationRule::reference)) {
            return true;
        }
    }
    bool any = false;
    for (std::size_t i = closed; i < invoices.size() && money_[receipt].left > 0; ++i) {
        any |= pay_one(receipt, invoices[i], AllocationRule::reference);
    }
    any |= pay_plans_of(receipt, invoices, AllocationRule::reference);
    return pay_charges(receipt, invoices, AllocationRule::reference) || any;
}

std::vector<std::size_t> AllocationReplay::invoices_by_reference(std::size_t receipt) {
    std::vector<std::size_t> invoices;
    for (const std::size_t group : names_.groups_of(receipts_[receipt])) {
        std::ranges::copy(names_.group(group), std::back_inserter(invoices));
    }
    std::ranges::sort(invoices, {}, [&](std::size_t i) { return open_.due_key(i); });
    return invoices;
}

// What is certain first: then the money left may tell which candidate was meant.
bool AllocationReplay::pay_numbers(std::size_t receipt, AllocationRule rule) {
    const Texts texts = texts_of(receipt, rule);
    if (texts[0].empty() && texts[1].empty()) return false;
    const NumbersRead& read = reading(receipt, rule);
    bool any = pay_each(receipt, read.certain, rule);
    bool is_bound = false;
    for (const auto& candidates : read.ambiguous) {
        if (spendable(receipt) <= 0) break;
        if (const auto meant = only_one_of(receipt, candidates)) {
            any |= pay_one(receipt, *meant, rule);
        } else {
            is_bound |= may_pay_any(receipt, candidates);
        }
    }
    if (!is_bound) {
        any |= pay_plans_of(receipt, read.certain, rule);
        any |= pay_charges(receipt, read.certain, rule);
    }
    return any || is_bound;
}

bool AllocationReplay::pay_exact_amount(std::size_t receipt) {
    const std::int64_t amount = spendable(receipt);
    auto match = rulings_.any_on(receipt)
                     ? only_one_of(receipt, longest_due(receipt, invoices_.size()))
                     : open_.only_one_of(amount);
    if (!match && arriving_ == receipt) match = only_one_less_discount(receipt);
    return match && pay_one(receipt, *match, AllocationRule::exact_amount);
}

bool AllocationReplay::pay_sum(std::size_t receipt) {
    if (arriving_ != receipt) return false;
    Sum sum = adding_up_to(receipt, spendable(receipt));
    if (sum.count == SubsetCount::none) sum = adding_up_less_discounts(receipt);
    if (sum.count != SubsetCount::one) return false;
    pay_each(receipt, sum.invoices, AllocationRule::sum);
    return true;
}

AllocationReplay::Sum AllocationReplay::adding_up_to(std::size_t receipt, std::int64_t amount) {
    if (open_.total() < amount) return {};
    if (open_.total() == amount || rulings_.any_on(receipt)) {
        auto all = longest_due(receipt, invoices_.size());
        Wide total = 0;
        for (const std::size_t invoice : all) total += open_.open(invoice);
        if (total == amount) return {.count = SubsetCount::one, .invoices = std::move(all)};
    }
    const auto considered = longest_due(receipt, most_amounts_summed);
    std::vector<std::int64_t> amounts;
    amounts.reserve(considered.size());
    for (const std::size_t invoice : considered) amounts.push_back(open_.open(invoice));
    const SubsetSum found = find_subset(amounts, amount);
    Sum sum{.count = found.count};
    for (const std::size_t i : found.members) sum.invoices.push_back(considered[i]);
    return sum;
}

bool AllocationReplay::pay_oldest_due(std::size_t receipt) {
    bool any = pay_all_plans(receipt, AllocationRule::oldest_due);
    const std::int64_t kept = kept_for_plans(receipt, AllocationRule::oldest_due);
    auto invoice = open_.longest_due();
    while (invoice && spendable(receipt) > kept) {
        any |= pay_beside(receipt, *invoice, kept, AllocationRule::oldest_due);
        invoice = open_.next_due_after(*invoice);
    }
    return any;
}

// In their order, each as far as the money reaches, unless it is short by discounts alone.
bool AllocationReplay::pay_each(std::size_t receipt, const std::vector<std::size_t>& invoices,
                                AllocationRule rule) {
    if (pay_less_discounts(receipt, invoices, rule)) return true;
    bool any = false;
    for (const std::size_t invoice : invoices) any |= pay_one(receipt, invoice, rule);
    return any;
}

// As much as both sides allow.
bool AllocationReplay::pay_one(std::size_t receipt, std::size_t invoice, AllocationRule rule) {
    if (rulings_.any_on(receipt, invoice)) return false;
    return move(receipt, invoice, spendable(receipt), rule) > 0;
}

bool AllocationReplay::pay_beside(std::size_t receipt, std::size_t invoice, std::int64_t kept,
                                  AllocationRule rule) {
    if (rulings_.any_on(receipt, invoice)) return false;
    return move(receipt, invoice, spendable(receipt) - kept, rule) > 0;
}

std::int64_t AllocationReplay::move(std::size_t receipt, std::size_t invoice, std::int64_t at_most,
                                    AllocationRule rule) {
    const std::int64_t amount = std::min(at_most, open_.open(invoice));
    if (amount <= 0) return 0;
    money_[receipt].left -= amount;
    set_open(invoice, open_.open(invoice) - amount);
    made_.push_back({receipt, invoice, today_, amount, rule});
    standing_.add({receipt, invoice, amount});
    look_at_discount({receipt, invoice, amount});
    return amount;
}

// What is ruled to an invoice of a later day is kept for it.
std::int64_t AllocationReplay::spendable(std::size_t receipt) const {
    std::int64_t left = money_[receipt].left;
    if (rulings_.none()) return left;
    for (const Ruling& ruling : rulings_.of(receipt)) {
        if (is_issued_[ruling.invoice] == 0) left -= std::min(left, ruling.amount_minor);
    }
    return left;
}

bool AllocationReplay::may_pay(std::size_t receipt, std::size_t invoice) const {
    return open_.open(invoice) > 0 && !rulings_.any_on(receipt, invoice);
}

bool AllocationReplay::may_pay_any(std::size_t receipt,
                                   const std::vector<std::size_t>& candidates) const {
    return std::ranges::any_of(candidates, [&](std::size_t i) { return may_pay(receipt, i); });
}

// The one of the candidates of which exactly the money left is open.
std::optional<std::size_t> AllocationReplay::only_one_of(
    std::size_t receipt, const std::vector<std::size_t>& candidates) const {
    const std::int64_t amount = spendable(receipt);
    const auto fits = [&](std::size_t i) { return open_.open(i) == amount && may_pay(receipt, i); };
    const auto first = std::ranges::find_if(candidates, fits);
    if (first == candidates.end()) return std::nullopt;
    if (std::any_of(first + 1, candidates.end(), fits)) return std::nullopt;
    return *first;
}

std::vector<std::size_t> AllocationReplay::longest_due(std::size_t receipt, std::size_t limit) {
    std::vector<std::size_t> invoices;
    auto invoice = open_.longest_due();
    while (invoice && invoices.size() < limit) {
        if (may_pay(receipt, *invoice)) invoices.push_back(*invoice);
        invoice = open_.next_due_after(*invoice);
    }
    return invoices;
}

}  // namespace dunning
