// Decimal numbers as inputs write them: "-12.50", read without ever becoming floating point.
//
// Shared by parse_money and parse_rate. An optional '-', digits, and '.' with digits; no '+', no
// spaces, no grouping, no exponent, and digits on both sides of the point.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dunning {

// Views into the text that was split.
struct DecimalText {
    std::string_view whole;     // at least one digit
    std::string_view fraction;  // without trailing zeros, which say nothing
    bool negative = false;
};

// Nothing when the text is no such number.
std::optional<DecimalText> split_decimal(std::string_view text);

// The number times 10^places; nothing when its size is above `largest`.
// REQUIRES: fraction.size() <= places; 0 <= largest < 10^17.
std::optional<std::int64_t> scaled(const DecimalText& number, int places, std::int64_t largest);

// The way back: 123450 with two places is "1234.50". REQUIRES: places >= 0.
std::string decimal_text(std::int64_t scaled_number, int places);

}  // namespace dunning
