// Overdue money that no notice claims, because no channel of its level reaches the customer.
//
// Only customers whom some level may not reach are looked at. Of most of them there are invoices
// on record and nothing else: what aging reads of an item is then all that decides about it. The
// others' positions are loaded whole.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

struct OutOfReach {
    std::string customer;
    Money amount;
    std::string detail;  // of the decision
};

// What the decision about a position withholds for want of a channel.
std::optional<OutOfReach> out_of_reach(const CustomerPosition& position,
                                       const DecisionContext& context, Date as_of);

// Of every position of the book.
std::vector<OutOfReach> list_out_of_reach(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
