#include "formats/explain_agreements.h"

#include <fmt/format.h>

#include "core/limitation.h"
#include "formats/policy_phrases.h"

namespace dunning {
namespace {

std::string after_date(int grace_days) {
    if (grace_days == 0) return "on the day after its date";
    return fmt::format("{} after its date", phrase(Duration{grace_days + 1, false}));
}

std::string explain_promises(const PromiseRules& rules) {
    std::string text;
    if (rules.tolerance && rules.tolerance->is_positive()) {
        text += fmt::format(" Up to {} may be missing from a promise.", phrase(*rules.tolerance));
    }
    if (rules.longest_days > 0) {
        text += fmt::format(" A promise runs for {} at most.",
                            phrase(Duration{rules.longest_days, false}));
    }
    if (rules.broken_limit > 0) {
        text +=
            fmt::format(" Who has not kept {} within {} is given no other.",
                        rules.broken_limit == 1 ? std::string("a promise")
                                                : fmt::format("{} promises", rules.broken_limit),
                        phrase(Duration{rules.broken_within_days, false}));
    }
    return text;
}

std::string explain_plans(const PlanRules& rules) {
    std::string text =
        " What comes in while a plan stands pays it before older costs and other debts, also when "
        "it is broken, until it is cancelled or replaced.";
    if (rules.whole_balance) {
        text += " What a broken plan covers is due at once, also what was not due yet.";
    }
    if (rules.due_on != InstallmentDay::as_agreed) {
        text +=
            fmt::format(" An instalment that falls on a closed day is due on the working day {}.",
                        rules.due_on == InstallmentDay::next_working_day ? "after" : "before");
    }
    if (rules.remind_days > 0) {
        text += fmt::format(" A message reminds of each instalment {} before.",
                            phrase(Duration{rules.remind_days, false}));
    }
    if (rules.thanks) text += " A plan that was kept to its end is thanked for.";
    return text;
}

std::string explain_limitation(const LimitationRules& rules) {
    if (rules.law == LimitationLaw::none) return "";
    return fmt::format(" The worklist warns {} before a debt can no longer be enforced ({}).",
                       phrase(Duration{rules.warn_days, false}), to_text(rules.law));
}

std::string steps_before_report(const CreditRecordRules& rules) {
    std::string text;
    if (rules.overdue_days > 0) {
        text += fmt::format(" {} overdue", phrase(Duration{rules.overdue_days, false}));
    }
    if (rules.notices > 0) {
        text += fmt::format("{} after {} in writing", text.empty() ? "" : ",",
                            rules.notices == 1 ? std::string("a notice")
                                               : fmt::format("{} notices", rules.notices));
    }
    if (rules.wait_days > 0) {
        text += fmt::format("{} {} after {}", text.empty() ? "" : ",",
                            phrase(Duration{rules.wait_days, false}),
                            rules.notices > 1    ? "the first of them"
                            : rules.notices == 1 ? "it"
                                                 : "a notice in writing");
    }
    if (!rules.announced_by.empty()) {
        text += fmt::format("{} announced by '{}'", text.empty() ? "" : ",", rules.announced_by);
        if (rules.announced_days > 0) {
            text += fmt::format(" {} before", phrase(Duration{rules.announced_days, false}));
        }
    }
    return text;
}

std::string explain_credit_record(const CreditRecordRules& rules) {
    if (!rules.report) return "";
    std::string text =
        fmt::format(" A person may report to {} what{} {} owe and never disputed",
                    rules.bureau.empty() ? "a credit bureau" : rules.bureau,
                    rules.min_amount ? fmt::format(", from {} on,", phrase(*rules.min_amount)) : "",
                    !rules.customers                             ? "customers"
                    : *rules.customers == CustomerKind::consumer ? "consumers"
                                                                 : "businesses");
    const std::string steps = steps_before_report(rules);
    if (!steps.empty()) text += ":" + steps;
    return text + fmt::format(". What is not true there any more is to be corrected {}.",
                              rules.correct_within.days == 0
                                  ? std::string("the same day")
                                  : "within " + phrase(rules.correct_within));
}

}  // namespace

std::string explain_agreements(const Policy& policy) {
    const AgreementRules& rules = policy.agreements;
    std::string text = fmt::format(
        "While a promise is open or a plan is kept, nothing is sent. A promise that is not kept "
        "is broken {}; an instalment that is not paid breaks its plan {}.",
        after_date(rules.promise.grace_days), after_date(rules.plan.grace_days));
    text += explain_promises(rules.promise);
    if (!rules.promise.resume_level.empty()) {
        text += " After a promise that was not kept dunning goes on with '" +
                rules.promise.resume_level + "' at once.";
    }
    text += explain_plans(rules.plan);
    if (!rules.plan.resume_level.empty()) {
        text +=
            " After a broken plan dunning goes on with '" + rules.plan.resume_level + "' at once.";
    }
    if (rules.dispute.pay_within.days > 0) {
        text += fmt::format(" Once a dispute is settled there are {} to pay.",
                            phrase(rules.dispute.pay_within));
    }
    if (rules.referral.second_person) {
        text += " Who approves that a case is handed over is another person than who proposed it.";
    }
    return text + explain_limitation(rules.limitation) +
           explain_credit_record(rules.credit_record) + "\n";
}

}  // namespace dunning
