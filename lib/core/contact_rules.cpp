#include "core/contact_rules.h"

#include "core/check.h"

namespace dunning {
namespace {

constexpr int hour = 60;
constexpr auto lifts = AllowedHours::Consent::lifts;

ContactLimit calls(ContactLimit::Counts counts, ContactLimit::Of of, int max, int days) {
    return {.counts = counts, .of = of, .max = max, .days = days};
}

// 12 CFR part 1006 (Regulation F), with its Official Interpretations.
std::vector<ContactRule> regulation_f() {
    using Counts = ContactLimit::Counts;
    using Of = ContactLimit::Of;
    return {
        // 1006.6(c)(1): from the receipt of a cease notice; 1006.6(b)(2); 1006.14(h)(1).
        {"us.regf.cease", Refused::all_contact},
        {"us.regf.attorney", Refused::represented},
        {"us.regf.medium", Refused::this_channel},
        // 1006.6(d)(1) and 1006.10(c): others only to learn where the consumer is, once.
        {"us.regf.third_party", ThirdParties{ThirdParties::Allowed::once_to_locate}},
        // 1006.14(b)(2)(i)(B): the day of the conversation is the first of the seven.
        {"us.regf.after_talk", RestAfterTalk{.days = 7}},
        // 1006.14(b)(2)(i)(A): seven calls within seven consecutive days about one debt.
        {"us.regf.calls7", calls(Counts::placed_calls, Of::debt, 7, 7)},
        // 1006.6(b)(1)(i): 8 a.m. to 9 p.m. where the consumer is.
        {"us.regf.hours", AllowedHours{.from = 8 * hour, .to = 21 * hour}},
    };
}

// GB/T 45251-2025, and the guideline of the China Banking Association of 2026-01-30 for personal
// loans.
std::vector<ContactRule> chinese_personal_credit() {
    using Counts = ContactLimit::Counts;
    using Of = ContactLimit::Of;
    return {
        {"cn.third_party", ThirdParties{ThirdParties::Allowed::when_unreachable}},
        // Three calls that connect on one day, by all who collect together.
        {"cn.connected3", calls(Counts::answered_calls, Of::customer, 3, 1)},
        // Six attempts a day at one contact point.
        {"cn.unanswered6", calls(Counts::unanswered_calls, Of::address, 6, 1)},
        // Nothing from 22:00 to 08:00 without consent.
        {"cn.night", AllowedHours{.from = 8 * hour, .to = 22 * hour, .consent = lifts}},
    };
}

// CONC 7.9.4R asks for reasonable times and names none; these are this program's.
std::vector<ContactRule> uk_consumer_credit() {
    return {{"uk.conc.days", ClosedDays{}},
            {"uk.conc.hours", AllowedHours{.from = 8 * hour, .to = 21 * hour}}};
}

// No law of the Union sets a clock; what is decent in Germany is this program's own reading.
std::vector<ContactRule> european_decency() {
    return {{"eu.days", ClosedDays{}},
            {"eu.hours", AllowedHours{.from = 8 * hour, .to = 20 * hour}}};
}

std::vector<ContactRule> courtesy() {
    return {{"ceased", Refused::all_contact},
            {"represented", Refused::represented},
            {"opted_out", Refused::this_channel},
            {"third_party", ThirdParties{ThirdParties::Allowed::never}}};
}

std::vector<ContactRule> own_rules(const ContactSettings& settings) {
    std::vector<ContactRule> rules;
    for (const ContactCap& cap : settings.caps) {
        if (cap.count <= 0) continue;
        rules.push_back(
            {"contact_cap",
             ContactLimit{.channel = cap.channel, .max = cap.count, .days = cap.within.days}});
    }
    if (settings.gap && settings.gap->days > 0) {
        rules.push_back({"contact_gap", MinimumGap{settings.gap->days}});
    }
    if (settings.quiet_from && settings.quiet_to) {
        // The hours that are not quiet: they begin where the quiet ones end.
        rules.push_back(
            {"quiet_hours", AllowedHours{.from = *settings.quiet_to, .to = *settings.quiet_from}});
    }
    return rules;
}

void append(std::vector<ContactRule>& rules, const std::vector<ContactRule>& more) {
    rules.insert(rules.end(), more.begin(), more.end());
}

bool mentions_third_parties(const std::vector<ContactRule>& rules) {
    for (const ContactRule& rule : rules) {
        if (std::holds_alternative<ThirdParties>(rule.limit)) return true;
    }
    return false;
}

}  // namespace

std::span<const ContactRuleSet> contact_rule_sets() {
    static const std::vector<ContactRuleSet> sets = {
        {RuleSetName::courtesy, "courtesy", "what decency asks for",
         "No law: an end of contact, an opt-out and a lawyer are respected, and nobody else is "
         "told.",
         courtesy()},
        {RuleSetName::us_reg_f, "us-reg-f", "12 CFR 1006 (Regulation F)",
         "Binds agencies that collect consumer debts for others in the United States; some states "
         "extend it to creditors.",
         regulation_f()},
        {RuleSetName::cn_personal, "cn-personal",
         "GB/T 45251-2025 and the guideline of the China Banking Association of 2026-01-30",
         "Binds lenders and their agencies that collect personal credit in China.",
         chinese_personal_credit()},
        {RuleSetName::uk_conc, "uk-conc", "FCA CONC 7.9",
         "Binds firms that collect regulated consumer credit in the United Kingdom; the hours are "
         "this program's reading of 'reasonable times'.",
         uk_consumer_credit()},
        {RuleSetName::eu, "eu", "no clock in the law of the Union",
         "Binds nobody: hours and days that are decent in Germany and its neighbours.",
         european_decency()},
    };
    return sets;
}

const ContactRuleSet& rule_set(RuleSetName name) {
    for (const ContactRuleSet& set : contact_rule_sets()) {
        if (set.name == name) return set;
    }
    DUNNING_CHECK(false);
}

std::vector<ContactRule> rules_for(const ContactSettings& settings, CustomerKind kind) {
    std::vector<ContactRule> rules;
    for (const RuleSetUse& use : settings.sets) {
        if (use.set == RuleSetName::courtesy || (use.kind && *use.kind != kind)) continue;
        append(rules, rule_set(use.set).rules);
    }
    const bool third_parties_are_ruled = mentions_third_parties(rules);
    append(rules, own_rules(settings));
    for (const ContactRule& rule : rule_set(RuleSetName::courtesy).rules) {
        // A law that says when somebody else may be asked is more exact than courtesy's never.
        if (third_parties_are_ruled && std::holds_alternative<ThirdParties>(rule.limit)) continue;
        rules.push_back(rule);
    }
    return rules;
}

}  // namespace dunning
