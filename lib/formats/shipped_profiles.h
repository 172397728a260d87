// The profiles that come with the program, for what well-known systems export. One of the same name
// in the policy overrides it.
#pragma once

#include <vector>

#include "core/import_profile.h"

namespace dunning {

// In the order of their names.
const std::vector<ImportProfile>& shipped_profiles();

}  // namespace dunning
