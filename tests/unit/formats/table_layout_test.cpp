// Where the header is, and how whole columns write their days and amounts.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/table_rows.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

ImportProfile with_year_cell() {
    return {.name = "p", .kind = "invoices", .date_format = "%d%m", .year_cell = CellPlace{1, 2}};
}

}  // namespace

TEST_CASE("table: up to fifty rows may stand above the header") {
    std::string preamble;
    for (int i = 0; i < max_preamble_rows - 1; ++i) preamble += fmt::format("Line {},x\n\n", i);
    CHECK(taken_invoices(preamble + invoice_header + due_row) ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.00 CNY"});
    const auto late =
        row_problems(ImportKind::invoices, "one more,x\n" + preamble + invoice_header + due_row);
    REQUIRE(late.size() == 1);
    CHECK(late[0].substr(0, late[0].find(" in the header")) ==
          "f.csv:1:1: no column 'number', 'customer', 'issued', 'due', 'amount'");
}

TEST_CASE("table: places are those of the file, also below a preamble") {
    const auto found = read_file_text(ImportKind::invoices,
                                      "Open items\n\n" + invoice_header + "1,C1,2026-01-01,,5,\n");
    CHECK(found.problems == Lines{"f.csv:4:17: due is empty (column 'due')"});
}

TEST_CASE("table: a printed list has its header on every page, rulers and blank lines") {
    CHECK(taken_invoices("----------------------\n"
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

TEST_CASE("year cell: dates take their year from above the header") {
    const std::string rows =
        "number,customer,issued,due,amount\n"
        "1,C1,102,0103,5\n"
        "2,C1,3006,01072031,5\n";
    CHECK(taken_invoices("EXTF,20260101,x\n" + rows, with_year_cell()) ==
          Lines{"1 C1 2026-02-01 2026-03-01 5.00 CNY", "2 C1 2026-06-30 2031-07-01 5.00 CNY"});
    CHECK(taken_invoices("EXTF,2026,x\n" + rows, with_year_cell()).size() == 2);
}

TEST_CASE("year cell: books whose year begins in July have their January in the next") {
    CHECK(taken_invoices("EXTF,20250701,x\n"
                         "number,customer,issued,due,amount\n"
                         "1,C1,0107,3006,5\n"
                         "2,C1,3006,3006,5\n"
                         "3,C1,3112,0101,5\n",
                         with_year_cell()) == Lines{"1 C1 2025-07-01 2026-06-30 5.00 CNY",
                                                    "2 C1 2026-06-30 2026-06-30 5.00 CNY",
                                                    "3 C1 2025-12-31 2026-01-01 5.00 CNY"});
    // 2026 is no leap year, 2028 is.
    CHECK(taken_invoices("EXTF,20270701,x\nnumber,customer,issued,due,amount\n1,C1,2902,2902,5\n",
                         with_year_cell()) == Lines{"1 C1 2028-02-29 2028-02-29 5.00 CNY"});
    CHECK(row_problems(ImportKind::invoices,
                       "EXTF,20260101,x\nnumber,customer,issued,due,amount\n1,C1,2902,2902,5\n",
                       with_year_cell())
              .size() == 2);
}

TEST_CASE("year cell: without a year nothing is read") {
    const auto found = read_file_text(
        ImportKind::invoices, "EXTF,x,x\nnumber,customer,issued,due,amount\n1,C1,0102,0103,5\n",
        with_year_cell());
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
    CHECK(taken_invoices("EXTF,4,EUR\n" + rows, profile) ==
          Lines{"1 C1 2026-01-01 2026-01-31 5.00 EUR", "2 C1 2026-01-01 2026-01-31 5.00 USD"});
    CHECK(row_problems(ImportKind::invoices, "DTVF,4,EUR\n" + rows, profile) ==
          Lines{"f.csv:1: cell 1 is 'DTVF', and profile 'p' is for files where it is 'EXTF' "
                "(bookings)\n    a profile of your own can read it: [import.profile.NAME] in the "
                "policy"});
    CHECK(row_problems(ImportKind::invoices, rows, profile).size() == 1);
}

TEST_CASE("dates: the column says how it is written, or it is asked") {
    const std::string header = "number,customer,issued,due,amount\n";
    CHECK(taken_invoices(header + "1,C1,31.01.2026,28.02.2026,5\n") ==
          Lines{"1 C1 2026-01-31 2026-02-28 5.00 CNY"});
    CHECK(taken_invoices(header + "1,C1,1/2/2026,1/31/2026,5\n") ==
          Lines{"1 C1 2026-01-02 2026-01-31 5.00 CNY"});  // the other column settles it
    CHECK(taken_invoices(header + "1,C1,2026-01-31T10:00:00Z,2026/02/28,5\n") ==
          Lines{"1 C1 2026-01-31 2026-02-28 5.00 CNY"});
    CHECK(taken_invoices(header + "1,C1,5/5/2026,6/6/2026,5\n") ==
          Lines{"1 C1 2026-05-05 2026-06-06 5.00 CNY"});  // the same in both orders
}

TEST_CASE("dates: a column that can be read in two ways refuses the file") {
    const std::string text =
        "number,customer,issued,due,amount\n"
        "1,C1,05/05/2026,05/06/2026,5\n"
        "2,C1,01/02/2026,05/06/2026,5\n";
    const auto found = read_file_text(ImportKind::invoices, text);
    CHECK(found.problems ==
          Lines{"f.csv:1: the days of column 'issued' can be read in two ways: '01/02/2026' is "
                "2026-02-01 or 2026-01-02\n"
                "    say which: --date-format %d/%m/%Y or --date-format %m/%d/%Y",
                "f.csv:1: the days of column 'due' can be read in two ways: '05/06/2026' is "
                "2026-06-05 or 2026-05-06\n"
                "    say which: --date-format %d/%m/%Y or --date-format %m/%d/%Y"});
    CHECK(found.invoices.empty());
    CHECK(!found.report.read_to_its_end);
    CHECK(taken_invoices(text, {.date_format = "%m/%d/%Y"}) ==
          Lines{"1 C1 2026-05-05 2026-05-06 5.00 CNY", "2 C1 2026-01-02 2026-05-06 5.00 CNY"});
}

TEST_CASE("dates: a mistyped day does not speak for its column") {
    const auto found = read_file_text(ImportKind::invoices,
                                      "number,customer,issued,due,amount\n"
                                      "1,C1,13/01/2026,2026-01-31,5\n"
                                      "2,C1,2026-01-01,2026-01-31,5\n"
                                      "3,C1,2026-01-01,2026-01-31,5\n");
    CHECK(found.problems.size() == 1);
    CHECK(found.invoices.size() == 2);
    const auto mixed = row_problems(ImportKind::invoices,
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
        CHECK(taken_invoices(one(amount)) ==
              Lines{"1 C1 2026-01-01 2026-01-31 " + expected + " CNY"});
    }
    CHECK(row_problems(ImportKind::invoices, one("1.234")) ==
          Lines{"f.csv:1: the amounts of column 'Betrag' can be read in two ways, as '1.234'\n"
                "    say which: --decimal-mark . or --decimal-mark ,"});
    CHECK(taken_invoices(one("1.234"), {.decimal_mark = ','}) ==
          Lines{"1 C1 2026-01-01 2026-01-31 1234.00 CNY"});
    // Our own column is in the machine form.
    CHECK(
        row_problems(ImportKind::invoices,
                     "number,customer,issued,due,amount\n1,C1,2026-01-01,2026-01-31,1.234\n") ==
        Lines{"f.csv:2:28: amount '1.234' has more decimal places than CNY (2) (column 'amount')\n"
              "    if the point parts thousands: --decimal-mark ,"});
}

TEST_CASE("amounts: a mark of another currency than the row's is refused") {
    const auto found =
        row_problems(ImportKind::invoices, invoice_header + "1,C1,2026-01-01,2026-01-31,€5.00,\n");
    CHECK(found == Lines{"f.csv:2:28: amount '€5.00' is in '€', and the row is in CNY (column "
                         "'amount')\n    a column 'currency' says it, or --currency CODE for the "
                         "whole file"});
}

TEST_CASE(
    "rows may be longer than the header by delimiters, and shorter by columns without names") {
    const std::string row = "1,C1,2026-01-01,2026-01-31,5";
    const std::string header = "number,customer,issued,due,amount";
    const Lines one = {"1 C1 2026-01-01 2026-01-31 5.00 CNY"};
    CHECK(taken_invoices(header + "\n" + row + ",,,\n") == one);
    CHECK(taken_invoices(header + ",,\n" + row + "\n") == one);
    CHECK(taken_invoices(header + ",,\n" + row + ",note\n") == one);
    CHECK(row_problems(ImportKind::invoices, header + "\n" + row + ",,x\n").front() ==
          "f.csv:2:30: 7 fields where the header has 5\n"
          "    a field that contains the delimiter must be in quotes");
    CHECK(row_problems(ImportKind::invoices, header + ",reference\n" + row + "\n") ==
          Lines{"f.csv:2:28: 5 fields where the header has 6"});
}
