// Which invoices were paid in a time, and how late; what counts as paid is in core/lateness.h.
#pragma once

#include <unordered_map>
#include <vector>

#include "core/day_range.h"
#include "core/lateness.h"
#include "ledger/ledger.h"

namespace dunning {

// By customer: invoices whose last money came in the range, whenever the rest of it came.
using PaidInvoices = std::unordered_map<RowId, std::vector<PaidInvoice>>;
PaidInvoices paid_invoices(const Ledger& ledger, const Policy& policy, const DayRange& range);

}  // namespace dunning
