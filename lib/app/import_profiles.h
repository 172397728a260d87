// The import profiles of a book: its policy's own, then those that come with the program.
#pragma once

#include <string_view>
#include <vector>

#include "core/policy.h"

namespace dunning {

enum class ProfileOrigin { policy, shipped };

struct KnownProfile {
    ImportProfile profile;
    ProfileOrigin origin = ProfileOrigin::shipped;
};

// By name; one of the policy takes the place of a shipped one.
std::vector<KnownProfile> import_profiles(const Policy& policy);

// Whether a file can be read in this encoding: "UTF-8", "gbk", "cp1252" ...
bool is_known_encoding(std::string_view name);

}  // namespace dunning
