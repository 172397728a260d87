// A channel: hands a finished document over to whatever carries it to the customer.
//
// Delivery with the same key must be safe to repeat, or say that it is not: after a kill between
// the hand-over and its record the program cannot know which side of it it died on.
#pragma once

#include <string>

#include "core/document.h"

namespace dunning {

enum class DeliveryOutcome {
    sent,
    already_there,  // an earlier attempt with this key had succeeded
    failed,         // not sent; `detail` says why; the next run tries again
};

struct Delivery {
    DeliveryOutcome outcome = DeliveryOutcome::sent;
    std::string detail = {};
};

class Transport {
  public:
    virtual ~Transport() = default;
    // `key` is the notice's id, the same at every attempt.
    virtual Delivery deliver(const Document& document, const std::string& key) = 0;
    // Whether an attempt whose outcome is unknown may simply be made again.
    virtual bool repeating_is_safe() const = 0;
};

}  // namespace dunning
