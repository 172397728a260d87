// Repayment plans: agreed instalments that replace the original due dates while the plan is kept.
//
// Instalments sum to the plan exactly. What has been paid is found from allocations to the covered
// invoices alone: it settles the instalments in their order. An instalment that is not paid in full
// by its due date plus grace breaks the plan, and a broken plan stays broken until it is
// renegotiated.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/day_count.h"
#include "core/money.h"
#include "core/pause.h"

namespace dunning {

struct Installment {
    int n = 1;  // from 1
    Date due;
    Money amount;
    std::int64_t interest_minor = 0;  // of the amount

    friend bool operator==(const Installment&, const Installment&) = default;
};

enum class PlanStatus { proposed, active, broken, completed, cancelled };
// late: past due, within grace; of a plan that is not confirmed none is late or missed
enum class InstallmentStatus { open, paid, late, missed };

std::string_view to_text(PlanStatus status);
std::string_view to_text(InstallmentStatus status);

// A charge that is given up as long as the plan is kept, and how much of it.
struct OfferedWaiver {
    std::string charge;  // "N000012-F"
    Money amount;

    friend bool operator==(const OfferedWaiver&, const OfferedWaiver&) = default;
};

Money sum_of(const std::vector<OfferedWaiver>& waivers, Currency currency);

struct Plan {
    std::string id;  // "P0001"
    std::string customer;
    Money principal;
    Money interest;
    Date proposed;
    std::optional<Date> confirmed = {};
    std::optional<Date> cancelled = {};
    std::vector<Installment> installments = {};
    std::vector<std::string> invoices = {};  // covered
    std::string replaces = {};               // the plan that it was negotiated in place of
    std::string yearly_rate = {};            // of interest, per cent; "" = none
    // What was offered with the instalments holds whatever the policy says later. Nothing: the plan
    // came from a file or an older ledger, and the policy decides.
    std::optional<int> grace_days = {};
    std::optional<bool> whole_balance = {};  // see PlanRules
    std::optional<DayCount> day_count = {};  // of its interest
    std::vector<OfferedWaiver> waives = {};  // by day
};

struct InstallmentState {
    Installment installment;
    Money paid;
    InstallmentStatus status = InstallmentStatus::open;
};

struct PlanState {
    PlanStatus status = PlanStatus::proposed;
    Money paid;
    std::vector<InstallmentState> installments = {};
    // The first day after the grace of an instalment that was short then, or the later day on which
    // money for it went back. Only of a confirmed plan; a cancelled one keeps what came before.
    std::optional<Date> broken_on = {};
    std::optional<Date> completed_on = {};  // the day on which the last money came
};

// So much of the principal was owed at the beginning of so many days.
struct PrincipalInUse {
    int days = 0;  // by the plan's day count
    Money balance;
    int year = 365;  // of so many days

    friend bool operator==(const PrincipalInUse&, const PrincipalInUse&) = default;
};

// For each instalment the days that its interest is for: those since the instalment before, or the
// proposal, up to its own. A payment's own day still bears interest on what it pays. Never more
// than was left by the schedule: who is behind it pays for that by no interest of the plan.
// `principal` is what was allocated to the covered invoices.
std::vector<std::vector<PrincipalInUse>> principal_in_use(const Plan& plan,
                                                          const std::vector<MoneyIn>& principal,
                                                          Date as_of);

// The plan as it is owed when principal was paid before its day: interest is the price of time, so
// what is paid early, all or a part of it, bears none for the days after the payment (as BGB 501
// and the Consumer Credit Directives have it of consumers; here of everybody). Each instalment's
// interest is that of the principal in use, day by day at the plan's rate, rounded once, half away
// from zero, as in the schedule; paid on the days of the schedule it is what was agreed. Where that
// is not what the rate makes of the schedule, as in a plan of a file, it is the part of it that the
// principal in use is of the schedule's.
Plan less_interest_after_payment(Plan plan, const std::vector<MoneyIn>& principal, Date as_of);

// `settled` is what was settled of the covered invoices since the proposal: on later days, and on
// its own day what came to be known after it (see PlanRecord). It settles the instalments in their
// order. What is paid beyond the plan is not shown. A missed instalment that is paid later is
// `paid`, the plan stays broken.
PlanState plan_state(const Plan& plan, const std::vector<MoneyIn>& settled, int grace_days,
                     Date as_of);

}  // namespace dunning
