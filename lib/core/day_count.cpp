#include "core/day_count.h"

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

bool is_leap(int year) {
    return Date::exists(year, 2, 29);
}

bool is_last_of_february(Date day) {
    return day.month() == 2 && day == day.end_of_month();
}

// A year of twelve months of thirty days, once each convention has said what day the ends count as.
int days_360(Date start, int start_day, Date end, int end_day) {
    return 360 * (end.year() - start.year()) + 30 * (end.month() - start.month()) +
           (end_day - start_day);
}

int days_e30_360(Date start, Date end) {
    return days_360(start, std::min(start.day(), 30), end, std::min(end.day(), 30));
}

// The end moves to the 30th only when the start, already moved, is there.
int days_bond(Date start, int start_day, Date end, int end_day) {
    start_day = std::min(start_day, 30);
    if (start_day == 30) end_day = std::min(end_day, 30);
    return days_360(start, start_day, end, end_day);
}

// February first and both ends at once: moving the start before asking about the end would change
// the answer of the bond rule.
int days_us(Date start, Date end) {
    if (!is_last_of_february(start)) return days_bond(start, start.day(), end, end.day());
    return days_bond(start, 30, end, is_last_of_february(end) ? 30 : end.day());
}

int days_e30_360_isda(Date start, Date end, Date termination) {
    const int start_day = is_last_of_february(start) ? 30 : std::min(start.day(), 30);
    const bool end_moves = is_last_of_february(end) && end != termination;
    return days_360(start, start_day, end, end_moves ? 30 : std::min(end.day(), 30));
}

int days_in_leap_years(Date start, Date end) {
    int days = 0;
    for (int year = start.year(); year <= end.year(); ++year) {
        if (!is_leap(year)) continue;
        const Date first = std::max(start, Date::from_ymd(year, 1, 1));
        const Date last = std::min(end, Date::from_ymd(year + 1, 1, 1));
        days += last - first;
    }
    return days;
}

std::vector<YearFraction> all_parts(DayCount convention, Date start, Date end, Date termination) {
    switch (convention) {
        case DayCount::act_365:
            return {{end - start, 365}};
        case DayCount::act_360:
            return {{end - start, 360}};
        case DayCount::act_act_isda: {
            const int in_leap_years = days_in_leap_years(start, end);
            return {{end - start - in_leap_years, 365}, {in_leap_years, 366}};
        }
        case DayCount::e30_360:
            return {{days_e30_360(start, end), 360}};
        case DayCount::bond_30_360:
            return {{days_bond(start, start.day(), end, end.day()), 360}};
        case DayCount::us_30_360:
            return {{days_us(start, end), 360}};
        case DayCount::e30_360_isda:
            return {{days_e30_360_isda(start, end, termination), 360}};
    }
    DUNNING_CHECK(false);
}

}  // namespace

std::optional<DayCount> day_count_from_name(std::string_view name) {
    for (const auto convention :
         {DayCount::act_365, DayCount::act_360, DayCount::act_act_isda, DayCount::e30_360,
          DayCount::bond_30_360, DayCount::us_30_360, DayCount::e30_360_isda}) {
        if (to_text(convention) == name) return convention;
    }
    return std::nullopt;
}

std::string_view to_text(DayCount convention) {
    switch (convention) {
        case DayCount::act_365:
            return "act/365";
        case DayCount::act_360:
            return "act/360";
        case DayCount::act_act_isda:
            return "act/act-isda";
        case DayCount::e30_360:
            return "30e/360";
        case DayCount::bond_30_360:
            return "30/360-bond";
        case DayCount::us_30_360:
            return "30u/360";
        case DayCount::e30_360_isda:
            return "30e/360-isda";
    }
    DUNNING_CHECK(false);
}

std::vector<YearFraction> year_fractions(DayCount convention, Date start, Date end,
                                         Date termination) {
    DUNNING_CHECK(start <= end);
    if (start == end) return {};  // the ends may count as different days of the month
    auto parts = all_parts(convention, start, end, termination);
    std::erase_if(parts, [](const YearFraction& part) { return part.days == 0; });
    return parts;
}

}  // namespace dunning
