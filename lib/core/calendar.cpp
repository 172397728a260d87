#include "core/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

constexpr int longest_duration = 3660;  // ten years: more is a slip of the keyboard

}  // namespace

BusinessCalendar::BusinessCalendar(CalendarDays days)
    : days_(std::move(days)), years_(days_.covered_years) {
    DUNNING_CHECK(days_.weekend.size() < 7);
    for (const Date holiday : days_.holidays) years_.insert(holiday.year());
}

bool BusinessCalendar::covers(int year) const {
    return years_.empty() || years_.contains(year);
}

bool BusinessCalendar::is_working_day(Date day) const {
    if (!covers(day.year())) {
        const int year = day.year();
        throw UncoveredYear(year, fmt::format("the calendar does not cover {}: add that year's "
                                              "holidays to {}",
                                              year, days_.extend));
    }
    if (days_.working.contains(day)) return true;
    return !days_.holidays.contains(day) && !days_.weekend.contains(day.weekday());
}

bool BusinessCalendar::is_holiday(Date day) const {
    return days_.holidays.contains(day) && !days_.working.contains(day);
}

Date BusinessCalendar::roll_forward(Date day) const {
    while (!is_working_day(day)) day = day + 1;
    return day;
}

Date BusinessCalendar::add_working_days(Date day, int n) const {
    DUNNING_CHECK(n >= 0);
    if (n == 0) return roll_forward(day);
    for (; n > 0; --n) day = roll_forward(day + 1);
    return day;
}

Result<Duration> parse_duration(std::string_view text) {
    const Fault no_duration{
        fmt::format("'{}' is not a duration (expected \"7d\" or \"3wd\")", text),
        "d counts calendar days, wd working days"};
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto unit = text.substr(digits);
    if (digits == 0 || (unit != "d" && unit != "wd")) return no_duration;
    int days = 0;
    for (const char c : text.substr(0, digits)) {
        days = days * 10 + (c - '0');
        if (days > longest_duration) {
            return Fault{fmt::format("'{}' is longer than {} days", text, longest_duration)};
        }
    }
    return Duration{.days = days, .working = unit == "wd"};
}

std::string to_text(Duration duration) {
    return fmt::format("{}{}", duration.days, duration.working ? "wd" : "d");
}

Date add(Date start, Duration duration, const BusinessCalendar& calendar) {
    return duration.working ? calendar.add_working_days(start, duration.days)
                            : start + duration.days;
}

}  // namespace dunning
