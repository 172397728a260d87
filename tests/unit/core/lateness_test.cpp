// Lateness: medians of days, and when a pattern has changed.
#include "core/lateness.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

constexpr Date middle = Date::from_days(1000);

// Invoices paid `late` days after they were due, all on `day`.
void add(std::vector<PaidInvoice>& invoices, Date day, const std::vector<int>& late) {
    for (const int days : late) invoices.push_back({day - days, day});
}

}  // namespace

TEST_CASE("lateness: the median of all, early ones included, which one straggler does not move") {
    std::vector<PaidInvoice> invoices;
    add(invoices, middle, {-3, 0, 5, 200});
    const Lateness result = lateness_of(invoices, middle);
    CHECK(result.invoices == 4);
    CHECK(result.late == 2);
    CHECK(to_text(*result.usual, 1) == "2.5");
    CHECK(to_text(result.share_late(), 1) == "50.0");
    CHECK_FALSE(result.before.has_value());
    CHECK(result.trend == PaymentTrend::too_few);
}

TEST_CASE("lateness: a change of more than a week between the halves is a change of pattern") {
    struct Example {
        std::vector<int> before;
        std::vector<int> lately;
        PaymentTrend trend;
    };
    const Example examples[] = {
        {{0, 0, 0}, {7, 7, 7}, PaymentTrend::steady},
        {{0, 0, 0}, {8, 8, 8}, PaymentTrend::later},
        {{9, 9, 9}, {1, 1, 1}, PaymentTrend::earlier},
        {{0, 0, 0}, {90, 90}, PaymentTrend::too_few},
        {{0, 0}, {90, 90, 90}, PaymentTrend::too_few},
        {{0, 0, 0, 0}, {0, 0, 14, 16}, PaymentTrend::steady},
        {{0, 0, 0, 0}, {0, 1, 15, 16}, PaymentTrend::later},
    };
    for (const Example& example : examples) {
        std::vector<PaidInvoice> invoices;
        add(invoices, middle - 1, example.before);
        add(invoices, middle, example.lately);
        CAPTURE(to_text(example.trend));
        CHECK(lateness_of(invoices, middle).trend == example.trend);
    }
}

TEST_CASE("lateness: of nobody's invoices nothing is known") {
    const Lateness result = lateness_of({}, middle);
    CHECK_FALSE(result.usual.has_value());
    CHECK_FALSE(result.share_late().exists());
}

TEST_CASE(
    "lateness: an invoice counts as paid by money that came, on the last day on which it did") {
    using enum SettledBy;
    struct Part {
        int day;
        std::int64_t minor;
        SettledBy by;
    };
    struct Example {
        const char* what;
        std::vector<Part> parts;
        std::optional<int> paid;
    };
    const Example examples[] = {
        {"all at once", {{5, 100, money}}, 5},
        {"in parts", {{5, 40, money}, {9, 60, money}}, 9},
        {"a cent is missing", {{5, 99, money}}, std::nullopt},
        {"nothing came", {}, std::nullopt},
        {"goods returned", {{5, 100, credit}}, std::nullopt},
        {"some of them, before the money", {{3, 60, credit}, {5, 40, money}}, 5},
        {"some of them, after the money", {{5, 99, money}, {8, 1, credit}}, 5},
        {"written off", {{5, 100, write_off}}, std::nullopt},
        {"more written off than came", {{5, 49, money}, {8, 51, write_off}}, std::nullopt},
        {"no more written off than came", {{5, 50, money}, {8, 50, write_off}}, 5},
        {"came back, and came again", {{5, 100, money}, {8, -100, money}, {9, 100, money}}, 9},
        {"came back, and was credited", {{5, 100, money}, {8, -100, money}, {9, 100, credit}}, {}},
        {"set against it by mistake", {{4, 100, money}, {9, 100, money}, {9, -100, money}}, 4},
    };
    for (const Example& example : examples) {
        CAPTURE(example.what);
        InvoiceSettlement settlement;
        for (const Part& part : example.parts) {
            settlement.add(Date::from_days(part.day), part.minor, part.by);
        }
        const auto paid = settlement.paid(100);
        CHECK(paid.has_value() == example.paid.has_value());
        if (paid && example.paid) CHECK(paid->days() == *example.paid);
    }
}
