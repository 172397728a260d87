#include "app/build_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "app/credit_control.h"
#include "app/credit_records.h"
#include "app/dashboard_parts.h"
#include "app/list_agreements.h"
#include "app/list_deadlines.h"
#include "app/out_of_reach.h"
#include "app/rank_work.h"
#include "core/check.h"
#include "render/dashboard.h"
#include "render/dashboard_words.h"

namespace dunning {
namespace {

// How many days an address that has failed stays on the worklist, unless it is corrected before.
constexpr int failed_days = 30;
constexpr std::size_t top_debtors_shown = 10;

class Worklist {
  public:
    Worklist(const Ledger& ledger, const Policy& policy, Date as_of)
        : ledger_(ledger), policy_(policy), as_of_(as_of) {
        for (CustomerName& name : ledger.customer_names())
            names_.emplace(name.code, std::move(name));
    }

    // In no order.
    std::vector<WorkItem> gather(const std::vector<DeadlineRow>& pressing) {
        for (const NoticeSummary& notice : ledger_.notices()) add_notice(notice);
        add_failed();
        add_promises();
        add_plans();
        add_disputes();
        add_referrals();
        add_credit_records();
        for (const DeadlineRow& row : pressing) add_deadline(row);
        add_out_of_reach();
        add_limitations();
        add_unmatched();
        add_credit();
        add_reviews();
        return std::move(items_);
    }

  private:
    void add(WorkItem item) {
        if (const auto found = names_.find(item.customer); found != names_.end()) {
            item.name = found->second.name;
            item.collector = found->second.collector;
        }
        items_.push_back(std::move(item));
    }

    void add_notice(const NoticeSummary& notice) {
        if (notice.day > as_of_) return;
        const std::string code = notice_code(notice.id);
        WorkItem item{.reference = code,
                      .customer = notice.customer,
                      .amount = notice.total,
                      .since = notice.day};
        switch (notice.state) {
            case DeliveryState::uncertain:
                item.kind = WorkKind::uncertain_delivery;
                item.detail = fmt::format("'{}' by {} may or may not have gone out",
                                          notice.level_name, to_text(notice.channel));
                item.next_command = fmt::format("dunning notify settle {} --sent|--not-sent", code);
                return add(std::move(item));
            case DeliveryState::draft:
                item.kind = WorkKind::approval;
                item.detail = fmt::format("'{}' by {} waits ({})", notice.level_name,
                                          to_text(notice.channel), notice.draft_reason);
                item.next_command = fmt::format("dunning notify approve {}", code);
                return add(std::move(item));
            case DeliveryState::sent:
                if (notice.tasks) add_task(notice, std::move(item));
                return;
            case DeliveryState::queued:
            case DeliveryState::sending:
            case DeliveryState::final:
            case DeliveryState::failed:
            case DeliveryState::cancelled:
                return;
        }
    }

    // What has failed for good: the notice itself, when no further channel reaches the customer,
    // and for a month or until it is corrected an address that another channel has stood in for.
    void add_failed() {
        for (const DeliveryItem& failed : ledger_.deliveries(DeliveryState::failed)) {
            const NoticeSummary notice = ledger_.notice(failed.notice).value();
            const bool is_own = notice.channel == failed.channel;
            if (notice.day > as_of_ || (!is_own && !is_worth_a_look(failed, notice))) continue;
            add({.kind = WorkKind::failed_delivery,
                 .reference = notice_code(notice.id),
                 .customer = notice.customer,
                 .detail = fmt::format(
                     "'{}' by {} to {} has failed: {}{}", notice.level_name,
                     to_text(failed.channel), failed.recipient,
                     ledger_.last_step(failed, "failed").value_or(""),
                     is_own ? "" : fmt::format("; by {} instead", to_text(notice.channel))),
                 .next_command =
                     is_own ? fmt::format("dunning notify cancel {}", notice_code(notice.id))
                            : fmt::format("dunning log call {}", notice.customer),
                 .amount = notice.total,
                 .since = notice.day});
        }
    }

    bool is_worth_a_look(const DeliveryItem& failed, const NoticeSummary& notice) const {
        const Customer customer = ledger_.customer(notice.customer).value();
        return as_of_ - notice.day <= failed_days && notice.state != DeliveryState::cancelled &&
               contact_point(customer, failed.channel) == failed.recipient;
    }

    // Until a person has done it, what it is about is settled, or a later notice has taken it over.
    void add_task(const NoticeSummary& notice, WorkItem item) {
        if (!is_latest(notice) || contacted_since(notice)) return;
        item.kind = WorkKind::task;
        const bool own = is_task(notice.channel);
        item.detail =
            fmt::format("{} for '{}'", own ? to_text(notice.channel) : "call", notice.level_name);
        item.next_command = fmt::format(
            "dunning log {} {}",
            own && notice.channel != Channel::phone && notice.channel != Channel::referral
                ? to_text(notice.channel)
                : "call",
            notice.customer);
        add(std::move(item));
    }

    bool is_latest(const NoticeSummary& notice) {
        if (!latest_) latest_ = ledger_.latest_notices(as_of_);
        return latest_->contains(notice.id);
    }

    bool contacted_since(const NoticeSummary& notice) const {
        const auto customer = ledger_.find_customer(notice.customer);
        DUNNING_CHECK(customer.has_value());
        return std::ranges::any_of(ledger_.contacts({*customer}), [&](const ContactRecord& record) {
            const Channel channel = record.contact.channel;
            return record.day >= notice.day && record.day <= as_of_ &&
                   (channel == Channel::phone || channel == Channel::visit ||
                    channel == Channel::meeting);
        });
    }

    void add_out_of_reach() {
        for (const OutOfReach& found : list_out_of_reach(ledger_, policy_, as_of_)) {
            add({.kind = WorkKind::no_contact_point,
                 .customer = found.customer,
                 .detail = found.detail,
                 .next_command = fmt::format("dunning log call {}", found.customer),
                 .amount = found.amount});
        }
    }

    // What goes out by itself is out before its deadline is near.
    void add_deadline(const DeadlineRow& row) {
        const Deadline& deadline = row.deadline;
        const bool is_late = deadline.status == DeadlineStatus::missed;
        add({.kind = WorkKind::deadline,
             .reference = row.invoice,
             .customer = row.customer,
             .detail = fmt::format("class '{}': the first notice {} out by {}", deadline.class_name,
                                   is_late ? "was to be" : "is to be", to_text(deadline.due)),
             .next_command = fmt::format("dunning notify --explain {}", row.invoice),
             .amount = row.open,
             .since = deadline.entered,
             .due = deadline.due});
    }

    void add_promises() {
        for (const PauseRecord& record : ledger_.all_pauses()) {
            if (record.kind != PauseKind::promise || record.from > as_of_) continue;
            const PromiseView view = view_promise(ledger_, policy_, record, as_of_);
            if (!is_breach(view.state.status)) continue;
            add({.kind = WorkKind::broken_promise,
                 .reference = pause_code(record.kind, record.id),
                 .customer = record.customer,
                 .detail = fmt::format("promised by {}, {} came", to_text(*record.until),
                                       to_decimal(view.state.received)),
                 .next_command = fmt::format("dunning log call {}", record.customer),
                 .amount = *record.amount,
                 .since = view.state.decided});
        }
    }

    void add_plans() {
        for (PlanRecord& record : ledger_.plans()) {
            const PlanView view = view_plan(policy_, std::move(record), as_of_);
            if (view.state.status != PlanStatus::broken) continue;
            const Plan& plan = view.record.plan;
            add({.kind = WorkKind::broken_plan,
                 .reference = plan.id,
                 .customer = plan.customer,
                 .detail = fmt::format("{} of {} paid", to_decimal(view.state.paid),
                                       to_decimal(plan.principal)),
                 .next_command = fmt::format("dunning plan show {}", plan.id),
                 .amount = plan.principal - std::min(view.state.paid, plan.principal),
                 .since = view.state.broken_on});
        }
    }

    void add_disputes() {
        for (const DisputeRow& row : list_disputes(ledger_, as_of_)) {
            if (row.to_credit.is_positive()) add_credit_note(row);
            if (!row.is_open || !row.disputed.is_positive()) continue;
            const PauseRecord& record = row.record;
            const std::string code = pause_code(record.kind, record.id);
            std::string detail = fmt::format("{} is contested", record.invoice);
            if (!record.reason.empty()) detail += ": " + record.reason;
            if (!record.owner.empty()) detail += fmt::format(" ({})", record.owner);
            add({.kind = WorkKind::open_dispute,
                 .reference = code,
                 .customer = record.customer,
                 .detail = detail,
                 .next_command = fmt::format(
                     "dunning log dispute {} --resolve credit|rejected|withdrawn", code),
                 .amount = row.disputed,
                 .since = record.from});
        }
    }

    void add_credit_note(const DisputeRow& row) {
        const PauseRecord& record = row.record;
        add({.kind = WorkKind::credit_note,
             .reference = pause_code(record.kind, record.id),
             .customer = record.customer,
             .detail = fmt::format("credit note to be issued for {}", record.invoice),
             .next_command = "dunning import credits FILE",
             .amount = row.to_credit,
             .since = record.ended});
    }

    void add_referrals() {
        for (const ReferralRow& row : list_referrals(ledger_, as_of_)) {
            if (row.view.status != ReferralStatus::proposed) continue;
            const ReferralRecord& record = row.view.record;
            const std::string code = referral_code(record.id);
            add({.kind = WorkKind::referral,
                 .reference = code,
                 .customer = record.customer,
                 .detail = fmt::format("to be handed over to {}{}{}", to_text(record.kind),
                                       record.handled_by.empty() ? "" : ": ", record.handled_by),
                 .next_command = fmt::format("dunning log referral {} --approve|--refuse", code),
                 .amount = record.amount,
                 .since = record.day});
        }
    }

    void add_credit_records() {
        for (const CreditRecordRow& row : reported_debts(ledger_, policy_, as_of_)) {
            if (row.status != CreditRecordStatus::to_correct) continue;
            add({.kind = WorkKind::credit_record,
                 .reference = row.entry,
                 .customer = row.customer,
                 .detail =
                     fmt::format("{}: {}; to be corrected{} by {}", row.invoice, row.why,
                                 row.bureau.empty() ? "" : " at " + row.bureau, to_text(*row.by)),
                 .next_command = fmt::format("dunning log credit-record {} corrected --invoice {}",
                                             row.customer, row.invoice),
                 .amount = row.stated - row.truth,
                 .since = row.since,
                 .due = row.by});
        }
    }

    void add_limitations() {
        const int warn_days = policy_.agreements.limitation.warn_days;
        for (const LimitationRow& row : list_limitations(ledger_, policy_, as_of_, warn_days)) {
            if (row.days_left < 0) continue;
            add({.kind = WorkKind::limitation,
                 .reference = row.invoice,
                 .customer = row.customer,
                 .detail = fmt::format("can be enforced until {} ({} days)",
                                       to_text(row.limitation.last_day), row.days_left),
                 .next_command = fmt::format("dunning log referral {} --to lawyer --invoice {}",
                                             row.customer, row.invoice),
                 .amount = row.open,
                 .since = row.due});
        }
    }

    void add_unmatched() {
        for (const AccountMoney& money : ledger_.on_account(as_of_)) {
            if (money.customer) continue;
            add({.kind = WorkKind::unmatched_money,
                 .detail = "payments that name no known customer or invoice",
                 .next_command = "dunning age --by customer",
                 .amount = Money(money.amount_minor, *Currency::from_code(money.currency))});
        }
    }

    void add_credit() {
        for (const CreditItem& item : list_credit_items(ledger_, policy_, as_of_)) {
            add({.kind = WorkKind::credit,
                 .reference = item.reference,
                 .customer = item.customer,
                 .detail = item.detail,
                 .next_command = item.next_command,
                 .amount = item.amount,
                 .since = item.since});
        }
    }

    void add_reviews() {
        for (const DueReview& due : CustomerFile::due_reviews(ledger_, as_of_)) {
            add({.kind = WorkKind::review,
                 .customer = due.customer,
                 .detail = fmt::format("rated {} on {}", due.grade, to_text(due.reviewed)),
                 .next_command = fmt::format("dunning customer review {}", due.customer),
                 .since = due.next_review});
        }
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const Date as_of_;
    std::unordered_map<std::string, CustomerName> names_;
    std::optional<std::unordered_set<RowId>> latest_ = {};
    std::vector<WorkItem> items_;
};

std::vector<DashboardCurrency> currencies_of(const AgeReport& aged) {
    std::vector<DashboardCurrency> currencies;
    for (const AgeTotal& total : aged.totals) {
        DashboardCurrency currency{.open = total.open,
                                   .overdue = total.overdue,
                                   .on_account = total.on_account,
                                   .customers = static_cast<int>(total.customers),
                                   .invoices = static_cast<int>(total.invoices)};
        for (std::size_t i = 0; i < total.buckets.size(); ++i) {
            currency.buckets.push_back({aged.request.profile.names()[i], total.buckets[i]});
        }
        currencies.push_back(std::move(currency));
    }
    return currencies;
}

// The largest overdue amounts, currency by currency: amounts of two currencies have no order.
std::vector<DashboardDebtor> top_debtors(const AgeReport& aged) {
    std::vector<DashboardDebtor> debtors;
    std::map<std::string_view, std::size_t> shown;
    for (const AgeRow& row : aged.rows) {
        if (!row.overdue.is_positive() || shown[row.currency.code()]++ >= top_debtors_shown)
            continue;
        debtors.push_back(
            {row.key, row.name, row.overdue, row.open, row.max_days_overdue, row.class_name});
    }
    return debtors;
}

}  // namespace

std::string_view to_text(WorkKind kind) {
    switch (kind) {
        case WorkKind::uncertain_delivery:
            return "uncertain_delivery";
        case WorkKind::approval:
            return "approval";
        case WorkKind::failed_delivery:
            return "failed_delivery";
        case WorkKind::task:
            return "task";
        case WorkKind::broken_promise:
            return "broken_promise";
        case WorkKind::broken_plan:
            return "broken_plan";
        case WorkKind::limitation:
            return "limitation";
        case WorkKind::credit_record:
            return "credit_record";
        case WorkKind::referral:
            return "referral";
        case WorkKind::open_dispute:
            return "open_dispute";
        case WorkKind::credit_note:
            return "credit_note";
        case WorkKind::deadline:
            return "deadline";
        case WorkKind::no_contact_point:
            return "no_contact_point";
        case WorkKind::unmatched_money:
            return "unmatched_money";
        case WorkKind::credit:
            return "credit";
        case WorkKind::review:
            return "review";
    }
    return "task";
}

std::vector<WorkItem> build_worklist(const Ledger& ledger, const Policy& policy,
                                     const std::string& collector, Date as_of) {
    auto items = Worklist(ledger, policy, as_of).gather(pressing_deadlines(ledger, policy, as_of));
    if (!collector.empty()) {
        std::erase_if(items, [&](const WorkItem& item) { return item.collector != collector; });
    }
    rank_work(items, policy.book.currency, as_of);
    return items;
}

Result<std::string> build_dashboard(const Ledger& ledger, const Policy& policy,
                                    const std::string& language, Date as_of) {
    if (!language.empty() && !has_dashboard_words(language)) {
        return Fault{fmt::format("there is no dashboard in '{}'", language),
                     "it speaks en, zh-CN and de"};
    }
    const AgeRequest by_customer{.basis = policy.aging_basis, .profile = policy.aging};
    const AgeReport aged = age_ledger(ledger, policy, by_customer, as_of);
    DashboardData data{.book = policy.book.name,
                       .language = language.empty() ? policy.book.language : language,
                       .as_of = as_of,
                       .currencies = currencies_of(aged),
                       .top_debtors = top_debtors(aged)};
    add_history(data.currencies, ledger, policy, as_of);
    add_last_run(data, ledger);
    add_promises_due(data, ledger, policy);
    require_covered(policy, as_of);
    const auto pressing = pressing_deadlines(ledger, policy, as_of);
    add_deadlines_due(data, pressing);
    add_waiting(data, Worklist(ledger, policy, as_of).gather(pressing), policy.book.currency);
    return render_dashboard(data);
}

}  // namespace dunning
