// How the values of channels print in failing tests, and when they are the same.
#pragma once

#include <ostream>

#include "channel/channel.h"

namespace dunning {

inline bool operator==(const Delivery& a, const Delivery& b) {
    return a.outcome == b.outcome && a.detail == b.detail;
}

inline std::ostream& operator<<(std::ostream& stream, DeliveryOutcome outcome) {
    constexpr const char* names[] = {
        "sent",      "already_there", "failed_for_now", "failed_for_good",
        "broke_off", "unreachable",   "uncertain"};
    return stream << names[static_cast<int>(outcome)];
}

inline std::ostream& operator<<(std::ostream& stream, const Delivery& delivery) {
    return stream << delivery.outcome << ": " << delivery.detail;
}

}  // namespace dunning
