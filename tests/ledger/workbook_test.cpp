// Workbooks, read back by the reader that imports them.
#include "app/workbook.h"

#include <doctest/doctest.h>

#include "formats/xlsx_cells.h"
#include "formats/zip_reader.h"

using namespace dunning;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read_back(const std::string& bytes, const std::string& sheet = {}) {
    XlsxCells cells(bytes, {.sheet = sheet});
    Rows rows;
    CellRow row;
    while (cells.next(row)) {
        std::vector<std::string>& texts = rows.emplace_back();
        for (const Cell& cell : row.cells) texts.push_back(cell.text);
    }
    CHECK_FALSE(cells.fault().has_value());
    return rows;
}

std::string part_of(const std::string& bytes, const char* name) {
    auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    ZipArchive opened = std::move(archive).value();
    auto found = opened.entry(name);
    REQUIRE(found.has_value());
    ZipEntry entry = std::move(found).value();
    std::string text;
    char piece[4096];
    while (const auto size = entry.read(piece, sizeof piece)) {
        if (*size == 0) break;
        text.append(piece, *size);
    }
    return text;
}

const Currency eur = *Currency::from_code("EUR");
const Currency kwd = *Currency::from_code("KWD");
const Currency jpy = *Currency::from_code("JPY");

Sheet sample() {
    return {.name = "open items",
            .columns = {{"name", "Name"}, {"amount", "Amount"}, {"day", "Day"}, {"share", ""}},
            .rows = {{std::string("北京创新科技有限公司"), Money(123'456, eur),
                      Date::from_ymd(2026, 3, 31), Decimal{505, 1}},
                     {std::string("=1+1"), Money(-1, kwd), ReportCell(), std::int64_t{7}},
                     {std::string("<a&b>"), Money(5'000, jpy), Date::from_ymd(1970, 1, 1), true}},
            .chart = SheetChart{.title = "Amounts", .categories = 0, .values = {1}}};
}

}  // namespace

TEST_CASE("workbook: numbers, days and texts come back as they were; no text is a formula") {
    CHECK(read_back(workbook_of({sample()})) ==
          Rows{{"Name", "Amount", "Day", "share"},
               {"北京创新科技有限公司", "1234.56", "2026-03-31", "50.5"},
               {"=1+1", "-0.001", "", "7"},
               {"<a&b>", "5000", "1970-01-01", "true"}});
}

TEST_CASE("workbook: an amount of more than fifteen digits is text rather than another amount") {
    Sheet sheet = sample();
    sheet.rows = {{std::string("huge"), Money(9'007'199'254'740'993, eur), ReportCell(), false},
                  {std::string("large"), Money(999'999'999'999'999, eur), ReportCell(), false}};
    const Rows rows = read_back(workbook_of({sheet}));
    CHECK(rows[1][1] == "90071992547409.93");
    CHECK(rows[2][1] == "9999999999999.99");
}

TEST_CASE("workbook: the same sheets give the same bytes; several sheets keep their names") {
    Sheet other = sample();
    other.name = "what [changed]: all/of it, and more than fits";
    const std::string bytes = workbook_of({sample(), other});
    CHECK(bytes == workbook_of({sample(), other}));
    CHECK(read_back(bytes, "what  changed   all of it, and ").size() == 4);
}

TEST_CASE(
    "workbook: the header is frozen, columns can be filtered, the chart is the program's own") {
    const std::string bytes = workbook_of({sample()});
    const auto part = [&](const char* name) { return part_of(bytes, name); };
    const std::string sheet = part("xl/worksheets/sheet1.xml");
    CHECK(sheet.find("state=\"frozen\"") != std::string::npos);
    CHECK(sheet.find("<autoFilter ref=\"A1:D4\"/>") != std::string::npos);
    CHECK(part("xl/charts/chart1.xml").find("open items") != std::string::npos);
}

TEST_CASE("workbook: an empty sheet has its header and no chart") {
    Sheet sheet = sample();
    sheet.rows.clear();
    CHECK(read_back(workbook_of({sheet})) == Rows{{"Name", "Amount", "Day", "share"}});
}
