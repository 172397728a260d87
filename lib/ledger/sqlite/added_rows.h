// Which rows were recorded after a day had ended.
//
// Each transaction leaves a row of the chain that names those it has written, its event among them,
// and events know the day on which somebody worked: so this is exact, whatever the clock said.
#pragma once

#include "core/date.h"
#include "ledger/sqlite/chain.h"
#include "ledger/sqlite/query.h"

namespace dunning {

// The rows that transactions of days after `seen` have added: of invoices, receipts, allocations,
// and of what corrected rows said before.
TouchedRows added_after(Connection& db, Date seen);

}  // namespace dunning
