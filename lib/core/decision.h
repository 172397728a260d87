// The decision: what to do tonight about each overdue item of one customer and currency, and why.
//
// An item is overdue from the day after its due date, unless what is left open of it is below the
// policy's `tolerance`: that is treated as paid, neither listed nor withheld (a tolerance in
// another currency does not apply). The checks, in this order; the first that applies to an overdue
// item is its recorded rule:
//
//  1. what is not dunned at all: ceased, represented (by a lawyer, to whom a person writes),
//     disputed (in full), on_hold, promise_open, plan_current, referred (to an agency, a court ...)
//  2. already_sent: a notice of this day or later lists it
//  3. an earlier notice is still on its way: uncertain, awaiting_approval, queued
//  4. last_level_done: the procedure has no further level
//  5. too_soon: `after` is not reached, the days of pauses taken off; or the level's `gap` is not
//  6. below_minimum: the claim is below the level's `min_amount`
//  7. stale_data: the newest payment import is older than `max_data_age`
//  8. non_working_day: notices go out on working days only
//  9. credit_covers: money on account covers the claim
// 10. none of the level's channels reaches the customer: opted_out if one would without the
//     customer's refusal, else no_contact_point (there is none, or what went there failed for
//     good). It is a task for a person then, for which nobody is charged; a contact that is logged
//     is the step, and the next level follows as after a notice (count_steps_by_hand)
//
// Charges of earlier notices go into the customer's next notice; while there is none they are
// withheld by not_alone, because nobody is dunned for a charge alone.
//
// What passes is listed in one notice at the highest level that an item reaches tonight, together
// with every other overdue item that no rule of step 1 to 3 excludes; each that is due a level
// advances by it. Every overdue item is either listed in a notice or withheld with its rule, never
// both, never neither. Thresholds are inclusive: `after = "5d"` fires on the fifth day past due.
// Where an agreement about an item was not kept and the policy names the level with which dunning
// goes on, that level is due at once, and those before it are passed over. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/notice.h"
#include "core/policy.h"
#include "core/position.h"

namespace dunning {

enum class Rule {
    ceased,
    represented,
    disputed,
    on_hold,
    promise_open,
    plan_current,
    referred,
    already_sent,
    uncertain,
    awaiting_approval,
    queued,
    last_level_done,
    too_soon,
    below_minimum,
    stale_data,
    non_working_day,
    credit_covers,
    no_contact_point,
    opted_out,
    not_alone,
    stale_rates,
};

std::string_view to_text(Rule rule);

// A rule that was tried on an item, with its numbers.
struct Reason {
    Rule rule = Rule::too_soon;
    bool applied = false;            // it decided; the ones before it did not
    std::string detail = {};         // "12 days overdue, level 'reminder' from day 3"
    std::optional<Date> until = {};  // when it may go on, if that is known

    friend bool operator==(const Reason&, const Reason&) = default;
};

struct Withheld {
    std::string customer;
    std::string invoice;
    Rule rule = Rule::too_soon;
    std::string detail = {};
    std::optional<Date> until = {};

    friend bool operator==(const Withheld&, const Withheld&) = default;
};

// All rules tried on one overdue item, for `--explain`.
struct Explanation {
    std::string invoice;
    int days_overdue = 0;
    std::vector<Reason> reasons = {};
    std::string verdict = {};  // one sentence: what happens, and what happens next
};

struct Decision {
    std::string procedure = {};
    std::string behaviour = {};  // with its numbers, when the policy asks for it
    std::vector<Notice> notices = {};
    std::vector<Withheld> withheld = {};
    std::vector<Explanation> explanations = {};
};

// What the decision needs beside the customer.
struct DecisionContext {
    const Policy& policy;
    // The day of the newest payment import; none: payments were never imported, so nothing can be
    // stale.
    std::optional<Date> newest_payment_import = {};
};

Decision decide(const CustomerPosition& position, const DecisionContext& context, Date as_of);

// Overdue, and not so small a rest that the policy treats it as paid.
bool is_overdue(const OpenItem& item, const Policy& policy, Date as_of);

// The first procedure whose `when` fits; the last one fits everybody. REQUIRES: the policy has one.
const Procedure& procedure_for(const Policy& policy, const CustomerPosition& position, Date as_of);

}  // namespace dunning
