// Pauses: disputes, holds, promises, plans and referrals are one mechanism, an interval in which
// dunning waits.
//
// A full pause covers the whole item; a dispute may cover a part of its amount only, and then the
// rest goes on. While the disputed parts are all that is open, the whole item waits. The days of a pause of a kind named in `[notify] clock_stops` do not count towards
// the next level.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement_rules.h"
#include "core/date.h"
#include "core/money.h"

namespace dunning {

enum class PauseKind { dispute, hold, promise, plan, referral };

std::string_view to_text(PauseKind kind);

// From `from` to `until`, both included; no `until`: until further notice. A pause that ended
// before it began (a promise kept the same day) has until < from and covers nothing.
struct Pause {
    PauseKind kind = PauseKind::hold;
    std::string id = {};  // "D0003", for explanations
    Date from;
    std::optional<Date> until = {};
    std::optional<Money> part = {};  // a dispute of a part of the invoice
    std::string reason = {};

    friend bool operator==(const Pause&, const Pause&) = default;
};

bool covers(const Pause& pause, Date day);

// How many days of (after, up_to] lie in a full pause of one of `kinds`; days covered twice count
// once.
int paused_days(const std::vector<Pause>& pauses, const std::vector<PauseKind>& kinds, Date after,
                Date up_to);

// What is disputed on that day of an item with `open`: everything when a full dispute covers it,
// else the sum of the disputed parts, at most `open`.
Money disputed_on(const std::vector<Pause>& pauses, const Money& open, Date day);

// One of several payments that were promised together.
struct PromisedPayment {
    Date by;
    Money amount;

    friend bool operator==(const PromisedPayment&, const PromisedPayment&) = default;
};

// A promise to pay: an amount by a day, or several by several days. Kept from the day on which all
// of it has come in since it was given, unless it goes back within the grace; not kept on the day
// after `by` + grace of the first payment that has not: partly kept when something came by then,
// else broken. Found from payments alone.
//
// A promise is about money to come. What came on later days counts; what came on the day on which
// the promise was given counts only if the ledger learned of it later than of the promise. What it
// had by then was no answer to the promise, but taken off the debt that the promise is about.
struct Promise {
    std::string id = {};
    Date given;
    Date by;       // the last day of several
    Money amount;  // the sum of several
    // By their days, which sum to `amount`; empty: all of it by `by`.
    std::vector<PromisedPayment> payments = {};
    std::vector<std::string> invoices = {};  // empty: all of the customer's
    std::string note = {};
    // The ledger had the receipts up to this one when the promise was recorded; 0: it had none, or
    // cannot tell, and then all money of the day counts.
    std::int64_t known_receipts = 0;
};

// `lapsed`: nothing is owed any more of what it was about, settled otherwise; it was neither kept
// nor broken.
enum class PromiseStatus { open, kept, partly_kept, broken, withdrawn, lapsed };
std::string_view to_text(PromiseStatus status);

// Money that came in (negative: went back), in any order; of the promise's invoices if it names
// some.
struct MoneyIn {
    Date day;
    std::int64_t amount_minor = 0;
    std::int64_t receipt = 0;  // in the order in which the ledger learned of them
};

struct PromiseState {
    PromiseStatus status = PromiseStatus::open;
    Money received;
    // kept: the day; partly kept and broken: the first day on which it is; lapsed: the day on which
    // the last of the debt went; open: the last day of waiting for what is due next
    Date decided;
};

PromiseState promise_state(const Promise& promise, const std::vector<MoneyIn>& received,
                           const PromiseRules& rules, Date as_of);

// What a promise used of the money that came in is not there for the next one: takes it out, the
// earliest first, and leaves the rest in the order in which it came.
void use_for_promise(const Promise& promise, const PromiseRules& rules, Date as_of,
                     std::vector<MoneyIn>& received);

// Whether the customer's word was not kept.
bool is_breach(PromiseStatus status);

// Why dunning of an item goes on with a named level at once: an agreement about it was not kept.
struct Resumption {
    std::string level;
    Date from;
    std::string why = {};  // "promise R0001 was not kept"

    friend bool operator==(const Resumption&, const Resumption&) = default;
};

}  // namespace dunning
