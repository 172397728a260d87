#include "formats/xlsx_cells.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "formats/xlsx_parts.h"
#include "support/zip_bytes.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace std::string_literals;

constexpr std::string_view relationships_begin =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
constexpr std::string_view types =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

// A workbook as Excel lays it out. `sheets` are the `<sheet>` elements; rId1 is the sheet below.
struct Workbook {
    std::string data = {};  // within <sheetData>
    std::string sheets = "<sheet name='Open items' sheetId='1' r:id='rId1'/>";
    std::string properties = {};
    std::string styles = {};   // within <styleSheet>
    std::string strings = {};  // within <sst>
    std::vector<ZipContent> more = {};

    std::vector<ZipContent> contents() const;
    std::string bytes() const { return zip_bytes(contents()); }
};

std::string relationship(std::string_view id, std::string_view type, std::string_view target) {
    return fmt::format("<Relationship Id='{}' Type='{}{}' Target='{}'/>", id, types, type, target);
}

std::vector<ZipContent> Workbook::contents() const {
    std::vector<ZipContent> all{
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels", fmt::format("{}{}</Relationships>", relationships_begin,
                                    relationship("rId1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml",
         fmt::format("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n"
                     "<workbook xmlns='main' xmlns:r='r'>{}<sheets>{}</sheets></workbook>",
                     properties, sheets)},
        {"xl/_rels/workbook.xml.rels",
         fmt::format("{}{}{}{}{}{}</Relationships>", relationships_begin,
                     relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
                     relationship("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
                     relationship("rId3", "chartsheet", "chartsheets/sheet1.xml"),
                     styles.empty() ? "" : relationship("rId4", "styles", "styles.xml"),
                     strings.empty() ? "" : relationship("rId5", "sharedStrings", "./texts.xml"))},
        {"xl/worksheets/sheet1.xml",
         fmt::format("<worksheet><dimension ref='A1'/><sheetData>{}</sheetData>"
                     "<mergeCells count='1'><mergeCell ref='A1:C1'/></mergeCells></worksheet>",
                     data)},
        {"xl/worksheets/sheet2.xml",
         "<worksheet><sheetData><row><c t='str'><v>second</v></c></row></sheetData></worksheet>"},
    };
    if (!styles.empty()) {
        all.push_back({"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"});
    }
    if (!strings.empty()) all.push_back({"xl/texts.xml", "<sst>" + strings + "</sst>"});
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

// One row a line: "7: 1=text 3=text", without empty cells; a fault as "!line:column: what".
std::string all_rows(std::string_view bytes, const XlsxOptions& options = {}) {
    XlsxCells cells(bytes, options);
    CellRow row;
    std::string out;
    while (cells.next(row)) {
        out += fmt::format("{}:", row.line);
        for (const Cell& cell : row.cells) {
            if (!cell.text.empty()) out += fmt::format(" {}={}", cell.column, printable(cell.text));
        }
        out += '\n';
    }
    if (const auto& fault = cells.fault()) {
        out += fmt::format("!{}:{}: {}", fault->line, fault->column, fault->what);
    }
    return out;
}

// The text of the one cell.
std::string value_of(const std::string& cell, Workbook workbook = {}) {
    workbook.data = "<row r='1'>" + cell + "</row>";
    const auto text = all_rows(workbook.bytes());
    if (text == "1:\n") return {};
    if (!text.starts_with("1: 1=")) return text;
    return text.substr(5, text.size() - 6);
}

const std::string styles_with_days =
    "<numFmts count='3'><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy'/>"
    "<numFmt numFmtId='165' formatCode='#,##0.00\\ &quot;EUR&quot;'/>"
    "<numFmt numFmtId='166' formatCode='00000'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
    "<xf numFmtId='166'/><xf numFmtId='22'/><xf numFmtId='10'/></cellXfs>"
    "<dxfs><dxf><numFmt numFmtId='0' formatCode='yyyy'/></dxf></dxfs>";

TEST_CASE("xlsx: what each type of cell becomes") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"<c r='A1'/>", ""},
        {"<c r='A1'><v/></c>", ""},
        {"<c><v>12.5</v></c>", "12.5"},
        {"<c t='n'><v> 9000.549999999999 </v></c>", "9000.55"},
        {"<c><v>2.960623488E9</v></c>", "2960623488"},
        {"<c t='b'><v>1</v></c>", "true"},
        {"<c t='b'><v>0</v></c>", "false"},
        {"<c t='e'><v>#N/A</v></c>", "#N/A"},
        {"<c t='str'><f>A2&amp;\"x\"</f><v>a &lt; b</v></c>", "a < b"},
        {"<c t='d'><v>2026-01-31</v></c>", "2026-01-31"},
        {"<c t='d'><v>2026-01-31T00:00:00.000Z</v></c>", "2026-01-31"},
        {"<c t='d'><v>2026-01-31T09:30:00</v></c>", "2026-01-31T09:30:00"},
        {"<c t='inlineStr'><is><t>Müller</t></is></c>", "Müller"},
        {"<c t='inlineStr'><is><t xml:space='preserve'> x </t></is></c>", " x "},
        {"<c t='inlineStr'><is><r><rPr><b/></rPr><t>A</t></r><r><t>B</t></r></is></c>", "AB"},
        {"<c t='inlineStr'><is><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></is></c>",
         "東京"},
        {"<c t='inlineStr'><is><t><![CDATA[<a>]]>&amp;</t></is></c>", "<a>&"},
        {"<c><f>SUM(A2:A9)</f><v>5</v></c>", "5"},
        {"<c><f>SUM(A2:A9)</f></c>", "=SUM(A2:A9)"},  // that nobody has calculated
        {"<c><f t='shared' si='0'/></c>", "="},
        {"<c t='s'><v>0</v></c>", "first"},
        {"<c t='s'><v>1</v></c>", "bold and plain"},
        {"<c t='s'><v>2</v></c>", ""},
        {"<c t='s'><v>3</v></c>", "line 1\\x0Aline 2_x"},
        {"<c t='s'><v>4</v></c>", "!1:1: cell A1 refers to a text that the workbook does not have"},
        {"<c t='s'><v>-1</v></c>",
         "!1:1: cell A1 refers to a text that the workbook does not have"},
        {"<c t='s'><v>99999999999999999999</v></c>",
         "!1:1: cell A1 refers to a text that the workbook does not have"},
        {"<c><v>1,5</v></c>", "!1:1: cell A1 holds a number that is none"},
        {"<c t='x'><v>1</v></c>", "!1:1: cell A1 is of an unknown type 'x'"},
    };
    const Workbook workbook{
        .strings =
            "<si><t>first</t></si><si><r><t>bold</t></r><r><t xml:space='preserve'> and "
            "</t></r><r><t>plain</t></r><phoneticPr/></si><si/>"
            "<si><t>line 1\nline 2_x005F_x</t></si>"};
    for (const auto& [cell, expected] : cases) {
        CAPTURE(cell);
        CHECK(value_of(cell, workbook) == expected);
    }
}

TEST_CASE("xlsx: the format of a cell decides whether its number is a day") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"<c><v>46053</v></c>", "46053"},
        {"<c s='0'><v>46053</v></c>", "46053"},
        {"<c s='1'><v>46053</v></c>", "2026-01-31"},
        {"<c s='2'><v>46053.0</v></c>", "2026-01-31"},
        {"<c s='2' t='n'><v>60</v></c>", "1900-02-29"},
        {"<c s='3'><v>46053</v></c>", "46053"},
        {"<c s='4'><v>42</v></c>", "00042"},
        {"<c s='4'><v>123456</v></c>", "123456"},
        {"<c s='4'><v>-42</v></c>", "-42"},
        {"<c s='4'><v>4.2</v></c>", "4.2"},
        {"<c s='5'><v>46053.3958333333</v></c>", "2026-01-31T09:30:00"},
        {"<c s='1'><v>-5</v></c>", "-5"},
        {"<c s='1' t='str'><v>31.01.2026</v></c>", "31.01.2026"},
        {"<c s='6'><v>0.02</v></c>", "2%"},
        {"<c s='7'><v>1</v></c>", "!1:1: cell A1 has a format that the workbook does not have"},
        {"<c s='x'><v>1</v></c>", "!1:1: cell A1 has no proper format"},
    };
    for (const auto& [cell, expected] : cases) {
        CAPTURE(cell);
        CHECK(value_of(cell, {.styles = styles_with_days}) == expected);
    }
    for (const char* const flag : {"1", "true"}) {
        const Workbook from_1904{.properties = fmt::format("<workbookPr date1904='{}'/>", flag),
                                 .styles = styles_with_days};
        CHECK(value_of("<c s='1'><v>44591</v></c>", from_1904) == "2026-01-31");
    }
}

TEST_CASE("xlsx: rows and columns keep their true numbers") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"", ""},
        {"<row/>", "1:\n"},
        {"<row r='3'><c r='B3'><v>1</v></c><c><v>2</v></c><c r='E3'><v>3</v></c></row>"
         "<row><c><v>4</v></c></row><row r='9'><c r='A9' s='0'/></row>",
         "3: 2=1 3=2 5=3\n4: 1=4\n9:\n"},
        {"<row r='7'><c r='C7'><v>1</v></c><c r='D7'/><c r='E7' t='str'><v></v></c></row>",
         "7: 3=1\n"},
        {"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", "1048576: 16384=1\n"},
        {"<row r='1048577'/>", "!0:0: more than 1048576 rows, or one without a proper number"},
        {"<row r='0'/>", "!0:0: row 0 comes a second time"},
        {"<row r='2'/><row r='2'/>", "2:\n!2:0: row 2 comes a second time"},
        {"<row r='1048576'/><row/>",
         "1048576:\n!1048576:0: more than 1048576 rows, or one without a proper number"},
        {"<row><c r='XFE1'/></row>", "!1:0: a cell that is none, or more than 16384 columns"},
        {"<row><c r='XFD1'/><c/></row>",
         "!1:16384: a cell that is none, or more than 16384 columns"},
        {"<row><c r='ZZZZZZZZZZZZZZ1'/></row>",
         "!1:0: a cell that is none, or more than 16384 columns"},
        {"<row><c r='1'/></row>", "!1:0: a cell that is none, or more than 16384 columns"},
        {"<row><c r='AB12'/></row>", "!1:0: cell AB12 is out of order"},
        {"<row><c r='B1'/><c r='A1'/></row>", "!1:2: cell A1 is out of order"},
        {"<row><c r='B1'/><c r='B1'/></row>", "!1:2: cell B1 is out of order"},
    };
    for (const auto& [data, expected] : cases) {
        CAPTURE(data);
        CHECK(all_rows(Workbook{.data = data}.bytes()) == expected);
    }
}

TEST_CASE("xlsx: cells that are left out are there, but for those at the end of a row") {
    const auto bytes = Workbook{.data =
                                    "<row r='1'><c r='C1'><v>1</v></c><c r='E1'/></row>"
                                    "<row r='2'/>"}
                           .bytes();
    XlsxCells cells(bytes);
    CellRow row;
    REQUIRE(cells.next(row));
    CHECK(row.cells == std::vector<Cell>{{"", 1, false}, {"", 2, false}, {"1", 3, false}});
    REQUIRE(cells.next(row));
    CHECK(row.cells == std::vector<Cell>{{"", 1, false}});
    CHECK(row.is_blank());
    CHECK_FALSE(cells.next(row));
    CHECK_FALSE(cells.next(row));
}

TEST_CASE("xlsx: the first visible sheet with cells, or the one that is asked for") {
    const auto bytes = Workbook{.data = "<row><c><v>1</v></c></row>",
                                .sheets =
                                    "<sheet name='Chart' sheetId='9' r:id='rId3'/>"
                                    "<sheet name='Old' sheetId='1' state='hidden' r:id='rId1'/>"
                                    "<sheet name='3' sheetId='2' r:id='rId2'/>"
                                    "<sheet name='A &amp; B' sheetId='3' r:id='rId1'/>"}
                           .bytes();
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "1: 1=second\n"},
        {"Old", "1: 1=1\n"},  // hidden, but asked for
        {"2", "1: 1=1\n"},
        {"3", "1: 1=second\n"},  // a name comes before a number
        {"4", "1: 1=1\n"},
        {"A & B", "1: 1=1\n"},
        {"1", "!0:0: sheet 'Chart' of the workbook has no cells"},
        {"5", "!0:0: the workbook has no sheet '5'"},
        {"0", "!0:0: the workbook has no sheet '0'"},
        {"old", "!0:0: the workbook has no sheet 'old'"},
    };
    for (const auto& [sheet, expected] : cases) {
        CAPTURE(sheet);
        CHECK(all_rows(bytes, {.sheet = sheet}) == expected);
    }
    CHECK(XlsxCells(bytes).sheet() == "3");
    CHECK(XlsxCells(bytes, {.sheet = "x"}).fault()->remedy ==
          "its sheets are 'Chart', 'Old', '3', 'A & B'");
    const Workbook hidden{.sheets = "<sheet name='x' state='veryHidden' r:id='rId1'/>"};
    CHECK(all_rows(hidden.bytes()) == "!0:0: the workbook has no visible sheet");
}

TEST_CASE("xlsx: other prefixes and places of the parts do not matter") {
    const auto bytes = zip_bytes(
        {{"_RELS/.rels",
          "<p:Relationships xmlns:p='x'><p:Relationship Id='a' Type='http://purl.oclc.org/ooxml/"
          "officeDocument/relationships/officeDocument' Target='/docs/book.xml'/>"
          "</p:Relationships>"},
         {"docs/book.xml",
          "<x:workbook xmlns:x='y' xmlns:q='z'><x:sheets><x:sheet name='s' q:id='b'/></x:sheets>"
          "</x:workbook>"},
         {"docs/_rels/book.xml.rels",
          "<Relationships><Relationship Id='b' Type='x/worksheet' Target='../Sheets/One.xml'/>"
          "</Relationships>"},
         {"sheets/one.xml",
          "<x:worksheet xmlns:x='y'><x:sheetData><x:row r='2'><x:c "
          "r='B2'><x:v>7</x:v></x:c></x:row>"
          "</x:sheetData></x:worksheet>"}});
    CHECK(all_rows(bytes) == "2: 2=7\n");
}

TEST_CASE("xlsx: files that are none are refused by what they are") {
    const auto good = Workbook{.data = "<row><c><v>1</v></c></row>"}.bytes();
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "!0:0: not a zip archive, or one that is cut off at its end"},
        {"id,amount\n1,2\n", "!0:0: not a zip archive, or one that is cut off at its end"},
        {good.substr(0, good.size() - 30),
         "!0:0: not a zip archive, or one that is cut off at its end"},
        {zip_bytes({{"a.txt", "x"}}),
         "!0:0: a zip archive without a workbook: this is no .xlsx file"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s, "!0:0: an old Excel workbook (.xls)"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s,
         "!0:0: an Excel workbook with a password"},
        {zip_bytes({{"_rels/.rels",
                     "<R>" + relationship("a", "officeDocument", "xl/workbook.bin") + "</R>"},
                    {"xl/workbook.bin", "x"}}),
         "!0:0: a binary Excel workbook (.xlsb)"},
        {zip_bytes({{"xl/workbook.xml", "<workbook/>"}}),
         "!0:0: the archive has no 'xl/_rels/workbook.xml.rels'"},
    };
    for (const auto& [bytes, expected] : cases) CHECK(all_rows(bytes) == expected);

    auto locked = Workbook{}.contents();
    locked[4].password = "secret";
    CHECK(all_rows(zip_bytes(locked)) ==
          "!0:0: 'xl/worksheets/sheet1.xml' in the archive is encrypted");
}

TEST_CASE("xlsx: XML that is not well-formed, and a DOCTYPE, are refused where they stand") {
    CHECK(
        all_rows(Workbook{.data = "<row><c><v>1</v></c></row><row><c></row>"}.bytes()) ==
        "1: 1=1\n!2:1: 'xl/worksheets/sheet1.xml' in the archive is not well-formed (at byte 83)");
    CHECK(all_rows(Workbook{.properties = "<x>&bomb;</x>"}.bytes()) ==
          "!0:0: 'xl/workbook.xml' in the archive has an unknown reference (&...;) (at byte 101)");
    auto contents = Workbook{.strings = "<si/>"}.contents();
    contents.back().bytes = "<!DOCTYPE sst [<!ENTITY a 'b'>]><sst/>";
    CHECK(all_rows(zip_bytes(contents)) ==
          "!0:0: 'xl/texts.xml' in the archive has a DOCTYPE, which is not accepted (at byte 3)");
    const auto too_long = "<row><c t='str'><v>" + std::string(200'000, 'x') + "<!-- -->" +
                          std::string(200'000, 'x') + "</v></c></row>";
    CHECK(all_rows(Workbook{.data = too_long}.bytes()) == "!1:1: cell A1 holds too much text");
}

TEST_CASE("xlsx: an archive that unpacks to too much is refused while it is unpacked") {
    std::string data;
    for (int row = 1; row <= 20'000; ++row) data += "<row><c><v>1</v></c></row>";
    const auto bytes = Workbook{.data = data}.bytes();
    REQUIRE(bytes.size() * 50 < data.size());
    CHECK(all_rows(bytes).ends_with("20000: 1=1\n"));

    const auto fault_with = [&](const ZipLimits& limits) {
        XlsxCells cells(bytes, {.limits = limits});
        CellRow row;
        while (cells.next(row)) {
        }
        return cells.fault().value_or(CellFault{}).what;
    };
    constexpr std::string_view too_much =
        "'xl/worksheets/sheet1.xml' in the archive unpacks to too much";
    CHECK(fault_with({.unpacked_bytes = 100'000}) == too_much);
    CHECK(fault_with({.ratio = 20, .ratio_free_bytes = 100'000}) == too_much);
    CHECK(fault_with({.ratio = 20}).empty());

    // The directory says that the sheet is small: found out all the same.
    auto lying = bytes;
    for (auto at = lying.find("xl/worksheets/sheet1.xml"); at != std::string::npos;
         at = lying.find("xl/worksheets/sheet1.xml", at + 1)) {
        const bool is_in_directory = lying.compare(at - 46, 4, "PK\1\2") == 0;
        const auto size_at = is_in_directory ? at - 46 + 24 : at - 30 + 22;
        lying.replace(size_at, 4, "\x10\0\0\0"s);
    }
    XlsxCells cells(lying, {.limits = {.unpacked_bytes = 100'000}});
    CellRow row;
    while (cells.next(row)) {
    }
    CHECK(cells.fault().has_value());
}

TEST_CASE("xlsx: damage anywhere is noticed, or changes nothing") {
    const Workbook workbook{
        .data =
            "<row r='1'><c t='s'><v>0</v></c></row>"
            "<row r='2'><c s='1'><v>46053</v></c><c t='inlineStr'><is><t>x</t></is></c></row>",
        .styles = "<cellXfs><xf/><xf numFmtId='14'/></cellXfs>",
        .strings = "<si><t>due</t></si>"};
    const auto bytes = workbook.bytes();
    const std::string_view good = "1: 1=due\n2: 1=2026-01-31 2=x\n";
    REQUIRE(all_rows(bytes) == good);

    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const std::string cut = bytes.substr(0, size);
        if (all_rows(cut).find('!') == std::string::npos) FAIL("cut at ", size);
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (const char mask : {'\x01', '\xFF'}) {
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ mask);
            const auto read = all_rows(damaged);
            if (read != good && read.find('!') == std::string::npos) FAIL("damage at ", at, read);
        }
    }
}

TEST_CASE("xlsx: any byte of a sheet may be wrong although the archive is sound") {
    auto contents = Workbook{.data =
                                 "<row r='1'><c r='A1' t='s'><v>0</v></c><c s='1'><v>4.5E4</v>"
                                 "</c><c t='inlineStr'><is><t>&#65;</t></is></c></row>",
                             .styles = styles_with_days,
                             .strings = "<si><t>x</t></si>"}
                        .contents();
    std::string& sheet = contents[4].bytes;
    REQUIRE(contents[4].name == "xl/worksheets/sheet1.xml");
    const std::string good = sheet;
    for (std::size_t at = 0; at < good.size(); ++at) {
        sheet = good.substr(0, at);
        CHECK(all_rows(zip_bytes(contents)).find('!') != std::string::npos);
        for (const char byte : {'<', '"', '9', '\xFF'}) {
            sheet = good;
            sheet[at] = byte;
            all_rows(zip_bytes(contents));
        }
    }
}

TEST_CASE("xlsx: escapes of control characters are undone, others stand for themselves") {
    CHECK(decode_xlsx_escapes("a_x000D_b_x005F_x0041_") == "a\rb_x0041_");
    for (const char* const text : {"_x", "_x000D", "_x00", "_xZZZZ_", "_x5317_", "_", "a_b"}) {
        CHECK(decode_xlsx_escapes(text) == text);
    }
}

}  // namespace
}  // namespace dunning
