#include "app/deliver_outbox.h"

#include <fmt/format.h>

#include "app/clock.h"
#include "app/run_notify.h"
#include "channel/outbox_directory.h"
#include "core/check.h"
#include "core/contact_rules.h"

namespace dunning {
namespace {

class Deliverer {
  public:
    Deliverer(Ledger& ledger, const DeliveryRequest& request)
        : ledger_(ledger), request_(request) {}

    DeliverySummary run() {
        recover();
        for (const DeliveryItem& item : ledger_.deliveries(DeliveryState::queued)) {
            if (request_.interrupted && request_.interrupted()) {
                summary_.interrupted = true;
                break;
            }
            deliver(item);
        }
        summary_.uncertain = static_cast<int>(ledger_.deliveries(DeliveryState::uncertain).size());
        return std::move(summary_);
    }

  private:
    void move(DeliveryItem& item, DeliveryState to, std::string_view step,
              std::string_view detail = {}) {
        auto transaction = ledger_.begin_write();
        ledger_.move_delivery(item, to, step, detail, request_.stamp);
        transaction.commit();
        item.state = to;
    }

    // We hold the lock, so everything in flight belongs to a run that is dead.
    void recover() {
        for (DeliveryItem item : ledger_.deliveries(DeliveryState::sending)) {
            move(item, DeliveryState::queued, "interrupted", "nothing had been handed over");
        }
        for (DeliveryItem item : ledger_.deliveries(DeliveryState::final)) {
            if (request_.transport.repeating_is_safe()) {
                move(item, DeliveryState::queued, "interrupted", "may be handed over again safely");
            } else {
                move(item, DeliveryState::uncertain, "uncertain",
                     "the run ended during the hand-over");
            }
        }
    }

    void deliver(DeliveryItem item) {
        const NoticeSummary notice = ledger_.notice(item.notice).value();
        if (notice.state == DeliveryState::cancelled) return;
        // What goes with a notice stays with it: once its own channel is out, its tasks follow.
        if (notice.state != DeliveryState::sent) {
            const auto why = why_stale(ledger_, request_.policy, notice, request_.stamp.as_of);
            if (why) {
                cancel(notice, *why);
                return;
            }
        }
        if (const auto rule = delay_rule(notice, item)) {
            summary_.delayed.push_back(*rule);
            return;
        }
        const Document document = ledger_.document(item.notice, item.channel);
        move(item, DeliveryState::sending, "claimed");
        move(item, DeliveryState::final, "handing over");
        hand_over(item, document);
    }

    void cancel(const NoticeSummary& notice, const std::string& why) {
        auto transaction = ledger_.begin_write();
        ledger_.cancel_notice(notice.id, why, request_.stamp);
        transaction.commit();
        summary_.cancelled.push_back(notice_code(notice.id) + ": taken back: " + why);
    }

    void hand_over(DeliveryItem& item, const Document& document) {
        const Delivery delivery = request_.transport.deliver(document, notice_code(item.notice));
        switch (delivery.outcome) {
            case DeliveryOutcome::sent:
            case DeliveryOutcome::already_there:
                move(item, DeliveryState::sent, "sent", delivery.detail);
                ++summary_.sent;
                return;
            case DeliveryOutcome::failed:
                move(item, DeliveryState::queued, "failed", delivery.detail);
                summary_.failures.push_back(
                    fmt::format("{}: {}", notice_code(item.notice), delivery.detail));
                return;
        }
    }

    // Letters and tasks wake nobody, so only messages wait for the contact rules.
    std::optional<DelayedNotice> delay_rule(const NoticeSummary& notice,
                                            const DeliveryItem& item) const {
        if (item.channel != Channel::email && item.channel != Channel::sms) return std::nullopt;
        const Customer customer = ledger_.customer(notice.customer).value();
        const std::string& zone =
            customer.timezone.empty() ? request_.policy.book.timezone : customer.timezone;
        const auto minute = minute_of_day(request_.now, zone);
        const ContactMoment moment{.channel = item.channel,
                                   .day = request_.stamp.as_of,
                                   .minute_of_day = minute.value_or(12 * 60)};
        const auto delay =
            contact_delay(request_.policy.contact, ledger_.past_contacts(notice.customer), moment);
        if (!delay) return std::nullopt;
        return DelayedNotice{notice_code(notice.id), delay->rule, delay->detail};
    }

    Ledger& ledger_;
    const DeliveryRequest& request_;
    DeliverySummary summary_;
};

}  // namespace

std::unique_ptr<Transport> outbox_transport(const Book& book) {
    return std::make_unique<OutboxDirectory>(book.outbox);
}

DeliverySummary deliver_queued(Ledger& ledger, const DeliveryRequest& request) {
    return Deliverer(ledger, request).run();
}

}  // namespace dunning
