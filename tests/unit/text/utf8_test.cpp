#include "text/utf8.h"

#include <doctest/doctest.h>

#include "support/print.h"

namespace dunning {
namespace {

using namespace std::string_literals;

TEST_CASE("utf8: the first byte that begins no valid character is found, by RFC 3629") {
    struct Case {
        std::string text;
        std::optional<std::size_t> invalid;
    };
    const Case cases[] = {
        {"", std::nullopt},
        {"plain ASCII of more than eight bytes", std::nullopt},
        {"a\0b"s, std::nullopt},
        {"北京创新科技有限公司", std::nullopt},
        {"\xC2\x80\xDF\xBF", std::nullopt},                      // first and last of two bytes
        {"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80", std::nullopt},  // around the surrogates
        {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", std::nullopt},      // U+10000 and U+10FFFF
        {"\x80", 0},                                             // continues nothing
        {"eight by\xFF", 8},
        {"a\xC0\xAF", 1},         // overlong '/'
        {"a\xC1\xBF", 1},         // overlong DEL
        {"\xE0\x9F\xBF", 0},      // overlong U+07FF
        {"\xF0\x8F\xBF\xBF", 0},  // overlong U+FFFF
        {"\xED\xA0\x80", 0},      // surrogate U+D800
        {"\xED\xBF\xBF", 0},      // surrogate U+DFFF
        {"\xF4\x90\x80\x80", 0},  // U+110000
        {"\xF5\x80\x80\x80", 0},
        {"ü\xE5\x8C", 2},  // cut off
        {"\xE5\x8Cx", 0},
        {"M\xFCller", 1},  // Latin-1
    };
    for (const Case& each : cases) {
        CAPTURE(printable(each.text));
        CHECK(first_invalid_utf8(each.text) == each.invalid);
    }
}

TEST_CASE("utf8: invalid bytes are replaced one by one, the rest stays") {
    CHECK(replace_invalid_utf8("M\xFCller") == "M\uFFFDller");
    CHECK(replace_invalid_utf8("\xE5\x8C") == "\uFFFD\uFFFD");
    CHECK(replace_invalid_utf8("北京") == "北京");
}

TEST_CASE("utf8: a letter and its combining mark become one character") {
    CHECK(to_nfc("Mu\u0308ller") == "Müller");
    CHECK(to_nfc("Müller") == "Müller");
    CHECK(to_nfc("plain") == "plain");
    CHECK(to_nfc("e\u0301\0x"s) == "é\0x"s);
    CHECK(to_nfc("u\u0308\xFF") == "u\u0308\xFF");
}

TEST_CASE("utf8: characters are counted, invalid bytes one each") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("Müller 北京") == 9);
    CHECK(count_characters("\xFF\xFE") == 2);
}

TEST_CASE("utf8: the display width counts Chinese twice and combining marks not at all") {
    struct Case {
        std::string_view text;
        std::size_t width;
    };
    const Case cases[] = {
        {"", 0},        {"Acme", 4}, {"北京创新", 8}, {"Mu\u0308ller", 6}, {"ｱｲｳ", 3},
        {"￥12.00", 7}, {"é", 1},    {"\xFF", 1},     {"“x”", 3},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(display_width(each.text) == each.width);
    }
}

TEST_CASE("utf8: text that is too wide is cut between characters and ends in two dots") {
    struct Case {
        std::string_view text;
        std::size_t columns;
        std::string_view fitted;
    };
    const Case cases[] = {
        {"Acme", 4, "Acme"},
        {"Acme", 9, "Acme"},
        {"Acme Ltd", 7, "Acme .."},
        {"北京创新科技", 12, "北京创新科技"},
        {"北京创新科技", 11, "北京创新.."},  // half of a character does not fit
        {"北京创新科技", 10, "北京创新.."},
        {"Mu\u0308ller", 4, "Mu\u0308.."},
        {"Acme", 3, "A.."},
        {"Acme", 2, ".."},
        {"Acme", 1, "."},
        {"Acme", 0, ""},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CAPTURE(each.columns);
        CHECK(fit_width(each.text, each.columns) == each.fitted);
    }
}

TEST_CASE("utf8: controls that could change what a reader sees are found and written out") {
    struct Case {
        std::string text;
        std::string_view written;
    };
    const Case harmful[] = {
        {"a\tb", "a\\x09b"},     {"a\nb", "a\\x0Ab"},         {"\x1B[31mred", "\\x1B[31mred"},
        {"a\0b"s, "a\\x00b"},    {"\x7F", "\\x7F"},           {"\u0085", "\\u{0085}"},
        {"\u009B", "\\u{009B}"}, {"a\u202Eb", "a\\u{202E}b"}, {"\u202A", "\\u{202A}"},
        {"\u2066", "\\u{2066}"}, {"\u2069", "\\u{2069}"},
    };
    for (const Case& each : harmful) {
        CAPTURE(each.written);
        CHECK(has_control_characters(each.text));
        CHECK(printable(each.text) == each.written);
    }
    for (const std::string_view harmless :
         {"", " ", "Müller & Söhne", "\u00A0", "\u2029", "\u202F", "\u2065", "\u206A", "北京"}) {
        CHECK_FALSE(has_control_characters(harmless));
        CHECK(printable(harmless) == harmless);
    }
    CHECK(printable("M\xFCller") == "M\\xFCller");
}

}  // namespace
}  // namespace dunning
