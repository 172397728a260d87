// Days and amounts as OFX writes them, and which element of it says what.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/money.h"

namespace dunning {

// "20090401", "20090401122017.000[-5:EST]": the civil day as written.
std::optional<Date> ofx_day(std::string_view text);
// "-6.60", "+1234,5", "-.5". What might be a thousands separator is refused.
Result<Money> ofx_amount(std::string_view text, Currency currency);
// "ofx 1.0.2", "ofx 2.1.1"; "ofx" when the header does not say.
std::string ofx_format(std::string_view header);

// What is read of a statement, each by its element and the one around it.
enum class OfxField {
    // of a transaction
    type,
    posted,
    pending_day,
    available,
    amount,
    fitid,
    check_number,
    name,
    extended_name,
    payee,
    memo,
    other_account,
    currency,
    corrected,
    correction,
    // of a statement
    default_currency,
    bank,
    account,
    start,
    end,
    balance,
    balance_day,
    // of an answer of the server
    answer,
    code,
    severity,
    message,
    count
};

inline constexpr auto ofx_field_count = static_cast<std::size_t>(OfxField::count);

// Nothing for an element that says nothing of these. Names in capitals.
std::optional<OfxField> ofx_field(std::string_view parent, std::string_view name);
// The elements that hold others.
bool is_ofx_aggregate(std::string_view name);

struct OfxValue {
    std::string text;
    int line = 0;
    int column = 0;
};

using OfxValues = std::array<OfxValue, ofx_field_count>;

}  // namespace dunning
