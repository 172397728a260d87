// Bank statements: what came in becomes payments, what went back takes them back, everything else
// is read and left.
//
// Money in is a payment of its value day, a transfer at a time where the bank tells of them. An
// entry that takes an earlier credit back is a negative payment; what the bank kept as its charge
// is not part of either: the customer paid, or got back, the whole. Money out, pending entries and
// our own payments that came back are no receipts.
//
// No entry counts twice, whichever files tell of it (app/known_entries.h). An entry that came
// without the transfers in it gives way to them when another file brings them; of one transfer the
// fuller telling stands. What the transfers in a file leave of their entry is a payment of its own,
// of nobody yet.
#pragma once

#include "app/fact_store.h"
#include "formats/input_file.h"

namespace dunning {

// REQUIRES: the input is no table. Problems go into the report's diagnostics.
void import_bank(Ledger& ledger, const InputFile& input, const ImportRun& run,
                 const OnProgress& on_progress, FileReport& report);

}  // namespace dunning
