// Contact rules: when a message may go to a customer. They delay a notice and never drop it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/policy.h"

namespace dunning {

// A message that went to the customer, or a talk with them.
struct PastContact {
    Channel channel = Channel::email;
    Date day;
};

struct ContactMoment {
    Channel channel = Channel::email;
    Date day;               // the customer's
    int minute_of_day = 0;  // local time, minutes since midnight
};

struct ContactDelay {
    std::string rule;  // "quiet_hours", "contact_cap", "contact_gap"
    std::string detail;
    Date earliest;  // the first day on which it may go
};

// Whether `minute` lies in [from, to), which may span midnight.
bool in_hours(int minute, int from, int to);

// Why the contact has to wait; nothing when it may happen. Caps count the contacts of the `within`
// days that end with the moment's day, its own included; a gap of one day means not on the same
// day.
std::optional<ContactDelay> contact_delay(const ContactSettings& settings,
                                          const std::vector<PastContact>& past,
                                          const ContactMoment& moment);

}  // namespace dunning
