// Contact rules as data: what each one limits, by which numbers, and where the numbers come from.
//
// A rule set is a list of such rules under a name that the policy's `[contact] rules` uses. Which
// law binds whom is said at each set (contact_rules.cpp, and docs/contact-rules.md for people):
// most of them bind agencies, lenders or dealings with consumers, and are a decent ceiling for
// others.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/calendar.h"
#include "core/contact_event.h"
#include "core/party.h"

namespace dunning {

// Messages, calls and visits only from one minute of the customer's day to another; `to` is
// excluded. A letter wakes nobody and may go at any hour.
struct AllowedHours {
    enum class Consent { lifts, does_not_lift };
    int from = 0;
    int to = 24 * 60;
    Consent consent = Consent::does_not_lift;
};

// No messages, calls or visits on Sundays and on the holidays of the calendar that is asked.
struct ClosedDays {};

// At most `max` within `days` days that end with the day in question; 1: on that day.
struct ContactLimit {
    enum class Counts { contacts, placed_calls, answered_calls, unanswered_calls };
    enum class Of { customer, debt, address };
    Counts counts = Counts::contacts;
    std::optional<Channel> channel = {};  // of Counts::contacts; none: any
    Of of = Of::customer;
    int max = 0;
    int days = 1;
};

// No call within `days` days of a conversation about the debt, the day of the talk being the first.
struct RestAfterTalk {
    int days = 7;
};

// Never sooner than so many days after the last contact of ours, on whatever channel.
struct MinimumGap {
    int days = 1;
};

// What the customer has said for good.
enum class Refused { all_contact, this_channel, represented };

// Somebody else may be asked only where the customer is, and only so often; see contact_check.h.
struct ThirdParties {
    enum class Allowed { never, once_to_locate, when_unreachable };
    Allowed allowed = Allowed::never;
};

struct ContactRule {
    std::string id;  // "us.regf.calls7": stands in every refusal
    std::variant<AllowedHours, ClosedDays, ContactLimit, RestAfterTalk, MinimumGap, Refused,
                 ThirdParties>
        limit;
};

enum class RuleSetName { courtesy, us_reg_f, cn_personal, uk_conc, eu };

struct ContactRuleSet {
    RuleSetName name = RuleSetName::courtesy;
    std::string_view word;   // "us-reg-f"
    std::string_view title;  // "12 CFR 1006 (Regulation F)"
    std::string_view binds;  // one sentence
    std::vector<ContactRule> rules;
};

// The shipped sets, courtesy first.
std::span<const ContactRuleSet> contact_rule_sets();
const ContactRuleSet& rule_set(RuleSetName name);

// A set in use, for everybody or for one kind of customer.
struct RuleSetUse {
    RuleSetName set = RuleSetName::courtesy;
    std::optional<CustomerKind> kind = {};

    friend bool operator==(const RuleSetUse&, const RuleSetUse&) = default;
};

struct ContactCap {
    std::optional<Channel> channel = {};  // none: any
    int count = 0;
    Duration within = {};
};

// What the policy says about contact.
struct ContactSettings {
    std::vector<RuleSetUse> sets = {};
    // Local times as minutes since midnight, from included, to excluded; may span midnight.
    std::optional<int> quiet_from = {};
    std::optional<int> quiet_to = {};
    std::vector<ContactCap> caps = {};
    std::optional<Duration> gap = {};
    bool working_days_only = true;
    // The book's own words for what came of a contact, and what each counts as; further reasons.
    std::vector<std::pair<std::string, ContactOutcome>> outcomes = {};
    std::vector<std::string> reasons = {};
};

// Every rule that holds for such a customer: those of the sets in use, then the book's own
// ("quiet_hours", "contact_cap", "contact_gap"), then courtesy, which always holds.
std::vector<ContactRule> rules_for(const ContactSettings& settings, CustomerKind kind);

}  // namespace dunning
