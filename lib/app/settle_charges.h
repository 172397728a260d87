// Charges that no notice brings, and charges that turned out to be another amount. Each night, and
// where a person changes what they follow from.
//
//   plan interest  The interest of a plan is charged instalment by instalment ("P0001-I3"), each on
//                  the day on which it is due. A plan that is broken, cancelled or replaced charges
//                  no more than was paid of it by then: what is owed bears late interest again.
//                  Principal that was paid before its day bears none for the days after the
//                  payment. Late interest of the same days is lessened by it: see
//                  core/plan_interest.h.
//   late interest  Charged too much, by what is known of the facts now: money that was there before
//   the notice
//                  and came to be known afterwards, a corrected invoice, a due date that was
//                  extended (interest begins after the new one), a rate that was not known yet or
//                  follows from the day of payment. It is corrected so that no more than has
//                  accrued is claimed, the youngest charge first, less what was given up of the
//                  charges; what was paid beyond that is on account again. Another policy is no
//                  such reason: what was claimed by other terms has accrued by these, and a person
//                  may waive it (see ClaimedTerms).
//   waivers        Of those whose condition had failed, the ones that it was met of after all.
//   the rest       With `[interest] post_rest`, what has run from the last notice that charged
//                  interest to the payment of the invoice ("N000012-R1").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/load_position.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

// As the plan stands on the day. The account is replayed. REQUIRES: a write transaction.
void settle_plan_interest(Ledger& ledger, const Policy& policy, RowId plan, const Stamp& stamp);

// The interest of a notice that came to be known as sent after other facts did: no more than has
// accrued by these. A line for each charge that is another amount. The account is replayed.
// REQUIRES: a write transaction, and an account that was replayed since the charges were made.
std::vector<std::string> settle_interest_of_notice(Ledger& ledger, const Policy& policy,
                                                   RowId notice, const Stamp& stamp);

// All of the above, of everybody; a line for each charge that is new or another amount, for people.
// By the digest of its text it is known whether the policy is that of the last night.
// REQUIRES: a write transaction.
std::vector<std::string> settle_charges(Ledger& ledger, const Policy& policy,
                                        std::string_view policy_sha256, const Stamp& stamp);

}  // namespace dunning
