// Fees: what a notice costs, and the lump sum that a law grants for late payment.
//
// A fee is claimed with a notice and owed once the notice has gone out: a draft costs nobody
// anything.
#pragma once

#include <optional>
#include <vector>

#include "core/money.h"
#include "core/rate.h"

namespace dunning {

// A fixed amount, a share of the claim, or both together.
struct FeeRate {
    std::optional<Money> fixed = {};
    std::optional<Rate> percent = {};

    friend bool operator==(const FeeRate&, const FeeRate&) = default;
};

// A band of `[[fee_tier]]`: for claims below an amount; the last has none. All of one currency.
struct FeeTier {
    std::optional<Money> below = {};
    FeeRate fee;

    friend bool operator==(const FeeTier&, const FeeTier&) = default;
};

// single: the band that the claim lies in decides for all of it. accumulated: each band is for the
// part of the claim that lies in it, as tax scales are.
enum class FeeBands { single, accumulated };

// notice: once for a notice, of all that it claims. invoice: once in the life of each invoice, of
// its own claim (directive 2011/7/EU article 6 as read by CJEU C-585/20).
enum class FeePer { notice, invoice };

struct FeeTerms {
    std::vector<FeeTier> tiers = {};
    FeeBands bands = FeeBands::single;
    FeePer per = FeePer::notice;
    std::optional<Money> minimum = {};  // of a fee that is not nothing
    std::optional<Money> maximum = {};

    friend bool operator==(const FeeTerms&, const FeeTerms&) = default;
};

// So much, whatever is claimed.
FeeTerms fixed_fee(const Money& amount);

// The fee of one claim. Tiers, minimum and maximum of another currency than the claim's do not
// apply: without tiers of its currency there is no fee. Per cent are rounded once for the whole
// fee.
Money fee_of_claim(const FeeTerms& terms, const Money& claim);

}  // namespace dunning
