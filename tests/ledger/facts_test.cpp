// Facts: new, known, corrected or refused; in memory and on a file.
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

Customer full_customer() {
    return {.id = "C1",
            .name = "Müller & Söhne",
            .kind = CustomerKind::consumer,
            .language = "de",
            .country = "AT",
            .timezone = "Europe/Vienna",
            .currency = "JPY"_currency,
            .email = "buchhaltung@example.org",
            .phone = "+43 1 1",
            .mobile = "+43 660 1",
            .address = "Ring 1",
            .city = "Wien",
            .postal_code = "1010",
            .collector = "kim",
            .credit_limit = "5000.00 EUR"_money,
            .terms_days = 30,
            .segment = "retail"};
}

}  // namespace

TEST_CASE_TEMPLATE("facts: a customer is added once, and comes back as it was given", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    CHECK(ledger.put(full_customer(), {}, on("2026-03-01")).value() == Recorded::added);
    CHECK(ledger.put(full_customer(), {}, on("2026-03-02")).value() == Recorded::known);
    CHECK(ledger.customer("C1") == full_customer());
    CHECK(ledger.customers() == std::vector{full_customer()});
    CHECK(ledger.currency_of_customer("C1") == "JPY"_currency);
}

TEST_CASE_TEMPLATE("facts: what a customer leaves out comes back left out", Store, DUNNING_STORES) {
    Store store;
    const Customer customer = customer_called("C2");
    CHECK(store.ledger.put(customer, {}, on("2026-03-01")).value() == Recorded::added);
    CHECK(store.ledger.customer("C2") == customer);
    CHECK_FALSE(store.ledger.currency_of_customer("C2").has_value());
    CHECK_FALSE(store.ledger.customer("C3").has_value());
    CHECK_FALSE(store.ledger.find_customer("C3").has_value());
}

TEST_CASE_TEMPLATE("facts: every field of a customer can be corrected", Store, DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    Customer customer = full_customer();
    put(ledger, customer);
    const auto correct = [&](auto&& edit) {
        edit(customer);
        CHECK(put(ledger, customer) == Recorded::changed);
        CHECK(put(ledger, customer) == Recorded::known);
        CHECK(ledger.customer("C1") == customer);
    };
    correct([](Customer& c) { c.name = "Müller"; });
    correct([](Customer& c) { c.kind = CustomerKind::business; });
    correct([](Customer& c) { c.language = "en"; });
    correct([](Customer& c) { c.country = "DE"; });
    correct([](Customer& c) { c.timezone = ""; });
    correct([](Customer& c) { c.currency.reset(); });
    correct([](Customer& c) { c.email = ""; });
    correct([](Customer& c) { c.phone = ""; });
    correct([](Customer& c) { c.mobile = ""; });
    correct([](Customer& c) { c.address = ""; });
    correct([](Customer& c) { c.city = ""; });
    correct([](Customer& c) { c.postal_code = ""; });
    correct([](Customer& c) { c.collector = ""; });
    correct([](Customer& c) { c.credit_limit.reset(); });
    correct([](Customer& c) { c.terms_days.reset(); });
    correct([](Customer& c) { c.segment = ""; });
}

TEST_CASE_TEMPLATE("facts: an invoice is added once; its customer must be known", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    const Invoice invoice = invoice_of("C1", "INV-1", "120.00 EUR"_money);
    CHECK(refusal(ledger, invoice) ==
          Fault{"customer 'C1' is not known",
                "import the customer first, or let invoices create theirs with --create-customers",
                "customer"});
    put(ledger, customer_called("C1"));
    CHECK(put(ledger, invoice) == Recorded::added);
    CHECK(put(ledger, invoice) == Recorded::known);
    CHECK(ledger.currency_of_invoice("INV-1") == "EUR"_currency);
    CHECK(ledger.customer_of_invoice("INV-1") == "C1");
    CHECK_FALSE(ledger.currency_of_invoice("INV-2").has_value());
    CHECK_FALSE(ledger.customer_of_invoice("INV-2").has_value());
}

TEST_CASE_TEMPLATE(
    "facts: an invoice that nothing has touched may be corrected in all but its number", Store,
    DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    Invoice invoice = invoice_of("C1", "INV-1", "120.00 EUR"_money);
    put(ledger, invoice);
    const auto correct = [&](auto&& edit) {
        edit(invoice);
        CHECK(put(ledger, invoice) == Recorded::changed);
        CHECK(put(ledger, invoice) == Recorded::known);
    };
    correct([](Invoice& i) { i.customer = "C2"; });
    correct([](Invoice& i) { i.due = "2026-03-31"_date; });
    correct([](Invoice& i) { i.issued = "2026-01-01"_date; });
    correct([](Invoice& i) { i.reference = "RF18 5390"; });
    correct([](Invoice& i) { i.description = "Paper"; });
    correct([](Invoice& i) { i.amount = "7000 JPY"_money; });
    CHECK(open_on(ledger, "2026-03-01") == std::vector<OpenLine>{{"INV-1", 7000}});
    CHECK(ledger.customer_of_invoice("INV-1") == "C2");
    CHECK(ledger.currency_of_invoice("INV-1") == "JPY"_currency);
}

TEST_CASE_TEMPLATE("facts: what has been paid of an invoice limits its correction", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    const Invoice invoice = invoice_of("C1", "INV-1", "120.00 EUR"_money);
    put(ledger, invoice);
    put(ledger, payment_of("C1", "P1", "50.00 EUR"_money));
    allocate(ledger, account_of(ledger, "C1"), "P1", "INV-1", 5000, "2026-02-01");

    const auto refused = [&](std::string_view what, auto&& edit) {
        Invoice wrong = invoice;
        edit(wrong);
        CHECK(refusal(ledger, wrong) ==
              Fault{fmt::format(
                        "invoice INV-1 is known with another {}, and 50.00 of it has been paid",
                        what),
                    "correct it with a credit note and a new invoice", std::string(what)});
    };
    refused("customer", [](Invoice& i) { i.customer = "C2"; });
    refused("currency", [](Invoice& i) { i.amount = "120.00 USD"_money; });
    refused("amount", [](Invoice& i) { i.amount = "49.99 EUR"_money; });

    Invoice smaller = invoice;
    smaller.amount = "50.00 EUR"_money;
    CHECK(put(ledger, smaller) == Recorded::changed);
    CHECK(open_on(ledger, "2026-03-01").empty());
    CHECK(open_on(ledger, "2026-01-31") == std::vector<OpenLine>{{"INV-1", 5000}});
}

TEST_CASE_TEMPLATE("facts: a receipt is added once; a customer that it names must be known", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    Receipt payment = payment_of("C1", "P1", "-5.00 EUR"_money);
    payment.reference = "returned";
    payment.method = "debit";
    payment.description = "no funds";
    CHECK(refusal(ledger, payment).what == "customer 'C1' is not known");
    put(ledger, customer_called("C1"));
    CHECK(put(ledger, payment) == Recorded::added);
    CHECK(put(ledger, payment) == Recorded::known);
    // A credit note may have the id of a payment: ids are unique within their kind.
    Receipt credit = payment_of("C1", "P1", "5.00 EUR"_money);
    credit.kind = ReceiptKind::credit;
    CHECK(put(ledger, credit) == Recorded::added);
    CHECK(put(ledger, credit) == Recorded::known);
    CHECK(put(ledger, payment) == Recorded::known);
}

TEST_CASE_TEMPLATE(
    "facts: a receipt that cannot pay the invoice it names is taken, and says why not", Store,
    DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    put(ledger, invoice_of("C1", "INV-1", "120.00 EUR"_money));
    const auto remark = [&](const Receipt& receipt) {
        const auto recorded = ledger.put(receipt, {.batch = 1, .line = 2}, on("2026-03-01"));
        REQUIRE(recorded.has_value());
        CHECK(recorded->recorded == Recorded::added);
        return recorded->remark.value_or("");
    };
    Receipt payment = payment_of("C2", "P1", "50.00 EUR"_money);
    payment.invoice = "INV-1";
    CHECK(remark(payment) == "invoice INV-1 is customer C1's, not C2's");
    payment.id = "P2";
    payment.customer = "";
    CHECK(remark(payment) == "");
    payment.id = "P3";
    payment.amount = "50.00 USD"_money;
    CHECK(remark(payment) == "invoice INV-1 is in EUR, the payment in USD");
    payment.id = "G1";
    payment.kind = ReceiptKind::credit;
    CHECK(remark(payment) == "invoice INV-1 is in EUR, the credit in USD");
}

TEST_CASE_TEMPLATE("facts: a receipt that nothing has used may be corrected", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    put(ledger, invoice_of("C2", "INV-2", "120.00 EUR"_money));
    Receipt payment = payment_of("C1", "P1", "50.00 EUR"_money);
    put(ledger, payment);
    const auto correct = [&](auto&& edit) {
        edit(payment);
        CHECK(put(ledger, payment) == Recorded::changed);
        CHECK(put(ledger, payment) == Recorded::known);
    };
    correct([](Receipt& r) { r.customer = "C2"; });
    correct([](Receipt& r) { r.invoice = "INV-2"; });
    correct([](Receipt& r) { r.customer = ""; });
    correct([](Receipt& r) { r.date = "2026-02-03"_date; });
    correct([](Receipt& r) { r.amount = "-70.00 EUR"_money; });
    correct([](Receipt& r) { r.reference = "x"; });
    correct([](Receipt& r) { r.method = "cash"; });
    correct([](Receipt& r) { r.description = "y"; });
    CHECK(on_account_on(ledger, "2026-02-03") == -7000);
    CHECK(on_account_on(ledger, "2026-02-02") == 0);
    // Whose it is follows from the invoice that it names, until it names none that is known.
    CHECK(ledger.on_account("2026-02-03"_date).at(0).customer == row_of(ledger, "C2"));
    correct([](Receipt& r) { r.invoice = "INV-9"; });
    CHECK_FALSE(ledger.on_account("2026-02-03"_date).at(0).customer.has_value());
}

TEST_CASE_TEMPLATE("facts: a receipt that has been allocated keeps what the allocation rests on",
                   Store, DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    put(ledger, invoice_of("C1", "INV-1", "120.00 EUR"_money));
    Receipt payment = payment_of("C1", "P1", "50.00 EUR"_money);
    put(ledger, payment);
    allocate(ledger, account_of(ledger, "C1"), "P1", "INV-1", 2000, "2026-02-01");

    const auto refused = [&](std::string_view what, auto&& edit) {
        Receipt wrong = payment;
        edit(wrong);
        CHECK(refusal(ledger, wrong) ==
              Fault{fmt::format("payment P1 is known with another {}, and it has been allocated",
                                what),
                    "take it back with a negative payment and add the right one under a new id",
                    std::string(what)});
    };
    refused("customer", [](Receipt& r) { r.customer = "C2"; });
    refused("amount", [](Receipt& r) { r.amount = "50.01 EUR"_money; });
    refused("amount", [](Receipt& r) { r.amount = "50.00 USD"_money; });
    refused("date", [](Receipt& r) { r.date = "2026-02-02"_date; });
    refused("invoice", [](Receipt& r) { r.invoice = "INV-1"; });
    payment.description = "what the bank said";
    CHECK(put(ledger, payment) == Recorded::changed);
    CHECK(on_account_on(ledger, "2026-03-01") == 3000);
}

TEST_CASE_TEMPLATE(
    "facts: money that names an unknown invoice finds its owner when the invoice comes", Store,
    DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    Receipt payment = payment_of("", "P1", "50.00 EUR"_money);
    payment.invoice = "INV-1";
    Receipt other_currency = payment_of("", "P2", "7.00 USD"_money);
    other_currency.invoice = "INV-1";
    put(ledger, payment);
    put(ledger, other_currency);
    CHECK(touched_accounts(ledger).empty());
    CHECK_FALSE(ledger.on_account("2026-02-01"_date).at(0).customer.has_value());

    put(ledger, invoice_of("C1", "INV-1", "120.00 EUR"_money));
    const Account account = account_of(ledger, "C1");
    CHECK(touched_accounts(ledger) == std::set{account});
    const AccountFacts facts = ledger.account_facts(account);
    REQUIRE(facts.receipts.size() == 1);
    CHECK(facts.receipts[0].id == "P1");
    // The same file again says nothing new, although the owner is known now.
    CHECK(put(ledger, payment) == Recorded::known);
    const auto left = ledger.on_account("2026-02-01"_date);
    REQUIRE(left.size() == 2);
    CHECK(left[0].customer == account.customer);
    CHECK(left[1].customer == account.customer);
    CHECK(left[1].currency == "USD");
}

TEST_CASE_TEMPLATE("facts: the accounts to be replayed are told once, old and new", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, customer_called("C2"));
    Invoice invoice = invoice_of("C1", "INV-1", "120.00 EUR"_money);
    put(ledger, invoice);
    CHECK(touched_accounts(ledger).empty());  // there is no money that could pay it
    put(ledger, payment_of("C2", "P1", "5.00 USD"_money));
    CHECK(touched_accounts(ledger) == std::set{account_of(ledger, "C2", "USD")});
    CHECK(touched_accounts(ledger).empty());
    put(ledger, invoice);
    CHECK(touched_accounts(ledger).empty());
    invoice.customer = "C2";
    put(ledger, invoice);
    CHECK(touched_accounts(ledger) == std::set{account_of(ledger, "C1"), account_of(ledger, "C2")});
}

TEST_CASE("facts: a correction keeps the old version, and says so in an event") {
    OnFile store;
    Ledger& ledger = store.ledger;
    {
        auto transaction = ledger.begin_write();
        Customer customer = customer_called("C1");
        put(ledger, customer);
        customer.email = "new@example.org";
        put(ledger, customer);
        Invoice invoice = invoice_of("C1", "INV-1", "120.00 EUR"_money);
        put(ledger, invoice, 7);
        invoice.amount = "100.00 EUR"_money;
        put(ledger, invoice, 8);
        invoice.due = "2026-02-20"_date;
        put(ledger, invoice, 9);
        Receipt payment = payment_of("C1", "P1", "50.00 EUR"_money);
        put(ledger, payment);
        payment.reference = "R";
        put(ledger, payment);
        transaction.commit();
    }
    SQLite::Database database = raw(store.file);
    CHECK(text_of(database, "SELECT group_concat(kind || ' ' || version, ', ') FROM superseded") ==
          "customer 1, invoice 1, invoice 2, receipt 1");
    CHECK(text_of(database, R"sql(
        SELECT group_concat(contents ->> 'amount_minor' || '@' || (contents ->> 'line'), ', ')
        FROM superseded
        WHERE kind = 'invoice'
        ORDER BY version)sql") == "12000@7, 10000@8");
    CHECK(text_of(database,
                  "SELECT contents ->> 'email' FROM superseded WHERE kind = 'customer'") == "");
    CHECK(text_of(database, "SELECT version || '@' || line FROM invoice") == "3@9");
    CHECK(text_of(database, "SELECT group_concat(kind || ': ' || subject, ', ') FROM event") ==
          "customers_imported: batch first, customers_imported: batch batch 2, "
          "customer_corrected: customer C1, "
          "invoice_corrected: invoice INV-1, invoice_corrected: invoice INV-1, "
          "payment_corrected: payment P1");
}

TEST_CASE_TEMPLATE("facts: batches are numbered by day, and remembered by their bytes", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    const auto add = [&](std::string_view day, std::string_view kind, char digest) {
        BatchRecord batch = ledger.next_batch(parse_date(day).value());
        batch.kind = kind;
        batch.sha256 = std::string(64, digest);
        ledger.add_batch(batch, on(day));
        return batch.name;
    };
    CHECK_FALSE(ledger.newest_money_import().has_value());
    CHECK(add("2026-03-01", "payments", 'a') == "2026-03-01-1");
    CHECK(add("2026-03-01", "invoices", 'b') == "2026-03-01-2");
    CHECK(add("2026-03-02", "invoices", 'c') == "2026-03-02-1");
    CHECK(ledger.newest_money_import() == "2026-03-01"_date);
    CHECK(add("2026-03-03", "bank", 'd') == "2026-03-03-1");
    CHECK(ledger.newest_money_import() == "2026-03-03"_date);
    CHECK(ledger.has_batch(std::string(64, 'a'), "payments", "2026-03-01"_date));
    CHECK_FALSE(ledger.has_batch(std::string(64, 'a'), "invoices", "2026-03-01"_date));
    CHECK_FALSE(ledger.has_batch(std::string(64, 'a'), "payments", "2026-03-02"_date));
}

TEST_CASE_TEMPLATE("facts: without commit nothing has happened", Store, DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    {
        auto transaction = ledger.begin_write();
        put(ledger, customer_called("C1"));
        put(ledger, invoice_of("C1", "INV-1", "120.00 EUR"_money));
    }
    CHECK_FALSE(ledger.find_customer("C1").has_value());
    CHECK(touched_accounts(ledger).empty());
    CHECK(open_on(ledger, "2026-03-01").empty());
    auto transaction = ledger.begin_write();  // and the next one begins as if it were the first
    put(ledger, customer_called("C1"));
    transaction.commit();
    CHECK(ledger.find_customer("C1").has_value());
}
