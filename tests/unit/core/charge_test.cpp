#include "core/charge.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const Date due = "2023-01-01"_date;

InterestTerms fixed(Rate yearly) {
    return {.method = InterestMethod::fixed, .yearly = yearly};
}

InterestBase invoice(const Money& amount, std::vector<BalanceChange> changes = {}) {
    return {.amount = amount, .issued = due - 30, .due = due, .changes = std::move(changes)};
}

int days_of(const Interest& interest) {
    int days = 0;
    for (const auto& segment : interest.segments) days += segment.days;
    return days;
}

// Day by day, in the words of the rule: the k-th day bears interest on what was owed before it.
std::int64_t by_brute_force(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    const int shift = terms.last_day == InterestLastDay::day_before ? 1 : 0;
    Wide sum = 0;
    for (Date day = base.due + shift; day < as_of; day = day + 1) {
        std::int64_t balance = base.amount.minor();
        for (const auto& change : base.changes) {
            if (change.day <= day) balance -= change.amount_minor;
        }
        sum += Wide(std::max(balance, std::int64_t{0})) * terms.yearly.millionths_of_percent;
    }
    return divide_rounded(sum, Wide(100'000'000) * 365, terms.rounding);
}

}  // namespace

TEST_CASE("interest: worked numbers of one period") {
    struct Case {
        Money amount;
        Rate yearly;
        int days;
        DayCount day_count;
        Money expected;
    };
    for (const auto& c : {
             Case{"123456 JPY"_money, "14.6"_rate, 45, DayCount::act_365, "2222 JPY"_money},
             Case{"1234.567 KWD"_money, "7"_rate, 33, DayCount::act_365, "7.813 KWD"_money},
             Case{"1000.00 GBP"_money, "8.25"_rate, 60, DayCount::act_365, "13.56 GBP"_money},
             Case{"1000.00 GBP"_money, "12"_rate, 30, DayCount::act_365, "9.86 GBP"_money},
             Case{"262.25 GBP"_money, "8.5"_rate, 139, DayCount::act_365, "8.49 GBP"_money},
             Case{"10000.00 EUR"_money, "6.62"_rate, 181, DayCount::act_365, "328.28 EUR"_money},
             Case{"10000.00 EUR"_money, "10.62"_rate, 181, DayCount::act_365, "526.64 EUR"_money},
             Case{"1500.00 USD"_money, "6.5"_rate, 10, DayCount::act_360, "2.71 USD"_money},
             Case{"10000.00 USD"_money, "8"_rate, 90, DayCount::act_365, "197.26 USD"_money},
             Case{"100000.00 CNY"_money, "4.35"_rate, 180, DayCount::act_365, "2145.21 CNY"_money},
             Case{"100000.00 CNY"_money, "18.25"_rate, 45, DayCount::act_365, "2250.00 CNY"_money},
             Case{"500000.00 CNY"_money, "5"_rate, 545, DayCount::act_360, "37847.22 CNY"_money},
         }) {
        CAPTURE(c.amount);
        InterestTerms terms = fixed(c.yearly);
        terms.day_count = c.day_count;
        const auto interest = late_interest(invoice(c.amount), terms, due + c.days);
        CHECK(interest.total == c.expected);
        REQUIRE(interest.segments.size() == 1);
        CHECK(interest.segments[0].days == c.days);
        CHECK(interest.segments[0].from == due);
        CHECK(interest.segments[0].to == due + c.days);
        CHECK(interest.segments[0].balance == c.amount);
        CHECK(interest.segments[0].amount == c.expected);
    }
}

TEST_CASE("interest: years of thirty-day months, and leap years by act/act") {
    InterestTerms terms = fixed("6"_rate);
    terms.day_count = DayCount::e30_360;
    InterestBase base{
        .amount = "10000.00 EUR"_money, .issued = "2015-12-01"_date, .due = "2016-01-01"_date};
    CHECK(late_interest(base, terms, "2016-07-30"_date).total == "348.33 EUR"_money);

    // 61 days of a common year and 121 of a leap year: 66491/133590 of a year.
    terms.day_count = DayCount::act_act_isda;
    base.due = "2003-11-01"_date;
    const auto interest = late_interest(base, terms, "2004-05-01"_date);
    CHECK(interest.total == "298.63 EUR"_money);
    CHECK(days_of(interest) == 182);
}

TEST_CASE("interest: a part payment starts a segment, and no day is lost") {
    const auto base = invoice("10000.00 EUR"_money, {{"2023-04-01"_date, 3000'00}});
    const auto interest = late_interest(base, fixed("10.62"_rate), "2023-07-01"_date);
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].days == 90);
    CHECK(interest.segments[0].balance == "10000.00 EUR"_money);
    CHECK(interest.segments[0].amount == "261.86 EUR"_money);
    CHECK(interest.segments[1].from == interest.segments[0].to);
    CHECK(interest.segments[1].days == 91);
    CHECK(interest.segments[1].balance == "7000.00 EUR"_money);
    CHECK(interest.segments[1].amount == "185.34 EUR"_money);
    CHECK(interest.total == "447.20 EUR"_money);
}

TEST_CASE(
    "interest: an invoice paid on a day has borne the days up to it, or up to the day before") {
    const auto base = invoice("1000.00 CHF"_money, {{"2023-01-20"_date, 1000'00}});
    InterestTerms terms = fixed("5"_rate);
    CHECK(days_of(late_interest(base, terms, "2023-01-20"_date)) == 19);
    CHECK(days_of(late_interest(base, terms, "2023-06-30"_date)) == 19);
    terms.last_day = InterestLastDay::day_before;
    CHECK(days_of(late_interest(base, terms, "2023-01-20"_date)) == 18);
    CHECK(days_of(late_interest(base, terms, "2023-06-30"_date)) == 18);

    const auto in_two =
        invoice("1000.00 CHF"_money, {{"2023-01-30"_date, 600'00}, {"2023-01-20"_date, 400'00}});
    const auto interest = late_interest(in_two, fixed("5"_rate), "2023-06-30"_date);
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].days == 19);
    CHECK(interest.segments[1].days == 10);
}

TEST_CASE("interest: agrees with a count day by day") {
    const std::vector<std::vector<BalanceChange>> histories = {
        {},
        {{due - 5, 100'00}},
        {{due, 100'00}},
        {{due + 1, 100'00}},
        {{due + 1, 100'00}, {due + 1, 50'00}, {due + 2, 75'25}},
        {{due + 9, 400'00}, {due + 3, 100'00}, {due + 30, 499'99}},
        {{due + 3, 1000'00}, {due + 10, -1000'00}},
        {{due + 3, 1200'00}, {due + 10, -300'00}},
        {{due + 3, 500'00}, {due + 3, -500'00}},
        {{due - 2, 999'99}, {due + 40, 0'01}},
    };
    for (const auto last_day : {InterestLastDay::as_of, InterestLastDay::day_before}) {
        for (std::size_t n = 0; n < histories.size(); ++n) {
            for (int days = -2; days <= 50; ++days) {
                const auto base = invoice("1000.00 EUR"_money, histories[n]);
                InterestTerms terms = fixed("17.3"_rate);
                terms.last_day = last_day;
                CAPTURE(n);
                CAPTURE(days);
                CHECK(late_interest(base, terms, due + days).total.minor() ==
                      by_brute_force(base, terms, due + days));
            }
        }
    }
}

TEST_CASE("interest: the days of all segments sum to the whole period in every convention") {
    const Date as_of = "2024-08-31"_date;
    for (const auto convention :
         {DayCount::act_365, DayCount::act_360, DayCount::act_act_isda, DayCount::e30_360,
          DayCount::bond_30_360, DayCount::us_30_360, DayCount::e30_360_isda}) {
        for (const Date start : {"2024-01-29"_date, "2024-01-31"_date, "2024-02-29"_date}) {
            InterestTerms terms = fixed("10"_rate);
            terms.day_count = convention;
            InterestBase base{.amount = "900.00 EUR"_money, .issued = start - 30, .due = start};
            const int whole = days_of(late_interest(base, terms, as_of));
            for (Date day = start - 1; day <= as_of + 1; day = day + 1) {
                base.changes = {{day, 1'00}, {day + 17, 1'00}};
                CAPTURE(to_text(convention));
                CAPTURE(start);
                CAPTURE(day);
                CHECK(days_of(late_interest(base, terms, as_of)) == whole);
            }
        }
    }
}

TEST_CASE("interest: none before the due day is over, none without a method, none below zero") {
    const auto base = invoice("1000.00 EUR"_money);
    const auto none = [](const Interest& interest) {
        return interest.total.is_zero() && interest.segments.empty();
    };
    CHECK(none(late_interest(base, fixed("10"_rate), due - 1)));
    CHECK(none(late_interest(base, fixed("10"_rate), due)));
    CHECK_FALSE(none(late_interest(base, fixed("10"_rate), due + 1)));
    CHECK(none(late_interest(base, InterestTerms{.yearly = "10"_rate}, due + 100)));
    CHECK(none(late_interest(base, fixed("0"_rate), due + 100)));
    CHECK(none(late_interest(base, fixed("-0.88"_rate), due + 100)));
    CHECK(none(late_interest(invoice("0.00 EUR"_money), fixed("10"_rate), due + 100)));
}

TEST_CASE("interest: within grace nothing, after it from the start in full") {
    InterestTerms terms = fixed("36.5"_rate);
    terms.grace_days = 5;
    const auto base = invoice("1000.00 EUR"_money);
    CHECK(late_interest(base, terms, due + 5).total == "0.00 EUR"_money);
    CHECK(late_interest(base, terms, due + 6).total == "6.00 EUR"_money);
}

TEST_CASE("interest: the first day comes from the due date, the first notice or thirty days") {
    InterestTerms terms = fixed("36.5"_rate);
    InterestBase base = invoice("1000.00 EUR"_money);
    const auto days_until = [&](Date as_of) { return days_of(late_interest(base, terms, as_of)); };

    terms.first_day = InterestFirstDay::day_after_notice;
    CHECK(days_until(due + 20) == 0);
    base.first_notice = due + 10;
    CHECK(days_until(due + 10) == 0);
    CHECK(days_until(due + 20) == 10);
    base.first_notice = due - 3;  // a reminder before the due date puts nobody in default
    CHECK(days_until(due + 20) == 20);

    terms.first_day = InterestFirstDay::day_after_30_days;
    base.issued = due - 14;
    CHECK(days_until(due + 16) == 0);
    CHECK(days_until(due + 20) == 4);
    base.issued = due - 60;
    CHECK(days_until(due + 20) == 20);
}

TEST_CASE("interest: rounded once, per segment or per day, as the terms say") {
    struct Case {
        InterestRounding round;
        Money expected;
    };
    for (const auto& [round, expected] : {Case{InterestRounding::final, "64.93 USD"_money},
                                          {InterestRounding::per_segment, "64.93 USD"_money},
                                          {InterestRounding::daily, "64.80 USD"_money}}) {
        InterestTerms terms = fixed("7.9"_rate);
        terms.round = round;
        CHECK(late_interest(invoice("10000.00 USD"_money), terms, due + 30).total == expected);
    }
    InterestTerms daily = fixed("12.25"_rate);
    daily.round = InterestRounding::daily;
    CHECK(late_interest(invoice("5000.00 GBP"_money), daily, due + 101).total ==
          "169.68 GBP"_money);
}

TEST_CASE("interest: rounded segments can differ from the rounded sum") {
    // 0.6 and 0.6 of a minor unit: 1.2 in all.
    InterestTerms terms = fixed("36.5"_rate);
    const auto base = invoice("12.00 EUR"_money, {{due + 1, 6'00}});
    terms.rounding = Rounding::down;
    CHECK(late_interest(base, terms, due + 2).total == "0.01 EUR"_money);
    const auto small = invoice("6.00 EUR"_money, {{due + 1, 0'01}});
    CHECK(late_interest(small, terms, due + 2).total == "0.01 EUR"_money);
    terms.round = InterestRounding::per_segment;
    CHECK(late_interest(small, terms, due + 2).total == "0.00 EUR"_money);
    terms.rounding = Rounding::half_away_from_zero;
    CHECK(late_interest(small, terms, due + 2).total == "0.02 EUR"_money);
}

TEST_CASE("interest: the rate and the total are capped") {
    InterestTerms terms = fixed("36.5"_rate);
    terms.max_rate = "18.25"_rate;
    const auto base = invoice("1000.00 EUR"_money);
    CHECK(late_interest(base, terms, due + 10).total == "5.00 EUR"_money);
    terms.max_rate = "50"_rate;
    CHECK(late_interest(base, terms, due + 10).total == "10.00 EUR"_money);
    terms.cap_percent_of_principal = "0.8"_rate;
    CHECK(late_interest(base, terms, due + 10).total == "8.00 EUR"_money);
    // Of the whole invoice, rounded down; what has been paid does not lower it.
    const auto odd = invoice("999.99 EUR"_money, {{due, 100'00}});
    CHECK(late_interest(odd, terms, due + 100).total == "7.99 EUR"_money);
    CHECK(late_interest(odd, terms, due + 1).total == "0.90 EUR"_money);
}

TEST_CASE("interest: the largest amounts stay exact") {
    const auto base = invoice(Money(max_amount_minor, "CNY"_currency));
    InterestTerms terms = fixed("100"_rate);
    CHECK(late_interest(base, terms, due + 365).total.minor() == max_amount_minor);
    terms.day_count = DayCount::act_act_isda;
    CHECK(late_interest(base, terms, "2033-01-01"_date).total.minor() == 10 * max_amount_minor);
}

TEST_CASE("tiered_fee: the first band that the claim lies below") {
    const std::vector<FeeTier> tiers = {{"1000.00 GBP"_money, "40.00 GBP"_money},
                                        {"10000.00 GBP"_money, "70.00 GBP"_money},
                                        {{}, "100.00 GBP"_money}};
    CHECK(tiered_fee(tiers, "0.01 GBP"_money) == "40.00 GBP"_money);
    CHECK(tiered_fee(tiers, "999.99 GBP"_money) == "40.00 GBP"_money);
    CHECK(tiered_fee(tiers, "1000.00 GBP"_money) == "70.00 GBP"_money);
    CHECK(tiered_fee(tiers, "9999.99 GBP"_money) == "70.00 GBP"_money);
    CHECK(tiered_fee(tiers, "10000.00 GBP"_money) == "100.00 GBP"_money);
}

TEST_CASE("tiered_fee: no band that fits, no fee; bands are for their own currency") {
    const std::vector<FeeTier> tiers = {{"1000.00 GBP"_money, "40.00 GBP"_money}};
    CHECK(tiered_fee(tiers, "1000.00 GBP"_money) == "0.00 GBP"_money);
    CHECK(tiered_fee({}, "5.00 GBP"_money) == "0.00 GBP"_money);
    CHECK(tiered_fee(tiers, "5.00 EUR"_money) == "0.00 EUR"_money);
}
