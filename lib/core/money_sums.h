// Sums of money of several currencies, each by its code.
#pragma once

#include <map>
#include <string>

#include "core/money.h"

namespace dunning {

using MoneySums = std::map<std::string, Money>;

// Throws AmountOverflow when a sum does not fit.
inline void add_to(MoneySums& sums, const Money& amount) {
    const auto [found, is_first] = sums.try_emplace(std::string(amount.currency().code()), amount);
    if (!is_first) found->second += amount;
}

}  // namespace dunning
