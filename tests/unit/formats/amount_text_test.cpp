#include "formats/amount_text.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/literals.h"
#include "text/utf8.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

// "-1234.50 EUR", "1234.50", or "!what is wrong".
std::string read(std::string_view text, char decimal_mark) {
    const auto amount = read_amount(text, decimal_mark);
    if (!amount) return "!" + amount.error().what;
    return amount->number + (amount->currency.empty() ? "" : " " + amount->currency);
}

struct Case {
    std::string_view text;
    char mark;
    std::string_view expected;
};

void check_all(const std::vector<Case>& cases) {
    for (const auto& [text, mark, expected] : cases) {
        CAPTURE(text);
        CAPTURE(mark);
        CHECK(read(text, mark) == expected);
    }
}

DecimalMarkVote vote_of(const std::vector<std::string_view>& values) {
    DecimalMarkVote vote;
    for (const auto value : values) vote.see(value);
    return vote;
}

}  // namespace

TEST_CASE("amounts: groups of three, by anything that is not the decimal mark") {
    check_all({
        {"0", '.', "0"},
        {"1234", '.', "1234"},
        {"1234", ',', "1234"},
        {"0.5", '.', "0.5"},
        {"1234,50", ',', "1234.50"},
        {"1.234,50", ',', "1234.50"},
        {"1.234.567", ',', "1234567"},
        {"1,234.56", '.', "1234.56"},
        {"12,345,678.9", '.', "12345678.9"},
        {"1.234", '.', "1.234"},
        {"1.234", ',', "1234"},
        {"1'234.50", '.', "1234.50"},
        {"1’234’567,50", ',', "1234567.50"},
        {"1 234,50", ',', "1234.50"},
        {"1\u00A0234,50", ',', "1234.50"},
        {"1\u202F234\u202F567", ',', "1234567"},
        {" \t1,234.56          \t", '.', "1234.56"},
        {"007", '.', "007"},
    });
}

TEST_CASE("amounts: groups of any other size are refused") {
    check_all({
        {"1,06.74", '.', "!'1,06.74' is not a number: its groups are not of three digits"},
        {"12,34,567.00", '.',
         "!'12,34,567.00' is not a number: its groups are not of three digits"},
        {"1.23,50", ',', "!'1.23,50' is not a number: its groups are not of three digits"},
        {"1234.567,5", ',', "!'1234.567,5' is not a number: its groups are not of three digits"},
        {"1.2345,5", ',', "!'1.2345,5' is not a number: its groups are not of three digits"},
        {"1.234.5", ',', "!'1.234.5' is not a number: its groups are not of three digits"},
        {"1  234", '.', "!'1  234' is not a number: its groups are not of three digits"},
        {"1,2,3", ',', "!'1,2,3' is not a number"},
        {"1.234.5", '.', "!'1.234.5' is not a number"},
        {"1'234 567", '.', "!'1'234 567' is not a number"},
        {"1,234'567", '.', "!'1,234'567' is not a number"},
        {"0 123", '.', "!'0 123' is not a number"},
        {"000,123,5", ',', "!'000,123,5' is not a number"},
        {"1.234 567", '.', "!'1.234 567' is not a number"},
    });
}

TEST_CASE("amounts: the other decimal mark is named when it would fit") {
    check_all({
        {"10.50", ',', "!'10.50' is a number only with '.' as the decimal mark"},
        {"12,50 €", '.', "!'12,50 €' is a number only with ',' as the decimal mark"},
        {"1.234,50", '.', "!'1.234,50' is a number only with ',' as the decimal mark"},
        {"0,123", '.', "!'0,123' is a number only with ',' as the decimal mark"},
        {"0.123", ',', "!'0.123' is a number only with '.' as the decimal mark"},
    });
}

TEST_CASE("amounts: what is no number is not read in part") {
    check_all({
        {"", '.', "!'' is not a number"},
        {"-", '.', "!'-' is not a number"},
        {"EUR", '.', "!'EUR' is not a number"},
        {"()", '.', "!'()' is not a number"},
        {",5", ',', "!',5' is not a number"},
        {".5", '.', "!'.5' is not a number"},
        {"5.", '.', "!'5.' is not a number"},
        {"5,-", ',', "!'5,-' is not a number"},
        {"12,5O", '.', "!'12,5O' is not a number"},
        {"1OO", '.', "!'1OO' is not a number"},
        {"1e5", '.', "!'1e5' is not a number"},
        {"0x10", '.', "!'0x10' is not a number"},
        {"10%", '.', "!'10%' is not a number"},
        {"1.5.5", '.', "!'1.5.5' is not a number"},
        {"2026-01-31", '.', "!'2026-01-31' is not a number"},
        {"1/2", '.', "!'1/2' is not a number"},
        {"nan", '.', "!'nan' is not a number"},
        {"1\t234", '.', "!'1\\x09234' is not a number"},
        {"五", '.', "!'五' is not a number"},
    });
}

TEST_CASE("amounts: a sign on either side, or brackets, but one") {
    check_all({
        {"-1.234,5", ',', "-1234.5"},
        {"+5", '.', "5"},
        {"- 5", '.', "-5"},
        {"1234,56-", ',', "-1234.56"},
        {"1234,56 -", ',', "-1234.56"},
        {"\u2212"
         "5",
         '.', "-5"},
        {"5\u2212", '.', "-5"},
        {"(1,234.56)", '.', "-1234.56"},
        {"( 5 )", '.', "-5"},
        {"12.50 CR", '.', "-12.50"},
        {"12.50 Dr", '.', "12.50"},
        {"12.50 EUR CR", '.', "-12.50 EUR"},
        {"12.50CR", '.', "!'12.50CR' is not a number"},
        {"CR 12.50", '.', "!'CR 12.50' is not a number"},
        {"5+", '.', "!'5+' is not a number"},
        {"--1", '.', "!'--1' has more than one sign"},
        {"-1-", '.', "!'-1-' has more than one sign"},
        {"(-1)", '.', "!'(-1)' has more than one sign"},
        {"-1 CR", '.', "!'-1 CR' has more than one sign"},
        {"(1) DR", '.', "!'(1) DR' has more than one sign"},
        {"(1", '.', "!'(1' has only one bracket"},
        {"1)", '.', "!'1)' has only one bracket"},
        {"((1))", '.', "!'((1))' is not a number"},
        {")1(", '.', "!')1(' is not a number"},
    });
}

TEST_CASE("amounts: a currency on either side, by its sign or code") {
    check_all({
        {"$13.50", '.', "13.50 $"},
        {"-$13.50", '.', "-13.50 $"},
        {"$-13.50", '.', "-13.50 $"},
        {"($1,013.50)", '.', "-1013.50 $"},
        {"$(5)", '.', "-5 $"},
        {"¥28.16", '.', "28.16 ¥"},
        {"￥28.16", '.', "28.16 ¥"},
        {"28.16元", '.', "28.16 元"},
        {"€ 1.234,50", ',', "1234.50 €"},
        {"EUR 12,00", ',', "12.00 EUR"},
        {"EUR12,00", ',', "12.00 EUR"},
        {"12,00 Eur", ',', "12.00 EUR"},
        {"1 234,50 €", ',', "1234.50 €"},
        {"1\u202F234,50\u00A0€", ',', "1234.50 €"},
        {"5- €", ',', "-5 €"},
        {"5 €-", ',', "-5 €"},
        {"CHF 1’234.50", '.', "1234.50 CHF"},
        {"100 kr.", ',', "100 kr."},
        {"5,00 zł", ',', "5.00 zł"},
        {"$12.00 CAD", '.', "12.00 CAD"},
        {"CAD $12.00", '.', "12.00 CAD"},
        {"EUR 5 EUR", '.', "5 EUR"},
        {"€5 USD", '.', "!'€5 USD' names two currencies"},
        {"EUR 5 $", '.', "!'EUR 5 $' names two currencies"},
        {"XYZ 5", '.', "!'XYZ 5' is not a number"},
        {"5 pieces", '.', "!'5 pieces' is not a number"},
        {"5 EUR 7", '.', "!'5 EUR 7' is not a number"},
    });
}

TEST_CASE("amounts: full-width characters are the narrow ones") {
    check_all({
        {"１，２３４．５０", '.', "1234.50"},
        {"－５", '.', "-5"},
        {"（５）", '.', "-5"},
        {"＄５", '.', "5 $"},
        {"５　ＥＵＲ", '.', "5 EUR"},
    });
}

TEST_CASE("amounts: the reading never depends on how long the text is, nor does the message") {
    const auto long_number = read_amount(std::string(1'000'000, '1'), '.');
    REQUIRE(!long_number);
    CHECK(long_number.error().what.size() < 120);
    CHECK(long_number.error().what.ends_with("is too long for an amount"));
    CHECK(read_amount(std::string(100, '1'), '.'));
    CHECK(!read_amount(std::string(101, '1'), '.'));
    CHECK(read_amount(std::string(500, ' ') + "1", '.'));
}

TEST_CASE("amounts: any bytes are a number or a fault that can be printed") {
    const std::string_view fixture = "(￥１，234.5\u202F’€ EUR) CR-";
    const auto check = [](std::string_view text) {
        const auto amount = read_amount(text, '.');
        if (!amount && first_invalid_utf8(amount.error().what)) FAIL(printable(text));
        vote_of({text});
    };
    for (std::size_t size = 0; size <= fixture.size(); ++size) check(fixture.substr(0, size));
    for (std::size_t at = 0; at < fixture.size(); ++at) {
        for (const char byte : {'\0', '\x80', '\xEF', '\xFF', '(', '-', '9', ' '}) {
            std::string damaged(fixture);
            damaged[at] = byte;
            check(damaged);
        }
    }
}

TEST_CASE("currency marks: a shared mark fits each of its currencies, a code its own alone") {
    CHECK(is_mark_of("$", "USD"_currency));
    CHECK(is_mark_of("$", "CAD"_currency));
    CHECK(!is_mark_of("$", "EUR"_currency));
    CHECK(is_mark_of("¥", "CNY"_currency));
    CHECK(is_mark_of("¥", "JPY"_currency));
    CHECK(is_mark_of("EUR", "EUR"_currency));
    CHECK(!is_mark_of("EUR", "USD"_currency));
    CHECK(!is_mark_of("", "EUR"_currency));
    CHECK(!is_mark_of("?", "EUR"_currency));
    CHECK(!is_currency_mark(""));
    CHECK(!is_currency_mark("eur"));
}

TEST_CASE("decimal mark: values that have one reading settle it") {
    struct Vote {
        std::vector<std::string_view> values;
        std::optional<char> mark;
        bool undecided = false;
        bool contradictory = false;
    };
    const std::vector<Vote> cases = {
        {{}, {}},
        {{"", "1234", "-5", "EUR 7", "1 234"}, {}},
        {{"n/a", "31.12.2026", "1.2.3"}, {}},
        {{"1234.5"}, '.'},
        {{"12.50"}, '.'},
        {{"1,234.56"}, '.'},
        {{"1,234,567"}, '.'},
        {{"1234.567"}, '.'},
        {{"1'234.567"}, '.'},
        {{"0.123"}, '.'},
        {{"$13.5"}, '.'},
        {{"12,50"}, ','},
        {{"1.234,56"}, ','},
        {{"1.234.567"}, ','},
        {{"1 234,567"}, ','},
        {{"0,123"}, ','},
        {{"(12,50)"}, ','},
        {{"12,50-"}, ','},
        {{"１２，５０"}, ','},
        {{"1.234"}, {}, true},
        {{"1,234"}, {}, true},
        {{"1.234", "1,234"}, {}, true},
        {{"-1.234 €", "7"}, {}, true},
        {{"1.234", "12.50"}, '.'},
        {{"1.234", "12,50"}, ','},
        {{"12,50", "1.234"}, ','},
        {{"12.50", "1.234,56"}, {}, false, true},
        {{"1,234,567", "1.234.567"}, {}, false, true},
    };
    for (const auto& [values, mark, undecided, contradictory] : cases) {
        CAPTURE(values.empty() ? "" : std::string(values.front()));
        const auto vote = vote_of(values);
        CHECK(vote.mark() == mark);
        CHECK(vote.undecided() == undecided);
        CHECK(vote.contradictory() == contradictory);
        CHECK(vote.settled() == (mark || contradictory));
    }
}

TEST_CASE("decimal mark: the values that say something are kept for the message") {
    const auto vote = vote_of({"5", " 1.234 ", "2.345", "12.50", "7.25", "1.234,5", "9,9"});
    CHECK(vote.example() == "1.234");
    CHECK(vote.with_point() == "12.50");
    CHECK(vote.with_comma() == "1.234,5");
}
