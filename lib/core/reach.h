// Whether a channel reaches a customer.
#pragma once

#include "core/position.h"

namespace dunning {

// The customer does not want to be contacted by it.
bool has_opted_out(const CustomerPosition& position, Channel channel);

// There is a contact point for it, and the customer has not opted out. A referral is our own task
// and needs no address.
bool reaches(const CustomerPosition& position, Channel channel);

}  // namespace dunning
