// Rows that state promises, disputes and plans. Several payments or instalments of one agreement
// stand in one cell: "2026-12-05=300.00 2026-12-19=200.00"; several invoices with blanks between
// them.
#pragma once

#include "formats/facts.h"
#include "formats/table_row.h"

namespace dunning {

void take_promise(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);
void take_dispute(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);
void take_plan(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);

}  // namespace dunning
