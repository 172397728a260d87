// MT940: the account statement of SWIFT, in the ways in which banks write it (SWIFT Standards
// Category 9, and the German DFÜ agreement, annex 3).
//
// :20: begins a message, `-` or `-}` or the next :20: ends it; what stands outside (the blocks {1:
// to {5:, lines of the bank's own) is passed over, and so are :64: and :65:. Pages, which begin
// with :60M: or end with :62M:, become one statement with the first opening and the last closing
// balance.
//
// How the lines are read:
//   :61:  value day; booking day without a year, which is the year nearest to the value day (four
//         blanks: the value day); mark C, D, RC or RD; perhaps the third letter of the currency, so
//         that CR300, is a credit in EUR; the amount; the type; the customer's reference; after //
//         the bank's. RC takes a credit back and is negative, RD takes a debit back.
//   :86:  belongs to the :61: before it, after the closing balance to the statement (not kept)
//   days  30 February is the last of the month, with a warning
//
// An entry has one detail. Entries that come back by their code (NRTI, a German transaction code of
// a return, /RTRN/) are reversals too, and their reason is a code of ISO 20022 or the bank's words.
//
// Errors, after which nothing is returned: a message without account, opening or closing balance (a
// file that was cut off has no closing balance), a day or an amount that cannot be read, an unknown
// currency, no message at all, a field of more than max_statement_field_bytes.
//
// `from` is the day of the opening balance, which at many banks is the last closing day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "formats/bank_statement.h"

namespace dunning {

std::optional<BankFile> read_mt940(std::string_view text, const std::string& file,
                                   Diagnostics& diagnostics);

}  // namespace dunning
