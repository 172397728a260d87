// Delivery: what is queued goes out, one document after the other, each in three short transactions
// (claimed, about to be handed over, outcome), so that a kill at any moment loses and doubles
// nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/book.h"
#include "channel/channel.h"
#include "ledger/ledger.h"

namespace dunning {

struct DeliveryRequest {
    const Policy& policy;
    Transport& transport;
    Stamp stamp;
    Instant now;  // the wall clock, for quiet hours
    // Asked between two documents: true ends the work early; the rest stays queued.
    std::function<bool()> interrupted = {};
};

struct DelayedNotice {
    std::string notice;
    std::string rule;  // quiet_hours, contact_cap
    std::string detail;
};

struct DeliverySummary {
    int sent = 0;
    std::vector<std::string> failures = {};   // one line each
    std::vector<std::string> cancelled = {};  // the debt had changed
    std::vector<DelayedNotice> delayed = {};
    int uncertain = 0;  // in the whole ledger: a person must settle them
    bool interrupted = false;
};

// The outbox directory as the transport: the only one for now.
std::unique_ptr<Transport> outbox_transport(const Book& book);

// First settles what a killed run left in flight: what may be repeated is queued again, the rest
// becomes uncertain. REQUIRES: the ledger's lock is held.
DeliverySummary deliver_queued(Ledger& ledger, const DeliveryRequest& request);

}  // namespace dunning
