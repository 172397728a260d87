// A load: the first rows of a table, put without its indexes, which come at the end.
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

struct LoadedBook : OnFile {
    LoadedBook() {
        auto transaction = ledger.begin_write();
        put(ledger, customer_called("C1"));
        transaction.commit();
    }

    std::string indexes() {
        SQLite::Database database = raw(file);
        return text_of(database,
                       "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema "
                       "WHERE type = 'index' ORDER BY name)");
    }

    Result<Recorded> put_row(const Invoice& invoice, int line = 2) {
        return ledger.put(invoice, {.batch = 1, .line = line}, on("2026-03-01"));
    }
    Result<RecordedReceipt> put_row(const Receipt& receipt, int line = 2) {
        return ledger.put(receipt, {.batch = 1, .line = line}, on("2026-03-01"));
    }

    // 100.00 each, as one file.
    void load_invoices(int count) {
        auto transaction = ledger.begin_write();
        ledger.begin_load({.of = LoadedRows::invoices, .at_least = 1});
        for (int i = 1; i <= count; ++i) {
            REQUIRE(
                put_row(invoice_of("C1", fmt::format("INV-{}", i), "100.00 EUR"_money)).value() ==
                Recorded::added);
        }
        ledger.finish_load();
        transaction.commit();
    }
};

Receipt paid(std::string_view id, std::string_view invoice, const Money& amount) {
    Receipt payment = payment_of("C1", id, amount);
    payment.invoice = invoice;
    return payment;
}

}  // namespace

TEST_CASE("load: what was set aside is there again, and the rows with it") {
    LoadedBook book;
    const std::string indexes = book.indexes();
    book.load_invoices(3000);
    CHECK(book.indexes() == indexes);
    {
        auto transaction = book.ledger.begin_write();
        book.ledger.begin_load({.of = LoadedRows::receipts, .at_least = 3000});
        for (int i = 1; i <= 2999; ++i) {
            const auto id = std::to_string(i);
            REQUIRE(book.put_row(paid("P" + id, "INV-" + id, "100.00 EUR"_money)).has_value());
        }
        book.ledger.finish_load();
        transaction.commit();
    }
    CHECK(book.indexes() == indexes);
    CHECK(open_on(book.ledger, "2026-03-01") == std::vector<OpenLine>{{"INV-3000", 10000}});
    CHECK(book.ledger.violations().empty());
}

TEST_CASE("load: a row that comes twice is seen, and what comes after it too") {
    LoadedBook book;
    const std::string indexes = book.indexes();
    const Invoice first = invoice_of("C1", "INV-1", "100.00 EUR"_money);
    Invoice other = first;
    other.amount = "90.00 EUR"_money;
    {
        auto transaction = book.ledger.begin_write();
        book.ledger.begin_load({.of = LoadedRows::invoices, .at_least = 1});
        CHECK(book.put_row(first, 2).value() == Recorded::added);
        CHECK(book.put_row(invoice_of("C1", "INV-2", "7.00 EUR"_money), 3).value() ==
              Recorded::added);
        CHECK(book.put_row(first, 4).value() == Recorded::repeated);
        const auto refused = book.put_row(other, 5);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().what ==
              "invoice 'INV-1' stands on line 2 already, with other contents");
        CHECK(book.put_row(invoice_of("C1", "INV-3", "8.00 EUR"_money), 6).value() ==
              Recorded::added);
        book.ledger.finish_load();
        transaction.commit();
    }
    CHECK(book.indexes() == indexes);
    CHECK(open_on(book.ledger, "2026-03-01").size() == 3);
    CHECK(book.ledger.violations().empty());
}

TEST_CASE("load: one that is not finished leaves the table as it was") {
    LoadedBook book;
    const std::string indexes = book.indexes();
    {
        auto transaction = book.ledger.begin_write();
        book.ledger.begin_load({.of = LoadedRows::invoices, .at_least = 1});
        CHECK(book.put_row(invoice_of("C1", "INV-1", "100.00 EUR"_money)).has_value());
    }
    CHECK(book.indexes() == indexes);
    CHECK(open_on(book.ledger, "2026-03-01").empty());
    book.load_invoices(1);
    CHECK(book.ledger.violations().empty());
}

TEST_CASE("load: a table that has rows keeps its indexes, and knows them") {
    LoadedBook book;
    book.load_invoices(2);
    auto transaction = book.ledger.begin_write();
    book.ledger.begin_load({.of = LoadedRows::invoices, .at_least = 1});
    CHECK(book.put_row(invoice_of("C1", "INV-2", "100.00 EUR"_money)).value() ==
          Recorded::repeated);
    book.ledger.finish_load();
}

TEST_CASE("load: payments that do not fit wait for the replay, as ever") {
    LoadedBook book;
    book.load_invoices(2);
    auto transaction = book.ledger.begin_write();
    book.ledger.begin_load({.of = LoadedRows::receipts, .at_least = 1});
    CHECK(book.put_row(paid("P1", "INV-1", "60.00 EUR"_money)).has_value());
    CHECK(touched_accounts(book.ledger).empty());
    CHECK(book.put_row(paid("P2", "INV-1", "60.00 EUR"_money)).has_value());
    // What comes now may depend on what P2 does.
    CHECK(book.put_row(paid("P3", "INV-2", "10.00 EUR"_money)).has_value());
    book.ledger.finish_load();
    const Account account = account_of(book.ledger, "C1");
    CHECK(touched_accounts(book.ledger) == std::set{account});
    const auto standing = book.ledger.account_facts(account).allocations;
    REQUIRE(standing.size() == 1);
    CHECK(standing[0].amount_minor == 6000);
    CHECK(standing[0].rule == AllocationRule::invoice);
}
