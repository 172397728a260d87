#include "core/money.h"

#include <doctest/doctest.h>

#include <limits>
#include <numeric>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

}  // namespace

TEST_CASE("currency: digits are those of ISO 4217") {
    struct Case {
        std::string_view code;
        int digits;
    };
    for (const auto& [code, digits] : {Case{"CNY", 2},
                                       {"EUR", 2},
                                       {"USD", 2},
                                       {"JPY", 0},
                                       {"KRW", 0},
                                       {"VND", 0},
                                       {"CLP", 0},
                                       {"UYI", 0},
                                       {"XOF", 0},
                                       {"KWD", 3},
                                       {"BHD", 3},
                                       {"TND", 3},
                                       {"CLF", 4},
                                       {"UYW", 4},
                                       {"MGA", 2},
                                       {"AED", 2},
                                       {"ZWG", 2},
                                       {"XCG", 2}}) {
        CAPTURE(code);
        const auto currency = Currency::from_code(code);
        REQUIRE(currency);
        CHECK(currency->code() == code);
        CHECK(currency->digits() == digits);
    }
}

TEST_CASE("currency: withdrawn codes stay readable") {
    for (const auto* const code : {"BGN", "HRK", "SLL", "ZWL", "ANG"}) {
        CAPTURE(code);
        CHECK(Currency::from_code(code));
    }
}

TEST_CASE("currency: what is no code with a minor unit is refused") {
    for (const auto* const code :
         {"", "CN", "CNYX", "cny", "Eur", "XAU", "XDR", "XXX", "XTS", "ZZZ", "AAA", "EU ", "RMB"}) {
        CAPTURE(code);
        CHECK_FALSE(Currency::from_code(code));
    }
}

TEST_CASE("money: sums and differences are exact") {
    CHECK("10.05 CNY"_money + "0.95 CNY"_money == "11.00 CNY"_money);
    CHECK("10.05 CNY"_money - "20.00 CNY"_money == "-9.95 CNY"_money);
    CHECK(-"1.234 KWD"_money == "-1.234 KWD"_money);
    CHECK(-"0.00 EUR"_money == "0.00 EUR"_money);
}

TEST_CASE("money: a sum that does not fit is refused, not wrapped") {
    const Currency cny = "CNY"_currency;
    CHECK_THROWS_AS(Money(largest, cny) + Money(1, cny), AmountOverflow);
    CHECK_THROWS_AS(Money(smallest, cny) - Money(1, cny), AmountOverflow);
    CHECK_THROWS_AS(-Money(smallest, cny), AmountOverflow);
    CHECK_THROWS_AS(add_minor(smallest, -1), AmountOverflow);
    CHECK(add_minor(largest - 1, 1) == largest);
    CHECK(-Money(largest, cny) == Money(smallest + 1, cny));
}

TEST_CASE("money: equal numbers of two currencies are different amounts") {
    CHECK("5.00 CNY"_money != "5.00 EUR"_money);
    CHECK("5.00 CNY"_money < "5.01 CNY"_money);
    CHECK("-5.00 CNY"_money < "0.00 CNY"_money);
}

TEST_CASE("divide_rounded: each rounding at and around the half, on both sides of zero") {
    struct Case {
        int numerator, denominator, half_away, half_even, down;
    };
    for (const auto& c : {Case{0, 1, 0, 0, 0},
                          {4, 2, 2, 2, 2},
                          {-4, 2, -2, -2, -2},
                          {1, 2, 1, 0, 0},
                          {-1, 2, -1, 0, 0},
                          {3, 2, 2, 2, 1},
                          {-3, 2, -2, -2, -1},
                          {5, 2, 3, 2, 2},
                          {-5, 2, -3, -2, -2},
                          {7, 2, 4, 4, 3},
                          {-7, 2, -4, -4, -3},
                          {2499, 1000, 2, 2, 2},
                          {2501, 1000, 3, 3, 2},
                          {-2499, 1000, -2, -2, -2},
                          {-2501, 1000, -3, -3, -2},
                          {1, 3, 0, 0, 0},
                          {2, 3, 1, 1, 0},
                          {-2, 3, -1, -1, 0}}) {
        CAPTURE(c.numerator);
        CAPTURE(c.denominator);
        CHECK(divide_rounded(c.numerator, c.denominator, Rounding::half_away_from_zero) ==
              c.half_away);
        CHECK(divide_rounded(c.numerator, c.denominator, Rounding::half_even) == c.half_even);
        CHECK(divide_rounded(c.numerator, c.denominator, Rounding::down) == c.down);
    }
}

TEST_CASE("divide_rounded: products far past int64 are divided exactly") {
    const Wide product = Wide(max_amount_minor) * 1'000'000'000 * 36'500;
    CHECK(divide_rounded(product, Wide(1'000'000'000) * 36'500, Rounding::down) ==
          max_amount_minor);
}

TEST_CASE("divide_rounded: a quotient that does not fit is refused") {
    CHECK(divide_rounded(Wide(largest), 1, Rounding::down) == largest);
    CHECK(divide_rounded(Wide(smallest), 1, Rounding::down) == smallest);
    CHECK_THROWS_AS(divide_rounded(Wide(largest) + 1, 1, Rounding::down), AmountOverflow);
    CHECK_THROWS_AS(divide_rounded(Wide(smallest) - 1, 1, Rounding::down), AmountOverflow);
    // Only the rounding goes past the end.
    const Wide almost = Wide(largest) * 2 + 1;
    CHECK(divide_rounded(almost, 2, Rounding::down) == largest);
    CHECK_THROWS_AS(divide_rounded(almost, 2, Rounding::half_away_from_zero), AmountOverflow);
}

TEST_CASE("split: parts sum to the whole, differ by one unit at most, the larger first") {
    using Parts = std::vector<Money>;
    CHECK(split("10.00 CNY"_money, 3) ==
          Parts{"3.34 CNY"_money, "3.33 CNY"_money, "3.33 CNY"_money});
    CHECK(split("10.00 CNY"_money, 1) == Parts{"10.00 CNY"_money});
    CHECK(split("-0.05 CNY"_money, 3) ==
          Parts{"-0.02 CNY"_money, "-0.02 CNY"_money, "-0.01 CNY"_money});
    CHECK(split("2 JPY"_money, 3) == Parts{"1 JPY"_money, "1 JPY"_money, "0 JPY"_money});
    for (int total = -30; total <= 30; ++total) {
        for (int parts = 1; parts <= 7; ++parts) {
            const auto amounts = split(Money(total, "EUR"_currency), parts);
            CHECK(amounts.size() == static_cast<std::size_t>(parts));
            CHECK(std::accumulate(amounts.begin(), amounts.end(), "0.00 EUR"_money) ==
                  Money(total, "EUR"_currency));
        }
    }
}

TEST_CASE("to_decimal: always the digits of the currency") {
    CHECK(to_decimal("1234.5 CNY"_money) == "1234.50");
    CHECK(to_decimal("-0.05 CNY"_money) == "-0.05");
    CHECK(to_decimal("0 CNY"_money) == "0.00");
    CHECK(to_decimal("1234 JPY"_money) == "1234");
    CHECK(to_decimal("-1 JPY"_money) == "-1");
    CHECK(to_decimal("-1.234 KWD"_money) == "-1.234");
    CHECK(to_decimal("0.0007 CLF"_money) == "0.0007");
    CHECK(to_decimal(Money(smallest, "CNY"_currency)) == "-92233720368547758.08");
}

TEST_CASE("parse_money: the machine form") {
    struct Case {
        std::string_view text;
        std::int64_t minor;
    };
    for (const auto& [text, minor] : {Case{"0", 0},
                                      {"-0", 0},
                                      {"12", 1200},
                                      {"12.5", 1250},
                                      {"12.50", 1250},
                                      {"-12.5", -1250},
                                      {"007.10", 710},
                                      {"1.50000", 150},
                                      {"10000000000000.00", max_amount_minor},
                                      {"-10000000000000", -max_amount_minor}}) {
        CAPTURE(text);
        const auto money = parse_money(text, "CNY"_currency);
        REQUIRE(money.has_value());
        CHECK(money->minor() == minor);
    }
    CHECK(parse_money("1234", "JPY"_currency)->minor() == 1234);
    CHECK(parse_money("1234.0", "JPY"_currency)->minor() == 1234);
}

TEST_CASE("parse_money: what is no number is refused in these words") {
    for (const auto* const text :
         {"", "-", "+5", ".5", "5.", "-.5", ".", "1 000", " 5", "5 ", "1e3", "1.2.3", "--5", "0x10",
          "12.5a", "\xef\xbc\x91\xef\xbc\x92", "nan"}) {
        CAPTURE(text);
        const auto money = parse_money(text, "CNY"_currency);
        REQUIRE_FALSE(money.has_value());
        CHECK(money.error() == Fault{"'" + std::string(text) + "' is not a number"});
    }
    CHECK(
        parse_money("12,5O", "CNY"_currency).error() ==
        Fault{
            "'12,5O' is not a number",
            "write amounts with a point before the decimals and without grouping, as in 1234.50"});
}

TEST_CASE("parse_money: decimals beyond the currency's and amounts beyond the limit are refused") {
    CHECK(parse_money("1.005", "CNY"_currency).error().what ==
          "'1.005' has more decimal places than CNY (2)");
    CHECK(parse_money("0.5", "JPY"_currency).error().what ==
          "'0.5' has more decimal places than JPY (0)");
    CHECK(parse_money("10000000000000.01", "CNY"_currency).error().what ==
          "'10000000000000.01' is too large (at most 10000000000000.00 CNY)");
    for (const auto* const text : {"10000000000001", "99999999999999999999999999999999",
                                   "-9223372036854775809", "18446744073709551617"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_money(text, "CNY"_currency).has_value());
    }
}

TEST_CASE("parse_money: reads back what to_decimal writes") {
    for (const auto* const code : {"JPY", "CNY", "KWD", "CLF"}) {
        const auto currency = *Currency::from_code(code);
        for (const std::int64_t minor : {0L, 1L, -1L, 9L, -10L, 99L, 100L, 12345L, -1000001L}) {
            const Money money(minor, currency);
            CHECK(parse_money(to_decimal(money), currency).value() == money);
        }
    }
}
