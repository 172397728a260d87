#include "core/rate_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"

namespace dunning {

Fault rate_stands(std::string_view table, const RateRow& row) {
    return {fmt::format("{} from {} is {} % already", table, to_text(row.from), to_text(row.rate)),
            "a row of [[rate_table]] in the policy corrects it"};
}

const RateRow* row_on(const RateTable& table, Date day) {
    const auto after = std::ranges::upper_bound(table.rows, day, {}, &RateRow::from);
    return after == table.rows.begin() ? nullptr : &*std::prev(after);
}

Date half_year_of(Date day) {
    return Date::from_ymd(day.year(), day.month() < 7 ? 1 : 7, 1);
}

Date reference_day(ReferenceDay which, Date day) {
    switch (which) {
        case ReferenceDay::own_day:
            return day;
        case ReferenceDay::half_year_first:
            return half_year_of(day);
        case ReferenceDay::half_year_eve:
            return half_year_of(day) - 1;
    }
    DUNNING_CHECK(false);
}

void extend(RateTable& table, const std::vector<RateRow>& more) {
    for (const RateRow& row : more) {
        const auto same = std::ranges::find(table.rows, row.from, &RateRow::from);
        if (same != table.rows.end()) {
            *same = row;
        } else {
            table.rows.push_back(row);
        }
    }
    std::ranges::sort(table.rows, {}, &RateRow::from);
}

int rate_age(const RateTable& table, ReferenceDay which, Date day) {
    DUNNING_CHECK(!table.rows.empty());
    const Date known =
        std::max(table.rows.back().from, table.verified.value_or(table.rows.back().from));
    return reference_day(which, day) <= known ? 0 : day - known;
}

}  // namespace dunning
