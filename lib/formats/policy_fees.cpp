// fee = ..., [fees], [[fee_tier]]
#include "formats/policy_fees.h"

#include <fmt/format.h>

namespace dunning {
namespace {

constexpr Word<FeeBands> band_words[] = {{"single", FeeBands::single},
                                         {"accumulated", FeeBands::accumulated}};
constexpr Word<FeePer> per_words[] = {{"notice", FeePer::notice}, {"invoice", FeePer::invoice}};

auto money_in(Currency book) {
    return [book](const TomlValue& value) { return value.money(book); };
}

void check_currency(const TomlSection& section, const std::optional<Money>& one,
                    const std::optional<Money>& other) {
    if (one && other && one->currency() != other->currency()) {
        section.problem("has amounts of different currencies");
    }
}

// The keys by which every fee may be bounded.
void read_bounds(TomlSection& section, Currency book, FeeTerms& fees) {
    section.take("minimum", fees.minimum, money_in(book));
    section.take("maximum", fees.maximum, money_in(book));
    section.take_word<FeePer, FeePer>("per", fees.per, per_words);
    check_currency(section, fees.minimum, fees.maximum);
    if (fees.minimum && fees.maximum && fees.minimum->currency() == fees.maximum->currency() &&
        *fees.maximum < *fees.minimum) {
        section.problem("`maximum` is less than `minimum`");
    }
}

FeeRate read_fee_rate(TomlSection& section, Currency book) {
    FeeRate fee;
    section.take("fee", fee.fixed, money_in(book));
    section.take("percent", fee.percent, read_positive_rate);
    if (!section.has("fee") && !section.has("percent")) {
        section.problem("has neither `fee` nor `percent`",
                        "as in fee = \"40.00\" or percent = \"2.0\"");
    }
    return fee;
}

void check_rise(const TomlSection& section, const FeeTier& tier,
                const std::vector<FeeTier>& before) {
    for (const FeeTier& other : before) {
        if (other.fee.fixed && tier.fee.fixed &&
            other.fee.fixed->currency() != tier.fee.fixed->currency()) {
            continue;
        }
        if (!other.below || (tier.below && *tier.below <= *other.below)) {
            section.problem("an earlier tier already takes these claims",
                            "`below` must rise, and only the last tier of a currency may lack it");
            return;
        }
    }
}

void read_tier(TomlSection& section, Currency book, FeeTerms& fees) {
    FeeTier tier;
    section.take("below", tier.below, money_in(book));
    tier.fee = read_fee_rate(section, book);
    section.refuse_unknown();
    if (tier.below && tier.fee.fixed && tier.below->currency() != tier.fee.fixed->currency()) {
        section.problem("`below` and `fee` are of different currencies");
        return;
    }
    if (!tier.fee.fixed && !tier.fee.percent) return;
    check_rise(section, tier, fees.tiers);
    fees.tiers.push_back(tier);
}

std::optional<FeeTerms> read_bands(std::vector<TomlSection> bands, Currency book) {
    FeeTerms fees;
    for (TomlSection& band : bands) read_tier(band, book, fees);
    return fees.tiers.empty() ? std::nullopt : std::optional(fees);
}

std::optional<FeeTerms> read_one(TomlSection& section, Currency book) {
    FeeTerms fees;
    const FeeRate fee = read_fee_rate(section, book);
    read_bounds(section, book, fees);
    section.refuse_unknown();
    if (!fee.fixed && !fee.percent) return std::nullopt;
    fees.tiers = {{.fee = fee}};
    return fees;
}

}  // namespace

std::optional<Rate> read_positive_rate(const TomlValue& value) {
    const auto rate = value.rate();
    if (rate && rate->millionths_of_percent < 0) {
        value.problem("is negative");
        return std::nullopt;
    }
    return rate;
}

std::optional<FeeTerms> read_fee(TomlSection& section, std::string_view key, Currency book) {
    const auto value = section.find(key);
    if (!value) return std::nullopt;
    if (value->node().is_array()) return read_bands(section.sections(key), book);
    if (value->node().is_table()) {
        auto fee = section.section(key);
        return fee ? read_one(*fee, book) : std::nullopt;
    }
    const auto money = value->money(book);
    return money ? std::optional(fixed_fee(*money)) : std::nullopt;
}

void read_fee_tiers(TomlSection& root, Currency book, FeeTerms& fees) {
    if (auto section = root.section("fees")) {
        section->take_word<FeeBands, FeeBands>("bands", fees.bands, band_words);
        read_bounds(*section, book, fees);
        section->refuse_unknown();
    }
    for (auto& tier : root.sections("fee_tier")) read_tier(tier, book, fees);
}

}  // namespace dunning
