#include "text/formula_guard.h"

#include <doctest/doctest.h>

#include "text/csv.h"

using namespace dunning;

TEST_CASE(
    "formula guard: what a spreadsheet would run, and what is an amount, a number or a name") {
    for (const char* text :
         {"=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1", "+cmd|x", "-2+3+cmd|x", "\t=1",
          "\r=1", "\n=1", "＝1+1", "＠SUM(A1)", "＋A1", "－A1", "'=1", "''=1", "- see above"}) {
        CAPTURE(text);
        CHECK(reads_as_formula(text));
    }
    for (const char* text :
         {"", "-12.50", "-1,234.56", "+49 (0)30 123-45/6", "-", "+", "'", "'s Gravenhage", "'-5",
          "50 %", "a=b", "Müller", "北京", " =1", "0=1"}) {
        CAPTURE(text);
        CHECK_FALSE(reads_as_formula(text));
    }
}

TEST_CASE("formula guard: a CSV file read back has what was written") {
    for (const char* text : {"=1+1", "'=1+1", "''=1", "@x, y", "+\"A1\"", "\t=1", "-12.50",
                             "'s Gravenhage", "'-5", "'+49 30 1", "＝1"}) {
        CAPTURE(text);
        std::string file;
        append_csv_field(file, text, ',');
        CHECK((file.starts_with("'") || file.starts_with("\"'")) ==
              (reads_as_formula(text) || *text == '\''));
        CsvReader reader(file);
        CellRow row;
        REQUIRE(reader.next(row));
        CHECK(row.cells.at(0).text == text);
    }
}

TEST_CASE("formula guard: in a file the place of a text is behind its apostrophe") {
    CsvReader reader("a,'=b,\"'=c\"\n");
    CellRow row;
    REQUIRE(reader.next(row));
    CHECK(row.cells.at(1).text == "=b");
    CHECK(row.cells.at(1).column == 4);
    CHECK(row.cells.at(2).text == "=c");
    CHECK(row.cells.at(2).column == 9);
}
