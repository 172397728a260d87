// Delivery as the notify commands do it, and what of it a person has to look at.
#pragma once

#include <optional>
#include <string>

#include "app/deliver_outbox.h"
#include "app/run_notify.h"
#include "cli/session.h"

namespace dunning::cli {

// Stops when `now`, the time told for a rehearsal, is on another day than the one asked about: what
// may go out would be asked of one day and recorded on another. "" is the clock's.
void check_moment(const std::string& now, Session& session);

// Hands out what is queued, one document after the other; an interruption waits for the one in
// hand, as long as the server has something to say. `now`: the time it is, for a rehearsal; "" =
// the clock's. REQUIRES: the run's lock is held.
DeliverySummary deliver_now(const std::string& now, Session& session,
                            const std::optional<FreshNotices>& fresh = {});

// Says what a person has to look at, also with --quiet; the exit status that goes with it.
int night_status(const NightSummary& night, const DeliverySummary& delivery, Session& session);

}  // namespace dunning::cli
