#include "core/date.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "core/ascii.h"
#include "core/check.h"

namespace dunning {
namespace {

using std::chrono::year_month_day;

// Years, months and days as a text or a computation has them; they need not make a day that exists.
struct Parts {
    int year = 0;
    int month = 0;
    int day = 0;
};

year_month_day civil(int year, int month, int day) {
    return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
            std::chrono::day(static_cast<unsigned>(day))};
}

year_month_day civil(Date date) {
    return std::chrono::sys_days(std::chrono::days(date.days()));
}

Date date_of(std::chrono::sys_days day) {
    return Date::from_days(static_cast<std::int32_t>(day.time_since_epoch().count()));
}

Date last_of_month(int year, int month) {
    const year_month_day first = civil(year, month, 1);
    return date_of(first.year() / first.month() / std::chrono::last);
}

// Takes `fewest` to `most` digits off the front of the text, as many as there are.
std::optional<int> take_number(std::string_view& text, std::size_t fewest, std::size_t most) {
    std::size_t size = 0;
    int number = 0;
    while (size < most && size < text.size() && is_digit(text[size])) {
        number = number * 10 + (text[size++] - '0');
    }
    if (size < fewest) return std::nullopt;
    text.remove_prefix(size);
    return number;
}

struct MonthName {
    std::string_view name;  // ASCII in lower case
    int month;
};

// English and German: no name of one is another month in the other. A letter beyond ASCII stands
// here in both cases.
constexpr auto month_names = std::to_array<MonthName>({
    {"jan", 1},       {"january", 1},  {"januar", 1},    {"jän", 1},       {"jänner", 1},
    {"jÄn", 1},       {"jÄnner", 1},   {"feb", 2},       {"february", 2},  {"februar", 2},
    {"mar", 3},       {"march", 3},    {"mär", 3},       {"märz", 3},      {"mÄr", 3},
    {"mÄrz", 3},      {"maerz", 3},    {"mrz", 3},       {"apr", 4},       {"april", 4},
    {"may", 5},       {"mai", 5},      {"jun", 6},       {"june", 6},      {"juni", 6},
    {"jul", 7},       {"july", 7},     {"juli", 7},      {"aug", 8},       {"august", 8},
    {"sep", 9},       {"sept", 9},     {"september", 9}, {"oct", 10},      {"october", 10},
    {"okt", 10},      {"oktober", 10}, {"nov", 11},      {"november", 11}, {"dec", 12},
    {"december", 12}, {"dez", 12},     {"dezember", 12},
});

// In any case: databases export 21-NOV-2026. The longest name that the text begins with; a short
// one may have a point: "15. Sept. 2026".
std::optional<int> take_month_name(std::string_view& text) {
    constexpr std::size_t longest_short = 5;  // "sept", and "mär" in bytes
    const MonthName* found = nullptr;
    for (const auto& each : month_names) {
        const bool begins =
            std::ranges::equal(each.name, text.substr(0, each.name.size()), {}, {}, lower);
        if (begins && (found == nullptr || each.name.size() > found->name.size())) found = &each;
    }
    if (found == nullptr) return std::nullopt;
    text.remove_prefix(found->name.size());
    if (found->name.size() < longest_short && text.starts_with(". ")) text.remove_prefix(1);
    return found->month;
}

bool store(std::optional<int> number, int& part) {
    if (number) part = *number;
    return number.has_value();
}

bool take_short_year(std::string_view& text, int& year) {
    const auto number = take_number(text, 2, 2);
    if (number) year = *number < 70 ? 2000 + *number : 1900 + *number;
    return number.has_value();
}

bool take_directive(char directive, std::string_view& text, Parts& parts) {
    switch (directive) {
        case 'Y':
            return store(take_number(text, 4, 4), parts.year);
        case 'y':
            return take_short_year(text, parts.year);
        case 'm':
            return store(take_number(text, 1, 2), parts.month);
        case 'b':
            return store(take_month_name(text), parts.month);
        case 'd':
            return store(take_number(text, 1, 2), parts.day);
        default:
            return false;
    }
}

std::optional<Parts> match(std::string_view text, std::string_view format) {
    Parts parts;
    while (!format.empty()) {
        if (format.size() > 1 && format[0] == '%') {
            if (!take_directive(format[1], text, parts)) return std::nullopt;
            format.remove_prefix(2);
            continue;
        }
        if (!text.starts_with(format[0])) return std::nullopt;
        text.remove_prefix(1);
        format.remove_prefix(1);
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

// What a format lacks to name one day, or which of its directives is unknown; empty when it is
// good.
std::string format_problem(std::string_view format) {
    int years = 0;
    int months = 0;
    int days = 0;
    for (auto at = format.find('%'); at != std::string_view::npos; at = format.find('%', at + 2)) {
        const char directive = at + 1 < format.size() ? format[at + 1] : '\0';
        if (directive == 'Y' || directive == 'y')
            ++years;
        else if (directive == 'm' || directive == 'b')
            ++months;
        else if (directive == 'd')
            ++days;
        else
            return fmt::format("has an unknown part '{}'", format.substr(at, 2));
    }
    if (years != 1 || months != 1 || days != 1)
        return "does not name year, month and day once each";
    return {};
}

// `format`: how the text was read, if that is worth saying.
Result<Date> day_of(const Parts& parts, std::string_view text, std::string_view format) {
    if (!Date::exists(parts.year, parts.month, parts.day)) {
        const auto reading = format.empty() ? "" : fmt::format(" (read as {})", format);
        return Fault{fmt::format("'{}' is not a day that exists{}", text, reading)};
    }
    if (parts.year < first_year || parts.year > last_year) {
        return Fault{
            fmt::format("'{}' is outside the years {} to {}", text, first_year, last_year)};
    }
    return Date::from_ymd(parts.year, parts.month, parts.day);
}

}  // namespace

bool Date::exists(int year, int month, int day) {
    const bool in_range = month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return in_range && civil(year, month, day).ok();
}

Date Date::from_ymd(int year, int month, int day) {
    DUNNING_CHECK(exists(year, month, day));
    return date_of(civil(year, month, day));
}

int Date::year() const {
    return static_cast<int>(civil(*this).year());
}
int Date::month() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).month()));
}
int Date::day() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}

Weekday Date::weekday() const {
    const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(days_))};
    return static_cast<Weekday>(weekday.iso_encoding());
}

Date Date::plus_months(int months) const {
    const year_month_day start = civil(*this);
    const auto target = start.year() / start.month() + std::chrono::months(months);
    const auto year = static_cast<int>(target.year());
    const auto month = static_cast<int>(static_cast<unsigned>(target.month()));
    const Date last = last_of_month(year, month);
    return std::min(last, from_ymd(year, month, 1) + (day() - 1));
}

Date Date::end_of_month() const {
    return last_of_month(year(), month());
}

Result<Date> parse_date(std::string_view text) {
    // Formats make leading zeros optional; the machine form does not.
    const auto parts = text.size() == 10 ? match(text, "%Y-%m-%d") : std::nullopt;
    if (!parts) return Fault{fmt::format("'{}' is not a date", text), "write it as 2026-11-21"};
    return day_of(*parts, text, "");
}

std::string example_of_format(std::string_view format) {
    std::string text;
    for (std::size_t n = 0; n < format.size(); ++n) {
        if (format[n] != '%' || n + 1 == format.size()) {
            text += format[n];
            continue;
        }
        switch (format[++n]) {
            case 'Y':
                text += "2026";
                break;
            case 'y':
                text += "26";
                break;
            case 'm':
                text += "11";
                break;
            case 'b':
                text += "Nov";
                break;
            case 'd':
                text += "21";
                break;
            default:
                break;
        }
    }
    return text;
}

Result<Date> parse_date(std::string_view text, std::string_view format) {
    if (const auto problem = format_problem(format); !problem.empty()) {
        return Fault{fmt::format("the date format '{}' {}", format, problem),
                     "a format is made of %Y or %y, %m or %b, %d and literal characters"};
    }
    const auto parts = match(text, format);
    if (!parts) {
        return Fault{fmt::format("'{}' is not a date (expected {}, as in {})", text, format,
                                 example_of_format(format))};
    }
    return day_of(*parts, text, format);
}

std::string to_text(Date date) {
    const auto parts = civil(date);
    return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(parts.year()),
                       static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
}

}  // namespace dunning
