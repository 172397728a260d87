// Account numbers and the like, as numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dunning {

// Nothing but digits, at most eighteen of them; leading zeros do not count.
inline std::optional<std::int64_t> whole_number_from(std::string_view text) {
    constexpr std::size_t most_digits = 18;
    if (text.empty() || text.size() > most_digits) return std::nullopt;
    std::int64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace dunning
