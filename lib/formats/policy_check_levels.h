// The part of policy_check.h that looks at the levels of each procedure and their deadlines.
#pragma once

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/policy_places.h"

namespace dunning {

void check_levels(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics);

}  // namespace dunning
