// [interest], [[fee_tier]], [[rate_table]]
#include <fmt/format.h>

#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr std::string_view no_reference =
    "use method = \"fixed\" with the rate in per cent that holds now";

constexpr Word<InterestMethod> methods[] = {{"none", InterestMethod::none},
                                            {"fixed", InterestMethod::fixed},
                                            {"reference", std::nullopt, no_reference}};

constexpr Word<DayCount> day_counts[] = {
    {"act/365", DayCount::act_365},           {"act/360", DayCount::act_360},
    {"act/act-isda", DayCount::act_act_isda}, {"30e/360", DayCount::e30_360},
    {"30/360-bond", DayCount::bond_30_360},   {"30u/360", DayCount::us_30_360},
    {"30e/360-isda", DayCount::e30_360_isda}};

constexpr Word<InterestFirstDay> first_days[] = {
    {"day_after_due", InterestFirstDay::day_after_due},
    {"day_after_notice", InterestFirstDay::day_after_notice},
    {"day_after_30_days", InterestFirstDay::day_after_30_days}};

constexpr Word<InterestLastDay> last_days[] = {{"as_of", InterestLastDay::as_of},
                                               {"day_before", InterestLastDay::day_before}};

constexpr Word<InterestRounding> roundings[] = {{"final", InterestRounding::final},
                                                {"per_segment", InterestRounding::per_segment},
                                                {"daily", InterestRounding::daily}};

std::optional<Rate> read_positive_rate(const TomlValue& value) {
    const auto rate = value.rate();
    if (rate && rate->millionths_of_percent < 0) {
        value.problem("is negative");
        return std::nullopt;
    }
    return rate;
}

void read_day_count(TomlSection& section, InterestTerms& terms) {
    const auto value = section.find("day_count");
    if (!value) return;
    if (value->node().value<std::string_view>() == "30/360") {
        value->problem("means four different things",
                       "one of: 30e/360, 30/360-bond, 30u/360, 30e/360-isda");
        return;
    }
    if (const auto convention = value->word<DayCount>(day_counts)) terms.day_count = *convention;
}

void read_rate(TomlSection& section, InterestTerms& terms) {
    const auto value = section.find("rate");
    if (value) terms.yearly = read_positive_rate(*value).value_or(Rate{});
    const bool fixed = terms.method == InterestMethod::fixed;
    if (fixed && !value)
        section.problem("method is fixed, and 'rate' is missing", "as in rate = \"8.0\"");
}

void read_cap(TomlSection& section, InterestTerms& terms) {
    auto cap = section.section("cap");
    if (!cap) return;
    cap->take("percent_of_principal", terms.cap_percent_of_principal, read_positive_rate);
    cap->take("max_rate", terms.max_rate, read_positive_rate);
    cap->refuse_unknown();
}

void read_post(TomlSection& section) {
    const auto value = section.find("post");
    if (value && value->truth() == true) {
        value->problem(
            "= true is not available in this version",
            "use false: interest is shown in notices and does not become part of the debt");
    }
}

void read_interest(TomlSection& section, InterestTerms& terms) {
    section.take_word<InterestMethod, InterestMethod>("method", terms.method, methods);
    read_rate(section, terms);
    for (const auto* key : {"table", "fixing", "multiply", "margin"}) {
        section.later(key, std::string(no_reference));
    }
    read_day_count(section, terms);
    section.take_word<InterestFirstDay, InterestFirstDay>("first_day", terms.first_day, first_days);
    section.take_word<InterestLastDay, InterestLastDay>("last_day", terms.last_day, last_days);
    section.take_word<InterestRounding, InterestRounding>("round", terms.round, roundings);
    section.take("grace", terms.grace_days, &TomlValue::calendar_days);
    read_cap(section, terms);
    read_post(section);
    section.refuse_unknown();
}

void check_rise(const TomlSection& section, const FeeTier& tier,
                const std::vector<FeeTier>& before) {
    for (const auto& other : before) {
        if (other.fee.currency() != tier.fee.currency()) continue;
        if (!other.below || (tier.below && *tier.below <= *other.below)) {
            section.problem("an earlier tier already takes these claims",
                            "`below` must rise, and only the last tier of a currency may lack it");
            return;
        }
    }
}

void read_fee_tier(TomlSection& section, Policy& policy) {
    const auto money = [&](const TomlValue& value) { return value.money(policy.book.currency); };
    std::optional<Money> below;
    std::optional<Money> fee;
    section.take("below", below, money);
    if (const auto value = section.need("fee")) fee = money(*value);
    section.refuse_unknown();
    if (!fee) return;
    if (below && below->currency() != fee->currency()) {
        section.problem("`below` and `fee` are of different currencies");
        return;
    }
    const FeeTier tier{below, *fee};
    check_rise(section, tier, policy.fee_tiers);
    policy.fee_tiers.push_back(tier);
}

}  // namespace

void read_charges(TomlSection& root, Policy& policy) {
    if (auto interest = root.section("interest")) read_interest(*interest, policy.interest);
    for (auto& tier : root.sections("fee_tier")) read_fee_tier(tier, policy);
    root.later("rate_table", std::string(no_reference));
}

}  // namespace dunning
