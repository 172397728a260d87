// The fields of a customer by their names in files, as text: for what people set by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/party.h"
#include "core/result.h"

namespace dunning {

// "name", "kind", "language", ... in the order of the canonical file; the id is none of them.
const std::vector<std::string>& customer_field_names();

// REQUIRES: there is such a field.
std::string field_text(const Customer& customer, std::string_view field);

// The customer with that field changed; "" empties what may be empty. An amount without a currency
// is in the customer's, else in `currency`.
Result<Customer> with_field(Customer customer, std::string_view field, const std::string& text,
                            const Currency& currency);

}  // namespace dunning
