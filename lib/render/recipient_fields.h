// What every letter and message may say about the customer that it is for.
#pragma once

#include <map>
#include <string>

#include "core/party.h"
#include "core/policy.h"
#include "text/message_template.h"

namespace dunning {

// The names that `add_recipient` sets.
void declare_recipient(TemplateFields& fields);

// Every value is one line. `country` is the last line of a letter abroad and empty at home, which
// is where the book is; `town` has postal code and city as the customer's country orders them.
// `largest_first`: at home, and there an address in the country's script ends with the person.
void add_recipient(std::map<std::string, std::string>& values, const Customer& customer,
                   const BookSettings& book);

}  // namespace dunning
