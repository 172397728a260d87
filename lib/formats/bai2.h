// BAI2: the balance reports of American and Canadian banks (Cash Management Balance Reporting
// Specifications, version 2, Bank Administration Institute; BTRS codes, ANSI X9.121).
//
// Each account of each group is a statement: the opening ledger balance (010), the closing one
// (015), and an entry for each detail record (16).
//
//   amounts    in minor units of the account's currency, of the group's, else of USD
//   direction  by the type code: 1xx to 3xx, 720-759 and 920-959 money in; 4xx to 6xx, 760-799 and
//              960-999 money out. Of codes of the bank's own (9xx) a written sign goes first
//   days       the group's day is the booking day; funds type V names the value day
//   reversals  the codes of returned, rejected and reversed items (555, 557, 261 ...)
//   text       everything after the customer's reference, commas and slashes too, and the
//              continuation records (88) after it
//
// Control totals and counts of the trailers (49, 98, 99) are checked: a difference is a warning
// with both numbers, because the entries are there all the same.
//
// Errors, after which nothing is returned: a file that ends before its trailer, records in the
// wrong place, a line that is no record, days, currencies and amounts that cannot be read, a type
// code that is neither money in nor out, a group that is a test or deletes an earlier one, a record
// of more than max_statement_field_bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "formats/bank_statement.h"

namespace dunning {

std::optional<BankFile> read_bai2(std::string_view text, const std::string& file,
                                  Diagnostics& diagnostics);

}  // namespace dunning
