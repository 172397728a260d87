// Rate tables: a reference rate as its publisher has set it, and from which day on.
//
// A table says nothing of the days before its first row. After its last row the last rate goes on,
// and whoever uses it is told since when it has stood (see rate_age): a table that nobody keeps up
// gives yesterday's rate with today's date.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/rate.h"
#include "core/result.h"

namespace dunning {

struct RateRow {
    Date from;
    Rate rate;
    std::string source = {};

    friend bool operator==(const RateRow&, const RateRow&) = default;
};

// Which day's rate counts for a day of interest, where the law goes by half-years:
//   own_day           the day's own: contracts, and the LPR at the breach
//   half_year_first   1 January or 1 July (Directive 2011/7/EU article 3(2); BGB section 247)
//   half_year_eve     31 December or 30 June (UK SI 2002/1675 article 4)
enum class ReferenceDay { own_day, half_year_first, half_year_eve };

struct RateTable {
    std::string name;   // "ecb-mro"
    std::string title;  // "ECB, main refinancing operations"
    ReferenceDay reference_day = ReferenceDay::own_day;
    // The publisher was asked on this day, and the last row still held.
    std::optional<Date> verified = {};
    std::vector<RateRow> rows = {};  // not empty, by day, each day once

    friend bool operator==(const RateTable&, const RateTable&) = default;
};

// A row that a file states of a table.
struct StatedRate {
    std::string table;
    RateRow row;
};

// Why a row of another rate for the same day is refused.
Fault rate_stands(std::string_view table, const RateRow& row);

// The row in force on that day; nothing before the first.
const RateRow* row_on(const RateTable& table, Date day);

Date half_year_of(Date day);  // its first day: 1 January or 1 July

// The day whose rate counts for `day`.
Date reference_day(ReferenceDay which, Date day);

// The rows of `more` go into the table, in place of those of the same days.
void extend(RateTable& table, const std::vector<RateRow>& more);

// How many days lie between what the table is known to say, its last row or the day of its
// verification, and `day`. 0 when the table reaches the day whose rate counts for it: the rate of a
// half-year that has begun is known to its end.
int rate_age(const RateTable& table, ReferenceDay which, Date day);

}  // namespace dunning
