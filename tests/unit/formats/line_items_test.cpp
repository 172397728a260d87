// Line items: the rows of one number are one invoice.
#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/table_rows.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Lines = std::vector<std::string>;

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
        read_file_text(ImportKind::invoices, rows, with_line_items(LineItems::repeat_total));
    CHECK(repeated.problems == Lines{});
    CHECK(repeated.report.rows == 3);
    CHECK(repeated.report.totals == 1);
    REQUIRE(repeated.invoices.size() == 2);
    CHECK(in_words(repeated.invoices[0]) == "1 C1 2026-01-01 2026-01-31 5.00 CNY open 2.00");
    CHECK(repeated.invoices[0].line == 2);
    CHECK(repeated.invoices[1].line == 4);
    CHECK(taken_invoices("number,customer,issued,due,amount\n"
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
        const auto found = read_file_text(
            ImportKind::invoices,
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
    const auto found =
        read_file_text(ImportKind::invoices, "number,customer,issued,due,amount\n" + row + row,
                       with_line_items(LineItems::add_up));
    CHECK(found.problems == Lines{"f.csv:3:28: the lines of invoice 1 add up to too much"});
    CHECK(found.invoices.empty());
}
