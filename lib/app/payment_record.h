// The payment record of a customer: what the ledger says of how they have paid and kept their word.
#pragma once

#include "core/behaviour.h"
#include "ledger/ledger.h"

namespace dunning {

// Of the last `behaviour_days` days up to `as_of`.
PaymentRecord load_payment_record(const Ledger& ledger, const Policy& policy, RowId customer,
                                  Date as_of);

}  // namespace dunning
