// Published cases of pauses, day by day, through our rules.
//
// The dates and figures are those of Apache Fineract (LoanDelinquency.feature and
// DelinquencyEffectivePauseHelperTest, as of 2024): a debt is delinquent from 4 October 2023 on,
// and the days in which it was paused do not count. Two things are said differently here:
//
//  - There the day on which a pause starts still counts, and the day on which it ends does not.
//    Here both days of a pause stand still (see pause.h), because a customer who is told in the
//    morning that dunning waits gets no notice in the evening. So their pause of the 6th to the
//    30th is ours of the 7th to the 30th. A pause that is ended early is the same from then on:
//    there its first day counts and the day of the end does not, here it is the other way round.
//  - There all days of a pause are taken off, also those before the debt was due. Here only days
//    that would have counted can be taken off: what the clock has not shown cannot stand still.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/pause.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

constexpr PauseKind every_kind[] = {PauseKind::hold, PauseKind::dispute, PauseKind::promise,
                                    PauseKind::plan, PauseKind::referral};

struct Period {
    Date start;
    Date end;
};

struct Figure {
    Date day;
    int delinquent_days;
};

struct Published {
    std::string what;
    Date since;
    std::vector<Period> pauses;  // as they were in effect: a pause that was resumed ends there
    std::vector<Figure> figures;
};

const std::vector<Published>& published_cases() {
    static const std::vector<Published> cases = {
        {.what = "no pause",
         .since = "2023-10-04"_date,
         .pauses = {},
         .figures = {{"2023-10-25"_date, 21}, {"2023-12-01"_date, 58}}},
        {.what = "a full pause",
         .since = "2023-10-04"_date,
         .pauses = {{"2023-10-06"_date, "2023-10-30"_date}},
         .figures = {{"2023-10-04"_date, 0},
                     {"2023-10-05"_date, 1},
                     {"2023-10-06"_date, 2},
                     {"2023-10-16"_date, 2},
                     {"2023-10-30"_date, 2},
                     {"2023-10-31"_date, 3}}},
        {.what = "resumed on the 25th, and paused again",
         .since = "2023-10-04"_date,
         .pauses = {{"2023-10-15"_date, "2023-10-25"_date}, {"2023-11-14"_date, "2023-11-30"_date}},
         .figures = {{"2023-10-15"_date, 11},
                     {"2023-10-26"_date, 12},
                     {"2023-11-13"_date, 30},
                     {"2023-11-14"_date, 31},
                     {"2023-11-30"_date, 31},
                     {"2023-12-01"_date, 32}}},
        {.what = "the second begins on the day on which the first ends, and is resumed on it",
         .since = "2023-10-04"_date,
         .pauses = {{"2023-10-25"_date, "2023-10-30"_date}, {"2023-10-30"_date, "2023-10-30"_date}},
         .figures = {{"2023-10-30"_date, 21}, {"2023-10-31"_date, 22}}},
        {.what = "known two days after it began",
         .since = "2023-10-04"_date,
         .pauses = {{"2023-10-25"_date, "2023-11-15"_date}},
         .figures = {{"2023-10-25"_date, 21}, {"2023-10-27"_date, 21}}},
        // Their three days of grace are days of our clock, like those of a level `after = "4d"`.
        {.what = "known before it began, on the due date of the 16th",
         .since = "2023-10-16"_date,
         .pauses = {{"2023-10-16"_date, "2023-10-25"_date}},
         .figures = {{"2023-10-26"_date, 3 - 2},
                     {"2023-10-27"_date, 3 - 1},
                     {"2023-10-28"_date, 3},
                     {"2023-10-29"_date, 3 + 1}}},
        {.what = "three pauses, of which two adjoin",
         .since = "2023-01-05"_date,
         .pauses = {{"2023-01-10"_date, "2023-01-11"_date},
                    {"2023-01-12"_date, "2023-01-13"_date},
                    {"2023-01-15"_date, "2023-01-20"_date}},
         .figures = {{"2023-01-12"_date, 6}, {"2023-01-15"_date, 8}, {"2023-01-21"_date, 9}}},
        {.what = "a resumption ends the pause in which it lies, and no other",
         .since = "2023-01-05"_date,
         .pauses = {{"2023-01-10"_date, "2023-01-11"_date},
                    {"2023-01-13"_date, "2023-01-14"_date},
                    {"2023-01-15"_date, "2023-01-20"_date}},
         .figures = {{"2023-01-12"_date, 6}, {"2023-01-15"_date, 8}, {"2023-01-21"_date, 9}}},
    };
    return cases;
}

// Their pause in our words.
std::vector<Pause> in_our_words(const std::vector<Period>& periods, PauseKind kind) {
    std::vector<Pause> pauses;
    for (const Period& period : periods) {
        pauses.push_back({.kind = kind, .from = period.start + 1, .until = period.end});
    }
    return pauses;
}

int days_on_the_clock(const std::vector<Pause>& pauses, Date since, Date day) {
    const std::vector<PauseKind> stops(std::begin(every_kind), std::end(every_kind));
    return day - since - paused_days(pauses, stops, since, day);
}

}  // namespace

TEST_CASE("published pauses: the days that count are those of the published cases") {
    for (const Published& example : published_cases()) {
        CAPTURE(example.what);
        for (const PauseKind kind : every_kind) {
            CAPTURE(to_text(kind));
            const auto pauses = in_our_words(example.pauses, kind);
            for (const Figure& figure : example.figures) {
                CAPTURE(to_text(figure.day));
                CHECK(days_on_the_clock(pauses, example.since, figure.day) ==
                      figure.delinquent_days);
            }
        }
    }
}

TEST_CASE("published pauses: day by day the clock goes on by one, or stands still in a pause") {
    for (const Published& example : published_cases()) {
        CAPTURE(example.what);
        const auto pauses = in_our_words(example.pauses, PauseKind::hold);
        int count = 0;
        for (Date day = example.since + 1; day <= example.since + 70; day = day + 1) {
            CAPTURE(to_text(day));
            bool stands_still = false;
            for (const Period& period : example.pauses) {
                stands_still |= period.start < day && day <= period.end;
            }
            count += stands_still ? 0 : 1;
            CHECK(days_on_the_clock(pauses, example.since, day) == count);
        }
    }
}

TEST_CASE("published pauses: one that is lifted is the same from that day on") {
    // A hold from the 15th, lifted on the 25th, which counts again: 12 on the 26th, as published.
    const std::vector<Pause> lifted = {{.from = "2023-10-15"_date, .until = "2023-10-24"_date}};
    CHECK(days_on_the_clock(lifted, "2023-10-04"_date, "2023-10-15"_date) == 10);
    CHECK(days_on_the_clock(lifted, "2023-10-04"_date, "2023-10-24"_date) == 10);
    CHECK(days_on_the_clock(lifted, "2023-10-04"_date, "2023-10-25"_date) == 11);
    CHECK(days_on_the_clock(lifted, "2023-10-04"_date, "2023-10-26"_date) == 12);
}

TEST_CASE("published pauses: where ours differ, and why") {
    // Due on 16 October, paused from the 6th to the 25th, looked at on 15 November: they take off
    // 19 days, though the debt was due for 9 of them only, and come to 8 days beyond 3 of grace.
    const auto before_due = in_our_words({{"2023-10-06"_date, "2023-10-25"_date}}, PauseKind::hold);
    CHECK(days_on_the_clock(before_due, "2023-10-16"_date, "2023-10-26"_date) == 1);
    CHECK(days_on_the_clock(before_due, "2023-10-16"_date, "2023-11-15"_date) == 3 + 18);
    // Pauses that overlap are refused there. Here a dispute may be told during a hold: each day
    // stands still once.
    const std::vector<Pause> overlapping = {
        {.kind = PauseKind::hold, .from = "2023-10-07"_date, .until = "2023-10-20"_date},
        {.kind = PauseKind::dispute, .from = "2023-10-15"_date, .until = "2023-10-30"_date}};
    CHECK(days_on_the_clock(overlapping, "2023-10-04"_date, "2023-10-30"_date) == 2);
    CHECK(days_on_the_clock(overlapping, "2023-10-04"_date, "2023-10-31"_date) == 3);
}
