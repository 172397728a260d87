// The paragraph of `policy explain` about promises, disputes, plans and limitation.
#pragma once

#include <string>

#include "core/policy.h"

namespace dunning {

std::string explain_agreements(const Policy& policy);

}  // namespace dunning
