// The policy reader: the text of `dunning.toml` as a checked Policy.
//
// All problems are reported at once, each at its file:line:column; a policy with an error is no
// policy. Every key is read here or refused: an unknown one with the nearest known key, one whose
// machinery comes in a later version as "not available in this version", so that no key is ever
// ignored in silence. Absent keys have the defaults of core/policy.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "core/policy.h"
#include "core/result.h"
#include "formats/policy_places.h"

namespace dunning {

struct PolicyInput {
    std::string file;  // for messages
    std::string_view text;
    // The text of a calendar that `[calendar] files` names, shipped or beside the policy.
    std::function<std::optional<std::string>(const std::string& name)> calendar_file;
    // What is wrong with the name of a time zone that is well shaped: only the machine's database
    // knows. Unset: nothing.
    std::function<std::optional<Fault>(const std::string& zone)> timezone_fault = {};
};

std::optional<Policy> read_policy(const PolicyInput& input, PolicyPlaces& places,
                                  Diagnostics& diagnostics);

// For who needs no places.
std::optional<Policy> read_policy(const PolicyInput& input, Diagnostics& diagnostics);

// The interest of a policy that was read before, by the defaults and laws of today's program;
// nothing when it does not read any more.
std::optional<InterestTerms> read_interest_terms(std::string_view text);

}  // namespace dunning
