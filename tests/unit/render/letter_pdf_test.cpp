#include "render/letter_pdf.h"

#include <algorithm>

#include "letter_samples.h"
#include "render/letter_pages.h"

using namespace dunning;

namespace {

std::vector<Page> pages_of(const NoticeSample& of) {
    const Letter letter = composed_letter(of);
    return lay_out(letter, Typesetter(letter.language));
}

double bottom_of(const PlacedText& text) {
    const auto& lines = text.block.lines();
    return text.top + lines.at(text.end - 1).bottom - lines.at(text.first).top;
}

void check_inside(const std::vector<Page>& pages) {
    constexpr double footer = page_height - millimetres(15);
    constexpr double last_line = page_height - bottom_margin;
    constexpr double tiny = 0.5;
    for (const Page& page : pages) {
        for (const PlacedText& text : page.texts) {
            if (text.end == text.first) continue;
            CHECK(text.left >= left_margin);
            CHECK(text.left + text.block.width() <= page_width - right_margin + tiny);
            CHECK(text.top >= top_margin - tiny);
            if (text.top < footer) CHECK(bottom_of(text) <= last_line + tiny);
        }
        for (const PlacedCode& code : page.codes) {
            CHECK(code.left + code.side <= page_width - right_margin + tiny);
            CHECK(code.top + code.side <= last_line + tiny);
        }
    }
}

// Texts that are printed over each other.
int overlaps(const Page& page) {
    int count = 0;
    for (const PlacedText& one : page.texts) {
        for (const PlacedText& other : page.texts) {
            if (&one == &other || one.first == one.end || other.first == other.end) continue;
            const bool side_by_side = one.left + one.block.width() <= other.left + 0.5 ||
                                      other.left + other.block.width() <= one.left + 0.5;
            const bool one_below = bottom_of(one) <= other.top + 0.5;
            const bool other_below = bottom_of(other) <= one.top + 0.5;
            if (!side_by_side && !one_below && !other_below) ++count;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("letter PDF: the same letter gives the same bytes, whatever was written before it") {
    const std::string first = letter_pdf(composed_letter(sample()));
    CHECK(first.starts_with("%PDF-1."));
    NoticeSample chinese = with_invoices(40);
    chinese.notice.language = "zh-CN";
    letter_pdf(composed_letter(chinese));
    letter_pdf(composed_letter(hostile_sample()));
    CHECK(letter_pdf(composed_letter(sample())) == first);
}

TEST_CASE("letter PDF: the notice's day is the file's, no clock is asked") {
    const std::string bytes = letter_pdf(composed_letter(sample()));
    CHECK(contains(bytes, "/CreationDate (20261121000000Z)"));
    CHECK_FALSE(contains(bytes, "/ModDate"));
}

TEST_CASE("letter PDF: fonts are embedded, and by their used characters alone") {
    const std::string bytes = letter_pdf(composed_letter(sample()));
    CHECK(contains(bytes, "/FontFile"));
    CHECK(bytes.size() < 100'000);
    NoticeSample chinese = with_invoices(40);
    chinese.notice.language = "zh-CN";
    CHECK(letter_pdf(composed_letter(chinese)).size() < 200'000);
}

TEST_CASE("letter pages: 300 invoices take as many pages as they need, each with headings") {
    const NoticeSample of = with_invoices(300);
    const auto pages = pages_of(of);
    CHECK(pages.size() >= 7);
    CHECK(pages.size() <= 12);
    check_inside(pages);
    // A page of the table has the rule below its headings.
    for (std::size_t n = 0; n + 1 < pages.size(); ++n) {
        CAPTURE(n);
        const bool has_heading =
            std::any_of(pages[n].rules.begin(), pages[n].rules.end(),
                        [](const PlacedRule& rule) { return rule.thickness > 0.5; });
        CHECK(has_heading);
    }
}

TEST_CASE("letter pages: nothing leaves the page or runs into its neighbour, whatever the data") {
    for (const std::string& language : shipped().languages()) {
        NoticeSample of = hostile_sample();
        of.notice.language = language;
        of.notice.wording = "final";
        of.policy.payment.code = PaymentCode::link;
        CAPTURE(language);
        const auto pages = pages_of(of);
        CHECK(pages.size() > 1);
        check_inside(pages);
        for (const Page& page : pages) CHECK(overlaps(page) == 0);
    }
}

TEST_CASE("letter pages: a letter of one invoice has one page") {
    for (const std::string& language : shipped().languages()) {
        NoticeSample of = sample();
        of.notice.language = language;
        of.policy.payment.code = PaymentCode::epc;
        CAPTURE(language);
        CHECK(pages_of(of).size() == 1);
    }
}

TEST_CASE("letter pages: an address of any length stays in the window") {
    NoticeSample of = sample();
    of.customer.address =
        "A very long street name that goes on, building 7, staircase B, room 12, "
        "behind the second courtyard, c/o somebody else entirely";
    constexpr double window_top = millimetres(62.7);
    constexpr double window_end = millimetres(90);
    const auto page = pages_of(of).front();
    int in_window = 0;
    for (const PlacedText& text : page.texts) {
        const bool is_here =
            text.left == left_margin && text.top >= window_top && text.top < window_end;
        if (!is_here || text.first == text.end) continue;
        ++in_window;
        CHECK(bottom_of(text) <= window_end);
    }
    CHECK(in_window == 1);
}
