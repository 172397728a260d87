// The :61: line of MT940 and its balances, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"

namespace dunning {

// What is wrong, and how many characters of the value stand before it.
struct Mt940Fault {
    std::size_t offset = 0;
    std::string what;
    std::string remedy = {};
};

struct Mt940Balance {
    Date day;
    Money amount;
    bool clamped = false;  // the day does not exist and became the last of its month
};

struct Mt940Entry {
    Date value;
    Date booked;
    bool clamped = false;
    Money amount;           // signed by what happened to the account
    bool reversal = false;  // RC or RD
    std::string type = {};  // "NTRF"; "" when the line has none
    std::string customer_reference = {};
    std::string bank_reference = {};
    std::string supplement = {};  // the second line
};

// Exactly one of the two is there.
template <class T>
struct Mt940Outcome {
    std::optional<T> value = {};
    Mt940Fault fault = {};
};

// "C070903EUR1234718,36".
Mt940Outcome<Mt940Balance> read_mt940_balance(std::string_view value);
// A line that ends before its type goes on in the next one; the rest is the supplement.
Mt940Outcome<Mt940Entry> read_mt940_entry(const std::vector<std::string_view>& lines,
                                          Currency currency);

// "300," and "1234,5": digits and a comma, as SWIFT writes amounts. Without the comma the number
// may have been cut off.
Result<Money> read_mt940_amount(std::string_view text, Currency currency);

}  // namespace dunning
