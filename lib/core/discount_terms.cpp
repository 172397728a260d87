#include "core/discount_terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dunning {
namespace {

constexpr std::string_view between_discounts = ", ";

std::string discount_text(const DiscountTerms& terms, Currency currency) {
    const std::string worth = terms.amount_minor > 0
                                  ? to_decimal(Money(terms.amount_minor, currency))
                                  : to_text(terms.percent) + "%";
    return fmt::format("{} {}d", worth, terms.days);
}

std::optional<int> discount_days_from(std::string_view text) {
    if (!text.ends_with('d')) return std::nullopt;
    int days = 0;
    const char* const end = text.data() + text.size() - 1;
    const auto [at, fault] = std::from_chars(text.data(), end, days);
    if (fault != std::errc() || at != end || days < 0) return std::nullopt;
    return days;
}

std::optional<DiscountTerms> discount_from(std::string_view text, Currency currency) {
    const auto blank = text.find(' ');
    if (blank == text.npos) return std::nullopt;
    const auto days = discount_days_from(text.substr(blank + 1));
    if (!days) return std::nullopt;
    std::string_view worth = text.substr(0, blank);
    DiscountTerms terms{.days = *days};
    if (worth.ends_with('%')) {
        const auto percent = parse_rate(worth.substr(0, worth.size() - 1));
        if (!percent) return std::nullopt;
        terms.percent = *percent;
    } else {
        const auto amount = parse_money(worth, currency);
        if (!amount) return std::nullopt;
        terms.amount_minor = amount->minor();
    }
    return terms;
}

std::int64_t share_of(std::int64_t amount, std::int64_t part, std::int64_t whole) {
    return divide_rounded(Wide(amount) * part, whole, Rounding::half_away_from_zero);
}

}  // namespace

std::string to_text(const std::vector<DiscountTerms>& terms, Currency currency) {
    std::string text;
    for (const DiscountTerms& each : terms) {
        if (!text.empty()) text += between_discounts;
        text += discount_text(each, currency);
    }
    return text;
}

std::optional<std::vector<DiscountTerms>> discounts_from(std::string_view text, Currency currency) {
    std::vector<DiscountTerms> terms;
    while (!text.empty()) {
        const auto end = std::min(text.find(between_discounts), text.size());
        const auto one = discount_from(text.substr(0, end), currency);
        if (!one) return std::nullopt;
        terms.push_back(*one);
        text.remove_prefix(std::min(end + between_discounts.size(), text.size()));
    }
    return terms;
}

Money discount_of(const DiscountTerms& terms, Money whole, Money base) {
    if (!base.is_positive()) return Money::zero(base.currency());
    const std::int64_t worth = terms.amount_minor > 0
                                   ? share_of(terms.amount_minor, base.minor(), whole.minor())
                                   : share_of(terms.percent.millionths_of_percent, base.minor(),
                                              millionths_of_percent_in_one);
    return {std::min(worth, base.minor()), base.currency()};
}

Date last_discount_day(Date issued, const DiscountTerms& terms, const DiscountRules& rules) {
    const Date last = issued + terms.days;
    return (rules.calendar ? rules.calendar->roll_forward(last) : last) + rules.grace_days;
}

}  // namespace dunning
