#include "core/date.h"
#include "core/month_step.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

TEST_CASE("date: days count from 1970-01-01") {
    CHECK("1970-01-01"_date.days() == 0);
    CHECK("1969-12-31"_date.days() == -1);
    CHECK("2000-03-01"_date.days() == 11017);
    CHECK(Date::from_days(20778) == "2026-11-21"_date);
    CHECK("2026-03-01"_date - "2026-02-28"_date == 1);
    CHECK("2024-03-01"_date - "2024-02-28"_date == 2);
    CHECK("2026-12-31"_date + 1 == "2027-01-01"_date);
    CHECK("2026-01-01"_date - 1 == "2025-12-31"_date);
}

TEST_CASE("date: every day of the ledger's years is itself again") {
    Date expected = Date::from_ymd(first_year, 1, 1);
    for (int year = first_year; year <= last_year; ++year) {
        for (int month = 1; month <= 12; ++month) {
            for (int day = 1; Date::exists(year, month, day); ++day) {
                const Date date = Date::from_ymd(year, month, day);
                if (date != expected || date.year() != year || date.month() != month ||
                    date.day() != day) {
                    FAIL(to_text(date));
                }
                expected = expected + 1;
            }
        }
    }
    CHECK(expected == Date::from_ymd(last_year + 1, 1, 1));
}

TEST_CASE("date: leap days exist every fourth year, not in 1900 or 2100, but in 2000") {
    CHECK(Date::exists(2024, 2, 29));
    CHECK(Date::exists(2000, 2, 29));
    CHECK_FALSE(Date::exists(2026, 2, 29));
    CHECK_FALSE(Date::exists(1900, 2, 29));
    CHECK_FALSE(Date::exists(2100, 2, 29));
    CHECK_FALSE(Date::exists(2026, 4, 31));
    CHECK_FALSE(Date::exists(2026, 0, 1));
    CHECK_FALSE(Date::exists(2026, 13, 1));
    CHECK_FALSE(Date::exists(2026, 1, 0));
    CHECK_FALSE(Date::exists(2026, 1, -1));
    CHECK_FALSE(Date::exists(2026, 1, 257));  // a byte would see the 1st
}

TEST_CASE("date: weekdays") {
    CHECK("2026-11-20"_date.weekday() == Weekday::friday);
    CHECK("2026-11-21"_date.weekday() == Weekday::saturday);
    CHECK("2026-11-22"_date.weekday() == Weekday::sunday);
    CHECK("2026-11-23"_date.weekday() == Weekday::monday);
    CHECK("1969-12-31"_date.weekday() == Weekday::wednesday);
}

TEST_CASE("months_before: from the end of a month to the end of another") {
    CHECK(months_before("2026-06-30"_date, 1) == "2026-05-31"_date);
    CHECK(months_before("2026-06-30"_date, 4) == "2026-02-28"_date);
    CHECK(months_before("2026-02-28"_date, 12) == "2025-02-28"_date);
    CHECK(months_before("2025-02-28"_date, 12) == "2024-02-29"_date);
    CHECK(months_before("2026-06-29"_date, 1) == "2026-05-29"_date);
    CHECK(months_before("2026-03-30"_date, 1) == "2026-02-28"_date);
    CHECK(months_before("2026-06-30"_date, 0) == "2026-06-30"_date);
}

TEST_CASE("plus_months: a day that the month lacks becomes its last") {
    CHECK("2026-01-31"_date.plus_months(1) == "2026-02-28"_date);
    CHECK("2024-01-31"_date.plus_months(1) == "2024-02-29"_date);
    CHECK("2026-01-31"_date.plus_months(2) == "2026-03-31"_date);
    CHECK("2026-01-15"_date.plus_months(0) == "2026-01-15"_date);
    CHECK("2026-11-30"_date.plus_months(3) == "2027-02-28"_date);
    CHECK("2026-12-01"_date.plus_months(1) == "2027-01-01"_date);
    CHECK("2026-03-31"_date.plus_months(-1) == "2026-02-28"_date);
    CHECK("2026-01-10"_date.plus_months(-1) == "2025-12-10"_date);
    CHECK("2026-01-10"_date.plus_months(-25) == "2023-12-10"_date);
}

TEST_CASE("end_of_month: the month's last day") {
    CHECK("2026-02-01"_date.end_of_month() == "2026-02-28"_date);
    CHECK("2024-02-29"_date.end_of_month() == "2024-02-29"_date);
    CHECK("2026-12-31"_date.end_of_month() == "2026-12-31"_date);
}

TEST_CASE("to_text: ISO 8601") {
    CHECK(to_text(Date::from_ymd(2026, 1, 2)) == "2026-01-02");
    CHECK(to_text(Date::from_ymd(1900, 12, 31)) == "1900-12-31");
}

TEST_CASE("parse_date: exactly the machine form") {
    CHECK(parse_date("2026-11-21").value() == Date::from_ymd(2026, 11, 21));
    CHECK(parse_date("1900-01-01").has_value());
    CHECK(parse_date("2199-12-31").has_value());
    for (const auto* const text :
         {"", "2026", "2026-1-2", "2026-01-2", "26-01-02", "2026/01/02", "31/02/2026",
          "2026-01-02 ", " 2026-01-02", "2026-01-021", "2026-1-021", "20260102", "-026-01-02",
          "2026-+1-02", "2026-01-0a", "2026--1-02"}) {
        CAPTURE(text);
        const auto date = parse_date(text);
        REQUIRE_FALSE(date.has_value());
        CHECK(date.error() ==
              Fault{"'" + std::string(text) + "' is not a date", "write it as 2026-11-21"});
    }
}

TEST_CASE(
    "parse_date: days that do not exist and years outside the ledger have words of their own") {
    for (const auto* const text : {"2026-02-30", "2026-13-01", "2026-00-10", "2026-04-31"}) {
        CAPTURE(text);
        CHECK(parse_date(text).error().what ==
              "'" + std::string(text) + "' is not a day that exists");
    }
    for (const auto* const text : {"1899-12-31", "2200-01-01", "0000-01-01", "9999-12-31"}) {
        CAPTURE(text);
        CHECK(parse_date(text).error().what ==
              "'" + std::string(text) + "' is outside the years 1900 to 2199");
    }
}

TEST_CASE("parse_date: by a format") {
    struct Case {
        std::string_view text, format, expected;
    };
    for (const auto& [text, format, expected] : {
             Case{"11/21/2026", "%m/%d/%Y", "2026-11-21"},
             {"1/2/2026", "%m/%d/%Y", "2026-01-02"},
             {"01/02/2026", "%d/%m/%Y", "2026-02-01"},
             {"21.11.26", "%d.%m.%y", "2026-11-21"},
             {"31.12.70", "%d.%m.%y", "1970-12-31"},
             {"31.12.69", "%d.%m.%y", "2069-12-31"},
             {"20261121", "%Y%m%d", "2026-11-21"},
             {"21-Nov-2026", "%d-%b-%Y", "2026-11-21"},
             {"21-NOV-2026", "%d-%b-%Y", "2026-11-21"},
             {"2026年11月21日", "%Y年%m月%d日", "2026-11-21"},
             {"29 Feb 2024", "%d %b %Y", "2024-02-29"},
             {"21-November-2026", "%d-%b-%Y", "2026-11-21"},
             {"15 März 2026", "%d %b %Y", "2026-03-15"},
             {"15 MÄRZ 2026", "%d %b %Y", "2026-03-15"},
             {"15. Mär. 2026", "%d. %b %Y", "2026-03-15"},
             {"15. Maerz 2026", "%d. %b %Y", "2026-03-15"},
             {"1. Mai 2026", "%d. %b %Y", "2026-05-01"},
             {"1 Sept. 2026", "%d %b %Y", "2026-09-01"},
             {"31. Dezember 2026", "%d. %b %Y", "2026-12-31"},
             {"June 30, 2026", "%b %d, %Y", "2026-06-30"},
             {"2026-11-21", "%Y-%m-%d", "2026-11-21"},
         }) {
        CAPTURE(text);
        const auto date = parse_date(text, format);
        REQUIRE(date.has_value());
        CHECK(to_text(*date) == expected);
    }
}

TEST_CASE("parse_date: the whole text must match the format") {
    struct Case {
        std::string_view text, format;
    };
    for (const auto& [text, format] : {Case{"11/21/2026 ", "%m/%d/%Y"},
                                       {"11/21/2026x", "%m/%d/%Y"},
                                       {"11-21-2026", "%m/%d/%Y"},
                                       {"11/21/26", "%m/%d/%Y"},
                                       {"21.11.2026", "%d.%m.%y"},
                                       {"21-Nvo-2026", "%d-%b-%Y"},
                                       {"21-No", "%d-%b-%Y"},
                                       {"", "%d-%b-%Y"},
                                       {"21-Novem-2026", "%d-%b-%Y"},
                                       {"21 May. 2026", "%d %b. %Y"},
                                       {"21 March. 2026", "%d %b %Y"},
                                       {"21 Janvier 2026", "%d %b %Y"}}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text, format).has_value());
    }
    CHECK(parse_date("21.11.2026", "%m/%d/%Y").error().what ==
          "'21.11.2026' is not a date (expected %m/%d/%Y, as in 11/21/2026)");
    CHECK(parse_date("21/11/2026", "%m/%d/%Y").error().what ==
          "'21/11/2026' is not a day that exists (read as %m/%d/%Y)");
    CHECK(parse_date("01/01/1492", "%m/%d/%Y").error().what ==
          "'01/01/1492' is outside the years 1900 to 2199");
}

TEST_CASE("parse_date: a format that does not name one day is refused") {
    for (const auto* const format : {"", "%Y-%m", "%d/%m", "%Y-%m-%m", "%Y %y %m %d"}) {
        CAPTURE(format);
        CHECK(parse_date("2026-11-21", format).error().what ==
              "the date format '" + std::string(format) +
                  "' does not name year, month and day once each");
    }
    CHECK(parse_date("2026-11-21", "%Y-%m-%e").error().what ==
          "the date format '%Y-%m-%e' has an unknown part '%e'");
    CHECK(parse_date("2026-11-21", "%Y-%m-%").error().what ==
          "the date format '%Y-%m-%' has an unknown part '%'");
}
