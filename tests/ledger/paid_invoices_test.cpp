#include <doctest/doctest.h>

#include "core/day_range.h"
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

TEST_CASE_TEMPLATE("paid invoices: those whose last money came in the range", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    put(ledger, customer_called("C1"));
    for (const char* number : {"WHOLE", "PARTS", "REST", "LATER"}) {
        put(ledger, invoice_of("C1", number, "100.00 EUR"_money));
    }
    put(ledger, payment_of("C1", "P1", "500.00 EUR"_money, "2026-01-15"));
    const Account account = account_of(ledger, "C1");
    allocate(ledger, account, "P1", "WHOLE", 100'00, "2026-02-01");
    allocate(ledger, account, "P1", "PARTS", 60'00, "2026-01-20");
    allocate(ledger, account, "P1", "PARTS", 40'00, "2026-02-20");
    allocate(ledger, account, "P1", "REST", 99'99, "2026-02-10");
    allocate(ledger, account, "P1", "LATER", 100'00, "2026-03-10");

    const auto paid_in = [&](Date from, Date to) {
        std::vector<std::string> days;
        ledger.for_each_paid_invoice({from, to}, [&](const PaidInvoiceFact& fact) {
            CHECK(fact.customer == row_of(ledger, "C1"));
            CHECK(fact.due == "2026-02-10"_date);
            days.push_back(to_text(fact.paid));
        });
        return days;
    };
    using Days = std::vector<std::string>;
    CHECK(paid_in("2026-02-01"_date, "2026-02-28"_date) == Days{"2026-02-01", "2026-02-20"});
    CHECK(paid_in("2026-02-02"_date, "2026-02-19"_date) == Days{});
    CHECK(paid_in("2026-01-01"_date, "2026-02-19"_date) == Days{"2026-02-01"});
    CHECK(paid_in("2026-02-21"_date, "2026-03-31"_date) == Days{"2026-03-10"});
}
