// What a profile says of a file: columns, words, signs, filters, terms.
#include <doctest/doctest.h>

#include <map>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/table_rows.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

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
    const auto batch = read_file_text(ImportKind::invoices, foreign_rows, profile);
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
    const auto batch = read_file_text(ImportKind::payments, foreign_rows, profile);
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
    CHECK(row_problems(ImportKind::invoices, header + "1,C,13/1/2013,2/1/2013,\"1,06.74\"\n",
                       profile) ==
          Lines{"f.csv:2:5: issued '13/1/2013' is not a day that exists (read as %m/%d/%Y) (column "
                "'InvoiceDate')",
                "f.csv:2:25: amount '1,06.74' is not a number: its groups are not of three digits "
                "(column 'InvoiceAmount')"});
    CHECK(
        row_problems(ImportKind::invoices,
                     "invoiceNumber,customerID,InvoiceDate,DueDat,InvoiceAmount\n", profile) ==
        Lines{
            "f.csv:1:1: no column 'DueDate' in the header (recognised: number in 'invoiceNumber', "
            "customer in 'customerID', issued in 'InvoiceDate', amount in 'InvoiceAmount'; not: "
            "DueDat)\n    did you mean 'DueDat' for 'DueDate'?"});
}

TEST_CASE("profile: a delimiter that is declared is not guessed") {
    ImportProfile profile{.name = "pipe", .kind = "payments", .delimiter = ';'};
    const auto batch = read_file_text(
        ImportKind::payments, "id;customer;date;amount;a,b,c,d,e,f\n1;C;2026-01-01;5;\n", profile);
    CHECK(batch.problems == Lines{});
    CHECK(batch.receipts.size() == 1);
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
    const auto found = read_file_text(ImportKind::invoices, text, grouped);
    CHECK(found.problems == Lines{});
    CHECK(found.report.totals == 3);
    CHECK(in_words(found) == Lines{"1 Total Trading 2026-01-01 2026-01-31 5.00 CNY",
                                   "2 Birch & Co. 2026-01-01 2026-01-31 6.00 CNY"});
    const ImportProfile skipped{
        .name = "p", .kind = "invoices", .constants = {{"customer", "C9"}}, .heading_rows = "skip"};
    CHECK(taken_invoices(text, skipped) ==
          Lines{"1 C9 2026-01-01 2026-01-31 5.00 CNY", "2 C9 2026-01-01 2026-01-31 6.00 CNY"});
}

TEST_CASE("sign: the column of the profile says what is in and what is out") {
    const ImportProfile signed_rows{
        .name = "p",
        .kind = "payments",
        .sign = SignColumn{
            .headings = {"way", "S/H"}, .plus = {"in"}, .minus = {"back"}, .ignore = {"out", ""}}};
    const auto found = read_file_text(ImportKind::payments,
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
    CHECK(row_problems(ImportKind::payments, "id,date,amount\n", signed_rows)
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
        for (const auto& fact : read_file_text(ImportKind::invoices, text, profile).invoices) {
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
    CHECK(row_problems(ImportKind::invoices, text, profile).front().find("no column 'elsewhere'") !=
          std::string::npos);
}

TEST_CASE(
    "profile: of several headings the first that the file has, and the next for a blank text") {
    const ImportProfile profile{.name = "p",
                                .kind = "invoices",
                                .columns = {{"number", {"No.", "No"}},
                                            {"customer", {"Company", "Name", "Email"}},
                                            {"customer_name", {"Company", "Name"}},
                                            {"amount", {"Gross", "Net"}}}};
    CHECK(taken_invoices("No,Name,Email,Company,issued,due,Net,Gross\n"
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
    CHECK(taken_invoices(invoice_header + "1,C1,2026-01-01,2026-01-31,5,人民币\n"
                                          "2,C1,2026-01-01,2026-01-31,5,usd\n"
                                          "3,C1,2026-01-01,2026-01-31,5,\n",
                         profile) == Lines{"1 C1 2026-01-01 2026-01-31 5.00 CNY",
                                           "2 C1 2026-01-01 2026-01-31 5.00 USD",
                                           "3 C1 2026-01-01 2026-01-31 5.00 EUR"});
    CHECK(row_problems(ImportKind::invoices, invoice_header + "2,C1,2026-01-01,2026-01-31,5,usd\n")
              .front()
              .find("did you mean 'USD'?") != std::string::npos);
}

TEST_CASE("profile: terms give the due day that the file lacks") {
    const ImportProfile profile{.name = "p", .kind = "invoices", .terms_days = 14};
    CHECK(taken_invoices("number,customer,issued,amount\n1,C1,2026-01-01,5\n", profile) ==
          Lines{"1 C1 2026-01-01 2026-01-15 5.00 CNY"});
    CHECK(taken_invoices("number,customer,issued,due,amount\n1,C1,2026-01-01,,5\n"
                         "2,C1,2026-01-01,2026-01-31,5\n",
                         profile) ==
          Lines{"1 C1 2026-01-01 2026-01-15 5.00 CNY", "2 C1 2026-01-01 2026-01-31 5.00 CNY"});
}
