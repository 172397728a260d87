#include "formats/bai2.h"

#include <doctest/doctest.h>

#include "formats/bai2_codes.h"
#include "unit/formats/print_statements.h"

using namespace dunning;
using namespace dunning::testing;

namespace {

Lines read(std::string_view text) {
    return all_of(read_bai2, text);
}

// One account around some records of its own, with trailers that are right.
std::string account_of(std::string_view records, std::string_view total, int count,
                       std::string_view currency = "USD") {
    return fmt::format(
        "01,BANK,US,260106,0600,1,,,2/\n02,US,BANK,1,260105,,{},2/\n03,123 "
        "456,,010,1000,,,015,1500,"
        ",/\n{}\n49,{},{}/\n98,{},1,{}/\n99,{},1,{}/\n",
        currency, records, total, count + 2, total, count + 4, total, count + 6);
}

// What became of a detail record alone, without a regard for totals.
Lines entry_of(std::string_view record, std::string_view currency = "USD") {
    auto lines = read(account_of(record, "0", 0, currency));
    std::erase_if(lines, [](const std::string& line) {
        return line.find("warning: the control total") != std::string::npos ||
               line.find("warning: the account says") != std::string::npos ||
               line.find("warning: the group says") != std::string::npos ||
               line.find("warning: the file says") != std::string::npos || line == "bai2" ||
               line.starts_with("123456 ");
    });
    return lines;
}

constexpr std::string_view good =
    "01,BANK,US,260106,0600,7,80,1,2/\n"
    "02,US,BANK,1,260105,2400,CAD,2/\n"
    "03,0001,,010,100000,,,015,119500,,/\n"
    "88,100,20000,1,Z,400,500,1,Z/\n"
    "16,195,20000,V,260104,,BANKREF,INV-17,WIRE FROM A, B AND C 08/18/26\n"
    "88,SECOND LINE/\n"
    "16,475,500,Z,CHK1,,CHECK PAID/\n"
    "49,260500,6/\n"
    "03,0002,USD,010,,,,015,+500,,/\n"
    "16,555,300,0,R1,,RETURNED/\n"
    "49,800,3/\n"
    "98,261300,2,11/\n"
    "99,261300,1,13/\n";

}  // namespace

TEST_CASE("bai2: accounts, balances, entries and texts that go on") {
    CHECK(
        read(good) ==
        Lines{"bai2", "0001 CAD id=260106-7 2026-01-05..2026-01-05 1000.00 CAD -> 1195.00 CAD",
              "5:1 2026-01-05 value=2026-01-04 200.00 CAD type=195 bank=BANKREF",
              "  200.00 CAD e2e=INV-17 bank=BANKREF text=WIRE FROM A, B AND C 08/18/26 SECOND LINE",
              "7:1 2026-01-05 -5.00 CAD type=475 bank=CHK1",
              "  -5.00 CAD bank=CHK1 text=CHECK PAID",
              "0002 USD id=260106-7 2026-01-05..2026-01-05 - -> 5.00 USD",
              "10:1 2026-01-05 -3.00 USD reversal type=555 bank=R1",
              "  -3.00 USD bank=R1 text=RETURNED reason=deposited item returned"});
}

TEST_CASE("bai2: every funds type has its own fields, and the references come after them") {
    for (const auto* funds : {"", "0", "1", "2", "Z", "S,100,200,300", "S,,,", "V,260105,", "V,,",
                              "D,0", "D,1,0,500", "D,3,0,100,1,200,30,200"}) {
        CAPTURE(funds);
        CHECK(entry_of(fmt::format("16,195,500,{},B1,C1,TEXT/", funds)) ==
              Lines{"4:1 2026-01-05 5.00 USD type=195 bank=B1",
                    "  5.00 USD e2e=C1 bank=B1 text=TEXT"});
    }
    CHECK(entry_of("16,195,500,Q,B1,C1,TEXT/")[0] ==
          "f:4:12: warning: 'Q' is no funds type\n    expected: 0, 1, 2, S, V, D or Z");
    CHECK(entry_of("16,195,500,V,260230,,B1,C1,TEXT/")[0] ==
          "f:4:14: warning: '260230' is no value day\n    the day of the group is taken");
    // A count that the record does not hold.
    CHECK(entry_of("16,195,500,D,999999999999999999,1,2/")[0] ==
          "4:1 2026-01-05 5.00 USD type=195");
}

TEST_CASE("bai2: a record goes on in 88 between any two fields") {
    const Lines expected = {"4:1 2026-01-05 5.00 USD type=115 bank=B1",
                            "  5.00 USD e2e=C1 bank=B1 text=SOME TEXT, MORE"};
    for (const auto* record :
         {"16,115,500,S,100,200,200,B1,C1,SOME TEXT, MORE/",
          "16,115,500,S,100,200,200/\n88,B1,C1,SOME TEXT, MORE/",
          "16,115/\n88,500/\n88,S/\n88,100,200,200/\n88,B1,C1/\n88,SOME TEXT, MORE",
          "16,115,500,S,100,200,200,B1,C1,SOME TEXT,\n88,MORE/",
          "16,115,500,S,100,200,200,B1,C1,/\n88,SOME\n88,TEXT, MORE/"}) {
        CAPTURE(record);
        CHECK(entry_of(record) == expected);
    }
    const auto lines = read(
        "01,B,U,260106,0600,1,,,2/\n02,U,B,1,260105,,,2/\n03,1,,010,100,,,015/\n88,200,,,040/\n"
        "88,300,,/\n49,600,4/\n98,600,1,6/\n99,600,1,8/\n");
    CHECK(lines == Lines{"bai2", "1 USD id=260106-1 2026-01-05..2026-01-05 1.00 USD -> 2.00 USD"});
}

TEST_CASE("bai2: a '/' ends a record before another one; in a text it is text") {
    const auto two = read(account_of("16,142,2500,Z,,,ONE  / 16,451,500,Z,,,TWO/", "5500", 2));
    CHECK(two == Lines{"bai2",
                       "123456 USD id=260106-1 2026-01-05..2026-01-05 10.00 USD -> 15.00 USD",
                       "4:1 2026-01-05 25.00 USD type=142", "  25.00 USD text=ONE",
                       "4:24 2026-01-05 -5.00 USD type=451", "  -5.00 USD text=TWO"});
    CHECK(entry_of("16,195,500,Z,A/B/C,D/16,paid 12/16, 5/49, and 1/88,x 03/03,y/").back() ==
          "  5.00 USD e2e=D/16 bank=A/B/C text=paid 12/16, 5/49, and 1/88,x 03/03,y");
    const auto one_line = read(
        "01,B,U,260106,0600,1,,,2/ 02,U,B,1,260105,,,2/\n03,1,,/ 16,195,500,Z,,,T/ 49,500,3/ "
        "98,500,1,5/ 99,500,1,7/");
    CHECK(one_line == Lines{"bai2", "1 USD id=260106-1 2026-01-05..2026-01-05 - -> -",
                            "2:9 2026-01-05 5.00 USD type=195", "  5.00 USD text=T"});
}

TEST_CASE("bai2: amounts are minor units of the account's currency, of the group's, else of USD") {
    CHECK(entry_of("16,195,500,Z,,,/", "JPY")[0] == "4:1 2026-01-05 500 JPY type=195");
    CHECK(entry_of("16,195,500,Z,,,/", "KWD")[0] == "4:1 2026-01-05 0.500 KWD type=195");
    CHECK(entry_of("16,195,+000000000500,Z,,,/", "")[0] == "4:1 2026-01-05 5.00 USD type=195");
}

TEST_CASE("bai2: the direction comes from the type code") {
    struct Case {
        std::string_view record;
        std::string_view expected;
    };
    const std::vector<Case> cases = {
        {"100,5", "0.05"},   {"399,5", "0.05"},  {"400,5", "-0.05"},  {"699,5", "-0.05"},
        {"720,5", "0.05"},   {"759,5", "0.05"},  {"760,5", "-0.05"},  {"799,5", "-0.05"},
        {"920,5", "0.05"},   {"959,5", "0.05"},  {"960,5", "-0.05"},  {"999,5", "-0.05"},
        {"920,-5", "-0.05"}, {"960,+5", "0.05"}, {"910,-5", "-0.05"}, {"195,0", "0.00"},
    };
    for (const auto& [record, expected] : cases) {
        CAPTURE(record);
        const auto lines = entry_of(fmt::format("16,{},Z,,,/", record));
        REQUIRE(lines.size() == 2);
        CHECK(lines[1] == fmt::format("  {} USD", expected));
    }
    CHECK(entry_of("16,475,-500,Z,,,/") ==
          Lines{"f:4:8: warning: type 475 is money out, its amount is negative\n    it is taken as "
                "money out",
                "4:1 2026-01-05 -5.00 USD type=475", "  -5.00 USD"});
    // Information without money.
    CHECK(entry_of("16,890,,,,,TEXT/") == Lines{});
    CHECK(entry_of("16,890,0,Z,,,TEXT/") == Lines{});
}

TEST_CASE("bai2: returned, rejected and reversed items are reversals; totals and fees are not") {
    for (const int type : {252, 255, 257, 261, 266, 395, 552, 555, 557, 558, 561, 566}) {
        CAPTURE(type);
        CHECK(!bai2_return(type).empty());
    }
    for (const int type : {0, 108, 195, 250, 256, 409, 475, 550, 556, 564, 567, 568}) {
        CAPTURE(type);
        CHECK(bai2_return(type).empty());
    }
    CHECK(entry_of("16,255,5,Z,,,/")[0] == "4:1 2026-01-05 0.05 USD reversal type=255");
}

TEST_CASE("bai2: references of zeros and NONREF are none") {
    CHECK(entry_of("16,195,5,Z,0000,NONREF,/") ==
          Lines{"4:1 2026-01-05 0.05 USD type=195", "  0.05 USD"});
}

TEST_CASE("bai2: control totals and counts that differ are warned of, where they are") {
    std::string text(good);
    const auto replaced = [&](std::string_view from, std::string_view to) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        auto lines = read(changed);
        std::erase_if(lines, [](const auto& line) { return !line.starts_with("f:"); });
        return lines;
    };
    CHECK(replaced("49,260500,6", "49,260501,6") ==
          Lines{"f:8:4: warning: the control total of the account is 260501, its amounts add up to "
                "260500\n    records may be missing or changed",
                "f:12:4: warning: the control total of the group is 261300, its amounts add up to "
                "261301\n    records may be missing or changed"});
    CHECK(
        replaced("49,260500,6", "49,260500,5") ==
        Lines{"f:8:11: warning: the account says it has 5 records, there are 6\n    records may be "
              "missing"});
    CHECK(
        replaced("98,261300,2,11", "98,261300,3,12") ==
        Lines{"f:12:11: warning: the group says it has 3 accounts, there are 2\n    records may be "
              "missing",
              "f:12:13: warning: the group says it has 12 records, there are 11\n    records may "
              "be missing"});
    CHECK(
        replaced("99,261300,1,13", "99,1,x") ==
        Lines{"f:13:4: warning: the control total of the file is 1, its amounts add up to 261300\n"
              "    records may be missing or changed",
              "f:13:6: warning: the file says it has x groups, there are 1\n    records may be "
              "missing",
              "f:13:1: warning: the file says it has an unknown number of records, there are 13\n  "
              "  records may be "
              "missing"});
    // A lost record.
    CHECK(replaced("16,475,500,Z,CHK1,,CHECK PAID/\n", "").size() == 4);
    // Trailers that are lost.
    CHECK(replaced("49,260500,6/\n", "").front() ==
          "f:8:1: warning: another account begins, the account before has no trailer (49)");
    CHECK(replaced("98,261300,2,11/\n", "").front() ==
          "f:12:1: warning: the file ends, the group before has no trailer (98)");
}

TEST_CASE("bai2: sums larger than any amount are added up all the same") {
    std::string records;
    for (int i = 0; i < 10'000; ++i) records += "16,195,1000000000000000,Z,,,/\n";
    records.pop_back();
    const auto lines = read(account_of(records, "10000000000000002500", 10'000));
    REQUIRE(lines.size() > 3);
    CHECK(lines[0] == "f:10004:4: warning: '10000000000000002500' is no control total");
}

TEST_CASE("bai2: tests and deletions are refused, corrections are said") {
    const auto with_status = [](std::string_view status) {
        std::string text(good);
        text.replace(text.find("BANK,1,"), 7, fmt::format("BANK,{},", status));
        return read(text).front();
    };
    CHECK(with_status("4") == "f:2:12: the group is a test\n    a test must not become payments");
    CHECK(
        with_status("2") ==
        "f:2:12: the group deletes one that was sent before\n    ask the bank for the group as it "
        "is to be");
    CHECK(
        with_status("3") ==
        "f:2:12: warning: the group corrects one that was sent before\n    entries that were taken "
        "from that one may be wrong");
    CHECK(with_status("") == "bai2");
}

TEST_CASE("bai2: a file that is none, is cut or cannot be read is refused, with the place") {
    struct Case {
        std::string text;
        std::string expected;
    };
    const std::string begin = "01,B,U,260106,0600,1,,,2/\n02,U,B,1,260105,,,2/\n03,1,,/\n";
    const std::string end = "\n49,0,2/\n98,0,1,4/\n99,0,1,6/\n";
    const std::vector<Case> cases = {
        {"", "f: no file header (01) in the file\n    this is no BAI2 file"},
        {"hello\n",
         "f:1:1: 'hello' is no record\n    a line begins with 01, 02, 03, 16, 49, 88, 98 or 99 and "
         "a "
         "comma"},
        {begin, "f:3: the file ends before its trailer (99)\n    it was cut off: fetch it again"},
        {"02,U,B,1,260105,,,2/", "f:1:1: a group (02) outside of a file (01)"},
        {"03,1,,/", "f:1:1: an account (03) outside of a group (02)"},
        {"16,195,5,Z,,,/", "f:1:1: an entry (16) outside of an account (03)"},
        {"49,0,1/", "f:1:1: a trailer (49) without an account (03)"},
        {"98,0,1,1/", "f:1:1: a trailer (98) without a group (02)"},
        {"99,0,1,1/", "f:1:1: a trailer (99) without a file (01)"},
        {"88,1/", "f:1:1: a continuation (88) of nothing"},
        {begin + "17,195,5,Z,,,/" + end,
         "f:4:1: '17,195,5,Z,,,/' is no record\n    a line begins with 01, 02, 03, 16, 49, 88, 98 "
         "or "
         "99 and a comma"},
        {begin + "49,0,2/ junk\n98,0,1,4/\n99,0,1,6/\n",
         "f:4:9: 'junk' is no record\n    a line begins with 01, 02, 03, 16, 49, 88, 98 or 99 and "
         "a "
         "comma"},
        {begin + "16,195,5.00,Z,,,/" + end,
         "f:4:8: '5.00' is no amount\n    amounts are whole numbers of cents, without a point"},
        {begin + "16,195,1000000000000001,Z,,,/" + end,
         "f:4:8: the amount 1000000000000001 is too large"},
        {begin + "16,195,9999999999999999999,Z,,,/" + end,
         "f:4:8: '9999999999999999999' is no amount\n    amounts are whole numbers of cents, "
         "without "
         "a point"},
        {begin + "16,195,,Z,,,/" + end, "f:4:4: the entry has no amount"},
        {begin + "16,195,-5,Z,,,/" + end, "f:4:8: type 195 is money in, its amount is negative"},
        {begin + "16,810,5,Z,,,/" + end, "f:4:4: type '810' is neither money in nor money out"},
        {begin + "16,1955,5,Z,,,/" + end, "f:4:4: type '1955' is neither money in nor money out"},
        {begin + "16,x,5,Z,,,/" + end, "f:4:4: type 'x' is neither money in nor money out"},
        {"01,B,U,260106,0600,1,,,2/\n02,U,B,1,260231,,,2/\n98,0,0,2/\n99,0,1,4/\n",
         "f:2:10: '260231' is no day\n    a day is written YYMMDD"},
        {"01,B,U,260106,0600,1,,,2/\n02,U,B,1,260105,,EUX,2/\n98,0,0,2/\n99,0,1,4/\n",
         "f:2:18: 'EUX' is no currency\n    a code of ISO 4217 is expected: USD"},
        {"01,B,U,260106,0600,1,,,2/\n02,U,B,1,260105,,,2/\n03,,,/\n49,0,2/\n98,0,1,4/\n99,0,1,6/\n",
         "f:3:4: the account is empty"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        const auto lines = read(text);
        REQUIRE(!lines.empty());
        CHECK(lines.front() == expected);
        Diagnostics diagnostics;
        CHECK(!read_bai2(text, "f", diagnostics));
    }
}

TEST_CASE("bai2: every prefix is refused until the last trailer has begun") {
    const auto last = good.find("\n99,") + std::string_view("\n99,").size();
    const auto accepted = accepted_prefixes(read_bai2, good);
    REQUIRE(!accepted.empty());
    CHECK(accepted.front() == last);
    // Until it is whole, its numbers do not agree.
    const auto whole = good.size() - std::string_view("/\n").size();
    for (auto size = last; size < whole; ++size) CHECK(read(good.substr(0, size))[0] != "bai2");
    CHECK(read(good.substr(0, whole)) == read(good));
}

TEST_CASE("bai2: every corruption of a byte gives a file or an error") {
    feed_every_corruption(read_bai2, good);
    feed_every_corruption(
        read_bai2, account_of("16,142,2500,D,2,0,1,1,2,,,ONE  / 16,451,500,S,1,2,3,A,B,T/9/\n"
                              "88,MORE 12/16,X/",
                              "5500", 3));
}

TEST_CASE("bai2: a record longer than any bank's is refused, in one piece or in many") {
    const Lines expected = {
        "f:4:1: a field of more than 65536 bytes\n    this is no statement of a bank"};
    std::string more;
    for (int i = 0; i < 20'000; ++i) more += "\n88,x";
    CHECK(read(account_of("16,195,5,Z,,," + std::string(65'536, 'x') + "/", "0", 1)) == expected);
    CHECK(read(account_of("16,195,5,Z,,," + more + "/", "0", 1)) == expected);
}

TEST_CASE("bai2: hostile sizes") {
    const std::string begin = "01,B,U,260106,0600,1,,,2/\n02,U,B,1,260105,,,2/\n03,1,,/\n";
    const auto many = [&](std::string_view start, std::string_view text, int times) {
        auto all = begin + std::string(start);
        for (int i = 0; i < times; ++i) all += text;
        return all;
    };
    for (const auto& text :
         {many("16,195,5,Z,,,", "/", 200'000), many("16,195,5,Z,,,", "/ ", 100'000),
          many("16,195,5,Z,,,", "/49,", 20'000), many("16,195,5,D,99999999", ",1", 20'000),
          many("", "88,\n", 20'000), many("", "01,/", 20'000), many("", "02,/", 20'000),
          many("", "16,/", 20'000), many("", ",", 200'000), many("", "99,/", 20'000),
          std::string(200'000, '/'), std::string(200'000, '\n')}) {
        CHECK(is_consistent(read_bai2, text));
    }
}
