// BusinessCalendar: which days are working days.
//
// A make-up working day (调休) beats a holiday, a holiday beats the weekend. A calendar that lists
// holidays covers the years they lie in and no others: China publishes next year's days only in
// November, and a guess would move a legal deadline. A question outside is refused with
// UncoveredYear.
#pragma once

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/date.h"

namespace dunning {

struct UncoveredYear : std::runtime_error {
    UncoveredYear(int uncovered, const std::string& message)
        : std::runtime_error(message), year(uncovered) {}
    int year;
};

struct CalendarDays {
    std::set<Weekday> weekend = {Weekday::saturday, Weekday::sunday};
    std::set<Date> holidays = {};
    std::set<Date> working = {};       // make-up working days
    std::set<int> covered_years = {};  // of calendar files; years of `holidays` count as well
    std::string extend = "dunning.toml, [calendar] holidays";  // what to extend, for the message
};

class BusinessCalendar {
  public:
    BusinessCalendar() = default;  // Saturday and Sunday are closed, every year is covered
    // REQUIRES: at least one weekday is not of the weekend (checked; who reads a calendar refuses
    // seven), or no search for a working day would end.
    explicit BusinessCalendar(CalendarDays days);

    // Throws UncoveredYear.
    bool is_working_day(Date day) const;
    // A holiday of the list, unless it was made a working day; a weekend is none.
    bool is_holiday(Date day) const;
    // The day itself when it is a working day, else the next one.
    Date roll_forward(Date day) const;
    // The n-th working day after `day`; n = 0 is roll_forward. REQUIRES: n >= 0.
    Date add_working_days(Date day, int n) const;

    bool covers(int year) const;

  private:
    CalendarDays days_;
    std::set<int> years_;  // empty: every year
};

// "7d" or "3wd": a policy's durations.
struct Duration {
    int days = 0;
    bool working = false;

    friend bool operator==(const Duration&, const Duration&) = default;
};

Result<Duration> parse_duration(std::string_view text);
std::string to_text(Duration duration);

// start + duration, by the calendar when it counts working days.
Date add(Date start, Duration duration, const BusinessCalendar& calendar);

}  // namespace dunning
