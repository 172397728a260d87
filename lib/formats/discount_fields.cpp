#include "formats/discount_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "text/trim.h"

namespace dunning {
namespace {

// "2", "2.5 %" or, as Germans write it, "2,5".
std::optional<Rate> read_percent(TableRow& row) {
    std::string_view text = row.raw("discount_percent");
    if (text.ends_with('%')) text = trimmed(text.substr(0, text.size() - 1));
    std::string number(text);
    if (number.find('.') == number.npos) std::ranges::replace(number, ',', '.');
    const auto percent = parse_rate(number);
    constexpr Rate whole{.millionths_of_percent = millionths_of_percent_in_one};
    if (percent && *percent >= Rate{} && *percent < whole) return *percent;
    row.problem("discount_percent",
                fmt::format("'{}' is not a part of 100", row.raw("discount_percent")),
                "as in 2 or 2.5; 0 where no discount was agreed");
    return std::nullopt;
}

std::optional<Money> read_worth(TableRow& row, const Money& amount) {
    const auto worth = row.money("discount_amount", amount.currency());
    if (!worth) return std::nullopt;
    if (!worth->is_negative() && (worth->is_zero() || *worth < amount)) return worth;
    row.problem(
        "discount_amount",
        fmt::format("{} is not a part of the amount {}", to_decimal(*worth), to_decimal(amount)),
        "0 where no discount was agreed");
    return std::nullopt;
}

std::optional<int> days_until(TableRow& row, Date issued) {
    const auto until = row.date("discount_until");
    if (!until) return std::nullopt;
    if (*until < issued) {
        row.problem("discount_until",
                    fmt::format("{} is before issued {}", to_text(*until), to_text(issued)));
        return std::nullopt;
    }
    if (*until - issued <= longest_discount_days) return *until - issued;
    row.problem("discount_until",
                fmt::format("{} is {} days after issued {} (at most {})", to_text(*until),
                            *until - issued, to_text(issued), longest_discount_days));
    return std::nullopt;
}

// The two may both be there, and then say the same.
std::optional<int> read_discount_days(TableRow& row, Date issued) {
    const auto days = row.whole_number("discount_days", longest_discount_days);
    if (row.raw("discount_until").empty()) {
        if (!days && row.raw("discount_days").empty()) {
            row.problem("discount_until", "is empty, and so is discount_days",
                        "the last day of the discount, or its days from the issue date");
        }
        return days;
    }
    const auto until = days_until(row, issued);
    if (days && until && *days != *until) {
        row.problem("discount_days",
                    fmt::format("{} from issued {} is {}, not {}", *days, to_text(issued),
                                to_text(issued + *days), to_text(issued + *until)));
        return std::nullopt;
    }
    return until;
}

}  // namespace

std::optional<std::vector<DiscountTerms>> read_discounts(TableRow& row, Date issued,
                                                         const Money& amount) {
    const bool has_percent = !row.raw("discount_percent").empty();
    const bool has_worth = !row.raw("discount_amount").empty();
    if (!has_percent && !has_worth) {
        for (const char* const field : {"discount_until", "discount_days"}) {
            if (row.raw(field).empty()) continue;
            row.problem(field, "is given, and no discount",
                        "discount_percent or discount_amount; 0 where none was agreed");
        }
        return std::nullopt;
    }
    DiscountTerms terms;
    if (has_percent) terms.percent = read_percent(row).value_or(Rate{});
    if (has_worth) {
        terms.amount_minor =
            read_worth(row, amount).value_or(Money::zero(amount.currency())).minor();
    }
    if (terms.percent > Rate{} && terms.amount_minor > 0) {
        row.problem("discount_amount", "is given beside discount_percent",
                    "one of the two says how much");
    }
    if (terms == DiscountTerms{}) return std::vector<DiscountTerms>{};
    const auto days = read_discount_days(row, issued);
    if (!days) return std::nullopt;
    terms.days = *days;
    return std::vector{terms};
}

}  // namespace dunning
