#include "formats/policy_explain.h"

#include <fmt/format.h>

#include "core/notice.h"
#include "formats/charge_phrases.h"
#include "formats/explain_agreements.h"
#include "formats/policy_phrases.h"

namespace dunning {
namespace {

std::string explain_book(const Policy& policy) {
    const auto& book = policy.book;
    return fmt::format(
        "{} keeps its books in {} and its days in {} time. Notices are in the customer's "
        "language, else in {}.\n",
        book.name.empty() ? "The business" : book.name, book.currency.code(), book.timezone,
        book.language);
}

std::string explain_aging(const Policy& policy) {
    const auto& names = policy.aging.names();
    std::string text = fmt::format(
        "Invoices are aged by days after the {} date: {} days. An invoice is overdue from the day "
        "after its "
        "due date.\n",
        policy.aging_basis == AgingBasis::due ? "due" : "issue",
        phrase_list({names.begin() + 1, names.end()}, "and"));
    for (const auto& severity : policy.classes) {
        text += fmt::format("- {}: from {} overdue", severity.name,
                            phrase(Duration{severity.from_day, false}));
        if (severity.first_notice_within) {
            text += fmt::format("; the first notice must go out within {}",
                                phrase(*severity.first_notice_within));
        }
        text += ".\n";
    }
    return text;
}

std::string explain_allocation(const Policy& policy) {
    std::string text = "Money that names an invoice pays that invoice.";
    std::vector<std::string> ways;
    for (const auto rule : policy.allocation.order) ways.push_back(phrase(rule));
    if (!ways.empty()) text += fmt::format(" Otherwise it goes {}.", phrase_list(ways, "then"));
    if (policy.post_charges) {
        std::vector<std::string> kinds;
        for (const DebtKind kind : policy.allocation.settles) kinds.emplace_back(to_text(kind));
        text += fmt::format(" What goes by due date settles {}.", phrase_list(kinds, "then"));
    }
    text += " What is left stays on account.";
    if (policy.tolerance.is_positive()) {
        text += fmt::format(" Less than {} left open counts as paid.", phrase(policy.tolerance));
    }
    return text + "\n";
}

std::string explain_discounts(const Policy& policy) {
    const DiscountRules& rules = policy.allocation.discounts;
    if (policy.discounts.empty() && !rules.calendar && rules.grace_days == 0) return {};
    std::string text = "An invoice that states a discount for early payment";
    if (!policy.discounts.empty()) {
        const DiscountTerms& terms = policy.discounts.front();
        text = fmt::format(
            "Invoices that state no discount of their own have {} % for payment within {} of their "
            "date, from their import on. A discount",
            to_text(terms.percent), phrase(Duration{terms.days, false}));
    }
    text +=
        " is honoured when money that came by its last day leaves no more open than the discount; "
        "that "
        "rest is credited.";
    if (rules.calendar) text += " A last day that is no working day is the next one.";
    if (rules.grace_days > 0) {
        text += fmt::format(" Money may come {} later.", phrase(Duration{rules.grace_days, false}));
    }
    return text + "\n";
}

std::string explain_notices(const Policy& policy) {
    const auto& notify = policy.notify;
    std::string text = notify.group == Grouping::customer
                           ? "A customer gets one notice per currency for all overdue invoices."
                           : "Each overdue invoice has its own notice.";
    text += notify.entry == Entry::step ? " Levels come one at a time, whatever the delay."
                                        : " A notice starts at the level that fits the delay.";
    if (notify.net_credits) text += " Money on account reduces the claim.";
    std::vector<std::string> pauses;
    for (const auto kind : notify.clock_stops) pauses.emplace_back(to_text(kind));
    if (!pauses.empty()) {
        text += fmt::format(" Days under a {} do not count towards the next level.",
                            phrase_list(pauses, "or"));
    }
    if (notify.max_notices > 0) {
        text += fmt::format(" A night with more than {} notices waits for approval.",
                            notify.max_notices);
    }
    if (notify.max_total) {
        text += fmt::format(" A night that claims more than {} waits for approval.",
                            phrase(*notify.max_total));
    }
    if (notify.max_data_age.days > 0) {
        text += fmt::format(" Nothing is sent when the newest payments are older than {}.",
                            phrase(notify.max_data_age));
    }
    return text + "\n";
}

std::string explain_procedure(const Procedure& procedure) {
    std::string text =
        fmt::format("Procedure \"{}\", for {}:\n", procedure.name, phrase(procedure.when));
    int number = 0;
    for (const auto& level : procedure.levels) {
        const std::string wording = wording_of(procedure, static_cast<std::size_t>(number));
        const bool is_plain = wording == level.name || wording == "referral";
        text += fmt::format("{}. {}{}.\n", ++number, phrase(level),
                            is_plain ? "" : fmt::format("; worded as {}", wording));
    }
    return text;
}

// " In the log 'callback' counts as conversation. A reason for paying late may also be 'season'."
std::string explain_words(const ContactSettings& contact) {
    std::string text;
    for (const auto& [word, outcome] : contact.outcomes) {
        text += fmt::format("{}'{}' counts as {}", text.empty() ? " In the log " : ", ", word,
                            to_text(outcome));
    }
    if (!text.empty()) text += ".";
    if (contact.reasons.empty()) return text;
    std::vector<std::string> quoted;
    for (const std::string& reason : contact.reasons) quoted.push_back("'" + reason + "'");
    return text +
           fmt::format(" A reason for paying late may also be {}.", phrase_list(quoted, "or"));
}

std::string explain_retention(const Policy& policy) {
    if (policy.retention_months == 0) return {};
    const bool years = policy.retention_months % 12 == 0;
    return fmt::format(" Nobody is erased for {} {} from the end of the year.",
                       years ? policy.retention_months / 12 : policy.retention_months,
                       years ? "years" : "months");
}

std::string explain_contact(const Policy& policy) {
    const auto& contact = policy.contact;
    std::string text = contact.working_days_only ? "Notices go out on working days only."
                                                 : "Notices go out on any day.";
    if (contact.quiet_from && contact.quiet_to) {
        text += fmt::format(" Nobody is contacted from {} to {} of their own time.",
                            phrase_time(*contact.quiet_from), phrase_time(*contact.quiet_to));
    }
    if (contact.gap)
        text += fmt::format(" Between two contacts lie at least {}.", phrase(*contact.gap));
    for (const auto& cap : contact.caps) {
        text += fmt::format(
            " At most {} {} within {}.", cap.count,
            cap.channel ? fmt::format("by {}", to_text(*cap.channel)) : "contacts of any kind",
            phrase(cap.within));
    }
    for (const RuleSetUse& use : contact.sets) {
        const ContactRuleSet& set = rule_set(use.set);
        if (set.name == RuleSetName::courtesy) continue;
        text += fmt::format(" The rules of {} hold for {} ({}). {}", set.word,
                            use.kind ? "consumers" : "everybody", set.title, set.binds);
    }
    return text + explain_words(contact) + explain_retention(policy) + "\n";
}

// How a transport carries documents, behind "Email is"; nothing for the outbox.
struct CarriedBy {
    std::string operator()(const OutboxSettings&) const { return {}; }
    std::string operator()(const MailboxSettings&) const {
        return "written to the outbox, one mailbox file a night";
    }
    std::string operator()(const BundleSettings&) const {
        return "written to the outbox, one file of letters a night with its index";
    }
    std::string operator()(const SmtpSettings& smtp) const {
        return fmt::format("sent through the mail server {}, port {}, {}", smtp.host, smtp.port,
                           smtp.security == SmtpSecurity::none ? "unencrypted" : "encrypted");
    }
    std::string operator()(const SendmailSettings& sendmail) const {
        return "handed to the program " + sendmail.program.front();
    }
    std::string operator()(const CommandSettings& command) const {
        return "handed to the program " + command.program.front();
    }
    std::string operator()(const HttpSettings& http) const { return "posted to " + http.url; }
};

std::string explain_channels(const Policy& policy) {
    const ChannelSettings& channels = policy.channels;
    std::string text;
    const auto add = [&](std::string_view documents, const TransportSettings& settings) {
        const std::string carried = std::visit(CarriedBy{}, settings);
        if (!carried.empty()) text += fmt::format("{} {}. ", documents, carried);
    };
    add("Email is", channels.email);
    add("Letters are", channels.letter);
    add("Text messages are", channels.sms);
    if (text.empty()) return text;
    return fmt::format("{}Everything else is written to the outbox, {}.\n", text,
                       policy.outbox_path);
}

}  // namespace

std::string explain_policy(const Policy& policy) {
    std::vector<std::string> paragraphs = {explain_book(policy), explain_aging(policy),
                                           explain_allocation(policy)};
    if (auto text = explain_discounts(policy); !text.empty()) paragraphs.push_back(std::move(text));
    paragraphs.push_back(explain_notices(policy));
    if (policy.procedures.size() > 1) {
        paragraphs.emplace_back("Each customer has the first of these procedures that fits.\n");
    }
    for (const auto& procedure : policy.procedures)
        paragraphs.push_back(explain_procedure(procedure));
    paragraphs.push_back(explain_interest(policy));
    if (auto fees = explain_fees(policy); !fees.empty()) paragraphs.push_back(std::move(fees));
    paragraphs.push_back(explain_contact(policy));
    if (auto text = explain_channels(policy); !text.empty()) paragraphs.push_back(std::move(text));
    paragraphs.push_back(explain_agreements(policy));
    return fmt::format("{}", fmt::join(paragraphs, "\n"));
}

}  // namespace dunning
