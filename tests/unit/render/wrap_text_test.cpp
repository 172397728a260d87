#include "render/wrap_text.h"

#include <doctest/doctest.h>

#include "text/utf8.h"

using namespace dunning;

TEST_CASE("wrap: Latin text breaks at spaces, within the columns") {
    CHECK(wrap_text("one two three", 7) == "one two\nthree\n");
    CHECK(wrap_text("one two", 7) == "one two\n");
    CHECK(wrap_text("one twos", 7) == "one\ntwos\n");
}

TEST_CASE("wrap: Chinese breaks between characters, two columns each") {
    CHECK(wrap_text("我方仍未收到款项", 8) == "我方仍未\n收到款项\n");
    CHECK(wrap_text("我方仍未收到款项", 9) == "我方仍未\n收到款项\n");
}

TEST_CASE("wrap: closing punctuation never begins a line, opening punctuation never ends one") {
    CHECK(wrap_text("我方仍未，收到", 8) == "我方仍\n未，收到\n");
    CHECK(wrap_text("我方仍（未）收到", 8) == "我方仍\n（未）收\n到\n");
    CHECK(wrap_text("应付总额￥12,345.60元", 10) == "应付总额\n￥12,345.60\n元\n");
}

TEST_CASE("wrap: a link that is longer than the line stays whole") {
    CHECK(wrap_text("see https://pay.example.com/C001 now", 10) ==
          "see\nhttps://pay.example.com/C001\nnow\n");
}

TEST_CASE("wrap: an amount stays with its currency, and the space comes out as an ordinary one") {
    CHECK(wrap_text("pay EUR\u00A095.35 now", 11) == "pay\nEUR 95.35\nnow\n");
}

TEST_CASE("wrap: the rest of a list item stands under its first word") {
    CHECK(wrap_text("* one two three", 9) == "* one two\n  three\n");
    CHECK(wrap_text("1. one two three", 10) == "1. one two\n   three\n");
    CHECK(wrap_text("  one two three", 9) == "  one two\n  three\n");
    CHECK(wrap_text("12 Canal Street", 8) == "12 Canal\nStreet\n");
}

TEST_CASE("wrap: empty lines are kept once, and none at the ends") {
    CHECK(wrap_text("\n\na\n\n\n \nb\n\n", 10) == "a\n\nb\n");
    CHECK(wrap_text("", 10).empty());
    CHECK(wrap_text("\n", 10).empty());
}

TEST_CASE("wrap: no line is wider than asked, at any width") {
    const std::string text =
        "截至2026年11月21日，发票 INV-1 的款项仍未足额支付（已逾期 12 天），请于 "
        "2026年11月28日前付款。";
    for (std::size_t columns = 16; columns < 60; ++columns) {
        const std::string wrapped = wrap_text(text, columns);
        for (std::size_t at = 0; at < wrapped.size();) {
            const std::size_t end = wrapped.find('\n', at);
            CHECK(display_width(wrapped.substr(at, end - at)) <= columns);
            at = end + 1;
        }
    }
}
