#include "core/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/ascii.h"
#include "core/check.h"

namespace dunning {
namespace {

std::string_view without_trailing_zeros(std::string_view digits) {
    const auto last = digits.find_last_not_of('0');
    return last == std::string_view::npos ? std::string_view() : digits.substr(0, last + 1);
}

}  // namespace

std::optional<DecimalText> split_decimal(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    if (!are_digits(whole)) return std::nullopt;
    if (point == std::string_view::npos) return DecimalText{whole, {}, negative};
    const auto fraction = text.substr(point + 1);
    if (!are_digits(fraction)) return std::nullopt;
    return DecimalText{whole, without_trailing_zeros(fraction), negative};
}

std::optional<std::int64_t> scaled(const DecimalText& number, int places, std::int64_t largest) {
    const auto wanted = static_cast<std::size_t>(places);
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 10 - 1;
    DUNNING_CHECK(largest >= 0 && largest <= limit && number.fraction.size() <= wanted);
    std::int64_t size = 0;
    const auto append = [&size, largest](char digit) {
        size = size * 10 + (digit - '0');
        return size <= largest;  // asked after each digit, so the next one cannot overflow
    };
    if (!std::ranges::all_of(number.whole, append)) return std::nullopt;
    if (!std::ranges::all_of(number.fraction, append)) return std::nullopt;
    for (auto n = number.fraction.size(); n < wanted; ++n) {
        if (!append('0')) return std::nullopt;
    }
    return number.negative ? -size : size;
}

std::string decimal_text(std::int64_t scaled_number, int places) {
    // The size as unsigned, because the smallest int64 has no positive counterpart.
    const auto bits = static_cast<std::uint64_t>(scaled_number);
    std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       scaled_number < 0 ? 0 - bits : bits);
    const auto count = static_cast<std::size_t>(written.ptr - digits.data());
    const auto least = static_cast<std::size_t>(places) + 1;
    std::string text(scaled_number < 0 ? "-" : "");
    text.append(least > count ? least - count : 0, '0').append(digits.data(), count);
    if (places > 0) text.insert(text.size() - static_cast<std::size_t>(places), 1, '.');
    return text;
}

}  // namespace dunning
