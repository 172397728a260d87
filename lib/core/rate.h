// Rate: per cent as an exact decimal, with up to six digits after the point. Never a double.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dunning {

struct Rate {
    // 18.25 % is 18'250'000.
    std::int64_t millionths_of_percent = 0;

    friend auto operator<=>(const Rate&, const Rate&) = default;
};

// 100 % as such a number: what an amount times a rate is divided by.
inline constexpr std::int64_t millionths_of_percent_in_one = 100'000'000;

// "8", "8.0", "-0.88"; between -1000 and 1000 per cent.
Result<Rate> parse_rate(std::string_view text);

// The shortest form with at least one digit after the point: "8.0", "18.25", "-0.88".
std::string to_text(Rate rate);

}  // namespace dunning
