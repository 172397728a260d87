#include "app/reasons_told.h"

#include <algorithm>

namespace dunning {

ReasonsTold::ReasonsTold(const Ledger& ledger, Date up_to) {
    ledger.for_each_contact(up_to, [&](const ContactFact& contact) {
        if (contact.reason.empty()) return;
        told_[{contact.customer, contact.invoice.value_or(0)}].emplace_back(
            contact.day, std::string(contact.reason));
    });
    for (const PauseRecord& pause : ledger.all_pauses()) {
        if (pause.kind != PauseKind::dispute || pause.reason.empty() || pause.from > up_to)
            continue;
        const auto customer = ledger.find_customer(pause.customer);
        const auto invoice = ledger.row_of_invoice(pause.invoice);
        if (customer && invoice) {
            told_[{*customer, *invoice}].emplace_back(pause.from, pause.reason);
        }
    }
    for (auto& [key, told] : told_) std::ranges::stable_sort(told, {}, &Told::first);
}

std::string ReasonsTold::on(Date day, RowId customer, RowId invoice) const {
    const std::string own = latest(day, {customer, invoice});
    return own.empty() ? latest(day, {customer, 0}) : own;
}

std::string ReasonsTold::latest(Date day, const Key& key) const {
    const auto found = told_.find(key);
    if (found == told_.end()) return {};
    std::string reason;
    for (const auto& [when, what] : found->second) {
        if (when <= day) reason = what;
    }
    return reason;
}

}  // namespace dunning
