// The position: everything about one customer and one currency that the decision needs, as of a
// day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/behaviour.h"
#include "core/date.h"
#include "core/debt_kind.h"
#include "core/interest.h"
#include "core/money.h"
#include "core/party.h"
#include "core/pause.h"

namespace dunning {

// A level that was due while no channel reached the customer, and that a person took care of: a
// talk by phone or face to face, or a message or letter of the person's own.
struct StepByHand {
    Date found;  // the night that reached the customer by no channel of the level
    Date day;    // of the contact
    Channel channel = Channel::phone;
    int level = 0;  // that counts as done by it; 0: see count_steps_by_hand

    friend bool operator==(const StepByHand&, const StepByHand&) = default;
};

// What became of the last notices of an item. An issued notice counts from the day on which it went
// out: one that waited for a person is not followed by the next as if it had not.
struct NoticeHistory {
    int level = 0;  // the level that it has by issued notices and steps by hand; 0: none
    std::optional<Date> first_notice = {};
    // Of the issued notice, or step by hand, that gave it its level.
    std::optional<Date> last_notice = {};
    std::optional<Date> last_listed = {};  // of the last that listed it at all
    std::vector<StepByHand> by_hand = {};  // in the order of their days
    std::string waiting = {};  // a notice that is drafted or queued and not yet out: its id
    bool waits_for_approval = false;
    bool failed = false;     // it was refused for good, and no other channel reaches the customer
    bool uncertain = false;  // it may have gone out; a person must settle it
};

// Late interest that the interest of a plan stands for: see core/plan_interest.h.
struct CoveredInterest {
    std::string plan;  // "P0001"
    Date from;         // the day of the proposal; its interest runs from the next day on
    Date to;
    Money amount;

    friend bool operator==(const CoveredInterest&, const CoveredInterest&) = default;
};

// A notice, or the night after the payment, has made interest part of the debt.
struct InterestClaim {
    Date until;          // the day for which it was computed
    std::string policy;  // the digest of its text, by which it was: see Policy::earlier_interest

    friend bool operator==(const InterestClaim&, const InterestClaim&) = default;
};

struct OpenItem {
    std::string invoice;
    Date issued;
    Date due;
    Money amount;
    Money open;  // positive
    std::string reference = {};
    std::vector<BalanceChange> changes = {};  // up to the as-of date
    std::vector<Pause> pauses = {};           // the customer's and its own, of every kind
    NoticeHistory history = {};
    std::string reason = {};                   // why it is late, as the customer said
    std::vector<Resumption> resumptions = {};  // after agreements that were not kept
    std::optional<Date> agreed_due = {};       // where a broken plan has made it due before
    // What earlier notices have made part of the debt for it, paid since or not.
    std::int64_t interest_posted_minor = 0;
    std::vector<InterestClaim> interest_claims = {};     // that it sums up, by day
    std::int64_t interest_waived_minor = 0;              // given up before a notice has claimed it
    std::vector<CoveredInterest> covered_interest = {};  // in the order of the plans
    std::int64_t lump_sum_posted_minor = 0;
    std::int64_t fees_in_lump_sum_minor = 0;  // not claimed, because the lump sum is there for them
    bool fee_posted = false;                  // one for the invoice alone
    // Fees that were not waived: those for it alone, and its equal part of those for a notice.
    std::int64_t fees_posted_minor = 0;
};

// Interest or costs of an earlier notice that are still owed.
struct OpenCharge {
    std::string number;  // "N000012-F"
    DebtKind kind = DebtKind::costs;
    std::string charged_on = {};  // the invoice; "" = the notice itself
    Date day;
    Date due;
    Money amount;
    Money open;                 // positive
    std::string referral = {};  // "E0001": handed over, and asked for by whom the case is with

    friend bool operator==(const OpenCharge&, const OpenCharge&) = default;
};

// A contact point at which the customer is not to be had any more.
struct DeadPoint {
    Channel channel = Channel::email;  // by which it was tried
    std::string value = {};
    Date since;
    std::string how = {};  // "failed", "bounced", "wrong_number", "not_in_service"

    friend bool operator==(const DeadPoint&, const DeadPoint&) = default;
};

struct CustomerPosition {
    Customer customer;
    Currency currency;
    std::vector<OpenItem> items = {};      // by due date, then number; without charges
    std::vector<OpenCharge> charges = {};  // by day, then number
    Money on_account;
    std::vector<Channel> opted_out = {};
    std::vector<DeadPoint> dead_points = {};
    bool ceased = false;                       // asked never to be contacted again
    bool represented = false;                  // by a lawyer, to whom everything goes
    std::string reason = {};                   // why the customer pays late, as last told
    std::optional<PaymentRecord> record = {};  // when the policy asks for behaviour
};

}  // namespace dunning
