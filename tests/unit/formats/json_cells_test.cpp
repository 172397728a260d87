#include "formats/json_cells.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "text/utf8.h"

namespace dunning {
namespace {

using namespace std::string_literals;

// One row a line: "2: 3=text 9"text"", empty cells too; a fault as "!line:column: what".
std::string read_all(std::string_view text, JsonLayout layout = JsonLayout::document,
                     const JsonOptions& options = {}) {
    JsonCells cells(text, layout, options);
    CellRow row;
    std::string out;
    while (cells.next(row)) {
        out += fmt::format("{}:", row.line);
        for (const Cell& cell : row.cells) {
            out +=
                fmt::format(" {}{}{}", cell.column, cell.quoted ? '"' : '=', printable(cell.text));
        }
        out += '\n';
    }
    if (const auto& fault = cells.fault()) {
        out += fmt::format("!{}:{}: {}", fault->line, fault->column, fault->what);
    }
    return out;
}

std::string read_lines(std::string_view text) {
    return read_all(text, JsonLayout::lines);
}

TEST_CASE("json: the header is the union of all keys, each value in its column") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"[]", ""},
        {" [ ] ", ""},
        {R"([{}])", "1: 1=\n1: 2=\n"},
        {R"([{"id":1,"name":"A"}])", "1: 1=id 1=name\n1: 8=1 18\"A\n"},
        {R"([{"id":1},{"name":"A","id":2}])", "1: 1=id 1=name\n1: 8=1 2=\n1: 28=2 20\"A\n"},
        {"\xEF\xBB\xBF[{\"a\" : \"\",\"b\":null,\"c\":true,\"d\":false}]",
         "1: 1=a 1=b 1=c 1=d\n1: 10\" 16= 25=true 34=false\n"},
        {"[\n  {\"金\": \"北京\", \"b\": 2},\n  {\n    \"b\": 3\n  }\n]\n",
         "2: 1=金 1=b\n2: 10\"北京 20=2\n3: 3= 3=3\n"},
        {R"([{"a":"\u5317\ud83d\ude00\n\"\/"}])", "1: 1=a\n1: 8\"北😀\\x0A\"/\n"},
        {R"([{"":1}])", "1: 1=\n1: 6=1\n"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(read_all(text) == expected);
    }
}

TEST_CASE("json: numbers keep their text") {
    for (const char* const number :
         {"0", "-0", "12.50", "1234567890123456.78", "0.1000000000000000055511151231257827",
          "123456789012345678901234567890", "1E5", "1.5e-3", "-1e+30"}) {
        CHECK(read_all(fmt::format("[{{\"a\":{}}}]", number)) ==
              fmt::format("1: 1=a\n1: 7={}\n", number));
    }
}

TEST_CASE("json: the rows are the one array of objects that is nearest to the top") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {R"({"schema":"x/1","rows":[{"a":1}],"count":1})", "1: 1=a\n1: 30=1\n"},
        {R"({"schema":{"fields":[{"name":"a"}]},"rows":[{"a":1}]})", "1: 1=a\n1: 50=1\n"},
        {R"({"rows":[{"a":1}],"schema":{"fields":[{"name":"a"}]}})", "1: 1=a\n1: 15=1\n"},
        {R"({"d":{"results":[{"a":1},{"a":2}]}})", "1: 1=a\n1: 23=1\n1: 31=2\n"},
        {R"({"tags":["x",[{"a":1}]],"none":[],"rows":[{"a":1}]})", "1: 1=a\n1: 48=1\n"},
        {R"({"rows":[]})", ""},
        {R"({"d":{"results":[]}})", ""},
        {R"({"a":1,"b":"x"})", "1: 1=a 1=b\n1: 6=1 13\"x\n"},  // one row, as in JSON Lines
        {R"({"rows":[{"a":1}],"totals":[{"a":2}]})", "1: 1=a\n1: 15=1\n"},
        {R"({"totals":[{"a":2}],"rows":[{"a":1}]})", "1: 1=a\n1: 34=1\n"},
        {R"({"rows":[{"a":1}],"more":[{"a":2}]})", "!1:27: a second array of rows"},
        {R"({"x":{"p":[{"a":1}],"q":[{"a":1}]},"rows":[{"a":1}]})", "1: 1=a\n1: 49=1\n"},
        {R"({"rows":[{"a":1}],"rows":[{"a":2}]})", "!1:27: a second array of rows"},
        {R"([{"a":1}, "x", 2])", "!1:11: a row that is no object"},
        {R"([["a"],["b"]])", "!1:2: a row that is no object"},
        {R"([null,{"a":1}])", "!1:2: a row that is no object"},
        {R"({"rows":[{"a":1},[]]})", "!1:18: a row that is no object"},
        {"5", "!1:1: no array of objects and no object"},
        {" \"x\"", "!1:2: no array of objects and no object"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(read_all(text) == expected);
    }
}

TEST_CASE("json: what stands inside a row is refused, unless nobody reads its key") {
    const std::string text = R"([{"a":1,"b":{"c":[1, {"d":null}]},"e":[]},{"e":2}])";
    CHECK(read_all(text) == "1: 1=a 1=b 1=e\n!1:13: an object or array inside a row (key 'b')");
    const auto under = [&](std::string_view keys) {
        return read_all(text, JsonLayout::document, {.may_nest = [keys](std::string_view key) {
                            return keys.find(key) != std::string_view::npos;
                        }});
    };
    CHECK(under("b") == "1: 1=a 1=b 1=e\n!1:39: an object or array inside a row (key 'e')");
    CHECK(under("be") ==
          "1: 1=a 1=b 1=e\n1: 7=1 13={\"c\":[1, {\"d\":null}]} 39=[]\n1: 43= 43= 48=2\n");
}

TEST_CASE("json lines: an object on each line, blank lines are skipped") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"{\"a\":1}\r\n\r\n  \n {\"b\":\"x\"}", "1: 1=a 1=b\n1: 6=1 1=\n4: 2= 8\"x\n"},
        {"{\"a\":1}\n{\"a\":2}\n", "1: 1=a\n1: 6=1\n2: 6=2\n"},
        {"{\"a\":1,\"t\":null}\n", "1: 1=a 1=t\n1: 6=1 12=\n"},
        {"{\"a\":1}\n[1]\n", "!2:1: a line that is no JSON object"},
        {"{\"a\":1}\n {\"a\":2} x\n", "!2:10: text behind the end of the JSON"},
        {"{\"a\":1}\n{\"a\":2}{\"a\":3}\n", "!2:8: text behind the end of the JSON"},
        {"{\"a\":1}\n{\"a\":\n2}\n", "!2:6: the JSON ends too early"},
        {"{\"a\":1}\n{\"b\":1,\"b\":2}\n", "!2:10: key 'b' comes twice"},
        {"{\"a\":1,\"x\":[{\"b\":1}],\"y\":[{},1]}\n",
         "1: 1=a 1=x 1=y\n!1:12: an object or array inside a row (key 'x')"},
        {"\n \n", "!1:1: the file is empty"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(read_lines(text) == expected);
    }
}

TEST_CASE("json: what is refused, and where") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "!1:1: the file is empty"},
        {" \n", "!1:1: the file is empty"},
        {"[{\"a\":1}", "!1:9: the JSON ends too early"},
        {"[{\"a\":1},\n", "!2:1: the JSON ends too early"},
        {"[{\"a\":\"x", "!1:9: the JSON ends too early"},
        {"[{\"a\":1}] x", "!1:11: text behind the end of the JSON"},
        {"[{\"a\":1}]\n{}", "!2:1: text behind the end of the JSON"},
        {"[{\"a\":1},]", "!1:10: expected a value"},
        {"[{\"a\":1,}]", "!1:9: expected a key in quotes"},
        {"[{\"a\" 1}]", "!1:7: expected ':' after the key"},
        {"[{\"a\":1 \"b\":2}]", "!1:9: expected ',' or '}'"},
        {"[{\"a\":1};{}]", "!1:9: expected ',' or ']'"},
        {"[{'a':1}]", "!1:3: expected a key in quotes"},
        {"[{\"a\":01}]", "!1:8: expected ',' or '}'"},
        {"[{\"a\":+1}]", "!1:7: expected a value"},
        {"[{\"a\":NaN}]", "!1:7: expected a value"},
        {"[{\"a\":1.}]", "!1:9: a number that is none"},
        {"[{\"a\":1e}]", "!1:9: a number that is none"},
        {"[{\"a\":1e9999}]", "!1:7: a number that is none"},
        {"[\n{\"ü\":1,\n\"ü\":2}]", "!3:3: key 'ü' comes twice"},
        {"[{\"a\":{\"b\":1,\"b\":2},\"a\":1}]", "!1:23: key 'a' comes twice"},
        {"[{\"a\":\"\\x\"}]", "!1:8: an escape in a string that JSON does not know"},
        {"[{\"a\":\"\\ud800x\"}]", "!1:8: an escape in a string that JSON does not know"},
        {"[{\"a\":\"\\udc00\"}]", "!1:14: half of a surrogate pair (\\u…)"},
        {"[{\"\\udc00\":1}]", "!1:10: half of a surrogate pair (\\u…)"},
        {"[{\"a\":\"x\ny\"}]", "!1:9: a control character in a string"},
        {"[{\"a\":\"\xFC\"}]", "!1:8: a byte that is not UTF-8"},
        {"[{\"a\":1}]\n\0"s, "!2:1: a NUL byte"},
        {"[{\"a\":\"" + std::string(65536, 'x') + "\\\"\"}]", "!1:7: a string of more than 64 KiB"},
        {"[{\"a\":1,\"b\":\"\\\"" + std::string(65537, 'x'), "!1:13: a string of more than 64 KiB"},
        {"[{\"" + std::string(65537, 'x') + "\":1}]", "!1:3: a string of more than 64 KiB"},
        {"// x\n[]", "!1:1: expected a value"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(read_all(text) == expected);
    }
}

TEST_CASE("json: depth and the number of keys have limits") {
    const auto nested = [](int levels) {
        const auto depth = static_cast<std::size_t>(levels - 2);
        return "[{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}]";
    };
    CHECK(read_all(nested(max_json_depth)) ==
          "1: 1=a\n!1:7: an object or array inside a row (key 'a')");
    CHECK(read_all(nested(max_json_depth + 1)) == "!1:37: more than 32 levels of brackets");
    CHECK(read_all(std::string(1'000'000, '[')) == "!1:33: more than 32 levels of brackets");

    std::string many = "[{\"k0\":0";
    for (std::size_t i = 1; i < max_json_keys; ++i) many += fmt::format(",\"k{}\":0", i);
    CHECK_FALSE(JsonCells(many + "}]", JsonLayout::document).fault());
    many += ",\"one more\":0}]";
    CHECK(read_all(many).ends_with(": more than 4096 different keys"));
}

TEST_CASE("json: a row keeps the bytes that it was read from") {
    const std::string text = "[ {\"a\":1} , {\"a\":2} ]";
    JsonCells cells(text, JsonLayout::document);
    CellRow row;
    REQUIRE(cells.next(row));
    CHECK(row.raw.empty());  // the header is nowhere in the file
    REQUIRE(cells.next(row));
    CHECK(row.raw == "{\"a\":1}");
    REQUIRE(cells.next(row));
    CHECK(row.raw == "{\"a\":2}");
    CHECK_FALSE(cells.next(row));
    CHECK_FALSE(cells.next(row));
}

TEST_CASE("json: a key that a row does not have is another thing than one without a value") {
    JsonCells cells(R"([{"a":1,"b":null},{"b":""},{"a":2,"b":3}])", JsonLayout::document);
    CellRow row;
    REQUIRE(cells.next(row));
    const auto is_absent = [&](std::size_t column) {
        REQUIRE(row.cells.size() == 2);
        return row.cells[column].absent;
    };
    REQUIRE(cells.next(row));
    CHECK_FALSE(is_absent(0));
    CHECK_FALSE(is_absent(1));
    REQUIRE(cells.next(row));
    CHECK(is_absent(0));
    CHECK_FALSE(is_absent(1));
    REQUIRE(cells.next(row));
    CHECK_FALSE(is_absent(0));
    CHECK_FALSE(is_absent(1));
}

TEST_CASE("json: every prefix and every damaged byte is read or refused") {
    const std::string good =
        "{\"schema\":\"x\",\"rows\":[{\"a\":1.5,\"b\":\"\\u00e4\\ud83d\\ude00\"},\n"
        "{\"a\":null,\"c\":[{\"d\":true}]}]}";
    for (std::size_t size = 0; size < good.size(); ++size) {
        CHECK(read_all(good.substr(0, size)).find('!') != std::string::npos);
        read_lines(good.substr(0, size));
    }
    const JsonOptions nesting{.may_nest = [](std::string_view) { return true; }};
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto damaged = good;
            damaged[at] = static_cast<char>(byte);
            read_all(damaged, JsonLayout::document, nesting);
            read_all(damaged, JsonLayout::lines, nesting);
        }
    }
}

}  // namespace
}  // namespace dunning
