#include "app/reasons_told.h"

namespace dunning {

ReasonsTold::ReasonsTold(const Ledger& ledger, Date up_to) {
    ledger.for_each_contact(up_to, [&](const ContactFact& contact) {
        if (contact.reason.empty()) return;
        told_[{contact.customer, contact.invoice.value_or(0)}].emplace_back(
            contact.day, std::string(contact.reason));
    });
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
