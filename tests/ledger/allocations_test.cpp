// Allocation rows: what they move, what takes them back, and how much they may.
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

template <class Store>
struct OneDebt : Store {
    OneDebt() {
        put(this->ledger, customer_called("C1"));
        put(this->ledger, invoice_of("C1", "INV-1", "100.00 EUR"_money));
        put(this->ledger, payment_of("C1", "P1", "80.00 EUR"_money, "2026-02-01"));
        account = account_of(this->ledger, "C1");
    }
    Account account;
};

}  // namespace

TEST_CASE_TEMPLATE("allocations: the facts of an account come back by row, with what stands", Store,
                   DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    const AllocationRow row = allocate(ledger, store.account, "P1", "INV-1", 3000, "2026-02-01");
    const AccountFacts facts = ledger.account_facts(store.account);
    REQUIRE(facts.invoices.size() == 1);
    CHECK(facts.invoices[0].number == "INV-1");
    CHECK(facts.invoices[0].amount == "100.00 EUR"_money);
    CHECK(facts.invoices[0].due == "2026-02-10"_date);
    REQUIRE(facts.receipts.size() == 1);
    CHECK(facts.receipts[0].id == "P1");
    CHECK(facts.receipts[0].amount == "80.00 EUR"_money);
    REQUIRE(facts.allocations.size() == 1);
    CHECK(facts.allocations[0].id == row.id);
    CHECK(facts.allocations[0].receipt == facts.receipt_ids[0]);
    CHECK(facts.allocations[0].invoice == facts.invoice_ids[0]);
    CHECK(facts.allocations[0].day == "2026-02-01"_date);
    CHECK(facts.allocations[0].amount_minor == 3000);
    CHECK(facts.allocations[0].rule == AllocationRule::oldest_due);
    CHECK(ledger.account_facts({store.account.customer, "USD"}).invoices.empty());
}

TEST_CASE_TEMPLATE(
    "allocations: a row moves money from the receipt to the invoice, a reversal back", Store,
    DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    const AllocationRow row = allocate(ledger, store.account, "P1", "INV-1", 3000, "2026-02-05");
    CHECK(open_on(ledger, "2026-02-05") == std::vector<OpenLine>{{"INV-1", 7000}});
    CHECK(on_account_on(ledger, "2026-02-05") == 5000);
    // Before the day of the row nothing had moved.
    CHECK(open_on(ledger, "2026-02-04") == std::vector<OpenLine>{{"INV-1", 10000}});
    CHECK(on_account_on(ledger, "2026-02-04") == 8000);

    ledger.reverse_allocation(row, on("2026-03-01"));
    CHECK(ledger.account_facts(store.account).allocations.empty());
    for (const std::string day : {"2026-02-04", "2026-02-05", "2026-03-01"}) {
        CAPTURE(day);
        CHECK(open_on(ledger, day) == std::vector<OpenLine>{{"INV-1", 10000}});
        CHECK(on_account_on(ledger, day) == 8000);
    }
    CHECK(is_refused([&] { ledger.reverse_allocation(row, on("2026-03-01")); }));
}

TEST_CASE_TEMPLATE("allocations: neither an invoice nor a receipt can be used up twice", Store,
                   DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    put(ledger, payment_of("C1", "P2", "80.00 EUR"_money));
    const auto take = [&](const char* receipt, std::int64_t amount) {
        allocate(ledger, store.account, receipt, "INV-1", amount, "2026-02-05");
    };
    CHECK(is_refused([&] { take("P1", 8001); }));  // more than the receipt has
    CHECK(is_refused([&] { take("P1", -1); }));    // money in does not take back
    CHECK(is_refused([&] { take("P1", 0); }));
    take("P1", 8000);
    CHECK(is_refused([&] { take("P1", 1); }));
    CHECK(is_refused([&] { take("P2", 2001); }));  // more than the invoice needs
    take("P2", 2000);
    CHECK(open_on(ledger, "2026-02-05").empty());
    CHECK(on_account_on(ledger, "2026-02-05") == 6000);
}

TEST_CASE_TEMPLATE("allocations: a payment that went back opens the invoice again from its own day",
                   Store, DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    allocate(ledger, store.account, "P1", "INV-1", 8000, "2026-02-01");
    put(ledger, payment_of("C1", "P1-back", "-80.00 EUR"_money, "2026-02-20"));
    allocate(ledger, store.account, "P1-back", "INV-1", -8000, "2026-02-20");
    CHECK(open_on(ledger, "2026-02-19") == std::vector<OpenLine>{{"INV-1", 2000}});
    CHECK(open_on(ledger, "2026-02-20") == std::vector<OpenLine>{{"INV-1", 10000}});
    CHECK(on_account_on(ledger, "2026-02-20") == 0);
    CHECK(
        is_refused([&] { allocate(ledger, store.account, "P1-back", "INV-1", -1, "2026-02-20"); }));
}

TEST_CASE_TEMPLATE("allocations: within a transaction the order of the rows does not matter", Store,
                   DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    put(ledger, payment_of("C1", "P2", "100.00 EUR"_money, "2026-02-03"));
    put(ledger, payment_of("C1", "P1-back", "-80.00 EUR"_money, "2026-02-02"));
    allocate(ledger, store.account, "P2", "INV-1", 10000, "2026-02-03");
    const auto pay_and_go_back = [&] {
        allocate(ledger, store.account, "P1", "INV-1", 8000, "2026-02-01");
        allocate(ledger, store.account, "P1-back", "INV-1", -8000, "2026-02-02");
    };
    auto transaction = ledger.begin_write();
    pay_and_go_back();  // for a moment the invoice is paid with 180
    transaction.commit();
    CHECK(open_on(ledger, "2026-02-01") == std::vector<OpenLine>{{"INV-1", 2000}});
    CHECK(open_on(ledger, "2026-02-02") == std::vector<OpenLine>{{"INV-1", 10000}});
    CHECK(open_on(ledger, "2026-02-03").empty());
}

TEST_CASE_TEMPLATE("allocations: a transaction that leaves an invoice paid twice cannot end", Store,
                   DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    put(ledger, payment_of("C1", "P2", "80.00 EUR"_money));
    const auto pay_twice = [&] {
        auto transaction = ledger.begin_write();
        allocate(ledger, store.account, "P1", "INV-1", 8000, "2026-02-05");
        allocate(ledger, store.account, "P2", "INV-1", 8000, "2026-02-05");
        transaction.commit();
    };
    CHECK(is_refused(pay_twice));
    CHECK(open_on(ledger, "2026-03-01") == std::vector<OpenLine>{{"INV-1", 10000}});
    CHECK(on_account_on(ledger, "2026-03-01") == 16000);
}

TEST_CASE_TEMPLATE("allocations: what became of a batch's money is told by currency", Store,
                   DUNNING_STORES) {
    OneDebt<Store> store;
    Ledger& ledger = store.ledger;
    put(ledger, payment_of("C1", "P2", "700 JPY"_money));
    allocate(ledger, store.account, "P1", "INV-1", 3000, "2026-02-05");
    const auto sums = ledger.allocated_of_batch(1);
    REQUIRE(sums.size() == 2);
    CHECK(sums[0].second.allocated == "30.00 EUR"_money);
    CHECK(sums[0].second.left == "50.00 EUR"_money);
    CHECK(sums[1].second.allocated == "0 JPY"_money);
    CHECK(sums[1].second.left == "700 JPY"_money);
    CHECK(ledger.allocated_of_batch(2).empty());
}
