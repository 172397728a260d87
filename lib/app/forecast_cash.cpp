#include "app/forecast_cash.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace dunning {
namespace {

bool is_agreed(const ForecastPart& part) {
    return part.basis == ForecastBasis::plan || part.basis == ForecastBasis::promise;
}

// The weeks, then what comes later, then what has no day.
std::vector<ForecastWeek> empty_weeks(const Currency& currency, int count, Date as_of) {
    const Money zero = Money::zero(currency);
    const ForecastWeek empty{
        .currency = std::string(currency.code()), .expected = zero, .agreed = zero};
    std::vector<ForecastWeek> weeks(static_cast<std::size_t>(count) + 2, empty);
    Date from = as_of + 1;
    for (int n = 0; n < count; ++n) {
        const int to_sunday = static_cast<int>(Weekday::sunday) - static_cast<int>(from.weekday());
        weeks[static_cast<std::size_t>(n)].days = DayRange{from, from + to_sunday};
        from = from + to_sunday + 1;
    }
    weeks.back().has_day = false;
    return weeks;
}

ForecastWeek& week_of(const ForecastPart& part, std::vector<ForecastWeek>& weeks) {
    if (!part.expected) return weeks.back();
    return *std::ranges::find_if(weeks, [&](const ForecastWeek& week) {
        return !week.days || *part.expected <= week.days->to;
    });
}

std::vector<ForecastWeek> by_week(const std::vector<ForecastPart>& parts, int count, Date as_of) {
    std::map<Currency, std::vector<ForecastWeek>> weeks;
    for (const ForecastPart& part : parts) {
        const Currency currency = part.amount.currency();
        auto& own = weeks[currency];
        if (own.empty()) own = empty_weeks(currency, count, as_of);
        ForecastWeek& week = week_of(part, own);
        ++week.items;
        week.expected += part.amount;
        if (is_agreed(part)) week.agreed += part.amount;
    }
    std::vector<ForecastWeek> all;
    for (auto& [currency, own] : weeks) std::ranges::move(own, std::back_inserter(all));
    return all;
}

// ---- how well it would have done

struct Outcome {
    std::int64_t open_minor = 0;  // at the earlier day's end
    std::int64_t came_minor = 0;
    std::int64_t settled_minor = 0;  // credits and discounts, too
    std::optional<Date> expected = {};
    Date paid;
};

ForecastTest& test_of(std::map<Currency, ForecastTest>& tests, const Currency& currency,
                      const DayRange& days) {
    const Money zero = Money::zero(currency);
    return tests
        .try_emplace(currency, ForecastTest{.currency = std::string(currency.code()),
                                            .days = days,
                                            .expected = zero,
                                            .came = zero})
        .first->second;
}

std::vector<ForecastTest> test_forecast(const Ledger& ledger,
                                        const std::vector<ForecastPart>& before,
                                        const DayRange& days) {
    std::unordered_map<RowId, Outcome> outcomes;
    std::map<Currency, ForecastTest> tests;
    for (const ForecastPart& part : before) {
        Outcome& outcome = outcomes[part.invoice];
        outcome.open_minor = add_minor(outcome.open_minor, part.amount.minor());
        outcome.expected = std::max(outcome.expected, part.expected);
        ForecastTest& test = test_of(tests, part.amount.currency(), days);
        if (part.expected && *part.expected <= days.to) test.expected += part.amount;
    }
    ledger.for_each_settlement(days, [&](const SettlementFact& fact) {
        const auto found = outcomes.find(fact.of.invoice);
        if (found == outcomes.end()) return;
        Outcome& outcome = found->second;
        const bool is_cash = fact.kind == ReceiptKind::payment;
        if (is_cash) outcome.came_minor = add_minor(outcome.came_minor, fact.amount_minor);
        outcome.settled_minor = add_minor(outcome.settled_minor, fact.amount_minor);
        outcome.paid = fact.day;
    });
    constexpr int a_week = 7;
    for (const ForecastPart& part : before) {
        const auto found = outcomes.find(part.invoice);
        if (found == outcomes.end()) continue;  // another part of the item has counted it
        const Outcome outcome = found->second;
        outcomes.erase(found);
        ForecastTest& test = test_of(tests, part.amount.currency(), days);
        test.came += Money(outcome.came_minor, part.amount.currency());
        const bool is_paid = outcome.settled_minor == outcome.open_minor;
        if (!is_paid || !outcome.expected) continue;
        ++test.paid;
        const int off = *outcome.expected - outcome.paid;
        if (-a_week <= off && off <= a_week) ++test.within_a_week;
    }
    std::vector<ForecastTest> all;
    for (auto& [currency, test] : tests) all.push_back(std::move(test));
    return all;
}

void keep_customers_of(std::vector<ForecastPart>& parts, const Ledger& ledger,
                       const std::string& collector) {
    if (collector.empty()) return;
    std::unordered_set<RowId> customers;
    for (const CustomerName& name : ledger.customer_names()) {
        if (name.collector == collector) customers.insert(name.id);
    }
    std::erase_if(parts,
                  [&](const ForecastPart& part) { return !customers.contains(part.customer); });
}

}  // namespace

Forecast forecast_cash(const Ledger& ledger, const Policy& policy, const ForecastRequest& request,
                       Date as_of) {
    Forecast forecast;
    if (request.tested_weeks > 0) {
        constexpr int days_in_week = 7;
        const Date tested = as_of - request.tested_weeks * days_in_week;
        auto before = forecast_parts(ledger, policy, tested);
        keep_customers_of(before, ledger, request.collector);
        forecast.tests = test_forecast(ledger, before, {tested + 1, as_of});
    }
    forecast.parts = forecast_parts(ledger, policy, as_of);
    keep_customers_of(forecast.parts, ledger, request.collector);
    forecast.weeks = by_week(forecast.parts, request.weeks, as_of);
    return forecast;
}

}  // namespace dunning
