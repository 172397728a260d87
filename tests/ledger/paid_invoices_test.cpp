#include <doctest/doctest.h>

#include "core/day_range.h"
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

SettledBy all_money(ReceiptKind, std::string_view, std::string_view) {
    return SettledBy::money;
}

SettledBy by_kind_and_method(ReceiptKind kind, std::string_view method, std::string_view) {
    if (method == "bad debt") return SettledBy::write_off;
    return kind == ReceiptKind::payment ? SettledBy::money : SettledBy::credit;
}

}  // namespace

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
        ledger.for_each_paid_invoice({from, to}, all_money, [&](const PaidInvoiceFact& fact) {
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

TEST_CASE_TEMPLATE("paid invoices: goods that came back and bad debts are no payments", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    auto transaction = ledger.begin_write();
    put(ledger, customer_called("C1"));
    for (const char* number : {"PAID", "RETURNED", "REST", "LOST"}) {
        put(ledger, invoice_of("C1", number, "100.00 EUR"_money));
    }
    put(ledger, payment_of("C1", "P1", "500.00 EUR"_money, "2026-01-15"));
    Receipt lost = payment_of("C1", "L1", "100.00 EUR"_money, "2026-01-15");
    lost.method = "bad debt";
    put(ledger, lost);
    Receipt returned = payment_of("C1", "G1", "500.00 EUR"_money, "2026-01-15");
    returned.kind = ReceiptKind::credit;
    put(ledger, returned);
    const Account account = account_of(ledger, "C1");
    allocate(ledger, account, "P1", "PAID", 100'00, "2026-02-01");
    allocate(ledger, account, "G1", "RETURNED", 100'00, "2026-02-02");
    allocate(ledger, account, "P1", "REST", 60'00, "2026-02-03");
    allocate(ledger, account, "G1", "REST", 40'00, "2026-02-20");
    allocate(ledger, account, "L1", "LOST", 100'00, "2026-02-05");

    std::vector<std::string> days;
    ledger.for_each_paid_invoice(
        {"2026-01-01"_date, "2026-03-31"_date}, by_kind_and_method,
        [&](const PaidInvoiceFact& fact) { days.push_back(to_text(fact.paid)); });
    CHECK(days == std::vector<std::string>{"2026-02-01", "2026-02-03"});
    std::vector<std::string> settled;
    for (const SettledInvoice& invoice : ledger.settled_invoices(
             {row_of(ledger, "C1")}, "2026-01-01"_date, "2026-03-31"_date, by_kind_and_method)) {
        settled.push_back(invoice.customer + " " + to_text(invoice.settled));
    }
    CHECK(settled == std::vector<std::string>{"C1 2026-02-01", "C1 2026-02-03"});
}
