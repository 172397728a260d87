#include "formats/toml_slip.h"

#include <doctest/doctest.h>

#include <string>

#include "formats/toml_section.h"

namespace dunning {
namespace {

// What is said of the file's only line after [x].
std::string slip_of(const std::string& line) {
    const std::string text = "[x]\n" + line + "\n";
    Diagnostics diagnostics;
    PolicyPlaces places;
    const TomlFile file{"f.toml", text, diagnostics, places};
    CHECK_FALSE(parse_toml(file).has_value());
    if (diagnostics.empty()) return {};
    return to_text(diagnostics.all().front());
}

}  // namespace

TEST_CASE("toml slip: what is wrong and the mend, in the words of who writes the file") {
    struct Case {
        std::string line;
        std::string said;
    };
    const Case cases[] = {
        {"a = \"Acme",
         "f.toml:2:10: the closing quote is missing\n    a text begins and ends with a "
         "quote, on one line"},
        {"a = 'Acme",
         "f.toml:2:10: the closing quote is missing\n    a text begins and ends with a "
         "quote, on one line"},
        {"a = 3d", "f.toml:2:6: '3d' is not in quotes\n    write \"3d\""},
        {"a = { b = 3wd, c = 1 }", "f.toml:2:12: '3wd' is not in quotes\n    write \"3wd\""},
        {"a = [30, 6O]", "f.toml:2:11: '6O' is not in quotes\n    write \"6O\""},
        {"a = EUR", "f.toml:2:5: 'EUR' is not in quotes\n    write \"EUR\""},
        {"a = 5.00 EUR", "f.toml:2:10: '5.00 EUR' is not in quotes\n    write \"5.00 EUR\""},
        {"a = 8,5", "f.toml:2:6: '8,5' is not in quotes\n    write \"8.5\""},
        {"a = 8%", "f.toml:2:6: '8%' is not in quotes\n    write \"8\""},
        {"a = 007", "f.toml:2:8: '007' is not in quotes\n    write \"007\""},
        {"a = yes", "f.toml:2:5: 'yes' is not a word of the file\n    write true"},
        {"a = False", "f.toml:2:5: 'False' is not a word of the file\n    write false"},
        {"a =", "f.toml:2:4: there is no value after '='\n    write one, or remove the key"},
        {"a: 5", "f.toml:2:2: there is no '=' after the key\n    as in name = \"Acme\""},
        {"[y",
         "f.toml:2:3: the closing bracket of the section's name is missing\n    as in [book]"},
        {"a = [\"b\" \"c\"]",
         "f.toml:2:10: a comma or the closing ']' of the list is missing\n    as in channels = "
         "[\"email\", \"letter\"]"},
        {"a = { b = 1,",
         "f.toml:2:13: a comma or the closing '}' is missing\n    what stands in "
         "braces ends on the line on which it begins"},
        {"a = 1\na = 2", "f.toml:3:5: 'a' stands there twice\n    remove one of them"},
        {"[x]", "f.toml:2:1: [x] stands in the file twice\n    make one section of both"},
        {R"(a = "C:\users")",
         "f.toml:2:10: '\\' in double quotes begins a special character\n    "
         "write it twice, as in \"C:\\\\users\", or put the text in single "
         "quotes"},
    };
    for (const auto& [line, said] : cases) {
        CAPTURE(line);
        CHECK(slip_of(line) == said);
    }
}

TEST_CASE("toml slip: what is not known is passed on") {
    CHECK(explain_slip("Error while parsing key: something", "x", 1) ==
          TomlSlip{.what = "key: something"});
}

}  // namespace dunning
