#include "render/letter.h"

#include "letter_samples.h"
#include "render/letter_pages.h"
#include "render/letter_text.h"

using namespace dunning;

TEST_CASE("letter: pieces come from the template, in the customer's language") {
    NoticeSample of = sample();
    of.customer.collector = "Mei";
    of.customer.country = of.policy.book.country = "GB";
    const Letter letter = composed_letter(of);
    CHECK(letter.sender == "Jade River Trading Co., Ltd.");
    CHECK(letter.address ==
          std::vector<std::string>{"Lotus & Sons", "12 Canal Street", "Leeds LS1 4AB"});
    CHECK(letter.particulars == std::vector<LetterLine>{{"Date", "21 November 2026"},
                                                        {"Our reference", "N000001"},
                                                        {"Customer number", "C001"},
                                                        {"Person in charge", "Mei"},
                                                        {"Email", "ar@jade.example"}});
    CHECK(letter.total == std::vector<LetterLine>{{"Amount to pay", "EUR\u00A095.35"},
                                                  {"Please pay by", "28 November 2026"}});
    CHECK(letter.opening.size() == 2);
    CHECK(letter.ending.size() == 2);
    of.notice.language = "zh-CN";
    CHECK(composed_letter(of).total.front() == LetterLine{"应付总额", "EUR\u00A095.35"});
}

TEST_CASE(
    "letter: the address stands as the country writes it, whatever language the letter speaks") {
    NoticeSample of = sample();
    of.notice.language = "zh-CN";
    of.customer.country = of.policy.book.country = "DE";
    CHECK(composed_letter(of).address ==
          std::vector<std::string>{"Lotus & Sons", "12 Canal Street", "LS1 4AB Leeds"});
    of.customer.country = of.policy.book.country = "CN";
    CHECK(composed_letter(of).address ==
          std::vector<std::string>{"LS1 4AB", "Leeds12 Canal Street", "Lotus & Sons 台启"});
    of.policy.book.country = "DE";  // abroad
    CHECK(composed_letter(of).address ==
          std::vector<std::string>{"Lotus & Sons", "12 Canal Street", "LS1 4AB Leeds", "CHINA"});
}

TEST_CASE("letter: the first colon parts a label from its text, others belong to the text") {
    NoticeSample of = sample();
    of.policy.payment.bank = "Bank: of Somewhere：east";
    const Letter letter = composed_letter(of);
    CHECK(letter.payment.at(1) == LetterLine{"Bank", "Bank: of Somewhere：east"});
    of.notice.language = "zh-CN";
    CHECK(composed_letter(of).payment.at(1) == LetterLine{"开户银行", "Bank: of Somewhere：east"});
}

TEST_CASE("letter: one row an invoice; interest has a column when some is claimed") {
    NoticeSample of = sample();
    of.notice.lines.at(0).reference = "RF18539007547034";
    of.notice.lines.at(0).disputed = "20.00 EUR"_money;
    const Letter letter = composed_letter(of);
    REQUIRE(letter.columns.size() == 7);
    CHECK(letter.columns.at(5).heading == "Open (EUR)");
    CHECK(letter.columns.at(5).kind == ColumnKind::number);
    REQUIRE(letter.rows.size() == 1);
    CHECK(letter.rows.front().cells == std::vector<std::string>{"INV-1", "10 Oct 2026",
                                                                "9 Nov 2026", "12 days", "120.00",
                                                                "100.00", "0.35"});
    CHECK(letter.rows.front().notes ==
          std::vector<std::string>{"Reference RF18539007547034",
                                   "Disputed by you and not claimed here: EUR\u00A020.00"});
    of.notice.interest = "0.00 EUR"_money;
    CHECK(composed_letter(of).columns.size() == 6);
    CHECK(composed_letter(of).rows.front().cells.size() == 6);
}

TEST_CASE("letter: every piece is one clean line, whatever the data") {
    const Letter letter = composed_letter(hostile_sample());
    const auto check_clean = [](const std::string& text) {
        CAPTURE(text);
        CHECK_FALSE(contains(text, "\n"));
        CHECK_FALSE(contains(text, "\x01"));
        CHECK_FALSE(contains(text, "\u202E"));
    };
    for (const std::string& line : letter.address) check_clean(line);
    for (const LetterLine& line : letter.particulars) check_clean(line.text);
    for (const LetterRow& row : letter.rows) {
        for (const std::string& cell : row.cells) check_clean(cell);
    }
    for (const std::string& paragraph : letter.remarks) check_clean(paragraph);
    check_clean(letter.footer);
    CHECK(contains(letter.address.front(), "Lotus Bcc: <b>x</b> &amp; {{total}}"));
}

TEST_CASE("letter: capitals stand in formal Chinese letters about yuan, and in no others") {
    const auto opening = [](const char* wording, const char* language, Money total) {
        NoticeSample of = sample();
        of.notice.wording = wording;
        of.notice.language = language;
        of.notice.total = total;
        return composed_letter(of).opening.back();
    };
    const Money yuan = "1059.89 CNY"_money;
    CHECK(contains(opening("demand", "zh-CN", yuan), "（大写：人民币壹仟零伍拾玖元捌角玖分）"));
    CHECK(contains(opening("final", "zh-CN", yuan), "（大写：人民币壹仟零伍拾玖元捌角玖分）"));
    CHECK_FALSE(contains(opening("reminder", "zh-CN", yuan), "大写"));
    CHECK_FALSE(contains(opening("final", "zh-CN", "1059.89 EUR"_money), "大写"));
    CHECK_FALSE(contains(opening("final", "en", yuan), "大写"));
}

TEST_CASE("letter text: an invoice is an item with all its columns") {
    NoticeSample of = sample();
    of.notice.lines.at(0).reference = "RF18539007547034";
    CHECK(contains(letter_text(composed_letter(of)),
                   "\n* Invoice INV-1\n"
                   "  Issued: 10 Oct 2026, Due: 9 Nov 2026, Overdue: 12 days, Amount (EUR):\n"
                   "  120.00, Open (EUR): 100.00, Interest (EUR): 0.35\n"
                   "  Reference RF18539007547034\n"));
    of.notice.language = "zh-CN";
    CHECK(contains(letter_text(composed_letter(of)),
                   "\n* 发票 INV-1\n  开票日期：2026-10-10，到期日："));
}

namespace {

// Interest of two segments: 0.25 of it claimed before, 0.10 covered by a plan and 0.10 not claimed.
NoticeSample stating_interest() {
    NoticeSample of = sample();
    Interest interest{.total = "0.70 EUR"_money, .accrued = "0.80 EUR"_money};
    interest.segments.push_back({.from = "2026-11-09"_date,
                                 .to = "2026-11-15"_date,
                                 .days = 6,
                                 .year = 365,
                                 .balance = "120.00 EUR"_money,
                                 .rate = "18.0"_rate,
                                 .amount = "0.50 EUR"_money,
                                 .exact = "0.50000000"});
    interest.segments.push_back(interest.segments.front());
    interest.segments.back().from = "2026-11-15"_date;
    interest.segments.back().to = "2026-11-21"_date;
    interest.segments.back().balance = "100.00 EUR"_money;
    interest.segments.back().amount = "0.30 EUR"_money;
    of.notice.interest_statement = {{.invoice = "INV-1",
                                     .interest = interest,
                                     .waived = "0.00 EUR"_money,
                                     .covered = "0.10 EUR"_money,
                                     .claimed = "0.35 EUR"_money}};
    of.notice.shows_interest_statement = true;
    return of;
}

}  // namespace

TEST_CASE("letter: a notice that shows how interest came about has an annex") {
    CHECK_FALSE(composed_letter(sample()).annex.has_value());
    const Letter letter = composed_letter(stating_interest());
    REQUIRE(letter.annex.has_value());
    const LetterAnnex& annex = *letter.annex;
    REQUIRE(annex.rows.size() == 2);
    using Cells = std::vector<std::string>;
    CHECK(annex.rows[0].cells ==
          Cells{"INV-1", "10 Nov 2026", "15 Nov 2026", "6", "120.00", "18.0", "0.50"});
    CHECK(annex.rows[1].cells ==
          Cells{"INV-1", "16 Nov 2026", "21 Nov 2026", "6", "100.00", "18.0", "0.30"});
    CHECK(annex.sums ==
          std::vector<LetterLine>{
              {"Interest accrued", "EUR\u00A00.80"},
              {"Less what is not claimed, as agreed or by law", "EUR\u00A00.10"},
              {"Less interest agreed in a payment plan for the same days", "EUR\u00A00.10"},
              {"Less what was claimed with earlier notices", "EUR\u00A00.25"}});
    CHECK(annex.total == std::vector<LetterLine>{{"Claimed with this notice", "EUR\u00A00.35"}});
    // Nothing is shown where nothing is claimed, or where the notice is not the last word.
    NoticeSample other = stating_interest();
    other.notice.shows_interest_statement = false;
    CHECK_FALSE(composed_letter(other).annex.has_value());
    other = stating_interest();
    other.notice.interest = "0.00 EUR"_money;
    CHECK_FALSE(composed_letter(other).annex.has_value());
}

TEST_CASE("letter: the annex stands on a page of its own, in every language") {
    for (const char* language : {"en", "de", "zh-CN"}) {
        CAPTURE(language);
        NoticeSample plain = sample();
        NoticeSample stating = stating_interest();
        plain.notice.language = stating.notice.language = language;
        const Typesetter typesetter(language);
        CHECK(lay_out(composed_letter(stating), typesetter).size() ==
              lay_out(composed_letter(plain), typesetter).size() + 1);
    }
}
