// Pauses: disputes, holds, promises and plans are one mechanism, an interval in which dunning
// waits.
//
// A full pause covers the whole item; a dispute may cover a part of its amount only, and then the
// rest goes on. The days of a pause of a kind named in `[notify] clock_stops` do not count towards
// the next level.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"

namespace dunning {

enum class PauseKind { dispute, hold, promise, plan };

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

// A promise to pay: an amount by a day. Kept as soon as that much has come in since it was given;
// broken on the day after `by` + grace otherwise. Found from payments alone.
struct Promise {
    std::string id = {};
    Date given;
    Date by;
    Money amount;
    std::string invoice = {};  // "" = all of the customer's
    std::string note = {};
};

enum class PromiseStatus { open, kept, broken, withdrawn };
std::string_view to_text(PromiseStatus status);

// Money that came in (negative: went back), in any order; of the promise's invoice if it names one.
struct MoneyIn {
    Date day;
    std::int64_t amount_minor = 0;
};

struct PromiseState {
    PromiseStatus status = PromiseStatus::open;
    Money received;
    Date decided;  // kept: the day; broken: the first day on which it is; open: the last day of
                   // waiting
};

PromiseState promise_state(const Promise& promise, const std::vector<MoneyIn>& received,
                           int grace_days, Date as_of);

}  // namespace dunning
