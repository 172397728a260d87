#include "simulation/simulated_book.h"

#include "core/check.h"
#include "support/literals.h"

namespace dunning::simulation {
namespace {

using namespace literals;

Procedure for_consumers() {
    return {.name = "consumers",
            .when = {.kind = CustomerKind::consumer},
            .levels = {{.name = "reminder",
                        .after = "5d"_duration,
                        .channels = {Channel::email, Channel::sms, Channel::letter},
                        .pay_within = "10d"_duration},
                       {.name = "demand",
                        .after = "14d"_duration,
                        .from = LevelFrom::last_notice,
                        .channels = {Channel::letter, Channel::email},
                        .pay_within = "10d"_duration,
                        .approval = true}}};
}

// A customer may come into it and leave it again from one night to the next.
Procedure for_large_debts() {
    Level call{
        .name = "call", .after = "1d"_duration, .channels = {Channel::phone, Channel::email}};
    Level visit{.name = "visit",
                .after = "10d"_duration,
                .gap = "5d"_duration,
                .channels = {Channel::visit, Channel::letter},
                .also = {Channel::email},
                .interest = true};
    Level demand{.name = "demand",
                 .after = "20d"_duration,
                 .gap = "5d"_duration,
                 .channels = {Channel::letter},
                 .interest = true};
    return {
        .name = "large", .when = {.min_open = "200.00 EUR"_money}, .levels = {call, visit, demand}};
}

Procedure standard() {
    Level reminder{
        .name = "reminder", .after = "3d"_duration, .channels = {Channel::email, Channel::sms}};
    Level overdue{.name = "overdue",
                  .after = "12d"_duration,
                  .gap = "5d"_duration,
                  .min_amount = "15.00 EUR"_money,
                  .channels = {Channel::email},
                  .also = {Channel::phone},
                  .fee = fixed_fee("5.00 EUR"_money)};
    Level demand{.name = "demand",
                 .after = "4wd"_duration,
                 .from = LevelFrom::last_notice,
                 .channels = {Channel::letter, Channel::email},
                 .also = {Channel::phone, Channel::sms},
                 .fee = fixed_fee("20.00 EUR"_money),
                 .interest = true};
    Level final{.name = "final",
                .after = "35d"_duration,
                .gap = "7d"_duration,
                .channels = {Channel::letter},
                .interest = true,
                .approval = true,
                .credit = CreditAction::stop};
    Level legal{.name = "legal",
                .after = "50d"_duration,
                .gap = "7d"_duration,
                .channels = {Channel::referral},
                .interest = true,
                .refer = Referral::legal};
    return {.name = "standard", .levels = {reminder, overdue, demand, final, legal}};
}

}  // namespace

Book simulated_book() {
    Policy policy;
    policy.book = {.name = "Simulated Trading",
                   .currency = "EUR"_currency,
                   .timezone = "Europe/Berlin",
                   .language = "en"};
    policy.classes = {{"mild", 1, "3wd"_duration}, {"severe", 31, "1wd"_duration}};
    // The rules that the plain settlement of this folder knows.
    policy.allocation.order = {AllocationRule::reference, AllocationRule::invoice_number,
                               AllocationRule::exact_amount, AllocationRule::oldest_due};
    policy.tolerance = "0.50 EUR"_money;
    policy.agreements.promise.grace_days = 2;
    policy.agreements.plan.grace_days = 3;
    policy.procedures = {for_consumers(), for_large_debts(), standard()};
    policy.interest = {.method = InterestMethod::fixed, .yearly = "9.0"_rate};
    policy.contact = {
        .quiet_from = 20 * 60, .quiet_to = 8 * 60, .caps = {{.count = 4, .within = "7d"_duration}}};
    policy.mail_from = "Accounts Receivable <ar@example.com>";
    policy.payment = {.beneficiary = "Simulated Trading", .iban = "DE02120300000000202051"};
    Book book;
    book.policy_text = "the policy of the simulation";
    book.policy = policy;
    return book;
}

Book book_by_invoice() {
    Book book = simulated_book();
    book.policy.notify.entry = Entry::fit;
    book.policy.notify.group = Grouping::invoice;
    book.policy.notify.max_notices = 6;
    book.policy_text = "the policy of the simulation, by invoice";
    return book;
}

const TemplateSet& shipped_templates() {
    static const TemplateSet templates = [] {
        Diagnostics diagnostics;
        auto loaded = TemplateSet::load({}, diagnostics);
        DUNNING_CHECK(loaded.has_value());
        return std::move(*loaded);
    }();
    return templates;
}

Graces graces_of(const Policy& policy) {
    return {.promise_days = policy.agreements.promise.grace_days,
            .plan_days = policy.agreements.plan.grace_days};
}

Stamp stamp_of(Date day, int hour) {
    constexpr std::int64_t seconds_a_day = 86'400;
    return {.recorded_at = {day.days() * seconds_a_day + hour * 3'600},
            .actor = "simulation",
            .as_of = day};
}

}  // namespace dunning::simulation
