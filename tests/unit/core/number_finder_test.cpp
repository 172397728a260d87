#include "core/number_finder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace dunning;

namespace {

// "INV-1 exact; A|B cut": the numbers found, the candidates of one place between bars.
std::string found(const std::vector<std::string>& numbers, std::string_view text) {
    std::string result;
    for (const FoundNumber& place : NumberFinder(numbers).find(text)) {
        if (!result.empty()) result += "; ";
        for (const std::size_t invoice : place.invoices) {
            if (invoice != place.invoices.front()) result += "|";
            result += numbers[invoice];
        }
        result += fmt::format(" {}", to_text(place.how));
    }
    return result;
}

struct Case {
    std::vector<std::string> numbers;
    std::string text;
    std::string result;
};

void check(const std::vector<Case>& cases) {
    for (const auto& [numbers, text, result] : cases) {
        CAPTURE(numbers.front());
        CAPTURE(text);
        CHECK(found(numbers, text) == result);
    }
}

}  // namespace

TEST_CASE("invoice number: a key is upper case without separators, and keeps its zeros") {
    CHECK(number_key("inv-0042") == "INV0042");
    CHECK(number_key("Re.Nr. 2026/0042") == "RENR20260042");
    CHECK(number_key("018304 / 28865") == "01830428865");
    CHECK(number_key("A_1#2:3") == "A123");
    CHECK(number_key("RE\xE2\x80\x93"
                     "7\xC2\xA0"
                     "8") == "RE78");
    CHECK(number_key("A*7") == "A*7");
    CHECK(number_key("-/._ #:") == "");
}

TEST_CASE("invoice number: keys match but for zeros in front of digits") {
    CHECK(number_matches("INV42", "INV0042"));
    CHECK(number_matches("0042", "42"));
    CHECK(number_matches("A0B00", "A0B0"));
    CHECK_FALSE(number_matches("INV42", "INV420"));
    CHECK_FALSE(number_matches("INV42", "INV402"));
    CHECK_FALSE(number_matches("INV42", "IN42"));
    CHECK_FALSE(number_matches("", "0"));
}

TEST_CASE("number finder: as it is, whatever the case") {
    check({
        {{"INV-0042"}, "INV-0042", "INV-0042 exact"},
        {{"INV-0042"}, "payment of inv-0042.", "INV-0042 exact"},
        {{"INV-0042"}, "(inv-0042)", "INV-0042 exact"},
        {{"018304 / 28865"}, "zahlung 018304 / 28865", "018304 / 28865 exact"},
        {{"A*7"}, "a*7", "A*7 exact"},
        {{"R-4"}, "(r-4).", "R-4 exact"},
        {{"4711"}, "4711", "4711 exact"},
        {{"#4711#"}, "4711", "#4711# exact"},
        {{"沪2026-12"}, "付款沪2026-12", ""},  // where the number begins, nothing says
        {{"沪2026-12"}, "付款 沪2026-12", "沪2026-12 exact"},
        {{"2026-0042"}, "发票2026-0042货款", "2026-0042 exact"},
        {{"A-1", "B-2"}, "B-2, A-1 and B-2", "B-2 exact; A-1 exact"},
        {{"r-4", "R-4"}, "R-4", "r-4|R-4 exact"},
        {{"INV-1"}, "INV-2", ""},
        {{""}, "anything", ""},
        {{"-"}, "- -", ""},
    });
}

TEST_CASE("number finder: with other separators, or none") {
    check({
        {{"20260042"}, "Re.Nr. 2026/0042", "20260042 separators"},
        {{"2026/0042"}, "RG 20260042", "2026/0042 separators"},
        {{"INV-0042"}, "inv 0042", "INV-0042 separators"},
        {{"INV-0042"}, "INV0042", "INV-0042 separators"},
        {{"INV 0042"}, "INV.0042", "INV 0042 separators"},
        {{"RE-2026-0042"}, "RE 2026 0042", "RE-2026-0042 separators"},
        {{"20260042"}, "RE20260042", "20260042 separators"},
        {{"20260042"}, "20260042EUR 17,00", "20260042 separators"},
        {{"INV20260001"}, "RF16INV20260001", "INV20260001 separators"},
        {{"INV-42", "INV42"}, "INV 42", "INV-42|INV42 separators"},
        {{"INV-42", "INV42"}, "INV42", "INV42 exact"},
    });
}

TEST_CASE("number finder: with and without zeros in front") {
    check({
        {{"INV-0042"}, "INV 42", "INV-0042 padding"},
        {{"INV-42"}, "INV-00042", "INV-42 padding"},
        {{"2026/0042"}, "2026/42", "2026/0042 padding"},
        {{"INV-42", "INV-0042"}, "INV 42", "INV-42 separators"},
        {{"INV-042", "INV-0042"}, "INV 42", "INV-042|INV-0042 padding"},
        {{"4711"}, "0004711", "4711 padding"},
        {{"2026/0042"}, "202642", ""},  // 20264-2 would be the same
        {{"INV-420"}, "INV 42", ""},
    });
}

TEST_CASE("number finder: short numbers are words, the shortest stand after a word for invoice") {
    check({
        {{"421"}, "421", "421 exact"},
        {{"421"}, "x421", ""},
        {{"421"}, "4 21", ""},
        {{"421"}, "INV421", "421 separators"},
        {{"42"}, "42", ""},
        {{"42"}, "Invoice 42", "42 exact"},
        {{"42"}, "Re.Nr. 42", "42 exact"},
        {{"42"}, "Rechnung Nr: 0042", "42 padding"},
        {{"42"}, "RG42", "42 separators"},
        {{"42"}, "No. 42", "42 exact"},
        {{"42"}, "Payment No. 42", ""},
        {{"42"}, "发票号42", "42 exact"},
        {{"42"}, "发票号码：42", "42 exact"},
        {{"42"}, "号 42", "42 exact"},
        {{"42"}, "订单号42", ""},
        {{"42"}, "Invoice for 42", ""},
        {{"42"}, "Care 42", ""},
        {{"7"}, "inv 7 of 7", "7 exact"},
        {{"A"}, "a payment", ""},
        {{"A1"}, "a 1 time payment", ""},
    });
}

TEST_CASE("number finder: what goes on is another number") {
    check({
        {{"2026"}, "2026-17", ""},
        {{"2026"}, "2026/17", ""},
        {{"2026"}, "2026/0042", ""},
        {{"0042"}, "2026/0042", ""},
        {{"2026"}, "17.05.2026", ""},
        {{"2026"}, "EUR 2026,00", ""},
        {{"4711"}, "4711-a", ""},
        {{"4711"}, "4711a", ""},
        {{"RE2026"}, "RE2026A17", ""},
        {{"20260042"}, "120260042", ""},
        {{"4711", "4712", "4713"}, "4711/4712,4713", "4711 exact; 4712 exact; 4713 exact"},
        {{"4711", "4712"}, "4711, 4712", "4711 exact; 4712 exact"},
        {{"4711"}, "Rechnung-4711", "4711 exact"},
        {{"4711"}, "4711-Miete", "4711 exact"},
    });
}

TEST_CASE("number finder: dates, amounts and other numbers are no invoice numbers") {
    check({
        {{"01022026"}, "vom 01.02.2026", ""},
        {{"01.02.2026"}, "01.02.2026", "01.02.2026 exact"},
        {{"1234"}, "12.34", ""},
        {{"RE25000"}, "RE 250.00", ""},
        {{"5390"}, "RF18 5390 0754 7034", ""},
        {{"3704"}, "DE89 3704 0044 0532 0130 00", ""},
        {{"5390"},
         "RF17 5390 0754 7034",
         "5390 exact"},  // no reference: its check digits are wrong
        {{"03139", "3139"}, "21 00000 00003 13947 14300 09017", ""},
        {{"10042"}, "Kd.Nr. 10042", ""},
        {{"10042"}, "客户号10042", ""},
        {{"10042"}, "Kunde 77 Rechnung 10042", "10042 exact"},
        {{"1234"}, "Betrag 1.234 EUR", ""},
        {{"1234"}, "Betrag 1234", ""},
        {{"1234"}, "EUR 1234,00 danke", ""},
        {{"1234"}, "1234 EUR", ""},
        {{"1234"}, "1234 €", ""},
        {{"1234"}, "Rechnung 1234 EUR 500,00", "1234 exact"},
        {{"1234"}, "kr 1234", ""},
        {{"1234"}, "€1.234", ""},
        {{"1234"}, "Rechnung 1234 über €500", "1234 exact"},
        {{"1234"}, "金额1234元", ""},
        {{"1234"}, "Rechnung 1234, 500 EUR", "1234 exact"},
        {{"INV-1234"}, "INV-1234 EUR 500", "INV-1234 exact"},
    });
}

TEST_CASE("number finder: without the letters in front of it") {
    check({
        {{"INV-2026-000123"}, "2026-000123", "INV-2026-000123 bare"},
        {{"INV-2026-000123"}, "Zahlung 2026000123 danke", "INV-2026-000123 bare"},
        {{"INV-2026-000123"}, "Rechnung-2026-000123", "INV-2026-000123 bare"},
        {{"INV-2026-000123"}, "RE 2026/000123", "INV-2026-000123 bare"},
        {{"INV-2026-000123"}, "Rechnung 2026 000123", "INV-2026-000123 bare"},
        {{"INV-2026-000123"}, "am 2026 000123", ""},
        {{"INV-2026-000123"}, "000123", ""},
        {{"INV-2026-000123"}, "2026-123", ""},
        {{"INV-123"}, "123", ""},
        {{"INV-2026-000123", "GS-2026-000123"},
         "2026-000123",
         "INV-2026-000123|GS-2026-000123 bare"},
        {{"INV-2026-000123", "2026-000123"}, "2026-000123", "2026-000123 exact"},
        // Another letter is another number, and so is what a word for something else says.
        {{"INV-2026-000123"}, "GS-2026-000123", ""},
        {{"INV-2026-000123"}, "GS2026-000123", ""},
        {{"INV-2026-000123"}, "Kd.Nr. 2026-000123", ""},
        {{"INV-2026-000123"}, "2026-000123-A", ""},
        // A day, unless the word before it says otherwise.
        {{"R20260302"}, "vom 20260302", ""},
        {{"R20260302"}, "Rechnung 20260302", "R20260302 bare"},
        {{"RE-2026-0042"}, "vom 20260042", "RE-2026-0042 bare"},
        {{"A-1B-2026"}, "12026", ""},
    });
}

TEST_CASE("number finder: after a word for invoice, without letters and zeros") {
    check({
        {{"RE-2026-0042"}, "Rechnung 2026-42", "RE-2026-0042 bare"},
        {{"RE-2026-0042"}, "Rg.Nr. 2026/042", "RE-2026-0042 bare"},
        {{"RE-04711"}, "Invoice 4711", "RE-04711 bare"},
        {{"RE-04711", "GS-4711"}, "Invoice 4711", "RE-04711|GS-4711 bare"},
        {{"RE-04711", "4711"}, "Invoice 4711", "4711 exact"},
        {{"RE-2026-0042"}, "2026-42", ""},
        {{"RE-2026-0042"}, "Kunde 2026-42", ""},
        {{"RE-2026-0042"}, "Rechnung 2026 42", ""},
        {{"RE-2026-0042"}, "Rechnung 2026-42-1", ""},
        {{"RE-0003"}, "Rechnung 3. Quartal", ""},
        {{"RE-2026"}, "Rechnung 2026", ""},
        {{"RE-1-2-2026"}, "Rechnung 1.2.2026", ""},
        // Kinds of numbers without end are not tried one by one.
        {{"A-04711", "B-1", "C-1", "D-1", "E-1", "F-1", "G-1", "H-1"},
         "Invoice 4711",
         "A-04711 bare"},
        {{"A-04711", "B-1", "C-1", "D-1", "E-1", "F-1", "G-1", "H-1", "I-1"}, "Invoice 4711", ""},
    });
}

TEST_CASE("number finder: a list says of the later numbers what differs alone") {
    const std::vector<std::string> series = {"RE-2026-0041", "RE-2026-0042", "RE-2026-0047"};
    const auto all = "RE-2026-0041 exact; RE-2026-0042 listed; RE-2026-0047 listed";
    check({
        {series, "RE-2026-0041/0042/0047", all},
        {series, "RE-2026-0041, 0042 und 0047", all},
        {series, "re-2026-0041 + 0042 & 0047 danke", all},
        {series, "RE-2026-0041;0042, 0047.", all},
        {series, "Rechnung 2026-0041 u. 0042",
         "RE-2026-0041 bare"},  // "u." is a word, and what follows it a sentence
        {series, "Rechnung 2026-0041 u 0042", "RE-2026-0041 bare; RE-2026-0042 listed"},
        {series, "RE-2026-0041, 0043, 0047", "RE-2026-0041 exact"},
        {series, "RE-2026-0041 0042", "RE-2026-0041 exact"},
        {series, "RE-2026-0041 - 0042", "RE-2026-0041 exact"},  // from here to there?
        {series, "RE-2026-0041, 42", "RE-2026-0041 exact"},
        {series, "RE-2026-0041, 0042 EUR", "RE-2026-0041 exact"},
        {series, "RE-2026-0041, 0042,50", "RE-2026-0041 exact"},
        {series, "RE-2026-0041, 0042x", "RE-2026-0041 exact"},
        {series, "RE-2026-0041, KD 0042", "RE-2026-0041 exact"},
        {{"RE-41", "RE-42"}, "RE-41, 42 Stueck", "RE-41 exact"},
        {{"RE-1025", "RE-2026"}, "RE-1025, 2026", "RE-1025 exact"},
        {{"INV-0041", "INV-0042"}, "INV 0041+0042", "INV-0041 separators; INV-0042 listed"},
        {{"RE-2026-0041", "RE-2026-0042", "RE2026-0042"},
         "RE-2026-0041/0042",
         "RE-2026-0041 exact; RE-2026-0042|RE2026-0042 listed"},
    });
    const auto listed = NumberFinder(series).find("RE-2026-0041/0042, Gruss");
    REQUIRE(listed.size() == 2);
    CHECK(listed.back().written == "0042");
    CHECK_FALSE(listed.back().may_be_anything);
}

TEST_CASE("number finder: wide letters and digits are letters and digits") {
    check({
        {{"INV-0042"}, "ＩＮＶ－００４２", "INV-0042 exact"},
        {{"ＩＮＶ－００４２"}, "inv-0042", "ＩＮＶ－００４２ exact"},
        {{"2026-0042"}, "发票　２０２６-0042", "2026-0042 exact"},
    });
}

TEST_CASE("number finder: the longest number wins") {
    check({
        {{"2026", "INV-2026-0042"}, "INV-2026-0042", "INV-2026-0042 exact"},
        {{"42", "INV-42"}, "INV 42", "INV-42 separators"},
        {{"4711", "4711-1"}, "4711-1", "4711-1 exact"},
        // Two words of digits may be one number or two.
        {{"471112", "4711"}, "4711 12", "471112|4711 separators"},
        {{"2026-0042", "0042"}, "2026 0042", "2026-0042|0042 separators"},
    });
}

TEST_CASE("number finder: a number that a bank has cut is found while one invoice alone fits") {
    const std::string line27 = "RECHNUNGEN VOM MAI RE202600";  // 27 characters
    REQUIRE(line27.size() == 27);
    check({
        {{"RE20260042"}, "Zahlung RE202600", "RE20260042 cut"},
        {{"RE20260042"}, "Zahlung RE-2026-00", "RE20260042 cut"},
        {{"RE-2026-0042"}, "Zahlung RE 2026 00 ", "RE-2026-0042 cut"},
        {{"RE20260042", "RE20260043"}, "Zahlung RE202600", ""},
        {{"RE20260042", "RE20270043"}, "Zahlung RE202600", "RE20260042 cut"},
        {{"RE20260042", "RE202600"}, "Zahlung RE202600", "RE202600 exact"},
        {{"RE20260042"}, "RE202600 danke", ""},
        {{"RE20260042"}, "Zahlung RE202600.", ""},
        {{"RE20260042"}, "RE202600\nKD 7", "RE20260042 cut"},
        {{"RE20260042"}, line27 + "KUNDE 12", "RE20260042 cut"},
        {{"RE20260042"}, line27 + "99", ""},  // goes on otherwise
        {{"RE20260042"}, "RE202", ""},
        {{"RECHN-2026"}, "RECHN-20", ""},
        {{"RE20260042", "RE20260043"}, "RE20260042 RE2026004", "RE20260042 exact"},
    });
}

TEST_CASE("number finder: numbers alike are candidates, and not without end") {
    std::vector<std::string> numbers;
    for (int dashes = 0; dashes < 50; ++dashes)
        numbers.push_back("INV" + std::string(static_cast<std::size_t>(dashes), '-') + "42");
    const auto places = NumberFinder(numbers).find("INV 42");
    REQUIRE(places.size() == 1);
    CHECK(places[0].invoices.size() == NumberFinder::max_candidates);
    CHECK(places[0].written == "INV 42");
}

TEST_CASE("number finder: each of a whole book's numbers is found, and no other") {
    std::vector<std::string> numbers;
    for (int i = 0; i < 20'000; ++i) numbers.push_back(fmt::format("RE-2026-{:05}", i * 3));
    const NumberFinder finder(numbers);
    for (std::size_t i = 0; i < numbers.size(); i += 97) {
        const auto places = finder.find("Zahlung " + number_key(numbers[i]) + " danke");
        REQUIRE(places.size() == 1);
        CHECK(places[0].invoices == std::vector{i});
    }
    CHECK(finder.find("RE-2026-00001, RE-2026-00002").empty());
    CHECK(NumberFinder({}).find("RE-2026-00001").empty());
}

TEST_CASE("number finder: among the first numbers it says what a finder of those alone would say") {
    std::vector<std::string> numbers = {"INV42",  "INV-42",  "RE20260042",    "RE20260043", "4711",
                                        "471112", "INV 042", "A-1/2/3/4/5/6", "RE202600"};
    for (int i = 0; i < 600; ++i) numbers.push_back(fmt::format("RE2027{:04}", i));
    const NumberFinder all(numbers);
    for (std::size_t count = 0; count <= numbers.size(); count += count < 20 ? 1 : 97) {
        const NumberFinder first({numbers.begin(), numbers.begin() + static_cast<long>(count)});
        for (const auto* text :
             {"INV 42", "INV42", "RE202600", "RE 2026004", "4711 12", "inv 0042", "a 1 2 3 4 5 6",
              "RE2027", "RE202701", "4 7 1 1 1 2", "Rechnung 0042", "RE20270001/0002"}) {
            CAPTURE(count);
            CAPTURE(text);
            CHECK(all.find(text, count) == first.find(text));
        }
    }
    CHECK(all.find("4711", numbers.size() + 1) == all.find("4711"));
}

TEST_CASE("number finder: any bytes are searched") {
    const NumberFinder finder({"RE-2026/0042", "4711", "42", "沪2026-12"});
    const std::string text = "Re.Nr. 42, RE-2026/0042 4711/4712 沪2026-12 RF18 5390 0754 70";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        CHECK(finder.find(std::string_view(text).substr(0, size)).size() <= 4);
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char byte : std::string_view("\0 -0R\n\x80\xE5\xFF", 9)) {
            std::string damaged = text;
            damaged[at] = byte;
            CHECK(finder.find(damaged).size() <= 4);
        }
    }
    CHECK(finder.find(std::string(100'000, '4')).empty());
    CHECK(finder.find(std::string(100'000, '-')).empty());
    CHECK(finder.find(std::string(NumberFinder::max_searched_bytes, ' ') + "4711").empty());
}

TEST_CASE(
    "numbers: digits among other words may be anything, unless one says that they are an "
    "invoice's") {
    struct Row {
        std::string text;
        bool may_be_anything;
    };
    const Row rows[] = {
        {"10115", false},
        {"Hauptstr. 5, 10115 Berlin", true},
        {"Rechnung 10115 vom 3.5.", false},
        {"Rg.Nr. 10115 danke", false},
        {"fuer RE-10115 danke", false},
        {"danke 10115", true},
    };
    const NumberFinder finder({"10115"});
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto found = finder.find(row.text);
        REQUIRE(found.size() == 1);
        CHECK(found.front().may_be_anything == row.may_be_anything);
    }
    const auto with_letters = NumberFinder({"RE-10115"}).find("danke RE 10115 gruss");
    REQUIRE(with_letters.size() == 1);
    CHECK_FALSE(with_letters.front().may_be_anything);
}
