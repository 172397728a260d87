// Total rows are compared with the rows above them, and are no data.
#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/table_rows.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("table: a total that agrees is counted, one that does not is a warning") {
    const std::string rows =
        "number,customer,issued,due,amount\n"
        "1,C1,2026-01-01,2026-01-31,1000.50\n"
        "2,C1,2026-01-01,2026-01-31,-0.50\n";
    for (const auto* total : {"Total,,,,1000.00\n", "合计：,,,,\"1,000.00\"\n", ",,,,1000\n",
                              "Gesamtsumme,,,,1000.00\n", ",,Total for all,,1000.00\n"}) {
        CAPTURE(total);
        const auto found = read_file_text(ImportKind::invoices, rows + total);
        CHECK(found.problems == Lines{});
        CHECK(found.report.rows == 2);
        CHECK(found.report.totals == 1);
    }
    const auto found = read_file_text(ImportKind::invoices, rows + "Total,,,,1200.00\n");
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
    CHECK(read_file_text(ImportKind::invoices, rows).problems.size() == 1);
    const ImportProfile filtered{
        .name = "p", .kind = "invoices", .skip = {{.headings = {"number"}, .values = {"2"}}}};
    const auto found = read_file_text(ImportKind::invoices, rows, filtered);
    CHECK(found.problems == Lines{});
    CHECK(found.report.left_out == 1);
    CHECK(found.report.rows == 1);
}

TEST_CASE("table: totals of groups, of groups of groups, and of all") {
    const auto found = read_file_text(ImportKind::invoices,
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
    const auto wrong = read_file_text(ImportKind::invoices,
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
    const auto found =
        read_file_text(ImportKind::invoices, invoice_header +
                                                 "1,C1,2026-01-01,2026-01-31,1.00,EUR\n"
                                                 "2,C1,2026-01-01,2026-01-31,2.00,USD\n"
                                                 ",,,,1.00,EUR\n"
                                                 ",,,,3.00,USD\n");
    CHECK(found.report.totals == 1);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].find("the file's total is 3.00, its rows add up to 2.00 USD") !=
          std::string::npos);
    const auto mixed =
        read_file_text(ImportKind::invoices, invoice_header +
                                                 "1,C1,2026-01-01,2026-01-31,1.00,EUR\n"
                                                 "2,C1,2026-01-01,2026-01-31,2.00,USD\n"
                                                 "Total,,,,3.00,\n");
    CHECK(mixed.problems == Lines{});  // of two currencies: nothing to compare with
    CHECK(mixed.report.totals == 0);
}

TEST_CASE("table: a row with a number or a day is no total, whatever its name") {
    const auto found = read_file_text(ImportKind::invoices,
                                      "customer,number,issued,due,amount\n"
                                      "Total Trading,1,2026-01-01,2026-01-31,5\n"
                                      "Total Trading,2,,,6\n"
                                      "Total Trading,,2026-01-01,2026-01-31,7\n");
    CHECK(found.report.rows == 3);
    CHECK(found.report.rejected == 2);
    CHECK(found.invoices.size() == 1);
    const auto customers =
        read_file_text(ImportKind::customers, "id,name\nTotal,Total Trading\nSum,\n");
    CHECK(customers.report.rows == 2);
    CHECK(customers.customers.size() == 1);
}

TEST_CASE("table: what is still open has its own total") {
    const auto found = read_file_text(ImportKind::invoices,
                                      "number,customer,issued,due,amount,open\n"
                                      "1,C1,2026-01-01,2026-01-31,10.00,4.00\n"
                                      "2,C1,2026-01-01,2026-01-31,10.00,10.00\n"
                                      "Total,,,,,14.00\n");
    CHECK(found.problems == Lines{});
    CHECK(found.report.totals == 1);
    CHECK(in_words(found) == Lines{"1 C1 2026-01-01 2026-01-31 10.00 CNY open 4.00",
                                   "2 C1 2026-01-01 2026-01-31 10.00 CNY open 10.00"});
}
