// The nightly path up to the outbox: position, decision, notice, document, one customer after
// another.
//
// `decide_night` is the same code for a dry run and a real one; what differs is the sink that it
// hands its results to. It runs inside a transaction of the caller, so nobody can add a payment
// between a decision and its record.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/book.h"
#include "app/foresee_delivery.h"
#include "core/decision.h"
#include "ledger/ledger.h"

namespace dunning {

// One customer's decision in one currency.
struct DecidedCustomer {
    const CustomerPosition& position;
    Decision decision;
};

using NightSink = std::function<void(const DecidedCustomer&)>;

// Only `customer` when it is not empty.
void decide_night(const Ledger& ledger, const Policy& policy, const std::string& customer,
                  Date as_of, const NightSink& sink);

// A stored document as a person reads it: of an email its main headers and its plain text, of a
// letter its text.
std::string readable_text(const Document& document);

// Why a waiting notice must not go out any more; nothing while it may. What it claims is no longer
// so (paid, credited, disputed, on hold, covered by a promise or plan, the customer asked to be
// left alone), the day by which it asks for payment has passed or leaves less than half of the time
// that it was to give, or its address is not the customer's any more.
std::optional<std::string> why_stale(const Ledger& ledger, const Policy& policy,
                                     const NoticeSummary& notice, Date as_of);

// Notices from this one on were decided on what the ledger holds: as long as nobody else has
// written to it, they need no second look before they go out.
struct FreshNotices {
    RowId first = 0;
    std::int64_t writings_of_others = 0;  // see Ledger
};

struct NightSummary {
    int notices = 0;  // drafted tonight
    std::optional<FreshNotices> fresh = {};
    int drafts = 0;  // waiting for a person, those of earlier nights too
    int withheld = 0;
    int messages = 0;                         // reminders of instalments, and thanks
    std::vector<std::string> plans = {};      // found completed, in words
    std::vector<std::string> broken = {};     // plans and promises found broken, in words
    std::set<std::string> out_of_touch = {};  // customers whom no channel reaches any more
    bool capped = false;  // max_notices or max_total made the night's notices wait
    std::vector<std::string> superseded =
        {};                          // earlier drafts taken back, because the debt has changed
    std::string stale_data = {};     // why nothing new was written
    std::string stale_rates = {};    // why notices that claim interest were not written
    std::string doubtful_rate = {};  // interest was claimed by a rate that may be another by now
};

// What a night settles before it decides: plans that were kept or broken are recorded, what was
// waived with a broken plan or on a condition that failed is owed again, and charges are corrected.
struct SettledFirst {
    std::vector<std::string> plans = {};   // found completed, in words
    std::vector<std::string> broken = {};  // plans found broken, in words
    std::vector<std::string> lines = {};   // what is owed again, or another amount
};

// What the night of the day would do.
struct NightForecast {
    SettledFirst settled;
    std::vector<std::string> taken_back = {};  // earlier drafts, because the debt has changed
    std::vector<Notice> notices = {};
    std::vector<Withheld> withheld = {};
    std::vector<Notice> messages = {};  // about plans
    bool capped = false;                // the notices would wait for a person
    // When a moment is named: what of notices and messages would wait, of each in its order, and
    // what earlier nights have left in the queue.
    std::vector<std::vector<ForeseenWait>> notice_waits = {};
    std::vector<std::vector<ForeseenWait>> message_waits = {};
    std::vector<ForeseenDocument> queued = {};
};

// By the same steps as the night itself, in a transaction that is never committed. REQUIRES: no
// transaction.
NightForecast forecast_night(Ledger& ledger, const Book& book, const Stamp& stamp,
                             std::optional<Instant> moment = {});

// Decides and writes notices, documents, verdicts and the run, in one transaction of its own, after
// one in which it settles. A
// night that decides nothing new writes nothing.
NightSummary run_night(Ledger& ledger, const Book& book, const TemplateSet& templates,
                       const Stamp& stamp);

}  // namespace dunning
