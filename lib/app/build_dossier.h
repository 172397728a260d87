// The dossier: everything about one customer's debt in one archive, for a lawyer or a court.
//
// Invoices and what was paid, the statement of account, every notice as it was sent, contacts,
// promises, disputes, plans with their papers, interest segment by segment, cases handed over,
// evidence. An index in the customer's language, and in the book's when that is another, says what
// each file is, with its SHA-256; SHA256SUMS lets `sha256sum -c` check them. The same book, policy
// and day give the same bytes.
#pragma once

#include <filesystem>
#include <string>

#include "app/book.h"
#include "ledger/ledger.h"
#include "render/template_set.h"

namespace dunning {

// The bytes of a zip archive. Refused: a customer that is not known.
Result<std::string> build_dossier(const Ledger& ledger, const Book& book,
                                  const TemplateSet& templates, const std::string& customer,
                                  Date as_of);

}  // namespace dunning
