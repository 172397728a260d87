// The texts of the replayed receipts: read when a rule asks, and again when an invoice is issued
// that may be named in them.
#include "core/allocation_replay.h"

namespace dunning {

NumberReader& AllocationReplay::reader() {
    if (!reader_) {
        issue_order_.reserve(invoices_.size());
        for (const Event& event : events_) {
            if (event.step == Step::invoice) issue_order_.push_back(event.index);
        }
        reader_.emplace(invoices_, issue_order_);
    }
    return *reader_;
}

Texts AllocationReplay::texts_of(std::size_t receipt, AllocationRule rule) const {
    const Receipt& money = receipts_[receipt];
    if (rule == AllocationRule::end_to_end_id) return {money.end_to_end_id, {}};
    return {money.reference, money.description};
}

std::optional<NumbersRead>& AllocationReplay::kept_reading(std::size_t receipt,
                                                           AllocationRule rule) {
    if (readings_.empty()) readings_.resize(receipts_.size());
    if (!readings_[receipt]) readings_[receipt] = std::make_unique<Readings>();
    return rule == AllocationRule::end_to_end_id ? readings_[receipt]->of_id
                                                 : readings_[receipt]->of_text;
}

const NumbersRead& AllocationReplay::reading(std::size_t receipt, AllocationRule rule) {
    auto& read = kept_reading(receipt, rule);
    if (!read) read = reader().read(texts_of(receipt, rule), issued_);
    return *read;
}

// The invoice has just been issued. What nobody has read so far will be read when it is asked for.
void AllocationReplay::read_again(std::size_t receipt, AllocationRule rule, std::size_t invoice) {
    if (readings_.empty() || !readings_[receipt] || money_[receipt].left <= 0) return;
    auto& read = kept_reading(receipt, rule);
    const Texts texts = texts_of(receipt, rule);
    if (!read || !reader().may_stand(texts, invoice)) return;
    read = reader().read(texts, issued_);
    wait_for(receipt, *read);
    waiting_.wake(receipt);
}

}  // namespace dunning
