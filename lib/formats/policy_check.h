// A second look at a policy that reads well: does it do what somebody would want? Like a careful
// colleague, it names what cannot work (errors) and what probably was not meant (warnings), and
// says nothing that it cannot prove from the policy alone.
#pragma once

#include "core/date.h"
#include "core/diagnostic.h"
#include "core/policy.h"
#include "formats/policy_places.h"

namespace dunning {

// Templates are not looked at here: they are files.
void check_policy(const Policy& policy, const PolicyPlaces& places, Date as_of,
                  Diagnostics& diagnostics);

}  // namespace dunning
