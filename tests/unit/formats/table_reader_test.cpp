#include "formats/table_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/collected_facts.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const CurrencyDefaults cny{.book = "CNY"_currency};

TableRead read(ImportKind kind, const std::string& text, const ImportProfile& profile = {},
               const CurrencyDefaults& defaults = cny) {
    return read_file_text(kind, text, profile, defaults);
}

std::vector<std::string> problems(ImportKind kind, const std::string& text,
                                  const ImportProfile& profile = {}) {
    return read(kind, text, profile).problems;
}

using Lines = std::vector<std::string>;

const std::string invoice_header = "number,customer,issued,due,amount,currency\n";
const std::string customer_header = "id,name,kind,email,address,credit_limit,terms_days,currency\n";

std::string first_problem(ImportKind kind, const std::string& text) {
    const auto all = problems(kind, text);
    return all.empty() ? "" : all.front().substr(0, all.front().find('\n'));
}

}  // namespace

TEST_CASE("import kind: names there and back") {
    for (const auto kind :
         {ImportKind::customers, ImportKind::invoices, ImportKind::credits, ImportKind::payments}) {
        CHECK(import_kind_from(to_text(kind)) == kind);
    }
    CHECK(!import_kind_from("Invoices"));
}

TEST_CASE("table: an invoice with every field") {
    const auto batch = read(ImportKind::invoices,
                            "number,customer,issued,due,amount,currency,reference,description\n"
                            "INV-1,C001,2026-01-01,2026-01-31,120.5,EUR,RF18,\"Tea, green\"\n");
    CHECK(batch.problems == Lines{});
    CHECK(batch.report.rows == 1);
    REQUIRE(batch.invoices.size() == 1);
    CHECK(batch.invoices[0].value == Invoice{.number = "INV-1",
                                             .customer = "C001",
                                             .issued = "2026-01-01"_date,
                                             .due = "2026-01-31"_date,
                                             .amount = "120.50 EUR"_money,
                                             .reference = "RF18",
                                             .description = "Tea, green"});
    CHECK(batch.invoices[0].line == 2);
    CHECK(batch.places == Lines{"2:23"});
}

TEST_CASE("table: a customer with every field") {
    const auto batch = read(
        ImportKind::customers,
        "id,name,kind,language,country,timezone,currency,email,phone,mobile,address,city,postal_"
        "code,"
        "collector,credit_limit,terms_days,segment\n"
        "007,Jade GmbH,consumer,de,DE,Europe/Berlin,EUR,ap@example.com,+49 1,+49 2,Weg 1,Ulm,89073,"
        "anna,5000,30,retail\n");
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.customers.size() == 1);
    CHECK(batch.customers[0].value == Customer{.id = "007",
                                               .name = "Jade GmbH",
                                               .kind = CustomerKind::consumer,
                                               .language = "de",
                                               .country = "DE",
                                               .timezone = "Europe/Berlin",
                                               .currency = "EUR"_currency,
                                               .email = "ap@example.com",
                                               .phone = "+49 1",
                                               .mobile = "+49 2",
                                               .address = "Weg 1",
                                               .city = "Ulm",
                                               .postal_code = "89073",
                                               .collector = "anna",
                                               .credit_limit = "5000.00 EUR"_money,
                                               .terms_days = 30,
                                               .segment = "retail"});
}

TEST_CASE("table: a payment may name no customer, and may be negative") {
    const auto batch = read(ImportKind::payments,
                            "id,customer,date,amount,invoice,reference,method\n"
                            "P1,,2026-02-01,10.00,INV-1,,\n"
                            "P2,C1,2026-02-02,-10.00,,RF18,transfer\n");
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.receipts.size() == 2);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::payment,
                                             .id = "P1",
                                             .date = "2026-02-01"_date,
                                             .amount = "10.00 CNY"_money,
                                             .invoice = "INV-1"});
    CHECK(batch.receipts[1].value == Receipt{.kind = ReceiptKind::payment,
                                             .id = "P2",
                                             .customer = "C1",
                                             .date = "2026-02-02"_date,
                                             .amount = "-10.00 CNY"_money,
                                             .reference = "RF18",
                                             .method = "transfer"});
}

TEST_CASE("table: a credit note names its invoice") {
    const auto batch = read(ImportKind::credits,
                            "number,customer,issued,amount,invoice,description\n"
                            "CN1,C1,2026-02-01,10.00,INV-1,returned\n");
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.receipts.size() == 1);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::credit,
                                             .id = "CN1",
                                             .customer = "C1",
                                             .date = "2026-02-01"_date,
                                             .amount = "10.00 CNY"_money,
                                             .invoice = "INV-1",
                                             .description = "returned"});
}

TEST_CASE("table: a negative invoice is a credit note and needs no due date") {
    const auto batch = read(ImportKind::invoices, invoice_header +
                                                      "INV-9,C1,2026-03-01,,-12.00,\n"
                                                      "INV-8,C1,2026-03-01,2026-03-01,0,\n");
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.receipts.size() == 1);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::credit,
                                             .id = "INV-9",
                                             .customer = "C1",
                                             .date = "2026-03-01"_date,
                                             .amount = "12.00 CNY"_money});
    REQUIRE(batch.invoices.size() == 1);
    CHECK(batch.invoices[0].value.amount == "0.00 CNY"_money);
}

TEST_CASE(
    "table: a missing currency is that of the invoice, else the customer's, else the "
    "book's") {
    const CurrencyDefaults defaults{
        .book = "CNY"_currency,
        .of_invoice = [](std::string_view invoice) -> std::optional<Currency> {
            if (invoice == "I-JPY") return "JPY"_currency;
            return std::nullopt;
        },
        .of_customer = [](std::string_view customer) -> std::optional<Currency> {
            if (customer == "C-KWD") return "KWD"_currency;
            return std::nullopt;
        }};
    const auto batch = read(ImportKind::payments,
                            "id,customer,date,amount,invoice,currency\n"
                            "1,C-KWD,2026-01-01,5,I-JPY,\n"
                            "2,C-KWD,2026-01-01,5,,\n"
                            "3,C-KWD,2026-01-01,5,I-JPY,USD\n"
                            "4,C1,2026-01-01,5,I1,\n",
                            {}, defaults);
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.receipts.size() == 4);
    CHECK(batch.receipts[0].value.amount == "5 JPY"_money);
    CHECK(batch.receipts[1].value.amount == "5.000 KWD"_money);
    CHECK(batch.receipts[2].value.amount == "5.00 USD"_money);
    CHECK(batch.receipts[3].value.amount == "5.00 CNY"_money);
}

TEST_CASE("table: headings in English, Chinese and German, in any order") {
    const std::vector<std::string> headers = {
        "Invoice No.,Customer ID,Invoice Date,Due Date,Total,Currency\n",
        "发票号码,客户编号,开票日期,到期日,金额,币种\n",
        "Rechnungsnummer;Kundennummer;Rechnungsdatum;FÄLLIGKEITSDATUM;Betrag;Währung\n",
        "*InvoiceNumber\tcustomer_id\tinvoice_date\tDUE\tAmount\tcurrency code\n",
        // NFD: the diaeresis as a combining mark, as macOS writes it
        "Rechnung,Kunde,Rechnungsdatum,Fa\xCC\x88lligkeit,Betrag,Wa\xCC\x88hrung\n"};
    for (const auto& header : headers) {
        CAPTURE(header);
        std::string row = "1,C1,2026-01-01,2026-01-31,5.00,EUR\n";
        const char delimiter = header.find(';') != std::string::npos    ? ';'
                               : header.find('\t') != std::string::npos ? '\t'
                                                                        : ',';
        std::ranges::replace(row, ',', delimiter);
        const auto batch = read(ImportKind::invoices, "\xEF\xBB\xBF" + header + row);
        CHECK(batch.problems == Lines{});
        REQUIRE(batch.invoices.size() == 1);
        CHECK(batch.invoices[0].value.due == "2026-01-31"_date);
        CHECK(batch.invoices[0].value.amount == "5.00 EUR"_money);
    }
}

TEST_CASE("table: unknown columns and blank lines are ignored, a header alone is no row") {
    const auto more = read(ImportKind::invoices,
                           "extra,number,customer,issued,due,amount\n\n"
                           "x,1,C1,2026-01-01,2026-01-31,5.00\n,,,,,\n\n");
    CHECK(more.problems == Lines{});
    CHECK(more.report.rows == 1);
    CHECK(more.invoices.size() == 1);
    const auto header_only = read(ImportKind::invoices, "number,customer,issued,due,amount\n");
    CHECK(header_only.problems == Lines{});
    CHECK(header_only.report.rows == 0);
}

TEST_CASE("table: a file with nothing in it is refused, and so is one that is no text") {
    const Lines empty = {"f.csv: the file is empty\n    the first line names the columns"};
    CHECK(problems(ImportKind::invoices, "") == empty);
    CHECK(problems(ImportKind::invoices, "\n\n") == empty);
    CHECK(problems(ImportKind::invoices, "\xEF\xBB\xBF \t\n") == empty);
    CHECK(problems(ImportKind::invoices, std::string("a,b\nc\0d", 7)).size() == 1);
    CHECK(
        problems(ImportKind::invoices, invoice_header + "1,M\xFCller \xE2\x82\xAC,,,,\n").size() ==
        1);
}

TEST_CASE("table: encodings are found, and columns count in characters") {
    const std::string header = "number,customer,issued,due,amount\n";
    CHECK(in_words(read(ImportKind::invoices, header + "1,M\xFCller,2026-01-01,2026-01-31,5\n")) ==
          Lines{"1 Müller 2026-01-01 2026-01-31 5.00 CNY"});
    CHECK(in_words(read(ImportKind::invoices,
                        header + "1,\xB1\xB1\xBE\xA9,2026-01-01,2026-01-31,5\n")) ==
          Lines{"1 北京 2026-01-01 2026-01-31 5.00 CNY"});
    CHECK(problems(ImportKind::invoices, header + "1,\xB1\xB1\xBE\xA9,2026-01-01,x,5\n")
              .front()
              .substr(0, 11) == "f.csv:2:17:");
}

TEST_CASE("table: one message names all the missing columns and the nearest") {
    CHECK(
        problems(ImportKind::invoices, "number,customer,isued,amount\n1,2,3,4\n") ==
        Lines{"f.csv:1:1: no column 'issued', 'due' in the header (found: number, customer, isued, "
              "amount)\n    did you mean 'isued' for 'issued'?"});
    CHECK(
        problems(ImportKind::payments, "a,b\n") ==
        Lines{
            "f.csv:1:1: no column 'id', 'customer', 'date', 'amount' in the header (found: a, b)\n"
            "    name the columns so, or map them in a profile: [import.profile.NAME]"});
}

TEST_CASE("table: a column that is used may stand in the header once only") {
    CHECK(first_problem(ImportKind::invoices, "number,customer,issued,due,amount,Amount\n") ==
          "f.csv:1:35: column 'Amount' stands twice in the header (first in column 5)");
    CHECK(problems(ImportKind::invoices, "number,customer,issued,due,amount,x,x\n") == Lines{});
}

TEST_CASE("table: each bad value at its place") {
    struct Case {
        ImportKind kind;
        std::string text;
        std::string expected;
    };
    const std::string payments = "id,customer,date,amount\n";
    const std::string credits = "number,customer,issued,amount\n";
    const auto invoices = ImportKind::invoices;
    const auto customers = ImportKind::customers;
    const std::vector<Case> cases = {
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,\"12,5O\",\n",
         "f.csv:2:28: amount '12,5O' is not a number (column 'amount')"},
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,1.005,\n",
         "f.csv:2:27: amount '1.005' has more decimal places than CNY (2) (column 'amount')"},
        {invoices, invoice_header + ",C,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:1: number is empty (column 'number')"},
        {invoices, invoice_header + "1,,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:3: customer is empty (column 'customer')"},
        {invoices, invoice_header + "1,C,2026-02-30,2026-03-31,1,\n",
         "f.csv:2:5: issued '2026-02-30' is not a day that exists (column 'issued')"},
        {invoices, invoice_header + "1,C,2026-01-01,,1,\n",
         "f.csv:2:16: due is empty (column 'due')"},
        {invoices, invoice_header + "1,C,2026-01-31,2026-01-30,1,\n",
         "f.csv:2:16: due 2026-01-30 is before issued 2026-01-31 (column 'due')"},
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,,\n",
         "f.csv:2:27: amount is empty (column 'amount')"},
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,1,XYQ\n",
         "f.csv:2:29: currency 'XYQ' is not a currency code of ISO 4217 (column 'currency')"},
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,1\n",
         "f.csv:2:27: 5 fields where the header has 6"},
        {invoices, invoice_header + "1,C,2026-01-01,2026-01-31,1,234,CNY\n",
         "f.csv:2:33: 7 fields where the header has 6"},
        {invoices, invoice_header + "1\x01,C,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:1: number '1\\x01' contains a control character (column 'number')"},
        {invoices, invoice_header + std::string(201, 'x') + ",C,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:1: number is longer than 200 bytes (column 'number')"},
        {ImportKind::payments, payments + "1,C,2026-01-01,0\n",
         "f.csv:2:16: amount is zero (column 'amount')"},
        {ImportKind::credits, credits + "1,C,2026-01-01,0.00\n",
         "f.csv:2:16: amount is zero (column 'amount')"},
        {ImportKind::credits, credits + "1,C,2026-01-01,-5\n",
         "f.csv:2:16: amount '-5' is negative (column 'amount')"},
        {customers, customer_header + "1,,,,,,,\n", "f.csv:2:3: name is empty (column 'name')"},
        {customers, customer_header + "1,N,firm,,,,,\n",
         "f.csv:2:5: kind 'firm' is neither business nor consumer (column 'kind')"},
        {customers, customer_header + "1,N,,a b@example.com,,,,\n",
         "f.csv:2:6: email 'a b@example.com' is not an email address (column 'email')"},
        {customers, customer_header + "1,N,,,,-1,,\n",
         "f.csv:2:8: credit_limit '-1' is negative (column 'credit_limit')"},
        {customers, customer_header + "1,N,,,,,3O,\n",
         "f.csv:2:9: terms_days '3O' is not a whole number (column 'terms_days')"},
        {customers, customer_header + "1,\"Evil\nBcc: x@example.com\",,,,,,\n",
         "f.csv:2:4: name 'Evil\\x0ABcc: x@example.com' contains a control character (column "
         "'name')"},
        {customers, customer_header + "1,\"N,,,,,,\n",
         "f.csv:2:3: "},  // the quote that is never closed
    };
    for (const auto& [kind, text, expected] : cases) {
        CAPTURE(text);
        const auto found = first_problem(kind, text);
        CHECK(found.substr(0, expected.ends_with(": ") ? expected.size() : found.size()) ==
              expected);
    }
}

TEST_CASE("table: all problems of a file, in its order, and the good rows beside them") {
    const auto batch = read(ImportKind::invoices, invoice_header +
                                                      "1,C,2026-01-01,2026-01-31,x,\n"
                                                      "2,C,2026-01-01,2026-01-31,1,\n"
                                                      ",C,2026-13-01,2026-01-31,y,\n");
    std::string places;
    for (const auto& problem : batch.problems)
        places += problem.substr(0, problem.find(": ")) + " ";
    CHECK(places == "f.csv:2:27 f.csv:4:1 f.csv:4:4 f.csv:4:26 ");
    CHECK(batch.report.rows == 3);
    CHECK(batch.invoices.size() == 1);
}

TEST_CASE("table: at most a thousand problems are listed") {
    std::string text = invoice_header;
    for (int i = 0; i < 1200; ++i) text += fmt::format("{},C,2026-01-01,2026-01-31,x,\n", i);
    const auto found = problems(ImportKind::invoices, text);
    CHECK(found.size() == 1000);
    CHECK(read(ImportKind::invoices, text).report.unlisted == 200);
    CHECK(read(ImportKind::invoices, text).report.rejected == 1200);
}

namespace {

ImportProfile foreign(const std::string& kind,
                      std::map<std::string, std::vector<std::string>> columns) {
    return {.name = "ibm",
            .kind = kind,
            .columns = std::move(columns),
            .constants = {{"currency", "USD"}},
            .date_format = "%m/%d/%Y",
            .decimal_mark = '.'};
}

const std::string foreign_rows =
    "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,"
    "SettledDate\n"
    "391,0001-ABCDE,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,No,1/15/2013\n"
    "406,0002-FGHIJ,3/3/2012,0007900770,1/26/2013,2/25/2013,\"1,061.74\",Yes,3/3/2013\n";

}  // namespace

TEST_CASE("profile: a foreign file with American dates and a constant currency") {
    const auto profile = foreign("invoices", {{"number", {"invoiceNumber"}},
                                              {"customer", {"customerID"}},
                                              {"issued", {"InvoiceDate"}},
                                              {"due", {"DueDate"}},
                                              {"amount", {"InvoiceAmount"}}});
    const auto batch = read(ImportKind::invoices, foreign_rows, profile);
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.invoices.size() == 2);
    CHECK(batch.invoices[0].value == Invoice{.number = "0000611365",
                                             .customer = "0001-ABCDE",
                                             .issued = "2013-01-02"_date,
                                             .due = "2013-02-01"_date,
                                             .amount = "55.94 USD"_money});
    CHECK(batch.invoices[1].value.amount == "1061.74 USD"_money);
}

TEST_CASE("profile: one column may serve several fields") {
    const auto profile = foreign("payments", {{"id", {"invoiceNumber"}},
                                              {"invoice", {"invoiceNumber"}},
                                              {"customer", {"customerID"}},
                                              {"date", {"SettledDate"}},
                                              {"amount", {"InvoiceAmount"}}});
    const auto batch = read(ImportKind::payments, foreign_rows, profile);
    CHECK(batch.problems == Lines{});
    REQUIRE(batch.receipts.size() == 2);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::payment,
                                             .id = "0000611365",
                                             .customer = "0001-ABCDE",
                                             .date = "2013-01-15"_date,
                                             .amount = "55.94 USD"_money,
                                             .invoice = "0000611365"});
}

TEST_CASE("profile: messages have our name and the file's heading") {
    const auto profile = foreign("invoices", {{"number", {"invoiceNumber"}},
                                              {"customer", {"customerID"}},
                                              {"issued", {"InvoiceDate"}},
                                              {"due", {"DueDate"}},
                                              {"amount", {"InvoiceAmount"}}});
    const std::string header = "invoiceNumber,customerID,InvoiceDate,DueDate,InvoiceAmount\n";
    CHECK(
        problems(ImportKind::invoices, header + "1,C,13/1/2013,2/1/2013,\"1,06.74\"\n", profile) ==
        Lines{"f.csv:2:5: issued '13/1/2013' is not a day that exists (read as %m/%d/%Y) (column "
              "'InvoiceDate')",
              "f.csv:2:25: amount '1,06.74' is not a number: its groups are not of three digits "
              "(column 'InvoiceAmount')"});
    CHECK(problems(ImportKind::invoices,
                   "invoiceNumber,customerID,InvoiceDate,DueDat,InvoiceAmount\n", profile) ==
          Lines{"f.csv:1:1: no column 'DueDate' in the header (found: invoiceNumber, customerID, "
                "InvoiceDate, DueDat, InvoiceAmount)\n    did you mean 'DueDat' for 'DueDate'?"});
}

TEST_CASE("profile: a delimiter that is declared is not guessed") {
    ImportProfile profile{.name = "pipe", .kind = "payments", .delimiter = ';'};
    const auto batch = read(ImportKind::payments,
                            "id;customer;date;amount;a,b,c,d,e,f\n1;C;2026-01-01;5;\n", profile);
    CHECK(batch.problems == Lines{});
    CHECK(batch.receipts.size() == 1);
}

namespace {

const std::string due_row = "1,C1,2026-01-01,2026-01-31,5.00,\n";

// Rows of an invoice file, the book in CNY, as "number customer issued due amount currency".
Lines invoices_of(const std::string& text, const ImportProfile& profile = {}) {
    const auto found = read(ImportKind::invoices, text, profile);
    CHECK(found.problems == Lines{});
    return in_words(found);
}

}  // namespace

TEST_CASE("table: up to fifty rows may stand above the header") {
    std::string preamble;
    for (int i = 0; i < max_preamble_rows - 1; ++i) preamble += fmt::format("Line {},x\n\n", i);
    CHECK(invoices_of(preamble + invoice_header + due_row) ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.00 CNY"});
    const auto late =
        problems(ImportKind::invoices, "one more,x\n" + preamble + invoice_header + due_row);
    REQUIRE(late.size() == 1);
    CHECK(late[0].substr(0, late[0].find(" in the header")) ==
          "f.csv:1:1: no column 'number', 'customer', 'issued', 'due', 'amount'");
}

TEST_CASE("table: places are those of the file, also below a preamble") {
    const auto found =
        read(ImportKind::invoices, "Open items\n\n" + invoice_header + "1,C1,2026-01-01,,5,\n");
    CHECK(found.problems == Lines{"f.csv:4:17: due is empty (column 'due')"});
}

TEST_CASE("table: a printed list has its header on every page, rulers and blank lines") {
    CHECK(invoices_of("----------------------\n"
                      "|number|customer|issued    |due       |amount |\n"
                      "|------|--------|----------|----------|-------|\n"
                      "|1     |C1      |2026-01-01|2026-01-31|  5.00 |\n"
                      "\n"
                      "----------------------\n"
                      "|number|customer|issued    |due       |amount |\n"
                      "|------|--------|----------|----------|-------|\n"
                      "|2     |C1      |2026-01-01|2026-01-31|  6.00 |\n"
                      "|======|========|==========|==========|=======|\n") ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.00 CNY", "2 C1 2026-01-01 2026-01-31 6.00 CNY"});
}

TEST_CASE("table: a total that agrees is counted, one that does not is a warning") {
    const std::string rows =
        "number,customer,issued,due,amount\n"
        "1,C1,2026-01-01,2026-01-31,1000.50\n"
        "2,C1,2026-01-01,2026-01-31,-0.50\n";
    for (const auto* total : {"Total,,,,1000.00\n", "合计：,,,,\"1,000.00\"\n", ",,,,1000\n",
                              "Gesamtsumme,,,,1000.00\n", ",,Total for all,,1000.00\n"}) {
        CAPTURE(total);
        const auto found = read(ImportKind::invoices, rows + total);
        CHECK(found.problems == Lines{});
        CHECK(found.report.rows == 2);
        CHECK(found.report.totals == 1);
    }
    const auto found = read(ImportKind::invoices, rows + "Total,,,,1200.00\n");
    CHECK(found.problems ==
          Lines{"f.csv:4:10: warning: the file's total is 1200.00, its rows add up "
                "to 1000.00 CNY\n    rows may be missing"});
    CHECK(found.report.totals == 0);
    CHECK(found.report.rejected == 0);
    CHECK(found.invoices.size() == 1);
}

TEST_CASE("table: a total is not compared when rows are missing for a known reason") {
    const std::string rows =
        "number,customer,issued,due,amount\n"
        "1,C1,2026-01-01,2026-01-31,10.00\n"
        "2,C1,2026-01-01,x,20.00\n"
        "Total,,,,30.00\n";
    CHECK(read(ImportKind::invoices, rows).problems.size() == 1);
    const ImportProfile filtered{
        .name = "p", .kind = "invoices", .skip = {{.headings = {"number"}, .values = {"2"}}}};
    const auto found = read(ImportKind::invoices, rows, filtered);
    CHECK(found.problems == Lines{});
    CHECK(found.report.left_out == 1);
    CHECK(found.report.rows == 1);
}

TEST_CASE("table: totals of groups, of groups of groups, and of all") {
    const auto found = read(ImportKind::invoices,
                            "number,customer,issued,due,amount\n"
                            "1,C1,2026-01-01,2026-01-31,1.00\n"
                            "Total for C1:a,,,,1.00\n"
                            "2,C1,2026-01-01,2026-01-31,2.00\n"
                            "3,C1,2026-01-01,2026-01-31,3.00\n"
                            "Total for C1:b,,,,5.00\n"
                            "4,C2,2026-01-01,2026-01-31,4.00\n"
                            "Total for C2,,,,4.00\n"
                            "Total for C1:b and C2,,,,9.00\n"
                            "TOTAL,,,,10.00\n");
    CHECK(found.problems == Lines{});
    CHECK(found.report.totals == 5);
    CHECK(found.report.rows == 4);
    const auto wrong = read(ImportKind::invoices,
                            "number,customer,issued,due,amount\n"
                            "1,C1,2026-01-01,2026-01-31,1.00\n"
                            "Total for C1,,,,1.00\n"
                            "2,C2,2026-01-01,2026-01-31,2.00\n"
                            "Total for C2,,,,7.00\n");
    REQUIRE(wrong.problems.size() == 1);
    CHECK(wrong.problems[0].find("the file's total is 7.00, its rows add up to 2.00 CNY") !=
          std::string::npos);
}

TEST_CASE("table: one total for each currency, as SAP ends its lists") {
    const auto found = read(ImportKind::invoices, invoice_header +
                                                      "1,C1,2026-01-01,2026-01-31,1.00,EUR\n"
                                                      "2,C1,2026-01-01,2026-01-31,2.00,USD\n"
                                                      ",,,,1.00,EUR\n"
                                                      ",,,,3.00,USD\n");
    CHECK(found.report.totals == 1);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].find("the file's total is 3.00, its rows add up to 2.00 USD") !=
          std::string::npos);
    const auto mixed = read(ImportKind::invoices, invoice_header +
                                                      "1,C1,2026-01-01,2026-01-31,1.00,EUR\n"
                                                      "2,C1,2026-01-01,2026-01-31,2.00,USD\n"
                                                      "Total,,,,3.00,\n");
    CHECK(mixed.problems == Lines{});  // of two currencies: nothing to compare with
    CHECK(mixed.report.totals == 0);
}

TEST_CASE("table: a row with a number or a day is no total, whatever its name") {
    const auto found = read(ImportKind::invoices,
                            "customer,number,issued,due,amount\n"
                            "Total Trading,1,2026-01-01,2026-01-31,5\n"
                            "Total Trading,2,,,6\n"
                            "Total Trading,,2026-01-01,2026-01-31,7\n");
    CHECK(found.report.rows == 3);
    CHECK(found.report.rejected == 2);
    CHECK(found.invoices.size() == 1);
    const auto customers = read(ImportKind::customers, "id,name\nTotal,Total Trading\nSum,\n");
    CHECK(customers.report.rows == 2);
    CHECK(customers.customers.size() == 1);
}

TEST_CASE("table: what is still open has its own total") {
    const auto found = read(ImportKind::invoices,
                            "number,customer,issued,due,amount,open\n"
                            "1,C1,2026-01-01,2026-01-31,10.00,4.00\n"
                            "2,C1,2026-01-01,2026-01-31,10.00,10.00\n"
                            "Total,,,,,14.00\n");
    CHECK(found.problems == Lines{});
    CHECK(found.report.totals == 1);
    CHECK(in_words(found) == Lines{"1 C1 2026-01-01 2026-01-31 10.00 CNY open 4.00",
                                   "2 C1 2026-01-01 2026-01-31 10.00 CNY open 10.00"});
}

TEST_CASE("table: heading rows name the customer of the rows below them") {
    const ImportProfile grouped{.name = "p", .kind = "invoices", .heading_rows = "customer"};
    const std::string text =
        ",number,issued,due,amount\n"
        "Total Trading,,,,\n"
        ",1,2026-01-01,2026-01-31,5.00\n"
        "Total for Total Trading,,,,5.00\n"
        "Birch & Co.,,,,\n"
        ",2,2026-01-01,2026-01-31,6.00\n"
        "Total for Birch & Co.,,,,6.00\n"
        "TOTAL,,,,11.00\n"
        "\"Sunday, 1 Feb 2026\",,,,\n";
    const auto found = read(ImportKind::invoices, text, grouped);
    CHECK(found.problems == Lines{});
    CHECK(found.report.totals == 3);
    CHECK(in_words(found) == Lines{"1 Total Trading 2026-01-01 2026-01-31 5.00 CNY",
                                   "2 Birch & Co. 2026-01-01 2026-01-31 6.00 CNY"});
    const ImportProfile skipped{
        .name = "p", .kind = "invoices", .constants = {{"customer", "C9"}}, .heading_rows = "skip"};
    CHECK(invoices_of(text, skipped) ==
          Lines{"1 C9 2026-01-01 2026-01-31 5.00 CNY", "2 C9 2026-01-01 2026-01-31 6.00 CNY"});
}

namespace {

ImportProfile with_line_items(LineItems items) {
    return {.name = "p", .kind = "invoices", .line_items = items};
}

}  // namespace

TEST_CASE("line items: rows of one number are one invoice, at the place of the first") {
    const std::string rows =
        "number,customer,issued,due,amount,open\n"
        "1,C1,2026-01-01,2026-01-31,5.00,2.00\n"
        "1,C1,2026-01-01,2026-01-31,5.00,2.00\n"
        "2,C1,2026-01-01,2026-01-31,7.00,7.00\n"
        "Total,,,,12.00,\n";
    const auto repeated =
        read(ImportKind::invoices, rows, with_line_items(LineItems::repeat_total));
    CHECK(repeated.problems == Lines{});
    CHECK(repeated.report.rows == 3);
    CHECK(repeated.report.totals == 1);
    REQUIRE(repeated.invoices.size() == 2);
    CHECK(in_words(repeated.invoices[0]) == "1 C1 2026-01-01 2026-01-31 5.00 CNY open 2.00");
    CHECK(repeated.invoices[0].line == 2);
    CHECK(repeated.invoices[1].line == 4);
    CHECK(invoices_of("number,customer,issued,due,amount\n"
                      "1,C1,2026-01-01,2026-01-31,5.00\n"
                      "1,C1,2026-01-01,2026-01-31,-1.00\n"
                      "2,C1,2026-01-01,2026-01-31,-3.00\n"
                      "2,C1,2026-01-01,2026-01-31,-4.00\n"
                      "3,C1,2026-01-01,,-1.00\n"
                      "3,C1,2026-01-01,2026-01-31,9.00\n",
                      with_line_items(LineItems::add_up)) ==
          Lines{"1 C1 2026-01-01 2026-01-31 4.00 CNY", "3 C1 2026-01-01 2026-01-31 8.00 CNY",
                "credit 2 C1 2026-01-01 7.00 CNY"});
}

TEST_CASE("line items: rows that disagree are rejected with all of their invoice") {
    struct Case {
        std::string second;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"1,C2,2026-01-01,2026-01-31,5.00,", "f.csv:3:3: invoice 1 has another customer on line 2"},
        {"1,C1,2026-01-02,2026-01-31,5.00,", "f.csv:3:6: invoice 1 has another issued on line 2"},
        {"1,C1,2026-01-01,2026-01-30,5.00,", "f.csv:3:17: invoice 1 has another due on line 2"},
        {"1,C1,2026-01-01,2026-01-31,6.00,", "f.csv:3:28: invoice 1 has another amount on line 2"},
        {"1,C1,2026-01-01,2026-01-31,5.00,EUR",
         "f.csv:3:33: invoice 1 has another currency on line 2"},
        {"1,C1,2026-01-01,x,5.00,", "f.csv:3:17: due 'x' is not a date (column 'due')"},
    };
    for (const auto& [second, expected] : cases) {
        CAPTURE(second);
        const auto found =
            read(ImportKind::invoices,
                 invoice_header + due_row + second + "\n2,C1,2026-01-01,2026-01-31,7.00,\n",
                 with_line_items(LineItems::repeat_total));
        REQUIRE(found.problems.size() == 1);
        CHECK(found.problems[0].substr(0, found.problems[0].find('\n')) == expected);
        CHECK(in_words(found) == Lines{"2 C1 2026-01-01 2026-01-31 7.00 CNY"});
        CHECK(found.report.rejected == 2);
        REQUIRE(found.rejects.size() == 2);
        CHECK(found.rejects[0] == "2:0 1,C1,2026-01-01,2026-01-31,5.00, | belongs to line 3");
        CHECK(found.rejects[1].find(second + " | ") != std::string::npos);
    }
}

TEST_CASE("line items: an invoice whose lines add up to too much is refused") {
    const std::string row = "1,C1,2026-01-01,2026-01-31,9999999999999.00\n";
    const auto found = read(ImportKind::invoices, "number,customer,issued,due,amount\n" + row + row,
                            with_line_items(LineItems::add_up));
    CHECK(found.problems == Lines{"f.csv:3:28: the lines of invoice 1 add up to too much"});
    CHECK(found.invoices.empty());
}

TEST_CASE("sign: the column of the profile says what is in and what is out") {
    const ImportProfile signed_rows{
        .name = "p",
        .kind = "payments",
        .sign = SignColumn{
            .headings = {"way", "S/H"}, .plus = {"in"}, .minus = {"back"}, .ignore = {"out", ""}}};
    const auto found = read(ImportKind::payments,
                            "id,date,amount,S/H\n"
                            "1,2026-01-01,5.00,in\n"
                            "2,2026-01-01,6.00,back\n"
                            "3,2026-01-01,7.00,out\n"
                            "4,2026-01-01,8.00,\n"
                            "5,2026-01-01,9.00,In\n",
                            signed_rows);
    CHECK(in_words(found) ==
          Lines{"payment 1 - 2026-01-01 5.00 CNY", "payment 2 - 2026-01-01 -6.00 CNY"});
    CHECK(found.problems == Lines{"f.csv:6:19: 'In' says neither in nor out (column 'S/H')\n"
                                  "    profile 'p' knows in as plus and back as minus"});
    CHECK(found.report.left_out == 2);
    CHECK(found.report.rows == 3);
    CHECK(found.report.rejected == 1);
    CHECK(problems(ImportKind::payments, "id,date,amount\n", signed_rows)
              .front()
              .find("no column 'way'") != std::string::npos);
}

TEST_CASE("filters: rows by what stands in a column, by ranges of numbers, by blanks") {
    const std::string text =
        "number,customer,issued,due,amount,type,state\n"
        "1,10000,2026-01-01,2026-01-31,1,RV,\n"
        "2,69999,2026-01-01,2026-01-31,2,DZ,\n"
        "3,70000,2026-01-01,2026-01-31,3,RV,\n"
        "4,0010001,2026-01-01,2026-01-31,4,RV,void\n"
        "5,10001A,2026-01-01,2026-01-31,5,RV,\n"
        "6,ZZ,2026-01-01,2026-01-31,6,RV,\n";
    ImportProfile profile{.name = "p", .kind = "invoices"};
    const auto numbers = [&] {
        std::string all;
        for (const auto& fact : read(ImportKind::invoices, text, profile).invoices) {
            all += fact.value.number;
        }
        return all;
    };
    profile.only = {{.headings = {"customer"}, .ranges = {{10000, 69999}}}};
    CHECK(numbers() == "124");
    profile.only[0].values = {"ZZ"};
    CHECK(numbers() == "1246");
    profile.skip = {{.headings = {"Art", "type"}, .values = {"DZ", "AB"}}};
    CHECK(numbers() == "146");
    profile.only.push_back({.headings = {"state"}, .values = {""}});
    CHECK(numbers() == "16");
    profile.only.push_back(
        {.headings = {"elsewhere"}, .values = {"x"}, .need = ColumnNeed::optional});
    CHECK(numbers() == "16");
    profile.only.back().need = ColumnNeed::required;
    CHECK(problems(ImportKind::invoices, text, profile).front().find("no column 'elsewhere'") !=
          std::string::npos);
}

namespace {

ImportProfile with_year_cell() {
    return {.name = "p", .kind = "invoices", .date_format = "%d%m", .year_cell = CellPlace{1, 2}};
}

}  // namespace

TEST_CASE("year cell: dates take their year from above the header") {
    const std::string rows =
        "number,customer,issued,due,amount\n"
        "1,C1,102,0103,5\n"
        "2,C1,3006,01072031,5\n";
    CHECK(invoices_of("EXTF,20260101,x\n" + rows, with_year_cell()) ==
          Lines{"1 C1 2026-02-01 2026-03-01 5.00 CNY", "2 C1 2026-06-30 2031-07-01 5.00 CNY"});
    CHECK(invoices_of("EXTF,2026,x\n" + rows, with_year_cell()).size() == 2);
}

TEST_CASE("year cell: books whose year begins in July have their January in the next") {
    CHECK(invoices_of("EXTF,20250701,x\n"
                      "number,customer,issued,due,amount\n"
                      "1,C1,0107,3006,5\n"
                      "2,C1,3006,3006,5\n"
                      "3,C1,3112,0101,5\n",
                      with_year_cell()) == Lines{"1 C1 2025-07-01 2026-06-30 5.00 CNY",
                                                 "2 C1 2026-06-30 2026-06-30 5.00 CNY",
                                                 "3 C1 2025-12-31 2026-01-01 5.00 CNY"});
    // 2026 is no leap year, 2028 is.
    CHECK(invoices_of("EXTF,20270701,x\nnumber,customer,issued,due,amount\n1,C1,2902,2902,5\n",
                      with_year_cell()) == Lines{"1 C1 2028-02-29 2028-02-29 5.00 CNY"});
    CHECK(problems(ImportKind::invoices,
                   "EXTF,20260101,x\nnumber,customer,issued,due,amount\n1,C1,2902,2902,5\n",
                   with_year_cell())
              .size() == 2);
}

TEST_CASE("year cell: without a year nothing is read") {
    const auto found =
        read(ImportKind::invoices,
             "EXTF,x,x\nnumber,customer,issued,due,amount\n1,C1,0102,0103,5\n", with_year_cell());
    CHECK(found.problems ==
          Lines{"f.csv:1: 'x' is no year\n    a date format with the year does without it: "
                "--date-format %d.%m.%Y"});
    CHECK(found.invoices.empty());
    CHECK(!found.report.read_to_its_end);
}

TEST_CASE(
    "cells above the header serve rows whose own is blank, and are held against the profile") {
    ImportProfile profile{.name = "p",
                          .kind = "invoices",
                          .above = {{"currency", {1, 3}}},
                          .expect = {{.place = {1, 1}, .value = "EXTF", .meaning = "bookings"}}};
    const std::string rows = invoice_header +
                             "1,C1,2026-01-01,2026-01-31,5.00,\n"
                             "2,C1,2026-01-01,2026-01-31,5.00,USD\n";
    CHECK(invoices_of("EXTF,4,EUR\n" + rows, profile) ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.00 EUR", "2 C1 2026-01-01 2026-01-31 5.00 USD"});
    CHECK(problems(ImportKind::invoices, "DTVF,4,EUR\n" + rows, profile) ==
          Lines{"f.csv:1: cell 1 is 'DTVF', and profile 'p' is for files where it is 'EXTF' "
                "(bookings)\n    a profile of your own can read it: [import.profile.NAME] in the "
                "policy"});
    CHECK(problems(ImportKind::invoices, rows, profile).size() == 1);
}

TEST_CASE("dates: the column says how it is written, or it is asked") {
    const std::string header = "number,customer,issued,due,amount\n";
    CHECK(invoices_of(header + "1,C1,31.01.2026,28.02.2026,5\n") ==
          Lines{"1 C1 2026-01-31 2026-02-28 5.00 CNY"});
    CHECK(invoices_of(header + "1,C1,1/2/2026,1/31/2026,5\n") ==
          Lines{"1 C1 2026-01-02 2026-01-31 5.00 CNY"});  // the other column settles it
    CHECK(invoices_of(header + "1,C1,2026-01-31T10:00:00Z,2026/02/28,5\n") ==
          Lines{"1 C1 2026-01-31 2026-02-28 5.00 CNY"});
    CHECK(invoices_of(header + "1,C1,5/5/2026,6/6/2026,5\n") ==
          Lines{"1 C1 2026-05-05 2026-06-06 5.00 CNY"});  // the same in both orders
}

TEST_CASE("dates: a column that can be read in two ways refuses the file") {
    const std::string text =
        "number,customer,issued,due,amount\n"
        "1,C1,05/05/2026,05/06/2026,5\n"
        "2,C1,01/02/2026,05/06/2026,5\n";
    const auto found = read(ImportKind::invoices, text);
    CHECK(found.problems ==
          Lines{"f.csv:1: the days of column 'issued' can be read in two ways: '01/02/2026' is "
                "2026-02-01 or 2026-01-02\n"
                "    say which: --date-format %d/%m/%Y or --date-format %m/%d/%Y",
                "f.csv:1: the days of column 'due' can be read in two ways: '05/06/2026' is "
                "2026-06-05 or 2026-05-06\n"
                "    say which: --date-format %d/%m/%Y or --date-format %m/%d/%Y"});
    CHECK(found.invoices.empty());
    CHECK(!found.report.read_to_its_end);
    CHECK(invoices_of(text, {.date_format = "%m/%d/%Y"}) ==
          Lines{"1 C1 2026-05-05 2026-05-06 5.00 CNY", "2 C1 2026-01-02 2026-05-06 5.00 CNY"});
}

TEST_CASE("dates: a mistyped day does not speak for its column") {
    const auto found = read(ImportKind::invoices,
                            "number,customer,issued,due,amount\n"
                            "1,C1,13/01/2026,2026-01-31,5\n"
                            "2,C1,2026-01-01,2026-01-31,5\n"
                            "3,C1,2026-01-01,2026-01-31,5\n");
    CHECK(found.problems.size() == 1);
    CHECK(found.invoices.size() == 2);
    const auto mixed = problems(ImportKind::invoices,
                                "number,customer,issued,due,amount\n"
                                "1,C1,01/02/2026,2026-03-31,5\n"
                                "2,C1,01.02.26,2026-03-31,5\n");
    REQUIRE(mixed.size() == 1);
    CHECK(mixed[0] ==
          "f.csv:1: the days of column 'issued' are not all written in one way\n"
          "    say which it is, as in --date-format %d/%m/%Y");
}

TEST_CASE("amounts: the column says which mark is before the decimals, or it is asked") {
    const std::string header = "number;customer;issued;due;Betrag\n";
    const auto one = [&](const std::string& amount) {
        return header + "1;C1;2026-01-01;2026-01-31;" + amount + "\n";
    };
    struct Case {
        std::string amount;
        std::string expected;
    };
    const std::vector<Case> cases = {{"12,50", "12.50"},          {"12.50", "12.50"},
                                     {"1.234,50", "1234.50"},     {"1 234,50 ", "1234.50"},
                                     {"1.234.567", "1234567.00"}, {"1234", "1234.00"},
                                     {"¥12.50", "12.50"},         {"12.5000", "12.50"}};
    for (const auto& [amount, expected] : cases) {
        CAPTURE(amount);
        CHECK(invoices_of(one(amount)) == Lines{"1 C1 2026-01-01 2026-01-31 " + expected + " CNY"});
    }
    CHECK(problems(ImportKind::invoices, one("1.234")) ==
          Lines{"f.csv:1: the amounts of column 'Betrag' can be read in two ways, as '1.234'\n"
                "    say which: --decimal-mark . or --decimal-mark ,"});
    CHECK(invoices_of(one("1.234"), {.decimal_mark = ','}) ==
          Lines{"1 C1 2026-01-01 2026-01-31 1234.00 CNY"});
    // Our own column is in the machine form.
    CHECK(
        problems(ImportKind::invoices,
                 "number,customer,issued,due,amount\n1,C1,2026-01-01,2026-01-31,1.234\n") ==
        Lines{"f.csv:2:28: amount '1.234' has more decimal places than CNY (2) (column 'amount')\n"
              "    if the point parts thousands: --decimal-mark ,"});
}

TEST_CASE("amounts: a mark of another currency than the row's is refused") {
    const auto found =
        problems(ImportKind::invoices, invoice_header + "1,C1,2026-01-01,2026-01-31,€5.00,\n");
    CHECK(found == Lines{"f.csv:2:28: amount '€5.00' is in '€', and the row is in CNY (column "
                         "'amount')\n    a column 'currency' says it, or --currency CODE for the "
                         "whole file"});
}

TEST_CASE(
    "rows may be longer than the header by delimiters, and shorter by columns without names") {
    const std::string row = "1,C1,2026-01-01,2026-01-31,5";
    const std::string header = "number,customer,issued,due,amount";
    const Lines one = {"1 C1 2026-01-01 2026-01-31 5.00 CNY"};
    CHECK(invoices_of(header + "\n" + row + ",,,\n") == one);
    CHECK(invoices_of(header + ",,\n" + row + "\n") == one);
    CHECK(invoices_of(header + ",,\n" + row + ",note\n") == one);
    CHECK(problems(ImportKind::invoices, header + "\n" + row + ",,x\n").front() ==
          "f.csv:2:30: 7 fields where the header has 5\n"
          "    a field that contains the delimiter must be in quotes");
    CHECK(problems(ImportKind::invoices, header + ",reference\n" + row + "\n") ==
          Lines{"f.csv:2:28: 5 fields where the header has 6"});
}

TEST_CASE("rows of JSON may leave out what is empty") {
    CHECK(invoices_of(R"([{"number": "1", "customer": "C1", "issued": "2026-01-01",
                           "due": "2026-01-31", "amount": 5.5, "reference": "RF18"},
                          {"number": 2, "customer": "C1", "issued": "2026-01-01",
                           "due": "2026-01-31", "amount": "6.00"}])") ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.50 CNY", "2 C1 2026-01-01 2026-01-31 6.00 CNY"});
}

TEST_CASE("rejects: the row as it stands in the file, with the first reason") {
    const auto found = read(ImportKind::invoices,
                            "number;customer;issued;due;amount\n"
                            "1;\"C;1\";x;y;5,00\n"
                            "2;C1;2026-01-01;2026-01-31;6,00\n"
                            "3;C1\n");
    CHECK(found.rejects_header == "number;customer;issued;due;amount");
    CHECK(found.rejects_delimiter == ';');
    REQUIRE(found.rejects.size() == 2);
    CHECK(found.rejects[0] ==
          "2:9 1;\"C;1\";x;y;5,00 | issued 'x' is not a date (column "
          "'issued')");
    CHECK(found.rejects[1] == "4:3 3;C1 | 2 fields where the header has 5");
    CHECK(found.report.rows == 3);
    CHECK(found.report.rejected == 2);
}

TEST_CASE(
    "profile: of several headings the first that the file has, and the next for a blank text") {
    const ImportProfile profile{.name = "p",
                                .kind = "invoices",
                                .columns = {{"number", {"No.", "No"}},
                                            {"customer", {"Company", "Name", "Email"}},
                                            {"customer_name", {"Company", "Name"}},
                                            {"amount", {"Gross", "Net"}}}};
    CHECK(invoices_of("No,Name,Email,Company,issued,due,Net,Gross\n"
                      "1,Ann,a@b.cd,Birch,2026-01-01,2026-01-31,1,2\n"
                      "2,Ann,a@b.cd,,2026-01-01,2026-01-31,1,2\n"
                      "3,,a@b.cd,,2026-01-01,2026-01-31,1,2\n",
                      profile) == Lines{"1 Birch 2026-01-01 2026-01-31 2.00 CNY",
                                        "2 Ann 2026-01-01 2026-01-31 2.00 CNY",
                                        "3 a@b.cd 2026-01-01 2026-01-31 2.00 CNY"});
}

TEST_CASE("profile: words of the file become ours, and codes may be in lower case") {
    const ImportProfile profile{
        .name = "p", .kind = "invoices", .words = {{"currency", {{"人民币", "CNY"}, {"", "EUR"}}}}};
    CHECK(invoices_of(invoice_header + "1,C1,2026-01-01,2026-01-31,5,人民币\n"
                                       "2,C1,2026-01-01,2026-01-31,5,usd\n"
                                       "3,C1,2026-01-01,2026-01-31,5,\n",
                      profile) == Lines{"1 C1 2026-01-01 2026-01-31 5.00 CNY",
                                        "2 C1 2026-01-01 2026-01-31 5.00 USD",
                                        "3 C1 2026-01-01 2026-01-31 5.00 EUR"});
    CHECK(problems(ImportKind::invoices, invoice_header + "2,C1,2026-01-01,2026-01-31,5,usd\n")
              .front()
              .find("did you mean 'USD'?") != std::string::npos);
}

TEST_CASE("profile: terms give the due day that the file lacks") {
    const ImportProfile profile{.name = "p", .kind = "invoices", .terms_days = 14};
    CHECK(invoices_of("number,customer,issued,amount\n1,C1,2026-01-01,5\n", profile) ==
          Lines{"1 C1 2026-01-01 2026-01-15 5.00 CNY"});
    CHECK(invoices_of("number,customer,issued,due,amount\n1,C1,2026-01-01,,5\n"
                      "2,C1,2026-01-01,2026-01-31,5\n",
                      profile) ==
          Lines{"1 C1 2026-01-01 2026-01-15 5.00 CNY", "2 C1 2026-01-01 2026-01-31 5.00 CNY"});
}

TEST_CASE("table: control characters of a header do not reach the terminal") {
    const auto found = problems(ImportKind::invoices, "number,\x1B[31mred,issued,due,amount\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].find('\x1B') == std::string::npos);
    CHECK(found[0].find("\\x1B[31mred") != std::string::npos);
}

namespace {

// A payment on each line; of every tenth the currency is left to the ledger, and line 3002 has a
// bad day.
std::string long_file(int rows) {
    std::string text = "id,customer,date,amount,currency,invoice\n";
    for (int line = 2; line < rows + 2; ++line) {
        text += fmt::format("P{},C1,2026-01-{},{}.00,{},R{}\n", line, line == 3002 ? "32" : "07",
                            line, line % 10 == 0 ? "" : "CNY", line);
    }
    return text;
}

}  // namespace

TEST_CASE("table: a long file is read as a short one is, row by row in its order") {
    constexpr int rows = 5000;
    const auto here = std::this_thread::get_id();
    Lines asked;
    const CurrencyDefaults ledger{.book = "CNY"_currency,
                                  .of_invoice = [&](std::string_view invoice) {
                                      CHECK(std::this_thread::get_id() == here);
                                      asked.emplace_back(invoice);
                                      return std::optional("EUR"_currency);
                                  }};
    const auto found = read(ImportKind::payments, long_file(rows), {}, ledger);
    CHECK(found.report.rows == rows);
    CHECK(found.report.rejected == 1);
    CHECK(found.problems ==
          Lines{"f.csv:3002:10: date '2026-01-32' is not a day that exists (column 'date')"});
    CHECK(found.rejects.size() == 1);
    CHECK(asked.size() == rows / 10);
    REQUIRE(found.receipts.size() == rows - 1);
    int line = 2;
    for (const auto& [receipt, at, beside] : found.receipts) {
        if (line == 3002) ++line;
        REQUIRE(at == line);
        REQUIRE(receipt.id == fmt::format("P{}", line));
        REQUIRE(to_decimal(receipt.amount) == fmt::format("{}.00", line));
        REQUIRE(receipt.amount.currency().code() == (line % 10 == 0 ? "EUR" : "CNY"));
        ++line;
    }
}

TEST_CASE("table: a long file that ends within a quote says so after its good rows") {
    const auto found = read(ImportKind::payments, long_file(2500) + "\"P");
    CHECK(found.receipts.size() == 2500);
    CHECK_FALSE(found.report.read_to_its_end);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].starts_with("f.csv:2502:1: a quote that is never closed"));
}

TEST_CASE("table: every prefix and every corruption of a file is read or refused") {
    const std::string good =
        "Open items;;;;;\n\n"
        "number;customer;issued;due;amount;S/H\n"
        "1;C1;31.01.2026;28.02.2026;1.234,50;S\n"
        "1;C1;31.01.2026;28.02.2026;-34,50;S\n"
        "2;\"C;2\";31.01.2026;28.02.2026;€5,00;H\n"
        "----\n"
        "Total;;;;1.205,00;\n";
    const ImportProfile profile{
        .name = "p",
        .kind = "invoices",
        .constants = {{"currency", "EUR"}},
        .sign = SignColumn{.headings = {"S/H"}, .plus = {"S"}, .minus = {"H"}},
        .skip = {{.headings = {"customer"}, .ranges = {{1, 9}}}},
        .line_items = LineItems::add_up,
        .heading_rows = "customer"};
    CHECK(in_words(read(ImportKind::invoices, good, profile)).size() == 2);
    std::size_t seen = 0;
    for (std::size_t size = 0; size < good.size(); ++size) {
        seen += read(ImportKind::invoices, good.substr(0, size), profile).invoices.size();
    }
    CHECK(seen > 0);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int change : {0x01, 0x40, 0x80}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ change);
            seen += read(ImportKind::invoices, bad, profile).invoices.size();
        }
    }
    CHECK(seen > good.size());
}
