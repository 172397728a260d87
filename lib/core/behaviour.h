// Behaviour: what kind of late payer a customer is, found from the record alone (R8).
//
// Asked in this order; the first that fits is the answer:
//
//   obstinate    two promises or plans broken, or a plain refusal
//   cooperative  a promise or plan given, and none broken
//   habitual     three or more invoices paid late, and at least half of all
//   first_lapse  nothing was ever paid late before
//
// Somebody who is late now and then is none of these. What counts is the last two years.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace dunning {

enum class Behaviour { first_lapse, habitual, cooperative, obstinate };

std::string_view to_text(Behaviour behaviour);
std::optional<Behaviour> behaviour_from(std::string_view text);

// How far back the record counts.
inline constexpr int behaviour_days = 730;

struct PaymentRecord {
    int settled = 0;       // invoices that were due and count as paid (core/lateness.h)
    int late = 0;          // of these, after their due date
    int arrangements = 0;  // promises and plans given
    int broken = 0;        // of these
    int refusals = 0;      // contacts with the outcome `refused`

    friend bool operator==(const PaymentRecord&, const PaymentRecord&) = default;
};

std::optional<Behaviour> behaviour_of(const PaymentRecord& record);

// "4 of 6 invoices paid late, 2 of 3 promises and plans broken"
std::string in_words(const PaymentRecord& record);

}  // namespace dunning
