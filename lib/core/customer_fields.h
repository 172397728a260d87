// The fields of a customer by their names in files, as text: for what people set by hand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/party.h"
#include "core/result.h"

namespace dunning {

// "name", "kind", "language", ... in the order of the canonical file; the id is none of them.
const std::vector<std::string>& customer_field_names();

// Whether mail may be sent to it: ASCII, one @, no spaces, no quoted local part. Stricter than RFC
// 5322 on purpose, because what is odd here is a typing mistake or an injected header.
enum class EmailShape { good, bad };
EmailShape email_shape(std::string_view address);

// Why the text cannot be a customer's email, language, country or kind; nothing of other fields,
// and of an empty text. A file and a person are told the same.
std::optional<Fault> wrong_customer_field(std::string_view field, std::string_view text);

// The most that may be given in a customer's terms.
inline constexpr int longest_terms_days = 3650;

// REQUIRES: there is such a field.
std::string field_text(const Customer& customer, std::string_view field);

// The customer with that field changed; "" empties what may be empty. An amount without a currency
// is in the customer's, else in `currency`.
Result<Customer> with_field(Customer customer, std::string_view field, const std::string& text,
                            const Currency& currency);

}  // namespace dunning
