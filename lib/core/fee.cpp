#include "core/fee.h"

#include <algorithm>

namespace dunning {
namespace {

Currency currency_of(const FeeTier& tier, Currency otherwise) {
    if (tier.fee.fixed) return tier.fee.fixed->currency();
    return tier.below ? tier.below->currency() : otherwise;
}

// In minor units times millionths_of_percent_in_one, so that bands add up before the one rounding.
Wide exact(const FeeRate& fee, const Money& part) {
    const Wide fixed = fee.fixed ? Wide(fee.fixed->minor()) * millionths_of_percent_in_one : 0;
    return fixed + (fee.percent ? Wide(part.minor()) * fee.percent->millionths_of_percent : 0);
}

Wide of_single_band(const std::vector<FeeTier>& tiers, const Money& claim) {
    const auto band = std::ranges::find_if(
        tiers, [&](const FeeTier& tier) { return !tier.below || claim < *tier.below; });
    return band == tiers.end() ? 0 : exact(band->fee, claim);
}

Wide of_accumulated_bands(const std::vector<FeeTier>& tiers, const Money& claim) {
    Wide sum = 0;
    Money from = Money::zero(claim.currency());
    for (const FeeTier& tier : tiers) {
        if (claim <= from) break;
        const Money to = tier.below ? std::min(*tier.below, claim) : claim;
        sum += exact(tier.fee, to - from);
        from = to;
    }
    return sum;
}

bool is_of(const std::optional<Money>& bound, const Money& claim) {
    return bound && bound->currency() == claim.currency();
}

}  // namespace

FeeTerms fixed_fee(const Money& amount) {
    return {.tiers = {{.fee = {.fixed = amount}}}};
}

Money fee_of_claim(const FeeTerms& terms, const Money& claim) {
    std::vector<FeeTier> tiers = terms.tiers;
    std::erase_if(tiers, [&](const FeeTier& tier) {
        return currency_of(tier, claim.currency()) != claim.currency();
    });
    const Wide sum = terms.bands == FeeBands::single ? of_single_band(tiers, claim)
                                                     : of_accumulated_bands(tiers, claim);
    Money fee(divide_rounded(sum, millionths_of_percent_in_one, Rounding::half_away_from_zero),
              claim.currency());
    if (fee.is_zero()) return fee;
    if (is_of(terms.minimum, claim)) fee = std::max(fee, *terms.minimum);
    if (is_of(terms.maximum, claim)) fee = std::min(fee, *terms.maximum);
    return fee;
}

}  // namespace dunning
