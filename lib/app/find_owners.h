// Payments that no file has given a customer: whose are they?
//
// What the money says goes first, the first that names exactly one customer: a structured reference
// that his invoice carries, an invoice number in the text or in the end-to-end id, a notice that he
// was sent. Digits among other words, with none that says what they number, may be a postal code or
// a telephone: they count where who paid is not known to be somebody else. Else it is who paid: the
// account, when only he has paid from it before what was his by its own words, and the payer's name
// does not speak for somebody else; else the name, when only he is called so; else how others who
// pay from the account are called. What names two customers is left to a person: a wrong owner is a
// wrong reminder for two.
//
// What was found by who paid is no evidence for others, and is asked again when something new is
// known of its account or of names: the answer does not depend on the order in which the files
// come.
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
