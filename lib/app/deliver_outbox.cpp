#include "app/deliver_outbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <unordered_set>

#include "app/check_contact.h"
#include "app/clock.h"
#include "app/next_channel.h"
#include "app/reallocate.h"
#include "app/run_notify.h"
#include "app/sent_document.h"
#include "app/settle_charges.h"
#include "core/check.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// The step whose detail says whether a document may be handed over again; its day is the one on
// which a notice went out.
constexpr std::string_view handing_over = "handing over";

// So many in a row, with none taken in between, and it is the transport rather than the addresses.
constexpr int refusals_until_given_up = 5;
constexpr int losses_until_given_up = 2;
constexpr int breaks_until_given_up = 3;
constexpr std::size_t faults_until_given_up = 3;  // of what is written on this machine
constexpr std::size_t longest_detail = 200;

// The step of what waits for the contact rules; its detail is "RULE until MOMENT".
constexpr std::string_view delayed = "delayed";
constexpr std::string_view until_word = " until ";

// What came from outside, fit for the record and for a terminal.
std::string in_one_line(const std::string& detail) {
    return fit_width(printable(trimmed(detail)), longest_detail);
}

// One view of the ledger for some hundred questions. Outside of a view each of them locks the file
// anew; a view that lasts keeps others from writing.
class LastingView {
  public:
    explicit LastingView(Ledger& ledger) : ledger_(ledger) {}

    void renew() {
        constexpr int questions_at_once = 100;
        if (++asked_ % questions_at_once == 0) end();
        if (!view_) view_.emplace(ledger_.begin_read());
    }
    void end() { view_.reset(); }

  private:
    Ledger& ledger_;
    std::optional<Ledger::Transaction> view_ = {};
    int asked_ = 0;
};

class Deliverer {
  public:
    Deliverer(Ledger& ledger, const DeliveryRequest& request)
        : ledger_(ledger), request_(request) {}

    DeliverySummary run() {
        recover();
        auto queued = ledger_.deliveries(DeliveryState::queued);
        put_failed_ones_last(queued);
        waiting_.assign(queued.begin(), queued.end());
        while (!waiting_.empty()) {
            if (request_.interrupted && request_.interrupted()) {
                summary_.interrupted = true;
                break;
            }
            deliver_next();
        }
        describe_given_up();
        summary_.uncertain = static_cast<int>(ledger_.deliveries(DeliveryState::uncertain).size());
        return std::move(summary_);
    }

  private:
    // How a transport fares in this run.
    struct Route {
        int refused_in_a_row = 0;
        int lost_in_a_row = 0;
        int broken_in_a_row = 0;
        std::vector<std::string> unwritten = {};  // in a row: said one by one if others follow
        std::string given_up = {};                // why
        int left = 0;                             // documents that were not tried any more
    };

    // Some that take the connection down or are refused, one after the other at the head of the
    // queue, would end every run there. It is the address that counts: its notice may have been
    // taken back and written anew since. The outbox has none that could be wrong.
    void put_failed_ones_last(std::vector<DeliveryItem>& queued) const {
        const auto view = ledger_.begin_read();
        std::ranges::stable_partition(queued, [&](const DeliveryItem& item) {
            const bool is_local = request_.carrier_of(item.channel).largest_group() > 1;
            return is_local || !ledger_.last_attempt_failed(item);
        });
    }

    // Part of the caller's transaction.
    void move(DeliveryItem& item, DeliveryState to, std::string_view step,
              std::string_view detail = {}) {
        ledger_.move_delivery(item, to, step, detail, request_.stamp);
        item.state = to;
    }

    template <typename Writing>
    void commit(Writing&& write) {
        auto transaction = ledger_.begin_write();
        write();
        // Money on account may pay what has just become part of the debt.
        reallocate_touched(ledger_, request_.policy.allocation, request_.stamp);
        transaction.commit();
    }

    // We hold the lock, so everything in flight belongs to a run that is dead. What it had said
    // about the hand-over counts, not what the policy says now.
    void recover() {
        for (DeliveryItem item : ledger_.deliveries(DeliveryState::sending)) {
            commit([&] {
                move(item, DeliveryState::queued, "interrupted", "nothing had been handed over");
            });
        }
        for (DeliveryItem item : ledger_.deliveries(DeliveryState::final)) {
            const bool only_once = ledger_.last_step(item, handing_over).value_or("") != "";
            const bool is_there =
                request_.carrier_of(item.channel).has_already(notice_code(item.notice));
            commit([&] { settle_dead(item, only_once, is_there); });
        }
    }

    void settle_dead(DeliveryItem& item, bool only_once, bool is_there) {
        if (only_once) {
            move(item, DeliveryState::uncertain, "uncertain", "the run ended during the hand-over");
        } else if (is_there) {
            move(item, DeliveryState::sent, "sent", "found where it was handed over");
            reallocate_touched(ledger_, request_.policy.allocation, request_.stamp);
            settle_interest_of_notice(ledger_, request_.policy, item.notice, request_.stamp);
        } else {
            move(item, DeliveryState::queued, "interrupted", "may be handed over again safely");
        }
    }

    // One document, or a group by the same transport. No customer has two of them, because what
    // comes of the first may hold back the second.
    void deliver_next() {
        std::vector<DeliveryItem> group;
        std::vector<DeliveryItem> later;
        std::set<std::string> customers;
        Transport* transport = nullptr;
        std::size_t room = 1;
        LastingView view(ledger_);
        while (!waiting_.empty() && group.size() < room && later.size() <= room) {
            DeliveryItem item = std::move(waiting_.front());
            waiting_.pop_front();
            Transport& carrier = request_.carrier_of(item.channel);
            view.renew();
            const NoticeSummary notice = ledger_.notice(item.notice).value();
            const bool waits = transport != nullptr &&
                               (&carrier != transport || customers.contains(notice.customer));
            if (waits) {
                later.push_back(std::move(item));
                continue;
            }
            const Obstacle obstacle = obstacle_of(notice, item, carrier);
            if (obstacle.is_to_be_recorded()) view.end();
            if (may_go(notice, item, obstacle)) {
                customers.insert(notice.customer);
                served_.insert(notice.customer);
                group.push_back(std::move(item));
                transport = &carrier;
                room = carrier.largest_group();
            }
        }
        view.end();
        waiting_.insert(waiting_.begin(), later.begin(), later.end());
        if (transport != nullptr) hand_over(group, *transport);
    }

    // What stands in the way of a document.
    struct Obstacle {
        bool is_settled = false;                // nothing is to be done about it any more
        std::optional<std::string> stale = {};  // why
        ContactAnswer rules = {};

        bool is_to_be_recorded() const { return stale || rules.refusal; }
    };

    // REQUIRES: a view of the ledger.
    Obstacle obstacle_of(const NoticeSummary& notice, const DeliveryItem& item,
                         const Transport& transport) {
        Route& route = routes_[transport.name()];
        if (!route.given_up.empty()) {
            ++route.left;
            return {.is_settled = true};
        }
        if (notice.state == DeliveryState::cancelled) return {.is_settled = true};
        // What goes with a notice stays with it: once its own channel is out, its tasks follow.
        if (notice.state != DeliveryState::sent && !is_fresh(notice)) {
            auto why = why_stale(ledger_, request_.policy, notice, request_.stamp.as_of);
            if (why) return {.stale = std::move(why)};
        }
        return {.rules = check_rules(notice, item)};
    }

    // Nothing that it rests on can have changed since it was decided. What went out to the same
    // customer may have become part of the debt.
    bool is_fresh(const NoticeSummary& notice) const {
        const auto& fresh = request_.fresh;
        return fresh && notice.id >= fresh->first && !served_.contains(notice.customer) &&
               ledger_.writings_of_others() == fresh->writings_of_others;
    }

    bool may_go(const NoticeSummary& notice, DeliveryItem& item, const Obstacle& obstacle) {
        if (obstacle.is_settled) return false;
        if (obstacle.stale) {
            cancel(notice, *obstacle.stale);
            return false;
        }
        if (obstacle.rules.refusal) {
            hold_back(notice, item, obstacle.rules);
            return false;
        }
        return true;
    }

    void cancel(const NoticeSummary& notice, const std::string& why) {
        auto transaction = ledger_.begin_write();
        ledger_.cancel_notice(notice.id, why, request_.stamp);
        transaction.commit();
        summary_.cancelled.push_back(notice_code(notice.id) + ": taken back: " + why);
    }

    void hand_over(std::vector<DeliveryItem>& group, Transport& transport) {
        const bool is_local = transport.largest_group() > 1;
        DUNNING_CHECK(!is_local || transport.repeating_is_safe());
        commit([&] {
            for (DeliveryItem& item : group) {
                move(item, DeliveryState::sending, claiming, date_of(item, transport));
                if (is_local) move(item, DeliveryState::final, handing_over);
            }
        });
        std::vector<Delivery> deliveries;
        LastingView view(ledger_);
        for (DeliveryItem& item : group) {
            if (is_local) view.renew();  // nothing is written until all of them are out
            deliveries.push_back(hand_over(item, transport));
        }
        view.end();
        if (const auto problem = transport.finish_group()) {
            for (Delivery& delivery : deliveries) {
                if (delivery.outcome == DeliveryOutcome::sent) delivery = *problem;
            }
        }
        commit([&] {
            for (std::size_t i = 0; i < group.size(); ++i) {
                record(group[i], deliveries[i], routes_[transport.name()]);
            }
        });
    }

    // See sent_document.h.
    std::string date_of(const DeliveryItem& item, const Transport& transport) const {
        if (item.channel != Channel::email || transport.repeating_is_safe()) return {};
        return local_text(request_.now(), request_.policy.book.timezone);
    }

    Delivery hand_over(DeliveryItem& item, Transport& transport) {
        const Document document = transport.repeating_is_safe()
                                      ? ledger_.document(item.notice, item.channel)
                                      : as_handed_over(ledger_, item);
        const std::function<void()> last_byte = [&] {
            if (item.state == DeliveryState::final) return;
            commit([&] {
                move(item, DeliveryState::final, handing_over,
                     transport.repeating_is_safe() ? "" : "once only, by " + transport.name());
            });
        };
        Delivery delivery = transport.deliver({.document = document,
                                               .key = notice_code(item.notice),
                                               .to = item.recipient,
                                               .before_the_last_byte = last_byte,
                                               .stop_wanted = request_.interrupted});
        delivery.detail = in_one_line(delivery.detail);
        return delivery;
    }

    // Part of the caller's transaction.
    void record(DeliveryItem& item, const Delivery& delivery, Route& route) {
        const std::string& why = delivery.detail;
        if (request_.on_outcome) {
            request_.on_outcome(fmt::format("{} {}: {}", notice_code(item.notice),
                                            to_text(item.channel), to_text(delivery.outcome)) +
                                (why.empty() ? "" : ", " + why));
        }
        switch (delivery.outcome) {
            case DeliveryOutcome::sent:
            case DeliveryOutcome::already_there:
                DUNNING_CHECK(item.state == DeliveryState::final);
                move(item, DeliveryState::sent, "sent", why);
                succeed(route);
                ++summary_.sent;
                return;
            case DeliveryOutcome::failed_for_now:
                move(item, DeliveryState::queued, "failed", why);
                fail(item, why);
                route.broken_in_a_row = 0;
                return;
            case DeliveryOutcome::failed_for_good:
                fail_for_good(item, why);
                route.broken_in_a_row = 0;
                if (++route.refused_in_a_row == refusals_until_given_up) {
                    route.given_up =
                        fmt::format("has refused {} documents in a row", refusals_until_given_up);
                }
                return;
            case DeliveryOutcome::broke_off:
                move(item, DeliveryState::queued, "failed", why);
                put_back(item, why, route);
                return;
            case DeliveryOutcome::unreachable:
                move(item, DeliveryState::queued, "failed", why);
                route.given_up = why.empty() ? "out of reach" : why;
                ++route.left;
                return;
            case DeliveryOutcome::unwritable:
                move(item, DeliveryState::queued, "failed", why);
                leave_unwritten(item, why, route);
                return;
            case DeliveryOutcome::uncertain:
                move(item, DeliveryState::uncertain, "uncertain", why);
                if (++route.lost_in_a_row == losses_until_given_up) {
                    route.given_up = fmt::format("has left {} documents in a row uncertain",
                                                 losses_until_given_up);
                }
                return;
        }
    }

    // What has been given up stays so: others of the same group may have got through.
    void succeed(Route& route) {
        tell_unwritten(route);
        route = {.given_up = route.given_up, .left = route.left};
    }

    void tell_unwritten(Route& route) {
        std::ranges::move(route.unwritten, std::back_inserter(summary_.failures));
        summary_.unwritable |= !route.unwritten.empty();
        route.unwritten.clear();
    }

    // A full disk takes none of them; a folder that is in the way, none of one channel.
    void leave_unwritten(const DeliveryItem& item, const std::string& why, Route& route) {
        if (!route.given_up.empty()) {
            ++route.left;
            return;
        }
        route.unwritten.push_back(failure_line(item, why));
        if (route.unwritten.size() < faults_until_given_up) return;
        route.given_up = why;
        route.left += static_cast<int>(route.unwritten.size());
        route.unwritten.clear();
        summary_.unwritable = true;
    }

    // Behind all others, once: these show whether it was the document or the server. Those that
    // break off again then are at fault themselves, also when there are many of them.
    void put_back(const DeliveryItem& item, const std::string& why, Route& route) {
        if (!put_back_.emplace(item.notice, item.channel).second) return fail(item, why);
        if (++route.broken_in_a_row == breaks_until_given_up) route.given_up = why;
        waiting_.push_back(item);
    }

    void fail(const DeliveryItem& item, std::string what) {
        summary_.failures.push_back(failure_line(item, std::move(what)));
    }

    // Goes to logs: the ids say who it was, the address is in the ledger.
    static std::string failure_line(const DeliveryItem& item, std::string what) {
        for (auto at = what.find(item.recipient); !item.recipient.empty() && at != what.npos;
             at = what.find(item.recipient, at)) {
            what.replace(at, item.recipient.size(), "...");
        }
        return fmt::format("{}: {}: {}", notice_code(item.notice), to_text(item.channel), what);
    }

    void fail_for_good(DeliveryItem& item, const std::string& why) {
        const bool is_own = ledger_.notice(item.notice).value().channel == item.channel;
        const auto next = is_own ? next_delivery(ledger_, request_.policy, request_.templates, item,
                                                 request_.stamp.as_of)
                                 : std::nullopt;
        if (next) {
            ledger_.pass_on(item, why, next->item, next->document, request_.stamp);
        } else {
            move(item, DeliveryState::failed, "failed", why);
        }
        if (next) waiting_.push_front(next->item);
        fail(item, next ? fmt::format("{}; it goes by {} instead", why, to_text(next->item.channel))
                        : why);
    }

    void describe_given_up() {
        for (auto& [name, route] : routes_) {
            tell_unwritten(route);
            if (route.left == 0) continue;
            summary_.unreachable.push_back(
                fmt::format("{}: {}; {} queued for the next run", name, route.given_up,
                            route.left == 1 ? "1 document stays"
                                            : fmt::format("{} documents stay", route.left)));
        }
    }

    // Letters and tasks wake nobody, so only messages wait for the contact rules.
    ContactAnswer check_rules(const NoticeSummary& notice, const DeliveryItem& item) const {
        if (!is_message(item.channel)) return {};
        const Customer customer = ledger_.customer(notice.customer).value();
        const Instant moment =
            delivery_moment(request_.policy.book, request_.stamp.as_of, request_.now());
        return check_contact(ledger_, request_.policy, customer,
                             {.channel = item.channel, .at = moment});
    }

    // What has no end but a word of the customer takes the notice back; the rest waits in the
    // queue, and the rule and its end are recorded once.
    void hold_back(const NoticeSummary& notice, DeliveryItem& item, const ContactAnswer& answer) {
        const ContactRefusal& refusal = *answer.refusal;
        if (!refusal.earliest) return cancel(notice, refusal.detail);
        const std::string earliest = local_text(*refusal.earliest, answer.zone);
        const std::string until = fmt::format("{}{}{}", refusal.rule, until_word, earliest);
        if (ledger_.last_step(item, delayed) != until) {
            commit([&] { move(item, DeliveryState::queued, delayed, until); });
        }
        summary_.delayed.push_back(
            {notice_code(notice.id), refusal.rule,
             fmt::format("{}; it may go from {}", refusal.detail, earliest)});
    }

    Ledger& ledger_;
    const DeliveryRequest& request_;
    std::deque<DeliveryItem> waiting_ = {};
    std::map<std::string, Route> routes_ = {};
    std::set<std::pair<RowId, Channel>> put_back_ = {};  // what broke off in this run
    std::unordered_set<std::string> served_ = {};  // customers to whom something went in this run
    DeliverySummary summary_ = {};
};

}  // namespace

std::optional<DelayedNotice> delay_of(const Ledger& ledger, const DeliveryItem& item) {
    const auto step = ledger.last_step(item, delayed);
    if (item.state != DeliveryState::queued || !step) return std::nullopt;
    const std::size_t until = std::min(step->find(until_word), step->size());
    const std::string moment = step->substr(std::min(until + until_word.size(), step->size()));
    return DelayedNotice{notice_code(item.notice), step->substr(0, until),
                         moment.empty() ? "" : "it may go from " + moment};
}

std::string evidence_of(const Document& document, RowId notice) {
    if (document.channel != Channel::email) return notice_code(notice);
    constexpr std::string_view name = "\r\nMessage-Id: ";
    const auto found = std::search(
        document.bytes.begin(), document.bytes.end(), name.begin(), name.end(),
        [](char a, char b) { return a == b || (a ^ b) == ' '; });  // in small letters or capitals
    if (found == document.bytes.end()) return notice_code(notice);
    const auto begin = found + static_cast<std::ptrdiff_t>(name.size());
    return {begin, std::find(begin, document.bytes.end(), '\r')};
}

DeliverySummary deliver_queued(Ledger& ledger, const DeliveryRequest& request) {
    return Deliverer(ledger, request).run();
}

}  // namespace dunning
