// What the customer has promised already: the same money is not promised twice.
#pragma once

#include <optional>

#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

// Why the promise asks for more than is open beside what running promises about the same invoices
// still have to bring. A promise about no invoice is about all of them. Those about other invoices
// take nothing from it, and one that a file tells of the past asks for nothing.
// REQUIRES: it has an amount and a last day.
std::optional<Fault> promised_already(const Ledger& ledger, const Policy& policy,
                                      const PauseRecord& promise, Date as_of);

}  // namespace dunning
