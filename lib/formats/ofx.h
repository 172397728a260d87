// OFX: statements of bank accounts and credit cards, versions 1.x (SGML) and 2.x (XML).
//
// How transactions are read:
//   the day      DTPOSTED as written: a time and a zone such as [-5:EST] do not move it; DTUSER is
//                passed over; the value day is DTAVAIL, if there is one
//   the amount   TRNAMT, signed, with a point or a comma. What might be a thousands separator is
//                refused: both marks, one of them twice, or one before exactly three digits
//   the other    EXTDNAME, NAME or PAYEE's NAME; MEMO is the text, and NAME too when there is no
//   MEMO FITID        the bank's reference; a missing one and one that stands twice are warned of
//   CORRECTFITID an entry with reversal = true takes the corrected transaction back and names it;
//                for REPLACE the new transaction follows. Its amount is the one of the corrected
//                transaction when that is in the same statement. If not: DELETE takes back what it
//                states, REPLACE takes back zero, because nothing says how much it was, and a
//                warning says so
//   pending      STMTTRNP and the type HOLD
//
// The closing balance is LEDGERBAL; OFX has no opening balance. The account is ACCTID alone; where
// two statements of one file would be the same account at different banks, "BANKID/ACCTID".
//
// Errors, after which nothing is returned: no statement, a file that ends before </OFX>, a day,
// amount or currency that is missing or cannot be read, a value of more than
// max_statement_field_bytes. Unknown tags are passed over; no known element holds itself, so that
// nesting is never deeper than the number of known names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "formats/bank_statement.h"

namespace dunning {

std::optional<BankFile> read_ofx(std::string_view text, const std::string& file,
                                 Diagnostics& diagnostics);

}  // namespace dunning
