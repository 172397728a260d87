// The cash to come, week by week, and how well the same forecast would have done some weeks ago.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/forecast_parts.h"
#include "core/day_range.h"
#include "core/ratio.h"

namespace dunning {

// Weeks end on Sundays; the first begins on the day after the forecast's.
struct ForecastWeek {
    std::string currency;
    std::optional<DayRange> days = {};  // nothing: later than all weeks, or on no day
    bool has_day = true;                // false: disputed, or with too little to go by
    int items = 0;
    Money expected;
    Money agreed;  // of that, by plans and promises
};

// What was expected of the items open at an earlier day's end, and what has been paid on them
// since.
struct ForecastTest {
    std::string currency;
    DayRange days;
    Money expected;
    Money came;
    int paid = 0;           // items paid in full that had been expected on some day
    int within_a_week = 0;  // of these, at most seven days before or after it

    Ratio off() const { return percent({(expected - came).minor(), came.minor()}); }
};

struct ForecastRequest {
    int weeks = 8;
    int tested_weeks = 4;        // 0: no test
    std::string collector = {};  // of whose customers; "" = all
};

struct Forecast {
    std::vector<ForecastPart> parts = {};
    std::vector<ForecastWeek> weeks = {};  // by currency; those with nothing in them too
    std::vector<ForecastTest> tests = {};  // by currency
};

// REQUIRES: weeks > 0, tested_weeks >= 0.
Forecast forecast_cash(const Ledger& ledger, const Policy& policy, const ForecastRequest& request,
                       Date as_of);

}  // namespace dunning
