#include "core/calendar.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

// Part of an autumn: the first days of October are free, Saturday the 10th makes up for one of
// them.
BusinessCalendar autumn() {
    return BusinessCalendar({
        .holidays = {"2026-10-01"_date, "2026-10-02"_date, "2026-10-05"_date, "2026-10-06"_date,
                     "2026-10-07"_date},
        .working = {"2026-10-10"_date},
    });
}

}  // namespace

TEST_CASE("calendar: without any days given, Saturday and Sunday are closed in every year") {
    const BusinessCalendar calendar;
    CHECK(calendar.is_working_day("2026-11-20"_date));
    CHECK_FALSE(calendar.is_working_day("2026-11-21"_date));
    CHECK_FALSE(calendar.is_working_day("2026-11-22"_date));
    CHECK(calendar.covers(1900));
    CHECK(calendar.covers(2199));
}

TEST_CASE("calendar: a make-up working day beats a holiday, a holiday beats the weekday") {
    const BusinessCalendar calendar(
        {.holidays = {"2026-10-01"_date, "2026-10-10"_date}, .working = {"2026-10-10"_date}});
    CHECK_FALSE(calendar.is_working_day("2026-10-01"_date));  // a Thursday
    CHECK(calendar.is_working_day("2026-10-10"_date));        // a Saturday, listed twice
    CHECK_FALSE(calendar.is_working_day("2026-10-11"_date));
    CHECK(calendar.is_working_day("2026-10-12"_date));
}

TEST_CASE("calendar: the weekend is the one given") {
    const BusinessCalendar calendar({.weekend = {Weekday::friday, Weekday::saturday}});
    CHECK_FALSE(calendar.is_working_day("2026-11-20"_date));
    CHECK_FALSE(calendar.is_working_day("2026-11-21"_date));
    CHECK(calendar.is_working_day("2026-11-22"_date));
    const BusinessCalendar never_closed(CalendarDays{.weekend = {}});
    CHECK(never_closed.is_working_day("2026-11-22"_date));
}

TEST_CASE("calendar: years without holidays are covered only when they are named") {
    CHECK(autumn().covers(2026));
    CHECK_FALSE(autumn().covers(2027));
    CHECK_FALSE(autumn().covers(2025));
    const BusinessCalendar named({.holidays = {"2026-10-01"_date}, .covered_years = {2027}});
    CHECK(named.covers(2026));
    CHECK(named.covers(2027));
    CHECK_FALSE(named.covers(2028));
    const BusinessCalendar file_without_days({.covered_years = {2026}});
    CHECK_FALSE(file_without_days.covers(2027));
    const BusinessCalendar working_alone({.working = {"2026-10-10"_date}});
    CHECK(working_alone.covers(2027));
}

TEST_CASE("calendar: a question outside the covered years is refused and says what to extend") {
    const char* const message =
        "the calendar does not cover 2027: add that year's holidays to dunning.toml, [calendar] "
        "holidays";
    CHECK_THROWS_WITH_AS(autumn().is_working_day("2027-01-04"_date), message, UncoveredYear);
    // Also when it is only reached on the way.
    CHECK_THROWS_WITH_AS(autumn().add_working_days("2026-12-31"_date, 1), message, UncoveredYear);
    CHECK_THROWS_AS(autumn().roll_forward("2027-01-01"_date), UncoveredYear);
    const BusinessCalendar from_file({.covered_years = {2026}, .extend = "cn-2027.toml"});
    CHECK_THROWS_WITH(from_file.roll_forward("2027-01-01"_date),
                      "the calendar does not cover 2027: add that year's holidays to cn-2027.toml");
}

TEST_CASE("roll_forward: a working day stays, any other becomes the next working day") {
    CHECK(autumn().roll_forward("2026-09-30"_date) == "2026-09-30"_date);
    CHECK(autumn().roll_forward("2026-10-01"_date) == "2026-10-08"_date);
    CHECK(autumn().roll_forward("2026-10-10"_date) == "2026-10-10"_date);
    CHECK(autumn().roll_forward("2026-10-11"_date) == "2026-10-12"_date);
}

TEST_CASE("add_working_days: the n-th working day after the day, whatever the day itself is") {
    CHECK(autumn().add_working_days("2026-09-30"_date, 0) == "2026-09-30"_date);
    CHECK(autumn().add_working_days("2026-10-03"_date, 0) == "2026-10-08"_date);
    CHECK(autumn().add_working_days("2026-09-30"_date, 1) == "2026-10-08"_date);
    CHECK(autumn().add_working_days("2026-10-03"_date, 1) == "2026-10-08"_date);
    CHECK(autumn().add_working_days("2026-10-08"_date, 2) == "2026-10-10"_date);
    CHECK(autumn().add_working_days("2026-10-08"_date, 3) == "2026-10-12"_date);
}

TEST_CASE("duration: calendar days and working days") {
    CHECK(parse_duration("7d").value() == Duration{.days = 7, .working = false});
    CHECK(parse_duration("3wd").value() == Duration{.days = 3, .working = true});
    CHECK(parse_duration("0d").value() == Duration{});
    CHECK(parse_duration("3660d").value().days == 3660);
    CHECK(to_text("7d"_duration) == "7d");
    CHECK(to_text("3wd"_duration) == "3wd");
}

TEST_CASE("duration: anything else is refused") {
    for (const auto* const text :
         {"", "7", "d", "wd", "-1d", "+1d", "7 d", "7D", "1.5d", "7dd", "2w", "d7", " 7d", "7d "}) {
        CAPTURE(text);
        CHECK(parse_duration(text).error() ==
              Fault{"'" + std::string(text) + "' is not a duration (expected \"7d\" or \"3wd\")",
                    "d counts calendar days, wd working days"});
    }
    CHECK(parse_duration("3661d").error().what == "'3661d' is longer than 3660 days");
    CHECK_FALSE(parse_duration("99999999999999999999d").has_value());
}

TEST_CASE("add: only working days ask the calendar") {
    CHECK(add("2026-09-30"_date, "3d"_duration, autumn()) == "2026-10-03"_date);
    CHECK(add("2026-09-30"_date, "3wd"_duration, autumn()) == "2026-10-10"_date);
    CHECK(add("2026-12-31"_date, "7d"_duration, autumn()) == "2027-01-07"_date);
    CHECK_THROWS_AS(add("2026-12-31"_date, "1wd"_duration, autumn()), UncoveredYear);
}
