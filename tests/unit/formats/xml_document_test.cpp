#include "formats/xml_document.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "formats/xml_guard.h"
#include "support/print.h"

namespace dunning {
namespace {

using namespace std::string_literals;

struct Read {
    std::optional<XmlDocument> document;
    std::vector<std::string> problems;
};

Read read(std::string_view bytes) {
    Diagnostics diagnostics;
    Read result{.document = XmlDocument::parse(bytes, "f.xml", diagnostics), .problems = {}};
    for (const auto& found : diagnostics.all()) result.problems.push_back(to_text(found));
    return result;
}

// What is wrong, or "" for a good file. A file is refused with exactly one diagnostic.
std::string problem(std::string_view bytes) {
    const auto result = read(bytes);
    CHECK(result.problems.size() == (result.document ? 0u : 1u));
    return result.problems.empty() ? "" : result.problems.front();
}

std::string nested(int depth) {
    std::string text;
    for (int n = 0; n < depth; ++n) text += "<a>";
    for (int n = 0; n < depth; ++n) text += "</a>";
    return text;
}

// Each letter of an ASCII text in two bytes, the low one first.
std::string utf16_le(std::string_view text) {
    std::string bytes;
    for (const char c : text) bytes += std::string{c, '\0'};
    return bytes;
}

std::string utf16_be(std::string_view text) {
    std::string bytes;
    for (const char c : text) bytes += std::string{'\0', c};
    return bytes;
}

const std::string good_file =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<!-- made by hand -->\n"
    "<ns2:Document xmlns:ns2=\"urn:x\">\n"
    "  <ns2:Stmt id=\"1\"><Nm>M\xC3\xBCller &amp; Co</Nm></ns2:Stmt>\n"
    "  <Stmt><![CDATA[a < b]]></Stmt>\n"
    "</ns2:Document>\n";

TEST_CASE("xml: elements are found by their local names, whatever their prefix") {
    const auto result = read(good_file);
    REQUIRE(result.document.has_value());
    const auto root = result.document->root();
    CHECK(local_name(root) == "Document");
    CHECK(text_at(root, {"Stmt", "Nm"}) == "M\xC3\xBCller & Co");
    int statements = 0;
    for_each_child(root, "Stmt", [&](const auto&) { ++statements; });
    CHECK(statements == 2);
    CHECK(result.document->charset() == Charset::utf8);
}

TEST_CASE("xml: a path tries every branch before it gives up") {
    const auto result = read("<a><b><x/></b><b><c>1</c></b><b><c>2</c></b></a>");
    REQUIRE(result.document.has_value());
    CHECK(text_at(result.document->root(), {"b", "c"}) == "1");
    CHECK(!descend(result.document->root(), {"b", "d"}));
    CHECK(!child({}, "b"));
    CHECK(text_of(pugi::xml_node()) == "");
}

TEST_CASE("xml: text is without blanks at its ends, and whole across comments and CDATA") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"<a>\n  x  y\t</a>", "x  y"},
        {"<a>x<b>y</b></a>", "x"},
        {"<a>x<b>y</b>z<![CDATA[w]]></a>", "xzw"},
        {"<a><b>y</b>x<!-- -->z</a>", "xz"},
        {"<a>one<!-- , -->two</a>", "onetwo"},
        {"<a>A <![CDATA[& ]]>B</a>", "A & B"},
        {"<a><![CDATA[]]><![CDATA[<x>]]></a>", "<x>"},
        {"<a>&lt;&#65;&#x42;&gt;</a>", "<AB>"},
        {"<a>x\r\ny</a>", "x\ny"},
        {"<a>  </a>", ""},
        {"<a/>", ""},
    };
    for (const auto& [bytes, text] : cases) {
        CAPTURE(bytes);
        const auto result = read(bytes);
        REQUIRE(result.document.has_value());
        CHECK(text_of(result.document->root()) == text);
    }
}

TEST_CASE("xml: the place of an element is its '<', in lines and characters") {
    const auto result = read(good_file);
    REQUIRE(result.document.has_value());
    const auto& document = *result.document;
    CHECK(document.place(document.root()) == Place{"f.xml", 3, 1});
    CHECK(document.place(child(document.root(), "Stmt")) == Place{"f.xml", 4, 3});
    CHECK(document.place({}) == Place{"f.xml", 0, 0});
}

TEST_CASE("xml: columns count characters, also far into a long line") {
    std::string bytes = "<a>\n<b>";
    for (int n = 0; n < 5000; ++n) bytes += "\xC3\xBC";
    bytes += "</b><c/></a>";
    const auto result = read(bytes);
    REQUIRE(result.document.has_value());
    const auto& document = *result.document;
    CHECK(document.place(child(document.root(), "c")) == Place{"f.xml", 2, 5008});
}

TEST_CASE("xml: a DOCTYPE is refused before anything is parsed, and no entity is expanded") {
    const std::string bomb =
        "<?xml version=\"1.0\"?>\n"
        "<!-- <!DOCTYPE in a comment is none -->\n"
        " <!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
        "<lolz>&b;</lolz>";
    CHECK(problem(bomb) ==
          "f.xml:3:2: a DOCTYPE, which bank and invoice files do not have\n"
          "    remove it; entities are never expanded");
    CHECK(problem("<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>") == "");
    CHECK(problem("<a/><!DOCTYPE a>") ==
          "f.xml: a DOCTYPE behind the first element\n    remove it");
    CHECK(problem("<a><!DOCTYPE a></a>").find("a DOCTYPE inside an element") != std::string::npos);
}

TEST_CASE("xml: what is not well-formed is refused with its place") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "f.xml: the file holds no XML element"},
        {"just text", "f.xml:1:1: text outside of every element"},
        {"<a/>\n<b/>", "f.xml:2:1: a second element beside the first, which is the file"},
        {"<a/>\n x", "f.xml:2:2: text outside of every element"},
        {"<a>&uuml;</a>",
         "f.xml:1:4: an '&' that begins no character or entity of XML\n"
         "    an '&' itself is written '&amp;'"},
        {"<a>x &</a>",
         "f.xml:1:6: an '&' that begins no character or entity of XML\n"
         "    an '&' itself is written '&amp;'"},
        {"<a>&#0;</a>",
         "f.xml:1:4: an '&' that begins no character or entity of XML\n"
         "    an '&' itself is written '&amp;'"},
        {"<a>\n\x01</a>", "f.xml:2:1: a control character (U+0001)\n    remove it"},
        {"<a>\n  <b>\n",
         "f.xml:3:1: the file ends in the middle of an element\n"
         "    it was cut off on its way; get it again"},
        {"<a b=c/>", "f.xml:1:6: an attribute that is not written as name=\"value\""},
        {"<a>< b/></a>", "f.xml:1:5: a '<' that begins no element"},
    };
    for (const auto& [bytes, expected] : cases) {
        CAPTURE(bytes);
        CHECK(problem(bytes) == expected);
    }
}

TEST_CASE("xml: more elements than the memory is for are refused before anything is parsed") {
    CHECK(!find_xml_danger("<a><b/><!-- <c/> --><![CDATA[<c/>]]><?c <c/>?></a>", 2));
    const auto danger = find_xml_danger("<a><b/><c></c><d/></a>", 3);
    REQUIRE(danger.has_value());
    CHECK(danger->offset == 14);
    CHECK(danger->what == "more than 3 elements");
    CHECK(danger->remedy == "get the file in parts");
}

TEST_CASE("xml: references outside of what XML allows are refused, those inside are not") {
    for (const auto* good : {"&#9;", "&#xD;", "&#x10FFFF;", "&#x0010FFFF;", "&apos;", "&quot;"}) {
        CAPTURE(good);
        CHECK(problem("<a b=\""s + good + "\">" + good + "</a>") == "");
    }
    for (const auto* bad : {"&#1;", "&#xD800;", "&#xFFFF;", "&#x110000;", "&#99999999999;", "&#;",
                            "&#x;", "&;", "&AMP;", "&#-5;", "&amp"}) {
        CAPTURE(bad);
        CHECK(problem("<a>"s + bad + "</a>") != "");
        CHECK(problem("<a b=\""s + bad + "\"/>") != "");
        CHECK(problem("<a><![CDATA["s + bad + "]]></a>") == "");
        CHECK(problem("<a><!--"s + bad + "--></a>") == "");
    }
}

TEST_CASE("xml: wrongly nested elements are refused on their line") {
    const auto found = problem("<a>\n<b>\n<c></b>\n</c></a>");
    CHECK(found.starts_with("f.xml:3:"));
    CHECK(found.ends_with("an end tag that does not belong to the element that is open here"));
}

TEST_CASE("xml: sixty-four levels are read, one more is refused where it begins") {
    CHECK(problem(nested(max_xml_depth)) == "");
    CHECK(problem(nested(max_xml_depth + 1)) ==
          "f.xml:1:193: elements are nested more than 64 deep");
}

TEST_CASE("xml: a hundred thousand levels are refused, without a stack for each") {
    CHECK(problem(nested(100'000)) == "f.xml:1:193: elements are nested more than 64 deep");
    std::string open;
    for (int n = 0; n < 100'000; ++n) open += "<a>";
    CHECK(problem(open).find("ends in the middle") != std::string::npos);
}

TEST_CASE("xml: a file that is cut off at any byte is refused, and never crashes") {
    const auto whole = good_file.size() - 1;  // the last line end is not needed
    for (std::size_t size = 0; size < whole; ++size) {
        CAPTURE(size);
        CHECK(problem(std::string_view(good_file).substr(0, size)) != "");
    }
    CHECK(problem(std::string_view(good_file).substr(0, whole)) == "");
}

TEST_CASE("xml: a file with any byte changed is read or refused") {
    for (std::size_t at = 0; at < good_file.size(); ++at) {
        for (const char c : "\0\x01<>&\"/;\x80\xFF"s) {
            auto bytes = good_file;
            bytes[at] = c;
            const auto result = read(bytes);
            CHECK(result.problems.size() == (result.document ? 0u : 1u));
        }
    }
}

TEST_CASE("xml: the declared encoding is the one that is read") {
    const auto name_in = [](const std::string& bytes) {
        const auto result = read(bytes);
        for (const auto& text : result.problems) FAIL_CHECK(text);
        return result.document ? std::string(text_of(result.document->root())) : "";
    };
    const auto declared = [](std::string_view encoding, std::string_view text) {
        return "<?xml version='1.0' encoding='" + std::string(encoding) + "'?><a>" +
               std::string(text) + "</a>";
    };
    CHECK(name_in(declared("ISO-8859-1", "M\xFCller")) == "M\xC3\xBCller");
    CHECK(name_in(declared("windows-1252", "5 \x80")) == "5 \xE2\x82\xAC");
    CHECK(name_in(declared("GB18030", "\xD6\xD0")) == "\xE4\xB8\xAD");
    CHECK(name_in(declared("us-ascii", "x")) == "x");
    CHECK(name_in("\xEF\xBB\xBF" + declared("utf-8", "\xC3\xBC")) == "\xC3\xBC");
    CHECK(name_in("<a>\xC3\xBC</a>") == "\xC3\xBC");
    CHECK(name_in("\xFF\xFE" + utf16_le(declared("UTF-16", "x"))) == "x");
    CHECK(name_in("\xFE\xFF" + utf16_be(declared("UTF-16", "x"))) == "x");
    CHECK(name_in(utf16_le(declared("UTF-16", "x"))) == "x");
    CHECK(name_in(utf16_be(declared("UTF-16LE", "x"))) == "x");
}

TEST_CASE("xml: text that is not in the declared encoding is refused with its place") {
    CHECK(problem("<a>\nM\xFCller</a>").starts_with("f.xml:2:2: "));
    CHECK(
        problem("<?xml version='1.0' encoding='UTF-8'?>\n<a>\xFC</a>").starts_with("f.xml:2:4: "));
    CHECK(problem("<?xml version='1.0' encoding='UTF-16'?><a/>") ==
          "f.xml:1:1: the file declares UTF-16, but it is not written in it\n"
          "    declare the encoding that it is written in");
    CHECK(problem("<?xml version='1.0' encoding='KOI8-R'?><a/>") ==
          "f.xml:1:1: the file declares an encoding that is not known\n"
          "    known are UTF-8, UTF-16, ISO-8859-1, Windows-1252 and GB18030");
    CHECK(problem("<a>\0</a>"s) != "");
}

TEST_CASE("xml: a file looks like XML by its first characters") {
    const std::vector<std::pair<std::string, bool>> cases = {
        {"<?xml version=\"1.0\"?><a/>", true},
        {"\xEF\xBB\xBF\r\n <Document>", true},
        {"<!-- x --><a/>", true},
        {"\xFF\xFE" + utf16_le("<a/>"), true},
        {utf16_be("<a/>"), true},
        {"", false},
        {"<", false},
        {"< 5 days", false},
        {"OFXHEADER:100\n<OFX>", false},
        {"invoice;due\n", false},
        {"\xFF\xFE" + utf16_le("a;<b>"), false},
    };
    for (const auto& [bytes, expected] : cases) {
        CAPTURE(bytes);
        CHECK(looks_like_xml(bytes) == expected);
    }
}

}  // namespace
}  // namespace dunning
