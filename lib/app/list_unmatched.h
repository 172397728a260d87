// Money on account: why no rule has taken it, and what it may be for.
#pragma once

#include <string>
#include <vector>

#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

struct UnmatchedMoney {
    std::string payment;
    Date day;
    Money left;
    std::string customer = {};  // "" = nobody knows
    std::string payer = {};
    std::string text = {};  // what it says it is for
    std::string why = {};   // "no_owner", "ambiguous_owner", or the code of OnAccount
    // Invoices where the customer is known, else the customers whom it may be from.
    std::vector<std::string> candidates = {};
};

// The money that `age` of that day has on account, and that of nobody that had come by then. The
// largest first, by currency. What people have ruled holds from the first day, and whose money it
// is is known as it is now.
std::vector<UnmatchedMoney> list_unmatched(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
