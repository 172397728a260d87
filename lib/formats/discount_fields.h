// The columns of an invoice that state its discount for early payment.
//
// discount_percent or discount_amount says how much, discount_until or discount_days by when. A row
// that has neither says nothing; a 0 says that none was agreed.
#pragma once

#include <optional>
#include <vector>

#include "core/discount_terms.h"
#include "formats/table_row.h"

namespace dunning {

// Problems are the row's. REQUIRES: the amount is not negative.
std::optional<std::vector<DiscountTerms>> read_discounts(TableRow& row, Date issued,
                                                         const Money& amount);

}  // namespace dunning
