// [discount]
#include <fmt/format.h>

#include "formats/policy_fees.h"
#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr Word<bool> discount_rolls[] = {{"none", false}, {"next_working_day", true}};

std::optional<Rate> read_discount_percent(const TomlValue& value) {
    const auto percent = read_positive_rate(value);
    constexpr Rate whole{.millionths_of_percent = millionths_of_percent_in_one};
    if (!percent || (*percent > Rate{} && *percent < whole)) return percent;
    value.problem("is not a part of 100", "as in \"2.0\"");
    return std::nullopt;
}

std::optional<int> read_discount_days(const TomlValue& value) {
    const auto days = value.calendar_days();
    if (!days || *days <= longest_discount_days) return days;
    value.problem("is longer than a year", fmt::format("at most \"{}d\"", longest_discount_days));
    return std::nullopt;
}

}  // namespace

void read_discount(TomlSection& root, Policy& policy) {
    auto section = root.section("discount");
    if (!section) return;
    DiscountTerms terms;
    section->take("percent", terms.percent, read_discount_percent);
    section->take("within", terms.days, read_discount_days);
    DiscountRules& rules = policy.allocation.discounts;
    section->take("grace", rules.grace_days, read_discount_days);
    bool rolls = false;
    section->take_word<bool, bool>("roll", rolls, discount_rolls);
    if (rolls) rules.calendar = policy.calendar;
    section->refuse_unknown();
    if (section->has("percent") != section->has("within")) {
        section->problem("has one of `percent` and `within`, and needs both or neither",
                         "as in percent = \"2.0\", within = \"10d\"; neither: only invoices whose "
                         "file states a discount have one");
    }
    if (section->has("percent") && terms.percent > Rate{}) policy.discounts = {terms};
}

}  // namespace dunning
