#include "simulation/standing.h"

#include <algorithm>
#include <map>
#include <set>

namespace dunning::simulation {
namespace {

bool holds_on(const PauseRecord& pause, Date day) {
    return pause.from <= day && (!pause.until || day <= *pause.until) &&
           (!pause.ended || day < *pause.ended);
}

bool concerns(const PauseRecord& pause, const Invoice& invoice) {
    return pause.customer == invoice.customer &&
           (pause.invoice.empty() || pause.invoice == invoice.number);
}

bool has_ceased(const World& world, const std::string& customer, Date day) {
    bool ceased = false;
    for (const ContactRecord& record : world.contacts) {  // in the order of their time
        if (record.contact.customer != customer || record.day > day) continue;
        if (record.contact.outcome == ContactOutcome::cease) ceased = true;
        if (record.contact.outcome == ContactOutcome::consent) ceased = false;
    }
    return ceased;
}

// Days on which anything of the account can change.
std::set<Date> eventful_days(const AccountBook& book) {
    std::set<Date> days;
    for (const Invoice& invoice : book.invoices) days.insert(invoice.issued);
    for (const Receipt& receipt : book.receipts) days.insert(receipt.date);
    return days;
}

// What each payment had brought by the end of the day for the promise: to its invoice, or to the
// customer at all.
std::map<std::string, std::int64_t> received_by(const AccountBook& book, const std::string& invoice,
                                                Date day) {
    if (!invoice.empty()) return settle(book, day).from_payments[invoice];
    std::map<std::string, std::int64_t> received;
    for (const Receipt& receipt : book.receipts) {
        if (receipt.kind == ReceiptKind::payment && receipt.date <= day) {
            received[receipt.id] = receipt.amount.minor();
        }
    }
    return received;
}

// Day by day what came in for promises about the same, each day's money to the first that can use
// it. A promise uses what comes from its day to the last of its grace, and no more than it is of;
// what goes back of that it asks for again. Of the money of its day it can use what was told of
// after it.
class PromiseQueue {
  public:
    PromiseQueue(const World& world, const AccountBook& book, std::vector<PauseRecord> promises,
                 const Graces& graces)
        : world_(world),
          book_(book),
          promises_(std::move(promises)),
          graces_(graces),
          used_(promises_.size()) {}

    // The sum that the last of them has had by the end of each day up to `until` never reached
    // its amount. What came beyond what the promises before it use counts, whatever its own limit.
    bool last_is_unkept(Date until) {
        const PauseRecord& last = promises_.back();
        std::int64_t had = 0;
        std::map<std::string, std::int64_t> before;
        for (const Date day : eventful_days(book_)) {
            if (day > until) break;
            auto total = received_by(book_, last.invoice, day);
            std::map<std::size_t, std::int64_t> money;  // by the payments' places
            for (const auto& [id, minor] : total) money[world_.place_of(id)] += minor;
            for (const auto& [id, minor] : before) money[world_.place_of(id)] -= minor;
            before = std::move(total);
            for (std::size_t i = 0; i + 1 < promises_.size(); ++i) use(i, day, money);
            for (const auto& [place, minor] : money) had += is_for(last, day, place) ? minor : 0;
            if (day >= last.from && had >= last.amount->minor()) return false;
        }
        return true;
    }

  private:
    bool is_for(const PauseRecord& promise, Date day, std::size_t place) const {
        if (day != promise.from) return day > promise.from;
        return place >= world_.told_before.at(promise.id);
    }

    void use(std::size_t i, Date day, std::map<std::size_t, std::int64_t>& money) {
        const PauseRecord& promise = promises_[i];
        if (day > *promise.until + graces_.promise_days) return;
        std::int64_t sum = 0;
        for (const auto& [place, minor] : money) sum += is_for(promise, day, place) ? minor : 0;
        std::int64_t taken = std::clamp(sum, -used_[i], promise.amount->minor() - used_[i]);
        used_[i] += taken;
        for (auto& [place, minor] : money) {
            if (!is_for(promise, day, place) || (minor > 0) != (taken > 0)) continue;
            const std::int64_t of_this =
                taken > 0 ? std::min(minor, taken) : std::max(minor, taken);
            minor -= of_this;
            taken -= of_this;
        }
    }

    const World& world_;
    const AccountBook& book_;
    std::vector<PauseRecord> promises_;
    Graces graces_;
    std::vector<std::int64_t> used_;
};

bool promise_waits(const World& world, const AccountBook& book, const PauseRecord& promise,
                   const Graces& graces, Date day) {
    if (day < promise.from || day > *promise.until + graces.promise_days) return false;
    if (promise.ended && *promise.ended <= day) return false;
    std::vector<PauseRecord> queue;
    for (const PauseRecord& other : world.pauses) {  // in the order in which they were given
        if (&other == &promise) break;
        const bool same = other.kind == PauseKind::promise && other.customer == promise.customer &&
                          other.invoice == promise.invoice &&
                          other.amount->currency() == promise.amount->currency();
        if (same && !(other.ended && *other.ended <= day)) queue.push_back(other);
    }
    queue.push_back(promise);
    return PromiseQueue(world, book, queue, graces).last_is_unkept(day);
}

// What came later, and what had been settled by the end of the plan's day beyond what was known.
std::int64_t paid_to(const Plan& plan, const AccountBook& book, Date day) {
    Settled now = settle(book, day);
    Settled then = settle(book, plan.proposed);
    std::int64_t sum = 0;
    std::int64_t open_then = 0;
    for (const Invoice& invoice : book.invoices) {
        if (std::ranges::count(plan.invoices, invoice.number) == 0) continue;
        sum += now.paid[invoice.number] - then.paid[invoice.number];
        open_then += invoice.amount.minor() - then.paid[invoice.number];
    }
    return sum + std::max<std::int64_t>(plan.principal.minor() - open_then, 0);
}

bool is_missed(const Plan& plan, const AccountBook& book, Date last, std::int64_t target,
               Date day) {
    if (day <= last) return false;
    if (paid_to(plan, book, last) < target) return true;
    return std::ranges::any_of(eventful_days(book), [&](Date d) {
        return last < d && d <= day && paid_to(plan, book, d) < target;
    });
}

bool plan_is_kept(const Plan& plan, const AccountBook& book, const Graces& graces, Date day) {
    if (!plan.confirmed || day < *plan.confirmed) return false;
    if (plan.cancelled && *plan.cancelled <= day) return false;
    std::int64_t target = 0;
    for (const Installment& installment : plan.installments) {
        target += installment.amount.minor();
        if (is_missed(plan, book, installment.due + graces.plan_days, target, day)) return false;
    }
    return paid_to(plan, book, day) < target;  // else it is completed
}

bool is_on_hold(const World& world, const Invoice& invoice, Date day) {
    return std::ranges::any_of(world.pauses, [&](const PauseRecord& pause) {
        return pause.kind == PauseKind::hold && concerns(pause, invoice) && holds_on(pause, day);
    });
}

bool is_promised(const World& world, const Invoice& invoice, const Graces& graces, Date day) {
    return std::ranges::any_of(world.pauses, [&](const PauseRecord& pause) {
        return pause.kind == PauseKind::promise && concerns(pause, invoice) &&
               pause.amount->currency() == invoice.amount.currency() &&
               promise_waits(world, world.book_of(invoice), pause, graces, day);
    });
}

bool is_planned(const World& world, const Invoice& invoice, const Graces& graces, Date day) {
    return std::ranges::any_of(world.plans, [&](const Plan& plan) {
        return std::ranges::count(plan.invoices, invoice.number) != 0 &&
               plan_is_kept(plan, world.book_of(invoice), graces, day);
    });
}

}  // namespace

std::int64_t disputed_of(const World& world, const Invoice& invoice, std::int64_t open, Date day) {
    std::int64_t parts = 0;
    for (const PauseRecord& pause : world.pauses) {
        if (pause.kind != PauseKind::dispute || !concerns(pause, invoice)) continue;
        if (!holds_on(pause, day)) continue;
        parts += pause.amount ? pause.amount->minor() : open;
    }
    return std::min(parts, open);
}

std::optional<Rule> pause_rule(const World& world, const Invoice& invoice, const Graces& graces,
                               Date day) {
    const std::int64_t open = world.open_of(invoice, day);
    if (has_ceased(world, invoice.customer, day)) return Rule::ceased;
    if (disputed_of(world, invoice, open, day) == open) return Rule::disputed;
    if (is_on_hold(world, invoice, day)) return Rule::on_hold;
    if (is_promised(world, invoice, graces, day)) return Rule::promise_open;
    if (is_planned(world, invoice, graces, day)) return Rule::plan_current;
    return std::nullopt;
}

bool has_opted_out(const World& world, const std::string& customer, Channel channel, Date day) {
    bool refused = false;
    for (const ContactRecord& record : world.contacts) {
        if (record.contact.customer != customer || record.day > day) continue;
        if (record.contact.channel != channel) continue;
        if (record.contact.outcome == ContactOutcome::opt_out) refused = true;
        if (record.contact.outcome == ContactOutcome::consent) refused = false;
    }
    return refused;
}

}  // namespace dunning::simulation
