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
