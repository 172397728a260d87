#include "formats/toml_guard.h"

#include <doctest/doctest.h>

#include "unit/formats/print_lines.h"

using namespace dunning;

namespace {

std::string danger(const std::string& text) {
    const auto found = toml_danger(text, "p.toml");
    return found ? to_text(*found) : "";
}

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("toml guard: what makes the parser crash is refused with its place") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"[*p]", "p.toml:1:1: the table has no name"},
        {"a = 1\n[ [x]", "p.toml:2:1: the table has no name"},
        {"e=[}", "p.toml:1:4: '}' without '{' before it"},
        {"e={]", "p.toml:1:4: ']' without '[' before it"},
        {"a = 1]", "p.toml:1:6: ']' without '[' before it"},
        {"a" + repeated(".a", 33) + " = 1", "p.toml:1:66: more than 32 dots in a line"},
        {"a = " + repeated("[", 33), "p.toml:1:37: brackets are nested more than 32 deep"},
        {"a = \"x\"\n\xEF\xB3\xBF = 1",
         "p.toml:2:1: a character that must stand in quotes\n    keys are English words; texts are "
         "\"...\""},
        {"a = \"\xFF\"", "p.toml:1:6: the file is not UTF-8\n    save it as UTF-8"},
        {std::string("a = \"\0\"", 8), "p.toml:1:6: a control character\n    remove it"},
        {"# \x1B[31m", "p.toml:1:3: a control character\n    remove it"},
        {"a = \"客\xE2\x80\xAE\"", "p.toml:1:7: a control character\n    remove it"},
        {"\n# " + repeated("x", 8200), "p.toml:2:1: the line is longer than 8192 bytes"},
        {repeated("#\n", 600'000), "p.toml: the file is larger than 1048576 bytes"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text.substr(0, 60));
        CHECK(danger(text) == expected);
    }
}

TEST_CASE("toml guard: what stands in strings and comments is nobody's structure") {
    for (const std::string text :
         {"", "\xEF\xBB\xBF# 客户\n", "a = \"]}[客户\" # ]}\n", "a = ']\\'\nb = \"\\\"]\"\n",
          "a = \"\"\"\n]}\n\\\"\"\"\"\nb = '''\n}]'''\n[t]\n",
          "[[a.b]]\r\nc = [\n  [1],\n  {x = 1},\n]\n", "[ a ]\n[[ \"quoted\" ]]\n\tx = 1.5\n",
          "a = \"unfinished ]\n", "a = '''unfinished ]\n"}) {
        CAPTURE(text);
        CHECK(danger(text) == "");
    }
    CHECK(danger("a" + repeated(".a", 32) + " = 1") == "");
    CHECK(danger("a = " + repeated("[", 32) + repeated("]", 32)) == "");
}
