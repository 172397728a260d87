#include "core/interest.h"

#include <doctest/doctest.h>

#include <memory>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const Date due_day = "2023-01-01"_date;

InterestTerms fixed(Rate yearly) {
    return {.method = InterestMethod::fixed, .yearly = yearly};
}

InterestBase invoice(const Money& amount, std::vector<BalanceChange> changes = {}) {
    return {
        .amount = amount, .issued = due_day - 30, .due = due_day, .changes = std::move(changes)};
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

TEST_CASE("interest: what was claimed stays as it was claimed, later terms are for later days") {
    const auto claimed_by = [](const InterestTerms& terms, int days) {
        return ClaimedTerms{due_day + days, std::make_shared<const InterestTerms>(terms)};
    };
    // 1.00 a day by 36.5 %, and 0.50 a day by 18.25 %.
    const InterestTerms dear = fixed("36.5"_rate);
    const InterestTerms cheap = fixed("18.25"_rate);
    const auto capped = [](InterestTerms terms, Rate cap) {
        terms.cap_percent_of_principal = cap;
        return terms;
    };
    const auto worth = [](InterestTerms terms, const Money& minimum) {
        terms.minimum = minimum;
        return terms;
    };
    const auto without_payment_day = [](InterestTerms terms) {
        terms.last_day = InterestLastDay::day_before;
        return terms;
    };
    struct Case {
        std::vector<ClaimedTerms> claimed;
        InterestTerms terms;
        int days;
        Money expected;
    };
    for (const Case& c : {
             Case{{}, cheap, 20, "10.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, cheap, 20, "15.00 EUR"_money},
             Case{{claimed_by(cheap, 10)}, dear, 20, "15.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, cheap, 10, "10.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, cheap, 4, "4.00 EUR"_money},  // as it was then
             Case{{claimed_by(dear, 10)}, dear, 20, "20.00 EUR"_money},
             Case{{claimed_by(dear, 5), claimed_by(dear, 10)}, cheap, 20, "15.00 EUR"_money},
             Case{{claimed_by(dear, 5), claimed_by(cheap, 10)}, dear, 20, "17.50 EUR"_money},
             Case{{claimed_by(dear, 5), {due_day + 10}}, cheap, 20, "12.50 EUR"_money},
             Case{{claimed_by(dear, 10)}, InterestTerms{}, 20, "10.00 EUR"_money},
             // A cap is of the whole, and takes nothing back.
             Case{{claimed_by(dear, 10)}, capped(cheap, "1.2"_rate), 20, "12.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, capped(cheap, "0.5"_rate), 20, "10.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, worth(cheap, "12.00 EUR"_money), 13, "10.00 EUR"_money},
             Case{{claimed_by(dear, 10)}, worth(cheap, "12.00 EUR"_money), 14, "12.00 EUR"_money},
             // No day between them is lost or counted twice.
             Case{{claimed_by(dear, 10)}, without_payment_day(cheap), 20, "14.50 EUR"_money},
             Case{{claimed_by(without_payment_day(dear), 10)}, cheap, 20, "14.50 EUR"_money},
         }) {
        InterestBase base = invoice("1000.00 EUR"_money);
        base.claimed = c.claimed;
        const Interest interest = late_interest(base, c.terms, due_day + c.days);
        CAPTURE(c.days);
        CHECK(interest.total == c.expected);
        Money sum = "0.00 EUR"_money;
        for (const InterestSegment& segment : interest.segments) sum += segment.amount;
        CHECK(sum == interest.accrued);
    }
}

TEST_CASE("interest: a payment that came to be known lessens each time by its own terms") {
    InterestBase base = invoice("1000.00 EUR"_money, {{due_day + 5, 500'00}});
    base.claimed = {{due_day + 10, std::make_shared<const InterestTerms>(fixed("36.5"_rate))}};
    const Interest interest = late_interest(base, fixed("18.25"_rate), due_day + 20);
    // 5 x 1.00 + 5 x 0.50, and 10 x 0.25.
    CHECK(interest.total == "10.00 EUR"_money);
    REQUIRE(interest.segments.size() == 3);
    CHECK(interest.segments[1].rate == "36.5"_rate);
    CHECK(interest.segments[1].to == due_day + 10);
    CHECK(interest.segments[2].from == due_day + 10);
    CHECK(interest.segments[2].rate == "18.25"_rate);
}

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
        const auto interest = late_interest(invoice(c.amount), terms, due_day + c.days);
        CHECK(interest.total == c.expected);
        REQUIRE(interest.segments.size() == 1);
        CHECK(interest.segments[0].days == c.days);
        CHECK(interest.segments[0].from == due_day);
        CHECK(interest.segments[0].to == due_day + c.days);
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
        {{due_day - 5, 100'00}},
        {{due_day, 100'00}},
        {{due_day + 1, 100'00}},
        {{due_day + 1, 100'00}, {due_day + 1, 50'00}, {due_day + 2, 75'25}},
        {{due_day + 9, 400'00}, {due_day + 3, 100'00}, {due_day + 30, 499'99}},
        {{due_day + 3, 1000'00}, {due_day + 10, -1000'00}},
        {{due_day + 3, 1200'00}, {due_day + 10, -300'00}},
        {{due_day + 3, 500'00}, {due_day + 3, -500'00}},
        {{due_day - 2, 999'99}, {due_day + 40, 0'01}},
    };
    for (const auto last_day : {InterestLastDay::as_of, InterestLastDay::day_before}) {
        for (std::size_t n = 0; n < histories.size(); ++n) {
            for (int days = -2; days <= 50; ++days) {
                const auto base = invoice("1000.00 EUR"_money, histories[n]);
                InterestTerms terms = fixed("17.3"_rate);
                terms.last_day = last_day;
                CAPTURE(n);
                CAPTURE(days);
                CHECK(late_interest(base, terms, due_day + days).total.minor() ==
                      by_brute_force(base, terms, due_day + days));
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
    CHECK(none(late_interest(base, fixed("10"_rate), due_day - 1)));
    CHECK(none(late_interest(base, fixed("10"_rate), due_day)));
    CHECK_FALSE(none(late_interest(base, fixed("10"_rate), due_day + 1)));
    CHECK(none(late_interest(base, InterestTerms{.yearly = "10"_rate}, due_day + 100)));
    CHECK(none(late_interest(base, fixed("0"_rate), due_day + 100)));
    CHECK(none(late_interest(base, fixed("-0.88"_rate), due_day + 100)));
    CHECK(none(late_interest(invoice("0.00 EUR"_money), fixed("10"_rate), due_day + 100)));
}

TEST_CASE("interest: within grace nothing, after it from the start in full") {
    InterestTerms terms = fixed("36.5"_rate);
    terms.grace_days = 5;
    const auto base = invoice("1000.00 EUR"_money);
    CHECK(late_interest(base, terms, due_day + 5).total == "0.00 EUR"_money);
    CHECK(late_interest(base, terms, due_day + 6).total == "6.00 EUR"_money);

    auto paid = base;
    paid.changes = {{due_day + 5, 1000'00}};  // never more than five days late
    CHECK(late_interest(paid, terms, due_day + 30).total == "0.00 EUR"_money);
    paid.changes = {{due_day + 5, 1000'00}, {due_day + 9, -1000'00}};  // it bounced
    CHECK(late_interest(paid, terms, due_day + 10).total == "6.00 EUR"_money);
    paid.changes = {{due_day + 5, 900'00}, {due_day + 6, 100'00}};
    CHECK(late_interest(paid, terms, due_day + 30).total == "5.10 EUR"_money);
}

TEST_CASE("interest: the first day comes from the due date, the first notice or thirty days") {
    InterestTerms terms = fixed("36.5"_rate);
    InterestBase base = invoice("1000.00 EUR"_money);
    const auto days_until = [&](Date as_of) { return days_of(late_interest(base, terms, as_of)); };

    terms.first_day = InterestFirstDay::day_after_notice;
    CHECK(days_until(due_day + 20) == 0);
    base.first_notice = due_day + 10;
    CHECK(days_until(due_day + 10) == 0);
    CHECK(days_until(due_day + 20) == 10);
    base.first_notice = due_day - 3;  // a reminder before the due date puts nobody in default
    CHECK(days_until(due_day + 20) == 20);

    terms.first_day = InterestFirstDay::day_after_30_days;
    base.issued = due_day - 14;
    CHECK(days_until(due_day + 30) == 0);
    CHECK(days_until(due_day + 34) == 4);
    base.issued = due_day + 3;
    CHECK(days_until(due_day + 34) == 1);
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
        CHECK(late_interest(invoice("10000.00 USD"_money), terms, due_day + 30).total == expected);
    }
    InterestTerms daily = fixed("12.25"_rate);
    daily.round = InterestRounding::daily;
    CHECK(late_interest(invoice("5000.00 GBP"_money), daily, due_day + 101).total ==
          "169.68 GBP"_money);
}

TEST_CASE("interest: rounded segments can differ from the rounded sum") {
    // 0.6 and 0.6 of a minor unit: 1.2 in all.
    InterestTerms terms = fixed("36.5"_rate);
    const auto base = invoice("12.00 EUR"_money, {{due_day + 1, 6'00}});
    terms.rounding = Rounding::down;
    CHECK(late_interest(base, terms, due_day + 2).total == "0.01 EUR"_money);
    const auto small = invoice("6.00 EUR"_money, {{due_day + 1, 0'01}});
    CHECK(late_interest(small, terms, due_day + 2).total == "0.01 EUR"_money);
    terms.round = InterestRounding::per_segment;
    CHECK(late_interest(small, terms, due_day + 2).total == "0.00 EUR"_money);
    terms.rounding = Rounding::half_away_from_zero;
    CHECK(late_interest(small, terms, due_day + 2).total == "0.02 EUR"_money);
}

TEST_CASE("interest: the rate and the total are capped") {
    InterestTerms terms = fixed("36.5"_rate);
    terms.max_rate = "18.25"_rate;
    const auto base = invoice("1000.00 EUR"_money);
    CHECK(late_interest(base, terms, due_day + 10).total == "5.00 EUR"_money);
    terms.max_rate = "50"_rate;
    CHECK(late_interest(base, terms, due_day + 10).total == "10.00 EUR"_money);
    terms.cap_percent_of_principal = "0.8"_rate;
    CHECK(late_interest(base, terms, due_day + 10).total == "8.00 EUR"_money);
    // Of the whole invoice, rounded down; what has been paid does not lower it.
    const auto odd = invoice("999.99 EUR"_money, {{due_day, 100'00}});
    CHECK(late_interest(odd, terms, due_day + 100).total == "7.99 EUR"_money);
    CHECK(late_interest(odd, terms, due_day + 1).total == "0.90 EUR"_money);
}

TEST_CASE("interest: the largest amounts stay exact") {
    const auto base = invoice(Money(max_amount_minor, "CNY"_currency));
    InterestTerms terms = fixed("100"_rate);
    CHECK(late_interest(base, terms, due_day + 365).total.minor() == max_amount_minor);
    terms.day_count = DayCount::act_act_isda;
    CHECK(late_interest(base, terms, "2033-01-01"_date).total.minor() == 10 * max_amount_minor);
}

// ---- reference rates

namespace {

RateTable half_years() {
    return {.name = "test",
            .title = "Test rate",
            .reference_day = ReferenceDay::half_year_first,
            .rows = {{"2023-01-01"_date, "1.62"_rate},
                     {"2023-07-01"_date, "3.12"_rate},
                     {"2024-01-01"_date, "3.62"_rate},
                     {"2024-07-01"_date, "3.37"_rate},
                     {"2025-01-01"_date, "2.27"_rate},
                     {"2025-07-01"_date, "1.27"_rate}}};
}

InterestTerms reference(RateTable table, Rate margin, RateFixing fixing) {
    return {.method = InterestMethod::reference,
            .yearly = margin,
            .table = std::make_shared<const RateTable>(std::move(table)),
            .fixing = fixing,
            .last_day = InterestLastDay::day_before};
}

InterestBase due_on(Date day, const Money& amount, std::vector<BalanceChange> changes = {}) {
    return {.amount = amount, .issued = day - 30, .due = day, .changes = std::move(changes)};
}

}  // namespace

TEST_CASE("interest: each day bears the rate of its half-year") {
    // Days of interest 2024-05-01 to 2025-03-14: BGB 288(2), the payment day not counted.
    const auto terms = reference(half_years(), "9"_rate, RateFixing::float_half_year);
    const auto interest =
        late_interest(due_on("2024-04-30"_date, "10000.00 EUR"_money), terms, "2025-03-15"_date);
    REQUIRE(interest.segments.size() == 3);
    CHECK(interest.segments[0].days == 61);
    CHECK(interest.segments[0].rate == "12.62"_rate);
    CHECK(interest.segments[0].exact == "210.90958904");
    CHECK(interest.segments[1].days == 184);
    CHECK(interest.segments[1].rate == "12.37"_rate);
    CHECK(interest.segments[1].from == "2024-07-01"_date);
    CHECK(interest.segments[2].days == 73);
    CHECK(interest.segments[2].exact == "225.40000000");
    CHECK(interest.total == "1059.89 EUR"_money);
    Money sum = Money::zero(interest.total.currency());
    for (const auto& segment : interest.segments) sum += segment.amount;
    CHECK(sum == interest.total);
}

TEST_CASE("interest: when the payment day counts, a new rate begins on its own day all the same") {
    auto terms = reference(half_years(), "9"_rate, RateFixing::float_half_year);
    terms.last_day = InterestLastDay::as_of;
    const auto interest =
        late_interest(due_on("2024-06-28"_date, "3650.00 EUR"_money), terms, "2024-07-02"_date);
    // 29 and 30 June by the old rate, 1 and 2 July by the new one.
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].days == 2);
    CHECK(interest.segments[0].to == "2024-06-30"_date);
    CHECK(interest.segments[1].days == 2);
    CHECK(interest.segments[1].rate == "12.37"_rate);
}

TEST_CASE("interest: one rate for the life of a debt, of its first day or of its payment") {
    struct Case {
        RateFixing fixing;
        ReferenceDay day;
        Rate expected;
    };
    RateTable table{.name = "test",
                    .title = "Test rate",
                    .rows = {{"2022-12-21"_date, "2.5"_rate},
                             {"2023-06-21"_date, "4"_rate},
                             {"2023-06-30"_date, "4.1"_rate},
                             {"2023-07-01"_date, "4.2"_rate},
                             {"2023-09-20"_date, "4.5"_rate},
                             {"2024-01-10"_date, "4.7"_rate}}};
    const InterestBase base = due_on("2023-07-31"_date, "6500.00 EUR"_money);
    for (const auto& [fixing, day, expected] :
         {Case{RateFixing::fixed_at_start, ReferenceDay::own_day, "12.2"_rate},
          {RateFixing::fixed_at_start, ReferenceDay::half_year_first, "12.2"_rate},
          {RateFixing::fixed_at_start, ReferenceDay::half_year_eve, "12.1"_rate},
          {RateFixing::fixed_at_payment, ReferenceDay::own_day, "12.7"_rate},
          {RateFixing::fixed_at_payment, ReferenceDay::half_year_first, "12.5"_rate},
          {RateFixing::fixed_at_payment, ReferenceDay::half_year_eve, "12.5"_rate}}) {
        table.reference_day = day;
        const auto interest =
            late_interest(base, reference(table, "8"_rate, fixing), "2024-02-01"_date);
        REQUIRE(interest.segments.size() == 1);
        CHECK(interest.segments[0].rate == expected);
        CHECK(interest.segments[0].days == 184);
    }
}

TEST_CASE("interest: fixed at payment, each payment has the rate of its own day") {
    const auto terms = reference(half_years(), "0"_rate, RateFixing::fixed_at_payment);
    const auto base =
        due_on("2023-12-31"_date, "3650.00 EUR"_money, {{"2024-06-30"_date, 1000'00}});
    const auto interest = late_interest(base, terms, "2024-12-31"_date);
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].balance == "1000.00 EUR"_money);
    CHECK(interest.segments[0].rate == "3.62"_rate);
    CHECK(interest.segments[0].days == 181);
    CHECK(interest.segments[1].balance == "2650.00 EUR"_money);
    CHECK(interest.segments[1].rate == "3.37"_rate);
    CHECK(interest.segments[1].days == 365);
}

TEST_CASE(
    "interest: a payment that went back is owed from its day on, at the rate of its payment") {
    const auto terms = reference(half_years(), "0"_rate, RateFixing::fixed_at_payment);
    const auto base = due_on(
        "2023-12-31"_date, "1000.00 EUR"_money,
        {{"2024-02-01"_date, 1200'00}, {"2024-03-01"_date, -500'00}, {"2024-09-01"_date, 300'00}});
    const auto interest = late_interest(base, terms, "2024-12-31"_date);
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].balance == "1000.00 EUR"_money);
    CHECK(interest.segments[0].to == "2024-02-01"_date);
    CHECK(interest.segments[1].balance == "300.00 EUR"_money);
    CHECK(interest.segments[1].from == "2024-03-01"_date);
    CHECK(interest.segments[1].rate == "3.37"_rate);
}

TEST_CASE("interest: a multiple of the reference rate, by the day of its change") {
    RateTable lpr{.name = "lpr",
                  .title = "LPR",
                  .rows = {{"2024-07-22"_date, "3.35"_rate}, {"2024-10-21"_date, "3.10"_rate}}};
    auto terms = reference(lpr, "0"_rate, RateFixing::float_change_date);
    terms.multiple_millionths = 1'500'000;
    const auto interest =
        late_interest(due_on("2024-10-10"_date, "100000.00 CNY"_money), terms, "2024-10-31"_date);
    REQUIRE(interest.segments.size() == 2);
    CHECK(interest.segments[0].rate == "5.025"_rate);
    CHECK(interest.segments[0].days == 10);
    CHECK(interest.segments[1].rate == "4.65"_rate);
    CHECK(interest.segments[1].days == 10);
}

TEST_CASE("interest: reference rates below zero count, the sum below zero bears 0.00, as stated") {
    RateTable table{.name = "test",
                    .title = "Test rate",
                    .rows = {{"2016-07-01"_date, "-0.88"_rate}, {"2023-01-01"_date, "1.62"_rate}}};
    const auto base = due_on("2022-12-31"_date - 31, "10000.00 EUR"_money);
    const auto rate = [&](Rate margin) {
        const auto interest = late_interest(
            base, reference(table, margin, RateFixing::float_half_year), "2022-12-31"_date);
        REQUIRE(interest.segments.size() == 1);
        CHECK(interest.segments[0].days == 30);
        return interest.segments[0].rate;
    };
    CHECK(rate("9"_rate) == "8.12"_rate);
    CHECK(rate("0.88"_rate) == "0"_rate);
    CHECK(rate("0"_rate) == "0"_rate);
    const auto later = late_interest(base, reference(table, "0"_rate, RateFixing::float_half_year),
                                     "2023-01-11"_date);
    REQUIRE(later.segments.size() == 2);
    CHECK(later.segments[0].amount.is_zero());
    CHECK(later.segments[0].exact == "0.00000000");
    CHECK(later.segments[0].reference->rate == "-0.88"_rate);
    CHECK(later.segments[1].from == "2023-01-01"_date);
    CHECK(later.total == later.segments[1].amount);
}

TEST_CASE("interest: days before the table begins bear nothing, and are counted") {
    const auto terms = reference(half_years(), "9"_rate, RateFixing::float_half_year);
    const auto interest =
        late_interest(due_on("2022-12-21"_date, "3650.00 EUR"_money), terms, "2023-01-11"_date);
    CHECK(interest.days_without_rate == 10);
    REQUIRE(interest.segments.size() == 1);
    CHECK(interest.segments[0].days == 10);
}

TEST_CASE("interest: a table that ends too long ago is refused, with its last row") {
    auto terms = reference(half_years(), "9"_rate, RateFixing::float_half_year);
    terms.max_age_days = 184;
    const auto base = due_on("2025-12-20"_date, "100.00 EUR"_money);
    // The last day of interest is 1 January 2026, 184 days after the row of 1 July.
    CHECK_NOTHROW(late_interest(base, terms, "2026-01-02"_date));
    CHECK_THROWS_WITH_AS(late_interest(base, terms, "2026-01-03"_date),
                         doctest::Contains("ends with 1.27 % from 2025-07-01"), StaleRates);
    // The rate of a half-year that has begun is known to its end, if half-years count.
    terms.max_age_days = 30;
    CHECK_NOTHROW(late_interest(base, terms, "2026-01-01"_date));
    terms.fixing = RateFixing::float_change_date;
    CHECK_THROWS_AS(late_interest(base, terms, "2026-01-01"_date), StaleRates);
    terms.fixing = RateFixing::float_half_year;
    terms.max_age_days = 184;
    RateTable verified = half_years();
    verified.verified = "2026-05-01"_date;
    terms.table = std::make_shared<const RateTable>(verified);
    CHECK_NOTHROW(late_interest(base, terms, "2026-07-03"_date));
    // One rate for the life of the debt is known, and so is all of one that was paid in time.
    terms.table = std::make_shared<const RateTable>(half_years());
    terms.fixing = RateFixing::fixed_at_start;
    CHECK_NOTHROW(late_interest(base, terms, "2026-07-03"_date));
    terms.fixing = RateFixing::float_half_year;
    const auto paid = due_on("2025-12-20"_date, "100.00 EUR"_money, {{"2025-12-30"_date, 100'00}});
    CHECK_NOTHROW(late_interest(paid, terms, "2026-07-03"_date));
}

TEST_CASE("interest: a due date on a closed day is the next open one, where the law says so") {
    CalendarDays days;
    for (const Date holiday : {"2026-04-03"_date, "2026-04-06"_date, "2026-05-25"_date}) {
        days.holidays.insert(holiday);
    }
    const BusinessCalendar calendar(days);
    InterestTerms terms = fixed("36.5"_rate);
    terms.first_day = InterestFirstDay::day_after_30_days;
    struct Case {
        Date received;
        Date first;
    };
    for (const auto& [received, first] : {Case{"2026-03-02"_date, "2026-04-02"_date},
                                          {"2026-03-04"_date, "2026-04-08"_date},
                                          {"2026-04-24"_date, "2026-05-27"_date}}) {
        const InterestBase base{.amount = "100.00 EUR"_money,
                                .issued = received,
                                .due = received,
                                .calendar = &calendar};
        terms.roll_closed_day = true;
        CHECK(first_interest_day(base, terms) == first);
        terms.roll_closed_day = false;
        CHECK(first_interest_day(base, terms) == received + 31);
    }
}

TEST_CASE("interest: what is too little is not claimed, and cash is rounded to its coins") {
    InterestTerms terms = fixed("5"_rate);
    terms.minimum = "1.00 CHF"_money;
    const auto base = invoice("1000.00 CHF"_money);
    CHECK(late_interest(base, terms, due_day + 7).total == "0.00 CHF"_money);
    CHECK(late_interest(base, terms, due_day + 7).accrued == "0.96 CHF"_money);
    CHECK(late_interest(base, terms, due_day + 8).total == "1.10 CHF"_money);
    terms.round_to = "0.05 CHF"_money;
    CHECK(late_interest(base, terms, due_day + 9).total == "1.25 CHF"_money);
    CHECK(late_interest(invoice("1000.00 EUR"_money), terms, due_day + 9).total ==
          "1.23 EUR"_money);
    terms.cap_percent_of_principal = "0.12"_rate;  // 1.20, or 1.21 where coins do not divide it
    CHECK(late_interest(base, terms, due_day + 9).total == "1.20 CHF"_money);
    CHECK(late_interest(invoice("1010.00 CHF"_money), terms, due_day + 9).total ==
          "1.20 CHF"_money);
}

TEST_CASE("interest: more days, more balance, more interest; split points change nothing") {
    const auto terms = reference(half_years(), "9"_rate, RateFixing::float_half_year);
    Money before = "0.00 EUR"_money;
    const auto base = due_on("2023-11-30"_date, "777.77 EUR"_money);
    for (int days = 1; days < 500; days += 7) {
        const auto interest = late_interest(base, terms, "2023-11-30"_date + days);
        CHECK(interest.total >= before);
        before = interest.total;
        auto split = base;
        split.changes = {{"2023-11-30"_date + days / 2, 5'00},
                         {"2023-11-30"_date + days / 2, -5'00}};
        CHECK(late_interest(split, terms, "2023-11-30"_date + days).total == interest.total);
    }
}
