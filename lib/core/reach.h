// Whether a channel reaches a customer.
#pragma once

#include <string>
#include <vector>

#include "core/position.h"

namespace dunning {

// Nothing when no such sign is known of the value. A number that is not the customer's or not in
// service is so for calls and messages alike.
const DeadPoint* find_dead_point(const std::vector<DeadPoint>& dead_points, Channel channel,
                                 const std::string& value);

// The customer does not want to be contacted by it.
bool has_opted_out(const CustomerPosition& position, Channel channel);

// There is a contact point for it that is not known to be dead, and the customer has not opted out.
// A referral is our own task and needs no address.
bool reaches(const CustomerPosition& position, Channel channel);

// Of a customer with a phone number that no message goes to: how to say that it is a mobile one.
std::string no_sms_number(const Customer& customer);

// "opted out", "no contact point", "bounced on 2026-02-05".
// REQUIRES: the channel does not reach the customer.
std::string why_out_of_reach(const CustomerPosition& position, Channel channel);

}  // namespace dunning
