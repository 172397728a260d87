#include "core/discount.h"

#include <algorithm>

#include "core/list_settlement.h"

namespace dunning {

EarlyPayment::EarlyPayment(const Invoice& invoice, const DiscountRules& rules)
    : whole_(invoice.amount) {
    if (!invoice.discounts) return;
    for (const DiscountTerms& terms : *invoice.discounts) {
        offers_.push_back({terms, last_discount_day(invoice.issued, terms, rules)});
    }
    std::ranges::stable_sort(offers_, {}, &Offer::last_day);
}

void EarlyPayment::settle(const Receipt& receipt, std::int64_t amount_minor) {
    if (receipt.kind == ReceiptKind::credit) {
        credited_minor_ += amount_minor;
        return;
    }
    paid_minor_ += amount_minor;
    if (is_of_list(receipt)) return;  // nobody has paid it, and nothing says when
    for (Offer& offer : offers_) {
        if (receipt.date <= offer.last_day) offer.in_time_minor += amount_minor;
    }
}

std::int64_t EarlyPayment::worth_minor(const Offer& offer) const {
    const Currency currency = whole_.currency();
    return discount_of(offer.terms, whole_, Money(base_minor(), currency)).minor();
}

std::optional<EarlyPayment::Earned> EarlyPayment::earned() const {
    const std::int64_t rest = base_minor() - paid_minor_;
    if (rest <= 0) return std::nullopt;
    const auto is_earned = [&](const Offer& offer) {
        return offer.in_time_minor > 0 && base_minor() - offer.in_time_minor <= worth_minor(offer);
    };
    const auto offer = std::ranges::find_if(offers_, is_earned);
    if (offer == offers_.end()) return std::nullopt;
    const Currency currency = whole_.currency();
    return Earned{.terms = offer->terms,
                  .last_day = offer->last_day,
                  .base = Money(base_minor(), currency),
                  .amount = Money(rest, currency)};
}

std::int64_t EarlyPayment::allowance_minor(Date day) const {
    const std::int64_t rest = base_minor() - paid_minor_;
    std::int64_t most = 0;
    for (const Offer& offer : offers_) {
        if (day > offer.last_day) continue;
        // At least this must come, and never nothing.
        const std::int64_t least =
            std::max<std::int64_t>(base_minor() - offer.in_time_minor - worth_minor(offer), 1);
        most = std::max(most, rest - least);
    }
    return most;
}

}  // namespace dunning
