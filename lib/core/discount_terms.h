// Terms of a discount for early payment (Skonto, 现金折扣), as an invoice may carry them.
//
// Per cent are rounded to the currency's smallest unit, half away from zero. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/date.h"
#include "core/money.h"
#include "core/rate.h"

namespace dunning {

// One of `percent` and `amount_minor` is more than nothing.
struct DiscountTerms {
    Rate percent = {};              // of the invoice less what was credited on it
    std::int64_t amount_minor = 0;  // in the invoice's currency; with a credit, its share of it
    int days = 0;                   // after the day of the invoice

    friend bool operator==(const DiscountTerms&, const DiscountTerms&) = default;
};

// No contract waits longer; more is a mistake.
inline constexpr int longest_discount_days = 366;

// How late money may come in this book.
struct DiscountRules {
    // Given: a last day on which business is closed is the next working day (BGB section 193).
    std::optional<BusinessCalendar> calendar = {};
    int grace_days = 0;  // tolerated after that
};

// "2.0% 10d, 5.00 14d": as the ledger keeps them. "" when there are none.
std::string to_text(const std::vector<DiscountTerms>& terms, Currency currency);
// Nothing for other text.
std::optional<std::vector<DiscountTerms>> discounts_from(std::string_view text, Currency currency);

// What the terms are worth when `base` is left of an invoice of `whole`: never more than `base`.
Money discount_of(const DiscountTerms& terms, Money whole, Money base);

// The last day on which money earns the discount. Throws UncoveredYear.
Date last_discount_day(Date issued, const DiscountTerms& terms, const DiscountRules& rules);

}  // namespace dunning
