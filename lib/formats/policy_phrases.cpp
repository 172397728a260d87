#include "formats/policy_phrases.h"

#include <fmt/format.h>

#include "formats/charge_phrases.h"

namespace dunning {
namespace {

// For tasks with an article, because they are done; for messages as a means.
std::string phrase(Channel channel, LetterKind letter) {
    switch (channel) {
        case Channel::email:
            return "email";
        case Channel::sms:
            return "SMS";
        case Channel::letter:
            if (letter == LetterKind::registered) return "registered letter";
            return letter == LetterKind::courier ? "letter by courier" : "letter";
        case Channel::phone:
            return "a call";
        case Channel::visit:
            return "a visit";
        case Channel::meeting:
            return "a meeting";
        case Channel::referral:
            return "a proposal to hand the case over";
        case Channel::note:
            return "a note";
    }
    return "";
}

std::string phrase_start(const Level& level) {
    switch (level.from) {
        case LevelFrom::due:
            return level.after.days == 0 ? "On the due date"
                                         : phrase(level.after) + " after the due date";
        case LevelFrom::last_notice:
            return phrase(level.after) + " after the invoice's last step";
        case LevelFrom::due_month_end:
            return "At the end of the month in which the due date and " + phrase(level.after) +
                   " fall";
    }
    return "";
}

std::string phrase(CreditAction action) {
    switch (action) {
        case CreditAction::none:
            return "";
        case CreditAction::watch:
            return "recommended: watch the customer's credit";
        case CreditAction::lower_limit:
            return "recommended: lower the credit limit";
        case CreditAction::deposit:
            return "recommended: ask for a deposit";
        case CreditAction::cash_on_delivery:
            return "recommended: deliver against cash only";
        case CreditAction::stop:
            return "recommended: stop supply";
    }
    return "";
}

std::string phrase(Referral referral) {
    switch (referral) {
        case Referral::none:
            return "";
        case Referral::agency:
            return "an agency is proposed";
        case Referral::legal:
            return "legal action is proposed";
    }
    return "";
}

std::string phrase_channels(const Level& level) {
    std::string text;
    for (const auto channel : level.channels) {
        text += text.empty() ? " by " : ", else by ";
        text += phrase(channel, level.letter);
    }
    for (const auto channel : level.also) text += ", and " + phrase(channel, level.letter);
    return text;
}

void append_part(std::string& text, const std::string& part) {
    if (!part.empty()) text += "; " + part;
}

}  // namespace

std::string phrase(Duration duration) {
    return fmt::format("{} {}{}", duration.days, duration.working ? "working " : "",
                       duration.days == 1 ? "day" : "days");
}

std::string phrase(const Money& amount) {
    return fmt::format("{} {}", to_decimal(amount), amount.currency().code());
}

std::string phrase(AllocationRule rule) {
    switch (rule) {
        case AllocationRule::by_hand:
        case AllocationRule::invoice:
        case AllocationRule::returned:
        case AllocationRule::discount:
            break;
        case AllocationRule::reference:
            return "to the invoice whose reference it carries";
        case AllocationRule::invoice_number:
            return "to the invoices whose numbers it mentions";
        case AllocationRule::end_to_end_id:
            return "to the invoices whose numbers its end-to-end id has";
        case AllocationRule::exact_amount:
            return "to the one invoice of exactly its amount";
        case AllocationRule::sum:
            return "to the one set of invoices that adds up to its amount";
        case AllocationRule::oldest_due:
            return "to the invoices that have been due longest";
    }
    return "to the invoice that it names";
}

std::string phrase(InterestFirstDay day) {
    switch (day) {
        case InterestFirstDay::day_after_due:
            return "the day after the due date";
        case InterestFirstDay::day_after_notice:
            return "the day after the first notice";
        case InterestFirstDay::day_after_30_days:
            return "the day after 30 days from the due date";
    }
    return "";
}

std::string phrase(const ProcedureFilter& when) {
    std::string text = "all customers";
    bool limited = false;
    const auto add = [&](const std::string& part) {
        text += (limited ? ", " : " ") + part;
        limited = true;
    };
    if (when.kind) text = when.kind == CustomerKind::business ? "businesses" : "consumers";
    limited = false;
    if (!when.segment.empty()) add("of the segment " + phrase_list(when.segment, "or"));
    if (!when.country.empty()) add("in " + phrase_list(when.country, "or"));
    if (!when.behaviour.empty()) {
        std::vector<std::string> words;
        for (const Behaviour behaviour : when.behaviour) words.emplace_back(to_text(behaviour));
        add("of the behaviour " + phrase_list(words, "or"));
    }
    if (when.trial) {
        add(fmt::format("whose number in the trial \"{}\" is {} to {} of 100", when.trial->trial,
                        when.trial->first, when.trial->last));
    }
    if (!when.reason.empty()) add("late for the reason " + phrase_list(when.reason, "or"));
    if (!when.class_name.empty()) add("whose delay is " + phrase_list(when.class_name, "or"));
    if (when.min_open) add("with " + phrase(*when.min_open) + " or more overdue");
    if (when.max_open) add("with " + phrase(*when.max_open) + " or less overdue");
    return !limited && !when.kind ? "everybody" : text;
}

std::string phrase(const Level& level) {
    std::string text = phrase_start(level) + ": '" + level.name + "'" + phrase_channels(level);
    append_part(text, "pay within " + phrase(level.pay_within));
    if (level.fee) append_part(text, "a fee of " + phrase(*level.fee));
    if (level.interest) append_part(text, "interest is claimed");
    if (level.gap)
        append_part(text, "not sooner than " + phrase(*level.gap) + " after the invoice's last step");
    if (level.min_amount)
        append_part(text, "only if " + phrase(*level.min_amount) + " or more is claimed");
    if (level.approval) append_part(text, "a person must approve it");
    append_part(text, phrase(level.credit));
    append_part(text, phrase(level.refer));
    return text;
}

std::string phrase_time(int minutes) {
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string phrase_list(const std::vector<std::string>& parts, std::string_view joint) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool joined = joint == "then" || i + 1 == parts.size();
        if (i > 0) text += joint == "then" ? ", then " : joined ? fmt::format(" {} ", joint) : ", ";
        text += parts[i];
    }
    return text;
}

}  // namespace dunning
