#include "core/reach.h"

#include <algorithm>

namespace dunning {

bool has_opted_out(const CustomerPosition& position, Channel channel) {
    return std::ranges::find(position.opted_out, channel) != position.opted_out.end();
}

bool reaches(const CustomerPosition& position, Channel channel) {
    if (channel == Channel::referral) return true;
    return !has_opted_out(position, channel) && !contact_point(position.customer, channel).empty();
}

}  // namespace dunning
