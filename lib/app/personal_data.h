// Personal data of one customer: handed out readably, or erased where the law asks for it.
//
// Erased are names, addresses, numbers, notes, the text of notices, evidence that is nobody else's
// and the customer's files in the outbox. Ids, amounts and days stay: books are kept. Refused while
// something is open, while a plan or a case runs, while a legal hold stands or while the policy's
// `[privacy] retention` runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/book.h"
#include "ledger/customer_file.h"

namespace dunning {

// JSON, "dunning.personal-data/1": every row of the ledger that belongs to the customer, days and
// amounts as people read them. REQUIRES: the customer is known.
std::string export_customer(const Ledger& ledger, const std::string& customer, Date as_of);

// Why the customer may not be erased; empty when they may.
std::vector<std::string> obstacles_to_erasure(const Ledger& ledger, const Policy& policy,
                                              const std::string& customer, Date as_of);

struct Erased {
    std::int64_t texts = 0;
    int files = 0;  // of the outbox and of evidence
    // Not touched: copies of the whole ledger that lie beside it, and files of the outbox that hold
    // messages to others, too: mailboxes, and a night's letters with their index.
    std::vector<std::string> copies;
    std::vector<std::string> shared_files;
};

// Of one who was erased before, what a kill has left over. REQUIRES: no obstacle, or erased.
Erased erase_customer(Ledger& ledger, const Book& book, const std::string& customer,
                      const std::string& reason, const Stamp& stamp);

}  // namespace dunning
