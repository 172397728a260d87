// What a person decides about money on account, and about whole batches.
#pragma once

#include "app/import_files.h"

namespace dunning {

struct HandMatch {
    std::string payment;
    std::string invoice;
    std::optional<Money> amount = {};  // none: as much as both sides allow
    std::string note = {};
};

// So much of the payment is for that invoice, whatever the rules say. What is then paid of it by
// that payment; a Fault when either is not known or they do not fit.
Result<Money> allocate_by_hand(Ledger& ledger, const Policy& policy, const HandMatch& match,
                               Commitment commitment, const Stamp& stamp);

// Nothing of the payment is for that invoice; the rules look elsewhere for the rest.
Result<Money> release_by_hand(Ledger& ledger, const Policy& policy, const HandMatch& match,
                              Commitment commitment, const Stamp& stamp);

// Takes a batch back: see Ledger::undo_batch.
Result<BatchRecord> undo_import(Ledger& ledger, const Policy& policy, std::string_view batch,
                                Commitment commitment, const Stamp& stamp);

}  // namespace dunning
