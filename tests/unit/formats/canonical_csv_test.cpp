#include "formats/canonical_csv.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

const CurrencyDefaults cny{.book = "CNY"_currency};

struct Read {
    ImportBatch batch;
    std::vector<std::string> problems;
};

Read read(ImportKind kind, const std::string& text, const ImportProfile* profile = nullptr,
          const CurrencyDefaults& defaults = cny) {
    Diagnostics diagnostics;
    auto batch = read_canonical_csv(text, "f.csv", kind, profile, defaults, diagnostics);
    Read result{std::move(batch), {}};
    for (const auto& diagnostic : diagnostics.all()) result.problems.push_back(to_text(diagnostic));
    return result;
}

std::vector<std::string> problems(ImportKind kind, const std::string& text,
                                  const ImportProfile* profile = nullptr) {
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

TEST_CASE("canonical csv: an invoice with every field") {
    const auto [batch, found] =
        read(ImportKind::invoices,
             "number,customer,issued,due,amount,currency,reference,description\n"
             "INV-1,C001,2026-01-01,2026-01-31,120.5,EUR,RF18,\"Tea, green\"\n");
    CHECK(found == Lines{});
    CHECK(batch.rows == 1);
    REQUIRE(batch.invoices.size() == 1);
    CHECK(batch.invoices[0].value == Invoice{.number = "INV-1",
                                             .customer = "C001",
                                             .issued = "2026-01-01"_date,
                                             .due = "2026-01-31"_date,
                                             .amount = "120.50 EUR"_money,
                                             .reference = "RF18",
                                             .description = "Tea, green"});
    CHECK(batch.invoices[0].line == 2);
    CHECK(batch.invoices[0].column_of("due") == 23);
}

TEST_CASE("canonical csv: a customer with every field") {
    const auto [batch, found] = read(
        ImportKind::customers,
        "id,name,kind,language,country,timezone,currency,email,phone,mobile,address,city,postal_"
        "code,"
        "collector,credit_limit,terms_days,segment\n"
        "007,Jade GmbH,consumer,de,DE,Europe/Berlin,EUR,ap@example.com,+49 1,+49 2,Weg 1,Ulm,89073,"
        "anna,5000,30,retail\n");
    CHECK(found == Lines{});
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

TEST_CASE("canonical csv: a payment may name no customer, and may be negative") {
    const auto [batch, found] = read(ImportKind::payments,
                                     "id,customer,date,amount,invoice,reference,method\n"
                                     "P1,,2026-02-01,10.00,INV-1,,\n"
                                     "P2,C1,2026-02-02,-10.00,,RF18,transfer\n");
    CHECK(found == Lines{});
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

TEST_CASE("canonical csv: a credit note names its invoice") {
    const auto [batch, found] = read(ImportKind::credits,
                                     "number,customer,issued,amount,invoice,description\n"
                                     "CN1,C1,2026-02-01,10.00,INV-1,returned\n");
    CHECK(found == Lines{});
    REQUIRE(batch.receipts.size() == 1);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::credit,
                                             .id = "CN1",
                                             .customer = "C1",
                                             .date = "2026-02-01"_date,
                                             .amount = "10.00 CNY"_money,
                                             .invoice = "INV-1",
                                             .description = "returned"});
}

TEST_CASE("canonical csv: a negative invoice is a credit note and needs no due date") {
    const auto [batch, found] =
        read(ImportKind::invoices, invoice_header +
                                       "INV-9,C1,2026-03-01,,-12.00,\n"
                                       "INV-8,C1,2026-03-01,2026-03-01,0,\n");
    CHECK(found == Lines{});
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
    "canonical csv: a missing currency is that of the invoice, else the customer's, else the "
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
    const auto [batch, found] = read(ImportKind::payments,
                                     "id,customer,date,amount,invoice,currency\n"
                                     "1,C-KWD,2026-01-01,5,I-JPY,\n"
                                     "2,C-KWD,2026-01-01,5,,\n"
                                     "3,C-KWD,2026-01-01,5,I-JPY,USD\n"
                                     "4,C1,2026-01-01,5,I1,\n",
                                     nullptr, defaults);
    CHECK(found == Lines{});
    REQUIRE(batch.receipts.size() == 4);
    CHECK(batch.receipts[0].value.amount == "5 JPY"_money);
    CHECK(batch.receipts[1].value.amount == "5.000 KWD"_money);
    CHECK(batch.receipts[2].value.amount == "5.00 USD"_money);
    CHECK(batch.receipts[3].value.amount == "5.00 CNY"_money);
}

TEST_CASE("canonical csv: headings in English, Chinese and German, in any order") {
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
        const auto [batch, found] = read(ImportKind::invoices, "\xEF\xBB\xBF" + header + row);
        CHECK(found == Lines{});
        REQUIRE(batch.invoices.size() == 1);
        CHECK(batch.invoices[0].value.due == "2026-01-31"_date);
        CHECK(batch.invoices[0].value.amount == "5.00 EUR"_money);
    }
}

TEST_CASE("canonical csv: unknown columns and blank lines are ignored, a header alone is no row") {
    const auto more = read(ImportKind::invoices,
                           "extra,number,customer,issued,due,amount\n\n"
                           "x,1,C1,2026-01-01,2026-01-31,5.00\n,,,,,\n\n");
    CHECK(more.problems == Lines{});
    CHECK(more.batch.rows == 1);
    CHECK(more.batch.invoices.size() == 1);
    const auto header_only = read(ImportKind::invoices, "number,customer,issued,due,amount\n");
    CHECK(header_only.problems == Lines{});
    CHECK(header_only.batch.rows == 0);
}

TEST_CASE("canonical csv: what is no text is refused with the remedy") {
    const std::string row = invoice_header;
    CHECK(problems(ImportKind::invoices, "") ==
          Lines{"f.csv: the file is empty\n    the first line names the columns"});
    CHECK(problems(ImportKind::invoices, "\n\n") ==
          Lines{"f.csv: the file is empty\n    the first line names the columns"});
    CHECK(first_problem(ImportKind::invoices, row + "金,\xB1\xB1,x") ==
          "f.csv:2:3: byte 0xB1 is not UTF-8");
    CHECK(first_problem(ImportKind::invoices, std::string("a,b\nc\0d", 7)) ==
          "f.csv:2:2: a NUL byte: this is no text file");
    CHECK(first_problem(ImportKind::invoices, "\xFF\xFEn\0u\0") ==
          "f.csv:1:1: the file is UTF-16, expected UTF-8");
    CHECK(problems(ImportKind::invoices, row + "\xFC").front().find("iconv -f GB18030 -t UTF-8") !=
          std::string::npos);
}

TEST_CASE("canonical csv: one message names all the missing columns and the nearest") {
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

TEST_CASE("canonical csv: a column that is used may stand in the header once only") {
    CHECK(first_problem(ImportKind::invoices, "number,customer,issued,due,amount,Amount\n") ==
          "f.csv:1:35: column 'Amount' stands twice in the header (first in column 5)");
    CHECK(problems(ImportKind::invoices, "number,customer,issued,due,amount,x,x\n") == Lines{});
}

TEST_CASE("canonical csv: each bad value at its place") {
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

TEST_CASE("canonical csv: all problems of a file, in its order, and the good rows beside them") {
    const auto [batch, found] = read(ImportKind::invoices, invoice_header +
                                                               "1,C,2026-01-01,2026-01-31,x,\n"
                                                               "2,C,2026-01-01,2026-01-31,1,\n"
                                                               ",C,2026-13-01,2026-01-31,y,\n");
    std::string places;
    for (const auto& problem : found) places += problem.substr(0, problem.find(": ")) + " ";
    CHECK(places == "f.csv:2:27 f.csv:4:1 f.csv:4:4 f.csv:4:26 ");
    CHECK(batch.rows == 3);
    CHECK(batch.invoices.size() == 1);
}

TEST_CASE("canonical csv: a decimal comma without a profile is refused with its remedy") {
    CHECK(problems(ImportKind::invoices,
                   "number;customer;issued;due;amount\n"
                   "1;C;2026-01-01;2026-01-31;1.234,50\n") ==
          Lines{"f.csv:2:27: amount '1.234,50' is not a number (column 'amount')\n"
                "    read it with a profile: decimal_mark = \",\""});
}

TEST_CASE(
    "canonical csv: a row that is repeated exactly counts once, one that differs is an error") {
    const std::string row = "1,C,2026-01-01,2026-01-31,5,\n";
    const auto same = read(ImportKind::invoices, invoice_header + row + row);
    CHECK(same.problems == Lines{});
    CHECK(same.batch.rows == 2);
    CHECK(same.batch.invoices.size() == 1);
    const auto other =
        read(ImportKind::invoices, invoice_header + row + "1,C,2026-01-01,2026-01-31,6,\n");
    CHECK(other.problems == Lines{"f.csv:3:1: number '1' stands on line 2 already, with other "
                                  "contents (column 'number')\n"
                                  "    a file may state each invoice once"});
    const auto invoice_and_credit =
        read(ImportKind::invoices, invoice_header + row + "1,C,2026-01-01,,-5,\n");
    CHECK(invoice_and_credit.problems == Lines{});
    CHECK(invoice_and_credit.batch.receipts.size() == 1);
}

TEST_CASE("canonical csv: at most a thousand problems are listed") {
    std::string text = invoice_header;
    for (int i = 0; i < 1200; ++i) text += fmt::format("{},C,2026-01-01,2026-01-31,x,\n", i);
    const auto found = problems(ImportKind::invoices, text);
    REQUIRE(found.size() == 1001);
    CHECK(found.back() == "f.csv: 200 more problems are not listed");
}

namespace {

ImportProfile foreign(const std::string& kind, std::map<std::string, std::string> columns) {
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
    const auto profile = foreign("invoices", {{"number", "invoiceNumber"},
                                              {"customer", "customerID"},
                                              {"issued", "InvoiceDate"},
                                              {"due", "DueDate"},
                                              {"amount", "InvoiceAmount"}});
    const auto [batch, found] = read(ImportKind::invoices, foreign_rows, &profile);
    CHECK(found == Lines{});
    REQUIRE(batch.invoices.size() == 2);
    CHECK(batch.invoices[0].value == Invoice{.number = "0000611365",
                                             .customer = "0001-ABCDE",
                                             .issued = "2013-01-02"_date,
                                             .due = "2013-02-01"_date,
                                             .amount = "55.94 USD"_money});
    CHECK(batch.invoices[1].value.amount == "1061.74 USD"_money);
}

TEST_CASE("profile: one column may serve several fields") {
    const auto profile = foreign("payments", {{"id", "invoiceNumber"},
                                              {"invoice", "invoiceNumber"},
                                              {"customer", "customerID"},
                                              {"date", "SettledDate"},
                                              {"amount", "InvoiceAmount"}});
    const auto [batch, found] = read(ImportKind::payments, foreign_rows, &profile);
    CHECK(found == Lines{});
    REQUIRE(batch.receipts.size() == 2);
    CHECK(batch.receipts[0].value == Receipt{.kind = ReceiptKind::payment,
                                             .id = "0000611365",
                                             .customer = "0001-ABCDE",
                                             .date = "2013-01-15"_date,
                                             .amount = "55.94 USD"_money,
                                             .invoice = "0000611365"});
}

TEST_CASE("profile: messages have our name and the file's heading") {
    const auto profile = foreign("invoices", {{"number", "invoiceNumber"},
                                              {"customer", "customerID"},
                                              {"issued", "InvoiceDate"},
                                              {"due", "DueDate"},
                                              {"amount", "InvoiceAmount"}});
    const std::string header = "invoiceNumber,customerID,InvoiceDate,DueDate,InvoiceAmount\n";
    CHECK(
        problems(ImportKind::invoices, header + "1,C,13/1/2013,2/1/2013,\"1,06.74\"\n", &profile) ==
        Lines{"f.csv:2:5: issued '13/1/2013' is not a day that exists (read as %m/%d/%Y) (column "
              "'InvoiceDate')",
              "f.csv:2:25: amount '1,06.74' is not a number (column 'InvoiceAmount')\n    the "
              "profile's "
              "decimal mark is '.'"});
    CHECK(problems(ImportKind::invoices,
                   "invoiceNumber,customerID,InvoiceDate,DueDat,InvoiceAmount\n", &profile) ==
          Lines{"f.csv:1:1: no column 'DueDate' in the header (found: invoiceNumber, customerID, "
                "InvoiceDate, DueDat, InvoiceAmount)\n    did you mean 'DueDat' for 'DueDate'?"});
}

TEST_CASE("profile: a delimiter that is declared is not guessed") {
    ImportProfile profile{.name = "pipe", .kind = "payments", .delimiter = ';'};
    const auto [batch, found] = read(
        ImportKind::payments, "id;customer;date;amount;a,b,c,d,e,f\n1;C;2026-01-01;5;\n", &profile);
    CHECK(found == Lines{});
    CHECK(batch.receipts.size() == 1);
}
