// What a plan's instalments are: how many, how much, and when.
//
// The amounts sum to principal and interest exactly. Interest, where there is any, runs on what is
// left of the principal from the day of the proposal on, each instalment's own up to its due date,
// rounded once for each; it bears no interest itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/agreement_rules.h"
#include "core/calendar.h"
#include "core/day_count.h"
#include "core/plan.h"
#include "core/rate.h"

namespace dunning {

inline constexpr int most_installments = 600;  // fifty years of months

enum class PlanRhythm { weekly, fortnightly, monthly, quarterly };

// One payment of an explicit schedule; without an amount: all that is left, for the last.
struct AgreedPayment {
    Date due;
    std::optional<Money> amount = {};
};

// What to propose, one of:
//  - `schedule`: these payments and no others, in the order of their days
//  - `each`: so much each time, as often as it takes; the last pays what is left
//  - `installments` equal ones
// `day_of_month` moves the instalments after the first to that day; a month that lacks the day
// takes its last. A down payment becomes instalment 1, due on `first_due`, and the others follow.
struct PlanTerms {
    int installments = 1;
    Date first_due = {};
    std::optional<int> day_of_month = {};  // 1 to 31
    std::optional<Money> down_payment = {};
    std::optional<Money> each = {};
    std::vector<AgreedPayment> schedule = {};
    PlanRhythm rhythm = PlanRhythm::monthly;
    std::optional<Rate> yearly_interest = {};
};

// What the terms do not say.
struct PlanSetting {
    Date from;  // interest runs from here
    const BusinessCalendar& calendar;
    InstallmentDay due_on = InstallmentDay::as_agreed;
    DayCount day_count = DayCount::act_365;
    Rounding rounding = Rounding::half_away_from_zero;
};

// Without interest the larger of equal instalments come first when the sum does not divide; with
// interest each is the same but the last, which is never larger. Refused: fewer than 1 or more than
// 600 instalments, a down payment that is not between zero and the principal, instalments that
// would be zero or that interest alone eats up, a schedule that pays more or less than is owed.
Result<std::vector<Installment>> propose_installments(const Money& principal,
                                                      const PlanTerms& terms,
                                                      const PlanSetting& setting);

// The interest of a plan: what its instalments say.
Money interest_of(const std::vector<Installment>& installments, Currency currency);

}  // namespace dunning
