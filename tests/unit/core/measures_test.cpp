// Measures: the published examples to the last digit, then the edges.
#include "core/measures.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

constexpr std::int64_t cents(std::int64_t units) {
    return units * 100;
}

Rate rate_of_text(const char* text) {
    return parse_rate(text).value();
}

}  // namespace

TEST_CASE("DSO, best possible DSO and average days delinquent of the published examples") {
    struct Example {
        const char* source;
        SalesPeriod period;
        const char* dso;
        const char* best;
        const char* delinquent;
    };
    const Example examples[] = {
        {"creditguru", {cents(15'000), cents(4'000), cents(10'000), 30}, "45.00", "12.00", "33.00"},
        {"quadient", {cents(25'000), cents(6'000), cents(15'000), 30}, "50.00", "12.00", "38.00"},
        {"nothing overdue", {cents(100), cents(100), cents(300), 30}, "10.00", "10.00", "0.00"},
        {"no sales: no DSO", {cents(100), cents(100), 0, 30}, "", "", ""},
    };
    for (const Example& example : examples) {
        CAPTURE(example.source);
        CHECK(to_text(simple_dso(example.period), 2) == example.dso);
        CHECK(to_text(best_possible_dso(example.period), 2) == example.best);
        CHECK(to_text(average_days_delinquent(example.period), 2) == example.delinquent);
    }
}

TEST_CASE("DSO by counting back takes whole months while they fit, then a share of the next") {
    struct Example {
        const char* what;
        std::int64_t open;
        std::vector<MonthSales> newest_first;
        const char* days;
        int whole_months;
        bool is_lower_bound;
    };
    const std::int64_t k = cents(1'000);
    const Example examples[] = {
        {"months of 30 days (benjipays)",
         212 * k,
         {{100 * k, 30}, {80 * k, 30}, {70 * k, 30}},
         "73.71",
         2,
         false},
        {"January to March by the calendar",
         212 * k,
         {{100 * k, 31}, {80 * k, 28}, {70 * k, 31}},
         "73.17",
         2,
         false},
        {"exactly one month", 100 * k, {{100 * k, 31}, {80 * k, 28}}, "31.00", 1, false},
        {"less than the last month", 50 * k, {{100 * k, 30}}, "15.00", 0, false},
        {"the history ends first", 500 * k, {{100 * k, 30}, {80 * k, 30}}, "60.00", 2, true},
        {"a month without sales stops it",
         150 * k,
         {{100 * k, 30}, {0, 31}, {80 * k, 30}},
         "30.00",
         1,
         true},
        {"nothing is open", 0, {{100 * k, 30}}, "0.00", 0, false},
    };
    for (const Example& example : examples) {
        CAPTURE(example.what);
        const CountBack result = count_back_dso(example.open, example.newest_first);
        CHECK(to_text(result.days, 2) == example.days);
        CHECK(result.whole_months == example.whole_months);
        CHECK(result.is_lower_bound == example.is_lower_bound);
    }
}

TEST_CASE("simple DSO of the count-back example differs: 76.32") {
    CHECK(to_text(simple_dso({cents(212'000), 0, cents(250'000), 90}), 2) == "76.32");
}

TEST_CASE("collection effectiveness: of what could have come in, the share that did") {
    const auto index = [](const Collection& collection) {
        return to_text(collection_effectiveness(collection), 2);
    };
    CHECK(index({cents(100'000), cents(1'000'000), cents(120'000), cents(100'000), 1}) == "98.00");
    CHECK(index({cents(100), cents(100), cents(50), cents(50), 1}) == "100.00");
    CHECK(index({cents(100), cents(300), cents(100), 0, 3}) == "50.00");
    CHECK(index({cents(100), 0, cents(100), cents(100), 1}) == "");  // nothing could come in
}

TEST_CASE("days are weighted by money, and payments that went back take their days with them") {
    WeightedDays days;
    CHECK(to_text(days.average(), 1) == "");
    days.add(cents(100), 10);
    days.add(cents(300), -2);
    CHECK(to_text(days.average(), 1) == "1.0");
    days.add(-cents(300), -2);
    CHECK(to_text(days.average(), 1) == "10.0");
}

TEST_CASE("promises kept by count and by value; what is taken back or not due is left out") {
    // 1 000 paid in full, 500 with 300, 800 with nothing; 700 taken back and 400 not due are out.
    const PromiseCount promises{
        .due = 3, .kept = 1, .promised_minor = cents(2'300), .received_minor = cents(1'300)};
    CHECK(to_text(promises.by_count(), 2) == "33.33");
    CHECK(to_text(promises.by_value(), 2) == "56.52");
    CHECK(to_text(PromiseCount{}.by_count(), 2) == "");
}

TEST_CASE("roll matrix: rows add up to a hundred, with paid, credited and written off as columns") {
    RollMatrix matrix(3);  // not due, 1-30, 30+
    matrix.stay(0, 0, cents(40));
    matrix.stay(0, 1, cents(10));
    matrix.leave(0, RollMatrix::paid, cents(50));
    matrix.stay(1, 2, cents(30));
    matrix.leave(1, RollMatrix::paid, cents(50));
    matrix.leave(1, RollMatrix::credited, cents(10));
    matrix.leave(1, RollMatrix::written_off, cents(10));
    matrix.stay(2, 2, cents(20));
    for (std::size_t from = 0; from < 3; ++from) {
        std::int64_t sum = 0;
        for (std::size_t column = 0; column < matrix.columns(); ++column) {
            sum += rounded(matrix.share(from, column), 2).value();
        }
        CHECK(sum == 100'00);
    }
    CHECK(to_text(matrix.forward_roll(0), 1) == "10.0");
    CHECK(to_text(matrix.forward_roll(1), 1) == "40.0");   // into 30+ and written off
    CHECK(to_text(matrix.forward_roll(2), 1) == "100.0");  // what stays in the last has not come
    CHECK(to_text(matrix.cure_rate(), 1) == "50.0");       // 60 of 120
    CHECK(to_text(RollMatrix(2).share(0, 0), 1) == "");
}

TEST_CASE("provision matrix of IFRS 9, Illustrative Example 12: 580 000") {
    const std::int64_t balances[] = {15'000'000, 7'500'000, 4'000'000, 2'500'000, 1'000'000};
    const char* rates[] = {"0.3", "1.6", "3.6", "6.6", "10.6"};
    const std::int64_t losses[] = {45'000, 120'000, 144'000, 165'000, 106'000};
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(expected_loss(cents(balances[i]), rate_of_text(rates[i])) == cents(losses[i]));
    }
}

TEST_CASE("expected loss: 75, 165, 108 and 112.50, not 112") {
    CHECK(expected_loss(cents(15'000), rate_of_text("0.5")) == 75'00);
    CHECK(expected_loss(cents(7'500), rate_of_text("2.2")) == 165'00);
    CHECK(expected_loss(cents(4'000), rate_of_text("2.7")) == 108'00);
    CHECK(expected_loss(cents(2'500), rate_of_text("4.5")) == 112'50);
}

TEST_CASE("loss rates from rolls are products of all the rolls ahead, times what is lost then") {
    const std::vector<Ratio> rolls = {{20, 1}, {50, 1}, {80, 1}};  // per cent
    const auto rates = loss_rates(rolls, rate_of_text("50"));
    CHECK(to_text(*rates[2]) == "40.0");
    CHECK(to_text(*rates[1]) == "20.0");
    CHECK(to_text(*rates[0]) == "4.0");
    // A bucket that nobody knows has no rate, and is passed through whole.
    const auto unknown = loss_rates({{20, 1}, {0, 0}}, rate_of_text("100"));
    CHECK(to_text(*unknown[0]) == "20.0");
    CHECK_FALSE(unknown[1]);
}

TEST_CASE("ratios are rounded once, half away from zero, and do not exist over zero") {
    CHECK(to_text(Ratio{1, 8}, 2) == "0.13");
    CHECK(to_text(Ratio{-1, 8}, 2) == "-0.13");
    CHECK(to_text(Ratio{1, -8}, 2) == "-0.13");
    CHECK(to_text(Ratio{0, 0}, 2) == "");
    CHECK(to_text(Ratio{7, 1}, 0) == "7");
}
