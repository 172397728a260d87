// Words that are typed by their beginnings in entries of `dunning log`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/policy.h"

namespace dunning::cli {

// The one word that begins so. Throws Stop{wrong_usage} with those that there are.
std::string word_beginning(const std::string& typed, const std::vector<std::string>& words,
                           std::string_view option);

// Why an invoice is late: one of ours, or of the policy's own reasons.
std::string typed_reason(const std::string& typed, const Policy& policy, std::string_view option);

}  // namespace dunning::cli
