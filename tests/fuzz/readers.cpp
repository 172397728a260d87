#include "fuzz/readers.h"

#include "core/number_finder.h"
#include "core/payment_reference.h"
#include "formats/bai2.h"
#include "formats/camt.h"
#include "formats/einvoice.h"
#include "formats/input_file.h"
#include "formats/mt940.h"
#include "formats/ofx.h"
#include "formats/policy_reader.h"
#include "formats/shipped_profiles.h"
#include "formats/statement_check.h"
#include "formats/table_reader.h"
#include "support/zip_bytes.h"
#include "text/name_key.h"

namespace dunning::fuzz {
namespace {

class Nowhere final : public FactSink {
  public:
    void take(const Customer&, const FactPlace& place) override { look(place); }
    void take(const Invoice&, const Beside&, const FactPlace& place) override { look(place); }
    void take(const Receipt&, const Beside&, const FactPlace& place) override { look(place); }
    void take(const Contact&, const FactPlace& place) override { look(place); }
    void take(const StatedAgreement&, const FactPlace& place) override { look(place); }
    void take(const StatedRate&, const FactPlace& place) override { look(place); }

  private:
    static void look(const FactPlace& place) { static_cast<void>(place.of("currency")); }
};

const std::string file = "fuzzed";

void read_rows(const TableFile& table, ImportKind kind, const ImportProfile& profile) {
    Nowhere sink;
    Diagnostics diagnostics;
    const CurrencyDefaults defaults{.book = *Currency::from_code("EUR")};
    read_table(table, kind, profile, defaults, sink, diagnostics, [](const RejectedRow&) {});
}

void feed_tables(std::string_view bytes) {
    Diagnostics diagnostics;
    const auto input = open_input(bytes, file, {}, diagnostics);
    if (!input || !input->table) return;
    for (const auto kind : {ImportKind::customers, ImportKind::invoices, ImportKind::payments,
                            ImportKind::promises, ImportKind::disputes, ImportKind::plans}) {
        read_rows(*input->table, kind, {});
    }
}

void feed_profiles(std::string_view bytes) {
    for (const ImportProfile& profile : shipped_profiles()) {
        Diagnostics diagnostics;
        const auto input = open_input(bytes, file, profile, diagnostics);
        if (!input || !input->table) continue;
        read_rows(*input->table, import_kind_from(profile.kind).value(), profile);
    }
}

void check(const std::optional<BankFile>& bank) {
    if (!bank) return;
    for (const BankStatement& statement : bank->statements) {
        if (tie_out(statement) == TieOut::does_not_tie) static_cast<void>(tie_out_text(statement));
    }
}

void feed_xml(std::string_view bytes) {
    Diagnostics diagnostics;
    const auto xml = XmlDocument::parse(bytes, file, diagnostics);
    if (!xml) return;
    check(read_camt(*xml, file, diagnostics));
    if (is_einvoice(xml->root())) {
        static_cast<void>(read_einvoice(*xml, file, diagnostics));
    }
}

void feed_mt940(std::string_view bytes) {
    Diagnostics diagnostics;
    check(read_mt940(bytes, file, diagnostics));
}

void feed_ofx(std::string_view bytes) {
    Diagnostics diagnostics;
    check(read_ofx(bytes, file, diagnostics));
}

void feed_bai2(std::string_view bytes) {
    Diagnostics diagnostics;
    check(read_bai2(bytes, file, diagnostics));
}

void feed_policy(std::string_view bytes) {
    Diagnostics diagnostics;
    const auto no_calendar = [](const std::string&) { return std::optional<std::string>(); };
    static_cast<void>(
        read_policy({.file = file, .text = bytes, .calendar_file = no_calendar}, diagnostics));
}

void feed_texts(std::string_view bytes) {
    static const NumberFinder numbers({"INV-0042", "20260042", "R 7", "A-1001", "A-1002"});
    static_cast<void>(numbers.find(bytes));
    static_cast<void>(references_in(bytes));
    static_cast<void>(reference_key(bytes));
    static_cast<void>(name_key(bytes));
}

constexpr std::string_view csv = R"(Open items,,,,
number,customer,issued,due,amount
INV-1,C1,2026-01-05,2026-02-04,"1,234.50"
INV-2,"Blume
GmbH",2026-01-31,2026-03-02,-7.00
Total,,,,1227.50
)";

constexpr std::string_view json =
    R"({"rows":[{"number":"1","customer":"C","issued":"2026-01-05","due":"2026-02-04","amount":12.50},
{"number":"2","customer":"C","issued":"2026-01-05","due":null,"amount":"1e3"}]})";

constexpr std::string_view camt = R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-02-10</Dt></BookgDt>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Mohn KG</Nm></Dbtr></RltdPties><RmtInf><Ustrd>R 7</Ustrd></RmtInf></TxDtls>
</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>)";

constexpr std::string_view ubl =
    R"(<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">
<ID>1</ID><IssueDate>2026-01-05</IssueDate><DueDate>2026-02-04</DueDate>
<DocumentCurrencyCode>EUR</DocumentCurrencyCode><AccountingCustomerParty><Party><PartyName><Name>C</Name></PartyName>
</Party></AccountingCustomerParty><LegalMonetaryTotal><PayableAmount currencyID="EUR">12.00</PayableAmount>
</LegalMonetaryTotal></Invoice>)";

constexpr std::string_view mt940 = R"(:20:1
:25:12345678/0001
:28C:1/1
:60F:C260101EUR100,00
:61:2602100210CR12,00NTRFR 7//REF1
:86:166?00GUTSCHRIFT?20SVWZ+R 7?32MOHN KG
:62F:C260210EUR112,00
-
)";

constexpr std::string_view ofx = R"(OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260210120000[-5:EST]<TRNAMT>12.00<FITID>1<NAME>Mohn &amp; Co
</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>112.00<DTASOF>20260210</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
)";

constexpr std::string_view bai2 = R"(01,122099999,123456789,260210,0200,1,,,2/
02,031001234,122099999,1,260210,2359,,2/
03,0123456789,USD,010,500000,,/
16,142,120000,0,REF1,R 7,MOHN KG/
88,AND MORE TEXT
49,620000,4/
98,620000,1,6/
99,620000,1,8/
)";

constexpr std::string_view policy = R"([book]
name = "A"
currency = "EUR"
[[procedure]]
name = "standard"
[[procedure.level]]
name = "reminder"
after = "3d"
channels = ["email"]
)";

std::string workbook() {
    return zip_bytes(
        {{"[Content_Types].xml", "<Types/>", ""},
         {"xl/workbook.xml",
          R"(<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>)",
          ""},
         {"xl/_rels/workbook.xml.rels",
          R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)",
          ""},
         {"xl/worksheets/sheet1.xml",
          R"(<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>number</t></is></c><c r="B1"><v>42</v></c></row></sheetData></worksheet>)",
          ""}});
}

}  // namespace

const std::vector<Reader>& readers() {
    static const std::vector<Reader> all = {
        {"tables", feed_tables, {std::string(csv), std::string(json), workbook()}},
        {"profiles", feed_profiles, {std::string(csv)}},
        {"xml", feed_xml, {std::string(camt), std::string(ubl)}},
        {"mt940", feed_mt940, {std::string(mt940)}},
        {"ofx", feed_ofx, {std::string(ofx)}},
        {"bai2", feed_bai2, {std::string(bai2)}},
        {"policy", feed_policy, {std::string(policy)}},
        {"texts",
         feed_texts,
         {"Re. 2026/0042 und INV 42", "RF18 5390 0754 7034", "Müller & Söhne"}},
    };
    return all;
}

}  // namespace dunning::fuzz
