#include "app/run_notify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/clock.h"
#include "app/compose_ahead.h"
#include "app/credit_control.h"
#include "app/keep_agreements.h"
#include "app/load_position.h"
#include "app/manage_plan.h"
#include "app/settle_charges.h"
#include "app/waivers.h"
#include "app/watch_plans.h"
#include "core/check.h"
#include "core/sha256.h"
#include "render/email.h"
#include "render/plan_documents.h"

namespace dunning {
namespace {

// An invoice that a notice waiting to go out lists may have been paid, disputed or put on hold
// since.
bool listed_item_waits(const std::vector<CustomerPosition>& positions, const NoticeLine& line,
                       Date as_of) {
    for (const CustomerPosition& position : positions) {
        for (const OpenItem& item : position.items) {
            if (item.invoice != line.invoice) continue;
            if (position.ceased || item.due >= as_of) return true;
            if (disputed_on(item.pauses, item.open, as_of) != line.disputed) return true;
            return std::ranges::any_of(item.pauses, [&](const Pause& pause) {
                return !pause.part && pause.kind != PauseKind::dispute && covers(pause, as_of);
            });
        }
    }
    return true;  // it is open no more
}

}  // namespace

std::string readable_text(const Document& document) {
    if (!document.readable.empty()) return document.readable;
    return document.channel == Channel::email ? readable_email(document.bytes) : document.bytes;
}

namespace {

std::optional<std::string> why_claim_stale(const Ledger& ledger, const Policy& policy,
                                           const NoticeSummary& notice, Date as_of) {
    if (notice.pay_by <= as_of) {
        return fmt::format("it asks for payment by {}, which has passed", to_text(notice.pay_by));
    }
    // It was to have so many days; approved or delivered late, it would leave the customer few.
    const int granted = notice.pay_by - notice.day;
    const int left = notice.pay_by - as_of;
    if (2 * left < granted) {
        return fmt::format("it asks for payment by {}, and of {} days to pay {} would be left",
                           to_text(notice.pay_by), granted, left);
    }
    const std::string changed = "the debt has changed since it was drafted";
    if (!ledger.notice_still_holds(notice.id, as_of)) return changed;
    const auto customer = ledger.find_customer(notice.customer);
    DUNNING_CHECK(customer.has_value());
    const auto positions = load_positions(ledger, policy, *customer, as_of);
    for (const NoticeLine& line : ledger.notice_lines(notice.id)) {
        if (listed_item_waits(positions, line, as_of)) return changed;
    }
    return std::nullopt;
}

// A letter is printed for the address on it, which the post forwards.
bool goes_elsewhere(const Ledger& ledger, const NoticeSummary& notice) {
    if (!is_message(notice.channel)) return false;
    const Customer customer = ledger.customer(notice.customer).value();
    return contact_point(customer, notice.channel) != notice.recipient;
}

}  // namespace

std::optional<std::string> why_stale(const Ledger& ledger, const Policy& policy,
                                     const NoticeSummary& notice, Date as_of) {
    auto why = notice.kind == NoticeKind::dunning
                   ? why_claim_stale(ledger, policy, notice, as_of)
                   : why_message_stale(ledger, policy, notice, as_of);
    if (!why && goes_elsewhere(ledger, notice)) {
        why = "the address has changed since it was drafted";
    }
    return why;
}

namespace {

void record_ends_of_plans(Ledger& ledger, const Policy& policy, const Stamp& stamp,
                          SettledFirst& settled) {
    for (const PlanFinding& finding : watch_plans(ledger, policy, stamp.as_of).findings) {
        ledger.add_plan_step(finding.plan, finding.step, "found by the nightly run", stamp);
        const bool is_broken = finding.step == "broken";
        if (is_broken) {
            release_waivers(ledger, policy, ledger.plan(finding.plan)->plan, "broken", stamp);
        }
        (is_broken ? settled.broken : settled.plans).push_back(finding.detail);
    }
}

SettledFirst settle_before_night(Ledger& ledger, const Book& book, const Stamp& stamp) {
    SettledFirst settled;
    record_ends_of_plans(ledger, book.policy, stamp, settled);
    for (const WaiverRecord& waiver : end_failed_waivers(ledger, book.policy, stamp)) {
        settled.lines.push_back(fmt::format("{}: {}{} is owed again, its condition was not met",
                                            waiver.code, waiver.of_accrued ? "interest on " : "",
                                            waiver.of));
    }
    std::ranges::move(settle_charges(ledger, book.policy, sha256_hex(book.policy_text), stamp),
                      std::back_inserter(settled.lines));
    return settled;
}

// Drafts and queued notices whose debt has changed are taken back first, so that tonight decides
// about their items anew.
std::vector<std::string> take_back_stale(Ledger& ledger, const Policy& policy, const Stamp& stamp) {
    std::vector<std::string> lines;
    for (const NoticeSummary& notice : ledger.notices_waiting()) {
        const auto why = why_stale(ledger, policy, notice, stamp.as_of);
        if (!why) continue;
        ledger.cancel_notice(notice.id, *why, stamp);
        lines.push_back(notice_code(notice.id) + ": taken back: " + *why);
    }
    return lines;
}

// The blast radius: a night with more than the policy allows is drafted and waits for a person.
class BlastRadius {
  public:
    explicit BlastRadius(const NotifySettings& notify) : notify_(notify) {
        if (notify.max_total) total_ = Money::zero(notify.max_total->currency());
    }

    bool is_limited() const { return notify_.max_notices > 0 || notify_.max_total; }
    void add(const Notice& notice) {
        ++count_;
        if (total_ && notice.currency == total_->currency()) *total_ += notice.total;
    }
    bool is_exceeded() const {
        return (notify_.max_notices > 0 && count_ > notify_.max_notices) ||
               (total_ && *total_ > *notify_.max_total);
    }

  private:
    const NotifySettings& notify_;
    int count_ = 0;
    std::optional<Money> total_;
};

class Night {
  public:
    Night(Ledger& ledger, const Book& book, const TemplateSet& templates, const Stamp& stamp)
        : ledger_(ledger), book_(book), templates_(templates), stamp_(stamp) {}

    NightSummary run() {
        settle_what_is_owed();
        auto transaction = ledger_.begin_write();
        run_ = ledger_.next_run();
        next_notice_ = ledger_.next_notice();
        const FreshNotices fresh{next_notice_, ledger_.writings_of_others()};
        std::ranges::move(take_back_stale(ledger_, book_.policy, stamp_),
                          std::back_inserter(summary_.superseded));
        const bool has_lifted = !lift_paid_credit(ledger_, book_.policy, stamp_).empty();
        summary_.capped = over_the_cap();
        decide();
        write_about_plans();
        record_run();
        summary_.fresh = fresh;
        summary_.drafts = count_drafts();
        if (has_news() || has_lifted || is_new_night()) transaction.commit();
        return std::move(summary_);
    }

  private:
    void settle_what_is_owed() {
        auto transaction = ledger_.begin_write();
        SettledFirst settled = settle_before_night(ledger_, book_, stamp_);
        const bool has_settled =
            !settled.lines.empty() || !settled.plans.empty() || !settled.broken.empty();
        if (has_settled) transaction.commit();
        summary_.superseded = std::move(settled.lines);
        summary_.plans = std::move(settled.plans);
        summary_.broken = std::move(settled.broken);
        std::ranges::move(broken_promises_since(last_night(), ledger_, book_.policy, stamp_.as_of),
                          std::back_inserter(summary_.broken));
    }

    // The first night of a book tells what was broken before it.
    std::optional<Date> last_night() const {
        return last_run_ ? std::optional(last_run_->as_of) : std::nullopt;
    }

    // What it comes to is only known at its end, so a night that is limited is decided twice.
    bool over_the_cap() const {
        BlastRadius radius(book_.policy.notify);
        if (!radius.is_limited()) return false;
        decide_night(ledger_, book_.policy, {}, stamp_.as_of, [&](const DecidedCustomer& decided) {
            for (const Notice& notice : decided.decision.notices) radius.add(notice);
        });
        return radius.is_exceeded();
    }

    // Each customer's notices and verdicts are written soon after they are decided about: what a
    // night needs of memory does not grow with it.
    void decide() {
        const std::string_view cap = summary_.capped ? "cap" : "";
        ComposeAhead drafts(book_.policy, templates_, [&](const DraftedNotice& draft) {
            ledger_.add_notice(draft.id, run_, draft.notice, draft.documents,
                               draft.notice.needs_approval ? "approval" : cap, stamp_);
        });
        decide_night(ledger_, book_.policy, {}, stamp_.as_of, [&](const DecidedCustomer& decided) {
            for (const Notice& notice : decided.decision.notices) {
                drafts.add({next_notice_, notice, decided.position.customer});
                count(notice);
            }
            for (const Withheld& withheld : decided.decision.withheld) {
                const bool is_news = ledger_.add_verdict(run_, withheld);
                const bool is_out_of_touch =
                    withheld.rule == Rule::no_contact_point || withheld.rule == Rule::opted_out;
                if (is_news && is_out_of_touch) summary_.out_of_touch.insert(withheld.customer);
                ++summary_.withheld;
                if (withheld.rule == Rule::stale_data) summary_.stale_data = withheld.detail;
                if (withheld.rule == Rule::stale_rates) summary_.stale_rates = withheld.detail;
            }
        });
        drafts.finish();
    }

    void count(const Notice& notice) {
        ++next_notice_;
        ++summary_.notices;
        const InterestTerms& terms = book_.policy.interest;
        if (!notice.interest.is_zero() && rate_is_doubtful(terms, stamp_.as_of)) {
            summary_.doubtful_rate = remark_on_rates(terms, stamp_.as_of);
        }
    }

    void record_run() {
        ledger_.add_run({.id = run_,
                         .as_of = stamp_.as_of,
                         .notices = summary_.notices,
                         .withheld = summary_.withheld},
                        sha256_hex(book_.policy_text), book_.policy_text, stamp_);
    }

    void write_about_plans() {
        const auto letters = watch_plans(ledger_, book_.policy, stamp_.as_of).letters;
        for (const PlanLetter& letter : letters) {
            const Document document = plan_message(
                {.id = notice_code(next_notice_),
                 .notice = letter.notice,
                 .customer = letter.customer,
                 .policy = book_.policy,
                 .dated = begin_of_day(letter.notice.date, book_.policy.book.timezone)},
                letter.plan, letter.about.n, templates_);
            ledger_.add_notice(next_notice_, run_, letter.notice, {document}, "", stamp_);
            ledger_.add_plan_message(next_notice_, letter.about);
            ++next_notice_;
        }
        summary_.messages = static_cast<int>(letters.size());
    }

    bool has_news() const {
        return summary_.notices > 0 || summary_.messages > 0 || !summary_.superseded.empty() ||
               !summary_.plans.empty() || !summary_.broken.empty() ||
               !summary_.out_of_touch.empty();
    }

    // Each with all of its documents, which wait together.
    int count_drafts() const {
        std::set<RowId> drafts;
        for (const DeliveryItem& item : ledger_.deliveries(DeliveryState::draft)) {
            drafts.insert(item.notice);
        }
        return static_cast<int>(drafts.size());
    }

    // The same night again adds nothing; the first run of a night is recorded even if it is quiet.
    bool is_new_night() const {
        const auto last = last_run_;
        return !last || last->as_of != stamp_.as_of;
    }

    Ledger& ledger_;
    const Book& book_;
    const TemplateSet& templates_;
    const Stamp& stamp_;
    const std::optional<RunRecord> last_run_ = ledger_.last_run();
    RowId run_ = 0;  // both are known once nobody else writes
    RowId next_notice_ = 0;
    NightSummary summary_;
};

}  // namespace

void decide_night(const Ledger& ledger, const Policy& policy, const std::string& customer,
                  Date as_of, const NightSink& sink) {
    const DecisionContext context{.policy = policy,
                                  .newest_payment_import = ledger.newest_money_import()};
    const auto decide_about = [&](const CustomerPosition& position) {
        sink({position, dunning::decide(position, context, as_of)});
    };
    if (customer.empty()) {
        for_each_overdue(ledger, policy, as_of, [&](const OverdueBatch& batch) {
            std::ranges::for_each(batch.positions, decide_about);
        });
    } else if (const auto row = ledger.find_customer(customer)) {
        std::ranges::for_each(load_positions(ledger, policy, *row, as_of), decide_about);
    }
}

namespace {

// In the order in which the night would hand them over.
void foresee_delivery(const Ledger& ledger, const Policy& policy, Date as_of, Instant moment,
                      NightForecast& night) {
    ForeseenDelivery delivery(ledger, policy, as_of, moment);
    night.queued = delivery.queue();
    for (const Notice& notice : night.notices) night.notice_waits.push_back(delivery.waits(notice));
    for (const Notice& message : night.messages) {
        night.message_waits.push_back(delivery.waits(message));
    }
}

}  // namespace

NightForecast forecast_night(Ledger& ledger, const Book& book, const Stamp& stamp,
                             std::optional<Instant> moment) {
    const Policy& policy = book.policy;
    const auto never_committed = ledger.begin_write();
    NightForecast night{.settled = settle_before_night(ledger, book, stamp),
                        .taken_back = take_back_stale(ledger, policy, stamp)};
    lift_paid_credit(ledger, policy, stamp);
    decide_night(ledger, policy, {}, stamp.as_of, [&](const DecidedCustomer& decided) {
        const Decision& decision = decided.decision;
        std::ranges::copy(decision.notices, std::back_inserter(night.notices));
        std::ranges::copy(decision.withheld, std::back_inserter(night.withheld));
    });
    for (PlanLetter& letter : watch_plans(ledger, policy, stamp.as_of).letters) {
        night.messages.push_back(std::move(letter.notice));
    }
    BlastRadius radius(policy.notify);
    for (const Notice& notice : night.notices) radius.add(notice);
    night.capped = radius.is_exceeded();
    if (moment) foresee_delivery(ledger, policy, stamp.as_of, *moment, night);
    return night;
}

NightSummary run_night(Ledger& ledger, const Book& book, const TemplateSet& templates,
                       const Stamp& stamp) {
    return Night(ledger, book, templates, stamp).run();
}

}  // namespace dunning
