#include "text/charset.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "text/utf8.h"

using namespace dunning;
using namespace std::string_literals;

namespace {

// "UTF-8: text", or "!line:column: what"; what a reader sees of the outcome.
std::string outcome(std::string_view bytes, std::optional<Charset> told = {}) {
    const auto decoded = decode_text(bytes, told);
    if (decoded.text.has_value() == decoded.fault.has_value()) return "neither or both";
    if (decoded.text) {
        return std::string(to_text(decoded.text->charset())) + ": " +
               std::string(decoded.text->text());
    }
    const auto& fault = *decoded.fault;
    return "!" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " +
           fault.what;
}

std::string utf16_le(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) {
        bytes += static_cast<char>(unit & 0xFF);
        bytes += static_cast<char>(unit >> 8);
    }
    return bytes;
}

std::string utf16_be(std::u16string_view text) {
    auto bytes = utf16_le(text);
    for (std::size_t at = 0; at < bytes.size(); at += 2) std::swap(bytes[at], bytes[at + 1]);
    return bytes;
}

// 客户名称,金额 / 北京贸易有限公司,1200.00元 / 李娟,8
const std::string chinese_gb18030 =
    "\xBF\xCD\xBB\xA7\xC3\xFB\xB3\xC6,\xBD\xF0\xB6\xEE\n"
    "\xB1\xB1\xBE\xA9\xC3\xB3\xD2\xD7\xD3\xD0\xCF\xDE\xB9\xAB\xCB\xBE,1200.00\xD4\xAA\n"
    "\xC0\xEE\xBE\xEA,8\n";

constexpr std::string_view nul_what = "a NUL byte: this is no text file";

}  // namespace

TEST_CASE("charset: UTF-8 is passed through without a copy, without its byte order mark") {
    const std::string bytes = "\xEF\xBB\xBFMüller,李娟\n";
    const auto decoded = decode_text(bytes);
    REQUIRE(decoded.text);
    CHECK(decoded.text->text() == "Müller,李娟\n");
    CHECK(decoded.text->text().data() == bytes.data() + 3);
    CHECK(outcome("") == "UTF-8: ");
    CHECK(outcome("\xEF\xBB\xBF") == "UTF-8: ");
    CHECK(outcome("a,b\n1,2\n") == "UTF-8: a,b\n1,2\n");
    CHECK(outcome("a\xEF\xBB\xBF") == "UTF-8: a\xEF\xBB\xBF");
}

TEST_CASE("charset: a decoded text may be moved") {
    auto decoded = decode_text("M\xFCller");
    REQUIRE(decoded.text);
    const DecodedText moved = std::move(*decoded.text);
    CHECK(moved.text() == "Müller");
}

TEST_CASE("charset: UTF-16 by its mark, or by the zero bytes of its ASCII characters") {
    const std::u16string_view text = u"id,name\n1,Müller 李\n";
    const std::string utf8 = "id,name\n1,Müller 李\n";
    CHECK(outcome("\xFF\xFE" + utf16_le(text)) == "UTF-16LE: " + utf8);
    CHECK(outcome("\xFE\xFF" + utf16_be(text)) == "UTF-16BE: " + utf8);
    CHECK(outcome(utf16_le(text)) == "UTF-16LE: " + utf8);
    CHECK(outcome(utf16_be(text)) == "UTF-16BE: " + utf8);
    CHECK(outcome("\xFF\xFE") == "UTF-16LE: ");
    CHECK(outcome(utf16_le(u"ab\U0001F600")) == "UTF-16LE: ab\U0001F600");
}

TEST_CASE("charset: broken UTF-16 is refused where it breaks") {
    const std::string ends = "the text ends within a character (UTF-16LE)";
    CHECK(outcome("\xFF\xFE" + utf16_le(u"ab\nc") + "d") == "!2:2: " + ends);
    CHECK(outcome(utf16_le(u"abc") + "\x3D\xD8") == "!1:4: " + ends);
    CHECK(outcome(utf16_le(u"abc") + "\x01\xDC"s) == "!1:4: bytes 0x01 0xDC are not UTF-16LE");
    CHECK(outcome(utf16_le(u"abc") + "\x3D\xD8x\0"s) == "!1:4: bytes 0x3D 0xD8 are not UTF-16LE");
    CHECK(outcome("\xFF\xFE" + utf16_le(u"ab") + "\0\0c\0"s) == "!1:3: " + std::string(nul_what));
}

TEST_CASE("charset: a NUL byte is refused in every encoding") {
    const std::string what(nul_what);
    CHECK(outcome("a,b\nc\0d"s) == "!2:2: " + what);
    CHECK(outcome("\0"s) == "!1:1: " + what);
    CHECK(outcome("a\n\xFC\0"s) == "!2:2: " + what);
    CHECK(outcome("PK\3\4\x14\0\6\0\x81\xFF"s) == "!1:6: " + what);
    CHECK(outcome(chinese_gb18030 + "\0"s) == "!4:1: " + what);
    for (const auto charset :
         {Charset::utf8, Charset::gb18030, Charset::windows_1252, Charset::latin1}) {
        CHECK(outcome("a\nbc\0d"s, charset) == "!2:3: " + what);
    }
    CHECK(outcome("a\0\0\0"s, Charset::utf16_le) == "!1:2: " + what);
    CHECK(outcome("a\0b\xFF"s, Charset::utf8) == "!1:2: " + what);
    CHECK(outcome("a\xFF\0"s, Charset::utf8) == "!1:2: byte 0xFF is not UTF-8");
}

TEST_CASE("charset: Chinese text of GB18030 is found") {
    CHECK(outcome(chinese_gb18030) ==
          "GB18030: 客户名称,金额\n北京贸易有限公司,1200.00元\n李娟,8\n");
    CHECK(outcome("name,amount\n\xB1\xB1\xBE\xA9,5\n") == "GB18030: name,amount\n北京,5\n");
    // Characters of one, two and four bytes; 㐀 is outside GBK.
    CHECK(outcome("\xB1\xB1\xBE\xA9\xA3\xBA\x81\x39\xEE\x39 A\xB9\xC9\n") ==
          "GB18030: 北京：㐀 A股\n");
    CHECK(outcome("\x84\x31\x95\x33\xD6\xD0") == "GB18030: 中");
}

TEST_CASE("charset: damaged Chinese text is not taken for another encoding") {
    CHECK(outcome(chinese_gb18030 + "5\x80\n") == "!4:2: bytes 0x80 0x0A are not GB18030");
    CHECK(outcome(chinese_gb18030 + "\xD6") == "!4:1: the text ends within a character (GB18030)");
}

TEST_CASE("charset: Western text is Windows-1252, also where its bytes are valid GB18030") {
    struct Case {
        std::string bytes;
        std::string text;
    };
    const std::vector<Case> cases = {
        {"M\xFCller", "Müller"},
        // Every one of these is valid GB18030.
        {"Kunde;Stra\xDF"
         "e\nM\xFCller;K\xF6ln\nGr\xF6\xDF"
         "e;F\xFC\xDF"
         "e\n",
         "Kunde;Straße\nMüller;Köln\nGröße;Füße\n"},
        {"Descri\xE7\xE3o;Situa\xE7\xE3o", "Descrição;Situação"},
        {"DESCRI\xC7\xC3O;SITUA\xC7\xC3O", "DESCRIÇÃO;SITUAÇÃO"},
        {"cr\xE9\xE9"
         "e",
         "créée"},
        {"GR\xD6\xDF"
         "E",
         "GRÖßE"},
        {"Beleginfo \x96 Art 1;\xDC"
         "bertrag",
         "Beleginfo – Art 1;Übertrag"},
        {"12,00 \x80", "12,00 €"},
        {"\x93quoted\x94 5\xB0", "“quoted” 5°"},
        {"\xB7\xB7\xB7\xB7\xB7\xB7 \xC4rger", "······ Ärger"},
    };
    for (const auto& [bytes, text] : cases) {
        CAPTURE(text);
        CHECK(outcome(bytes) == "Windows-1252: " + text);
    }
}

TEST_CASE("charset: bytes that Windows-1252 does not have are refused with their place") {
    for (const char byte : {'\x81', '\x8D', '\x8F', '\x90', '\x9D'}) {
        const auto bytes = "M\xFCller\nOld "s + byte + "\n";
        const auto told = outcome(bytes, Charset::windows_1252);
        CHECK(told.starts_with("!2:5: byte 0x"));
        CHECK(told.ends_with(" is not Windows-1252"));
        CHECK(outcome(bytes) == told);
    }
}

TEST_CASE("charset: the first MiB of ASCII does not hide what comes after it") {
    const std::string ascii(std::size_t{3} << 20, '7');
    CHECK(outcome(ascii + chinese_gb18030).ends_with("李娟,8\n"));
    CHECK(outcome(ascii + "M\xFCller").ends_with("Müller"));
    CHECK(outcome(ascii + "\xFC\x81").ends_with("byte 0x81 is not Windows-1252"));
}

TEST_CASE("charset: UTF-8 with a damaged byte stays UTF-8 and is refused") {
    CHECK(outcome("Müller\nJ\xF6rg Köhler\n") == "!2:2: byte 0xF6 is not UTF-8");
    CHECK(outcome("北京贸易有限公司,李娟\xE5\n") == "!1:12: byte 0xE5 is not UTF-8");
    CHECK(outcome("北京贸易有限公\xE5\x8F") == "!1:8: byte 0xE5 is not UTF-8");
}

TEST_CASE("charset: words that are not Western are refused rather than garbled") {
    // Договор in Windows-1251, an odd number of letters, so no GB18030.
    const auto decoded = decode_text("id\n\xC4\xEE\xE3\xEE\xE2\xEE\xF0;1\n");
    REQUIRE(decoded.fault);
    CHECK(decoded.fault->line == 2);
    CHECK(decoded.fault->column == 1);
    CHECK(decoded.fault->what ==
          "byte 0xC4 begins text that is neither UTF-8 nor GB18030 nor Windows-1252");
    CHECK(!decoded.fault->remedy.empty());
}

TEST_CASE("charset: a told encoding is taken strictly, whatever the bytes look like") {
    CHECK(outcome("M\xFCller", Charset::utf8) == "!1:2: byte 0xFC is not UTF-8");
    CHECK(outcome("M\xFCller", Charset::latin1) == "ISO-8859-1: Müller");
    CHECK(outcome("M\xFCller", Charset::windows_1252) == "Windows-1252: Müller");
    CHECK(outcome("M\xFC;", Charset::gb18030) == "!1:2: bytes 0xFC 0x3B are not GB18030");
    CHECK(outcome("\xCA\xC7", Charset::gb18030) == "GB18030: 是");
    CHECK(outcome("ü", Charset::latin1) == "ISO-8859-1: Ã¼");
    CHECK(outcome(utf16_be(u"ü"), Charset::utf16_be) == "UTF-16BE: ü");
    CHECK(outcome("\xFF\xFE" + utf16_le(u"ü"), Charset::utf16_le) == "UTF-16LE: ü");
    CHECK(outcome("", Charset::gb18030) == "GB18030: ");
}

TEST_CASE("charset: a byte order mark against what was told is refused, but for the byte order") {
    CHECK(outcome("\xEF\xBB\xBFx", Charset::windows_1252) ==
          "!1:1: the file begins with the byte order mark of UTF-8, not Windows-1252");
    CHECK(outcome("\xFE\xFF" + utf16_be(u"ü"), Charset::utf16_le) == "UTF-16BE: ü");
}

TEST_CASE("charset: names are found in any spelling, and come back") {
    for (const auto charset : {Charset::utf8, Charset::utf16_le, Charset::utf16_be,
                               Charset::gb18030, Charset::windows_1252, Charset::latin1}) {
        CHECK(charset_from(to_text(charset)) == charset);
    }
    CHECK(charset_from("utf8") == Charset::utf8);
    CHECK(charset_from("UTF_8") == Charset::utf8);
    CHECK(charset_from("utf 16") == Charset::utf16_le);
    CHECK(charset_from("GBK") == Charset::gb18030);
    CHECK(charset_from("CP1252") == Charset::windows_1252);
    CHECK(charset_from("Latin-1") == Charset::latin1);
    for (const auto* unknown : {"", "iso-8859-15", "big5", "utf", "cp1251"}) {
        CHECK(!charset_from(unknown));
    }
}

TEST_CASE("charset: any bytes give valid UTF-8 or a fault, every prefix and every damaged byte") {
    const std::vector<std::string> fixtures = {chinese_gb18030, "\xFF\xFE" + utf16_le(u"a,ü,李\n"),
                                               utf16_le(u"a,ü,\U0001F600\n"),
                                               "M\xFCller;Stra\xDF\n\x96 \xD6l\n", "Müller,李娟\n"};
    const auto check = [](std::string_view bytes, std::optional<Charset> told) {
        const auto decoded = decode_text(bytes, told);
        const bool sound = decoded.text ? !first_invalid_utf8(decoded.text->text()) &&
                                              decoded.text->text().find('\0') == std::string::npos
                                        : decoded.fault && !decoded.fault->what.empty();
        if (!sound || (decoded.text && decoded.fault)) FAIL(printable(bytes));
    };
    const std::vector<std::optional<Charset>> ways = {
        std::nullopt,     Charset::utf8,         Charset::utf16_le, Charset::utf16_be,
        Charset::gb18030, Charset::windows_1252, Charset::latin1};
    for (const auto& fixture : fixtures) {
        for (const auto& told : ways) {
            for (std::size_t size = 0; size <= fixture.size(); ++size) {
                check(std::string_view(fixture).substr(0, size), told);
            }
            for (std::size_t at = 0; at < fixture.size(); ++at) {
                auto damaged = fixture;
                for (const char byte : {'\0', '\x80', '\xFF', '\xD8', '0', '\n'}) {
                    damaged[at] = byte;
                    check(damaged, told);
                }
            }
        }
    }
}
