// What a report reads of payments and credits: money whole, the rest by what it has settled.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/day_range.h"
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

TEST_CASE_TEMPLATE("receipts: what is no money counts as far as it settled by the end of the days",
                   Store, DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    put(ledger, customer_called("C1"));
    for (const char* number : {"R-1", "R-2"}) {
        put(ledger, invoice_of("C1", number, "100.00 EUR"_money));
    }
    Receipt listed = payment_of("C1", "S1", "200.00 EUR"_money, "2026-02-10");
    listed.method = "snapshot";
    put(ledger, listed);
    put(ledger, payment_of("C1", "P1", "30.00 EUR"_money, "2026-02-20"));
    const Account account = account_of(ledger, "C1");
    // On the tenth the list settles R-1, in March also R-2.
    allocate(ledger, account, "S1", "R-1", 100'00, "2026-02-10");
    allocate(ledger, account, "S1", "R-2", 70'00, "2026-03-15");

    const auto counted_by = [&](Date to) {
        std::vector<std::int64_t> amounts;
        ledger.for_each_receipt({"2026-02-01"_date, to}, [&](const ReceiptFact& fact) {
            amounts.push_back(fact.amount_minor);
        });
        std::ranges::sort(amounts);
        return amounts;
    };
    using Amounts = std::vector<std::int64_t>;
    CHECK(counted_by("2026-02-09"_date) == Amounts{});
    CHECK(counted_by("2026-02-10"_date) == Amounts{100'00});
    CHECK(counted_by("2026-03-14"_date) == Amounts{30'00, 100'00});
    CHECK(counted_by("2026-03-15"_date) == Amounts{30'00, 170'00});
}
