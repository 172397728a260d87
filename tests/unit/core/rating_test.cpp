#include "core/rating.h"

#include <doctest/doctest.h>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

RatingInput paid_so(int settled, int late, std::int64_t days_late) {
    return {.record = {.settled = settled, .late = late}, .days_late = days_late};
}

}  // namespace

TEST_CASE("rating: nothing is taken from who is not known to be late") {
    CHECK(rate({}).score == 100);
    CHECK(rate(paid_so(5, 0, 0)).score == 100);
    CHECK(in_words(rate({})) == "100 = 100: A");
}

TEST_CASE("rating: a point for each day late on average, halves up, at most 40") {
    CHECK(rate(paid_so(4, 0, 2)).score == 99);      // 0.5
    CHECK(rate(paid_so(4, 0, 1)).score == 100);     // 0.25
    CHECK(rate(paid_so(1, 0, 40)).score == 60);
    CHECK(rate(paid_so(1, 0, 4000)).score == 60);
}

TEST_CASE("rating: thirty points by the share that was late") {
    CHECK(rate(paid_so(6, 4, 0)).score == 80);
    CHECK(rate(paid_so(6, 6, 0)).score == 70);
}

TEST_CASE("rating: broken promises, refusals and what is overdue now") {
    CHECK(rate({.record = {.arrangements = 1, .broken = 1}}).score == 85);
    CHECK(rate({.record = {.arrangements = 9, .broken = 9}}).score == 70);
    CHECK(rate({.record = {.refusals = 3}}).score == 80);
    CHECK(rate({.oldest_overdue = 2}).score == 100);
    CHECK(rate({.oldest_overdue = 9}).score == 97);
    CHECK(rate({.oldest_overdue = 900}).score == 70);
}

TEST_CASE("rating: never below zero, and every deduction is in the formula") {
    const Rating worst = rate({.record = {.settled = 2, .late = 2, .arrangements = 4, .broken = 4,
                                          .refusals = 1},
                               .days_late = 100,
                               .oldest_overdue = 400});
    CHECK(worst.score == 0);
    CHECK(in_words(worst) ==
          "100 - 40 (average 50.0 days late) - 30 (2 of 2 invoices late) - 30 (4 of 4 promises and "
          "plans broken) - 20 (refused to pay) - 30 (overdue for 400 days) = 0: D");
}

TEST_CASE("rating: the grades begin at 85, 70 and 50") {
    const auto grade_at = [](int days) { return rate(paid_so(1, 0, days)).grade; };
    CHECK(grade_at(15) == Grade::A);
    CHECK(grade_at(16) == Grade::B);
    CHECK(grade_at(30) == Grade::B);
    CHECK(grade_at(31) == Grade::C);
    CHECK(rate({.record = {.settled = 1, .late = 1}, .days_late = 20}).grade == Grade::C);  // 50
    CHECK(rate({.record = {.settled = 1, .late = 1}, .days_late = 21}).grade == Grade::D);
}

TEST_CASE("rating: the worse, the sooner the next review") {
    const Date day = "2026-01-31"_date;
    CHECK(next_review(Grade::A, day) == "2027-01-31"_date);
    CHECK(next_review(Grade::B, day) == "2026-07-31"_date);
    CHECK(next_review(Grade::C, day) == "2026-04-30"_date);
    CHECK(next_review(Grade::D, day) == "2026-02-28"_date);
}

TEST_CASE("rating: the average has one digit, and is nothing without settled invoices") {
    CHECK(average_days_late(paid_so(3, 0, 10)) == "3.3");
    CHECK(average_days_late(paid_so(8, 0, 1)) == "0.1");
    CHECK(average_days_late({}) == std::nullopt);
}
