// Reports of random books, held against `age`: what they add up must be the same money.
#include <doctest/doctest.h>

#include "app/age_ledger.h"
#include "app/analyse_book.h"
#include "app/build_statement.h"
#include "app/measure_book.h"
#include "app/month_end.h"
#include "app/roll_book.h"
#include "app/trend_book.h"
#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;

namespace {

const std::vector<Date> days = {Date::from_ymd(2025, 12, 31), Date::from_ymd(2026, 1, 15),
                                Date::from_ymd(2026, 1, 31),  Date::from_ymd(2026, 2, 20),
                                Date::from_ymd(2026, 3, 31),  Date::from_ymd(2026, 6, 30)};

Ledger random_book(unsigned seed) {
    RandomFiles files(seed);
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, files.customers());
    for (const InputFile& file : files.shuffled()) import_well(ledger, file);
    return ledger;
}

AgeReport aged(const Ledger& ledger, AgeBy by, Date day, const std::string& customer = {}) {
    return age_ledger(ledger, Policy{}, {.by = by, .customer = customer}, day);
}

const AgeTotal* total_of(const AgeReport& report, const Currency& currency) {
    const auto found = std::ranges::find(report.totals, currency, &AgeTotal::currency);
    return found == report.totals.end() ? nullptr : &*found;
}

void check_statement(const Ledger& ledger, const std::string& customer, const DayRange& period) {
    const AgeReport report = aged(ledger, AgeBy::customer, period.to, customer);
    for (const StatementForm form : {StatementForm::activity, StatementForm::open_items}) {
        const Statement statement =
            build_statement(ledger, Policy{}, customer, {.period = period, .form = form});
        for (const StatementAccount& account : statement.accounts) {
            const AgeTotal* total = total_of(report, account.currency);
            const Money zero = Money::zero(account.currency);
            const Money open = total == nullptr ? zero : total->open;
            const Money on_account = total == nullptr ? zero : total->on_account;
            CHECK(account.closing == open - on_account);
            CHECK(account.on_account == on_account);
            CHECK(account.overdue == (total == nullptr ? zero : total->overdue));
            CHECK(account.closing ==
                  account.opening + account.invoiced - account.paid - account.credited);
            if (total != nullptr) CHECK(account.buckets == total->buckets);
        }
    }
}

}  // namespace

TEST_CASE("statements close with what age says is open less what is on account") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        for (const char* customer : {"C0", "C1", "C2", "C3"}) {
            for (std::size_t i = 1; i < days.size(); ++i) {
                check_statement(ledger, customer, {days[i - 1] + 1, days[i]});
            }
        }
    }
}

TEST_CASE("a period's statement begins where the one before it ended") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Ledger ledger = random_book(seed);
        const Statement first =
            build_statement(ledger, Policy{}, "C0", {.period = {days[0], days[2]}});
        const Statement second =
            build_statement(ledger, Policy{}, "C0", {.period = {days[2] + 1, days[4]}});
        for (const StatementAccount& before : first.accounts) {
            const auto after =
                std::ranges::find(second.accounts, before.currency, &StatementAccount::currency);
            REQUIRE(after != second.accounts.end());
            CHECK(after->opening == before.closing);
        }
    }
}

TEST_CASE("roll matrices begin with the buckets of age and end within them") {
    const GroupOf all = [](RowId) { return std::string(); };
    for (unsigned seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        const AgeReport report = aged(ledger, AgeBy::currency, days[2]);
        const auto matrices = roll_matrices(ledger, Policy{}, {days[2], days[4]}, all);
        for (const AgeTotal& total : report.totals) {
            const auto matrix = matrices.find({std::string(total.currency.code()), ""});
            if (total.invoices == 0) continue;
            REQUIRE(matrix != matrices.end());
            for (std::size_t i = 0; i < total.buckets.size(); ++i) {
                CHECK(matrix->second.row_sum(i) == total.buckets[i].minor());
            }
        }
    }
}

TEST_CASE("what moved between two days leads from the one aging to the other") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        for (std::size_t i = 1; i < days.size(); ++i) {
            const AgingChanges changes = aging_changes(ledger, Policy{}, days[i - 1], days[i]);
            const AgeReport now = aged(ledger, AgeBy::currency, days[i]);
            std::map<std::string, std::int64_t> moved;
            for (const ChangedItem& item : changes.items) {
                moved[std::string(item.open_now.currency().code())] +=
                    (item.open_now - item.open_then).minor();
            }
            for (const auto& [code, move] : changes.movements) {
                const AgeTotal* total = total_of(now, move.open_now.currency());
                if (total != nullptr) CHECK(move.open_now == total->open);
                CHECK(move.open_then + move.invoiced - move.paid - move.credited -
                          move.written_off ==
                      move.open_now);
                CHECK(moved[code] == (move.open_now - move.open_then).minor());
            }
        }
    }
}

TEST_CASE("the trend shows at each month's end what age shows for that day") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        for (const auto& [code, months] : trend_book(ledger, Policy{}, 6, days[5])) {
            for (const MonthFigures& month : months) {
                const AgeReport report = aged(ledger, AgeBy::currency, month.month.to);
                const AgeTotal* total = total_of(report, month.open.currency());
                const Money zero = Money::zero(month.open.currency());
                CHECK(month.open == (total == nullptr ? zero : total->open));
                CHECK(month.overdue == (total == nullptr ? zero : total->overdue));
            }
        }
    }
}

TEST_CASE("segments and measures are about the money that age shows") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const Ledger ledger = random_book(seed);
        const AgeReport report = aged(ledger, AgeBy::currency, days[4]);
        for (const SegmentBy by : {SegmentBy::segment, SegmentBy::class_name, SegmentBy::kind,
                                   SegmentBy::country, SegmentBy::collector}) {
            std::map<std::string, std::int64_t> open;
            std::map<std::string, std::int64_t> overdue;
            for (const SegmentRow& row : analyse_segments(ledger, Policy{}, by, days[2], days[4])) {
                open[row.currency] += row.open.minor();
                overdue[row.currency] += row.overdue.minor();
            }
            for (const AgeTotal& total : report.totals) {
                const std::string code(total.currency.code());
                CHECK(open[code] == total.open.minor());
                CHECK(overdue[code] == total.overdue.minor());
            }
        }
    }
}
