#include "text/chinese_amount.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

struct Example {
    const char* amount;
    const char* capitals;
};

void check_all(const std::vector<Example>& examples) {
    for (const Example& example : examples) {
        CAPTURE(example.amount);
        const auto money = parse_money(example.amount, "CNY"_currency);
        REQUIRE(money.has_value());
        const auto text = chinese_capitals(*money);
        REQUIRE(text.has_value());
        CHECK(*text == std::string("人民币") + example.capitals);
    }
}

}  // namespace

TEST_CASE("chinese capitals: the examples of the central bank's rule") {
    check_all({{"1409.50", "壹仟肆佰零玖元伍角"},
               {"6007.14", "陆仟零柒元壹角肆分"},
               {"1680.32", "壹仟陆佰捌拾元零叁角贰分"},
               {"107000.53", "壹拾万柒仟元零伍角叁分"},
               {"16409.02", "壹万陆仟肆佰零玖元零贰分"},
               {"325.04", "叁佰贰拾伍元零肆分"}});
}

TEST_CASE("chinese capitals: whole yuan end in 整, jiao and fen do not") {
    check_all({{"0.00", "零元整"},
               {"1.00", "壹元整"},
               {"10.00", "壹拾元整"},
               {"1.10", "壹元壹角"},
               {"0.50", "伍角"},
               {"0.05", "伍分"},
               {"0.55", "伍角伍分"},
               {"20.50", "贰拾元零伍角"},
               {"80.02", "捌拾元零贰分"},
               {"1059.89", "壹仟零伍拾玖元捌角玖分"}});
}

TEST_CASE("chinese capitals: zeros between digits are read once, zeros at the end not at all") {
    check_all({{"101.00", "壹佰零壹元整"},
               {"1001.00", "壹仟零壹元整"},
               {"1010.00", "壹仟零壹拾元整"},
               {"1100.00", "壹仟壹佰元整"},
               {"10001.00", "壹万零壹元整"},
               {"10010.05", "壹万零壹拾元零伍分"},
               {"10100.00", "壹万零壹佰元整"},
               {"11000.00", "壹万壹仟元整"},
               {"100000.00", "壹拾万元整"},
               {"101000.00", "壹拾万壹仟元整"},
               {"1000001.00", "壹佰万零壹元整"},
               {"10001000.00", "壹仟万壹仟元整"},
               {"20304050.60", "贰仟零叁拾万肆仟零伍拾元零陆角"}});
}

TEST_CASE("chinese capitals: the borders of 万, 亿 and 万亿") {
    check_all({{"9999.99", "玖仟玖佰玖拾玖元玖角玖分"},
               {"10000.00", "壹万元整"},
               {"99999999.00", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元整"},
               {"100000000.00", "壹亿元整"},
               {"100000001.00", "壹亿零壹元整"},
               {"100010000.00", "壹亿零壹万元整"},
               {"110000000.00", "壹亿壹仟万元整"},
               {"1234567890.12", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"},
               {"1000000000000.00", "壹万亿元整"},
               {"1000000000001.00", "壹万亿零壹元整"},
               {"1000100000000.00", "壹万零壹亿元整"},
               {"1000010000000.00", "壹万亿零壹仟万元整"}});
}

TEST_CASE("chinese capitals: refused are negative amounts, other currencies and too large ones") {
    const Currency cny = "CNY"_currency;
    CHECK_FALSE(chinese_capitals({-1, cny}));
    CHECK_FALSE(chinese_capitals("1.00 USD"_money));
    CHECK_FALSE(chinese_capitals("100 JPY"_money));
    CHECK(chinese_capitals({999'999'999'999'999'999, cny}).has_value());
    const auto refused = chinese_capitals({1'000'000'000'000'000'000, cny});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().what == "the amount is too large for Chinese capitals");
}
