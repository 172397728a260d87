#include "formats/date_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "core/ascii.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// Of two that read all values alike the first is taken.
// With a name for the month the day comes first where the year has two digits: nobody writes
// 26-JAN-31 for the last of January.
constexpr auto known_formats = std::to_array<std::string_view>({
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",  "%Y%m%d",   "%Y年%m月%d日", "%d.%m.%Y",
    "%d.%m.%y", "%y.%m.%d", "%d/%m/%Y",  "%m/%d/%Y", "%d/%m/%y",     "%m/%d/%y",
    "%y/%m/%d", "%d-%m-%Y", "%m-%d-%Y",  "%d-%m-%y", "%m-%d-%y",     "%y-%m-%d",
    "%d %b %Y", "%b %d %Y", "%b %d, %Y", "%d-%b-%Y", "%d-%b-%y",     "%d. %b %Y",
});

// The longest way to write a day and a time with a zone is shorter.
constexpr std::size_t max_bytes = 64;

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// A number of `fewest` to two digits, at most `largest`.
bool take_number(std::string_view& text, std::size_t fewest, int largest) {
    std::size_t size = 0;
    int number = 0;
    while (size < 2 && size < text.size() && is_digit(text[size])) {
        number = number * 10 + (text[size++] - '0');
    }
    if (size < fewest || number > largest) return false;
    text.remove_prefix(size);
    return true;
}

bool take_fraction(std::string_view& text) {
    if (!take(text, ".") && !take(text, ",")) return true;
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(digits);
    return digits > 0;
}

bool take_half_of_day(std::string_view& text) {
    for (const auto* half : {"AM", "PM", "am", "pm"}) {
        if (take(text, half)) return true;
    }
    return false;
}

// "Z", "+08:00", "+0800", "+08"
bool take_zone(std::string_view& text) {
    if (take(text, "Z") || take(text, "UTC") || take(text, "GMT")) return true;
    if (!take(text, "+") && !take(text, "-")) return false;
    if (!take_number(text, 2, 14)) return false;
    if (text.empty()) return true;
    take(text, ":");
    return take_number(text, 2, 59);
}

// "10:00", "9:05:30.123", with half of the day and zone. Not 24:00, which is another day.
bool is_time_of_day(std::string_view text) {
    if (!take_number(text, 1, 23) || !take(text, ":") || !take_number(text, 2, 59)) return false;
    if (take(text, ":") && (!take_number(text, 2, 60) || !take_fraction(text))) return false;
    text = trimmed(text);
    if (take_half_of_day(text)) text = trimmed(text);
    return text.empty() || (take_zone(text) && text.empty());
}

// The text before a time of day: before the hour, which is before the first ':', there are blanks
// or a 'T'. The whole text when there is no time.
std::string_view without_time(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return text;
    auto hour = colon;
    while (hour > 0 && is_digit(text[hour - 1])) --hour;
    if (hour == 0 || !is_time_of_day(text.substr(hour))) return text;
    if (text[hour - 1] == 'T') return text.substr(0, hour - 1);
    if (text[hour - 1] != ' ') return text;
    auto day = trimmed(text.substr(0, hour));
    if (day.ends_with(',')) day.remove_suffix(1);
    return day;
}

// Nothing but digits: read by position, so no zero may be missing.
bool has_every_digit(std::string_view day, std::string_view format) {
    return format != "%Y%m%d" || day.size() == 8;
}

// Whether the value has the mark after the format's first part: most candidates are out by that,
// without a message that nobody reads.
bool may_fit(std::string_view value, std::string_view format) {
    const char mark = format[2];
    return mark == '%' || value.find(mark) != std::string_view::npos;
}

}  // namespace

Result<Date> parse_day(std::string_view text, std::string_view format) {
    text = trimmed(text);
    const auto day = without_time(text.substr(0, max_bytes + 1));
    if (text.size() <= max_bytes && has_every_digit(day, format)) return parse_date(day, format);
    return Fault{fmt::format("'{}' is not a date (expected {}, as in {})", excerpt(text), format,
                             example_of_format(format))};
}

DateFormatVote::DateFormatVote() {
    left_.reserve(known_formats.size());
    for (const auto format : known_formats) left_.push_back({.format = format});
}

void DateFormatVote::see(std::string_view value) {
    value = trimmed(value);
    if (value.empty() || left_.empty()) return;
    auto before = left_;
    std::erase_if(left_, [value](Candidate& candidate) {
        if (!may_fit(value, candidate.format)) return true;
        const auto day = parse_day(value, candidate.format);
        if (day) candidate.day = *day;
        return !day.has_value();
    });
    if (left_.empty()) {
        left_ = std::exchange(before, {});
        excluded_formats_ = candidates();
        excluded_by_ = excerpt(value);
        left_.clear();
    } else {
        regroup(value);
    }
    seen_any_ = true;
}

// Parts those that read the value as different days.
void DateFormatVote::regroup(std::string_view value) {
    std::map<int, int> old_groups;
    std::map<std::pair<int, Date>, int> groups;
    for (Candidate& candidate : left_) {
        old_groups.emplace(candidate.group, 0);
        const auto next = static_cast<int>(groups.size());
        candidate.group =
            groups.emplace(std::pair(candidate.group, candidate.day), next).first->second;
    }
    if (telling_.empty() || groups.size() > old_groups.size()) telling_.emplace_back(value);
}

std::vector<std::string> DateFormatVote::candidates() const {
    std::vector<std::string> formats;
    std::vector<int> groups;
    for (const Candidate& candidate : left_) {
        if (std::ranges::find(groups, candidate.group) != groups.end() && seen_any_) continue;
        groups.push_back(candidate.group);
        formats.emplace_back(candidate.format);
    }
    return formats;
}

const std::string& DateFormatVote::example() const {
    static const std::string none;
    const auto formats = candidates();
    if (formats.size() < 2 || !seen_any_) return telling_.empty() ? none : telling_.front();
    const auto tells = [&formats](const std::string& value) {
        const auto first = parse_day(value, formats[0]);
        const auto second = parse_day(value, formats[1]);
        return first && second && *first != *second;
    };
    const auto found = std::ranges::find_if(telling_, tells);
    return found == telling_.end() ? none : *found;
}

}  // namespace dunning
