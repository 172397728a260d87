// Delivery: what is queued goes out, one document after the other, each in three short transactions
// (claimed, about to be handed over, outcome), so that a kill at any moment loses and doubles
// nothing. Documents for the outbox go in groups, of which two transactions say the same: the first
// two in one, because what a dead run may have put there can simply be put there again.
//
// One bad address never stops the rest. What fails for good goes on by the next channel of its
// level, in the transaction that records the failure; without one it stays failed, for a person.
// What takes a connection down with it is tried again when all others have been. In later runs an
// address at which the last attempt failed comes after all others, also with a notice of that
// night, so that it holds back nothing behind it. A transport that is out of reach is left
// alone for the rest of the run, and so is one that refuses, loses or breaks off one document after
// the other: then it is not the addresses.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/book.h"
#include "app/run_notify.h"
#include "channel/channel.h"
#include "ledger/ledger.h"
#include "render/template_set.h"

namespace dunning {

struct DeliveryRequest {
    const Policy& policy;
    // Which transport carries a channel's documents; the same one for the whole run.
    std::function<Transport&(Channel)> carrier_of;
    const TemplateSet& templates;  // for a document of the next channel
    Stamp stamp;
    std::function<Instant()> now;            // the wall clock, for quiet hours and emails' Dates
    std::optional<FreshNotices> fresh = {};  // of the night that has just ended on this ledger
    // Asked between two documents, and while a server is silent: true ends the work early; the rest
    // stays queued, and what was given to a server that has not answered is uncertain.
    std::function<bool()> interrupted = {};
    // Told what came of each document, one line.
    std::function<void(const std::string& line)> on_outcome = {};
};

struct DelayedNotice {
    std::string notice;
    std::string rule;  // quiet_hours, contact_cap
    std::string detail;
};

struct DeliverySummary {
    int sent = 0;
    std::vector<std::string> failures = {};     // one line each
    std::vector<std::string> unreachable = {};  // one line for each transport that was given up
    std::vector<std::string> cancelled = {};    // the debt had changed
    std::vector<DelayedNotice> delayed = {};
    int uncertain = 0;        // in the whole ledger: a person must settle them
    bool unwritable = false;  // of `unreachable`, one is this machine's own: a full disk
    bool interrupted = false;
};

// First settles what a killed run left in flight: what may be repeated is queued again, the rest
// becomes uncertain. REQUIRES: the ledger's lock is held.
DeliverySummary deliver_queued(Ledger& ledger, const DeliveryRequest& request);

// Which contact rule the queued document was found to wait for, and from when on it may go, when it
// was last tried to deliver it.
std::optional<DelayedNotice> delay_of(const Ledger& ledger, const DeliveryItem& item);

// What to look for in the logs of a mail server or gateway: an email's Message-ID, of other
// documents the notice's id, which goes with them.
std::string evidence_of(const Document& document, RowId notice);

}  // namespace dunning
