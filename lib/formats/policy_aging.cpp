// [aging], [[class]]
#include <fmt/format.h>

#include <algorithm>

#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr int longest_overdue = 36'500;  // a hundred years

constexpr Word<AgingBasis> bases[] = {{"due", AgingBasis::due}, {"issued", AgingBasis::issued}};

std::optional<AgingProfile> read_buckets(const TomlValue& value) {
    const auto values = value.list();
    if (!values) return std::nullopt;
    std::vector<int> limits;
    bool good = !values->empty();
    if (values->empty()) value.problem("is empty", "as in [30, 60, 90]");
    for (const auto& element : *values) {
        const auto limit = element.whole_number({1, longest_overdue});
        if (limit && !limits.empty() && *limit <= limits.back()) {
            element.problem(fmt::format("{} does not rise above {}", *limit, limits.back()));
            good = false;
        }
        good = good && limit;
        if (limit) limits.push_back(*limit);
    }
    return good ? std::optional(AgingProfile(limits)) : std::nullopt;
}

OverdueClass read_class(TomlSection& section) {
    OverdueClass result;
    if (const auto name = section.need("name")) {
        result.name = name->text_with_content().value_or("");
    }
    if (const auto from_day = section.need("from_day")) {
        result.from_day = from_day->whole_number({1, longest_overdue}).value_or(1);
    }
    section.take("first_notice_within", result.first_notice_within, &TomlValue::duration);
    section.refuse_unknown();
    return result;
}

}  // namespace

void read_aging(TomlSection& root, Policy& policy) {
    if (auto aging = root.section("aging")) {
        aging->take_word<AgingBasis, AgingBasis>("basis", policy.aging_basis, bases);
        aging->take("buckets", policy.aging, read_buckets);
        aging->refuse_unknown();
    }
    for (auto& section : root.sections("class")) {
        const auto read = read_class(section);
        auto& classes = policy.classes;
        if (!classes.empty() && read.from_day <= classes.back().from_day) {
            section.problem(fmt::format("from_day {} does not rise above {}", read.from_day,
                                        classes.back().from_day),
                            "list the classes from mild to severe");
        }
        if (std::ranges::find(classes, read.name, &OverdueClass::name) != classes.end()) {
            section.problem(fmt::format("a second class '{}'", read.name));
        }
        classes.push_back(read);
    }
}

}  // namespace dunning
