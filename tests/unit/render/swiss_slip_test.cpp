#include "render/swiss_slip.h"

#include <algorithm>

#include "letter_samples.h"
#include "render/letter_pages.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

NoticeSample swiss_letter(int invoices) {
    NoticeSample of = with_invoices(invoices);
    of.notice.channel = Channel::letter;
    of.policy.payment.code = PaymentCode::swiss;
    of.policy.payment.beneficiary = "Robert Schneider AG";
    of.policy.payment.iban = "CH58 0079 1123 0008 8901 2";
    of.policy.payment.address = "Rue du Lac 1268";
    of.policy.payment.postal_code = "2501";
    of.policy.payment.city = "Biel";
    of.policy.payment.country = "CH";
    return of;
}

std::vector<Page> pages_of(const NoticeSample& of) {
    const Letter letter = composed_letter(of);
    return lay_out(letter, Typesetter(letter.language));
}

double height_of(const PlacedText& text) {
    const auto& lines = text.block.lines();
    return text.end == text.first ? 0 : lines.at(text.end - 1).bottom - lines.at(text.first).top;
}

// Texts, boxes to fill in and the code, as rectangles.
struct Area {
    double left;
    double top;
    double right;
    double bottom;
};

std::vector<Area> areas_of(const Page& page) {
    std::vector<Area> areas;
    for (const PlacedText& text : page.texts) {
        const double right = text.left + text.block.width();
        if (text.end > text.first) {
            areas.push_back({text.left, text.top, right, text.top + height_of(text)});
        }
    }
    constexpr double white = millimetres(5);
    for (const PlacedCode& code : page.codes) {
        areas.push_back({code.left, code.top - white, code.left + code.side + white,
                         code.top + code.side + white});
    }
    return areas;
}

int overlaps(const std::vector<Area>& areas) {
    constexpr double tiny = 0.5;
    int count = 0;
    for (std::size_t a = 0; a < areas.size(); ++a) {
        for (std::size_t b = a + 1; b < areas.size(); ++b) {
            const Area& one = areas[a];
            const Area& other = areas[b];
            count += one.right > other.left + tiny && other.right > one.left + tiny &&
                             one.bottom > other.top + tiny && other.bottom > one.top + tiny
                         ? 1
                         : 0;
        }
    }
    return count;
}

// What lies in one of the two parts, from `left` on.
void check_part(const Page& page, double left, double right) {
    constexpr double margin = millimetres(5);
    constexpr double tiny = 0.5;
    int texts = 0;
    for (const Area& area : areas_of(page)) {
        if (area.bottom < swiss_slip_top || area.left < left || area.left > right) continue;
        ++texts;
        CHECK(area.left >= left + margin - tiny);
        CHECK(area.right <= right - margin + tiny);
        CHECK(area.top >= swiss_slip_top + margin - tiny);
        CHECK(area.bottom <= page_height - margin + tiny);
    }
    CHECK(texts > 5);
}

}  // namespace

TEST_CASE("Swiss slip: amounts and references in the groups of the guidelines") {
    CHECK(slip_amount("0.05 CHF"_money) == "0.05");
    CHECK(slip_amount("95.35 CHF"_money) == "95.35");
    CHECK(slip_amount("150.00 EUR"_money) == "150.00");
    CHECK(slip_amount("3949.75 CHF"_money) == "3 949.75");
    CHECK(slip_amount("123456.00 CHF"_money) == "123 456.00");
    CHECK(slip_amount("999999999.99 CHF"_money) == "999 999 999.99");
    CHECK(slip_reference("210000000003139471430009017") == "21 00000 00003 13947 14300 09017");
    CHECK(slip_reference("RF18539007547034") == "RF18 5390 0754 7034");
    CHECK(slip_reference("RF49N73GBST73AKL38ZX") == "RF49 N73G BST7 3AKL 38ZX");
}

TEST_CASE("Swiss slip: the code has its place, and is nowhere else in the letter") {
    const auto pages = pages_of(swiss_letter(3));
    for (const Page& page : pages) {
        CHECK(page.codes.size() == (&page == &pages.back() ? 1u : 0u));
    }
    const PlacedCode& code = pages.back().codes.front();
    CHECK(code.left == doctest::Approx(millimetres(67)));
    CHECK(code.top == doctest::Approx(millimetres(192 + 17)));
    CHECK(code.side == doctest::Approx(millimetres(46)));
}

TEST_CASE(
    "Swiss slip: it stands alone at the foot of the last page, whatever the letter's length") {
    for (int invoices = 1; invoices < 60; invoices += 3) {
        CAPTURE(invoices);
        NoticeSample of = swiss_letter(invoices);
        if (invoices % 2 == 0) of.notice.wording = "final";
        const auto pages = pages_of(of);
        for (const Page& page : pages) CHECK(overlaps(areas_of(page)) == 0);
        for (const PlacedRule& rule : pages.back().rules) CHECK(rule.y < swiss_slip_top);
        check_part(pages.back(), 0, millimetres(62));
        check_part(pages.back(), millimetres(62), page_width);
    }
}

TEST_CASE("Swiss slip: the longest texts that the standard allows stay in their parts") {
    for (const char* const language : {"en", "de", "fr-CH", "it"}) {
        CAPTURE(language);
        const BillAddress longest{.name = std::string(34, 'W') + " " + std::string(35, 'w'),
                                  .street = std::string(34, 'M') + " " + std::string(35, 'm'),
                                  .house = std::string(16, '8'),
                                  .postal_code = std::string(16, '8'),
                                  .city = std::string(35, 'W'),
                                  .country = "DE"};
        SwissBill bill{.iban = "CH5800791123000889012",
                       .creditor = longest,
                       .amount = "999999999.99 CHF"_money,
                       .debtor = longest,
                       .reference = "RF18539007547034",
                       .message = std::string(70, 'W') + std::string(70, 'M')};
        for (const bool has_debtor : {true, false}) {
            if (!has_debtor) bill.debtor.reset();
            Page page;
            add_swiss_slip(page, bill, language);
            CHECK(overlaps(areas_of(page)) == 0);
            check_part(page, 0, millimetres(62));
            check_part(page, millimetres(62), page_width);
            // Two lines to separate along, and the corners of what the payer fills in.
            CHECK(page.lines.size() == (has_debtor ? 2u : 18u));
            for (const PlacedLine& line : page.lines) CHECK(line.end_y <= page_height);
        }
    }
}

TEST_CASE("Swiss slip: other codes and other currencies have none") {
    NoticeSample of = swiss_letter(1);
    of.notice.total = "95.35 USD"_money;
    CHECK(pages_of(of).back().lines.empty());
    of = swiss_letter(1);
    of.policy.payment.code = PaymentCode::link;
    CHECK(pages_of(of).back().lines.empty());
}
