// One row of each kind of file as a fact. Nothing when the row has a problem; it has been reported.
#pragma once

#include <optional>
#include <variant>

#include "formats/csv_row.h"

namespace dunning {

std::optional<Customer> read_customer(RowReader& row, const CurrencyDefaults& defaults);

// A negative invoice is a credit note, as many systems export it: it keeps its number and needs no
// due date.
std::optional<std::variant<Invoice, Receipt>> read_invoice(RowReader& row,
                                                           const CurrencyDefaults& defaults);

std::optional<Receipt> read_credit(RowReader& row, const CurrencyDefaults& defaults);

// A negative payment is one that went back.
std::optional<Receipt> read_payment(RowReader& row, const CurrencyDefaults& defaults);

// Whether mail may be sent to it: ASCII, one @, no spaces, no quoted local part. Stricter than RFC
// 5322 on purpose, because what is odd here is a typing mistake or an injected header.
enum class EmailShape { good, bad };
EmailShape email_shape(std::string_view address);

}  // namespace dunning
