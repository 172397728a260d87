// One row of each kind of file as a fact, handed to the sink; a row with a problem is reported
// instead.
#pragma once

#include <optional>

#include "formats/table_row.h"

namespace dunning {

void take_customer(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);

// The amount may be negative: a credit note, which needs no due date (see LineItemSink).
void take_invoice(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);

void take_credit(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);

// A negative payment is one that went back.
void take_payment(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink);

// Under these names the profile's `words` list the policy's own outcomes, with what each counts as,
// and its own reasons; no field of a file is called so.
inline constexpr const char* own_outcomes = "own outcomes";
inline constexpr const char* own_reasons = "own reasons";

// Why an invoice is late: a word of ours, or of the policy's own reasons.
std::string read_reason(TableRow& row);

void take_rate(TableRow& row, FactSink& sink);
void take_contact(TableRow& row, FactSink& sink);

}  // namespace dunning
