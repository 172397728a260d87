// [promise], [dispute], [plan], [limitation], [credit_record], [referral]
#include "formats/policy_sections.h"

namespace dunning {
namespace {

constexpr Word<InstallmentDay> installment_days[] = {
    {"as_agreed", InstallmentDay::as_agreed},
    {"next_working_day", InstallmentDay::next_working_day},
    {"previous_working_day", InstallmentDay::previous_working_day}};

constexpr Word<Channel> reminder_channels[] = {
    {"email", Channel::email}, {"sms", Channel::sms}, {"letter", Channel::letter}};

constexpr Word<LimitationLaw> laws[] = {{"none", LimitationLaw::none}, {"cn", LimitationLaw::cn},
                                        {"de", LimitationLaw::de},     {"uk", LimitationLaw::uk},
                                        {"fr", LimitationLaw::fr},     {"ch", LimitationLaw::ch}};

constexpr Word<std::optional<CustomerKind>> reported_kinds[] = {
    {"all", std::optional<CustomerKind>()},  // known, and nobody in particular
    {"business", CustomerKind::business},
    {"consumer", CustomerKind::consumer}};

std::optional<int> count_of(const TomlValue& value) {
    return value.whole_number({});
}

void read_promise(TomlSection& promise, Policy& policy) {
    PromiseRules& rules = policy.agreements.promise;
    promise.take("grace", rules.grace_days, &TomlValue::calendar_days);
    promise.take("tolerance", rules.tolerance,
                 [&](const TomlValue& value) { return value.money_of_book(policy.book.currency); });
    promise.take("longest", rules.longest_days, &TomlValue::calendar_days);
    promise.take("broken_limit", rules.broken_limit, count_of);
    promise.take("broken_within", rules.broken_within_days, &TomlValue::calendar_days);
    promise.take("resume_level", rules.resume_level, &TomlValue::text_with_content);
    promise.refuse_unknown();
}

void read_plan(TomlSection& plan, Policy& policy) {
    PlanRules& rules = policy.agreements.plan;
    plan.take("grace", rules.grace_days, &TomlValue::calendar_days);
    plan.take_word<InstallmentDay, InstallmentDay>("due_on", rules.due_on, installment_days);
    plan.take("remind", rules.remind_days, &TomlValue::calendar_days);
    plan.take("remind_by", rules.remind_by,
              [](const TomlValue& value) { return value.words<Channel>(reminder_channels); });
    plan.take("thanks", rules.thanks, &TomlValue::truth);
    plan.take("resume_level", rules.resume_level, &TomlValue::text_with_content);
    plan.take("whole_balance", rules.whole_balance, &TomlValue::truth);
    plan.refuse_unknown();
}

void read_credit_record(TomlSection& record, Policy& policy) {
    CreditRecordRules& rules = policy.agreements.credit_record;
    record.take("report", rules.report, &TomlValue::truth);
    record.take("bureau", rules.bureau, &TomlValue::text);
    record.take_word<std::optional<CustomerKind>, std::optional<CustomerKind>>(
        "customers", rules.customers, reported_kinds);
    record.take("overdue", rules.overdue_days, &TomlValue::calendar_days);
    record.take("min_amount", rules.min_amount,
                [&](const TomlValue& value) { return value.money_of_book(policy.book.currency); });
    record.take("notices", rules.notices, count_of);
    record.take("wait", rules.wait_days, &TomlValue::calendar_days);
    record.take("announced_by", rules.announced_by, &TomlValue::text_with_content);
    record.take("announced", rules.announced_days, &TomlValue::calendar_days);
    record.take("correct_within", rules.correct_within, &TomlValue::duration);
    record.refuse_unknown();
}

}  // namespace

void read_arrangements(TomlSection& root, Policy& policy) {
    if (auto promise = root.section("promise")) read_promise(*promise, policy);
    if (auto dispute = root.section("dispute")) {
        dispute->take("pay_within", policy.agreements.dispute.pay_within, &TomlValue::duration);
        dispute->refuse_unknown();
    }
    if (auto plan = root.section("plan")) read_plan(*plan, policy);
    if (auto limitation = root.section("limitation")) {
        LimitationRules& rules = policy.agreements.limitation;
        limitation->take_word<LimitationLaw, LimitationLaw>("law", rules.law, laws);
        limitation->take("warn", rules.warn_days, &TomlValue::calendar_days);
        limitation->refuse_unknown();
    }
    if (auto record = root.section("credit_record")) read_credit_record(*record, policy);
    if (auto referral = root.section("referral")) {
        referral->take("second_person", policy.agreements.referral.second_person,
                       &TomlValue::truth);
        referral->refuse_unknown();
    }
}

}  // namespace dunning
