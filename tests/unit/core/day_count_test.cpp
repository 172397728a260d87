#include "core/day_count.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

constexpr std::int64_t unit = std::int64_t{360} * 365 * 366;  // every basis divides it

std::int64_t in_units(const std::vector<YearFraction>& parts) {
    std::int64_t sum = 0;
    for (const auto& part : parts) sum += part.days * (unit / part.basis);
    return sum;
}

int days_of(const std::vector<YearFraction>& parts) {
    int days = 0;
    for (const auto& part : parts) days += part.days;
    return days;
}

int days(DayCount convention, Date start, Date end) {
    return days_of(year_fractions(convention, start, end, end + 1000));
}

constexpr DayCount conventions[] = {
    DayCount::act_365,     DayCount::act_360,   DayCount::act_act_isda, DayCount::e30_360,
    DayCount::bond_30_360, DayCount::us_30_360, DayCount::e30_360_isda,
};

}  // namespace

TEST_CASE("day count: published vectors, days and exact fraction") {
    struct Case {
        std::string_view convention;
        Date start, end;
        int days;
        std::int64_t numerator, denominator;
        std::optional<Date> termination = {};
    };
    const auto leap_2008 = "2008-02-29"_date;
    const auto leap_2012 = "2012-02-29"_date;
    for (const auto& c : {
             Case{"act/act-isda", "2003-11-01"_date, "2004-05-01"_date, 182, 66491, 133590},
             Case{"act/act-isda", "1999-02-01"_date, "1999-07-01"_date, 150, 30, 73},
             Case{"act/act-isda", "2002-08-15"_date, "2003-07-15"_date, 334, 334, 365},
             Case{"act/act-isda", "2003-07-15"_date, "2004-01-15"_date, 184, 6733, 13359},
             Case{"act/act-isda", "2000-01-30"_date, "2000-06-30"_date, 152, 76, 183},
             Case{"act/act-isda", "2018-12-15"_date, "2019-03-01"_date, 76, 76, 365},
             Case{"act/act-isda", "2011-12-28"_date, "2012-03-01"_date, 64, 3894, 22265},
             Case{"act/act-isda", "2011-12-28"_date, "2016-02-29"_date, 1524, 557359, 133590},
             Case{"act/365", "2011-12-28"_date, "2012-02-28"_date, 62, 62, 365},
             Case{"act/365", "2011-12-28"_date, "2012-02-29"_date, 63, 63, 365},
             Case{"act/365", "2012-02-28"_date, "2012-03-28"_date, 29, 29, 365},
             Case{"act/360", "2011-12-28"_date, "2012-02-28"_date, 62, 31, 180},
             Case{"act/360", "2011-12-28"_date, "2016-02-28"_date, 1523, 1523, 360},
             Case{"act/360", "2012-02-29"_date, "2012-03-28"_date, 28, 7, 90},
             Case{"30/360-bond", "2007-02-28"_date, "2007-08-31"_date, 183, 61, 120},
             Case{"30/360-bond", "2008-02-29"_date, "2008-08-31"_date, 182, 91, 180},
             Case{"30/360-bond", "2008-02-28"_date, "2008-03-31"_date, 33, 11, 120},
             Case{"30/360-bond", "2012-05-29"_date, "2013-08-31"_date, 452, 113, 90},
             Case{"30e/360", "2008-02-29"_date, "2008-08-31"_date, 181, 181, 360},
             Case{"30e/360", "2008-02-28"_date, "2008-03-31"_date, 32, 4, 45},
             Case{"30u/360", "2007-02-28"_date, "2007-08-31"_date, 180, 1, 2},
             Case{"30u/360", "2008-02-29"_date, "2009-02-28"_date, 360, 1, 1},
             Case{"30u/360", "2012-02-29"_date, "2013-02-28"_date, 360, 1, 1},
             Case{"30e/360-isda", "2006-08-31"_date, "2007-02-28"_date, 180, 1, 2, leap_2012},
             Case{"30e/360-isda", "2006-01-31"_date, "2006-02-28"_date, 30, 1, 12, leap_2008},
             Case{"30e/360-isda", "2007-02-28"_date, "2008-02-29"_date, 359, 359, 360, leap_2008},
         }) {
        CAPTURE(c.convention);
        CAPTURE(c.start);
        CAPTURE(c.end);
        const auto parts = year_fractions(*day_count_from_name(c.convention), c.start, c.end,
                                          c.termination.value_or(c.end));
        CHECK(days_of(parts) == c.days);
        CHECK(in_units(parts) * c.denominator == c.numerator * unit);
    }
}

TEST_CASE("day count: act/act-isda splits at the first of January") {
    using Parts = std::vector<YearFraction>;
    const auto parts = [](Date start, Date end) {
        return year_fractions(DayCount::act_act_isda, start, end, end);
    };
    CHECK(parts("2003-12-31"_date, "2004-01-02"_date) == Parts{{1, 365}, {1, 366}});
    CHECK(parts("2004-12-31"_date, "2005-01-01"_date) == Parts{{1, 366}});
    CHECK(parts("2003-12-31"_date, "2004-01-01"_date) == Parts{{1, 365}});
    CHECK(parts("2000-01-01"_date, "2008-01-01"_date) == Parts{{6 * 365, 365}, {2 * 366, 366}});
}

TEST_CASE("day count: no days, no parts") {
    for (const auto convention : conventions) {
        CAPTURE(to_text(convention));
        for (const Date day : {"2026-01-31"_date, "2026-02-28"_date, "2024-02-29"_date}) {
            CHECK(year_fractions(convention, day, day, day).empty());
        }
        // The 31st is the 30th for most, so that no day lies between them.
        CHECK(days(convention, "2026-01-30"_date, "2026-01-31"_date) <= 1);
    }
    CHECK(year_fractions(DayCount::e30_360, "2026-01-30"_date, "2026-01-31"_date, {}).empty());
}

TEST_CASE("day count: actual days and 30e/360 add up over any split") {
    const Date start = "2011-12-28"_date;
    const Date end = "2012-05-31"_date;
    for (const auto convention :
         {DayCount::act_365, DayCount::act_360, DayCount::act_act_isda, DayCount::e30_360}) {
        CAPTURE(to_text(convention));
        const auto whole = in_units(year_fractions(convention, start, end, end));
        for (Date middle = start; middle <= end; middle = middle + 1) {
            CAPTURE(middle);
            CHECK(in_units(year_fractions(convention, start, middle, end)) +
                      in_units(year_fractions(convention, middle, end, end)) ==
                  whole);
        }
    }
}

TEST_CASE("day count: the bond and US rules do not add up over a split") {
    CHECK(days(DayCount::bond_30_360, "2012-05-29"_date, "2012-06-29"_date) == 30);
    CHECK(days(DayCount::bond_30_360, "2012-05-29"_date, "2012-05-31"_date) == 2);
    CHECK(days(DayCount::bond_30_360, "2012-05-31"_date, "2012-06-29"_date) == 29);
    CHECK(days(DayCount::us_30_360, "2007-02-28"_date, "2007-08-31"_date) == 180);
    CHECK(days(DayCount::us_30_360, "2007-02-28"_date, "2007-03-01"_date) == 1);
    CHECK(days(DayCount::us_30_360, "2007-03-01"_date, "2007-08-31"_date) == 180);
}

TEST_CASE("day count: a later end never has fewer days") {
    for (const auto convention : conventions) {
        for (const Date start : {"2008-01-29"_date, "2008-01-31"_date, "2008-02-28"_date,
                                 "2008-02-29"_date, "2007-02-28"_date}) {
            int before = 0;
            for (Date end = start; end <= start + 800; end = end + 1) {
                const int now = days(convention, start, end);
                CAPTURE(to_text(convention));
                CAPTURE(start);
                CAPTURE(end);
                CHECK(now >= before);
                before = now;
            }
        }
    }
}

TEST_CASE("day count: names are read back, the ambiguous 30/360 is refused") {
    for (const auto convention : conventions) {
        CHECK(day_count_from_name(to_text(convention)) == convention);
    }
    for (const auto* const name : {"30/360", "", "ACT/365", "act/act", "actual"}) {
        CAPTURE(name);
        CHECK_FALSE(day_count_from_name(name));
    }
}
