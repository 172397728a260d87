#include "formats/calendar_file.h"

#include <doctest/doctest.h>

#include "formats/shipped_calendars.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

BusinessCalendar calendar(const std::string& files,
                          const std::map<std::string, std::string>& own = {}) {
    const auto read = read_text("[calendar]\nfiles = " + files + "\n" + least_policy, own);
    INFO(doctest::toString(read.problems));
    REQUIRE(read.policy);
    return read.policy->calendar;
}

int working_days(const BusinessCalendar& calendar, int year) {
    int count = 0;
    for (Date day = Date::from_ymd(year, 1, 1); day.year() == year; day = day + 1) {
        if (calendar.is_working_day(day)) ++count;
    }
    return count;
}

std::vector<std::string> problems(const std::string& text) {
    Diagnostics diagnostics;
    (void)read_calendar_file(text, "c.toml", diagnostics);
    std::vector<std::string> result;
    for (const auto& diagnostic : diagnostics.all()) result.push_back(to_text(diagnostic));
    return result;
}

}  // namespace

TEST_CASE("calendars: working days per year of what is shipped") {
    struct Case {
        std::string files;
        int year;
        int expected;
    };
    for (const auto& [files, year, expected] : std::vector<Case>{{"[\"cn\"]", 2025, 248},
                                                                 {"[\"cn\"]", 2026, 248},
                                                                 {"[\"target\"]", 2026, 256},
                                                                 {"[\"gb-eng\"]", 2026, 253},
                                                                 {"[\"us-fed\"]", 2026, 250},
                                                                 {"[\"de\"]", 2026, 254}}) {
        CAPTURE(files);
        CHECK(working_days(calendar(files), year) == expected);
    }
}

TEST_CASE("calendars: the next working day") {
    struct Case {
        std::string files;
        Date after;
        Date expected;
    };
    const std::string cn = "[\"cn\"]";
    for (const auto& [files, after, expected] :
         std::vector<Case>{{cn, "2026-02-13"_date, "2026-02-14"_date},  // a make-up Saturday
                           {cn, "2026-02-14"_date, "2026-02-24"_date},
                           {cn, "2026-09-18"_date, "2026-09-20"_date},
                           {cn, "2026-09-30"_date, "2026-10-08"_date},
                           {cn, "2025-10-10"_date, "2025-10-11"_date},
                           {"[\"target\"]", "2026-04-02"_date, "2026-04-07"_date},
                           {"[\"target\"]", "2026-05-13"_date, "2026-05-14"_date},
                           {"[\"de\"]", "2026-05-13"_date, "2026-05-15"_date},
                           {"[\"gb-eng\"]", "2026-12-24"_date, "2026-12-29"_date},
                           {"[\"us-fed\"]", "2026-07-02"_date, "2026-07-06"_date}}) {
        CAPTURE(files);
        CHECK(calendar(files).add_working_days(after, 1) == expected);
    }
}

TEST_CASE("calendars: a year is covered when every region covers it") {
    const auto both = calendar("[\"cn\", \"gb-eng\"]");
    CHECK(!both.covers(2024));
    CHECK(both.covers(2025));
    CHECK(both.covers(2026));
    CHECK(!both.covers(2027));                       // only gb-eng has it
    CHECK(!both.is_working_day("2026-08-31"_date));  // closed in one of them
    CHECK(!both.is_working_day("2026-10-01"_date));
}

TEST_CASE("calendars: files of one region complete one another") {
    const auto own =
        calendar("[\"a.toml\", \"b.toml\"]",
                 {{"a.toml", "region = \"X\"\nyears = [2030]\nholidays = [\"2030-01-01\"]\n"},
                  {"b.toml", "region = \"X\"\nyears = [2031]\nholidays = [\"2031-01-01\"]\n"}});
    CHECK(own.covers(2030));
    CHECK(own.covers(2031));
    CHECK(!own.is_working_day("2031-01-01"_date));
}

TEST_CASE("calendars: a day outside names what to extend") {
    try {
        (void)calendar("[\"cn\"]").is_working_day("2028-01-03"_date);
        FAIL("2028 is not covered");
    } catch (const UncoveredYear& uncovered) {
        const std::string what = uncovered.what();
        CHECK(what.find("p.toml, [calendar] holidays (its files: cn)") != std::string::npos);
    }
}

TEST_CASE(
    "calendars: problems of a file have its own places, regions without a common year are "
    "refused") {
    CHECK(problems("years = [2026]\nholidays = [\"2027-01-01\"]\nwoking = []\n") ==
          std::vector<std::string>{
              "c.toml:2:13: holidays '2027-01-01' is in a year that `years` does not list (in the "
              "file)",
              "c.toml:3:1: unknown key 'woking' in the file\n    did you mean 'working'?"});
    CHECK(problems("holidays = []\n") == std::vector<std::string>{"c.toml: 'years' is missing"});
    const auto apart = read_text("[calendar]\nfiles = [\"cn\", \"x.toml\"]\n" + least_policy,
                                 {{"x.toml", "region = \"X\"\nyears = [2030]\nholidays = []\n"}});
    CHECK(apart.problems ==
          std::vector<std::string>{"p.toml:2:9: files have no year in common (in [calendar])"});
}
