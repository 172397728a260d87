// What a policy says of interest and fees, in plain sentences with the law behind them.
#pragma once

#include <string>

#include "core/policy.h"

namespace dunning {

std::string explain_interest(const Policy& policy);
std::string explain_fees(const Policy& policy);

// "40.00 EUR"; "2.0 % of the claim, at least 5.00 EUR"; "40.00 GBP below 1,000.00 GBP, else 70.00
// GBP".
std::string phrase(const FeeTerms& fees);

}  // namespace dunning
