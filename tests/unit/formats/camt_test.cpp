#include "formats/camt.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/camt_fixture.h"
#include "unit/formats/print_lines.h"

namespace dunning {
namespace {

using namespace literals;
using namespace testing;
using namespace std::string_literals;
using Lines = std::vector<std::string>;

BankStatement statement_of(const std::string& content, const Lines& problems = {}) {
    const auto read = read_camt_text(statement_xml(content));
    CHECK(read.problems == problems);
    REQUIRE(read.file.has_value());
    REQUIRE(read.file->statements.size() == 1);
    return read.file->statements.front();
}

BankEntry entry_of(const std::string& entry, const Lines& problems = {}) {
    const auto statement = statement_of(entry, problems);
    REQUIRE(statement.entries.size() == 1);
    return statement.entries.front();
}

// The single detail of a credit of 100.00 with this <TxDtls>.
BankDetail detail_of(const std::string& content) {
    const auto entry = entry_of(entry_xml("100.00", "CRDT", transfer_xml(content)));
    REQUIRE(entry.details.size() == 1);
    return entry.details.front();
}

std::vector<Money> amounts_of(const BankEntry& entry) {
    std::vector<Money> amounts;
    for (const auto& detail : entry.details) amounts.push_back(detail.amount);
    return amounts;
}

// What is wrong with a statement that must not be taken.
Lines refusal_of(const std::string& content) {
    const auto read = read_camt_text(statement_xml(content));
    CHECK(!read.file.has_value());
    return read.problems;
}

std::string parties(const std::string& content) {
    return "<RltdPties>" + content + "</RltdPties>";
}

TEST_CASE("camt: a statement of version 08 with all that it says") {
    const auto statement = statement_of(
        "<FrToDt><FrDtTm>2026-03-01T00:00:00+01:00</FrDtTm><ToDtTm>2026-03-02T23:59:59Z</ToDtTm></"
        "FrToDt>" +
        balance_xml("OPBD", "10.00") + balance_xml("CLBD", "60.5") +
        "\n<Ntry><Amt Ccy=\"EUR\">50.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><DtTm>2026-03-05T10:00:00</DtTm></ValDt>"
        "<AcctSvcrRef>B-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><AddtlNtryInf>credit</AddtlNtryInf>"
        "\n<NtryDtls><TxDtls><Refs><AcctSvcrRef>T-1</AcctSvcrRef><EndToEndId>E-1</EndToEndId></"
        "Refs>"
        "<Amt Ccy=\"EUR\">50.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
        "<RltdPties><Dbtr><Pty><Nm>Acme "
        "Tools</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300"
        "</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>Invoice 7</Ustrd></RmtInf></TxDtls>"
        "</NtryDtls></Ntry>");
    CHECK(statement.account == "DE89370400440532013000");
    CHECK(statement.currency == "EUR"_currency);
    CHECK(statement.id == "S1");
    CHECK(statement.sequence == "12");
    CHECK(statement.from == "2026-03-01"_date);
    CHECK(statement.to == "2026-03-02"_date);
    CHECK(statement.opening == "10.00 EUR"_money);
    CHECK(statement.closing == "60.50 EUR"_money);
    CHECK(statement.line == 3);
    REQUIRE(statement.entries.size() == 1);
    const auto& entry = statement.entries.front();
    CHECK(entry.booked == "2026-03-02"_date);
    CHECK(entry.value == "2026-03-05"_date);
    CHECK(entry.amount == "50.50 EUR"_money);
    CHECK(!entry.reversal);
    CHECK(entry.status == EntryStatus::booked);
    CHECK(entry.bank_reference == "B-1");
    CHECK(entry.type == "PMNT-RCDT-ESCT");
    CHECK(entry.text == "credit");
    CHECK(entry.batch_size == 0);
    CHECK(entry.line == 6);
    CHECK(entry.column == 1);
    REQUIRE(entry.details.size() == 1);
    const auto& detail = entry.details.front();
    CHECK(detail.amount == "50.50 EUR"_money);
    CHECK(detail.counterparty == "Acme Tools");
    CHECK(detail.counterparty_account == "NL91ABNA0417164300");
    CHECK(detail.end_to_end_id == "E-1");
    CHECK(detail.bank_reference == "T-1");
    CHECK(detail.text == "Invoice 7");
    CHECK(detail.line == 7);
}

TEST_CASE("camt: a file of version 02 with a prefix reads the same") {
    const auto read = read_camt_text(
        "<ns2:Document xmlns:ns2=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">"
        "<ns2:BkToCstmrStmt><ns2:GrpHdr/><ns2:Stmt><ns2:Id>S</ns2:Id><ns2:LglSeqNb>3</ns2:LglSeqNb>"
        "<ns2:Acct><ns2:Id><ns2:Othr><ns2:Id>12 34</ns2:Id></ns2:Othr></ns2:Id></ns2:Acct>"
        "<ns2:Ntry><ns2:Amt Ccy=\"CHF\">5.00</ns2:Amt><ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd>"
        "<ns2:Sts>BOOK</ns2:Sts><ns2:BookgDt><ns2:DtTm>2026-03-02T00:00:00</ns2:DtTm></ns2:BookgDt>"
        "<ns2:NtryDtls><ns2:TxDtls><ns2:AmtDtls><ns2:TxAmt><ns2:Amt Ccy=\"CHF\">5.00</ns2:Amt>"
        "</ns2:TxAmt></ns2:AmtDtls><ns2:RltdPties><ns2:Dbtr><ns2:Nm>Acme</ns2:Nm></ns2:Dbtr>"
        "</ns2:RltdPties></ns2:TxDtls></ns2:NtryDtls></ns2:Ntry></ns2:Stmt></ns2:BkToCstmrStmt>"
        "</ns2:Document>");
    CHECK(read.problems == Lines{});
    REQUIRE(read.file.has_value());
    CHECK(read.file->format == "camt.053.001.02");
    CHECK(read.file->encoding == "UTF-8");
    const auto& statement = read.file->statements.at(0);
    CHECK(statement.account == "1234");
    CHECK(statement.sequence == "3");
    CHECK(statement.currency == "CHF"_currency);
    CHECK(statement.entries.at(0).details.at(0).counterparty == "Acme");
    CHECK(statement.entries.at(0).status == EntryStatus::booked);
}

TEST_CASE("camt: reports, statements and notifications, several of each, also in an envelope") {
    const auto account = "<Acct><Id><IBAN>A</IBAN></Id></Acct>"s;
    const auto one = [&](const std::string& id) { return "<Id>" + id + "</Id>" + account; };
    const std::string two =
        "<BkToCstmrStmt><Stmt>" + one("1") + "</Stmt><Stmt>" + one("2") + "</Stmt></BkToCstmrStmt>";
    const std::string third = "<BkToCstmrStmt><Stmt>" + one("3") + "</Stmt></BkToCstmrStmt>";
    struct Case {
        std::string xml;
        std::string format;
        std::size_t statements;
    };
    const std::vector<Case> cases = {
        {in_document(two), "camt.053.001.08", 2},
        {in_document(two + third), "camt.053.001.08", 3},
        {in_document("<BkToCstmrAcctRpt><Rpt>" + one("1") + "</Rpt></BkToCstmrAcctRpt>",
                     "camt.052.001.02"),
         "camt.052.001.02", 1},
        {in_document(
             "<BkToCstmrDbtCdtNtfctn><Ntfctn>" + one("1") + "</Ntfctn></BkToCstmrDbtCdtNtfctn>",
             "camt.054.001.04"),
         "camt.054.001.04", 1},
        {"<Envelope><AppHdr/>" + in_document(third, "camt.053.001.13") + "</Envelope>",
         "camt.053.001.13", 1},
        {"<File><Body>" + in_document(two) + in_document(third) + "</Body></File>",
         "camt.053.001.08", 3},
        {"<Document>" + third + "</Document>", "camt.053", 1},
        {"<Document><BkToCstmrStmt/></Document>", "camt.053", 0},
    };
    for (const auto& [xml, format, statements] : cases) {
        CAPTURE(xml);
        const auto read = read_camt_text(xml);
        CHECK(read.problems == Lines{});
        REQUIRE(read.file.has_value());
        CHECK(read.file->format == format);
        CHECK(read.file->statements.size() == statements);
    }
}

TEST_CASE("camt: what is no bank statement is named") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {in_document("<CstmrCdtTrfInitn/>", "pain.001.001.03"),
         "b.xml:1:1: this is pain.001.001.03, an order to pay, not a bank statement\n"
         "    bank statements are camt.052, camt.053 and camt.054"},
        {in_document("<X/>", "camt.029.001.09"),
         "b.xml:1:1: this is camt.029.001.09, an answer to an investigation, not a bank statement\n"
         "    bank statements are camt.052, camt.053 and camt.054"},
        {in_document("<X/>", "head.001.001.01"),
         "b.xml:1:1: this is head.001.001.01, not a bank statement\n"
         "    bank statements are camt.052, camt.053 and camt.054"},
        {"<ubl:Invoice xmlns:ubl=\"urn:u\"/>",
         "b.xml:1:1: this is a file of 'Invoice', not a bank statement\n"
         "    bank statements are camt.052, camt.053 and camt.054"},
    };
    for (const auto& [xml, expected] : cases) {
        CAPTURE(xml);
        const auto read = read_camt_text(xml);
        CHECK(!read.file.has_value());
        CHECK(read.problems == Lines{expected});
    }
}

TEST_CASE("camt: the sign comes from CdtDbtInd alone, also for reversals") {
    struct Case {
        std::string indicator;
        std::string reversal;
        Money amount;
        bool taken_back;
    };
    const std::vector<Case> cases = {
        {"CRDT", "", "7.00 EUR"_money, false},
        {"DBIT", "", "-7.00 EUR"_money, false},
        {"CRDT", "<RvslInd>false</RvslInd>", "7.00 EUR"_money, false},
        {"DBIT", "<RvslInd>true</RvslInd>", "-7.00 EUR"_money, true},
        {"CRDT", "<RvslInd>1</RvslInd>", "7.00 EUR"_money, true},
    };
    for (const auto& [indicator, reversal, amount, taken_back] : cases) {
        CAPTURE(indicator + reversal);
        const auto entry = entry_of(entry_xml("7.00", indicator, reversal));
        CHECK(entry.amount == amount);
        CHECK(entry.reversal == taken_back);
    }
}

TEST_CASE("camt: a return code or a type of return makes a reversal without RvslInd") {
    const auto type = [](const std::string& family, const std::string& sub_family) {
        return "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>" + family + "</Cd><SubFmlyCd>" + sub_family +
               "</SubFmlyCd></Fmly></Domn></BkTxCd>";
    };
    const auto returned = transfer_xml("<RtrInf><Rsn><Cd>AC06</Cd></Rsn></RtrInf>");
    CHECK(entry_of(entry_xml("7.00", "DBIT", returned)).reversal);
    CHECK(entry_of(entry_xml("7.00", "DBIT", type("IDDT", "UPDD"))).reversal);
    CHECK(!entry_of(entry_xml("7.00", "DBIT", type("RDDT", "ESDD"))).reversal);
}

TEST_CASE("camt: a direct debit of ours that is credited again cancels its return") {
    const auto type = [](const std::string& family, const std::string& sub_family) {
        return "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>" + family + "</Cd><SubFmlyCd>" + sub_family +
               "</SubFmlyCd></Fmly></Domn></BkTxCd>";
    };
    const auto mark = "<RvslInd>true</RvslInd>"s;
    const auto cancels = [](const std::string& indicator, const std::string& rest) {
        return entry_of(entry_xml("7.00", indicator, rest)).cancels_return;
    };
    CHECK(cancels("CRDT", mark + type("IDDT", "UPDD")));
    CHECK(cancels("CRDT", mark + type("IDDT", "ESDD")));
    CHECK(cancels("CRDT", type("IDDT", "UPDD")));
    CHECK(!cancels("CRDT", type("IDDT", "ESDD")));         // the collection
    CHECK(!cancels("DBIT", mark + type("IDDT", "UPDD")));  // the return
    CHECK(!cancels("CRDT", mark + type("ICDT", "RRTN")));  // our own payment came back
    CHECK(!cancels("CRDT", mark + type("RCDT", "RRTN")));
    CHECK(!cancels("CRDT", mark));
}

TEST_CASE("camt: a batch is a reversal when all of its transfers are, else each says it itself") {
    const auto batch = [](const std::string& first, const std::string& second) {
        return entry_of(entry_xml("30.00", "DBIT",
                                  "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">10.00</Amt>" + first +
                                      "</TxDtls><TxDtls><Amt Ccy=\"EUR\">20.00</Amt>" + second +
                                      "</TxDtls></NtryDtls>"));
    };
    const std::string back = "<RtrInf><Rsn><Cd>AC06</Cd></Rsn></RtrInf>";
    struct Case {
        std::string first;
        std::string second;
        bool reversal;
    };
    const std::vector<Case> cases = {
        {"", "", false}, {back, "", false}, {"", back, false}, {back, back, true}};
    for (const auto& [first, second, reversal] : cases) {
        CAPTURE(first + "|" + second);
        const auto entry = batch(first, second);
        REQUIRE(entry.details.size() == 2);
        CHECK(entry.reversal == reversal);
        CHECK(entry.details[0].returned == !first.empty());
        CHECK(entry.details[1].returned == !second.empty());
    }
}

TEST_CASE("camt: the status, as text or as a code; without one the entry is booked") {
    struct Case {
        std::string status;
        EntryStatus expected;
    };
    const std::vector<Case> cases = {
        {"", EntryStatus::booked},
        {"<Sts/>", EntryStatus::booked},
        {"<Sts>BOOK</Sts>", EntryStatus::booked},
        {"<Sts>PDNG</Sts>", EntryStatus::pending},
        {"<Sts><Cd>BOOK</Cd></Sts>", EntryStatus::booked},
        {"<Sts>\n <Cd>PDNG</Cd>\n</Sts>", EntryStatus::pending},
        {"<Sts><Cd>INFO</Cd></Sts>", EntryStatus::pending},
        {"<Sts><Cd>FUTR</Cd></Sts>", EntryStatus::pending},
    };
    for (const auto& [status, expected] : cases) {
        CAPTURE(status);
        const auto entry = entry_of("<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd>" +
                                    status + "<BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>");
        CHECK(entry.status == expected);
    }
    const auto odd = entry_of(
        "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Prtry>HELD</Prtry></Sts>"
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>",
        {"b.xml:5:56: warning: the status 'HELD' is not known; the entry is taken as pending"});
    CHECK(odd.status == EntryStatus::pending);
}

TEST_CASE("camt: one day stands for the other, and a pending entry needs none") {
    const auto with_days = [](const std::string& status, const std::string& days) {
        return "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>" + status +
               "</Sts>" + days + "</Ntry>";
    };
    const auto only_value = entry_of(with_days("BOOK", "<ValDt><Dt>2026-03-04</Dt></ValDt>"));
    CHECK(only_value.booked == "2026-03-04"_date);
    const auto only_booking =
        entry_of(with_days("BOOK", "<BookgDt><Dt>2026-03-02+02:00</Dt></BookgDt>"));
    CHECK(only_booking.value == "2026-03-02"_date);
    const auto created = "<CreDtTm>2026-03-06T10:00:00</CreDtTm>"s;
    CHECK(entry_of(created + with_days("PDNG", "")).booked == "2026-03-06"_date);
    CHECK(refusal_of(created + with_days("BOOK", "")) ==
          Lines{"b.xml:5:39: an entry without a booking day (BookgDt) or value day (ValDt)"});
    CHECK(refusal_of(with_days("BOOK", "<BookgDt><X/></BookgDt>")).size() == 1);
    CHECK(refusal_of(with_days("BOOK", "<BookgDt><Dt>2026-02-30</Dt></BookgDt>")) ==
          Lines{"b.xml:5:80: '2026-02-30' is not a day that exists"});
    CHECK(refusal_of(with_days("BOOK", "<BookgDt><Dt>02.03.2026</Dt></BookgDt>")).size() == 1);
    CHECK(refusal_of(with_days("BOOK", "<BookgDt><Dt>2026-03-02x</Dt></BookgDt>")).size() == 1);
}

TEST_CASE("camt: amounts are exact, and anything else is an error with its place") {
    const auto with = [](const std::string& amount, const std::string& currency) {
        return "<Ntry>\n <Amt Ccy=\"" + currency + "\">" + amount +
               "</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>";
    };
    const std::vector<std::pair<std::string, Money>> good = {
        {"12.5", "12.50 EUR"_money}, {"12", "12.00 EUR"_money}, {" 12.50000 ", "12.50 EUR"_money},
        {"0.00", "0.00 EUR"_money},  {"+3.", "3.00 EUR"_money}, {".5", "0.50 EUR"_money},
    };
    for (const auto& [text, amount] : good) {
        CAPTURE(text);
        CHECK(entry_of(with(text, "EUR")).amount == amount);
    }
    struct Bad {
        std::string amount;
        std::string currency;
        std::string what;
    };
    const std::vector<Bad> bad = {
        {"12,50", "EUR",
         "amount '12,50' is not a number\n"
         "    write amounts with a point before the decimals and without grouping, as in 1234.50"},
        {"12.505", "EUR", "amount '12.505' has more decimal places than EUR (2)"},
        {"12.500000", "EUR", "the amount '12.500000' has more than 5 decimal places"},
        {"-12.50", "EUR",
         "the amount '-12.50' has a sign\n"
         "    amounts are unsigned in camt files; CdtDbtInd says DBIT"},
        {"", "EUR", "an amount without a number"},
        {"1", "", "the amount 1 has no currency (Ccy)"},
        {"1", "EURO", "'EURO' is not a currency"},
        {"99999999999999.00", "EUR",
         "amount '99999999999999.00' is too large (at most 10000000000000.00 EUR)"},
        {std::string(50, '9'), "EUR", "'99999999999999999999999999999999999999..' is no amount"},
    };
    for (const auto& [amount, currency, what] : bad) {
        CAPTURE(amount);
        CHECK(refusal_of(with(amount, currency)) == Lines{"b.xml:6:2: " + what});
    }
}

TEST_CASE("camt: an entry needs an amount, a sign and flags that are flags") {
    const auto day = "<BookgDt><Dt>2026-03-02</Dt></BookgDt>"s;
    CHECK(refusal_of("<Ntry><CdtDbtInd>CRDT</CdtDbtInd>" + day + "</Ntry>") ==
          Lines{"b.xml:5:1: an entry without an amount (Amt)"});
    CHECK(refusal_of("<Ntry><Amt Ccy=\"EUR\">1</Amt>" + day + "</Ntry>") ==
          Lines{"b.xml:5:1: CdtDbtInd is '', not CRDT or DBIT"});
    CHECK(refusal_of("<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>C</CdtDbtInd>" + day + "</Ntry>") ==
          Lines{"b.xml:5:29: CdtDbtInd is 'C', not CRDT or DBIT"});
    const auto flags = refusal_of(entry_xml("1", "CRDT", "<RvslInd>yes</RvslInd>"));
    REQUIRE(flags.size() == 1);
    CHECK(flags.front().ends_with("RvslInd is 'yes', not true or false"));
}

TEST_CASE("camt: the amount of a transfer, in the forms of all versions") {
    const auto two = [](const std::string& first, const std::string& second) {
        return entry_xml(
            "100.00", "CRDT",
            "<NtryDtls><TxDtls>" + first + "</TxDtls><TxDtls>" + second + "</TxDtls></NtryDtls>");
    };
    const auto detail = [](const std::string& kind, const std::string& amount) {
        return "<AmtDtls><" + kind + "><Amt Ccy=\"EUR\">" + amount + "</Amt></" + kind +
               "></AmtDtls>";
    };
    const std::vector<Money> expected = {"40.00 EUR"_money, "60.00 EUR"_money};
    CHECK(amounts_of(entry_of(two("<Amt Ccy=\"EUR\">40.00</Amt>", "<Amt Ccy=\"EUR\">60</Amt>"))) ==
          expected);
    CHECK(amounts_of(entry_of(two(detail("TxAmt", "40"), detail("TxAmt", "60")))) == expected);
    CHECK(amounts_of(entry_of(two(detail("InstdAmt", "40"), detail("InstdAmt", "60")))) ==
          expected);
    // Booked is the own amount, not the one that was ordered.
    CHECK(amounts_of(entry_of(two("<Amt Ccy=\"EUR\">40</Amt>" + detail("InstdAmt", "45"),
                                  "<Amt Ccy=\"EUR\">60</Amt>"))) == expected);
}

TEST_CASE("camt: a transfer in another currency counts with its value in the entry's") {
    const auto entry = entry_of(
        entry_xml("100.00", "CRDT",
                  "<NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy=\"USD\">44</Amt></TxAmt><CntrValAmt>"
                  "<Amt Ccy=\"EUR\">40</Amt></CntrValAmt></AmtDtls></TxDtls>"
                  "<TxDtls><Amt Ccy=\"EUR\">60</Amt></TxDtls></NtryDtls>"));
    CHECK(amounts_of(entry) == std::vector<Money>{"40.00 EUR"_money, "60.00 EUR"_money});
}

TEST_CASE("camt: the single transfer of an entry is what the entry booked") {
    const std::vector<std::string> forms = {
        "",
        "<Amt Ccy=\"EUR\">100.00</Amt>",
        "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">103.00</Amt></InstdAmt></AmtDtls>",
        "<Amt Ccy=\"USD\">110.00</Amt>",
    };
    for (const auto& form : forms) {
        CAPTURE(form);
        CHECK(detail_of(form).amount == "100.00 EUR"_money);
    }
    const auto odd = entry_of(
        entry_xml("100.00", "DBIT", transfer_xml("<Amt Ccy=\"EUR\">99.00</Amt>")),
        {"b.xml:5:1: warning: the transfers of this entry sum to -99.00, the entry to -100.00"});
    CHECK(amounts_of(odd) == std::vector<Money>{"-100.00 EUR"_money});
}

TEST_CASE("camt: several transfers must sum to their entry, each with its own sign") {
    const auto batch = [](const std::string& second) {
        return entry_xml(
            "100.00", "CRDT",
            "\n<NtryDtls><TxDtls><Amt Ccy=\"EUR\">120.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
            "</TxDtls><TxDtls><Amt Ccy=\"EUR\">20.00</Amt><CdtDbtInd>" +
                second + "</CdtDbtInd></TxDtls></NtryDtls>");
    };
    CHECK(amounts_of(entry_of(batch("DBIT"))) ==
          std::vector<Money>{"120.00 EUR"_money, "-20.00 EUR"_money});
    const auto odd = entry_of(
        batch("CRDT"),
        {"b.xml:5:1: warning: the transfers of this entry sum to 140.00, the entry to 100.00"});
    CHECK(amounts_of(odd) == std::vector<Money>{"120.00 EUR"_money, "20.00 EUR"_money});
}

TEST_CASE("camt: the charges of a batch may be what its transfers and its amount differ by") {
    const auto batch = [](const std::string& amount, const std::string& charges) {
        return entry_xml(amount, "CRDT",
                         charges +
                             "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">100.00</Amt></TxDtls>"
                             "<TxDtls><Amt Ccy=\"EUR\">250.00</Amt></TxDtls></NtryDtls>");
    };
    const std::string three =
        "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">3.00</TtlChrgsAndTaxAmt></Chrgs>";
    CHECK(entry_of(batch("347.00", three)).charges == "3.00 EUR"_money);
    CHECK(!entry_of(batch("350.00", three)).charges);  // beside it
    CHECK(!entry_of(batch("350.00", "")).charges);
    const auto odd = entry_of(
        batch("340.00", three),
        {"b.xml:5:1: warning: the transfers of this entry sum to 350.00, the entry to 340.00"});
    CHECK(!odd.charges);
}

TEST_CASE("camt: several transfers without amounts are left out, and said") {
    const auto entry =
        entry_of(entry_xml("100.00", "CRDT", "<NtryDtls>\n<TxDtls/><TxDtls/></NtryDtls>"),
                 {"b.xml:5:1: warning: the 2 transfers of this entry are left out, because the one "
                  "on line 6 "
                  "has no amount in EUR"});
    CHECK(entry.details.empty());
    CHECK(entry.batch_size == 2);
}

TEST_CASE("camt: a batch without transfers stays closed, everything else gets one transfer") {
    const auto batch = [](const std::string& number) {
        return entry_xml("100.00", "CRDT",
                         "<AcctSvcrRef>B</AcctSvcrRef><NtryDtls><Btch><NbOfTxs>" + number +
                             "</NbOfTxs></Btch></NtryDtls><AddtlNtryInf>from Acme</AddtlNtryInf>");
    };
    const auto closed = entry_of(batch("3"));
    CHECK(closed.batch_size == 3);
    CHECK(closed.details.empty());
    for (const auto& xml : {batch("1"), batch("0"), batch("")}) {
        CAPTURE(xml);
        const auto entry = entry_of(xml);
        REQUIRE(entry.details.size() == 1);
        CHECK(entry.details.front().amount == "100.00 EUR"_money);
        CHECK(entry.details.front().text == "from Acme");
        CHECK(entry.details.front().bank_reference == "B");
        CHECK(entry.details.front().line == 5);
    }
    const auto some = entry_of(
        entry_xml("100.00", "CRDT",
                  "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Amt Ccy=\"EUR\">100</Amt>"
                  "</TxDtls></NtryDtls>"),
        {"b.xml:5:1: warning: the entry says that it holds 2 transfers, but names 1"});
    CHECK(amounts_of(some) == std::vector<Money>{"100.00 EUR"_money});
    const auto odd = read_camt_text(statement_xml(batch("many")));
    CHECK(odd.file.has_value());
    REQUIRE(odd.problems.size() == 1);
    CHECK(odd.problems.front().ends_with("warning: 'many' is no number of transfers"));
}

TEST_CASE("camt: charges beside the amount and within it") {
    struct Case {
        std::string about;
        std::string entry;
        Money amount;
        std::optional<Money> charges;
        bool included;
    };
    const auto version_04 = [](const std::string& included) {
        return "<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">3.00</TtlChrgsAndTaxAmt><Rcrd>"
               "<Amt Ccy=\"EUR\">3.00</Amt><ChrgInclInd>" +
               included + "</ChrgInclInd></Rcrd></Chrgs>";
    };
    const auto version_02 =
        "<Chrgs><Amt Ccy=\"EUR\">2.00</Amt></Chrgs><Chrgs><Amt Ccy=\"EUR\">1.00</Amt></Chrgs>"s;
    const auto own = [](const std::string& text) { return "<Amt Ccy=\"EUR\">" + text + "</Amt>"; };
    const auto ordered = [](const std::string& text) {
        return "<AmtDtls><InstdAmt><Amt Ccy=\"EUR\">" + text + "</Amt></InstdAmt></AmtDtls>";
    };
    const auto three = "3.00 EUR"_money;
    const std::vector<Case> cases = {
        {"beside", entry_xml("50", "CRDT", transfer_xml(own("50") + version_04("false"))),
         "50.00 EUR"_money, three, false},
        {"beside, although the order was larger",
         entry_xml("50", "CRDT", transfer_xml(own("50") + ordered("53") + version_04("false"))),
         "50.00 EUR"_money, three, false},
        {"within, says the bank",
         entry_xml("50", "CRDT", transfer_xml(own("50") + version_04("true"))), "50.00 EUR"_money,
         three, true},
        {"of the entry", entry_xml("50", "CRDT", version_04("false") + transfer_xml(own("50"))),
         "50.00 EUR"_money, three, false},
        {"of an entry without transfers", entry_xml("50", "CRDT", version_02), "50.00 EUR"_money,
         three, false},
        {"within a returned debit, shown by the order",
         entry_xml("53", "DBIT", transfer_xml(ordered("50") + version_02)), "-53.00 EUR"_money,
         three, true},
        {"within a returned debit, shown by the sum",
         entry_xml("53", "DBIT", transfer_xml(own("50") + version_02)), "-53.00 EUR"_money, three,
         true},
        {"within a return, shown by the order alone",
         entry_xml("53", "DBIT",
                   "<RvslInd>true</RvslInd>" + transfer_xml(own("53") + ordered("50"))),
         "-53.00 EUR"_money, three, true},
        {"within a return, shown by its transfer alone",
         entry_xml("53", "DBIT", "<RvslInd>true</RvslInd>" + transfer_xml(own("50"))),
         "-53.00 EUR"_money, three, true},
        {"within a return, of which the bank names a part",
         entry_xml(
             "54", "DBIT",
             "<RvslInd>true</RvslInd>" + transfer_xml(own("54") + ordered("51") +
                                                      "<Chrgs><Amt Ccy=\"EUR\">1</Amt></Chrgs>")),
         "-54.00 EUR"_money, three, true},
        {"given back with a return that is cancelled",
         entry_xml("53", "CRDT",
                   "<RvslInd>true</RvslInd>" + transfer_xml(own("53") + ordered("50"))),
         "53.00 EUR"_money, "-3.00 EUR"_money, true},
        {"of a return of as much as was ordered",
         entry_xml("50", "DBIT",
                   "<RvslInd>true</RvslInd>" + transfer_xml(own("50") + ordered("50"))),
         "-50.00 EUR"_money, std::nullopt, false},
        {"of a return of less than was ordered",
         entry_xml("47", "DBIT",
                   "<RvslInd>true</RvslInd>" + transfer_xml(own("47") + ordered("50"))),
         "-47.00 EUR"_money, std::nullopt, false},
        {"of money out that is no return",
         entry_xml("53", "DBIT", transfer_xml(own("53") + ordered("50"))), "-53.00 EUR"_money,
         std::nullopt, false},
        {"taken from a payment", entry_xml("97", "CRDT", transfer_xml(own("100") + version_02)),
         "97.00 EUR"_money, three, true},
        {"in records alone",
         entry_xml(
             "50", "CRDT",
             transfer_xml("<Chrgs><Rcrd><Amt Ccy=\"EUR\">4</Amt></Rcrd><Rcrd>"
                          "<Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Rcrd></Chrgs>")),
         "50.00 EUR"_money, three, false},
        {"of nothing",
         entry_xml(
             "50", "CRDT",
             transfer_xml("<Chrgs><TtlChrgsAndTaxAmt Ccy=\"EUR\">0</TtlChrgsAndTaxAmt></Chrgs>")),
         "50.00 EUR"_money, std::nullopt, false},
    };
    for (const auto& [about, xml, amount, charges, included] : cases) {
        CAPTURE(about);
        const auto entry = entry_of(xml);
        REQUIRE(entry.details.size() == 1);
        const auto& detail = entry.details.front();
        CHECK(detail.amount == amount);
        CHECK(detail.charges == charges);
        CHECK(detail.charges_included == included);
    }
}

TEST_CASE("camt: charges of each transfer of a batch are part of its entry when the sum says so") {
    const auto transfer =
        "<TxDtls><Amt Ccy=\"EUR\">50</Amt><Chrgs><Amt Ccy=\"EUR\">1</Amt></Chrgs></TxDtls>"s;
    const auto entry =
        entry_of(entry_xml("98", "CRDT", "<NtryDtls>" + transfer + transfer + "</NtryDtls>"));
    CHECK(amounts_of(entry) == std::vector<Money>{"49.00 EUR"_money, "49.00 EUR"_money});
    CHECK(entry.details.at(0).charges_included);
    CHECK(entry.details.at(0).charges == "1.00 EUR"_money);
}

TEST_CASE("camt: who paid: the ultimate debtor, else the debtor, in both forms") {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"<Dbtr><Nm>Payer</Nm></Dbtr>", "Payer"},
        {"<Dbtr><Pty><Nm>Payer</Nm></Pty></Dbtr>", "Payer"},
        {"<Dbtr><Agt><FinInstnId><Nm>Bank</Nm></FinInstnId></Agt></Dbtr>", "Bank"},
        {"<Dbtr><Nm>Payer</Nm></Dbtr><UltmtDbtr><Nm>Buyer</Nm></UltmtDbtr>", "Buyer"},
        {"<Dbtr><Nm>Payer</Nm></Dbtr><UltmtDbtr><Pty><Nm>Buyer</Nm></Pty></UltmtDbtr>", "Buyer"},
        {"<Dbtr><Nm>Payer</Nm></Dbtr><UltmtDbtr><Id/></UltmtDbtr>", "Payer"},
        {"<Cdtr><Nm>We</Nm></Cdtr>", ""},
    };
    for (const auto& [content, name] : cases) {
        CAPTURE(content);
        CHECK(detail_of(parties(content)).counterparty == name);
    }
    CHECK(detail_of(parties("<DbtrAcct><Id><IBAN>NL91 ABNA 0417 1643 00</IBAN></Id></DbtrAcct>"))
              .counterparty_account == "NL91ABNA0417164300");
    CHECK(detail_of(parties("<DbtrAcct><Id><Othr><Id>01-39139-1</Id></Othr></Id></DbtrAcct>"))
              .counterparty_account == "01-39139-1");
}

TEST_CASE("camt: the other side of a reversal is the one of the payment that it takes back") {
    const auto both = parties(
        "<Dbtr><Nm>Customer</Nm></Dbtr><DbtrAcct><Id><IBAN>D</IBAN></Id></DbtrAcct>"
        "<Cdtr><Nm>Supplier</Nm></Cdtr><CdtrAcct><Id><IBAN>C</IBAN></Id></CdtrAcct>");
    const auto we_as_debtor = parties(
        "<Dbtr><Nm>We</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>"
        "<Cdtr><Nm>Customer</Nm></Cdtr>");
    const auto only_creditor = parties("<Cdtr><Nm>Customer</Nm></Cdtr>");
    struct Case {
        std::string indicator;
        std::string reversal;
        std::string parties;
        std::string counterparty;
    };
    const std::vector<Case> cases = {
        {"CRDT", "false", both, "Customer"},        {"DBIT", "false", both, "Supplier"},
        {"DBIT", "true", both, "Customer"},         {"CRDT", "true", both, "Supplier"},
        {"DBIT", "true", we_as_debtor, "Customer"}, {"DBIT", "true", only_creditor, "Customer"},
        {"CRDT", "false", only_creditor, ""},
    };
    for (const auto& [indicator, reversal, content, counterparty] : cases) {
        CAPTURE(indicator + reversal + content);
        const auto entry = entry_of(entry_xml(
            "1", indicator, "<RvslInd>" + reversal + "</RvslInd>" + transfer_xml(content)));
        CHECK(entry.details.at(0).counterparty == counterparty);
    }
}

TEST_CASE("camt: references that only say that there is none are empty") {
    for (const auto* none : {"NOTPROVIDED", "NotProvided", "NONREF", "not provided"}) {
        CAPTURE(none);
        const auto refs = "<Refs><EndToEndId>"s + none + "</EndToEndId></Refs>";
        CHECK(detail_of(refs).end_to_end_id.empty());
        const auto entry =
            entry_of(entry_xml("1", "CRDT", "<AcctSvcrRef>"s + none + "</AcctSvcrRef>"));
        CHECK(entry.bank_reference.empty());
    }
    CHECK(
        detail_of("<Refs><AcctSvcrRef>NONREF</AcctSvcrRef><TxId>T</TxId></Refs>").bank_reference ==
        "T");
    CHECK(detail_of("<Refs><UETR>u-1</UETR></Refs>").bank_reference == "u-1");
}

TEST_CASE("camt: the first structured reference with right check digits, the others in the text") {
    const auto block = [](const std::string& reference) {
        return "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>" + reference +
               "</Ref></CdtrRefInf></Strd>";
    };
    struct Case {
        std::string remittance;
        std::string reference;
        std::string text;
    };
    const std::vector<Case> cases = {
        {block("RF18539007547034"), "RF18539007547034", ""},
        {block("RF17539007547034") + block("RF18539007547034"), "RF18539007547034",
         "RF17539007547034"},
        {block("000000000002015110002913192"), "000000000002015110002913192", ""},
        {block("X-1") + block("X-2"), "X-1", "X-2"},
        {"<Ustrd>text</Ustrd><Strd><RfrdDocInf><Nb>R-7</Nb></RfrdDocInf><RfrdDocInf><Nb>R-8</Nb>"
         "</RfrdDocInf><AddtlRmtInf>remark</AddtlRmtInf></Strd>",
         "", "text R-7 R-8 remark"},
        {"<Ustrd>in 2012</Ustrd><Strd><RfrdDocInf><Nb>12</Nb></RfrdDocInf></Strd>", "",
         "in 2012 12"},
        {"<Strd/>", "", ""},
    };
    for (const auto& [remittance, reference, text] : cases) {
        CAPTURE(remittance);
        const auto detail = detail_of("<RmtInf>" + remittance + "</RmtInf>");
        CHECK(detail.reference == reference);
        CHECK(detail.text == text);
    }
}

TEST_CASE("camt: pieces that were cut at a bank's length go on without a blank") {
    const auto joined = [](const std::vector<std::string>& pieces) {
        std::string xml = "<RmtInf>";
        for (const auto& piece : pieces) xml += "<Ustrd>" + piece + "</Ustrd>";
        return detail_of(xml + "</RmtInf>").text;
    };
    const std::string cut_35(35, 'a');
    std::string cut_140;
    for (int n = 0; n < 140; ++n) cut_140 += "\xC3\xBC";
    CHECK(joined({"one", "two"}) == "one two");
    CHECK(joined({cut_35, "b"}) == cut_35 + "b");
    CHECK(joined({std::string(34, 'a'), "b"}) == std::string(34, 'a') + " b");
    CHECK(joined({std::string(70, 'a'), "b"}) == std::string(70, 'a') + "b");
    CHECK(joined({cut_140, "b"}) == cut_140 + "b");
    CHECK(joined({std::string(34, 'a') + " ", "b"}) == std::string(34, 'a') + " b");
    CHECK(joined({cut_35, " b"}) == cut_35 + " b");
    CHECK(joined({"\n  one\n ", "", "two"}) == "one two");
}

TEST_CASE("camt: the bank's own words about a transfer are part of its text, once") {
    CHECK(detail_of("<RmtInf><Ustrd>Invoice 7</Ustrd></RmtInf><AddtlTxInf>credit</AddtlTxInf>")
              .text == "Invoice 7 credit");
    CHECK(detail_of("<RmtInf><Ustrd>Invoice 7</Ustrd></RmtInf><AddtlTxInf>Invoice 7</AddtlTxInf>")
              .text == "Invoice 7");
}

TEST_CASE("camt: why a payment came back: the code, or the bank's words for want of one") {
    struct Case {
        std::string returned;
        std::string reason;
        std::string text;
    };
    const std::vector<Case> cases = {
        {"<Rsn><Cd>AC06</Cd></Rsn>", "AC06", ""},
        {"<Rsn><Cd>MD06</Cd></Rsn><AddtlInf>by payer</AddtlInf>", "MD06", "by payer"},
        {"<Rsn><Prtry>W1</Prtry></Rsn>", "W1", ""},
        {"<Rsn><Cd>NARR</Cd></Rsn><AddtlInf>account closed</AddtlInf>", "account closed",
         "account closed"},
        {"<Rsn><Cd>NARR</Cd></Rsn>", "NARR", ""},
        {"<AddtlInf>closed</AddtlInf>", "closed", "closed"},
    };
    for (const auto& [returned, reason, text] : cases) {
        CAPTURE(returned);
        const auto detail = detail_of("<RtrInf>" + returned + "</RtrInf>");
        CHECK(detail.return_reason == reason);
        CHECK(detail.text == text);
    }
}

TEST_CASE("camt: the type of an entry, by the standard's codes or the bank's own") {
    CHECK(entry_of(entry_xml("1", "CRDT", "<BkTxCd><Prtry><Cd>NTRF+166</Cd></Prtry></BkTxCd>"))
              .type == "NTRF+166");
    CHECK(entry_of(
              entry_xml("1", "CRDT", transfer_xml("<BkTxCd><Domn><Cd>PMNT</Cd></Domn></BkTxCd>")))
              .type == "PMNT");
    CHECK(entry_of(entry_xml("1", "CRDT")).type.empty());
}

TEST_CASE("camt: opening is OPBD, else PRCD; closing is CLBD; the account's currency alone") {
    const auto prcd = balance_xml("PRCD", "1.00");
    const auto opbd = balance_xml("OPBD", "2.00");
    const auto clbd = balance_xml("CLBD", "3.00");
    const auto itbd = balance_xml("ITBD", "4.00");
    const auto none = statement_of(itbd + balance_xml("CLAV", "5") + balance_xml("FWAV", "x"));
    CHECK(!none.opening);
    CHECK(!none.closing);
    const auto all = statement_of(prcd + opbd + itbd + clbd);
    CHECK(all.opening == "2.00 EUR"_money);
    CHECK(all.closing == "3.00 EUR"_money);
    CHECK(statement_of(clbd + prcd).opening == "1.00 EUR"_money);
    const auto days = statement_of(
        balance_xml("OPBD", "7", "2026-03-02") + balance_xml("OPBD", "6", "2026-03-01") +
        balance_xml("CLBD", "8", "2026-03-02") + balance_xml("CLBD", "7", "2026-03-01"));
    CHECK(days.opening == "6.00 EUR"_money);
    CHECK(days.closing == "8.00 EUR"_money);
    auto overdrawn = opbd;
    overdrawn.replace(overdrawn.find("CRDT"), 4, "DBIT");
    CHECK(statement_of(overdrawn).opening == "-2.00 EUR"_money);
    auto dollars = opbd;
    dollars.replace(dollars.find("EUR"), 3, "USD");
    CHECK(!statement_of(dollars).opening);
    CHECK(refusal_of(balance_xml("OPBD", "x")).size() == 1);
    CHECK(refusal_of("<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp></Bal>") ==
          Lines{"b.xml:5:1: a balance without an amount (Amt)"});
}

TEST_CASE("camt: interim balances open and close the pages of a statement, and only those") {
    const auto page = [](const std::string& number, const std::string& last) {
        return "<StmtPgntn><PgNb>" + number + "</PgNb><LastPgInd>" + last +
               "</LastPgInd></StmtPgntn>";
    };
    const auto opbd = balance_xml("OPBD", "1");
    const auto clbd = balance_xml("CLBD", "4");
    const auto two = balance_xml("ITBD", "2");
    const auto three = balance_xml("ITBD", "3");
    const auto first = statement_of(page("1", "false") + opbd + two);
    CHECK(first.sequence == "12/1");
    CHECK(first.opening == "1.00 EUR"_money);
    CHECK(first.closing == "2.00 EUR"_money);
    const auto middle = statement_of(page("2", "false") + two + three);
    CHECK(middle.opening == "2.00 EUR"_money);
    CHECK(middle.closing == "3.00 EUR"_money);
    const auto last = statement_of(page("3", "true") + three + clbd);
    CHECK(last.sequence == "12/3");
    CHECK(last.opening == "3.00 EUR"_money);
    CHECK(last.closing == "4.00 EUR"_money);
    const auto whole = statement_of(page("1", "true") + opbd + two);
    CHECK(whole.sequence == "12");
    CHECK(!whole.closing);
    // Nothing would tell that the next page is missing.
    const auto open = statement_of(
        page("1", "false") + two,
        {"b.xml:3:1: warning: statement '12' goes on with a page that is not in the file\n"
         "    import the pages in one file, or the next one after this; what it has was taken"});
    CHECK(!open.opening);
}

TEST_CASE("camt: what the file says of its entries is held against them") {
    const auto credit = entry_xml("100.00", "CRDT");
    const auto debit = entry_xml("40.00", "DBIT");
    const auto pending =
        "<Ntry><Amt Ccy=\"EUR\">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts>"
        "<BookgDt><Dt>2026-03-02</Dt></BookgDt></Ntry>"s;
    const auto batch =
        entry_xml("30.00", "CRDT", "<NtryDtls><Btch><NbOfTxs>3</NbOfTxs></Btch></NtryDtls>");
    const auto total = [](const std::string& name, const std::string& count,
                          const std::string& sum) {
        return "<" + name + "><NbOfNtries>" + count + "</NbOfNtries>" +
               (sum.empty() ? "" : "<Sum>" + sum + "</Sum>") + "</" + name + ">";
    };
    const auto all = "TtlNtries"s;
    struct Case {
        std::string totals;
        std::string entries;
        std::string what;  // "" when it fits
    };
    const std::vector<Case> cases = {
        {"", credit, ""},
        {total(all, "1", "100.00"), credit, ""},
        {total(all, "1", ""), credit, ""},
        {total(all, "", "100"), credit, ""},
        {total(all, "2", "140.00"), credit + debit, ""},
        {total(all, "2", "60.00"), credit + debit, ""},  // what is left
        {total(all, "1", "100.00"), credit + pending, ""},
        {total(all, "2", "105.00"), credit + pending, ""},
        {total(all, "3", "30.00"), batch, ""},
        {total(all, "one", "much"), credit, ""},
        {total(all, "2", "140.00"), credit, "2 entries of 140.00, and has 1 entry of 100.00"},
        {total(all, "1", "100.01"), credit, "1 entry of 100.01, and has 1 entry of 100.00"},
        {total(all, "0", "0"), credit, "0 entries of 0.00, and has 1 entry of 100.00"},
        {total(all, "", "99"), credit, "a sum of 99.00, and has 1 entry of 100.00"},
        {total("TtlCdtNtries", "2", "100.00"), credit + debit,
         "2 entries of 100.00 of money in, and has 1 entry of 100.00"},
        {total("TtlDbtNtries", "1", "41.00"), credit + debit,
         "1 entry of 41.00 of money out, and has 1 entry of 40.00"},
        // One of them says enough.
        {total(all, "2", "140.00") + total("TtlCdtNtries", "2", "140.00"), credit,
         "2 entries of 140.00, and has 1 entry of 100.00"},
    };
    for (const auto& [totals, entries, what] : cases) {
        CAPTURE(totals);
        const auto read =
            read_camt_text(statement_xml("<TxsSummry>" + totals + "</TxsSummry>" + entries));
        REQUIRE(read.file.has_value());
        REQUIRE(read.problems.size() == (what.empty() ? 0 : 1));
        if (what.empty()) continue;
        CAPTURE(read.problems[0]);
        CHECK(read.problems[0].find("warning: the file says that it has " + what + "\n") !=
              std::string::npos);
    }
}

TEST_CASE("camt: in version 02 the page is in the header of the message") {
    const auto read = read_camt_text(in_document(
        "<BkToCstmrStmt><GrpHdr><MsgPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></"
        "GrpHdr>"
        "<Stmt><ElctrncSeqNb>9</ElctrncSeqNb><Acct><Id><IBAN>A</IBAN></Id></Acct></Stmt>"
        "</BkToCstmrStmt>",
        "camt.053.001.02"));
    REQUIRE(read.file.has_value());
    CHECK(read.file->statements.at(0).sequence == "9/2");
}

TEST_CASE("camt: a statement without its account is refused, and one in no known currency") {
    const auto without = read_camt_text(in_document("<BkToCstmrStmt><Stmt/></BkToCstmrStmt>"));
    CHECK(!without.file.has_value());
    CHECK(without.problems ==
          Lines{"b.xml:2:16: the statement does not say of which account it is (Acct/Id)"});
    const auto odd = read_camt_text(in_document(
        "<BkToCstmrStmt><Stmt><Acct><Id><IBAN>A</IBAN></Id>\n<Ccy>XYZ</Ccy></Acct></Stmt>"
        "</BkToCstmrStmt>"));
    CHECK(odd.problems == Lines{"b.xml:3:1: 'XYZ' is not a currency"});
}

TEST_CASE("camt: the account's currency comes from the balances, then from the entries") {
    const auto currency_of = [](const std::string& content) {
        const auto read =
            read_camt_text(in_document("<BkToCstmrStmt><Stmt><Acct><Id><IBAN>A</IBAN></Id></Acct>" +
                                       content + "</Stmt></BkToCstmrStmt>"));
        REQUIRE(read.file.has_value());
        return std::string(read.file->statements.at(0).currency.code());
    };
    auto balance = balance_xml("CLBD", "1");
    balance.replace(balance.find("EUR"), 3, "CHF");
    auto entry = entry_xml("1", "CRDT");
    entry.replace(entry.find("EUR"), 3, "USD");
    CHECK(currency_of(balance + entry) == "CHF");
    CHECK(currency_of(entry) == "USD");
    CHECK(currency_of("") == "EUR");
}

TEST_CASE("camt: an entry in another currency keeps it, and is said") {
    auto xml = entry_xml("20.97", "DBIT");
    xml.replace(xml.find("EUR"), 3, "CHF");
    const auto entry =
        entry_of(xml, {"b.xml:5:1: warning: an entry in CHF in an account in EUR; it "
                       "is not part of the sums"});
    CHECK(entry.amount == "-20.97 CHF"_money);
}

TEST_CASE("camt: entries too large to add up are refused") {
    std::string entries;
    for (int n = 0; n < 1001; ++n) entries += entry_xml("10000000000000.00", "CRDT");
    CHECK(refusal_of(entries) ==
          Lines{"b.xml:3:1: the entries of this statement are too large to add up"});
}

TEST_CASE("camt: every problem of a file is reported, with the name that was given") {
    const auto problems = refusal_of(entry_xml("x", "CRDT") + "\n" + entry_xml("1", "CR"));
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].starts_with("b.xml:5:7: "));
    CHECK(problems[1].starts_with("b.xml:6:"));
}

const std::string hostile_base = statement_xml(
    balance_xml("OPBD", "1.00") + balance_xml("CLBD", "101.00") +
    entry_xml("100.00", "CRDT",
              "<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch><TxDtls><Amt Ccy=\"EUR\">60</Amt><Chrgs>"
              "<Amt Ccy=\"EUR\">1</Amt></Chrgs><RmtInf><Ustrd>a</Ustrd><Strd><CdtrRefInf>"
              "<Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls><TxDtls>"
              "<Amt Ccy=\"EUR\">40</Amt></TxDtls></NtryDtls>"));

TEST_CASE("camt: a file that is cut off at any byte is refused") {
    for (std::size_t size = 0; size < hostile_base.size(); ++size) {
        CAPTURE(size);
        const auto read = read_camt_text(std::string_view(hostile_base).substr(0, size));
        CHECK(!read.file.has_value());
        CHECK(!read.problems.empty());
    }
    CHECK(read_camt_text(hostile_base).problems == Lines{});
}

TEST_CASE("camt: a file with any byte changed is read or refused with a reason") {
    for (std::size_t at = 0; at < hostile_base.size(); ++at) {
        for (const char c : "\0<>&/9-x\xFF"s) {
            auto bytes = hostile_base;
            bytes[at] = c;
            const auto read = read_camt_text(bytes);
            CHECK((read.file.has_value() || !read.problems.empty()));
        }
    }
}

}  // namespace
}  // namespace dunning
