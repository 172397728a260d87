#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/interest.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const Date owed_since = "2025-01-15"_date;

InterestTerms compounded(Rate yearly, DayCount day_count = DayCount::act_360) {
    return {.method = InterestMethod::fixed,
            .yearly = yearly,
            .day_count = day_count,
            .compounding = Compounding::monthly_then_daily};
}

InterestBase debt(const Money& amount, std::vector<BalanceChange> changes = {}) {
    return {.amount = amount,
            .issued = owed_since - 30,
            .due = owed_since,
            .changes = std::move(changes)};
}

}  // namespace

// P (1 + r/12)^n (1 + r d/360) - P, in fractions, rounded once at the end.
TEST_CASE("compounding: the formula of US federal prompt payment") {
    struct Case {
        Money amount;
        Rate yearly;
        int months;
        int days;
        Money expected;
    };
    for (const auto& c : {
             Case{"1500.00 USD"_money, "6"_rate, 2, 15, "18.83 USD"_money},  // 5 CFR 1315.17
             Case{"1500.00 USD"_money, "6.5"_rate, 0, 10, "2.71 USD"_money},
             Case{"10000.00 USD"_money, "12"_rate, 36, 0, "4307.69 USD"_money},
             Case{"100000.00 USD"_money, "7.625"_rate, 120, 29, "115159.89 USD"_money},
         }) {
        CAPTURE(c.expected);
        const Date as_of = owed_since.plus_months(c.months) + c.days;
        CHECK(late_interest(debt(c.amount), compounded(c.yearly), as_of).total == c.expected);
    }
}

TEST_CASE("compounding: within the first month it is simple interest") {
    for (const DayCount convention :
         {DayCount::act_365, DayCount::act_act_isda, DayCount::e30_360}) {
        InterestTerms terms = compounded("9.3"_rate, convention);
        InterestTerms simple = terms;
        simple.compounding = Compounding::none;
        const auto base = debt("4321.09 EUR"_money, {{owed_since + 7, 300'00}});
        const Date as_of = owed_since + 30;
        CHECK(late_interest(base, terms, as_of).total == late_interest(base, simple, as_of).total);
    }
}

TEST_CASE("compounding: a month that a payment cuts bears by its days, and what was borne stays") {
    const auto base = debt("1000.00 EUR"_money, {{"2025-03-01"_date, 400'00}});
    const auto interest = late_interest(base, compounded("12"_rate), "2025-04-20"_date);
    struct Row {
        Date to;
        int days;
        Money balance;
        std::string exact;
    };
    const Row expected[] = {
        {"2025-02-15"_date, 30, "1000.00 EUR"_money, "10.00000000"},
        {"2025-03-01"_date, 14, "1010.00 EUR"_money, "4.71333333"},
        {"2025-03-15"_date, 14, "610.00 EUR"_money, "2.84666667"},
        {"2025-04-15"_date, 30, "617.56 EUR"_money, "6.17560000"},
        {"2025-04-20"_date, 5, "623.74 EUR"_money, "1.03955933"},
    };
    REQUIRE(interest.segments.size() == std::size(expected));
    Money sum = "0.00 EUR"_money;
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const InterestSegment& segment = interest.segments[i];
        CAPTURE(segment.to);
        CHECK(segment.to == expected[i].to);
        CHECK(segment.days == expected[i].days);
        CHECK(segment.balance == expected[i].balance);
        CHECK(segment.exact == expected[i].exact);
        sum += segment.amount;
    }
    CHECK(interest.total == "24.78 EUR"_money);
    CHECK(sum == interest.total);
}

TEST_CASE("compounding: months end where the first did, however short one of them is") {
    InterestBase base = debt("1000.00 EUR"_money);
    base.due = "2024-12-31"_date;
    const auto interest = late_interest(base, compounded("12"_rate), "2025-03-31"_date);
    REQUIRE(interest.segments.size() == 3);
    CHECK(interest.segments[0].to == "2025-01-31"_date);
    CHECK(interest.segments[1].to == "2025-02-28"_date);
    CHECK(interest.segments[2].to == "2025-03-31"_date);
    CHECK(interest.total == "30.30 EUR"_money);
}

TEST_CASE("compounding: nothing bears while nothing is owed, and what was borne waits") {
    // Paid after two months, taken back after four.
    const auto base = debt("1000.00 EUR"_money, {{owed_since.plus_months(2), 1000'00},
                                                 {owed_since.plus_months(4), -1000'00}});
    const auto interest = late_interest(base, compounded("12"_rate), owed_since.plus_months(5));
    REQUIRE(interest.segments.size() == 3);
    CHECK(interest.segments[2].balance == "1020.10 EUR"_money);
    CHECK(interest.total == "30.30 EUR"_money);
}

TEST_CASE("compounding: a debt that outgrows every ledger is refused") {
    const InterestTerms terms = compounded("1000"_rate);
    CHECK_THROWS_AS(late_interest(debt("1000.00 EUR"_money), terms, owed_since.plus_months(600)),
                    AmountOverflow);
}
