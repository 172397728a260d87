// Payments that no file has given a customer: whose are they?
//
// In this order, the first that names exactly one customer: a structured reference that his invoice
// carries, an invoice number in the text or in the end-to-end id, the account that it was paid
// from, when only he has paid from it before, and the payer's name, when only he is called so. What
// names two customers is left to a person: a wrong owner is a wrong reminder for two.
//
// An invoice that comes later, and that such money may name, puts its owner in question again; what
// a person has set stands.
#pragma once

#include "ledger/ledger.h"

namespace dunning {

void find_owners(Ledger& ledger, const AllocationRules& rules);

// The same question for one report: who it may be, and by what.
struct OwnerCandidates {
    OwnerlessReceipt money;
    std::vector<RowId> customers = {};
    std::string by = {};  // "reference", "invoice_number", "payer_account", "payer", or ""
};

std::vector<OwnerCandidates> owner_candidates(const Ledger& ledger, const AllocationRules& rules);

}  // namespace dunning
