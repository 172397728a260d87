// Names, addresses and accounts in free text.
#include "text/personal_words.h"

#include <doctest/doctest.h>

using namespace dunning;

namespace {

std::string without_name(std::string_view name, std::string_view text) {
    PersonalWords words;
    words.add_name(name);
    return words.without(text, "-");
}

std::string without_address(std::string_view text) {
    PersonalWords words;
    words.add_address("Rosenstraße 7a", "28195", "Bremen");
    return words.without(text, "-");
}

std::string without_account(std::string_view account, std::string_view text) {
    PersonalWords words;
    words.add_account(account);
    return words.without(text, "-");
}

}  // namespace

TEST_CASE(
    "personal words: each word, in any case, with and without marks, next to what is no letter") {
    CHECK(without_name("Anna Müller", "invoice of Anna") == "invoice of -");
    CHECK(without_name("Anna Müller", "MUELLER, ANNA / 2026") == "-, - / 2026");
    CHECK(without_name("Anna Müller", "to anna@mueller.example, Müllers order") ==
          "to -@-.example, - order");
    CHECK(without_name("Anna Müller", "Annahme, Annas") == "Annahme, -");
    CHECK(without_name("Anna Müller-Lüdenscheid", "Frau LÜDENSCHEID") == "Frau -");
}

TEST_CASE("personal words: short words stay, and so does what is no name") {
    CHECK(without_name("Bo Li", "Bo Li bought a sofa") == "Bo Li bought a sofa");
    CHECK(without_name("Ann", "Ann") == "-");
    CHECK(without_name("", "anything") == "anything");
    CHECK(without_name("...", "a...b") == "a...b");
}

TEST_CASE("personal words: Chinese names stand within other text") {
    CHECK(without_name("王小明", "王小明的发票") == "-的发票");
    CHECK(without_name("王小明", "退款给王小明先生") == "退款给-先生");
    CHECK(without_name("王", "王先生") == "王先生");
}

TEST_CASE("personal words: bytes that are no text are left alone") {
    CHECK(without_name("Anna",
                       "\xff"
                       "Anna\xfe") == "\xff-\xfe");
}

TEST_CASE("personal words: the street goes, and with it or together what many addresses share") {
    CHECK(without_address("Frau Weber, ROSENSTRASSE 7a") == "Frau Weber, - -");
    CHECK(without_address("Rosenstr. 7a, 28195 Bremen") == "-. -, - -");
    CHECK(without_address("Bremen 28195") == "- -");
    CHECK(without_address("Rosenstraße") == "-");
    CHECK(without_address("Rosenstraßenfest") == "Rosenstraßenfest");
}

TEST_CASE("personal words: a town, a code or a number alone says of nobody where they live") {
    CHECK(without_address("freight to Bremen") == "freight to Bremen");
    CHECK(without_address("order 28195") == "order 28195");
    CHECK(without_address("unit 7a of Bremen") == "unit 7a of Bremen");
}

TEST_CASE("personal words: what many streets are called is nobody's word by itself") {
    PersonalWords words;
    words.add_address("Unit 4, 12 Abbey Road", "", "");
    CHECK(words.without("12 Abbey Road", "-") == "- - -");
    CHECK(words.without("road tax, price per unit", "-") == "road tax, price per unit");
    words.add_address("Lange Straße 9", "", "");
    CHECK(words.without("Straße frei", "-") == "Straße frei");
    CHECK(words.without("Lange Straße 9", "-") == "- - -");
}

TEST_CASE("personal words: a Chinese street goes with its town and without") {
    PersonalWords words;
    words.add_address("北京市朝阳区建国路8号", "100020", "北京市");
    CHECK(words.without("送到北京市朝阳区建国路8号", "-") == "送到-8号");
    CHECK(words.without("送到建国路", "-") == "送到-");
    CHECK(words.without("北京市的订单", "-") == "北京市的订单");
}

TEST_CASE("personal words: an account goes however it is grouped, and in the form of older banks") {
    constexpr std::string_view iban = "DE89370400440532013000";
    CHECK(without_account(iban, "SEPA from DE89370400440532013000") == "SEPA from -");
    CHECK(without_account(iban, "de89 3704 0044 0532 0130 00, thanks") == "-, thanks");
    CHECK(without_account(iban, "37040044/532013000 R-1") == "- R-1");
    CHECK(without_account("37040044/532013000", "account 532013000") == "account -");
    CHECK(without_account("", "from DE89370400440532013000") == "from -");  // an IBAN as it stands
}

TEST_CASE("personal words: what is no account stays") {
    constexpr std::string_view iban = "DE89370400440532013000";
    CHECK(without_account(iban, "R-2026 of 370.40") == "R-2026 of 370.40");
    CHECK(without_account(iban, "DE89370400440532013001") == "DE89370400440532013001");
    CHECK(without_account("12345", "12345") == "12345");
    CHECK(without_account(iban, "RF18539007547034") == "RF18539007547034");  // also mod 97
    CHECK(without_account(iban, "RF18 5390 0754 7034") == "RF18 5390 0754 7034");
}
