// The totals that a camt statement states of its own entries (TxsSummry).
#pragma once

#include <pugixml.hpp>

#include "formats/bank_statement.h"
#include "formats/camt_values.h"

namespace dunning {

// A doubt where the file holds another number of entries than it says, or another sum: of all, of
// the credits or of the debits. Banks count in several ways (with pending entries or without them,
// the transfers of batches instead of the batches, the sum of all amounts or what is left of it),
// so only what fits none of them is said. Notifications (camt.054) have no balances; these totals
// alone show that something is missing.
void compare_camt_totals(const CamtSource& source, const pugi::xml_node& node,
                         const BankStatement& statement);

}  // namespace dunning
