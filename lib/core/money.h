// Money: a whole number of minor units (cents, fen, yen, fils) of one currency.
//
// Sums are refused across currencies (a failed check: callers keep currencies apart) and past int64
// (AmountOverflow): never wrapped, never rounded in silence. There is no floating point near money.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/currency.h"
#include "core/result.h"

namespace dunning {

// The largest amount that an input may state: 10^15 minor units. Sums of nine thousand such amounts
// still fit; past that, AmountOverflow.
inline constexpr std::int64_t max_amount_minor = 1'000'000'000'000'000;

struct AmountOverflow : std::runtime_error {
    AmountOverflow() : std::runtime_error("a sum of money is too large to be represented") {}
};

// How an exact amount between two minor units is rounded; always named at the call.
enum class Rounding {
    half_away_from_zero,  // commercial rounding (DIN 1333): 2.5 -> 3, -2.5 -> -3
    half_even,            // bankers' rounding: 2.5 -> 2, 3.5 -> 4
    down,                 // towards zero: in the debtor's favour
};

class Money {
  public:
    Money(std::int64_t minor, Currency currency) : minor_(minor), currency_(currency) {}
    static Money zero(Currency currency) { return {0, currency}; }

    std::int64_t minor() const { return minor_; }
    const Currency& currency() const { return currency_; }
    bool is_zero() const { return minor_ == 0; }
    bool is_positive() const { return minor_ > 0; }
    bool is_negative() const { return minor_ < 0; }

    Money& operator+=(const Money& other);
    Money& operator-=(const Money& other);
    friend Money operator+(Money a, const Money& b) { return a += b; }
    friend Money operator-(Money a, const Money& b) { return a -= b; }
    Money operator-() const;

    // Amounts of two currencies are different, and have no order (a failed check).
    friend bool operator==(const Money&, const Money&) = default;
    friend std::strong_ordering operator<=>(const Money& a, const Money& b);

  private:
    std::int64_t minor_;
    Currency currency_;
};

// Sum with the overflow refused: what Money uses, for code that adds minor units in a loop.
std::int64_t add_minor(std::int64_t a, std::int64_t b);

// numerator / denominator in minor units, rounded once. REQUIRES: denominator > 0.
// Throws AmountOverflow when the quotient does not fit.
__extension__ typedef __int128 Wide;
std::int64_t divide_rounded(Wide numerator, Wide denominator, Rounding rounding);

// `parts` amounts that differ by at most one minor unit and sum to `total` exactly; the larger ones
// come first, so that a plan's last instalment is never the odd one out. REQUIRES: parts > 0.
std::vector<Money> split(const Money& total, int parts);

// "1234.50", JPY "1234", KWD "-1.234": the machine form, always with the currency's own digits.
std::string to_decimal(const Money& amount);

// The machine form back: optional '-', digits, '.' and at most the currency's digits ("12.5"
// is 12.50). Digits beyond the currency's are refused unless they are zeros; so is anything above
// max_amount_minor.
Result<Money> parse_money(std::string_view text, Currency currency);

}  // namespace dunning
