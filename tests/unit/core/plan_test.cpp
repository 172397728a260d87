#include "core/plan.h"

#include <doctest/doctest.h>

#include "core/plan_schedule.h"
#include "support/dice.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

// 300.00 in three monthly instalments, proposed on 5 January, confirmed on the 6th.
Plan three_months() {
    return {.id = "P0001",
            .customer = "C001",
            .principal = "300.00 CNY"_money,
            .interest = "0.00 CNY"_money,
            .proposed = "2026-01-05"_date,
            .confirmed = "2026-01-06"_date,
            .installments = {{1, "2026-01-31"_date, "100.00 CNY"_money},
                             {2, "2026-02-28"_date, "100.00 CNY"_money},
                             {3, "2026-03-31"_date, "100.00 CNY"_money}}};
}

PlanState plan_state_on(Date as_of, const std::vector<MoneyIn>& settled = {},
                        const Plan& plan = three_months()) {
    return plan_state(plan, settled, 3, as_of);
}

std::vector<InstallmentStatus> statuses(const PlanState& state) {
    std::vector<InstallmentStatus> result;
    for (const auto& installment : state.installments) result.push_back(installment.status);
    return result;
}

using Statuses = std::vector<InstallmentStatus>;
constexpr auto open = InstallmentStatus::open;
constexpr auto paid = InstallmentStatus::paid;
constexpr auto late_part = InstallmentStatus::late;
constexpr auto missed = InstallmentStatus::missed;

}  // namespace

TEST_CASE("plan: proposed until it is confirmed, whatever has been missed") {
    Plan plan = three_months();
    CHECK(plan_state_on("2026-01-05"_date, {}, plan).status == PlanStatus::proposed);
    CHECK(plan_state_on("2026-01-06"_date, {}, plan).status == PlanStatus::active);
    plan.confirmed.reset();
    const auto state = plan_state_on("2026-02-10"_date, {}, plan);
    CHECK(state.status == PlanStatus::proposed);
    CHECK_FALSE(state.broken_on);
    CHECK(statuses(state) == Statuses{open, open, open});
}

TEST_CASE("plan: an instalment is open on its due date, late within grace, then missed") {
    CHECK(statuses(plan_state_on("2026-01-31"_date)) == Statuses{open, open, open});
    CHECK(statuses(plan_state_on("2026-02-01"_date)) == Statuses{late_part, open, open});
    CHECK(plan_state_on("2026-02-03"_date).status == PlanStatus::active);
    CHECK(statuses(plan_state_on("2026-02-03"_date)) == Statuses{late_part, open, open});
    const auto broken = plan_state_on("2026-02-04"_date);
    CHECK(statuses(broken) == Statuses{missed, open, open});
    CHECK(broken.status == PlanStatus::broken);
    CHECK(broken.broken_on == "2026-02-04"_date);
}

TEST_CASE("plan: money settles the instalments in their order, whatever order it is listed in") {
    const auto state =
        plan_state_on("2026-02-28"_date, {{"2026-02-20"_date, 30'00}, {"2026-01-20"_date, 120'00}});
    CHECK(state.status == PlanStatus::active);
    CHECK(state.paid == "150.00 CNY"_money);
    CHECK(statuses(state) == Statuses{paid, open, open});
    CHECK(state.installments[0].paid == "100.00 CNY"_money);
    CHECK(state.installments[1].paid == "50.00 CNY"_money);
    CHECK(state.installments[2].paid == "0.00 CNY"_money);
    CHECK(state.installments[1].installment == three_months().installments[1]);
}

TEST_CASE("plan: the last day of grace still counts, a cent short does not") {
    CHECK(plan_state_on("2026-02-10"_date, {{"2026-02-03"_date, 100'00}}).status ==
          PlanStatus::active);
    CHECK(plan_state_on("2026-02-10"_date, {{"2026-02-03"_date, 99'99}}).status ==
          PlanStatus::broken);
}

TEST_CASE("plan: a broken plan stays broken, the instalment paid later is paid") {
    const auto state = plan_state_on("2026-03-01"_date, {{"2026-02-04"_date, 300'00}});
    CHECK(state.status == PlanStatus::broken);
    CHECK(state.broken_on == "2026-02-04"_date);
    CHECK_FALSE(state.completed_on);
    CHECK(statuses(state) == Statuses{paid, paid, paid});
}

TEST_CASE("plan: broken by the first instalment missed, not by the last") {
    const auto state = plan_state_on("2026-12-31"_date, {{"2026-01-20"_date, 100'00}});
    CHECK(state.broken_on == "2026-03-04"_date);
    CHECK(statuses(state) == Statuses{paid, missed, missed});
}

TEST_CASE("plan: completed on the day of the last money, also before time and when overpaid") {
    const auto in_time = plan_state_on(
        "2026-12-31"_date,
        {{"2026-01-31"_date, 100'00}, {"2026-02-28"_date, 100'00}, {"2026-03-30"_date, 100'00}});
    CHECK(in_time.status == PlanStatus::completed);
    CHECK(in_time.completed_on == "2026-03-30"_date);
    const auto early = plan_state_on("2026-01-20"_date, {{"2026-01-20"_date, 310'00}});
    CHECK(early.status == PlanStatus::completed);
    CHECK(early.completed_on == "2026-01-20"_date);
    CHECK(early.paid == "300.00 CNY"_money);
    CHECK(plan_state_on("2026-01-19"_date, {{"2026-01-20"_date, 310'00}}).status ==
          PlanStatus::active);
}

TEST_CASE("plan: what was settled on its own day counts, and what was before does not") {
    CHECK(plan_state_on("2026-01-20"_date, {{"2026-01-04"_date, 50'00}}).paid.is_zero());
    CHECK(plan_state_on("2026-01-20"_date, {{"2026-01-05"_date, 50'00}}).paid == "50.00 CNY"_money);
    CHECK(plan_state_on("2026-01-20"_date, {{"2026-01-06"_date, 50'00}}).paid == "50.00 CNY"_money);
    const auto all = plan_state_on("2026-01-20"_date, {{"2026-01-05"_date, 300'00}});
    CHECK(all.status == PlanStatus::completed);
    CHECK(all.completed_on == "2026-01-05"_date);
}

TEST_CASE("plan: money taken back opens an instalment again") {
    const std::vector<MoneyIn> bounced = {{"2026-01-20"_date, 100'00},
                                          {"2026-01-25"_date, -100'00}};
    const auto within = plan_state_on("2026-02-02"_date, bounced);
    CHECK(statuses(within) == Statuses{late_part, open, open});
    CHECK(within.paid.is_zero());
    CHECK(plan_state_on("2026-02-04"_date, bounced).broken_on == "2026-02-04"_date);
}

TEST_CASE("plan: money taken back after the grace breaks the plan on that day") {
    const std::vector<MoneyIn> bounced = {{"2026-01-20"_date, 100'00},
                                          {"2026-02-10"_date, -100'00}};
    CHECK(plan_state_on("2026-02-09"_date, bounced).status == PlanStatus::active);
    const auto state = plan_state_on("2026-02-10"_date, bounced);
    CHECK(state.status == PlanStatus::broken);
    CHECK(state.broken_on == "2026-02-10"_date);
    CHECK(statuses(state) == Statuses{missed, open, open});
}

TEST_CASE("plan: cancelled beats all, and nothing breaks it afterwards") {
    Plan plan = three_months();
    plan.cancelled = "2026-02-01"_date;
    CHECK(plan_state_on("2026-01-31"_date, {}, plan).status == PlanStatus::active);
    const auto state = plan_state_on("2026-06-01"_date, {}, plan);
    CHECK(state.status == PlanStatus::cancelled);
    CHECK_FALSE(state.broken_on);
    plan.cancelled = "2026-02-20"_date;
    const auto broken_before = plan_state_on("2026-06-01"_date, {}, plan);
    CHECK(broken_before.status == PlanStatus::cancelled);
    CHECK(broken_before.broken_on == "2026-02-04"_date);
}

namespace {

// 12 per cent on 1,000.00 from 10 February on, as `plan propose` schedules it.
Plan with_interest() {
    return {.id = "P0001",
            .customer = "C001",
            .principal = "1000.00 EUR"_money,
            .interest = "16.69 EUR"_money,
            .proposed = "2026-02-10"_date,
            .confirmed = "2026-02-10"_date,
            .installments = {{1, "2026-03-02"_date, "338.90 EUR"_money, 658},
                             {2, "2026-04-02"_date, "338.90 EUR"_money, 680},
                             {3, "2026-05-02"_date, "338.89 EUR"_money, 331}},
            .yearly_rate = "12.0"};
}

std::vector<std::int64_t> interest_when_paid(const std::vector<MoneyIn>& principal,
                                             Date as_of = "2026-06-01"_date) {
    const Plan plan = less_interest_after_payment(with_interest(), principal, as_of);
    std::vector<std::int64_t> interest;
    Money sum = Money::zero("EUR"_currency);
    for (const Installment& installment : plan.installments) {
        interest.push_back(installment.interest_minor);
        sum += installment.amount;
    }
    CHECK(sum == plan.principal + plan.interest);
    return interest;
}

using Interest3 = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("plan: what is paid in full early bears no interest for the days after the payment") {
    // Ten of the twenty days of the first; all of it and ten of the 31 days of the second
    // (667.68 x 12 % x 10 / 365 = 2.195).
    CHECK(interest_when_paid({{"2026-02-20"_date, 100'000}}) == Interest3{329, 0, 0});
    CHECK(interest_when_paid({{"2026-03-12"_date, 100'000}}) == Interest3{658, 220, 0});
    CHECK(interest_when_paid({{"2026-04-02"_date, 100'000}}) == Interest3{658, 680, 0});
    CHECK(interest_when_paid({{"2026-05-02"_date, 100'000}}) == Interest3{658, 680, 331});
    CHECK(interest_when_paid({{"2026-05-20"_date, 100'000}}) == Interest3{658, 680, 331});
}

TEST_CASE("plan: principal that is paid before its day bears no interest for the days after") {
    // The first instalment, a day early: of the first interest 19 days are for 1,000.00 and one for
    // 661.10 (19,661.10 x 12 % / 365 = 6.464); of the second 31 for 661.10 (20,494.10 x 12 % / 365
    // = 6.738); of the third all is as agreed, 335.58 of 335.58.
    CHECK(interest_when_paid({{"2026-03-01"_date, 33'890}}) == Interest3{646, 674, 331});
    // Half of all in the time of the second: 10 days of 667.68 and 21 of 500.00 (17,176.80 x 12 %
    // / 365 = 5.647).
    CHECK(interest_when_paid({{"2026-03-02"_date, 33'232}, {"2026-03-12"_date, 16'768}}) ==
          Interest3{658, 565, 331});
    // All but a cent.
    CHECK(interest_when_paid({{"2026-03-12"_date, 99'999}}) == Interest3{658, 220, 0});
    // On its day, or later: as agreed.
    CHECK(interest_when_paid({{"2026-03-02"_date, 33'232}, {"2026-04-02"_date, 33'210}}) ==
          Interest3{658, 680, 331});
    CHECK(interest_when_paid({{"2026-03-05"_date, 33'232}}) == Interest3{658, 680, 331});
    CHECK(interest_when_paid({}) == Interest3{658, 680, 331});
}

TEST_CASE("plan: the principal in use, by which a lesser interest can be checked") {
    using Used = std::vector<std::vector<PrincipalInUse>>;
    const auto used = principal_in_use(with_interest(),
                                       {{"2026-03-02"_date, 33'232}, {"2026-03-12"_date, 16'768}},
                                       "2026-06-01"_date);
    CHECK(used == Used{{{20, "1000.00 EUR"_money}},
                       {{10, "667.68 EUR"_money}, {21, "500.00 EUR"_money}},
                       {{30, "335.58 EUR"_money}}});
}

TEST_CASE("plan: money that goes back bears the interest again from its day on") {
    CHECK(interest_when_paid({{"2026-03-12"_date, 100'000}}, "2026-03-11"_date) ==
          Interest3{658, 680, 331});
    // 10 days of 667.68, 8 of nothing, 13 of 667.68 (15,356.64 x 12 % / 365 = 5.049).
    CHECK(interest_when_paid({{"2026-03-12"_date, 100'000}, {"2026-03-20"_date, -100'000}}) ==
          Interest3{658, 505, 331});
    CHECK(interest_when_paid(
              {{"2026-03-12"_date, 100'000}, {"2026-03-20"_date, -1}, {"2026-04-02"_date, 1}}) ==
          Interest3{658, 220, 0});
}

TEST_CASE(
    "plan: interest that is not what a rate makes of the schedule is lessened in proportion") {
    // As a file has it, or rounded by hand: 7.00 for 31 days of 667.68, of which 10 were in use.
    Plan plan = with_interest();
    plan.installments[1].interest_minor = 700;
    plan.installments[1].amount += "0.20 EUR"_money;
    plan.interest += "0.20 EUR"_money;
    const std::vector<MoneyIn> paid = {{"2026-03-02"_date, 33'232}, {"2026-03-12"_date, 66'768}};
    const auto interest_of_second = [&](const std::string& rate) {
        plan.yearly_rate = rate;
        return less_interest_after_payment(plan, paid, "2026-06-01"_date)
            .installments[1]
            .interest_minor;
    };
    CHECK(interest_of_second("") == 226);  // 7.00 x 10 / 31 = 2.258
    CHECK(interest_of_second("12.0") == 226);
}

TEST_CASE("plan: early in many parts, each instalment bears what its balance bears day by day") {
    testing::Dice dice(41);
    for (int round = 0; round < 300; ++round) {
        const auto day_count = dice.one_in(2) ? DayCount::act_365 : DayCount::act_360;
        const int year = day_count == DayCount::act_365 ? 365 : 360;
        const Rate rate{(1 + dice.below(2'000)) * std::int64_t{10'000}};  // up to 20 %
        Plan plan{.id = "P0001",
                  .customer = "C001",
                  .principal = Money(10'000 + dice.below(900'000), "EUR"_currency),
                  .interest = Money::zero("EUR"_currency),
                  .proposed = "2026-02-10"_date,
                  .confirmed = "2026-02-10"_date,
                  .yearly_rate = to_text(rate),
                  .day_count = day_count};
        PlanTerms terms{.installments = 1 + dice.below(6), .first_due = "2026-03-02"_date};
        terms.yearly_interest = rate;
        const BusinessCalendar calendar;
        plan.installments =
            propose_installments(
                plan.principal, terms,
                {.from = plan.proposed, .calendar = calendar, .day_count = day_count})
                .value();
        plan.interest = interest_of(plan.installments, "EUR"_currency);
        std::vector<MoneyIn> paid;
        std::int64_t left = plan.principal.minor();
        for (Date day = plan.proposed + 1; left > 0 && paid.size() < 12;
             day = day + 1 + dice.below(9)) {
            paid.push_back({day, std::min<std::int64_t>(left, 1 + dice.below(150'000))});
            left -= paid.back().amount_minor;
        }
        const Plan owed = less_interest_after_payment(plan, paid, "2027-12-31"_date);
        std::int64_t scheduled = plan.principal.minor();
        Date day = plan.proposed;
        for (std::size_t i = 0; i < plan.installments.size(); ++i) {
            Wide sum = 0;
            for (; day < plan.installments[i].due; day = day + 1) {
                std::int64_t balance = plan.principal.minor();
                for (const MoneyIn& money : paid) {
                    if (money.day <= day) balance -= money.amount_minor;
                }
                sum += std::min(balance, scheduled);
            }
            CAPTURE(round);
            CAPTURE(i);
            CHECK(owed.installments[i].interest_minor ==
                  divide_rounded(sum * rate.millionths_of_percent, Wide{100'000'000} * year,
                                 Rounding::half_away_from_zero));
            scheduled -= plan.installments[i].amount.minor() - plan.installments[i].interest_minor;
        }
    }
}
