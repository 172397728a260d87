#include "formats/policy_reader.h"

#include <toml++/toml.h>

#include "formats/policy_sections.h"

namespace dunning {
namespace {

void read_sections(TomlSection& root, const PolicyInput& input, Policy& policy) {
    read_book(root, input, policy);
    read_paths(root, policy);
    read_calendar(root, input, policy);
    read_aging(root, policy);
    read_allocation(root, policy);
    read_discount(root, policy);
    read_notify(root, policy);
    read_arrangements(root, policy);
    read_contact(root, policy);
    read_procedures(root, policy);
    read_charges(root, policy);
    read_privacy(root, policy);
    read_channels(root, policy);
    read_payment(root, policy);
    read_profiles(root, policy);
    read_report(root, policy);
    root.refuse_unknown();
}

}  // namespace

std::optional<Policy> read_policy(const PolicyInput& input, PolicyPlaces& places,
                                  Diagnostics& diagnostics) {
    places = PolicyPlaces(input.file);
    Diagnostics found;
    Policy policy;
    const TomlFile file{input.file, input.text, found, places};
    if (const auto table = parse_toml(file)) {
        TomlSection root(file, *table);
        read_sections(root, input, policy);
    }
    found.sort();
    for (const auto& diagnostic : found.all()) diagnostics.add(diagnostic);
    if (found.has_errors()) return std::nullopt;
    return policy;
}

std::optional<Policy> read_policy(const PolicyInput& input, Diagnostics& diagnostics) {
    PolicyPlaces places;
    return read_policy(input, places, diagnostics);
}

std::optional<InterestTerms> read_interest_terms(std::string_view text) {
    Diagnostics found;
    PolicyPlaces places;
    const TomlFile file{{}, text, found, places};
    const auto table = parse_toml(file);
    if (!table) return std::nullopt;
    Policy policy;
    TomlSection root(file, *table);
    read_book(root, {.file = {}, .text = text, .calendar_file = {}}, policy);
    read_charges(root, policy);
    if (found.has_errors()) return std::nullopt;
    return policy.interest;
}

}  // namespace dunning
