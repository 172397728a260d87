// The policy in plain English sentences, for `dunning policy explain`: what will happen, without a
// key or an abbreviation, so that an accountant can read it to a colleague.
#pragma once

#include <string>

#include "core/policy.h"

namespace dunning {

// Short paragraphs with an empty line between them; ends with a newline.
std::string explain_policy(const Policy& policy);

}  // namespace dunning
