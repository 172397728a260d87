// The snapshot: a list of all open items, as most accounting systems export it every night. What is
// no longer on it has been settled, and so has what it has less of.
#pragma once

#include "app/import_bank.h"

namespace dunning {

// Ascending by the invoices' rows. As of the day of a list, whatever has been paid since; the
// charges of our own notices stand on nobody's list.
std::vector<OpenInvoice> invoices_open_on(const Ledger& ledger, Date day);

// `open`: what the file says is open of each invoice that it lists. Records the differences, see
// core/list_settlement.h, unless more than the guard allows would be settled of what was open
// `before` the file: then it is an error.
void settle_snapshot(Ledger& ledger, const std::vector<OpenInvoice>& before,
                     const std::map<std::string, Money>& open, const SnapshotGuard& guard,
                     const ImportRun& run, FileReport& report);

}  // namespace dunning
