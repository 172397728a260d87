// What earlier policies say of charges that were made by them.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/book.h"

namespace dunning {

// The terms of interest that differ from the book's, by the digest of their policy. Rates are
// facts, whoever wrote them down: what the book's table and the ledger say of days on which the
// earlier policy had no row of its own counts for it as well. A policy that does not read any more
// is not among them; its charges are judged by the book's.
std::map<std::string, std::shared_ptr<const InterestTerms>> earlier_interest(const Ledger& ledger,
                                                                             const Book& book);

}  // namespace dunning
