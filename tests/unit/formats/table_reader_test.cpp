#include "formats/table_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/table_rows.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;
const std::string customer_header = "id,name,kind,email,address,credit_limit,terms_days,currency\n";

}  // namespace

TEST_CASE("import kind: names there and back") {
    for (const auto kind :
         {ImportKind::customers, ImportKind::invoices, ImportKind::credits, ImportKind::payments}) {
        CHECK(import_kind_from(to_text(kind)) == kind);
    }
    CHECK(!import_kind_from("Invoices"));
}

TEST_CASE("table: an invoice with every field") {
    const auto batch =
        read_file_text(ImportKind::invoices,
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
    const auto batch = read_file_text(
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
    const auto batch = read_file_text(ImportKind::payments,
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
    const auto batch = read_file_text(ImportKind::credits,
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
    const auto batch =
        read_file_text(ImportKind::invoices, invoice_header +
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
    const auto batch = read_file_text(ImportKind::payments,
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
        const auto batch = read_file_text(ImportKind::invoices, "\xEF\xBB\xBF" + header + row);
        CHECK(batch.problems == Lines{});
        REQUIRE(batch.invoices.size() == 1);
        CHECK(batch.invoices[0].value.due == "2026-01-31"_date);
        CHECK(batch.invoices[0].value.amount == "5.00 EUR"_money);
    }
}

TEST_CASE("table: unknown columns and blank lines are ignored, a header alone is no row") {
    const auto more = read_file_text(ImportKind::invoices,
                                     "extra,number,customer,issued,due,amount\n\n"
                                     "x,1,C1,2026-01-01,2026-01-31,5.00\n,,,,,\n\n");
    CHECK(more.problems == Lines{});
    CHECK(more.report.rows == 1);
    CHECK(more.invoices.size() == 1);
    const auto header_only =
        read_file_text(ImportKind::invoices, "number,customer,issued,due,amount\n");
    CHECK(header_only.problems == Lines{});
    CHECK(header_only.report.rows == 0);
}

TEST_CASE("table: a file with nothing in it is refused, and so is one that is no text") {
    const Lines empty = {"f.csv: the file is empty\n    the first line names the columns"};
    CHECK(row_problems(ImportKind::invoices, "") == empty);
    CHECK(row_problems(ImportKind::invoices, "\n\n") == empty);
    CHECK(row_problems(ImportKind::invoices, "\xEF\xBB\xBF \t\n") == empty);
    CHECK(row_problems(ImportKind::invoices, std::string("a,b\nc\0d", 7)).size() == 1);
    CHECK(row_problems(ImportKind::invoices, invoice_header + "1,M\xFCller \xE2\x82\xAC,,,,\n")
              .size() == 1);
}

TEST_CASE("table: encodings are found, and columns count in characters") {
    const std::string header = "number,customer,issued,due,amount\n";
    CHECK(in_words(read_file_text(ImportKind::invoices,
                                  header + "1,M\xFCller,2026-01-01,2026-01-31,5\n")) ==
          Lines{"1 Müller 2026-01-01 2026-01-31 5.00 CNY"});
    CHECK(in_words(read_file_text(ImportKind::invoices,
                                  header + "1,\xB1\xB1\xBE\xA9,2026-01-01,2026-01-31,5\n")) ==
          Lines{"1 北京 2026-01-01 2026-01-31 5.00 CNY"});
    CHECK(row_problems(ImportKind::invoices, header + "1,\xB1\xB1\xBE\xA9,2026-01-01,x,5\n")
              .front()
              .substr(0, 11) == "f.csv:2:17:");
}

TEST_CASE("table: one message names all the missing columns and the nearest") {
    CHECK(row_problems(ImportKind::invoices, "number,customer,isued,amount\n1,2,3,4\n") ==
          Lines{"f.csv:1:1: no column 'issued', 'due' in the header (recognised: number, customer, "
                "amount; "
                "not: isued)\n    did you mean 'isued' for 'issued'?"});
    CHECK(
        row_problems(ImportKind::payments, "a,b\n") ==
        Lines{
            "f.csv:1:1: no column 'id', 'customer', 'date', 'amount' in the header (found: a, b)\n"
            "    name the columns so, or say in the policy which they are: [import.profile.NAME] "
            "with kind = "
            "\"payments\" and columns = { id = \"...\" }; then dunning import payments f.csv "
            "--profile NAME"});
}

TEST_CASE(
    "table: a table that is another kind of file, or lacks only the due day, is told as what to "
    "read it") {
    CHECK(
        row_problems(ImportKind::payments, "number,customer,issued,due,amount\n") ==
        Lines{"f.csv:1:1: no column 'id', 'date' in the header (recognised: customer, amount; not: "
              "number, issued, due)\n    it looks like invoices: dunning import invoices f.csv"});
    CHECK(
        row_problems(ImportKind::invoices, "number,customer,issued,amount\n") ==
        Lines{"f.csv:1:1: no column 'due' in the header (recognised: number, customer, issued, "
              "amount)\n    if all are due so many days after issue: dunning import invoices f.csv "
              "--terms-days 30"});
}

TEST_CASE("table: a column that is used may stand in the header once only") {
    CHECK(first_row_problem(ImportKind::invoices, "number,customer,issued,due,amount,Amount\n") ==
          "f.csv:1:35: column 'Amount' stands twice in the header (first in column 5)");
    CHECK(row_problems(ImportKind::invoices, "number,customer,issued,due,amount,x,x\n") == Lines{});
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
        {invoices, invoice_header + "1,#N/A,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:3: customer is #N/A: a formula of the spreadsheet has failed there (column "
         "'customer')"},
        {invoices, invoice_header + "#BEZUG!,C,2026-01-01,2026-01-31,1,\n",
         "f.csv:2:1: number is #BEZUG!: a formula of the spreadsheet has failed there (column "
         "'number')"},
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
        const auto found = first_row_problem(kind, text);
        CHECK(found.substr(0, expected.ends_with(": ") ? expected.size() : found.size()) ==
              expected);
    }
}

TEST_CASE("table: all problems of a file, in its order, and the good rows beside them") {
    const auto batch = read_file_text(ImportKind::invoices, invoice_header +
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
    const auto found = row_problems(ImportKind::invoices, text);
    CHECK(found.size() == 1000);
    CHECK(read_file_text(ImportKind::invoices, text).report.unlisted == 200);
    CHECK(read_file_text(ImportKind::invoices, text).report.rejected == 1200);
}

TEST_CASE("rows of JSON may leave out what is empty") {
    CHECK(taken_invoices(R"([{"number": "1", "customer": "C1", "issued": "2026-01-01",
                           "due": "2026-01-31", "amount": 5.5, "reference": "RF18"},
                          {"number": 2, "customer": "C1", "issued": "2026-01-01",
                           "due": "2026-01-31", "amount": "6.00"}])") ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.50 CNY", "2 C1 2026-01-01 2026-01-31 6.00 CNY"});
}

TEST_CASE("rejects: the row as it stands in the file, with the first reason") {
    const auto found = read_file_text(ImportKind::invoices,
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

TEST_CASE("table: control characters of a header do not reach the terminal") {
    const auto found = row_problems(ImportKind::invoices, "number,\x1B[31mred,issued,due,amount\n");
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
    const auto found = read_file_text(ImportKind::payments, long_file(rows), {}, ledger);
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
    const auto found = read_file_text(ImportKind::payments, long_file(2500) + "\"P");
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
    CHECK(in_words(read_file_text(ImportKind::invoices, good, profile)).size() == 2);
    std::size_t seen = 0;
    for (std::size_t size = 0; size < good.size(); ++size) {
        seen += read_file_text(ImportKind::invoices, good.substr(0, size), profile).invoices.size();
    }
    CHECK(seen > 0);
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int change : {0x01, 0x40, 0x80}) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ change);
            seen += read_file_text(ImportKind::invoices, bad, profile).invoices.size();
        }
    }
    CHECK(seen > good.size());
}
