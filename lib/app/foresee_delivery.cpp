#include "app/foresee_delivery.h"

#include "app/check_contact.h"
#include "app/clock.h"
#include "app/run_notify.h"

namespace dunning {

ForeseenDelivery::ForeseenDelivery(const Ledger& ledger, const Policy& policy, Date as_of,
                                   Instant moment)
    : ledger_(ledger),
      policy_(policy),
      as_of_(as_of),
      moment_(delivery_moment(policy.book, as_of, moment)) {}

std::vector<ForeseenDocument> ForeseenDelivery::queue() {
    std::vector<ForeseenDocument> documents;
    for (const DeliveryItem& item : ledger_.deliveries(DeliveryState::queued)) {
        const NoticeSummary notice = ledger_.notice(item.notice).value();
        ForeseenDocument document{.notice = notice_code(notice.id),
                                  .customer = notice.customer,
                                  .channel = item.channel,
                                  .to = item.recipient};
        // What goes with a notice stays with it: once its own channel is out, the rest follows.
        if (notice.state != DeliveryState::sent) {
            document.taken_back = why_stale(ledger_, policy_, notice, as_of_);
        }
        if (!document.taken_back) document.wait = wait_of(notice.customer, item.channel);
        documents.push_back(std::move(document));
    }
    return documents;
}

std::vector<ForeseenWait> ForeseenDelivery::waits(const Notice& notice) {
    if (notice.needs_approval) return {};
    std::vector<ForeseenWait> waits;
    const auto ask = [&](Channel channel) {
        if (auto wait = wait_of(notice.customer, channel)) waits.push_back(*std::move(wait));
    };
    ask(notice.channel);
    for (const Channel also : notice.also) ask(also);
    return waits;
}

std::optional<ForeseenWait> ForeseenDelivery::wait_of(const std::string& customer,
                                                      Channel channel) {
    if (is_task(channel)) return std::nullopt;
    std::vector<ContactEvent>& gone_out = gone_out_[customer];
    if (is_message(channel)) {
        const ContactAnswer answer =
            check_contact(ledger_, policy_, ledger_.customer(customer).value(),
                          {.channel = channel, .at = moment_}, gone_out);
        if (const auto& refusal = answer.refusal) {
            ForeseenWait wait{channel, refusal->rule, refusal->detail};
            if (refusal->earliest) wait.until = local_text(*refusal->earliest, answer.zone);
            return wait;
        }
    }
    gone_out.push_back({.channel = channel, .day = as_of_});
    return std::nullopt;
}

}  // namespace dunning
