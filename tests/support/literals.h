// Values as a test writes them: "2026-01-31"_date, "120.00 EUR"_money, "18.0"_rate.
#pragma once

#include <string_view>

#include "core/calendar.h"
#include "core/check.h"
#include "core/date.h"
#include "core/money.h"
#include "core/rate.h"

namespace dunning::literals {

inline Date operator""_date(const char* text, std::size_t size) {
    return parse_date(std::string_view(text, size)).value();
}

inline Currency operator""_currency(const char* text, std::size_t size) {
    const auto currency = Currency::from_code({text, size});
    DUNNING_CHECK(currency.has_value());
    return *currency;
}

inline Money operator""_money(const char* text, std::size_t size) {
    const std::string_view all(text, size);
    const auto space = all.find(' ');
    DUNNING_CHECK(space != std::string_view::npos);
    return parse_money(all.substr(0, space), *Currency::from_code(all.substr(space + 1))).value();
}

inline Rate operator""_rate(const char* text, std::size_t size) {
    return parse_rate(std::string_view(text, size)).value();
}

inline Duration operator""_duration(const char* text, std::size_t size) {
    return parse_duration(std::string_view(text, size)).value();
}

}  // namespace dunning::literals
