// The part of policy_check.h that looks at the contact rules: whether any contact is left.
#pragma once

#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/policy_places.h"

namespace dunning {

void check_contact_rules(const Policy& policy, const PolicyPlaces& places,
                         Diagnostics& diagnostics);

}  // namespace dunning
