#include "formats/early_payment.h"

#include <algorithm>
#include <optional>

#include "core/ascii.h"

namespace dunning {
namespace {

constexpr std::string_view mark = "#SKONTO#";
constexpr std::size_t most_discounts = 20;  // in one text; a file made to harm may have millions

std::optional<int> days_from(std::string_view text) {
    constexpr std::size_t most_digits = 4;
    if (text.empty() || text.size() > most_digits) return std::nullopt;
    int days = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        days = days * 10 + (c - '0');
    }
    return days;
}

// Germans write 2,00 where the standard has 2.00.
std::string decimal_from(std::string_view text) {
    std::string number(text);
    std::ranges::replace(number, ',', '.');
    return machine_decimal(number);
}

// Sets what one "KEY=VALUE" says; false when it cannot be read.
bool read_pair(std::string_view pair, Currency currency, std::optional<int>& days,
               std::optional<Rate>& percent, std::optional<Money>& base) {
    const auto equals = pair.find('=');
    const auto key = pair.substr(0, equals);
    const auto value = pair.substr(equals + 1);
    if (key == "TAGE") {
        days = days_from(value);
        return days.has_value();
    }
    if (key == "PROZENT") {
        const auto rate = parse_rate(decimal_from(value));
        if (rate) percent = *rate;
        return rate.has_value();
    }
    if (key == "BASISBETRAG") {
        const auto amount = parse_money(decimal_from(value), currency);
        if (amount) base = *amount;
        return amount.has_value();
    }
    return false;
}

// "TAGE=14#PROZENT=2.00#": pairs, each with its # after it.
std::optional<EarlyPaymentDiscount> read_discount(std::string_view pairs, Currency currency) {
    std::optional<int> days;
    std::optional<Rate> percent;
    std::optional<Money> base;
    while (!pairs.empty()) {
        const auto end = pairs.find('#');
        const auto pair = pairs.substr(0, end);
        if (pair.find('=') == pair.npos) break;  // words after the last pair
        if (end == pairs.npos || !read_pair(pair, currency, days, percent, base)) return {};
        pairs.remove_prefix(end + 1);
    }
    const Rate hundred{.millionths_of_percent = 100'000'000};
    if (!days || !percent || *percent <= Rate{} || *percent > hundred) return std::nullopt;
    return EarlyPaymentDiscount{.days = *days, .percent = *percent, .base = base};
}

}  // namespace

EarlyPaymentTerms early_payment_discounts(std::string_view terms, Currency currency) {
    EarlyPaymentTerms found;
    auto at = terms.find(mark);
    while (at != terms.npos && found.discounts.size() + found.unreadable.size() < most_discounts) {
        const auto begin = at + mark.size();
        const auto next = terms.find(mark, begin);
        const auto end = std::min({terms.find_first_of("\r\n", begin), next, terms.size()});
        const auto pairs = terms.substr(begin, end - begin);
        if (auto discount = read_discount(pairs, currency)) {
            found.discounts.push_back(*discount);
        } else {
            found.unreadable.emplace_back(terms.substr(at, end - at));
        }
        at = next;
    }
    return found;
}

std::string machine_decimal(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    std::string_view number = text;
    if (is_negative || text.starts_with('+')) number.remove_prefix(1);
    const bool is_decimal =
        !number.empty() && number != "." &&
        std::ranges::all_of(number, [](char c) { return c == '.' || is_digit(c); });
    if (!is_decimal) return std::string(text);
    std::string result = is_negative ? "-" : "";
    if (number.starts_with('.')) result += '0';
    result += number;
    if (result.ends_with('.')) result.pop_back();
    return result;
}

}  // namespace dunning
