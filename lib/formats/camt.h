// Bank files of ISO 20022: camt.052 (report), camt.053 (statement), camt.054 (notification).
//
// Versions 02 and later, by local names; a file of any of them reads the same. Where the versions
// and the banks differ is said beside each function of formats/camt_*.h. The sign of an amount
// comes from CdtDbtInd alone.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>

#include "core/diagnostic.h"
#include "formats/bank_statement.h"
#include "formats/xml_document.h"

namespace dunning {

// A <Document> that holds one of the three, also within an envelope of the bank's.
bool is_camt(const pugi::xml_node& root);

// All statements of the file, in its order, also of several messages. Nothing when there is an
// error: another kind of message, or anything that makes an amount, a day or the account uncertain.
// Warnings are for what is taken all the same.
std::optional<BankFile> read_camt(const XmlDocument& document, const std::string& file,
                                  Diagnostics& diagnostics);

}  // namespace dunning
