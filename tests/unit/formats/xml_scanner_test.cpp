#include "formats/xml_scanner.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace dunning {
namespace {

using namespace std::string_literals;
using Event = XmlScanner::Event;

// Gives the text in pieces, to show that it does not matter where a piece ends.
XmlScanner::Read in_pieces(std::string_view text, std::size_t piece) {
    return [text, piece](char* into, std::size_t size) mutable {
        const auto count = std::min({piece, size, text.size()});
        std::copy_n(text.data(), count, into);
        text.remove_prefix(count);
        return std::optional(count);
    };
}

// "<name a=…>text</name>", and the problem after '!'.
std::string scan(std::string_view text, std::size_t piece = 1000) {
    XmlScanner xml(in_pieces(text, piece));
    std::string out;
    while (true) {
        switch (xml.next()) {
            case Event::start:
                out += fmt::format("<{}{}>", xml.name(), xml.attribute("a").value_or(""));
                break;
            case Event::end:
                out += fmt::format("</{}>", xml.name());
                break;
            case Event::text:
                out += printable(xml.text());
                break;
            case Event::finished:
                return out;
            case Event::failed:
                return out + "!" + xml.problem();
        }
    }
}

TEST_CASE("xml scanner: elements, attributes and texts, wherever the pieces end") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"<a/>", "<a></a>"},
        {"<a></a>", "<a></a>"},
        {"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- <b> -->\n<a>x</a>\n", "<a>x</a>"},
        {"<x:a><y:b/></x:a >", "<a><b></b></a>"},
        {"<b a=\"1\"/>", "<b1></b>"},
        {"<b\n x:a = '1' c=\"2\" />", "<b1></b>"},
        {"<b x:a='1' a='2'/>", "<b2></b>"},
        {"<b a='&lt;&quot;&#65;&#x42;'/>", "<b<\"AB></b>"},
        {"<b a='>/'/>", "<b>/></b>"},
        {"<a> x &amp;&gt;&apos; &#x5317;&#20140; </a>", "<a> x &>' 北京 </a>"},
        {"<a>x<![CDATA[<&]]]]>y</a>", "<a>x<&]]y</a>"},
        {"<a>x<!-- - -- -->y</a>", "<a>xy</a>"},
        {"<a>1\r\n2\r3&#13;</a>", "<a>1\\x0A2\\x0A3\\x0D</a>"},
        {"<a>\U0001F600\u00E4</a>", "<a>\U0001F600\u00E4</a>"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(scan(text) == expected);
        CHECK(scan(text, 1) == expected);
        CHECK(scan(text, 3) == expected);
    }
}

TEST_CASE("xml scanner: what is refused, and at which byte") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "!ends too early (at byte 0)"},
        {"x", "!has text outside the document element (at byte 1)"},
        {"<a>", "<a>!ends too early (at byte 3)"},
        {"<a", "!ends too early (at byte 2)"},
        {"<a></b>", "<a>!is not well-formed (at byte 7)"},
        {"<a><b></a></b>", "<a><b>!is not well-formed (at byte 10)"},
        {"</a>", "!is not well-formed (at byte 4)"},
        {"<a/><b/>", "<a></a>!has more than one document element (at byte 5)"},
        {"<a/>x", "<a></a>!has text outside the document element (at byte 5)"},
        {"< a/>", "!is not well-formed (at byte 5)"},
        {"<1/>", "!is not well-formed (at byte 4)"},
        {"<a b/>", "!is not well-formed (at byte 6)"},
        {"<a b=1/>", "!is not well-formed (at byte 8)"},
        {"<a b='1'c='2'/>", "!is not well-formed (at byte 15)"},
        {"<a b='<'/>", "!is not well-formed (at byte 7)"},
        {"<a b='&x;'/>", "!is not well-formed (at byte 12)"},
        {"<a>&x;</a>", "<a>!has an unknown reference (&...;) (at byte 6)"},
        {"<a>& </a>", "<a>!has an unknown reference (&...;) (at byte 5)"},
        {"<a>&#0;</a>", "<a>!has an unknown reference (&...;) (at byte 7)"},
        {"<a>&#xD800;</a>", "<a>!has an unknown reference (&...;) (at byte 11)"},
        {"<a>&#x110000;</a>", "<a>!has an unknown reference (&...;) (at byte 13)"},
        {"<a>&#;</a>", "<a>!has an unknown reference (&...;) (at byte 6)"},
        {"<!DOCTYPE a><a/>", "!has a DOCTYPE, which is not accepted (at byte 3)"},
        {"<!x><a/>", "!is not well-formed (at byte 3)"},
        {"<![CDATA[x]]><a/>", "!is not well-formed (at byte 3)"},
        {"<a><![CDATA[x</a>", "<a>!ends within a CDATA section (at byte 17)"},
        {"<a><!-- </a>", "<a>!ends within a comment (at byte 12)"},
        {"<?xml <a/>", "!ends within an instruction (at byte 10)"},
        {"<a>\xFC</a>", "<a>!is not UTF-8 (at byte 4)"},
        {"<a b='\xFC'/>", "!is not UTF-8 (at byte 10)"},
        {"\xFF\xFE<\0a\0"s, "!is not UTF-8 (at byte 2)"},
        {"\xEFx<a/>", "!is not UTF-8 (at byte 2)"},
        {"<a>\x01</a>", "<a>!has a control character (at byte 4)"},
        {"<a>\0</a>"s, "<a>!has a control character (at byte 4)"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(scan(text) == expected);
        CHECK(scan(text, 1) == expected);
    }
}

TEST_CASE("xml scanner: depth, tags and texts have limits") {
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) text += "<a>";
        for (std::size_t i = 0; i < depth; ++i) text += "</a>";
        return text;
    };
    CHECK(scan(nested(XmlScanner::max_depth)).find('!') == std::string::npos);
    CHECK(scan(nested(XmlScanner::max_depth + 1)).find("!has more than 64 levels") !=
          std::string::npos);
    CHECK(scan("<" + std::string(XmlScanner::max_tag_bytes, 'a') + "/>").find("!is not well-") ==
          0);
    const std::string longest(XmlScanner::max_text_bytes, 'x');
    CHECK(scan("<a>" + longest + "</a>") == "<a>" + longest + "</a>");
    CHECK(scan("<a>" + longest + "x</a>").find("!has a text that is too long") == 3);
    CHECK(scan("<a><![CDATA[" + longest + "xxxx]]></a>").find("!has a text that is too long") == 3);
}

TEST_CASE("xml scanner: every prefix and every damaged byte is read or refused") {
    const std::string good =
        "<?xml version='1.0'?><!-- x --><a b='&amp;' c=\"\"><x:d/>\u00E4&#65;<![CDATA[y]]></a>";
    REQUIRE(scan(good) == "<a><d></d>\u00E4Ay</a>");
    for (std::size_t size = 0; size < good.size(); ++size) {
        CHECK(scan(good.substr(0, size)).find('!') != std::string::npos);
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            auto damaged = good;
            damaged[at] = static_cast<char>(byte);
            scan(damaged, 7);
        }
    }
}

TEST_CASE("xml scanner: a reading that fails ends the scan without a problem of its own") {
    XmlScanner xml([](char*, std::size_t) { return std::optional<std::size_t>(); });
    CHECK(xml.next() == Event::failed);
    CHECK(xml.next() == Event::failed);
    CHECK(xml.problem().empty());
}

}  // namespace
}  // namespace dunning
