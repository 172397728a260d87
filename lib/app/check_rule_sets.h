// Whether the sets of contact rules that the policy names are about the customers that there are.
#pragma once

#include "app/book.h"

namespace dunning {

// A warning for each set whose law is about consumers, or about people of another country, while
// the book has no such customer. Nothing of a book without customers.
void check_rule_sets(const Book& book, const Ledger& ledger, Diagnostics& diagnostics);

}  // namespace dunning
