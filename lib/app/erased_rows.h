// Rows of files about persons who were erased: what the ledger holds of them stays without its
// texts, whatever an old file says.
//
// Files come again: a program exports all its customers every night, an import is repeated, a batch
// is taken back and mended. The row of the customer is kept out by the ledger itself; here are the
// others. Amounts and days are taken from the file as ever, so that a correction of them arrives.
// What the ledger does not hold yet is news: whoever sends it has a reason of its own to do so.
#pragma once

#include "core/receivable.h"
#include "ledger/ledger.h"

namespace dunning {

class ErasedRows {
  public:
    // Asks once whether anybody was erased; if nobody was, nothing more is asked.
    explicit ErasedRows(const Ledger& ledger);

    // With the texts that the ledger has left of it, when it is of an erased person.
    Invoice with_texts_left(Invoice invoice) const;
    Receipt with_texts_left(Receipt receipt) const;
    // Entries never change, so there is nothing to take from such a row.
    bool has_contact(const std::string& id) const;
    bool has_agreement(const std::string& id) const;

  private:
    const Ledger& ledger_;
    const bool any_;
};

}  // namespace dunning
