#include "core/money.h"

#include <fmt/format.h>

#include <limits>

#include "core/check.h"
#include "core/decimal.h"

namespace dunning {
namespace {

// Whether the quotient moves one away from zero. `rest` is what the division left, without its
// sign.
bool rounds_up(Wide rest, Wide denominator, bool odd, Rounding rounding) {
    if (rounding == Rounding::down) return false;
    const Wide missing = denominator - rest;  // compared like this, doubling cannot overflow
    if (rest != missing) return rest > missing;
    return rounding == Rounding::half_away_from_zero || odd;
}

std::string no_number_remedy(std::string_view text) {
    if (text.find(',') == std::string_view::npos) return {};
    return "write amounts with a point before the decimals and without grouping, as in 1234.50";
}

}  // namespace

Money& Money::operator+=(const Money& other) {
    DUNNING_CHECK(currency_ == other.currency_);
    minor_ = add_minor(minor_, other.minor_);
    return *this;
}

Money& Money::operator-=(const Money& other) {
    DUNNING_CHECK(currency_ == other.currency_);
    if (__builtin_sub_overflow(minor_, other.minor_, &minor_)) throw AmountOverflow();
    return *this;
}

Money Money::operator-() const {
    return zero(currency_) -= *this;
}

std::strong_ordering operator<=>(const Money& a, const Money& b) {
    DUNNING_CHECK(a.currency_ == b.currency_);
    return a.minor_ <=> b.minor_;
}

std::int64_t add_minor(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) throw AmountOverflow();
    return sum;
}

std::int64_t divide_rounded(Wide numerator, Wide denominator, Rounding rounding) {
    DUNNING_CHECK(denominator > 0);
    Wide quotient = numerator / denominator;  // towards zero
    const Wide remainder = numerator % denominator;
    const Wide rest = remainder < 0 ? -remainder : remainder;
    if (rest != 0 && rounds_up(rest, denominator, quotient % 2 != 0, rounding)) {
        quotient += numerator < 0 ? -1 : 1;
    }
    using Limits = std::numeric_limits<std::int64_t>;
    if (quotient < Limits::min() || quotient > Limits::max()) throw AmountOverflow();
    return static_cast<std::int64_t>(quotient);
}

std::vector<Money> split(const Money& total, int parts) {
    DUNNING_CHECK(parts > 0);
    const std::int64_t share = total.minor() / parts;
    const std::int64_t rest = total.minor() % parts;  // has the sign of the total
    const std::int64_t unit = rest < 0 ? -1 : 1;
    std::vector<Money> result;
    result.reserve(static_cast<std::size_t>(parts));
    for (int n = 0; n < parts; ++n) {
        const bool larger = n < rest * unit;
        result.emplace_back(larger ? share + unit : share, total.currency());
    }
    return result;
}

std::string to_decimal(const Money& amount) {
    return decimal_text(amount.minor(), amount.currency().digits());
}

Result<Money> parse_money(std::string_view text, Currency currency) {
    const auto number = split_decimal(text);
    if (!number) return Fault{fmt::format("'{}' is not a number", text), no_number_remedy(text)};
    if (number->fraction.size() > static_cast<std::size_t>(currency.digits())) {
        return Fault{fmt::format("'{}' has more decimal places than {} ({})", text, currency.code(),
                                 currency.digits())};
    }
    const auto minor = scaled(*number, currency.digits(), max_amount_minor);
    if (!minor) {
        const Money largest(max_amount_minor, currency);
        return Fault{fmt::format("'{}' is too large (at most {} {})", text, to_decimal(largest),
                                 currency.code())};
    }
    return Money(*minor, currency);
}

}  // namespace dunning
