#include "text/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/ascii.h"

namespace dunning {
namespace {

// How one language writes things. Patterns are fmt's: of money {0} amount, {1} currency code; of a
// date {0} day, {1} month by name, {2} year, {3} month by number. A short date has the first three
// letters of the name, which only languages with such names use.
struct Language {
    std::string_view tag;
    std::string_view group;
    std::string_view decimal;
    std::string_view money;
    std::string_view date;
    std::string_view first_of_month;
    std::string_view short_date;
    std::array<std::string_view, 12> months;
    // The one currency that is written with a sign instead of its code, where the sign is that of
    // no other in this language.
    std::string_view own_currency = {};
    std::string_view own_sign = {};
};

constexpr std::string_view narrow_no_break_space = "\u202F";

constexpr Language english{
    .tag = "en",
    .group = ",",
    .decimal = ".",
    .money = "{1} {0}",
    .date = "{0} {1} {2}",
    .first_of_month = "{0} {1} {2}",
    .short_date = "{0} {1:.3} {2}",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
};

constexpr Language german{
    .tag = "de",
    .group = ".",
    .decimal = ",",
    .money = "{0} {1}",
    .date = "{0}. {1} {2}",
    .first_of_month = "{0}. {1} {2}",
    .short_date = "{0:02}.{3:02}.{2}",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
               "Oktober", "November", "Dezember"},
};

constexpr Language french{
    .tag = "fr",
    .group = narrow_no_break_space,
    .decimal = ",",
    .money = "{0} {1}",
    .date = "{0} {1} {2}",
    .first_of_month = "{0}er {1} {2}",
    .short_date = "{0:02}/{3:02}/{2}",
    .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
               "octobre", "novembre", "décembre"},
};

constexpr Language chinese{
    .tag = "zh",
    .group = ",",
    .decimal = ".",
    .money = "{1} {0}",
    .date = "{2}年{3}月{0}日",
    .first_of_month = "{2}年{3}月{0}日",
    .short_date = "{2}-{3:02}-{0:02}",
    .months = {},
    .own_currency = "CNY",
    .own_sign = "￥",
};

// A dialect that differs gets a row of its own with its whole tag; the first match counts.
constexpr std::array languages{english, german, french, chinese};

std::string normal_tag(std::string_view tag) {
    std::string normal = lower_case(tag);
    std::ranges::replace(normal, '_', '-');
    return normal;
}

const Language& language_of(std::string_view tag) {
    const std::string whole = normal_tag(tag);
    const std::string primary = whole.substr(0, whole.find('-'));
    for (const std::string& wanted : {whole, primary}) {
        const auto found = std::find_if(languages.begin(), languages.end(),
                                        [&](const Language& row) { return row.tag == wanted; });
        if (found != languages.end()) return *found;
    }
    return languages.front();
}

// The digits of the machine form, grouped by three from the decimal point.
std::string group_digits(std::string_view whole, std::string_view group) {
    std::string grouped;
    for (std::size_t index = 0; index < whole.size(); ++index) {
        if (index > 0 && (whole.size() - index) % 3 == 0) grouped.append(group);
        grouped.push_back(whole[index]);
    }
    return grouped;
}

// Without the sign, which stands before the currency's own sign where there is one.
std::string unsigned_amount(const Money& amount, const Language& language) {
    const std::string machine = to_decimal(amount);
    std::string_view digits = machine;
    if (amount.is_negative()) digits.remove_prefix(1);
    const auto point = digits.find('.');
    std::string text = group_digits(digits.substr(0, point), language.group);
    if (point != std::string_view::npos) {
        text.append(language.decimal).append(digits.substr(point + 1));
    }
    return text;
}

std::string signed_amount(const Money& amount, const Language& language) {
    return (amount.is_negative() ? "-" : "") + unsigned_amount(amount, language);
}

}  // namespace

std::string format_money(const Money& amount, std::string_view language) {
    const Language& as = language_of(language);
    const Currency currency = amount.currency();
    if (currency.code() == as.own_currency) {
        return fmt::format("{}{}{}", amount.is_negative() ? "-" : "", as.own_sign,
                           unsigned_amount(amount, as));
    }
    return fmt::format(fmt::runtime(as.money), signed_amount(amount, as), currency.code());
}

std::string format_amount(const Money& amount, std::string_view language) {
    return signed_amount(amount, language_of(language));
}

std::string format_date(Date date, std::string_view language) {
    const Language& as = language_of(language);
    const int month = date.month();
    return fmt::format(fmt::runtime(date.day() == 1 ? as.first_of_month : as.date), date.day(),
                       as.months[static_cast<std::size_t>(month - 1)], date.year(), month);
}

std::string format_short_date(Date date, std::string_view language) {
    const Language& as = language_of(language);
    const int month = date.month();
    return fmt::format(fmt::runtime(as.short_date), date.day(),
                       as.months[static_cast<std::size_t>(month - 1)], date.year(), month);
}

std::string group_thousands(const Money& amount) {
    return signed_amount(amount, english);
}

}  // namespace dunning
