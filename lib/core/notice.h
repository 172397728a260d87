// The notice: what a level produces for one customer and currency. A draft until it is delivered;
// an issued notice is never changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/party.h"
#include "core/policy.h"
#include "core/position.h"

namespace dunning {

struct NoticeLine {
    std::string invoice;
    std::string reference = {};
    Date issued;
    Date due;
    int days_overdue = 0;
    Money amount;    // the invoice's
    Money open;      // what is claimed: open, less what is disputed
    Money disputed;  // what is left out because it is contested
    Money interest;  // what this notice claims anew: without that of earlier notices
    Money costs;     // likewise, for this invoice alone: a law's lump sum, a fee for each invoice
    std::int64_t lump_sum_minor = 0;  // of the costs
    std::int64_t fees_in_lump_sum_minor =
        0;          // not claimed: this or an earlier lump sum has them in
    int level = 0;  // the level that it has with this notice
    bool advances = false;

    friend bool operator==(const NoticeLine&, const NoticeLine&) = default;
};

// How the interest of one line was computed.
struct StatedInterest {
    std::string invoice;
    Interest interest;
    Money waived;   // of its total
    Money covered;  // of its total, by the interest of a plan
    Money claimed;  // with this notice: without these, and what is owed by earlier notices
};

// Messages about a plan go the way of notices, but dun nothing: they have level 0 and no lines.
enum class NoticeKind { dunning, installment_reminder, plan_thanks };
std::string_view to_text(NoticeKind kind);

// Total = principal + interest + fee + earlier charges - credit; the lines sum to principal and
// interest, and their costs are part of the fee.
struct Notice {
    NoticeKind kind = NoticeKind::dunning;
    std::string customer;
    std::string procedure = {};
    int level = 1;
    std::string level_name = {};
    std::string wording = {};  // which template: reminder, overdue, demand, final, referral
    Channel channel = Channel::email;
    std::vector<Channel> also = {};  // those that reach the customer
    LetterKind letter = LetterKind::plain;
    std::string to = {};
    std::string language = {};
    Currency currency;
    Money principal;
    Money interest;
    Money fee;
    Money earlier_charges;  // of earlier notices, still owed: the sum of `charges`
    Money credit;           // money on account that is set against the claim
    Money total;
    Date date;
    Date pay_by;
    std::optional<Date> send_by = {};  // of its most urgent line without a notice
    bool needs_approval = false;
    CreditAction credit_action = CreditAction::none;
    Referral refer = Referral::none;
    std::string reason = {};  // the customer's reason, if one was given
    std::vector<NoticeLine> lines = {};
    std::vector<OpenCharge> charges = {};
    bool posts = false;  // interest and fee become part of the debt when it goes out
    // Of the lines that claim interest; a final notice shows it segment by segment. Not kept,
    // because the documents are.
    std::vector<StatedInterest> interest_statement = {};
    bool shows_interest_statement = false;
};

// What a notice is made of: the level that was decided, and the items that it lists.
struct NoticeRequest {
    struct Item {
        const OpenItem& item;
        Money claim;  // open less disputed
        Money disputed;
        int level = 0;  // with this notice
        bool advances = false;
    };
    const CustomerPosition& position;
    const Procedure& procedure;
    std::size_t level_index = 0;
    Channel channel = Channel::email;
    std::vector<Channel> also = {};
    Money credit_available;  // money on account that may be set against it
    std::vector<Item> items = {};
    std::vector<OpenCharge> charges = {};
};

// What interest on the item is computed from: the invoice without what is disputed of it.
// The calendar of the policy is referred to.
InterestBase interest_base(const OpenItem& item, const Money& disputed, const Policy& policy);

// A notice of the day to the customer that claims nothing yet: to whom, by what and in which
// language.
Notice blank_notice(const Customer& customer, Channel channel, Currency currency,
                    const Policy& policy, Date day);

// The notice with its lines, charges and dates. Interest is computed on what is claimed of each
// invoice, never on interest or fees, and only what earlier notices have not made part of the debt.
// The fee is the level's, or else that of `[[fee_tier]]`; a lump sum comes once
// for each invoice, with the first interest that is claimed of it. A fee in another currency than
// the claim's is not charged.
Notice compose(const NoticeRequest& request, const Policy& policy, Date as_of);

// How the interest of an item comes about on a day, as compose() claims it.
StatedInterest state_interest(const OpenItem& item, const Money& disputed, const Policy& policy,
                              Date as_of);

// Whether the level is a last word, which says how interest was computed: the last of its procedure
// that writes to the customer, or one that says "final", that a person approves, that hands the
// case over or that stops the credit.
bool is_final_notice(const Procedure& procedure, std::size_t level_index);

// The shipped wordings, from mild to last: reminder, overdue, demand, final, referral.
const std::vector<std::string>& shipped_wordings();

// The wording of a level: the one it names; else referral for a referral; else the one that has the
// level's own name; else by its place reminder, overdue, demand, or final for a later one that needs
// approval and for the only one, if it needs approval or leads to a referral.
// REQUIRES: the procedure has such a level.
std::string wording_of(const Procedure& procedure, std::size_t level_index);

std::string_view to_text(CreditAction action);
std::string_view to_text(Referral referral);
std::string_view to_text(LetterKind kind);

}  // namespace dunning
