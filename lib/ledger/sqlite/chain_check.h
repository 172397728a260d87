// Whether the chain holds: what it says of the rows, and what the rows say of it.
#pragma once

#include <string>
#include <vector>

#include "ledger/sqlite/query.h"

namespace dunning {

// What does not hold, the first entry of the chain first; empty when all is as it was written.
std::vector<std::string> broken_links(Connection& db);

}  // namespace dunning
