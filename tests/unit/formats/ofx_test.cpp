#include "formats/ofx.h"

#include <doctest/doctest.h>

#include "formats/ofx_values.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_statements.h"

using namespace dunning;
using namespace dunning::testing;
using namespace dunning::literals;

namespace {

Lines read_ofx_lines(std::string_view text) {
    return all_of(read_ofx, text);
}

// Leaf tags without ends, as version 1 writes them. The transactions begin on line 3.
std::string ofx_statement_of(std::string_view transactions, std::string_view currency = "EUR") {
    return fmt::format(
        "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>T1\n"
        "<STMTRS><CURDEF>{}<BANKACCTFROM><BANKID>B1<ACCTID>123 456</BANKACCTFROM><BANKTRANLIST>\n"
        "{}\n"
        "</BANKTRANLIST><LEDGERBAL><BALAMT>5.00<DTASOF>20260109</LEDGERBAL></STMTRS></STMTTRNRS>"
        "</BANKMSGSRSV1></OFX>\n",
        currency, transactions);
}

constexpr std::string_view heading = "123456 EUR id=T1 -..2026-01-09 - -> 5.00 EUR";

// What became of the transactions: problems, entries and details.
Lines entries_of(std::string_view transactions) {
    auto lines = read_ofx_lines(ofx_statement_of(transactions));
    std::erase(lines, "ofx");
    std::erase(lines, heading);
    return lines;
}

std::string transaction(std::string_view rest, std::string_view amount = "1.00") {
    return fmt::format("<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260105<TRNAMT>{}<FITID>F1{}</STMTTRN>",
                       amount, rest);
}

constexpr std::string_view sgml =
    "OFXHEADER:100\r\n"
    "DATA:OFXSGML\r\n"
    "VERSION:102\r\n"
    "SECURITY:NONE\r\n"
    "\r\n"
    "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS></SONRS></"
    "SIGNONMSGSRSV1>\r\n"
    "<BANKMSGSRSV1><STMTTRNRS><TRNUID>T1<STATUS><CODE>0<SEVERITY>INFO</STATUS>\r\n"
    "<STMTRS><CURDEF>CAD<BANKACCTFROM><BANKID>1600<BRANCHID>00<ACCTID>12300 0678<ACCTTYPE>CHECKING"
    "</BANKACCTFROM>\r\n"
    "<BANKTRANLIST><DTSTART>20260101<DTEND>20260131120000\r\n"
    "<STMTTRN><TRNTYPE>POS<DTPOSTED>20260102235959.000[-5:EST]<TRNAMT>-6.60<FITID>F1<NAME>"
    "Caf\xC3\xA9 "
    "&amp; Bar<MEMO>Lunch</STMTTRN>\r\n"
    "<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20260103<TRNAMT>-316,67<FITID>F2<CHECKNUM>12<NAME>Joe"
    "</STMTTRN>\r\n"
    "</BANKTRANLIST><LEDGERBAL><BALAMT>382.34<DTASOF>20260201</LEDGERBAL><AVAILBAL><BALAMT>682.34"
    "<DTASOF>20260201</AVAILBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n";

}  // namespace

TEST_CASE("ofx: version 1, whose leaf tags have no ends") {
    CHECK(read_ofx_lines(sgml) ==
          Lines{"ofx 1.0.2", "123000678 CAD id=T1 2026-01-01..2026-01-31 - -> 382.34 CAD",
                "10:1 2026-01-02 -6.60 CAD type=POS bank=F1",
                "  -6.60 CAD name=Caf\xC3\xA9 & Bar bank=F1 text=Lunch",
                "11:1 2026-01-03 -316.67 CAD type=CHECK bank=F2 text=check number 12",
                "  -316.67 CAD name=Joe bank=F2 text=Joe"});
}

TEST_CASE("ofx: version 2 is XML, and may have tags without ends all the same") {
    const std::string start =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<?OFX OFXHEADER=\"200\" VERSION=\"211\" SECURITY=\"NONE\"?>\n"
        "<OFX>\n<CREDITCARDMSGSRSV1>\n<CCSTMTTRNRS><TRNUID>0</TRNUID>\n<CCSTMTRS>\n"
        "<CURDEF>USD</CURDEF>\n<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM>\n<BANKTRANLIST>\n";
    const std::string end = "</BANKTRANLIST>\n</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>";
    const Lines expected = {"ofx 2.1.1", "4111 USD -..- - -> -",
                            "10:1 2026-01-05 12.30 USD type=PAYMENT bank=F1",
                            "  12.30 USD name=A bank=F1 text=M"};
    CHECK(
        read_ofx_lines(start +
                       "<STMTTRN>\n<TRNTYPE>PAYMENT</TRNTYPE>\n<DTPOSTED>20260105</DTPOSTED>\n"
                       "<TRNAMT>12.30</TRNAMT>\n<FITID>F1</FITID>\n<NAME>A</NAME>\n<MEMO>M</MEMO>\n"
                       "</STMTTRN>\n" +
                       end) == expected);
    CHECK(read_ofx_lines(
              start +
              "<STMTTRN><TRNTYPE>PAYMENT</TRNTYPE><DTPOSTED>20260105\n<TRNAMT>12.30</TRNAMT>\n"
              "<FITID>F1\n<NAME>A</NAME><MEMO>M\n</STMTTRN>\n" +
              end) == expected);
}

TEST_CASE("ofx: the day is the one that is written, whatever the time and the zone") {
    for (const auto* text :
         {"20260105", "20260105000000", "20260105235959", "20260105235959.999",
          "20260105235959.000[-5:EST]", "20260105[+13:NZT]", "20260105120000[0]"}) {
        CAPTURE(text);
        CHECK(ofx_day(text) == "2026-01-05"_date);
    }
    for (const auto* text : {"", "2026010", "20260230", "20261301", "2026-01-05", "20260105 12:00",
                             "20260105120000[-5:EST", "20260105x", "18991231", "22000101"}) {
        CAPTURE(text);
        CHECK(!ofx_day(text));
    }
}

TEST_CASE("ofx: amounts have a point or a comma; what may be thousands is refused") {
    struct Case {
        std::string_view text;
        std::string_view currency;
        std::string_view expected;
    };
    const std::vector<Case> cases = {
        {"1", "EUR", "1.00"},
        {"-6.60", "EUR", "-6.60"},
        {"+6.6", "EUR", "6.60"},
        {"-316,67", "EUR", "-316.67"},
        {".5", "EUR", "0.50"},
        {"-,05", "EUR", "-0.05"},
        {"5.", "EUR", "5.00"},
        {"25.0000", "EUR", "25.00"},
        {"1000", "JPY", "1000"},
        {"1000.00", "JPY", "1000"},
        {"1.234", "KWD", "1.234"},
        {".125", "KWD", "0.125"},
        {"0", "EUR", "0.00"},
        {"", "EUR", ""},
        {"-", "EUR", ""},
        {".", "EUR", ""},
        {"1,234", "EUR", ""},
        {"1.000", "EUR", ""},
        {"1,000", "JPY", ""},
        {"1,234", "KWD", ""},
        {"1,234.56", "EUR", ""},
        {"1.234,56", "EUR", ""},
        {"1,234,567", "EUR", ""},
        {"1 000", "EUR", ""},
        {"1.005", "EUR", ""},
        {"1.23456", "EUR", ""},
        {"--1", "EUR", ""},
        {"1e3", "EUR", ""},
        {"(5.00)", "EUR", ""},
        {"$5", "EUR", ""},
        {"99999999999999999", "EUR", ""},
    };
    for (const auto& [text, currency, expected] : cases) {
        CAPTURE(text);
        CAPTURE(currency);
        const auto amount = ofx_amount(text, *Currency::from_code(currency));
        CHECK((amount ? to_decimal(*amount) : "") == expected);
    }
}

TEST_CASE("ofx: entities, CDATA, comments and marks that were not escaped") {
    const auto memo = [](std::string_view text) {
        const auto lines = entries_of(transaction(fmt::format("<MEMO>{}", text)));
        const auto at = lines.at(1).find("text=");
        return at == std::string::npos ? "" : lines[1].substr(at + 5);
    };
    CHECK(memo("a &amp; b &lt;c&gt; &quot;d&apos;") == "a & b <c> \"d'");
    CHECK(memo("&#65;&#x42;&#xe9;&#8364;&#x1F600;") == "AB\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    CHECK(memo("&amp;amp;") == "&amp;");
    CHECK(memo("a&nbsp;b") == "a b");
    CHECK(memo("R&D; &unknown; &; & &#0; &#xD800; &#x110000; &#99999999999; &#x;") ==
          "R&D; &unknown; &; & &#0; &#xD800; &#x110000; &#99999999999; &#x;");
    CHECK(memo("<![CDATA[<b>a &amp; b</b>]]> c") == "<b>a &amp; b</b> c");
    CHECK(memo("a <!-- <STMTTRN> --> b") == "a  b");
    CHECK(memo("3 < 4 <= 5") == "3 < 4 <= 5");
    CHECK(memo("  a\r\n\tb  ") == "a   b");
    CHECK(memo("&#27;[31m&#x202E;x") == "[31m x");
}

TEST_CASE("ofx: names, payees and accounts of the other party") {
    const auto detail = [](std::string_view rest) { return entries_of(transaction(rest)).at(1); };
    CHECK(detail("<NAME>Short<EXTDNAME>Short and long") ==
          "  1.00 EUR name=Short and long bank=F1 text=Short and long");
    CHECK(detail("<PAYEE><NAME>Payee<ADDR1>Street</PAYEE><MEMO>M") ==
          "  1.00 EUR name=Payee bank=F1 text=M");
    CHECK(detail("<NAME>N<BANKACCTTO><BANKID>X<ACCTID>DE 12</BANKACCTTO>") ==
          "  1.00 EUR name=N account=DE12 bank=F1 text=N");
    CHECK(detail("<CHECKNUM>0<NAME>N<MEMO>M") == "  1.00 EUR name=N bank=F1 text=M");
}

TEST_CASE(
    "ofx: unknown tags and attributes are passed over, the first of a name counts, letters may be "
    "small") {
    CHECK(entries_of("<stmttrn><trntype>CREDIT<dtposted>20260105<trnamt>1.00<fitid>F1<X.Y>z"
                     "<MEMO a=\"b\">M<EXT><MEMO>other</MEMO></EXT><SIC/></stmttrn>") ==
          Lines{"3:1 2026-01-05 1.00 EUR type=CREDIT bank=F1", "  1.00 EUR bank=F1 text=M"});
    CHECK(entries_of(transaction("<MEMO/><NAME>N")) ==
          Lines{"3:1 2026-01-05 1.00 EUR type=CREDIT bank=F1", "  1.00 EUR name=N bank=F1 text=N"});
    CHECK(entries_of(transaction("<MEMO><NAME>N"))[1] == "  1.00 EUR name=N bank=F1 text=N");
}

TEST_CASE("ofx: a transaction that was not closed ends where the next one begins") {
    const std::string open = "<STMTTRN><TRNTYPE>A<DTPOSTED>20260105<TRNAMT>1<FITID>F0\n";
    CHECK(entries_of(open + transaction("")) ==
          Lines{"3:1 2026-01-05 1.00 EUR type=A bank=F0", "  1.00 EUR bank=F0",
                "4:1 2026-01-05 1.00 EUR type=CREDIT bank=F1", "  1.00 EUR bank=F1"});
}

TEST_CASE("ofx: days of the user do not count, the day of availability is the value day") {
    CHECK(entries_of(transaction("<DTUSER>20251231<DTAVAIL>20260107"))[0] ==
          "3:1 2026-01-05 value=2026-01-07 1.00 EUR type=CREDIT bank=F1");
}

TEST_CASE("ofx: what is pending is marked") {
    CHECK(entries_of("<STMTTRN><TRNTYPE>HOLD<DTPOSTED>20260105<TRNAMT>-1<FITID>F1</STMTTRN>")[0] ==
          "3:1 2026-01-05 -1.00 EUR pending type=HOLD bank=F1");
    CHECK(entries_of("<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260105<TRNAMT>-1<NAME>N</STMTTRNP>") ==
          Lines{"3:1 2026-01-05 -1.00 EUR pending type=DEBIT", "  -1.00 EUR name=N text=N"});
}

TEST_CASE("ofx: a missing number and one that stands twice are warned of") {
    CHECK(entries_of("<STMTTRN><TRNTYPE>A<DTPOSTED>20260105<TRNAMT>1</STMTTRN>") ==
          Lines{"f:3:1: warning: the transaction has no number (FITID)\n    it cannot be told from "
                "another one of the same day and amount",
                "3:1 2026-01-05 1.00 EUR type=A", "  1.00 EUR"});
    CHECK(entries_of(transaction("") + "\n" + transaction(""))[0] ==
          "f:4:1: warning: FITID 'F1' stands on line 3 already\n    the bank numbers its "
          "transactions wrongly");
}

TEST_CASE("ofx: a correction takes the corrected transaction back and names it") {
    const auto correction = [](std::string_view action) {
        return fmt::format(
            "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260106<TRNAMT>8.00<FITID>F2<CORRECTFITID>F1"
            "<CORRECTACTION>{}<NAME>N</STMTTRN>",
            action);
    };
    const auto first = transaction("<NAME>N", "5.00") + "\n";
    SUBCASE("replace, with the transaction in the file") {
        CHECK(
            entries_of(first + correction("REPLACE")) ==
            Lines{"3:1 2026-01-05 5.00 EUR type=CREDIT bank=F1", "  5.00 EUR name=N bank=F1 text=N",
                  "4:1 2026-01-06 -5.00 EUR reversal type=CREDIT bank=F2/F1 text=transaction F1 is "
                  "replaced by F2",
                  "  -5.00 EUR name=N bank=F2/F1 text=transaction F1 is replaced by F2",
                  "4:1 2026-01-06 8.00 EUR type=CREDIT bank=F2",
                  "  8.00 EUR name=N bank=F2 text=N"});
    }
    SUBCASE("delete, with the transaction in the file") {
        const auto lines = entries_of(first + correction("DELETE"));
        REQUIRE(lines.size() == 4);
        CHECK(
            lines[2] ==
            "4:1 2026-01-06 -5.00 EUR reversal type=CREDIT bank=F2 text=transaction F1 is deleted");
    }
    SUBCASE("without the transaction, replace takes back zero and delete what it states") {
        const auto replaced = entries_of(correction("REPLACE"));
        REQUIRE(replaced.size() == 4);
        CHECK(replaced[0].starts_with("3:1 2026-01-06 0.00 EUR reversal"));
        const auto deleted = entries_of(correction("delete"));
        REQUIRE(deleted.size() == 2);
        CHECK(deleted[0].starts_with("3:1 2026-01-06 -8.00 EUR reversal"));
    }
    SUBCASE("nothing says what is to be done") {
        CHECK(entries_of(correction("")) ==
              Lines{"f:3:1: '' is no CORRECTACTION\n    REPLACE or DELETE is expected with "
                    "CORRECTFITID"});
    }
}

TEST_CASE("ofx: an amount in another currency keeps it, and is said") {
    CHECK(
        entries_of(transaction("<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"))[0] ==
        "f:3:86: warning: the amount is in USD, the account in EUR\n    the file does not say what "
        "was booked");
    CHECK(entries_of(transaction("<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"))[1] ==
          "3:1 2026-01-05 1.00 USD type=CREDIT bank=F1");
    // What it was before the bank changed it does not matter.
    CHECK(entries_of(transaction("<ORIGCURRENCY><CURRATE>1.1<CURSYM>USD</ORIGCURRENCY>"))[0] ==
          "3:1 2026-01-05 1.00 EUR type=CREDIT bank=F1");
}

TEST_CASE("ofx: the account is its number alone, with the bank where it would be another's too") {
    const auto statement = [](std::string_view bank, std::string_view account) {
        return fmt::format(
            "<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>{}<ACCTID>{}</BANKACCTFROM>"
            "</STMTRS>",
            bank, account);
    };
    const auto accounts = [&](const std::string& statements) {
        auto lines = read_ofx_lines("<OFX>" + statements + "</OFX>");
        for (auto& line : lines) line = line.substr(0, line.find(' '));
        return lines;
    };
    CHECK(accounts(statement("B1", "1") + statement("B1", "1") + statement("B2", "2")) ==
          Lines{"ofx", "1", "1", "2"});
    CHECK(accounts(statement("B1", "1") + statement("B2", "1") + statement("B2", "2")) ==
          Lines{"ofx", "B1/1", "B2/1", "2"});
}

TEST_CASE("ofx: what belongs to no statement of an account is passed over") {
    const std::string investment =
        "<INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVTRANLIST><INVBANKTRAN>" +
        transaction("") +
        "</INVBANKTRAN></INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1>";
    const auto whole = ofx_statement_of(investment + transaction(""));
    CHECK(read_ofx_lines("<OFX>" + investment + "</OFX>") ==
          Lines{"f: no statement of a bank account or card in the file"});
    CHECK(read_ofx_lines(ofx_statement_of("") + investment) == Lines{"ofx", std::string(heading)});
}

TEST_CASE("ofx: what the bank's server reports is said") {
    CHECK(read_ofx_lines(
              "<OFX><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS>"
              "</SONRS></OFX>") ==
          Lines{"f:1:13: warning: the bank reports error 15500: Signon invalid",
                "f: no statement of a bank account or card in the file"});
}

TEST_CASE("ofx: a file that is none, is cut or cannot be read is refused, with the place") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"", "f: no <OFX> in the file\n    this is no OFX file"},
        {"hello", "f: no <OFX> in the file\n    this is no OFX file"},
        {"<OFXX>", "f: no <OFX> in the file\n    this is no OFX file"},
        {"<OFX></OFX>", "f: no statement of a bank account or card in the file"},
        {"<OFX>\n<STMTRS>",
         "f:2:9: the file ends before </OFX>\n    it was cut off: fetch it again"},
        {"<OFX><STMTRS><CURDEF>EUR</STMTRS></OFX>",
         "f:1:6: the statement names no account (ACCTID)"},
        {"<OFX><STMTRS><CCACCTFROM><ACCTID>1</CCACCTFROM></STMTRS></OFX>",
         "f:1:6: the statement does not say its currency (CURDEF)"},
        {ofx_statement_of(transaction(""), "EUX"),
         "f:2:9: 'EUX' is no currency\n    a code of ISO 4217 is expected: EUR"},
        {ofx_statement_of("<STMTTRN><TRNAMT>1<FITID>F</STMTTRN>"),
         "f:3:1: the transaction has no day (DTPOSTED)"},
        {ofx_statement_of("<STMTTRN><DTPOSTED>2026-01-05<TRNAMT>1<FITID>F</STMTTRN>"),
         "f:3:10: '2026-01-05' is no day\n    expected: YYYYMMDD, perhaps with a time and a zone"},
        {ofx_statement_of("<STMTTRN><DTPOSTED>20260105<FITID>F</STMTTRN>"),
         "f:3:1: the transaction has no amount (TRNAMT)"},
        {ofx_statement_of(transaction("", "1,234.56")),
         "f:3:43: '1,234.56' is no amount\n    expected: -1234.56"},
        {ofx_statement_of(transaction("", "1,000")),
         "f:3:43: '1,000' may be with thousands or with decimals\n    expected: -1234.56, without "
         "a "
         "thousands separator"},
        {ofx_statement_of(transaction("<CURRENCY><CURSYM>EUX</CURRENCY>")),
         "f:3:74: 'EUX' is no currency"},
        {"<OFX><STMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>1</CCACCTFROM><LEDGERBAL><BALAMT>x"
         "</LEDGERBAL></STMTRS></OFX>",
         "f:1:70: 'x' is no amount\n    expected: -1234.56"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(read_ofx_lines(text) == Lines{expected});
    }
}

TEST_CASE(
    "ofx: a balance without an amount and days of the list that are none do not refuse the file") {
    CHECK(read_ofx_lines(
              "<OFX><STMTRS><CURDEF>EUR<CCACCTFROM><ACCTID>1</CCACCTFROM><BANKTRANLIST><DTSTART>0"
              "</BANKTRANLIST><LEDGERBAL><BALAMT></LEDGERBAL></STMTRS></OFX>") ==
          Lines{"f:1:73: warning: '0' is no day", "ofx", "1 EUR -..- - -> -"});
}

TEST_CASE("ofx: columns count characters, also in a file of one line") {
    const auto lines = entries_of("\xC3\xA9\xE2\x82\xAC" + transaction("") +
                                  "<STMTTRN><DTPOSTED>20260105<TRNAMT>1<FITID>F2</STMTTRN>");
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].starts_with("3:3 "));
    CHECK(lines[2].starts_with("3:76 "));
}

TEST_CASE("ofx: every prefix is refused until the last tag is there") {
    // Its letters alone do: what is not closed ends with the file.
    const auto last = sgml.find("</OFX>") + std::string_view("</OFX").size();
    const auto accepted = accepted_prefixes(read_ofx, sgml);
    REQUIRE(!accepted.empty());
    CHECK(accepted.front() == last);
    CHECK(accepted.size() == sgml.size() - last);
}

TEST_CASE("ofx: every corruption of a byte gives a file or an error") {
    const std::string start = "VERSION:102\n<STATUS><CODE>1<SEVERITY>ERROR</STATUS>\n";
    feed_every_corruption(read_ofx,
                          start + ofx_statement_of(transaction(
                                      "<MEMO>&#x41;<![CDATA[x]]><!-- y --></MEMO><?z?>"
                                      "<CORRECTFITID>F0<CORRECTACTION>REPLACE<CURRENCY>"
                                      "<CURSYM>USD</CURRENCY><BANKACCTTO><ACCTID>1</BANKACCTTO>")));
}

TEST_CASE("ofx: a value longer than any bank's is refused") {
    CHECK(entries_of(transaction("<MEMO>" + std::string(65'536, 'x'))).size() == 2);
    CHECK(entries_of(transaction("<MEMO>" + std::string(65'537, 'x'))) ==
          Lines{"f:3:64: a field of more than 65536 bytes\n    this is no statement of a bank"});
}

TEST_CASE("ofx: hostile sizes and depths") {
    const auto many = [](std::string_view text, int times) {
        std::string all = "<OFX><STMTRS><CURDEF>EUR";
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    for (const auto& text : {many("<A>", 10'000), many("<STMTTRN>", 10'000),
                             many("<PAYEE>", 20'000), many("</STMTTRN>", 20'000),
                             many("<", 100'000), many("&", 100'000), many("<![CDATA[", 20'000),
                             many("<!--", 100'000), many("<?", 100'000), many("<MEMO>x", 20'000),
                             std::string(100'000, '<'), many("<STMTTRN></STMTTRN>", 10'000)}) {
        CHECK(is_consistent(read_ofx, text));
    }
}
