// What the policy says about agreements: promises, disputes, plans, cases that are handed over,
// what is reported to a credit bureau, and the time after which a debt can no longer be enforced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/money.h"
#include "core/party.h"

namespace dunning {

struct PromiseRules {
    int grace_days = 0;
    // So much may be missing and the promise is still kept; one in another currency must be met to
    // the cent.
    std::optional<Money> tolerance = {};
    int longest_days = 0;           // the last day of a promise is no later than this; 0: any day
    int broken_limit = 0;           // so many not kept, and there is no further one; 0: no limit
    int broken_within_days = 365;   // those that were given within this time count
    std::string resume_level = {};  // dunning goes on with this level; "": where it stood
};

// Once a dispute is settled, what is owed has a fresh day to be paid by.
struct DisputeRules {
    Duration pay_within = {0, false};
};

// An instalment that falls on a closed day is due then, or on the nearest working day after or
// before.
enum class InstallmentDay { as_agreed, next_working_day, previous_working_day };

struct PlanRules {
    int grace_days = 0;
    InstallmentDay due_on = InstallmentDay::as_agreed;
    int remind_days = 0;  // before each instalment; 0: no reminder
    // The first that reaches the customer. Messages and letters only.
    std::vector<Channel> remind_by = {Channel::email, Channel::sms};
    bool thanks = false;            // thank the customer for a plan that was kept to its end
    std::string resume_level = {};  // after a breach dunning goes on with this level
    bool whole_balance = false;     // a breach makes due what the plan covers and was not due yet
};

enum class LimitationLaw { none, cn, de, uk, fr, ch };

struct LimitationRules {
    LimitationLaw law = LimitationLaw::none;
    int warn_days = 90;
};

// When a person may report a late debt to a credit bureau, and by when an entry there has to be
// corrected that is not true any more. Laws set such steps: two written reminders, four weeks after
// the first of them, announced, and not disputed (BDSG section 31(2) no. 4).
struct CreditRecordRules {
    bool report = false;
    std::string bureau = {};
    std::optional<CustomerKind> customers = {};  // nothing: all of them
    int overdue_days = 0;
    // Of what of a customer may be reported; nothing is in another currency than its own.
    std::optional<Money> min_amount = {};
    int notices = 0;                // so many in writing have gone out for the invoice
    int wait_days = 0;              // since the first of them
    std::string announced_by = {};  // the level whose notice has announced it; "": none has to
    int announced_days = 0;         // since then
    Duration correct_within = {0, false};  // from the day on which the entry was not true any more
};

struct ReferralRules {
    bool second_person = false;  // who approves a case is not who has proposed it
};

struct AgreementRules {
    PromiseRules promise = {};
    DisputeRules dispute = {};
    PlanRules plan = {};
    LimitationRules limitation = {};
    CreditRecordRules credit_record = {};
    ReferralRules referral = {};
};

}  // namespace dunning
