// Limitation: the last day on which a debt can still be enforced, and what has moved it.
//
//   cn  three years from the day after the due date; a demand that provably reached the debtor, an
//       acknowledgment and a part payment begin them anew (Civil Code 188, 195). How the last day
//       is counted differs by a day in practice: the one given here is the safe one.
//   de  the end of the third year after the one in which the claim fell due; three years from an
//       acknowledgment or a part payment. A reminder changes nothing. A last day that is closed
//       moves to the next working day (BGB 193, 195, 199, 212).
//   uk  six years from the due date, from an acknowledgment or a part payment (Limitation Act 1980,
//       5, 29)
//   fr  five years, two against a consumer, from the due date or an acknowledgment or part payment
//       (Code civil 2224, 2240; Code de la consommation L218-2)
//   ch  ten years from the due date, an acknowledgment or a part payment (OR 127, 135)
//
// A case that was filed at a court, and ended without a judgment:
//
//   cn, ch  the period begins anew with its end (Civil Code 195; OR 135, 138)
//   de      its days and six months more do not count (BGB 204(1) no. 1, (2), 209)
//   uk, fr  as if it had not been filed (in France: withdrawn or rejected; Code civil 2243)
//
// From a judgment on another period runs, and begins anew with each act of enforcement: two years
// to ask for enforcement in China (Civil Procedure Law 250), thirty in Germany (BGB 197(1) no. 3,
// 201, 212), six in England (Limitation Act 1980, 24), ten in France and Switzerland (Code des
// procédures civiles d'exécution L111-4; OR 137).
//
// What comes after the last day begins nothing anew, but for a judgment: whoever had it in mind has
// said so before. All functions here are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement_rules.h"
#include "core/calendar.h"
#include "core/date.h"
#include "core/party.h"
#include "core/pause.h"

namespace dunning {

enum class RestartKind { payment, acknowledgment, demand, judgment, enforcement };

struct Restart {
    Date day;
    RestartKind kind = RestartKind::payment;
    std::string what = {};  // "plan P0001"
};

// The payments of a debt that have stayed: money that went back, or was set against another debt
// since, takes back the latest before it. Moves in any order; a day's money in goes first.
std::vector<Restart> part_payments(std::vector<MoneyIn> moves);

// A case that was before a court and has ended there. Of one that goes on nothing can be said: the
// debt is safe.
struct Suit {
    Date filed;
    Date ended;
    std::string what = {};  // "case E0001"
};

struct LimitationBase {
    Date due;
    CustomerKind debtor = CustomerKind::business;
    std::vector<Restart> restarts = {};  // in any order
    std::vector<Suit> suits = {};        // likewise
};

struct Limitation {
    Date last_day;
    Date from;                 // where the period that ends then began
    std::string because = {};  // what began it; "" = the due date
};

// Nothing when the policy names no law.
std::optional<Limitation> limitation_of(const LimitationBase& base, LimitationLaw law,
                                        const BusinessCalendar& calendar);

std::string_view to_text(LimitationLaw law);

}  // namespace dunning
