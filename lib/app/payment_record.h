// The payment record of a customer: what the ledger says of how they have paid and kept their word.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/behaviour.h"
#include "ledger/ledger.h"

namespace dunning {

// Of the last `behaviour_days` days up to `as_of`, by the customers' ids; who has done nothing in
// them is left out.
using PaymentRecords = std::map<std::string, PaymentRecord>;
PaymentRecords load_payment_records(const Ledger& ledger, const Policy& policy,
                                    const std::vector<RowId>& customers, Date as_of);

// The same of every customer of the book, when it is asked for most of them.
PaymentRecords load_payment_records(const Ledger& ledger, const Policy& policy,
                                    std::span<const CustomerName> all, Date as_of);

// Also of who was left out.
PaymentRecord record_of(const PaymentRecords& records, const std::string& customer);

PaymentRecord load_payment_record(const Ledger& ledger, const Policy& policy, RowId customer,
                                  Date as_of);

}  // namespace dunning
