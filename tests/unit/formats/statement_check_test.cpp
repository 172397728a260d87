#include "formats/statement_check.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/literals.h"
#include "support/print.h"

namespace dunning {
namespace {

using namespace literals;

BankEntry entry(Money amount) {
    return {.booked = "2026-03-02"_date, .value = "2026-03-02"_date, .amount = amount};
}

BankEntry pending(Money amount) {
    auto result = entry(amount);
    result.status = EntryStatus::pending;
    return result;
}

BankStatement a_statement(Money opening, std::vector<BankEntry> entries, Money closing) {
    return {.account = "NL77ABNA0574908765",
            .currency = opening.currency(),
            .id = "S-9",
            .sequence = "12",
            .opening = opening,
            .closing = closing,
            .entries = std::move(entries)};
}

TEST_CASE("statement: booked entries are added up by their sides, others are counted") {
    auto reversal = entry("-5.00 EUR"_money);
    reversal.reversal = true;
    reversal.details = {{.amount = "-2.00 EUR"_money}, {.amount = "-3.00 EUR"_money}};
    const auto sums =
        sums_of(a_statement("0.00 EUR"_money,
                            {entry("10.00 EUR"_money), entry("0.50 EUR"_money), reversal,
                             entry("7.00 CHF"_money), pending("100.00 EUR"_money)},
                            "0.00 EUR"_money));
    CHECK(sums.entries == 4);
    CHECK(sums.credits == 2);
    CHECK(sums.credit_sum == "10.50 EUR"_money);
    CHECK(sums.debits == 1);
    CHECK(sums.debit_sum == "5.00 EUR"_money);
    CHECK(sums.reversals == 1);
    CHECK(sums.details == 2);
    CHECK(sums.other_currencies == 1);
    CHECK(sums.pending == 1);
}

TEST_CASE("statement: opening and booked entries must give closing") {
    struct Case {
        std::vector<BankEntry> entries;
        Money closing;
        TieOut expected;
    };
    const auto opening = "100.00 EUR"_money;
    const std::vector<Case> cases = {
        {{}, "100.00 EUR"_money, TieOut::ties},
        {{}, "100.01 EUR"_money, TieOut::does_not_tie},
        {{entry("5.00 EUR"_money), entry("-205.00 EUR"_money)}, "-100.00 EUR"_money, TieOut::ties},
        {{entry("5.00 EUR"_money), pending("1.00 EUR"_money)}, "105.00 EUR"_money, TieOut::ties},
        {{entry("5.00 CHF"_money)}, "100.00 EUR"_money, TieOut::ties},
        {{}, "100.00 CHF"_money, TieOut::no_balances},
    };
    for (const auto& [entries, closing, expected] : cases) {
        CAPTURE(to_decimal(closing));
        CHECK(tie_out(a_statement(opening, entries, closing)) == expected);
    }
    auto open = a_statement(opening, {}, opening);
    open.closing.reset();
    CHECK(tie_out(open) == TieOut::no_balances);
    auto closed = a_statement(opening, {}, opening);
    closed.opening.reset();
    CHECK(tie_out(closed) == TieOut::no_balances);
}

TEST_CASE("statement: the difference is said with every number that is in it") {
    auto odd =
        a_statement("7329.80 EUR"_money, {entry("7688.00 EUR"_money), entry("-4753.74 EUR"_money)},
                    "23038.20 EUR"_money);
    CHECK(tie_out_text(odd) ==
          "statement 12 of NL77ABNA0574908765: opening 7329.80 + entries 2934.26 = 10264.06, but "
          "closing is 23038.20");
    odd.entries = {entry("-8000.00 EUR"_money), entry("1.00 CHF"_money)};
    odd.sequence = "";
    CHECK(tie_out_text(odd) ==
          "statement S-9 of NL77ABNA0574908765: opening 7329.80 - entries 8000.00 = -670.20, but "
          "closing is 23038.20; 1 entry in another currency is left out");
    odd.entries.push_back(entry("1.00 USD"_money));
    odd.id = "";
    CHECK(tie_out_text(odd) ==
          "the statement of NL77ABNA0574908765: opening 7329.80 - entries 8000.00 = -670.20, but "
          "closing is 23038.20; 2 entries in other currencies are left out");
}

TEST_CASE("statement: sums that fit no amount are still compared, and refused as sums") {
    const Money largest(max_amount_minor, "EUR"_currency);
    const auto huge = a_statement("0.00 EUR"_money, std::vector<BankEntry>(10'000, entry(largest)),
                                  "0.00 EUR"_money);
    CHECK(tie_out(huge) == TieOut::does_not_tie);
    CHECK(tie_out_text(huge).find("more than can be shown") != std::string::npos);
    CHECK_THROWS_AS(static_cast<void>(sums_of(huge)), AmountOverflow);
}

}  // namespace
}  // namespace dunning
