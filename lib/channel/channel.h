// A channel: hands a finished document over to whatever carries it to the customer.
//
// After a kill between the hand-over and its record the program cannot know which side of it it
// died on. So a transport either may be given the same key again safely, or it says when it is
// about to do what cannot be taken back: `before_the_last_byte` records that, and what a dead run
// leaves behind that record is uncertain until a person settles it. What it leaves before that
// record was not delivered.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/document.h"

namespace dunning {

enum class DeliveryOutcome {
    sent,
    already_there,    // an earlier attempt with this key had succeeded
    failed_for_now,   // not delivered; the next run tries again
    failed_for_good,  // not delivered, and no further attempt would be: the address is wrong
    broke_off,        // not delivered: upon this one the other side fell silent or hung up
    unreachable,      // not delivered, and nothing else will be by this transport in this run
    unwritable,       // not delivered: it cannot be put where it belongs, on this machine
    uncertain,        // it may have been delivered or not: the answer to the last byte was lost
};

struct Delivery {
    DeliveryOutcome outcome = DeliveryOutcome::sent;
    std::string detail = {};  // what the other side said, or what went wrong; any bytes
};

// "sent", "failed for now"
std::string_view to_text(DeliveryOutcome outcome);

// What is handed over. The document and `before_the_last_byte` must outlive the call.
struct Parcel {
    const Document& document;
    std::string key;  // the notice's id, the same at every attempt
    std::string to;   // where the channel reaches the customer, as it was when it was drafted
    // Called at most once, before that moment after which it may have been delivered. What it
    // throws goes through deliver(), and nothing has been delivered then.
    const std::function<void()>& before_the_last_byte;
    // Asked while the other side is silent: true, and it is not waited for any longer.
    std::function<bool()> stop_wanted = {};
};

class Transport {
  public:
    virtual ~Transport() = default;
    virtual Delivery deliver(const Parcel& parcel) = 0;
    // Whether an attempt whose outcome is unknown may simply be made again.
    virtual bool repeating_is_safe() const = 0;
    // How many documents may be given to it between two records of what came of them. More than one
    // is for what is quick and sure because it never leaves this machine, and safe to repeat.
    virtual std::size_t largest_group() const { return 1; }
    // After the last document of a group: makes all of them safe. A problem is the outcome of all
    // that were said to be sent.
    virtual std::optional<Delivery> finish_group() { return std::nullopt; }
    // Whether a document was handed over by a run that died before it could record it; false where
    // giving it again finds that out.
    virtual bool has_already(const std::string& /*key*/) { return false; }
    // For people: "the outbox", "smtp mail.example.com:587".
    virtual std::string name() const = 0;
};

}  // namespace dunning
