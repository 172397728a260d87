#include "channel/channel.h"

#include "core/check.h"

namespace dunning {

std::string_view to_text(DeliveryOutcome outcome) {
    switch (outcome) {
        case DeliveryOutcome::sent:
            return "sent";
        case DeliveryOutcome::already_there:
            return "sent before";
        case DeliveryOutcome::failed_for_now:
            return "failed for now";
        case DeliveryOutcome::failed_for_good:
            return "failed for good";
        case DeliveryOutcome::broke_off:
            return "broken off";
        case DeliveryOutcome::unreachable:
            return "out of reach";
        case DeliveryOutcome::unwritable:
            return "not written";
        case DeliveryOutcome::uncertain:
            return "uncertain";
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
