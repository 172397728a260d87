#include "core/limitation.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const BusinessCalendar weekends;

Date last_day(LimitationLaw law, Date due, const std::vector<Restart>& restarts = {},
              const BusinessCalendar& calendar = weekends) {
    return limitation_of({.due = due, .restarts = restarts}, law, calendar)->last_day;
}

}  // namespace

TEST_CASE("limitation: no law, no last day") {
    CHECK_FALSE(limitation_of({.due = "2026-01-01"_date}, LimitationLaw::none, weekends));
}

TEST_CASE(
    "limitation, China: a demand that arrived begins three years anew, and the safe day is the one "
    "before") {
    CHECK(last_day(LimitationLaw::cn, "2022-05-31"_date) == "2025-05-31"_date);
    CHECK(last_day(LimitationLaw::cn, "2022-05-31"_date,
                   {{"2024-03-10"_date, RestartKind::demand}}) == "2027-03-09"_date);
    // A published case: from 1 June 2020, a reconciliation signed on 15 December 2022.
    CHECK(last_day(LimitationLaw::cn, "2020-05-31"_date,
                   {{"2022-12-15"_date, RestartKind::acknowledgment}}) == "2025-12-14"_date);
}

TEST_CASE("limitation: what comes too late begins nothing anew") {
    CHECK(last_day(LimitationLaw::cn, "2020-05-31"_date,
                   {{"2023-06-01"_date, RestartKind::payment}}) == "2023-05-31"_date);
    CHECK(last_day(LimitationLaw::cn, "2020-05-31"_date,
                   {{"2023-05-31"_date, RestartKind::payment}}) == "2026-05-30"_date);
}

TEST_CASE("limitation: each restart counts from itself, in whatever order they are told") {
    CHECK(last_day(LimitationLaw::uk, "2015-03-01"_date,
                   {{"2026-01-10"_date, RestartKind::payment},
                    {"2020-05-05"_date, RestartKind::acknowledgment}}) == "2032-01-10"_date);
}

TEST_CASE("limitation, Germany: the end of the third year, whatever was reminded") {
    CHECK(last_day(LimitationLaw::de, "2023-05-10"_date) == "2026-12-31"_date);
    CHECK(last_day(LimitationLaw::de, "2023-05-10"_date,
                   {{"2024-03-10"_date, RestartKind::demand}}) == "2026-12-31"_date);
    CHECK(last_day(LimitationLaw::de, "2023-05-10"_date,
                   {{"2023-06-01"_date, RestartKind::payment}}) == "2026-12-31"_date);
    CHECK(last_day(LimitationLaw::de, "2023-05-10"_date,
                   {{"2025-06-02"_date, RestartKind::payment}}) == "2028-06-02"_date);
}

TEST_CASE("limitation, Germany: a closed last day moves to the next working day") {
    const BusinessCalendar holidays(
        CalendarDays{.holidays = {"2028-12-25"_date, "2029-01-01"_date}});
    CHECK(last_day(LimitationLaw::de, "2025-02-01"_date, {}, holidays) == "2029-01-02"_date);
    const BusinessCalendar short_one(CalendarDays{.holidays = {"2026-12-25"_date}});
    CHECK(last_day(LimitationLaw::de, "2025-02-01"_date, {}, short_one) == "2028-12-31"_date);
}

TEST_CASE("limitation, France: two years against a consumer") {
    const LimitationBase base{.due = "2024-02-29"_date, .debtor = CustomerKind::consumer};
    CHECK(limitation_of(base, LimitationLaw::fr, weekends)->last_day == "2026-02-28"_date);
    CHECK(last_day(LimitationLaw::fr, "2024-02-29"_date) == "2029-02-28"_date);
    CHECK(last_day(LimitationLaw::ch, "2024-02-29"_date) == "2034-02-28"_date);
}

namespace {

Date after_suits(LimitationLaw law, const std::vector<Suit>& suits,
                 const std::vector<Restart>& restarts = {}) {
    return limitation_of({.due = "2023-05-10"_date, .restarts = restarts, .suits = suits}, law,
                         weekends)
        ->last_day;
}

const Date in_2026 = "2026-05-05"_date;

}  // namespace

TEST_CASE("limitation, Germany: the days before a court and six months more do not count") {
    const Suit suit{.filed = in_2026, .ended = "2026-08-05"_date};       // to 2027-02-05: 276 days
    CHECK(after_suits(LimitationLaw::de, {suit}) == "2027-10-04"_date);  // 10-03 is a Sunday
    const Suit too_late{.filed = "2027-01-01"_date, .ended = "2027-08-05"_date};
    CHECK(after_suits(LimitationLaw::de, {too_late}) == "2026-12-31"_date);
    const Suit last_moment{.filed = "2026-12-31"_date, .ended = "2026-12-31"_date};
    CHECK(after_suits(LimitationLaw::de, {last_moment}) == "2027-06-30"_date);
}

TEST_CASE("limitation, Germany: what was before a court before the period began adds nothing") {
    const auto last_of_2023 = "2023-12-31"_date;  // the period begins with the next year
    CHECK(after_suits(LimitationLaw::de, {{.filed = "2023-06-01"_date,
                                           .ended = "2023-06-30"_date}}) == "2026-12-31"_date);
    // To 2024-02-05: 35 days of the period.
    CHECK(after_suits(LimitationLaw::de, {{.filed = "2023-06-01"_date,
                                           .ended = "2023-08-05"_date}}) == "2027-02-04"_date);
    CHECK(
        after_suits(LimitationLaw::de, {{.filed = last_of_2023, .ended = "2024-01-01"_date}}) ==
        after_suits(LimitationLaw::de, {{.filed = "2024-01-01"_date, .ended = "2024-01-01"_date}}));
}

TEST_CASE("limitation, Germany: days of two cases at once count once") {
    const Suit first{.filed = in_2026, .ended = "2026-08-05"_date};
    const Suit within{.filed = "2026-06-01"_date, .ended = "2026-07-01"_date};
    CHECK(after_suits(LimitationLaw::de, {within, first}) ==
          after_suits(LimitationLaw::de, {first}));
}

TEST_CASE("limitation: a case that ended begins the period anew in China and Switzerland alone") {
    const Suit suit{.filed = "2026-05-05"_date, .ended = "2027-08-05"_date};
    CHECK(after_suits(LimitationLaw::cn, {suit}) == "2030-08-04"_date);
    CHECK(after_suits(LimitationLaw::ch, {suit}) == "2037-08-05"_date);
    CHECK(after_suits(LimitationLaw::uk, {suit}) == "2029-05-10"_date);
    CHECK(after_suits(LimitationLaw::fr, {suit}) == "2028-05-10"_date);
}

TEST_CASE("limitation: a judgment has a period of its own, and enforcement begins it anew") {
    const std::vector<Restart> judged = {{"2026-05-05"_date, RestartKind::judgment}};
    CHECK(after_suits(LimitationLaw::de, {}, judged) == "2056-05-05"_date);
    CHECK(after_suits(LimitationLaw::cn, {}, judged) == "2028-05-04"_date);
    CHECK(after_suits(LimitationLaw::uk, {}, judged) == "2032-05-05"_date);
    CHECK(after_suits(LimitationLaw::fr, {}, judged) == "2036-05-05"_date);
    CHECK(after_suits(LimitationLaw::ch, {}, judged) == "2036-05-05"_date);
    CHECK(after_suits(LimitationLaw::de, {},
                      {{"2026-05-05"_date, RestartKind::judgment},
                       {"2030-01-07"_date, RestartKind::enforcement}}) == "2060-01-07"_date);
}

TEST_CASE("limitation: after a judgment a payment begins its period anew, but in England") {
    const std::vector<Restart> paid = {{"2026-05-05"_date, RestartKind::judgment},
                                       {"2027-05-07"_date, RestartKind::payment}};
    CHECK(after_suits(LimitationLaw::de, {}, paid) == "2057-05-07"_date);
    CHECK(after_suits(LimitationLaw::uk, {}, paid) == "2032-05-05"_date);
}
