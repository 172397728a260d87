// The canonical CSV files (cli.md, "Canonical files"), and foreign ones through a profile.
//
// The file is UTF-8, its first line names the columns, the delimiter (comma, semicolon, TAB or '|')
// is found from that line unless the profile says it. Columns may stand in any order; unknown ones
// are ignored. Without a profile dates are ISO 8601 and amounts the machine form ("1234.50"):
// nothing is guessed. With one, its `columns`, `constants`, `date_format` and `decimal_mark` hold.
//
// A row with a problem is left out of the batch; every problem is reported, in the order of the
// file, up to max_problems. A row that repeats an earlier one exactly is taken once; the same key
// with other contents is an error. Whether any of it is kept is the caller's decision.
#pragma once

#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/import_batch.h"

namespace dunning {

inline constexpr std::size_t max_problems = 1000;

// `profile` may be null. REQUIRES: a profile is for this kind.
ImportBatch read_canonical_csv(std::string_view bytes, const std::string& file, ImportKind kind,
                               const ImportProfile* profile, const CurrencyDefaults& defaults,
                               Diagnostics& diagnostics);

}  // namespace dunning
