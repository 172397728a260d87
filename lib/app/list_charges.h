// Interest and costs that became part of the debt, and what was corrected of them: of one customer,
// or of all. Most customers have none, and nothing is asked about those.
#pragma once

#include <optional>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

// Customer by customer, in the order of their rows. `customer`: nothing means all.
std::vector<ChargeRecord> list_charges(const Ledger& ledger, std::optional<RowId> customer,
                                       Date as_of);
std::vector<ChargeCorrection> list_charge_corrections(const Ledger& ledger,
                                                      std::optional<RowId> customer);

}  // namespace dunning
