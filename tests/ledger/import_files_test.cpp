// Import: a file is taken whole or not at all, and telling the same thing twice changes nothing.
#include "app/import_files.h"

#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

const InputFile customers{ImportKind::customers, "customers.csv",
                          "id,name,currency\nC1,One,\nC2,Two,JPY\n"};
const InputFile invoices{ImportKind::invoices, "invoices.csv",
                         "number,customer,issued,due,amount,currency\n"
                         "INV-1,C1,2026-01-01,2026-01-31,100.00,EUR\n"
                         "INV-2,C1,2026-01-01,2026-01-31,50.00,EUR\n"
                         "INV-3,C2,2026-01-01,2026-01-31,7000,\n"};
const InputFile payments{ImportKind::payments, "payments.csv",
                         "id,customer,date,amount,currency,invoice\n"
                         "P1,C1,2026-02-01,120.00,EUR,\n"
                         "P2,,2026-02-01,1000,,INV-3\n"
                         "P3,,2026-02-01,5.00,EUR,INV-9\n"};

struct FilledBook : OnFile {
    FilledBook() {
        for (const InputFile& given : {customers, invoices, payments}) import_well(ledger, given);
    }
    std::string contents() const { return contents_of(file); }
};

std::vector<std::string> problems(const FileReport& report) {
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : report.diagnostics.all())
        texts.push_back(to_text(diagnostic));
    return texts;
}

}  // namespace

TEST_CASE("import: a report says what became of the rows and the money") {
    OnFile store;
    Ledger& ledger = store.ledger;
    CHECK(import_well(ledger, customers).added == 2);
    const FileReport invoiced = import_well(ledger, invoices);
    CHECK(invoiced.rows == 3);
    CHECK(invoiced.added == 3);
    CHECK(invoiced.batch == "2026-03-01-2");
    CHECK(invoiced.totals ==
          std::map<std::string, Money>{{"EUR", "150.00 EUR"_money}, {"JPY", "7000 JPY"_money}});
    const FileReport paid = import_well(ledger, payments);
    CHECK(paid.added == 3);
    CHECK(paid.totals ==
          std::map<std::string, Money>{{"EUR", "125.00 EUR"_money}, {"JPY", "1000 JPY"_money}});
    CHECK(paid.allocated ==
          std::map<std::string, Money>{{"EUR", "120.00 EUR"_money}, {"JPY", "1000 JPY"_money}});
    CHECK(paid.on_account ==
          std::map<std::string, Money>{{"EUR", "5.00 EUR"_money}, {"JPY", "0 JPY"_money}});
    CHECK(open_on(ledger, "2026-03-01") == std::vector<OpenLine>{{"INV-2", 3000}, {"INV-3", 6000}});
}

TEST_CASE("import: the same file twice on a day changes nothing at all") {
    FilledBook book;
    const std::string before = book.contents();
    for (const InputFile& file : {customers, invoices, payments}) {
        const FileReport again = import_well(book.ledger, file);
        CHECK(again.added == 0);
        CHECK(again.changed == 0);
        CHECK(again.known == again.rows);
        CHECK(again.batch == "");
    }
    CHECK((book.contents() == before));
}

TEST_CASE("import: the same file on another day says that the data is fresh, and no more") {
    FilledBook book;
    const FileReport again = import_well(book.ledger, payments, "2026-03-02");
    CHECK(again.known == 3);
    CHECK(again.batch == "2026-03-02-1");
    CHECK(book.ledger.newest_money_import() == "2026-03-02"_date);
    SQLite::Database database = raw(book.file);
    CHECK(text_of(database, "SELECT count(*) FROM superseded") == "0");
    CHECK(text_of(database, "SELECT count(*) FROM allocation") == "3");
}

TEST_CASE("import: the same rows in another order and another file are known") {
    FilledBook book;
    const InputFile other{ImportKind::payments, "again.csv",
                          "date,id,customer,currency,amount,invoice\n"
                          "2026-02-01,P3,,EUR,5,INV-9\n"
                          "2026-02-01,P1,C1,EUR,120,\n"};
    const FileReport report = import_well(book.ledger, other);
    CHECK(report.known == 2);
    CHECK(report.added + report.changed == 0);
}

TEST_CASE("import: one bad row and nothing of the file is taken") {
    FilledBook book;
    const std::string before = book.contents();
    const FileReport unreadable = import(book.ledger, {ImportKind::invoices, "bad.csv",
                                                       "number,customer,issued,due,amount\n"
                                                       "INV-10,C1,2026-01-01,2026-01-31,10.00\n"
                                                       "INV-11,C1,2026-02-30,2026-01-31,10.00\n"});
    CHECK(unreadable.refused);
    CHECK((book.contents() == before));

    const FileReport refused = import(book.ledger, {ImportKind::invoices, "bad.csv",
                                                    "number,customer,issued,due,amount,currency\n"
                                                    "INV-10,C1,2026-01-01,2026-01-31,10.00,EUR\n"
                                                    "INV-11,C9,2026-01-01,2026-01-31,10.00,EUR\n"
                                                    "INV-1,C1,2026-01-01,2026-01-31,99.00,EUR\n"});
    CHECK(problems(refused) ==
          std::vector<std::string>{
              "bad.csv:3:8: customer 'C9' is not known\n    import the customer first, or let "
              "invoices create theirs with --create-customers",
              "bad.csv:4:32: invoice INV-1 is known with another amount, and 100.00 of it has been "
              "paid\n    correct it with a credit note and a new invoice"});
    CHECK(refused.batch == "");
    CHECK((book.contents() == before));
    // And the next file begins as if the bad one had never been.
    CHECK(touched_accounts(book.ledger).empty());
}

TEST_CASE("import: a dry run reports like a real one and changes nothing") {
    FilledBook book;
    const std::string before = book.contents();
    const InputFile more{ImportKind::payments, "more.csv",
                         "id,customer,date,amount,currency\nP4,C1,2026-02-02,10.00,EUR\n"};
    ImportRequest dry;
    dry.commitment = Commitment::dry_run;
    const FileReport trial = import(book.ledger, more, "2026-03-01", dry);
    CHECK((book.contents() == before));
    const FileReport real = import_well(book.ledger, more);
    CHECK(trial.added == real.added);
    CHECK(trial.allocated == real.allocated);
    CHECK(trial.on_account == real.on_account);
    CHECK((book.contents() != before));
}

TEST_CASE("import: invoices create their customers when asked to") {
    OnFile store;
    ImportRequest creating;
    creating.missing_customers = MissingCustomers::create;
    const InputFile file{ImportKind::invoices, "invoices.csv",
                         "number,customer,issued,due,amount\n"
                         "INV-1,C8,2026-01-01,2026-01-31,10.00\n"
                         "INV-2,C8,2026-01-01,2026-01-31,10.00\n"};
    CHECK(import(store.ledger, file).refused);
    CHECK_FALSE(store.ledger.find_customer("C8").has_value());
    const FileReport report = import(store.ledger, file, "2026-03-01", creating);
    CHECK_FALSE(report.refused);
    CHECK(report.customers_created == 1);
    CHECK(report.added == 2);
    CHECK(store.ledger.customer("C8")->name == "C8");
    CHECK(import(store.ledger, file, "2026-03-01", creating).customers_created == 0);
    // The customer's own file completes it later.
    const FileReport named =
        import_well(store.ledger, {ImportKind::customers, "c.csv", "id,name\nC8,Eight Ltd\n"});
    CHECK(named.changed == 1);
}

TEST_CASE("import: a negative invoice is a credit note") {
    FilledBook book;
    const FileReport report =
        import_well(book.ledger, {ImportKind::invoices, "credit.csv",
                                  "number,customer,issued,due,amount,currency\n"
                                  "CN-1,C1,2026-02-05,2026-02-05,-30.00,EUR\n"});
    CHECK(report.totals == std::map<std::string, Money>{{"EUR", "-30.00 EUR"_money}});
    CHECK(open_on(book.ledger, "2026-03-01") == std::vector<OpenLine>{{"INV-3", 6000}});
}

TEST_CASE("import: money that waited for its invoice pays it when it comes") {
    FilledBook book;
    import_well(book.ledger, {ImportKind::invoices, "late.csv",
                              "number,customer,issued,due,amount,currency\n"
                              "INV-9,C1,2026-02-10,2026-03-10,8.00,EUR\n"});
    CHECK(open_on(book.ledger, "2026-03-01") ==
          std::vector<OpenLine>{{"INV-2", 3000}, {"INV-9", 300}, {"INV-3", 6000}});
    CHECK(on_account_on(book.ledger, "2026-02-09") == 500);
    CHECK(on_account_on(book.ledger, "2026-02-10") == 0);
}

namespace {

// Longer than a mebibyte, so that its rows are read ahead of the ledger.
std::string long_invoice_file(std::string_view last_customer) {
    std::string text = "number,customer,issued,due,amount,description\n";
    const std::string padding(60, 'x');
    for (int n = 0; text.size() <= (std::size_t{1} << 20); ++n) {
        text += fmt::format("INV-{},C1,2026-01-01,2026-01-31,7000,{}\n", n, padding);
    }
    return text + fmt::format("LAST,{},2026-01-01,2026-01-31,7000,\n", last_customer);
}

}  // namespace

TEST_CASE("import: a long file without currencies takes those of the customers") {
    struct Case {
        std::string customers;
        std::string expected;  // of the last row, which is C2's
    };
    const std::string book(Policy{}.book.currency.code());
    for (const auto& [known, expected] : {Case{"id,name,currency\nC1,One,\nC2,Two,JPY\n", "JPY"},
                                          Case{"id,name,currency\nC1,One,\nC2,Two,\n", book}}) {
        CAPTURE(known);
        OnFile store;
        import_well(store.ledger, {ImportKind::customers, "customers.csv", known});
        import_well(store.ledger, {ImportKind::invoices, "invoices.csv", long_invoice_file("C2")});
        CHECK(store.ledger.currency_of_invoice("INV-1")->code() == book);
        CHECK(store.ledger.currency_of_invoice("INV-9999")->code() == book);
        CHECK(store.ledger.currency_of_invoice("LAST")->code() == expected);
    }
}

TEST_CASE("import: whether the book is of one currency") {
    OnFile store;
    Ledger& ledger = store.ledger;
    CHECK_FALSE(ledger.has_other_currency_than("EUR"_currency));
    import_well(ledger,
                {ImportKind::customers, "c.csv", "id,name,currency\nC1,One,\nC2,Two,EUR\n"});
    CHECK_FALSE(ledger.has_other_currency_than("EUR"_currency));
    CHECK(ledger.has_other_currency_than("JPY"_currency));
    import_well(ledger, {ImportKind::invoices, "i.csv",
                         "number,customer,issued,due,amount,currency\n"
                         "INV-1,C1,2026-01-01,2026-01-31,100,JPY\n"});
    CHECK(ledger.has_other_currency_than("EUR"_currency));
}

TEST_CASE("import: a file whose sums cannot be represented is refused, and the next one is taken") {
    FilledBook book;
    const std::string before = book.contents();
    // Long enough to be put without the indexes, too.
    for (const auto& padding : {std::string(), std::string(120, 'x')}) {
        CAPTURE(padding.size());
        std::string text = "number,customer,issued,due,amount,currency,description\n";
        for (int i = 0; i < 9'300; ++i) {
            text += fmt::format("BIG-{},C1,2026-01-01,2026-01-31,9999999999999.00,EUR,{}\n", i,
                                padding);
        }
        const FileReport report = import(book.ledger, {ImportKind::invoices, "big.csv", text});
        CHECK(report.refused);
        CHECK(problems(report) ==
              std::vector<std::string>{
                  "big.csv: its amounts, with those that are known, make a sum too large to be "
                  "represented\n    look for an amount that cannot be: a number or an account in "
                  "its column"});
        CHECK(book.contents() == before);
    }
    CHECK(import_well(book.ledger, {ImportKind::invoices, "small.csv",
                                    "number,customer,issued,due,amount\n"
                                    "INV-8,C1,2026-01-01,2026-01-31,8.00\n"})
              .added == 1);
}
