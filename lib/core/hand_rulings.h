// A person's rulings during a replay: what of each is still to be done.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/allocation.h"

namespace dunning {

class HandRulings {
  public:
    // REQUIRES: positions below the limits, no negative amounts (checked).
    HandRulings(std::vector<Ruling> rulings, std::size_t receipts, std::size_t invoices);

    bool none() const { return rulings_.empty(); }
    bool any_on(std::size_t receipt) const { return !none() && !of(receipt).empty(); }
    // Whether a person has said what goes from one to the other: then no rule adds to it.
    bool any_on(std::size_t receipt, std::size_t invoice) const;

    // In the order in which they were given. What is done is taken off the amount.
    std::span<const Ruling> of(std::size_t receipt) const;
    std::span<Ruling> of(std::size_t receipt);

  private:
    std::vector<Ruling> rulings_;  // by receipt
};

}  // namespace dunning
