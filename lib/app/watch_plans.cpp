#include "app/watch_plans.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/reach.h"

namespace dunning {
namespace {

std::optional<Channel> first_reachable(const CustomerPosition& position,
                                       const std::vector<Channel>& channels) {
    if (position.ceased || position.represented) return std::nullopt;
    for (const Channel channel : channels) {
        if (reaches(position, channel)) return channel;
    }
    return std::nullopt;
}

// Reminders go out on working days, as notices do.
Date first_day_to_remind(Date due, const Policy& policy) {
    Date day = due - policy.agreements.plan.remind_days;
    if (!policy.contact.working_days_only) return day;
    while (policy.calendar.covers(day.year()) && !policy.calendar.is_working_day(day)) {
        day = day - 1;
    }
    return day;
}

const InstallmentState* next_unpaid(const PlanState& state) {
    const auto found =
        std::ranges::find_if(state.installments, [](const InstallmentState& installment) {
            return installment.status != InstallmentStatus::paid;
        });
    return found == state.installments.end() ? nullptr : &*found;
}

class Watcher {
  public:
    Watcher(const Ledger& ledger, const Policy& policy, Date as_of)
        : ledger_(ledger), policy_(policy), as_of_(as_of) {}

    PlanWatch run() {
        for (PlanRecord& record : ledger_.plans()) {
            if (record.plan.proposed > as_of_ || !record.plan.confirmed) continue;
            const PlanView view = view_plan(policy_, std::move(record), as_of_);
            find(view);
            remind(view);
            thank(view);
        }
        return std::move(watch_);
    }

  private:
    bool was_found(RowId plan, std::string_view step) const {
        const auto steps = ledger_.plan_steps(plan);
        return std::ranges::find(steps, step, &PlanStep::step) != steps.end();
    }

    void find(const PlanView& view) {
        const Plan& plan = view.record.plan;
        const bool broken = view.state.status == PlanStatus::broken;
        if (!broken && view.state.status != PlanStatus::completed) return;
        const std::string step(to_text(view.state.status));
        if (was_found(view.record.id, step)) return;
        const Date day = broken ? *view.state.broken_on : *view.state.completed_on;
        watch_.findings.push_back({view.record.id, step,
                                   fmt::format("plan {} of customer {} was {} on {}", plan.id,
                                               plan.customer, step, to_text(day))});
    }

    bool is_a_night_to_write() const {
        return !policy_.contact.working_days_only || policy_.calendar.is_working_day(as_of_);
    }

    void remind(const PlanView& view) {
        const PlanRules& rules = policy_.agreements.plan;
        if (rules.remind_days == 0 || view.state.status != PlanStatus::active) return;
        const InstallmentState* next = next_unpaid(view.state);
        if (next == nullptr || next->installment.due <= as_of_) return;
        if (as_of_ < first_day_to_remind(next->installment.due, policy_)) return;
        write(view, next->installment.n, next->installment.amount - next->paid,
              next->installment.due);
    }

    void thank(const PlanView& view) {
        if (!policy_.agreements.plan.thanks || view.state.status != PlanStatus::completed) return;
        write(view, 0, view.state.paid, as_of_);
    }

    void write(const PlanView& view, int n, const Money& amount, Date pay_by) {
        if (!is_a_night_to_write() || ledger_.has_plan_message(view.record.id, n)) return;
        const Plan& plan = view.record.plan;
        const CustomerPosition position = reachability(ledger_, plan, as_of_);
        const auto channel = first_reachable(position, policy_.agreements.plan.remind_by);
        if (!channel) return;
        const bool thanks = n == 0;
        const NoticeKind kind = thanks ? NoticeKind::plan_thanks : NoticeKind::installment_reminder;
        Notice notice =
            blank_notice(position.customer, *channel, amount.currency(), policy_, as_of_);
        notice.kind = kind;
        notice.level = 0;
        notice.level_name = thanks ? fmt::format("thanks {}", plan.id)
                                   : fmt::format("instalment {} of {}", n, plan.id);
        notice.wording = thanks ? "plan_thanks" : "plan_reminder";
        notice.principal = notice.total = amount;
        notice.pay_by = pay_by;
        watch_.letters.push_back({.about = {.plan = view.record.id, .n = n, .kind = kind},
                                  .plan = plan,
                                  .customer = position.customer,
                                  .notice = std::move(notice)});
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const Date as_of_;
    PlanWatch watch_;
};

}  // namespace

CustomerPosition reachability(const Ledger& ledger, const Plan& plan, Date as_of) {
    ContactStanding standing =
        ledger.contact_standing(ledger.find_customer(plan.customer).value(), as_of);
    return {.customer = ledger.customer(plan.customer).value(),
            .currency = plan.principal.currency(),
            .on_account = Money::zero(plan.principal.currency()),
            .opted_out = std::move(standing.opted_out),
            .dead_points = std::move(standing.dead_points),
            .ceased = standing.ceased,
            .represented = standing.represented};
}

PlanWatch watch_plans(const Ledger& ledger, const Policy& policy, Date as_of) {
    return Watcher(ledger, policy, as_of).run();
}

std::optional<std::string> why_message_stale(const Ledger& ledger, const Policy& policy,
                                             const NoticeSummary& notice, Date as_of) {
    const PlanMessage about = ledger.plan_message(notice.id).value();
    const PlanView view = view_plan(policy, ledger.plan(about.plan).value(), as_of);
    const Plan& plan = view.record.plan;
    const bool thanks = about.n == 0;
    if (view.state.status != (thanks ? PlanStatus::completed : PlanStatus::active)) {
        return fmt::format("plan {} is {}", plan.id, to_text(view.state.status));
    }
    if (thanks) return std::nullopt;
    if (notice.pay_by < as_of) {
        return fmt::format("it asks for payment by {}, which has passed", to_text(notice.pay_by));
    }
    const InstallmentState* next = next_unpaid(view.state);
    const bool same = next != nullptr && next->installment.n == about.n &&
                      next->installment.amount - next->paid == notice.total;
    if (same) return std::nullopt;
    return fmt::format("instalment {} of plan {} has been paid since, or part of it", about.n,
                       plan.id);
}

}  // namespace dunning
