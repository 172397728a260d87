#include "text/table.h"

#include <doctest/doctest.h>

#include <sstream>

#include "text/utf8.h"

namespace dunning {
namespace {

Table aged() {
    Table table({{.heading = "Customer", .flexible = true},
                 {.heading = "Open", .align = Align::right},
                 {.heading = "Note", .flexible = true}});
    table.add_row({"Acme Ltd", "1,200.00", "promise"});
    table.add_row({"北京创新科技有限公司", "88.10", ""});
    table.add_row({"Mu\u0308ller & Söhne", "12,345,678.90", "on hold"});
    table.add_rule();
    table.add_row({"", "12,346,967.00", ""});
    return table;
}

TEST_CASE("table: columns line up whatever the script, without spaces at the ends of lines") {
    CHECK(aged().render(Table::unlimited) ==
          "Customer                       Open  Note\n"
          "--------------------  -------------  -------\n"
          "Acme Ltd                   1,200.00  promise\n"
          "北京创新科技有限公司          88.10\n"
          "Mu\u0308ller & Söhne        12,345,678.90  on hold\n"
          "--------------------  -------------  -------\n"
          "                      12,346,967.00\n");
}

TEST_CASE("table: amounts end at the same display column on every row") {
    std::istringstream lines(aged().render(40));
    std::string line;
    int amounts = 0;
    while (std::getline(lines, line)) {
        const auto end = line.find(".00") != line.npos ? line.find(".00") : line.find(".10");
        if (end == line.npos) continue;
        ++amounts;
        CHECK(display_width(line.substr(0, end + 3)) == 31);
    }
    CHECK(amounts == 3);
}

TEST_CASE("table: flexible columns are cut to fit, the widest first, never the others") {
    CHECK(aged().render(36) ==
          "Customer               Open  Note\n"
          "------------  -------------  -------\n"
          "Acme Ltd           1,200.00  promise\n"
          "北京创新科..          88.10\n"
          "Mu\u0308ller & S..  12,345,678.90  on hold\n"
          "------------  -------------  -------\n"
          "              12,346,967.00\n");
}

TEST_CASE("table: at its narrowest it keeps headings and money whole") {
    CHECK(aged().render(10) ==
          "Customer           Open  Note\n"
          "--------  -------------  ------\n"
          "Acme Ltd       1,200.00  prom..\n"
          "北京创..          88.10\n"
          "Mu\u0308ller..  12,345,678.90  on h..\n"
          "--------  -------------  ------\n"
          "          12,346,967.00\n");
}

TEST_CASE("table: without rows there are the heading and its rule") {
    CHECK(Table({{.heading = "客户"}, {.heading = "Open", .align = Align::right}}).render(80) ==
          "客户  Open\n"
          "----  ----\n");
}

TEST_CASE("table: a row of empty cells is an empty line") {
    Table table({{.heading = "A"}, {.heading = "B"}});
    table.add_row({"", ""});
    table.add_row({"1", "2"});
    CHECK(table.render(80) == "A  B\n-  -\n\n1  2\n");
}

TEST_CASE("table: control characters in cells cannot reach the terminal") {
    Table table({{.heading = "Name"}});
    table.add_row({"\x1B[2J\nx"});
    table.add_row({"M\xFCller"});
    CHECK(table.render(80) == "Name\n------------\n\\x1B[2J\\x0Ax\nM\\xFCller\n");
}

}  // namespace
}  // namespace dunning

TEST_CASE("table: a number in a column that wraps is never cut") {
    Table table({{.heading = "Measure"}, {.heading = "Inputs", .wraps = true}});
    table.add_row({"dso", "current=22000.00 days=90"});
    CHECK(table.render(20) ==
          "Measure  Inputs\n"
          "-------  ----------------\n"
          "dso      current=22000.00\n"
          "         days=90\n");
    CHECK_FALSE(table.fits(20));
    CHECK(table.fits(25));
}
