#include "core/limitation.h"

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

// Years from a day, and how the day after which nothing is left is counted from them.
struct Period {
    int years = 3;
    bool safe_day_before = false;
};

Period period_of(LimitationLaw law, CustomerKind debtor) {
    switch (law) {
        case LimitationLaw::cn:
            return {.years = 3, .safe_day_before = true};
        case LimitationLaw::de:
            return {.years = 3};
        case LimitationLaw::uk:
            return {.years = 6};
        case LimitationLaw::fr:
            return {.years = debtor == CustomerKind::consumer ? 2 : 5};
        case LimitationLaw::ch:
            return {.years = 10};
        case LimitationLaw::none:
            break;
    }
    DUNNING_CHECK(false);
}

Date last_day_from(Date day, const Period& period) {
    return day.plus_months(12 * period.years) - (period.safe_day_before ? 1 : 0);
}

Limitation first_period(const LimitationBase& base, LimitationLaw law, const Period& period) {
    if (law == LimitationLaw::de) {
        const int year = base.due.year();
        return {.last_day = Date::from_ymd(year + period.years, 12, 31),
                .from = Date::from_ymd(year + 1, 1, 1)};
    }
    const Date from = law == LimitationLaw::cn ? base.due + 1 : base.due;
    return {.last_day = last_day_from(from, period), .from = from};
}

// A year that the calendar does not know moves nothing: too early is on the safe side.
Date rolled(Date day, const BusinessCalendar& calendar) {
    Date moved = day;
    while (calendar.covers(moved.year()) && !calendar.is_working_day(moved)) moved = moved + 1;
    return calendar.covers(moved.year()) ? moved : day;
}

}  // namespace

Restart part_payment(Date day) {
    return {day, RestartKind::payment, "part payment"};
}

std::optional<Limitation> limitation_of(const LimitationBase& base, LimitationLaw law,
                                        const BusinessCalendar& calendar) {
    if (law == LimitationLaw::none) return std::nullopt;
    const Period period = period_of(law, base.debtor);
    Limitation limitation = first_period(base, law, period);
    std::vector<Restart> restarts = base.restarts;
    std::ranges::stable_sort(restarts, {}, &Restart::day);
    for (const Restart& restart : restarts) {
        const bool counts = restart.kind != RestartKind::demand || law == LimitationLaw::cn;
        if (!counts || restart.day > limitation.last_day) continue;
        const Date last = last_day_from(restart.day, period);
        if (last <= limitation.last_day) continue;
        limitation = {.last_day = last, .from = restart.day, .because = restart.what};
    }
    if (law == LimitationLaw::de) limitation.last_day = rolled(limitation.last_day, calendar);
    return limitation;
}

std::string_view to_text(LimitationLaw law) {
    switch (law) {
        case LimitationLaw::none:
            return "none";
        case LimitationLaw::cn:
            return "cn";
        case LimitationLaw::de:
            return "de";
        case LimitationLaw::uk:
            return "uk";
        case LimitationLaw::fr:
            return "fr";
        case LimitationLaw::ch:
            return "ch";
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
