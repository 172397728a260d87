#include "core/rate.h"

#include <fmt/format.h>

#include "core/decimal.h"

namespace dunning {
namespace {

constexpr int places = 6;
constexpr std::int64_t largest = 1000'000'000;  // 1000 %

}  // namespace

Result<Rate> parse_rate(std::string_view text) {
    const auto number = split_decimal(text);
    if (!number) {
        const std::string remedy = text.ends_with('%') ? "leave out the per cent sign" : "";
        return Fault{fmt::format("'{}' is not a rate in per cent (expected 8.0)", text), remedy};
    }
    if (number->fraction.size() > places) {
        return Fault{fmt::format("'{}' has more than {} decimal places", text, places)};
    }
    const auto millionths = scaled(*number, places, largest);
    if (!millionths) return Fault{fmt::format("'{}' is not between -1000 and 1000 per cent", text)};
    return Rate{*millionths};
}

std::string to_text(Rate rate) {
    std::string text = decimal_text(rate.millionths_of_percent, places);
    while (text.ends_with('0') && text[text.size() - 2] != '.') text.pop_back();
    return text;
}

}  // namespace dunning
