#include "core/allocation_replay.h"

#include <algorithm>
#include <utility>

#include "core/list_settlement.h"
#include "core/money_on_account.h"

namespace dunning {

AllocationReplay::AllocationReplay(const std::vector<Invoice>& invoices,
                                   const std::vector<Receipt>& receipts,
                                   const AllocationRules& rules, const std::vector<Ruling>& rulings,
                                   const std::vector<PlanAgreement>& plans)
    : invoices_(invoices),
      receipts_(receipts),
      rules_(rules),
      rulings_(rulings, receipts.size(), invoices.size()),
      plans_(plans),
      open_(invoices, rules.settles),
      names_(invoices),
      money_(receipts.size()),
      is_issued_(rulings.empty() && plans.empty() ? 0 : invoices.size(), 0),
      waiting_(open_, money_),
      standing_(receipts.size(), invoices.size()) {}

AllocationResult AllocationReplay::run(std::optional<Date> until) {
    until_ = until;
    order_events();
    open_discounts();
    made_.reserve(receipts_.size());
    for (const Event& event : events_) {
        if (!has_come(event.day)) break;
        today_ = event.day;
        switch (event.step) {
            case Step::invoice:
                issue(event.index);
                break;
            case Step::credit:
            case Step::payment:
                receive(event.index);
                break;
            case Step::returned:
                take_back(event.index);
                break;
            case Step::listed:
                follow_list(event.index);
                break;
        }
        settle();
    }
    auto unmatched = MoneyOnAccount(*this).explain();
    return {.made = std::move(made_),
            .unmatched = std::move(unmatched),
            .discounts = std::move(discounts_made_)};
}

// First by day alone: ids lie far from each other in memory, and few are compared afterwards.
void AllocationReplay::order_events() {
    events_.reserve(invoices_.size() + receipts_.size());
    for (std::size_t i = 0; i < invoices_.size(); ++i) {
        events_.push_back({invoices_[i].issued, Step::invoice, i});
    }
    for (std::size_t i = 0; i < receipts_.size(); ++i) {
        if (receipts_[i].kind == ReceiptKind::discount) continue;  // it follows from the others
        events_.push_back(event_of(i));
    }
    std::ranges::sort(events_);
    const auto other = [](const Event& a, const Event& b) {
        return a.day != b.day || a.step != b.step;
    };
    for (auto begin = events_.begin(); begin != events_.end();) {
        auto end = std::adjacent_find(begin, events_.end(), other);
        if (end != events_.end()) ++end;
        std::ranges::sort(begin, end, {},
                          [&](const Event& e) { return std::pair(id_of(e), e.index); });
        begin = end;
    }
}

AllocationReplay::Event AllocationReplay::event_of(std::size_t receipt) {
    const Receipt& about = receipts_[receipt];
    if (is_of_list(about)) {
        const auto named = names_.numbered(about.invoice);
        const Date day = named ? std::max(about.date, invoices_[*named].issued) : about.date;
        return {day, Step::listed, receipt};
    }
    const Step step = about.amount.is_negative()           ? Step::returned
                      : about.kind == ReceiptKind::payment ? Step::payment
                                                           : Step::credit;
    return {about.date, step, receipt};
}

std::string_view AllocationReplay::id_of(const Event& event) const {
    return event.step == Step::invoice ? invoices_[event.index].number : receipts_[event.index].id;
}

void AllocationReplay::issue(std::size_t invoice) {
    ++issued_;
    if (!discounts_.empty() && discounts_[invoice]) offers_.push_back(invoice);
    if (!is_issued_.empty()) is_issued_[invoice] = 1;
    to_come_.reset();
    for (const std::size_t receipt : waiting_.waiting_for(invoice)) {
        // What was kept for this invoice may be spent now, also if nothing of it is open.
        if (rulings_.any_on(receipt) || names_.has_charges()) waiting_.wake(receipt);
        read_again(receipt, AllocationRule::invoice_number, invoice);
        read_again(receipt, AllocationRule::end_to_end_id, invoice);
    }
    set_open(invoice, invoices_[invoice].amount.minor());
}

void AllocationReplay::receive(std::size_t receipt) {
    arrive(receipt);
    // New money first makes good what went back and was found nowhere.
    for (const std::size_t debt : debts_) cancel(debt, receipt);
    std::erase_if(debts_, [&](std::size_t debt) { return money_[debt].left == 0; });
    arriving_ = receipt;
    if (money_[receipt].left > 0) spend(receipt);
    arriving_.reset();
    if (money_[receipt].left > 0) {
        wait(receipt);
    } else if (!readings_.empty()) {
        readings_[receipt].reset();
    }
}

void AllocationReplay::arrive(std::size_t receipt) {
    money_[receipt].arrival = ++arrivals_;
    money_[receipt].left = receipts_[receipt].amount.minor();
    if (payments_by_amount_) index_payment(receipt);
}

// Down, or up again, to what the list has open, and no further than lists have to answer for: see
// core/list_settlement.h.
void AllocationReplay::follow_list(std::size_t receipt) {
    const auto named = names_.numbered(receipts_[receipt].invoice);
    if (!named || rulings_.any_on(receipt, *named)) return;
    const std::int64_t amount = receipts_[receipt].amount.minor();
    const auto still_open = still_open_minor(receipts_[receipt]);
    const std::int64_t more_here = open_.open(*named) - still_open.value_or(0);
    std::int64_t& left = money_[receipt].left;
    if (amount > 0) {
        left = std::clamp<std::int64_t>(more_here, 0, amount);
        move(receipt, *named, left, AllocationRule::invoice);
        return;
    }
    left = still_open ? std::clamp<std::int64_t>(more_here, amount, 0) : amount;
    if (left == 0) return;
    standing_.visit_invoice(*named, [&](StandingAllocation& standing) {
        return !is_of_list(receipts_[standing.receipt]) || reopen(receipt, standing);
    });
    left = 0;
}

// Money that waits takes what it can, in the order in which it came, until none can.
void AllocationReplay::settle() {
    while (const auto receipt = waiting_.next()) try_again(*receipt);
}

void AllocationReplay::try_again(std::size_t receipt) {
    const MoneyState before = money_[receipt];
    spend(receipt);
    const auto& bound = money_[receipt].bound;
    // It has left an invoice of its amount to the next that waits for one.
    if (!before.bound && bound && bound != AllocationRule::exact_amount) wake_for(before.left);
}

void AllocationReplay::wait(std::size_t receipt) {
    on_account_.push_back(receipt);
    for (const Ruling& ruling : rulings_.of(receipt)) {
        if (ruling.amount_minor > 0) waiting_.for_invoice(receipt, ruling.invoice);
    }
    wait_for_plans(receipt);
    if (const std::string& number = receipts_[receipt].invoice; !number.empty()) {
        if (const auto named = names_.numbered(number)) {
            waiting_.for_invoice(receipt, *named);
            wait_for_charges(receipt, std::span(&*named, 1));
        }
        return;
    }
    if (rulings_.any_on(receipt) || may_be_kept(receipt)) waiting_.for_any_change(receipt);
    const auto bound = money_[receipt].bound;
    for (const AllocationRule rule : rules_.order) {
        if (!bound || *bound == rule) wait_by_rule(receipt, rule);
    }
}

void AllocationReplay::wait_by_rule(std::size_t receipt, AllocationRule rule) {
    switch (rule) {
        case AllocationRule::reference:
            for (const std::size_t group : names_.groups_of(receipts_[receipt])) {
                waiting_.for_group(receipt, group);
                wait_for_charges(receipt, names_.group(group));
            }
            break;
        case AllocationRule::invoice_number:
        case AllocationRule::end_to_end_id:
            wait_for_numbers(receipt, rule);
            break;
        case AllocationRule::exact_amount:
            wait_for_amount(receipt);
            break;
        case AllocationRule::oldest_due:
            if (!rulings_.any_on(receipt) && !may_be_kept(receipt)) waiting_.for_any(receipt);
            break;
        case AllocationRule::by_hand:
        case AllocationRule::invoice:
        case AllocationRule::sum:
        case AllocationRule::returned:
        case AllocationRule::discount:
            break;
    }
}

// While money may pay whatever is open, none waits for an invoice of its amount.
void AllocationReplay::wait_for_amount(std::size_t receipt) {
    const MoneyState& state = money_[receipt];
    if (state.bound || rulings_.any_on(receipt) || !receipts_[receipt].invoice.empty()) return;
    if (!has_rule(AllocationRule::exact_amount) || has_rule(AllocationRule::oldest_due)) return;
    waiting_.for_only_one_of(receipt, state.left);
}

void AllocationReplay::wait_for_numbers(std::size_t receipt, AllocationRule rule) {
    const Texts texts = texts_of(receipt, rule);
    if (texts[0].empty() && texts[1].empty()) return;
    wait_for(receipt, reading(receipt, rule));
    for (const std::size_t invoice : reader().may_come(texts, issued_)) {
        waiting_.for_invoice(receipt, invoice);
    }
}

void AllocationReplay::wait_for(std::size_t receipt, const NumbersRead& read) {
    for (const std::size_t invoice : read.certain) waiting_.for_invoice(receipt, invoice);
    wait_for_charges(receipt, read.certain);
    for (const auto& candidates : read.ambiguous) {
        for (const std::size_t invoice : candidates) waiting_.for_change(receipt, invoice);
    }
}

void AllocationReplay::wait_for_charges(std::size_t receipt, std::span<const std::size_t> named) {
    for (const std::size_t charge : charges_with(receipt, named)) {
        waiting_.for_invoice(receipt, charge);
    }
}

void AllocationReplay::set_open(std::size_t invoice, std::int64_t amount) {
    const std::int64_t before = open_.open(invoice);
    open_.set(invoice, amount);
    if (amount > before) names_.opened(invoice);
    if (on_account_.empty() || amount == before) return;
    if (amount > before) {
        waiting_.opened(invoice);
        if (waiting_.any_for_group()) waiting_.opened_in_group(invoice, names_.group_of(invoice));
    }
    waiting_.changed(invoice);
    wake_for(before);
    wake_for(amount);
}

void AllocationReplay::wake_for(std::int64_t amount) {
    if (waiting_.any_for_amount() && open_.only_one_of(amount)) waiting_.is_only_one(amount);
}

AllocationResult allocate(const std::vector<Invoice>& invoices,
                          const std::vector<Receipt>& receipts, const AllocationRules& rules,
                          const std::vector<Ruling>& rulings,
                          const std::vector<PlanAgreement>& plans, std::optional<Date> until) {
    return AllocationReplay(invoices, receipts, rules, rulings, plans).run(until);
}

}  // namespace dunning
