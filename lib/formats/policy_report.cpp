// [report]
#include <fmt/format.h>

#include <algorithm>

#include "formats/policy_sections.h"

namespace dunning {
namespace {

// One rate for each bucket, not due included.
void read_provision(const TomlValue& value, Policy& policy) {
    const auto values = value.list();
    if (!values) return;
    std::vector<Rate> rates;
    for (const TomlValue& each : *values) {
        const auto rate = each.rate();
        if (!rate) return;
        if (rate->millionths_of_percent < 0 || rate->millionths_of_percent > 100'000'000) {
            return each.problem("is no share of a debt", "from 0 to 100 per cent");
        }
        rates.push_back(*rate);
    }
    if (rates.size() != policy.aging.size()) {
        return value.problem(
            fmt::format("has {} rates, [aging] has {} buckets", rates.size(), policy.aging.size()),
            "one for each bucket: not due first, the oldest last");
    }
    policy.report.provision = std::move(rates);
}

void read_cost(TomlSection& section, Policy& policy) {
    for (const Word<Channel>& word : channel_words()) {
        if (!word.meaning) continue;
        const auto value = section.find(word.text);
        if (!value) continue;
        const auto cost = value->money_of_book(policy.book.currency);
        if (cost) policy.report.cost.push_back({*word.meaning, *cost});
    }
    section.refuse_unknown();
}

}  // namespace

void read_report(TomlSection& root, Policy& policy) {
    auto section = root.section("report");
    if (!section) return;
    section->take("written_off", policy.report.written_off, &TomlValue::texts);
    if (const auto value = section->find("provision")) read_provision(*value, policy);
    if (auto cost = section->section("cost")) read_cost(*cost, policy);
    section->refuse_unknown();
}

}  // namespace dunning
