#include "cli/deliver.h"

#include <fmt/format.h>

#include "app/clock.h"
#include "app/transports.h"
#include "cli/interrupt.h"
#include "cli/words.h"

namespace dunning::cli {

DeliverySummary deliver_now(const std::string& time, Session& session,
                            const std::optional<FreshNotices>& fresh) {
    Transports transports(session.book(), session.as_of());
    transports.remove_leftovers();
    std::optional<Instant> stated;
    if (!time.empty()) stated = typed(parse_instant(time), "--now");
    const FinishDocumentFirst gently;
    return deliver_queued(session.ledger(Access::write),
                          {.policy = session.policy(),
                           .carrier_of = [&](Channel channel) -> Transport& {
                               return transports.carrier_of(channel);
                           },
                           .templates = session.templates(),
                           .stamp = session.stamp(),
                           .now = [&] { return stated.value_or(session.now()); },
                           .fresh = fresh,
                           .interrupted = FinishDocumentFirst::interrupted,
                           .on_outcome = [&](const std::string& line) { session.detail(line); }});
}

std::string waits_unseen(std::ptrdiff_t notices) {
    return fmt::format(
        "{} notices are more than the policy sends unseen (max_notices, max_total): they wait for "
        "`dunning notify approve`",
        notices);
}

namespace {

// Said on the night that finds it; the worklist has them until they are reached.
std::string out_of_touch(const std::set<std::string>& customers) {
    constexpr std::size_t most_listed = 5;
    std::vector<std::string> named(customers.begin(), customers.end());
    if (named.size() > most_listed) named.resize(most_listed);
    const std::size_t more = customers.size() - named.size();
    return fmt::format("no channel reaches {} {}{}: dunning report worklist",
                       customers.size() == 1 ? "customer" : "customers", fmt::join(named, ", "),
                       more == 0 ? "" : fmt::format(" and {} more", more));
}

}  // namespace

int night_status(const NightSummary& night, const DeliverySummary& delivery, Session& session) {
    int status = done;
    const auto person_needed = [&](const std::string& line) {
        session.warn(line);
        status = done_in_part;
    };
    if (night.capped) {
        person_needed(waits_unseen(night.notices));
    }
    if (night.drafts > 0 && !night.capped) {
        person_needed(fmt::format("{} for approval: dunning notify list --state draft",
                                  counted(night.drafts, "notice waits", "notices wait")));
    }
    if (!night.out_of_touch.empty()) person_needed(out_of_touch(night.out_of_touch));
    if (!night.stale_data.empty()) {
        person_needed(fmt::format("no notices: {}", night.stale_data));
    }
    if (!night.stale_rates.empty()) {
        person_needed(
            fmt::format("no notice with interest: {}\n    {}", night.stale_rates, rate_remedy));
    }
    // It goes out all the same; who wants it to wait sets max_age.
    if (!night.doubtful_rate.empty()) {
        session.warn(fmt::format("{}\n    {}", night.doubtful_rate, rate_remedy));
    }
    for (const std::string& failure : delivery.failures) person_needed("not delivered: " + failure);
    for (const DelayedNotice& delayed : delivery.delayed) {
        person_needed(
            fmt::format("{}: stays queued ({}): {}", delayed.notice, delayed.rule, delayed.detail));
    }
    if (delivery.uncertain > 0) {
        person_needed(
            fmt::format("{} may or may not have arrived: dunning notify list --state uncertain",
                        counted(delivery.uncertain, "delivery", "deliveries")));
    }
    // The next run mends it by itself, so it is a person's business only when something else is.
    for (const std::string& transport : delivery.unreachable) session.warn(transport);
    if (delivery.interrupted) return interrupted;
    if (delivery.unwritable) return write_failed;
    if (status == done && !delivery.unreachable.empty()) return out_of_reach;
    return status;
}

}  // namespace dunning::cli
