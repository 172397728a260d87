#include "text/csv.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/utf8.h"

namespace dunning {
namespace {

using namespace std::string_literals;

// All records as text, one a line: "line: column=text column=text", quoted fields as column"text".
std::string read_all(std::string_view bytes, char delimiter = ',') {
    CsvReader reader(bytes, delimiter);
    CellRow record;
    std::string out;
    while (reader.next(record)) {
        out += fmt::format("{}:", record.line);
        for (const Cell& field : record.cells) {
            out += fmt::format(" {}{}{}", field.column, field.quoted ? '"' : '=',
                               printable(field.text));
        }
        out += '\n';
    }
    if (const auto& fault = reader.fault()) {
        out += fmt::format("!{}:{}: {}", fault->line, fault->column, fault->what);
    }
    return out;
}

TEST_CASE("csv: fields, their lines and their columns") {
    struct Case {
        std::string bytes;
        std::string_view records;
    };
    const Case cases[] = {
        {"", ""},
        {"a", "1: 1=a\n"},
        {"a\n", "1: 1=a\n"},
        {"\n", "1: 1=\n"},
        {"a,b,c\n1,2,3\n", "1: 1=a 3=b 5=c\n2: 1=1 3=2 5=3\n"},
        {"a,,c", "1: 1=a 3= 4=c\n"},
        {",", "1: 1= 2=\n"},
        {"a,", "1: 1=a 3=\n"},
        {"a\n\nb", "1: 1=a\n2: 1=\n3: 1=b\n"},
        {"a\nb,c\nd", "1: 1=a\n2: 1=b 3=c\n3: 1=d\n"},
        {"\xEF\xBB\xBF"s + "a,b\n", "1: 1=a 3=b\n"},  // byte order mark
        {"北京,ü,x\n", "1: 1=北京 4=ü 6=x\n"},        // columns are characters
        {"北京创新科技有限公司,Müller & Söhne,😀😀😀,x\n",
         "1: 1=北京创新科技有限公司 12=Müller & Söhne 27=😀😀😀 31=x\n"},
        {" a , b ", "1: 1= a  5= b \n"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.bytes);
        CHECK(read_all(each.bytes) == each.records);
    }
}

TEST_CASE("csv: CR LF, LF and CR end lines, also mixed") {
    CHECK(read_all("a\r\nb\nc\rd") == "1: 1=a\n2: 1=b\n3: 1=c\n4: 1=d\n");
    CHECK(read_all("a\r\r\nb\n\rc") == "1: 1=a\n2: 1=\n3: 1=b\n4: 1=\n5: 1=c\n");
    CHECK(read_all("a\r") == "1: 1=a\n");
    CHECK(read_all("a\r\n") == "1: 1=a\n");
    CHECK(read_all("\"x\"\r\n\"y\"\r\"z\"\n") == "1: 2\"x\n2: 2\"y\n3: 2\"z\n");
}

TEST_CASE("csv: a quoted field keeps delimiters, doubled quotes and line ends") {
    struct Case {
        std::string_view bytes;
        std::string_view records;
    };
    const Case cases[] = {
        {R"("")", "1: 2\"\n"},
        {R"("a,b",c)", "1: 2\"a,b 7=c\n"},
        {R"("say ""hi""",c)", "1: 2\"say \"hi\" 14=c\n"},
        {R"("""")", "1: 2\"\"\n"},
        {R"("""""")", "1: 2\"\"\"\n"},
        {"\"a\nb\",c\nd", "1: 2\"a\\x0Ab 4=c\n3: 1=d\n"},
        {"\"a\r\nb\rc\",d\re", "1: 2\"a\\x0D\\x0Ab\\x0Dc 4=d\n4: 1=e\n"},
        {"x,\"ü\n北京\"\"\",y,\"z\"\n", "1: 1=x 4\"ü\\x0A北京\" 7=y 10\"z\n"},
        {"\"\n\n\"\nb", "1: 2\"\\x0A\\x0A\n4: 1=b\n"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.bytes);
        CHECK(read_all(each.bytes) == each.records);
    }
}

TEST_CASE("csv: a quote that is not the first character stands for itself") {
    CHECK(read_all("5\" pipe,b") == "1: 1=5\" pipe 9=b\n");
    CHECK(read_all("a, \"b\"") == "1: 1=a 3= \"b\"\n");
}

TEST_CASE("csv: any delimiter separates, and the others do not") {
    CHECK(read_all("a;1,5;\"x;y\"", ';') == "1: 1=a 3=1,5 8\"x;y\n");
    CHECK(read_all("a\tb", '\t') == "1: 1=a 3=b\n");
    CHECK(read_all("a|b,c", '|') == "1: 1=a 3=b,c\n");
}

TEST_CASE("csv: faults name their place and end the reading") {
    struct Case {
        std::string bytes;
        std::string_view records;
    };
    const Case cases[] = {
        {"a,\"b", "!1:3: a quote that is never closed"},
        {"a\nb,\"c\nd\n", "1: 1=a\n!2:3: a quote that is never closed"},
        {"\"", "!1:1: a quote that is never closed"},
        {"北京,ü,\"x\n\n", "!1:6: a quote that is never closed"},
        {"\"a\"\"", "!1:1: a quote that is never closed"},
        {"\"a\"b,c", "!1:4: text after the quote that closes the field opened at 1:1"},
        {"\"a\" ,c", "!1:4: text after the quote that closes the field opened at 1:1"},
        {"k\n\"ü\nü\"ü", "1: 1=k\n!3:3: text after the quote that closes the field opened at 2:1"},
        {"a,b\nc,d\0,e\nf"s, "1: 1=a 3=b\n!2:4: a NUL byte"},
        {"a,\"b\nü\0\"\n"s, "!2:2: a NUL byte"},
        {"\0"s, "!1:1: a NUL byte"},
    };
    for (const Case& each : cases) {
        CAPTURE(printable(each.bytes));
        CHECK(read_all(each.bytes) == each.records);
    }
}

TEST_CASE("csv: after a fault nothing more is read") {
    CsvReader reader("\"a\"b\nc\n");
    CellRow record;
    CHECK_FALSE(reader.next(record));
    CHECK_FALSE(reader.next(record));
    CHECK(reader.fault()->remedy ==
          "double a quote that belongs to the text; check that the field is closed");
}

TEST_CASE("csv: a field of 64 KiB is read, a longer one refused") {
    const std::string most(max_csv_field_bytes, 'x');
    CHECK(read_all("a," + most) == "1: 1=a 3=" + most + "\n");
    CHECK(read_all("a,\"" + most + "\"") == "1: 1=a 4\"" + most + "\n");
    CHECK(read_all("a," + most + "x") == "!1:3: a field of more than 64 KiB");
    CHECK(read_all("a,\"" + most + "x\"") == "!1:3: a field of more than 64 KiB");
    CHECK(read_all("a,\"" + most + "\"\"\"") == "!1:3: a field of more than 64 KiB");
}

TEST_CASE("csv: a record of 4096 fields is read, a longer one refused") {
    CellRow record;
    const std::string most(max_csv_fields - 1, ',');
    CHECK(CsvReader(most).next(record));
    CHECK(record.cells.size() == max_csv_fields);

    const std::string more = most + ',';
    CsvReader reader(more);
    CHECK_FALSE(reader.next(record));
    CHECK(reader.fault()->what == "more than 4096 fields in one record");
    CHECK(reader.fault()->column == 4097);
}

TEST_CASE("csv: the raw record is its bytes without the line end") {
    const std::string_view bytes = "a,\"b\r\n\"\"\"\r\n,\nlast";
    CsvReader reader(bytes);
    CellRow record;
    std::vector<std::string_view> raw;
    while (reader.next(record)) raw.push_back(record.raw);
    CHECK(raw == std::vector<std::string_view>{"a,\"b\r\n\"\"\"", ",", "last"});
}

TEST_CASE("csv: storage that is used again keeps nothing of the record before") {
    CsvReader reader("\"x\",long text,3\ny\n\"\",z\n");
    CellRow record;
    REQUIRE(reader.next(record));
    REQUIRE(reader.next(record));
    CHECK(record.cells == std::vector<Cell>{{.text = "y", .column = 1, .quoted = false}});
    REQUIRE(reader.next(record));
    CHECK(record.cells == std::vector<Cell>{{.text = "", .column = 2, .quoted = true},
                                            {.text = "z", .column = 4, .quoted = false}});
}

TEST_CASE("csv: a blank record has neither text nor quotes") {
    const auto blank = [](std::string_view bytes) {
        CsvReader reader(bytes, ';');
        CellRow record;
        REQUIRE(reader.next(record));
        return record.is_blank();
    };
    CHECK(blank("\n"));
    CHECK(blank(" \t\n"));
    CHECK(blank(";; ;\n"));
    CHECK_FALSE(blank("\"\"\n"));
    CHECK_FALSE(blank(";0;\n"));
}

TEST_CASE("csv: what is written is quoted only when needed, and reads back the same") {
    struct Case {
        std::string_view text;
        std::string_view written;
    };
    const Case cases[] = {
        {"", ""},
        {"Acme", "Acme"},
        {"12,50", "12,50"},
        {"a;b", "\"a;b\""},
        {"5\"", "\"5\"\"\""},
        {"\"\"", "\"\"\"\"\"\""},
        {"a\nb", "\"a\nb\""},
        {"a\rb", "\"a\rb\""},
        {" a", "\" a\""},
        {"a ", "\"a \""},
        {"a b", "a b"},
        {"北京", "北京"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        std::string out;
        append_csv_field(out, each.text, ';');
        CHECK(out == each.written);

        out += ";end";
        CsvReader reader(out, ';');
        CellRow record;
        REQUIRE(reader.next(record));
        CHECK(record.cells.at(0).text == each.text);
    }
}

}  // namespace
}  // namespace dunning
