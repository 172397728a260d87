#include "core/plan_schedule.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Installments = std::vector<Installment>;

const BusinessCalendar weekends_off;

Result<Installments> propose(const Money& principal, const PlanTerms& terms,
                             InstallmentDay due_on = InstallmentDay::as_agreed) {
    return propose_installments(
        principal, terms, {.from = "2026-01-01"_date, .calendar = weekends_off, .due_on = due_on});
}

std::string refusal(const Money& principal, const PlanTerms& terms) {
    return propose(principal, terms).error().what;
}

}  // namespace

TEST_CASE("propose: equal instalments, monthly, the larger first") {
    CHECK(
        propose("100.00 CNY"_money, {.installments = 3, .first_due = "2026-01-15"_date}).value() ==
        Installments{{1, "2026-01-15"_date, "33.34 CNY"_money},
                     {2, "2026-02-15"_date, "33.33 CNY"_money},
                     {3, "2026-03-15"_date, "33.33 CNY"_money}});
    CHECK(propose("1 JPY"_money, {.installments = 1, .first_due = "2026-01-15"_date}).value() ==
          Installments{{1, "2026-01-15"_date, "1 JPY"_money}});
}

TEST_CASE("propose: month ends come from the first due date, not from one another") {
    const auto plan =
        propose("400.00 CNY"_money, {.installments = 4, .first_due = "2026-01-31"_date}).value();
    CHECK(plan[1].due == "2026-02-28"_date);
    CHECK(plan[2].due == "2026-03-31"_date);
    CHECK(plan[3].due == "2026-04-30"_date);
}

TEST_CASE("propose: a day of the month moves all but the first") {
    const auto due_dates = [](Date first_due, int day_of_month) {
        const PlanTerms terms{
            .installments = 3, .first_due = first_due, .day_of_month = day_of_month};
        const auto plan = propose("300.00 CNY"_money, terms).value();
        std::vector<Date> dates;
        for (const auto& installment : plan) dates.push_back(installment.due);
        return dates;
    };
    using Dates = std::vector<Date>;
    CHECK(due_dates("2026-01-20"_date, 5) ==
          Dates{"2026-01-20"_date, "2026-02-05"_date, "2026-03-05"_date});
    CHECK(due_dates("2026-01-20"_date, 31) ==
          Dates{"2026-01-20"_date, "2026-02-28"_date, "2026-03-31"_date});
    CHECK(due_dates("2026-01-31"_date, 30) ==
          Dates{"2026-01-31"_date, "2026-02-28"_date, "2026-03-30"_date});
}

TEST_CASE("propose: a down payment comes first, the equal ones follow a month later") {
    CHECK(propose("1000.00 CNY"_money, {.installments = 2,
                                        .first_due = "2026-01-15"_date,
                                        .down_payment = "300.00 CNY"_money})
              .value() == Installments{{1, "2026-01-15"_date, "300.00 CNY"_money},
                                       {2, "2026-02-15"_date, "350.00 CNY"_money},
                                       {3, "2026-03-15"_date, "350.00 CNY"_money}});
}

TEST_CASE("propose: instalments sum to the plan, and none is zero") {
    for (int minor = 40; minor < 60; ++minor) {
        for (int count = 1; count <= 39; ++count) {
            const auto plan =
                propose(Money(minor, "CNY"_currency), {.installments = count,
                                                       .first_due = "2026-01-31"_date,
                                                       .down_payment = "0.01 CNY"_money});
            REQUIRE(plan.has_value());
            Money sum = "0.00 CNY"_money;
            for (const auto& installment : *plan) {
                CHECK(installment.amount.is_positive());
                sum += installment.amount;
            }
            CHECK(sum == Money(minor, "CNY"_currency));
            CHECK(plan->size() == static_cast<std::size_t>(count) + 1);
        }
    }
}

TEST_CASE("propose: terms that make no plan are refused") {
    const Date first = "2026-01-15"_date;
    const Money sum = "100.00 CNY"_money;
    CHECK(refusal(sum, {.installments = 0, .first_due = first}) ==
          "0 is not a number of instalments between 1 and 600");
    CHECK(refusal(sum, {.installments = 601, .first_due = first}) ==
          "601 is not a number of instalments between 1 and 600");
    CHECK(refusal(sum, {.installments = 2, .first_due = first, .day_of_month = 0}) ==
          "0 is not a day of a month");
    CHECK(refusal(sum, {.installments = 2, .first_due = first, .day_of_month = 32}) ==
          "32 is not a day of a month");
    CHECK(refusal("0.00 CNY"_money, {.installments = 2, .first_due = first}) ==
          "a plan needs an amount to pay, not 0.00");
    CHECK(refusal("0.05 CNY"_money, {.installments = 6, .first_due = first}) ==
          "0.05 CNY is too little for 6 instalments");
    for (const auto& down : {"0.00 CNY"_money, "-1.00 CNY"_money, sum, "100.01 CNY"_money}) {
        CAPTURE(down);
        CHECK(refusal(sum, {.installments = 2, .first_due = first, .down_payment = down}) ==
              "the down payment of " + to_decimal(down) +
                  " is not between 0 and the plan's 100.00");
    }
    CHECK(refusal(sum, {.installments = 2, .first_due = first, .down_payment = "1.00 EUR"_money}) ==
          "the down payment is in EUR, the plan in CNY");
    CHECK(refusal(sum, {.installments = 13, .first_due = "2199-01-01"_date}) ==
          "the last instalment would be due in 2200, after 2199");
    CHECK(propose("6.00 CNY"_money, {.installments = 600, .first_due = first}).has_value());
}

TEST_CASE("propose: so much each time, as often as it takes, and the rest at the end") {
    CHECK(propose("100.00 CNY"_money, {.first_due = "2026-01-15"_date, .each = "40.00 CNY"_money})
              .value() == Installments{{1, "2026-01-15"_date, "40.00 CNY"_money},
                                       {2, "2026-02-15"_date, "40.00 CNY"_money},
                                       {3, "2026-03-15"_date, "20.00 CNY"_money}});
    CHECK(
        refusal("100.00 CNY"_money, {.first_due = "2026-01-15"_date, .each = "100.00 CNY"_money}) ==
        "the instalment of 100.00 is not between 0 and the plan's 100.00");
    CHECK(refusal("100.00 CNY"_money, {.first_due = "2026-01-15"_date, .each = "0.01 CNY"_money}) ==
          "0.01 CNY each time never pays it off, or not within 600 instalments");
}

TEST_CASE("propose: an explicit schedule is taken as it is, and its last payment may be the rest") {
    const PlanTerms terms{.schedule = {{"2026-02-01"_date, "30.00 CNY"_money},
                                       {"2026-02-20"_date, "50.00 CNY"_money},
                                       {"2026-05-31"_date}}};
    CHECK(propose("100.00 CNY"_money, terms).value() ==
          Installments{{1, "2026-02-01"_date, "30.00 CNY"_money},
                       {2, "2026-02-20"_date, "50.00 CNY"_money},
                       {3, "2026-05-31"_date, "20.00 CNY"_money}});
}

TEST_CASE("propose: a schedule that pays more, less, or backwards is refused") {
    const Money sum = "100.00 CNY"_money;
    CHECK(refusal(sum, {.schedule = {{"2026-02-01"_date, "30.00 CNY"_money}}}) ==
          "100.00 CNY are owed on 2026-02-01, the schedule has 30.00 then");
    CHECK(refusal(sum, {.schedule = {{"2026-02-01"_date, sum}, {"2026-03-01"_date}}}) ==
          "100.00 CNY are owed on 2026-02-01, the schedule has 100.00 then");
    CHECK(
        refusal(sum, {.schedule = {{"2026-02-01"_date, "30.00 CNY"_money}, {"2026-02-01"_date}}}) ==
        "the payment of 2026-02-01 does not come after that of 2026-02-01");
}

TEST_CASE("propose: weeks, fortnights and quarters") {
    const auto second = [](PlanRhythm rhythm) {
        return propose("100.00 CNY"_money,
                       {.installments = 2, .first_due = "2026-01-31"_date, .rhythm = rhythm})
            .value()[1]
            .due;
    };
    CHECK(second(PlanRhythm::weekly) == "2026-02-07"_date);
    CHECK(second(PlanRhythm::fortnightly) == "2026-02-14"_date);
    CHECK(second(PlanRhythm::quarterly) == "2026-04-30"_date);
}

TEST_CASE("propose: a closed day moves to the working day after or before, never the next ones") {
    // 31 January and 28 February 2026 are Saturdays.
    const PlanTerms terms{.installments = 3, .first_due = "2026-01-31"_date};
    const auto dates = [&](InstallmentDay due_on) {
        std::vector<Date> found;
        const auto plan = propose("300.00 CNY"_money, terms, due_on).value();
        for (const auto& each : plan) found.push_back(each.due);
        return found;
    };
    using Dates = std::vector<Date>;
    CHECK(dates(InstallmentDay::as_agreed) ==
          Dates{"2026-01-31"_date, "2026-02-28"_date, "2026-03-31"_date});
    CHECK(dates(InstallmentDay::next_working_day) ==
          Dates{"2026-02-02"_date, "2026-03-02"_date, "2026-03-31"_date});
    CHECK(dates(InstallmentDay::previous_working_day) ==
          Dates{"2026-01-30"_date, "2026-02-27"_date, "2026-03-31"_date});
}

TEST_CASE("propose: interest runs on what is left, and equal instalments stay equal") {
    // 12 % a year, act/365: 31 days on 1,000.00 are 10.19; the balances by hand.
    const auto plan = propose("1000.00 EUR"_money, {.installments = 3,
                                                    .first_due = "2026-02-01"_date,
                                                    .yearly_interest = Rate{12'000'000}})
                          .value();
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].amount == plan[1].amount);
    CHECK(plan[2].amount <= plan[0].amount);
    CHECK(plan[0].interest_minor == 10'19);
    const Money after_first = "1010.19 EUR"_money - plan[0].amount;
    CHECK(plan[1].interest_minor == divide_rounded(Wide(after_first.minor()) * 12 * 28, 36500,
                                                   Rounding::half_away_from_zero));
    Money sum = "0.00 EUR"_money;
    for (const auto& each : plan) sum += each.amount;
    CHECK(sum == "1000.00 EUR"_money + interest_of(plan, "EUR"_currency));
}

TEST_CASE("propose: an instalment that interest eats up never ends") {
    CHECK(refusal("1000.00 EUR"_money, {.first_due = "2026-02-01"_date,
                                        .each = "10.19 EUR"_money,
                                        .yearly_interest = Rate{12'000'000}}) ==
          "10.19 EUR each time never pays it off, or not within 600 instalments");
}
