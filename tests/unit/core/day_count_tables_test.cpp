// The examples that ISDA published for the four 30/360 rules (22 December 2008), as QuantLib's
// tests have them: half years from the 20th, half years from a month's end, and single awkward
// pairs.
#include <doctest/doctest.h>

#include "core/day_count.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

int days(DayCount convention, Date start, Date end, Date termination) {
    int sum = 0;
    for (const YearFraction& part : year_fractions(convention, start, end, termination)) {
        CHECK(part.basis == 360);
        sum += part.days;
    }
    return sum;
}

}  // namespace

TEST_CASE("day count: ISDA's examples for 30/360-bond, 30e/360 and 30u/360") {
    struct Row {
        Date start, end;
        std::optional<int> bond, e30, us;  // where the table of that rule has the pair
    };
    const Row rows[] = {
        {"2006-01-30"_date, "2006-02-28"_date, 28, 28, 28},
        {"2006-01-31"_date, "2006-02-28"_date, 28, 28, 28},
        {"2006-02-14"_date, "2006-02-28"_date, 14, 14, 14},
        {"2006-02-28"_date, "2006-03-03"_date, 5, 5, 3},
        {"2006-02-28"_date, "2006-08-31"_date, {}, 182, {}},
        {"2006-08-20"_date, "2007-02-20"_date, 180, 180, 180},
        {"2006-08-31"_date, "2007-02-28"_date, 178, 178, 178},
        {"2006-09-30"_date, "2006-10-31"_date, 30, 30, 30},
        {"2006-10-31"_date, "2006-11-28"_date, 28, 28, 28},
        {"2007-02-20"_date, "2007-08-20"_date, 180, 180, 180},
        {"2007-02-26"_date, "2008-02-28"_date, 362, 362, 362},
        {"2007-02-26"_date, "2008-02-29"_date, 363, 363, 363},
        {"2007-02-28"_date, "2007-08-31"_date, 183, 182, 180},
        {"2007-08-20"_date, "2008-02-20"_date, 180, 180, 180},
        {"2007-08-31"_date, "2008-02-28"_date, 178, 178, 178},
        {"2007-08-31"_date, "2008-02-29"_date, 179, 179, 179},
        {"2008-02-20"_date, "2008-08-20"_date, 180, 180, 180},
        {"2008-02-28"_date, "2008-03-30"_date, 32, 32, 32},
        {"2008-02-28"_date, "2008-03-31"_date, 33, 32, 33},
        {"2008-02-28"_date, "2008-08-28"_date, 180, 180, 180},
        {"2008-02-28"_date, "2008-08-30"_date, 182, 182, 182},
        {"2008-02-28"_date, "2008-08-31"_date, 183, 182, 183},
        {"2008-02-29"_date, "2008-08-31"_date, 182, 181, 180},
        {"2008-02-29"_date, "2009-02-28"_date, 359, 359, 360},
        {"2008-08-20"_date, "2009-02-20"_date, 180, 180, 180},
        {"2008-08-31"_date, "2009-02-28"_date, 178, 178, 178},
        {"2009-02-20"_date, "2009-08-20"_date, 180, 180, 180},
        {"2009-02-28"_date, "2009-08-31"_date, 183, 182, 180},
        {"2009-08-31"_date, "2010-02-28"_date, {}, 178, {}},
        {"2010-02-28"_date, "2010-08-31"_date, {}, 182, {}},
        {"2010-08-31"_date, "2011-02-28"_date, {}, 178, {}},
        {"2011-02-28"_date, "2011-08-31"_date, {}, 182, {}},
        {"2011-08-31"_date, "2012-02-29"_date, {}, 179, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.start);
        CAPTURE(row.end);
        const auto check = [&](DayCount convention, std::optional<int> expected) {
            CAPTURE(to_text(convention));
            if (expected) CHECK(days(convention, row.start, row.end, row.end) == *expected);
        };
        check(DayCount::bond_30_360, row.bond);
        check(DayCount::e30_360, row.e30);
        check(DayCount::us_30_360, row.us);
    }
}

TEST_CASE("day count: ISDA's examples for 30e/360-isda, which looks at the termination day") {
    struct Row {
        Date start, end, termination;
        int expected;
    };
    const Row rows[] = {
        {"2006-08-20"_date, "2007-02-20"_date, "2009-08-20"_date, 180},
        {"2007-02-20"_date, "2007-08-20"_date, "2009-08-20"_date, 180},
        {"2007-08-20"_date, "2008-02-20"_date, "2009-08-20"_date, 180},
        {"2008-02-20"_date, "2008-08-20"_date, "2009-08-20"_date, 180},
        {"2008-08-20"_date, "2009-02-20"_date, "2009-08-20"_date, 180},
        {"2009-02-20"_date, "2009-08-20"_date, "2009-08-20"_date, 180},
        {"2006-02-28"_date, "2006-08-31"_date, "2012-02-29"_date, 180},
        {"2006-08-31"_date, "2007-02-28"_date, "2012-02-29"_date, 180},
        {"2007-02-28"_date, "2007-08-31"_date, "2012-02-29"_date, 180},
        {"2007-08-31"_date, "2008-02-29"_date, "2012-02-29"_date, 180},
        {"2008-02-29"_date, "2008-08-31"_date, "2012-02-29"_date, 180},
        {"2008-08-31"_date, "2009-02-28"_date, "2012-02-29"_date, 180},
        {"2009-02-28"_date, "2009-08-31"_date, "2012-02-29"_date, 180},
        {"2009-08-31"_date, "2010-02-28"_date, "2012-02-29"_date, 180},
        {"2010-02-28"_date, "2010-08-31"_date, "2012-02-29"_date, 180},
        {"2010-08-31"_date, "2011-02-28"_date, "2012-02-29"_date, 180},
        {"2011-02-28"_date, "2011-08-31"_date, "2012-02-29"_date, 180},
        {"2011-08-31"_date, "2012-02-29"_date, "2012-02-29"_date, 179},
        {"2006-01-31"_date, "2006-02-28"_date, "2008-02-29"_date, 30},
        {"2006-01-30"_date, "2006-02-28"_date, "2008-02-29"_date, 30},
        {"2006-02-28"_date, "2006-03-03"_date, "2008-02-29"_date, 3},
        {"2006-02-14"_date, "2006-02-28"_date, "2008-02-29"_date, 16},
        {"2006-09-30"_date, "2006-10-31"_date, "2008-02-29"_date, 30},
        {"2006-10-31"_date, "2006-11-28"_date, "2008-02-29"_date, 28},
        {"2007-08-31"_date, "2008-02-28"_date, "2008-02-29"_date, 178},
        {"2008-02-28"_date, "2008-08-28"_date, "2008-02-29"_date, 180},
        {"2008-02-28"_date, "2008-08-30"_date, "2008-02-29"_date, 182},
        {"2008-02-28"_date, "2008-08-31"_date, "2008-02-29"_date, 182},
        {"2007-02-28"_date, "2008-02-28"_date, "2008-02-29"_date, 358},
        {"2007-02-28"_date, "2008-02-29"_date, "2008-02-29"_date, 359},
        {"2008-02-29"_date, "2009-02-28"_date, "2008-02-29"_date, 360},
        {"2008-02-29"_date, "2008-03-30"_date, "2008-02-29"_date, 30},
        {"2008-02-29"_date, "2008-03-31"_date, "2008-02-29"_date, 30},
    };
    for (const Row& row : rows) {
        CAPTURE(row.start);
        CAPTURE(row.end);
        CHECK(days(DayCount::e30_360_isda, row.start, row.end, row.termination) == row.expected);
    }
}
