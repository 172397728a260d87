// Statements of account from the ledger: see core/statement.h for what they say.
#pragma once

#include <string>
#include <vector>

#include "core/policy.h"
#include "core/statement.h"
#include "ledger/ledger.h"
#include "render/template_set.h"

namespace dunning {

// REQUIRES: there is such a customer.
Statement build_statement(const Ledger& ledger, const Policy& policy, const std::string& customer,
                          const StatementRequest& request);

// From the first entry up to the day.
Statement build_whole_statement(const Ledger& ledger, const Policy& policy,
                                const std::string& customer, Date as_of);

// The customers whose account moved in the period or is not even at its end, by id; one
// collector's when one is named.
std::vector<std::string> customers_with_account(const Ledger& ledger, const DayRange& period,
                                                const std::string& collector);

// All of them in one PDF, in each customer's language; empty when nobody ever owed anything.
std::string print_statements(const std::vector<Statement>& statements, const Policy& policy,
                             const TemplateSet& templates);

}  // namespace dunning
