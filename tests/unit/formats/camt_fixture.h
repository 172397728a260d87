// camt files as a test writes them: the parts that a rule is about, and what every file has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/camt.h"

namespace dunning::testing {

struct CamtRead {
    std::optional<BankFile> file;
    std::vector<std::string> problems;
};

inline CamtRead read_camt_text(std::string_view xml) {
    CamtRead result;
    Diagnostics diagnostics;
    if (const auto document = XmlDocument::parse(xml, "b.xml", diagnostics)) {
        result.file = read_camt(*document, "b.xml", diagnostics);
    }
    for (const auto& found : diagnostics.all()) result.problems.push_back(to_text(found));
    return result;
}

inline std::string in_document(std::string_view content,
                               std::string_view name = "camt.053.001.08") {
    return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:" + std::string(name) + "\">\n" +
           std::string(content) + "\n</Document>";
}

// The account's lines, then the content; its first line is line 5 of the file.
inline std::string statement_xml(std::string_view content) {
    return in_document(
        "<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n"
        "<Stmt><Id>S1</Id><ElctrncSeqNb>12</ElctrncSeqNb>\n"
        "<Acct><Id><IBAN>DE89 3704 0044 0532 0130 00</IBAN></Id><Ccy>EUR</Ccy></Acct>\n" +
        std::string(content) + "</Stmt></BkToCstmrStmt>");
}

// A booked entry of that amount and indicator, on 2 March 2026.
inline std::string entry_xml(std::string_view amount, std::string_view indicator,
                             std::string_view rest = {}) {
    return "<Ntry><Amt Ccy=\"EUR\">" + std::string(amount) + "</Amt><CdtDbtInd>" +
           std::string(indicator) +
           "</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>" +
           std::string(rest) + "</Ntry>";
}

inline std::string transfer_xml(std::string_view content) {
    return "<NtryDtls><TxDtls>" + std::string(content) + "</TxDtls></NtryDtls>";
}

inline std::string balance_xml(std::string_view type, std::string_view amount,
                               std::string_view day = "2026-03-02") {
    return "<Bal><Tp><CdOrPrtry><Cd>" + std::string(type) +
           "</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">" + std::string(amount) +
           "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>" + std::string(day) + "</Dt></Dt></Bal>";
}

}  // namespace dunning::testing
