// A statement of account as a letter, in the customer's language: one letter for each currency.
//
// Everything comes from LANGUAGE/statement.txt; no word is written in C++. The pages are those of
// every letter (letter_pages.h).
#pragma once

#include <string>
#include <vector>

#include "core/policy.h"
#include "core/statement.h"
#include "render/letter.h"
#include "render/template_set.h"

namespace dunning {

const TemplateFields& statement_fields();
const TemplateFields& statement_line_fields();

// In the order of the accounts; none when the customer never owed anything.
std::vector<Letter> statement_letters(const Statement& statement, const Policy& policy,
                                      const TemplateSet& templates);

// All of them in one PDF, each on pages of its own; empty when there are none.
std::string statements_pdf(const std::vector<Statement>& statements, const Policy& policy,
                           const TemplateSet& templates);

}  // namespace dunning
