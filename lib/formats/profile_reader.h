// [import.profile.NAME]: how a foreign file is read, from the policy or from a shipped profile.
//
//   kind         "customers", "invoices", "credits" or "payments"; the one key that must be there
//   about        one line for `dunning import --profiles`
//   draft        true: made without a real file at hand
//   columns      { number = "No", customer = ["Name", "Client"] }: of several headings the first
//                that the file has; of texts, when that is blank in a row, the next
//   constants    { currency = "USD" }
//   words        { language = { "1" = "de" } }: the file's word for it, and ours
//   date_format  "%d/%m/%Y"; without it the days themselves must say it, or --date-format
//   decimal_mark "." or ","; likewise, or --decimal-mark
//   delimiter, encoding, sheet   found when they are not told
//   sign         { column = "S/H", plus = "S", minus = "H", ignore = [...] }
//   only, skip   { Type = ["RV", "DR"], Account = "10000..69999" }: rows that fit all of `only` and
//                none of `skip`; a value is a text, a range of whole numbers, or "" for a blank
//                cell. Also as [{ column = ["Type", "Art"], values = "RV", optional = true }]: by
//                the first heading that the file has; an optional one that it lacks filters nothing
//   line_items   "repeat_total" or "add_up": rows of one number that follow each other are one
//                invoice
//   heading_rows the field ("customer") that a row with nothing but its first cell sets for the
//   rows
//                below it; "skip" leaves such rows out
//   terms_days   due so many days after issue, where the file has no due day
//   year_cell    { row = 1, cell = 13 }: the year of dates that have none, above the header
//   above        { currency = { row = 1, cell = 22 } }: serves rows whose own is blank
//   expect       [{ row = 1, cell = 14, value = "4", meaning = "accounts of four digits" }]: a file
//                where it is otherwise is refused
#pragma once

#include <vector>

#include "core/import_profile.h"
#include "formats/toml_section.h"

namespace dunning {

std::vector<ImportProfile> read_import_profiles(TomlSection& root);

}  // namespace dunning
