#include "formats/mt940.h"

#include <doctest/doctest.h>

#include "formats/mt940_details.h"
#include "formats/mt940_entry.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_statements.h"

using namespace dunning;
using namespace dunning::testing;
using namespace dunning::literals;

namespace {

Lines mt940_lines(std::string_view text) {
    return all_of(read_mt940, text);
}

// One statement around some lines.
std::string mt940_statement(std::string_view lines, std::string_view currency = "EUR") {
    return fmt::format(
        ":20:REF\n:25:DE1\n:28C:7/1\n:60F:C260102{}100,00\n{}\n:62F:C260105{}0,\n-\n", currency,
        lines, currency);
}

// What became of its only entry: the line of the entry, then of its detail.
Lines mt940_entry(std::string_view lines, std::string_view currency = "EUR") {
    auto all = mt940_lines(mt940_statement(lines, currency));
    REQUIRE(all.size() >= 2);
    all.erase(all.begin(), all.begin() + 2);
    return all;
}

Mt940Details details_of(const std::vector<std::string_view>& lines) {
    return read_mt940_details(lines);
}

constexpr std::string_view good_mt940 =
    ":20:STMT1\r\n"
    ":25:DE89370400440532013000\r\n"
    ":28C:00012/001\r\n"
    ":60F:C260102EUR1000,00\r\n"
    ":61:2601030103CR250,NTRFNONREF//BANK-1\r\n"
    ":86:166?00GUTSCHRIFT?20EREF+E-1?21SVWZ+Rechnung 2026-17?31DE021203000\r\n"
    "00000202051?32Muster GmbH\r\n"
    ":61:2601040104DR49,5NDDTKREF+//BANK-2\r\n"
    ":86:105?00LASTSCHRIFT?20SVWZ+Strom?32Stadtwerk\r\n"
    ":62F:C260105EUR1200,50\r\n"
    ":64:C260105EUR1200,50\r\n"
    "-\r\n";

}  // namespace

TEST_CASE("mt940: a statement with its entries and their details") {
    CHECK(mt940_lines(good_mt940) ==
          Lines{
              "mt940",
              "DE89370400440532013000 EUR id=STMT1 number=00012/001 2026-01-02..2026-01-05 "
              "1000.00 EUR -> 1200.50 EUR",
              "5:1 2026-01-03 250.00 EUR type=NTRF+166 bank=BANK-1 text=GUTSCHRIFT",
              "  250.00 EUR name=Muster GmbH account=DE02120300000000202051 e2e=E-1 bank=BANK-1 "
              "text=Rechnung 2026-17",
              "8:1 2026-01-04 -49.50 EUR type=NDDT+105 bank=BANK-2 text=LASTSCHRIFT",
              "  -49.50 EUR name=Stadtwerk bank=BANK-2 text=Strom",
          });
}

TEST_CASE("mt940: C, D, RC and RD, with and without the letter of the currency") {
    struct Case {
        std::string_view mark;
        std::string_view currency;
        std::string_view expected;
    };
    const std::vector<Case> cases = {
        {"C300,", "EUR", "300.00 EUR"},
        {"CR300,", "EUR", "300.00 EUR"},  // the R of EUR
        {"D300,", "EUR", "-300.00 EUR"},
        {"DR300,", "EUR", "-300.00 EUR"},
        {"RC204,88", "EUR", "-204.88 EUR reversal"},
        {"RCR204,88", "EUR", "-204.88 EUR reversal"},
        {"RD1,", "EUR", "1.00 EUR reversal"},
        {"RDR1,", "EUR", "1.00 EUR reversal"},
        {"CD5,1", "USD", "5.10 USD"},
        {"DD5,1", "USD", "-5.10 USD"},
        {"CF12,", "EUR", "12.00 EUR"},  // a wrong letter is no reason to refuse
        {"C 12,", "EUR", "12.00 EUR"},
        {"C000000000025,00", "EUR", "25.00 EUR"},
        {"CY1234,", "JPY", "1234 JPY"},
        {"CD1,234", "KWD", "1.234 KWD"},
    };
    for (const auto& [mark, currency, expected] : cases) {
        CAPTURE(mark);
        const auto lines = mt940_entry(fmt::format(":61:260103{}NTRFNONREF", mark), currency);
        REQUIRE(lines.size() == 2);
        CHECK(lines[0] == fmt::format("5:1 2026-01-03 {} type=NTRF", expected));
    }
}

TEST_CASE("mt940: the booking day has no year, it is the one nearest to the value day") {
    struct Case {
        std::string_view days;
        std::string_view booked;
        std::string_view value;
    };
    const std::vector<Case> cases = {
        {"2601030105", "2026-01-05", "2026-01-03"}, {"2512310101", "2026-01-01", "2025-12-31"},
        {"2601011231", "2025-12-31", "2026-01-01"}, {"9912310101", "2000-01-01", "1999-12-31"},
        {"2601030701", "2026-07-01", "2026-01-03"}, {"2401010229", "2024-02-29", "2024-01-01"},
        {"7001010101", "1970-01-01", "1970-01-01"}, {"6912311231", "2069-12-31", "2069-12-31"},
    };
    for (const auto& [days, booked, value] : cases) {
        CAPTURE(days);
        const auto entry = read_mt940_entry({fmt::format("{}C1,NTRF", days)}, "EUR"_currency);
        REQUIRE(entry.value);
        CHECK(to_text(entry.value->booked) == booked);
        CHECK(to_text(entry.value->value) == value);
    }
}

TEST_CASE("mt940: no booking day, or four blanks, is the value day") {
    const Lines expected = {"5:1 2026-01-03 1.00 EUR type=NTRF", "  1.00 EUR"};
    CHECK(mt940_entry(":61:260103C1,NTRFNONREF") == expected);
    CHECK(mt940_entry(":61:260103    C1,NTRFNONREF") == expected);
}

TEST_CASE("mt940: the thirtieth of February is the last of the month, and said") {
    CHECK(mt940_lines(mt940_statement(":61:2602300301C1,NTRFNONREF")) ==
          Lines{"f:5:5: warning: the day does not exist, the last of its month is taken", "mt940",
                "DE1 EUR id=REF number=7/1 2026-01-02..2026-01-05 100.00 EUR -> 0.00 EUR",
                "5:1 2026-03-01 value=2026-02-28 1.00 EUR type=NTRF", "  1.00 EUR"});
    CHECK(to_text(read_mt940_entry({"240230C1,NTRF"}, "EUR"_currency).value->value) ==
          "2024-02-29");
}

TEST_CASE(
    "mt940: the customer's reference ends at //, NONREF is none, a second line is a supplement") {
    CHECK(mt940_entry(":61:260103C1,NTRFINV/1//B/2\n:86:Text") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF bank=B/2",
                "  1.00 EUR e2e=INV/1 bank=B/2 text=Text"});
    CHECK(mt940_entry(":61:260103C1,NTRFNONREF//NONREF\n:86:Text") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF", "  1.00 EUR text=Text"});
    CHECK(mt940_entry(":61:260103C1,NTRFNONREF\nPayment at the desk") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF text=Payment at the desk",
                "  1.00 EUR text=Payment at the desk"});
    CHECK(mt940_entry(":61:260103C1,NTRFNONREF\nNL91ABNA0417164300\n:86:Text") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF text=NL91ABNA0417164300",
                "  1.00 EUR account=NL91ABNA0417164300 text=Text"});
    CHECK(mt940_entry(":61:260103C99,50NTRFNONREF\n/OCMT/EUR100,00//CHGS/EUR0,50/\n:86:Text")[1] ==
          "  99.50 EUR text=Text charges=0.50 EUR");
}

TEST_CASE("mt940: a :61: that was cut goes on in the next line") {
    const Lines expected = {"5:1 2026-01-03 300.50 EUR type=NTRF bank=B1",
                            "  300.50 EUR e2e=R1 bank=B1"};
    for (const auto* lines :
         {":61:2601030103CR\n300,50NTRFR1//B1", ":61:2601030103CR300\n,50NTRFR1//B1",
          ":61:2601030103CR300,\n50NTRFR1//B1", ":61:2601030103CR300,50\nNTRFR1//B1",
          ":61:2601030103CR300,50NTRFR1\n//B1", ":61:2601030103\nCR300,50\nNTRFR1//B1"}) {
        CAPTURE(lines);
        CHECK(mt940_entry(lines) == expected);
    }
}

TEST_CASE("mt940: a missing type is said, blanks within it are not") {
    CHECK(mt940_lines(mt940_statement(":61:260103C1,\n:86:Text"))[0] ==
          "f:5:5: warning: the entry has no type\n    four characters such as NTRF stand after the "
          "amount");
    CHECK(mt940_entry(":61:260103C1,S   X")[0] == "5:1 2026-01-03 1.00 EUR type=S");
    CHECK(mt940_entry(":61:260103C1,N527")[0] == "5:1 2026-01-03 1.00 EUR type=N527");
}

TEST_CASE("mt940: what stands around the messages is passed over") {
    const auto expected = mt940_lines(good_mt940);
    const std::string text(good_mt940);
    const std::string block = "{1:F01BANKDEFFXXX0000000000}{2:O940}{4:";
    const auto body = text.substr(0, text.size() - 3);
    const auto shifted = [](Lines lines, const std::string& from, const std::string& to) {
        for (auto& line : lines) {
            if (line.starts_with(from)) line.replace(0, from.size(), to);
        }
        return lines;
    };
    const auto one_later = shifted(shifted(expected, "8:1", "9:1"), "5:1", "6:1");
    CHECK(mt940_lines("BANKNL2A\r\n" + text) == one_later);
    CHECK(mt940_lines(":940:\r\n" + text) == one_later);
    CHECK(mt940_lines(block + "\r\n" + body + "-}{5:{CHK:1}}\r\n") == one_later);
    CHECK(mt940_lines(block + body + "-}") == expected);
    CHECK(mt940_lines(body) == expected);                             // without an end
    CHECK(mt940_lines(text.substr(0, text.size() - 2)) == expected);  // without CR LF at the end
    CHECK(mt940_lines(text + "\r\nsome words\r\n:86:more\r\n") == expected);
}

TEST_CASE("mt940: lines end in LF, CR LF or CR") {
    const auto expected = mt940_lines(good_mt940);
    std::string lf(good_mt940);
    std::erase(lf, '\r');
    std::string cr(good_mt940);
    std::erase(cr, '\n');
    CHECK(mt940_lines(lf) == expected);
    CHECK(mt940_lines(cr) == expected);
}

TEST_CASE(
    "mt940: pages become one statement, with the first opening and the last closing balance") {
    const std::string first =
        ":20:P1\n:25:DE1\n:28C:5/"
        "1\n:60F:C260101EUR10,\n:61:260102C1,NTRFA\n:62M:C260102EUR11,\n-\n";
    const std::string second =
        ":20:P2\n:25:DE1\n:28C:5/"
        "2\n:60M:C260102EUR11,\n:61:260103C2,NTRFB\n:62M:C260103EUR13,\n-\n";
    const std::string third =
        ":20:P3\n:25:DE1\n:28C:5/"
        "3\n:60M:C260103EUR13,\n:61:260104C4,NTRFC\n:62F:C260104EUR17,\n-\n";
    const std::string other = ":20:X\n:25:DE2\n:28C:5/1\n:60F:C260101EUR0,\n:62F:C260104EUR0,\n-\n";

    const Lines whole = {"mt940",
                         "DE1 EUR id=P1 number=5/1 2026-01-01..2026-01-04 10.00 EUR -> 17.00 EUR",
                         "5:1 2026-01-02 1.00 EUR type=NTRF",
                         "  1.00 EUR e2e=A",
                         "12:1 2026-01-03 2.00 EUR type=NTRF",
                         "  2.00 EUR e2e=B",
                         "19:1 2026-01-04 4.00 EUR type=NTRF",
                         "  4.00 EUR e2e=C"};
    CHECK(mt940_lines(first + second + third) == whole);
    CHECK(mt940_lines(first + other + second + third).size() == whole.size() + 1);

    SUBCASE("the pages may come in any order") {
        for (const auto& text :
             {third + second + first, second + first + third, second + third + first,
              third + first + second, first + third + second}) {
            const auto lines = mt940_lines(text);
            CAPTURE(lines);
            REQUIRE(lines.size() == whole.size());
            CHECK(lines[1] == whole[1]);
            for (const std::size_t i : {3U, 5U, 7U}) CHECK(lines[i] == whole[i]);
        }
        // What ends with another balance is no page of it.
        CHECK(mt940_lines(third + first)[0].starts_with("f:1: warning: statement 5/3 goes on"));
    }
    SUBCASE("a page on which the balance stays has its place by its number") {
        const std::string still =
            ":20:P2\n:25:DE1\n:28C:5/2\n:60M:C260102EUR11,\n:61:260103C2,NTRFB\n:61:260103D2,"
            "NTRFX\n:62M:C260103EUR11,\n-\n";
        const std::string end =
            ":20:P3\n:25:DE1\n:28C:5/3\n:60M:C260103EUR11,\n:61:260104C4,NTRFC\n:62F:C260104EUR15,"
            "\n-\n";
        for (const auto& text : {first + end + still, end + first + still, still + end + first,
                                 end + still + first, first + still + end}) {
            const auto lines = mt940_lines(text);
            CAPTURE(lines);
            REQUIRE(lines.size() == 10);
            CHECK(lines[1] ==
                  "DE1 EUR id=P1 number=5/1 2026-01-01..2026-01-04 10.00 EUR -> 15.00 EUR");
            CHECK(lines[9] == "  4.00 EUR e2e=C");
        }
    }
    SUBCASE("a page that is missing is said, at both sides") {
        CHECK(mt940_lines(first)[0] ==
              "f:1: warning: statement 5/1 goes on with a page that is not in the file\n    its "
              "closing balance is the one of its last page here");
        CHECK(mt940_lines(third)[0] ==
              "f:1: warning: statement 5/3 goes on from a page that is not in the file\n    its "
              "opening balance is the one of this page");
        CHECK(
            mt940_lines(first + third)[0] ==
            "f:8: warning: the page begins with 13.00, the page before ends with 11.00\n    a page "
            "may be missing");
    }
}

TEST_CASE("mt940: a new :20: ends a message; the same account and number are two statements then") {
    const std::string text =
        ":20:A\n:25:DE1\n:28C:0\n:60F:C260101EUR1000,\n:62F:C260108EUR965,\n"
        ":20:A\n:25:DE1\n:28C:0\n:60F:C260108EUR965,\n:62F:C260115EUR930,\n";
    CHECK(mt940_lines(text) ==
          Lines{"mt940", "DE1 EUR id=A number=0 2026-01-01..2026-01-08 1000.00 EUR -> 965.00 EUR",
                "DE1 EUR id=A number=0 2026-01-08..2026-01-15 965.00 EUR -> 930.00 EUR"});
}

TEST_CASE("mt940: an :86: after the closing balance or before the first entry is the statement's") {
    const std::string text =
        ":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUR0,\n:86:greetings\n:61:260102C1,NTRFR\n:86:mine\n"
        ":62F:C260102EUR1,\n:86:not mine\n-\n";
    CHECK(mt940_lines(text).back() == "  1.00 EUR e2e=R text=mine");
}

TEST_CASE("mt940: only known tags begin a field; a time that was cut off is text") {
    const std::string full(62, 'x');
    CHECK(mt940_entry(":61:260103C1,NTRFR\n:86:" + full + "T16\n:26:37 on") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF",
                "  1.00 EUR e2e=R text=" + full + "T16:26:37 on"});
    // The tags :20: and :25: may be minutes: only after a full line.
    CHECK(mt940_entry(":61:260103C1,NTRFR\n:86:" + full + "T16\n:20:37 on") ==
          Lines{"5:1 2026-01-03 1.00 EUR type=NTRF",
                "  1.00 EUR e2e=R text=" + full + "T16:20:37 on"});
    CHECK(mt940_lines(mt940_statement(":61:260103C1,NTRFR\n:86:short\n:20:REF2"))[0] ==
          "f:1: the statement has no closing balance (:62F:)\n    the file may have been cut off: "
          "fetch it again");
}

TEST_CASE("mt940: the account is the number alone where it can be told") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"DE89 3704 0044 0532 0130 00", "DE89370400440532013000"},
        {"50880050/0194774600888", "50880050/0194774600888"},
        {"BANKDEFF/DE89370400440532013000", "DE89370400440532013000"},
        {"BANKDEFFXXX/123", "123"},
        {"BANKHUHB/123456789150/HUF", "123456789150"},
        {"NL91ABNA0417164300EUR", "NL91ABNA0417164300"},
        {"MU17BOMM0101101030300200000MUR", "MU17BOMM0101101030300200000MUR"},
        {"123456789USD", "123456789"},
        {"ACCTEUR", "ACCTEUR"},
    };
    for (const auto& [written, account] : cases) {
        CAPTURE(written);
        const auto lines = mt940_lines(":20:A\n:25:" + written +
                                       "\n:28C:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n-\n");
        REQUIRE(lines.size() == 2);
        CHECK(lines[1].starts_with(account + " EUR "));
    }
}

TEST_CASE("mt940: a file that is none, is cut or cannot be read is refused, with the place") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::string ask = "\n    amounts are written 1234,56, with a comma always";
    const std::vector<Case> cases = {
        {"", "f: no statement in the file\n    a statement of MT940 begins with a line ':20:...'"},
        {"hello\n",
         "f: no statement in the file\n    a statement of MT940 begins with a line ':20:...'"},
        {":20:A\n:28C:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n-\n",
         "f:1: the statement names no account\n    a line ':25:...' is expected"},
        {":20:A\n:25: \n:28C:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n-\n",
         "f:2:5: the account is empty"},
        {":20:A\n:25:DE1\n:28C:1\n:62F:C260101EUR0,\n-\n",
         "f:1: the statement has no opening balance (:60F:) before its entries"},
        {":20:A\n:25:DE1\n:28C:1\n:34F:EUR0,\n:61:260101C1,NTRF\n:62F:C260101EUR0,\n-\n",
         "f:5: the statement has no opening balance (:60F:) before its entries\n    this is an "
         "interim report (MT942): import the statement, MT940"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUR0,\n-\n",
         "f:1: the statement has no closing balance (:62F:)\n    the file may have been cut off: "
         "fetch it again"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUX0,\n:62F:C260101EUR0,\n-\n",
         "f:4:13: 'EUX' is no currency\n    a code of ISO 4217 is expected: EUR"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:X260101EUR0,\n:62F:C260101EUR0,\n-\n",
         "f:4:6: a balance begins with C or D"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:C261301EUR0,\n:62F:C260101EUR0,\n-\n",
         "f:4:7: '261301' is no day\n    a day is written YYMMDD"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUR0,\n:62F:C260101USD0,\n-\n",
         "f:5:6: the closing balance is in USD, the opening balance in EUR"},
        {":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUR0,\n:62F:C260101EUR12\n-\n",
         "f:5:16: '12' is no amount" + ask},
        {mt940_statement(":61:260133C1,NTRFR"),
         "f:5:5: '260133' is no value day\n    a day is written YYMMDD"},
        {mt940_statement(":61:2601031301C1,NTRFR"),
         "f:5:11: '1301' is no booking day\n    a day is written MMDD"},
        {mt940_statement(":61:260103X1,NTRFR"),
         "f:5:11: 'X1' is no mark of credit or debit\n    C, D, RC or RD stands before the amount"},
        {mt940_statement(":61:260103RX1,NTRFR"),
         "f:5:11: 'RX' is no mark of credit or debit\n    C, D, RC or RD stands before the amount"},
        {mt940_statement(":61:2601030103C1.234,56NTRFR"), "f:5:16: '1.234,56' is no amount" + ask},
        {mt940_statement(":61:2601030103C100NTRFR"), "f:5:16: '100' is no amount" + ask},
        {mt940_statement(":61:2601030103C,50NTRFR"), "f:5:16: ',50' is no amount" + ask},
        {mt940_statement(":61:2601030103C1,234NTRFR"), "f:5:16: '1,234' is no amount in EUR"},
        {mt940_statement(":61:2601030103C1,5NTRFR", "JPY"), "f:5:16: '1,5' is no amount in JPY"},
        {mt940_statement(":61:2601030103C99999999999999999,NTRFR"),
         "f:5:16: '99999999999999999,' is no amount in EUR"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(mt940_lines(text) == Lines{expected});
    }
}

TEST_CASE("mt940: all problems are reported, but not more than a person reads") {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += ":61:bad\n";
    const auto all = mt940_lines(mt940_statement(lines));
    CHECK(all.size() == 201);
    CHECK(all.back().ends_with(": 800 more problems from here on are not listed"));
}

TEST_CASE(
    "mt940: a return of a direct debit is a reversal with its reason, its charges and its name") {
    CHECK(
        mt940_entry(":61:2601030103DR53,00NRTINONREF//B1\n"
                    ":86:109?00RUECKLASTSCHRIFT?20EREF+E-1?21MREF+M-1?22SVWZ+RUECKGABE AC04 KONTO A"
                    "?23UFGELOEST?24OAMT+50,00?25COAM+3,00?31DE1?32Kunde AG?34902") ==
        Lines{"5:1 2026-01-03 -53.00 EUR reversal type=NRTI+109 bank=B1 text=RUECKLASTSCHRIFT",
              "  -53.00 EUR name=Kunde AG account=DE1 e2e=E-1 bank=B1 text=RUECKGABE AC04 KONTO "
              "AUFGELOEST reason=AC04 charges=3.00 EUR"});
}

TEST_CASE("mt940: the reason of a return is a code, else the bank's words") {
    const auto reason = [](std::string_view details, std::string_view mark = "D") {
        const auto lines =
            mt940_entry(fmt::format(":61:260103{}1,NMSCNONREF\n:86:{}", mark, details));
        const auto at = lines.at(1).find("reason=");
        return at == std::string::npos ? "" : lines[1].substr(at + 7);
    };
    CHECK(reason("109?00X?20SVWZ+Grund MD06 Widerspruch") == "MD06");
    CHECK(reason("109?00X?20SVWZ+zurueck?34913") == "MD07");
    CHECK(reason("109?00X?20SVWZ+zurueck?34999") == "zurueck");
    CHECK(reason("159?00RETOURE?20EREF+E?21MTLG:Grund nicht spezifizie?22rt?34914") ==
          "Grund nicht spezifiziert");
    CHECK(reason("079?00SAMMLER/STORNO?200904", "RC") == "SAMMLER/STORNO");
    CHECK(reason("/EREF/E-1/RTRN/MS03/REMI/Text") == "MS03");
    CHECK(reason("166?00GUTSCHRIFT?20SVWZ+AC04 ist ein Name", "C") == "");
    CHECK(return_code_in("RUECKGABE: AC04 ") == "AC04");
    CHECK(return_code_in("XAC04") == "");
    CHECK(return_code_in("AC041") == "");
    CHECK(return_code_in("AC99") == "");
    CHECK(return_code_in("AC0") == "");
    CHECK(return_code_in("MD06") == "MD06");
}

TEST_CASE("mt940: a direct debit of ours that is credited again cancels its return") {
    const auto cancels = [](std::string_view mark, std::string_view code) {
        Diagnostics diagnostics;
        const auto read = read_mt940(
            fmt::format(":20:A\n:25:DE1\n:28C:1\n:60F:C260101EUR0,\n:61:260103{}7,NMSCNONREF\n"
                        ":86:{}?00X\n:62F:C260103EUR0,\n",
                        mark, code),
            "f", diagnostics);
        REQUIRE(read.has_value());
        return read->statements.at(0).entries.at(0).cancels_return;
    };
    for (const char* code : {"009", "108", "109", "110"}) {
        CAPTURE(code);
        CHECK(cancels("RD", code));
        CHECK(cancels("C", code));
        CHECK(!cancels("D", code));
    }
    CHECK(!cancels("RD", "159"));  // our own payment
    CHECK(!cancels("RD", "181"));  // a debit of our account
    CHECK(!cancels("C", "166"));
}

TEST_CASE("mt940: charges are what the bank says, or the difference to what was to come back") {
    const auto charges = [](std::string_view tags, std::string_view mark = "D") {
        const auto lines =
            mt940_entry(fmt::format(":61:260103{}53,NRTINONREF\n:86:109?00X?20{}", mark, tags));
        const auto at = lines.at(1).find("charges=");
        return at == std::string::npos ? "" : lines[1].substr(at + 8);
    };
    CHECK(charges("OAMT+50,00") == "3.00 EUR");
    CHECK(charges("OAMT+EUR 50,00") == "3.00 EUR");
    CHECK(charges("OAMT+50.00") == "3.00 EUR");
    CHECK(charges("COAM+EUR3,00") == "3.00 EUR");
    CHECK(charges("COAM+2,5 EUR OAMT+50,00") == "3.00 EUR");
    CHECK(charges("OAMT+50,00", "RD") == "-3.00 EUR");  // given back
    CHECK(charges("OAMT+USD 50,00") == "");
    CHECK(charges("OAMT+53,00") == "");
    CHECK(charges("OAMT+60,00") == "");
    CHECK(charges("COAM+free") == "");
}

TEST_CASE("mt940: an amount contains the charges when the original amount shows it") {
    const auto included = [](std::string_view mark_and_amount, std::string_view supplement,
                             std::string_view tags = "", std::string_view code = "109") {
        Diagnostics diagnostics;
        const auto read = read_mt940(
            mt940_statement(fmt::format(":61:260103{},NTRFNONREF\n{}\n:86:{}?00X?20{}SVWZ+Text",
                                        mark_and_amount, supplement, code, tags)),
            "f", diagnostics);
        REQUIRE(read.has_value());
        return read->statements.at(0).entries.at(0).details.at(0).charges_included;
    };
    CHECK(included("D103", "/OCMT/EUR100,00//CHGS/EUR3,00/"));
    CHECK(included("D103", "/OCMT/EUR100,00/"));
    CHECK(included("D103", "", "OAMT+100,00COAM+3,00"));
    CHECK(included("D103", "/OCMT/EUR100,00/", "COAM+1,00"));  // and 2.00 that it does not name
    CHECK_FALSE(included("D103", "/CHGS/EUR3,00/"));           // beside it, for all that is said
    CHECK_FALSE(included("D100", "/OCMT/EUR100,00//CHGS/EUR3,00/"));
    CHECK_FALSE(included("D103", "/OCMT/USD100,00//CHGS/EUR3,00/"));
    // Money in: the bank kept 5.00 of 100.00, or took them beside.
    CHECK(included("C95", "/OCMT/EUR100,00//CHGS/EUR5,00/", "", "166"));
    CHECK_FALSE(included("C100", "/OCMT/EUR100,00//CHGS/EUR5,00/", "", "166"));
    CHECK_FALSE(included("C95", "/OCMT/EUR100,00/", "", "166"));
}

TEST_CASE("mt940 details: SEPA tags are found wherever the bank cut its text") {
    SUBCASE("within the tag") {
        const auto details = details_of(
            {"835?20Cie., S.C.A.?21SEPA-BASISLASTSCHRIFT?22EREF+ 1234567890123 ABCDEF?23MREF+ "
             "12AB234CD6E7F CRED+ A?24B12CDE0000000000000000034 S?25VWZ+ . Ihr Einkauf"});
        CHECK(details.end_to_end_id == "1234567890123 ABCDEF");
        CHECK(details.text == "Cie., S.C.A. SEPA-BASISLASTSCHRIFT . Ihr Einkauf");
    }
    SUBCASE("within a word, after 27 characters") {
        const auto details =
            details_of({"166?20EREF+TFNR 21005 EndToEndId ?2100001?22SVWZ+Unstrukturierter "
                        "Verw?23endungszweck?32Richter Renate 70 Zeichen B?33eginn"});
        CHECK(details.end_to_end_id == "TFNR 21005 EndToEndId 00001");
        CHECK(details.text == "Unstrukturierter Verw endungszweck");  // 26: the line ended there
        CHECK(details.name == "Richter Renate 70 Zeichen Beginn");
    }
    SUBCASE("all of them") {
        const auto details = details_of(
            {"166?00GUT?20EREF+E KREF+K MREF+M CRED+C DE?21BT+D SVWZ+Text ABWA+Vater ABWE+Amt"
             " IBAN+DE1 BIC+BANKDEFF COAM+1,00 OAMT+2,00"});
        CHECK(details.end_to_end_id == "E");
        CHECK(details.first_debtor == "Vater");
        CHECK(details.last_creditor == "Amt");
        CHECK(details.account == "DE1");
        CHECK(details.charges == "1,00");
        CHECK(details.original_amount == "2,00");
    }
}

TEST_CASE("mt940 details: pieces that are shorter than their place are joined with a blank") {
    CHECK(details_of({"166?20Rechnung 17?21Kunde 4711?60danke"}).text ==
          "Rechnung 17 Kunde 4711 danke");
    CHECK(details_of({"166?20" + std::string(27, 'a') + "?21b"}).text ==
          std::string(27, 'a') + "b");
    // Umlauts are one character, not two.
    std::string umlauts;
    for (int i = 0; i < 26; ++i) umlauts += "ü";
    CHECK(details_of({"166?20" + umlauts + "?21b"}).text == umlauts + " b");
    CHECK(details_of({"166?20" + umlauts + "ü?21b"}).text == umlauts + "üb");
}

TEST_CASE("mt940 details: a German line that lost its last blank gets it back") {
    const std::string line = "166?20SVWZ+" + std::string(53, 'a');
    REQUIRE(line.size() == 64);
    CHECK(details_of({line, "b"}).text == std::string(53, 'a') + " b");
    CHECK(details_of({line + "a", "b"}).text == std::string(54, 'a') + "b");
    CHECK(details_of({"166?20a?2", "1b"}).text == "a b");  // the field number itself was cut
}

TEST_CASE(
    "mt940 details: a mark that begins no known field is text; other banks have other marks") {
    CHECK(details_of({"166?20SVWZ+Alles klar?15 Stück"}).text == "Alles klar?15 Stück");
    const auto polish =
        details_of({"020<00WYPLATA<20FV 17<3210 SA<38PL61109010140000071219812874"});
    CHECK(polish.code == "020");
    CHECK(polish.booking_text == "WYPLATA");
    CHECK(polish.text == "FV 17");
    CHECK(polish.name == "10 SA");
    CHECK(polish.account == "PL61109010140000071219812874");
    CHECK(details_of({"?00GUT?20Text"}).text == "Text");
    CHECK(details_of({"166 ?00GUT"}).text == "166 ?00GUT");
}

TEST_CASE("mt940 details: slashes") {
    SUBCASE("parties, text and reference") {
        const auto details = details_of(
            {"/EREF/E-1/BENM//NAME/CONTRA ACCOUN", "T HOLDER/REMI/Invoice 1/2/ISDT/2026"});
        CHECK(details.end_to_end_id == "E-1");
        CHECK(details.name == "CONTRA ACCOUNT HOLDER");
        CHECK(details.text == "Invoice 1/2");
    }
    SUBCASE("titles, accounts, debtors") {
        const auto details = details_of(
            {"/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/BANKNL2A/NAME/De Vries/REMI/USTD//"
             "text 17//EREF/NOTPROVIDED/ULTD//NAME/Zoon/ID/12/CHGS/EUR1,50/"});
        CHECK(details.booking_text == "SEPA OVERBOEKING");
        CHECK(details.account == "NL91ABNA0417164300");
        CHECK(details.name == "De Vries");
        CHECK(details.first_debtor == "Zoon");
        CHECK(details.text == "text 17");
        CHECK(details.end_to_end_id == "");
        CHECK(details.charges == "EUR1,50");
    }
    SUBCASE("structured references") {
        CHECK(details_of({"/REMI/STRD/CUR/9876543210/"}).reference == "9876543210");
        CHECK(details_of({"/CDTRREFTP//CD/SCOR/ISSUER/CUR/CDTRREF/RF18539007547034"}).reference ==
              "RF18539007547034");
    }
    SUBCASE("the other account in one piece") {
        const auto details = details_of({"/CNTP/NL91ABNA0417164300/BANKNL2A/De Vries/Utrecht/"});
        CHECK(details.account == "NL91ABNA0417164300");
        CHECK(details.name == "De Vries");
        CHECK(details_of({"/CNTP/NL91ABNA0417164300"}).account == "NL91ABNA0417164300");
    }
    SUBCASE("in a text an unknown tag, and one that belongs to a party, is text") {
        CHECK(details_of({"/REMI/a/XX/b/ID/c"}).text == "a/XX/b/ID/c");
        CHECK(details_of({"/XX/a"}).text == "/XX/a");
        CHECK(details_of({"/"}).text == "/");
        CHECK(details_of({"/REMI/"}).text == "");
    }
}

TEST_CASE("mt940 details: labels") {
    const auto swiss =
        details_of({"GIRO AUS ONLINE-SIC 80532 AUFTRAGGEBER: JANE DOE EXAMPLESTRASSE 1",
                    "0 1234 ORT 131209CH98765432 MITTEILUNGEN: RECHNUNG 17 REFERENZEN:"
                    " NOTPROVIDED"});
    CHECK(swiss.booking_text == "GIRO AUS ONLINE-SIC 80532");
    CHECK(swiss.name == "JANE DOE EXAMPLESTRASSE 10 1234 ORT");
    CHECK(swiss.text == "RECHNUNG 17");
    const auto polish = details_of(
        {"770 PRZELEW; Z RACH.: 46114010100000579009004001; OD: Klient Testowy; Sp. Z O.O. ul.",
         "Senatorska 18; tyt.: Zwrot; f-ra 30/2026; TNR: 145411008036753.010002"});
    CHECK(polish.booking_text == "770 PRZELEW");
    CHECK(polish.account == "46114010100000579009004001");
    CHECK(polish.name == "Klient Testowy; Sp. Z O.O. ul.Senatorska 18");
    CHECK(polish.text == "Zwrot; f-ra 30/2026");
    CHECK(polish.bank_reference == "145411008036753.010002");
    CHECK(details_of({"CODE OD: 5"}).text == "CODE OD: 5");  // a word that shows nothing alone
    CHECK(details_of({"XTNR: 5"}).text == "XTNR: 5");
}

TEST_CASE("mt940 details: plain text, without control characters") {
    CHECK(details_of({"first line", "second"}).text == "first line second");
    CHECK(details_of({std::string(65, 'a'), "b"}).text == std::string(65, 'a') + "b");
    CHECK(details_of({"a\x1B[31m\tb\xE2\x80\xAE"
                      "c\xC2\x85"})
              .text == "a [31m b c");
    CHECK(details_of({}).text == "");
    CHECK(details_of({"", ""}).text == "");
}

TEST_CASE(
    "mt940: the name is the payer's of money in and the payee's of money out, also when it "
    "returns") {
    const std::string who = "?20ABWA+Debtor ABWE+Creditor?32Other";
    const auto name = [&](std::string_view mark, std::string_view code) {
        const auto lines =
            mt940_entry(fmt::format(":61:260103{}1,NMSCNONREF\n:86:{}{}", mark, code, who));
        return lines.at(1).substr(lines[1].find("name=") + 5);
    };
    CHECK(name("C", "166").starts_with("Debtor"));
    CHECK(name("D", "116").starts_with("Creditor"));
    CHECK(name("D", "109").starts_with("Debtor"));
    CHECK(name("RC", "166").starts_with("Debtor"));
    CHECK(name("C", "159").starts_with("Creditor"));
}

TEST_CASE("mt940: every prefix is refused until the closing balance is whole") {
    const auto closing = good_mt940.find("1200,50\r\n:64:") + std::string_view("1200,").size();
    const auto accepted = accepted_prefixes(read_mt940, good_mt940);
    REQUIRE(!accepted.empty());
    // The decimals alone cannot be missed: "1200," is an amount. The sum of the entries shows it.
    CHECK(accepted.front() == closing);
    CHECK(accepted.size() == good_mt940.size() - closing);
}

TEST_CASE("mt940: every corruption of a byte gives a file or an error") {
    feed_every_corruption(read_mt940, good_mt940);
    feed_every_corruption(
        read_mt940, mt940_statement(":61:2601030103RCR1,5NTRFR//B\n/OCMT/EUR1,/CHGS/EUR0,1/\n"
                                    ":86:/EREF/E/BENM//NAME/N/REMI/STRD/CUR/1//CNTP/a/b/c\n"
                                    ":61:260103C1,NTRFR\n:86:A AUFTRAGGEBER: N 131209CH98765432 "
                                    "MITTEILUNGEN: T TNR: 1"));
}

TEST_CASE("mt940: a field longer than any bank's is refused, in one piece or in many") {
    const std::string remedy = "\n    this is no statement of a bank";
    const Lines at_entry = {"f:5:5: a field of more than 65536 bytes" + remedy};
    const Lines at_details = {"f:6:5: a field of more than 65536 bytes" + remedy};
    std::string lines;
    for (int i = 0; i < 40'000; ++i) lines += "\nx";
    const std::string entry = ":61:260103C1,NTRFR";
    CHECK(mt940_lines(mt940_statement(entry + std::string(65'536, 'x'))) == at_entry);
    CHECK(mt940_lines(mt940_statement(entry + lines)) == at_entry);
    CHECK(mt940_lines(mt940_statement(entry + "\n:86:" + lines)) == at_details);
    CHECK(mt940_lines(mt940_statement(entry + "\n:86:" + std::string(65'535, 'x'))).size() == 4);
    CHECK(mt940_lines(mt940_statement(entry + "\n:86:" + std::string(65'536, 'x'))) == at_details);
    CHECK(mt940_lines(":20:" + std::string(65'536, 'x')).front() ==
          "f:1:5: a field of more than 65536 bytes" + remedy);
}

TEST_CASE("mt940: hostile sizes") {
    const std::string a_lot(200'000, 'x');
    std::string marks = ":86:166";
    for (int i = 0; i < 50'000; ++i) marks += "?20/";
    std::string slashes = ":86:/REMI";
    for (int i = 0; i < 20'000; ++i) slashes += "/NAME/AUFTRAGGEBER:";
    for (const auto& text : {a_lot, ":20:" + a_lot, mt940_statement(":61:260103C1,NTRF" + a_lot),
                             mt940_statement(":61:260103C1,NTRFR\n" + marks),
                             mt940_statement(":61:260103C1,NTRFR\n" + slashes),
                             mt940_statement(":61:260103C" + std::string(200'000, '9') + ",NTRF"),
                             std::string(200'000, '\n'), std::string(200'000, ':')}) {
        CHECK(is_consistent(read_mt940, text));
    }
}
