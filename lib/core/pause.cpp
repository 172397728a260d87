#include "core/pause.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/check.h"

namespace dunning {
namespace {

// Both ends included.
using Span = std::pair<Date, Date>;

// The part of each wanted pause that lies in (after, up_to], in order of its first day.
std::vector<Span> spans_within(const std::vector<Pause>& pauses,
                               const std::vector<PauseKind>& kinds, Date after, Date up_to) {
    std::vector<Span> spans;
    for (const Pause& pause : pauses) {
        if (pause.part || std::ranges::find(kinds, pause.kind) == kinds.end()) continue;
        const Date first = std::max(pause.from, after + 1);
        const Date last = std::min(pause.until.value_or(up_to), up_to);
        if (first <= last) spans.emplace_back(first, last);
    }
    std::ranges::sort(spans);
    return spans;
}

}  // namespace

std::string_view to_text(PauseKind kind) {
    switch (kind) {
        case PauseKind::dispute:
            return "dispute";
        case PauseKind::hold:
            return "hold";
        case PauseKind::promise:
            return "promise";
        case PauseKind::plan:
            return "plan";
        case PauseKind::referral:
            return "referral";
    }
    DUNNING_CHECK(false);
}

bool covers(const Pause& pause, Date day) {
    return pause.from <= day && (!pause.until || day <= *pause.until);
}

int paused_days(const std::vector<Pause>& pauses, const std::vector<PauseKind>& kinds, Date after,
                Date up_to) {
    int days = 0;
    Date counted = after;  // every day up to here has been counted or lies between two pauses
    for (const auto& [first, last] : spans_within(pauses, kinds, after, up_to)) {
        if (last <= counted) continue;
        days += last - std::max(first - 1, counted);
        counted = last;
    }
    return days;
}

Money disputed_on(const std::vector<Pause>& pauses, const Money& open, Date day) {
    const Money zero = Money::zero(open.currency());
    Money disputed = zero;
    for (const Pause& pause : pauses) {
        if (pause.kind != PauseKind::dispute || !covers(pause, day)) continue;
        if (!pause.part) return std::max(zero, open);
        disputed += *pause.part;
    }
    return std::clamp(disputed, zero, std::max(zero, open));
}

namespace {

// What is due of a promise on a day, and before it.
struct Target {
    Date last;  // with grace
    std::int64_t minor = 0;
};

std::int64_t shortfall_allowed(const Promise& promise, const PromiseRules& rules) {
    const bool applies =
        rules.tolerance && rules.tolerance->currency() == promise.amount.currency();
    return applies ? std::min(rules.tolerance->minor(), promise.amount.minor() - 1) : 0;
}

std::vector<Target> targets_of(const Promise& promise, const PromiseRules& rules) {
    std::vector<PromisedPayment> payments = promise.payments;
    if (payments.empty()) payments.push_back({promise.by, promise.amount});
    const std::int64_t allowed = shortfall_allowed(promise, rules);
    std::vector<Target> targets;
    std::int64_t sum = 0;
    for (const PromisedPayment& payment : payments) {
        sum = add_minor(sum, payment.amount.minor());
        targets.push_back(
            {payment.by + rules.grace_days, std::max<std::int64_t>(sum - allowed, 1)});
    }
    return targets;
}

// It can be an answer to the promise.
bool came_after(const Promise& promise, const MoneyIn& money) {
    if (money.day != promise.given) return money.day > promise.given;
    return promise.known_receipts == 0 || money.receipt > promise.known_receipts;
}

// What had come in since the promise by the end of each day on which money moved.
std::map<Date, std::int64_t> received_by_day(const Promise& promise,
                                             const std::vector<MoneyIn>& received, Date last) {
    std::map<Date, std::int64_t> by_day;
    for (const MoneyIn& money : received) {
        if (!came_after(promise, money) || money.day > last) continue;
        by_day[money.day] = add_minor(by_day[money.day], money.amount_minor);
    }
    std::int64_t sum = 0;
    for (auto& [day, minor] : by_day) sum = minor = add_minor(sum, minor);
    return by_day;
}

// The day from whose end on so much had come in and had not gone back by `last`.
std::optional<Date> reached(const std::map<Date, std::int64_t>& by_day, std::int64_t minor,
                            Date last) {
    std::optional<Date> since;
    for (const auto& [day, sum] : by_day) {
        if (day > last) break;
        if (sum < minor) {
            since.reset();
        } else if (!since) {
            since = day;
        }
    }
    return since;
}

// One entry for what a receipt brought on a day, in the order in which it came.
std::vector<MoneyIn> merged(const std::vector<MoneyIn>& received) {
    std::map<std::pair<Date, std::int64_t>, std::int64_t> sums;
    for (const MoneyIn& money : received) {
        std::int64_t& sum = sums[{money.day, money.receipt}];
        sum = add_minor(sum, money.amount_minor);
    }
    std::vector<MoneyIn> all;
    for (const auto& [came, sum] : sums) all.push_back({came.first, sum, came.second});
    return all;
}

// Takes so much out of the money of one day, the earliest first; negative: out of what went back.
void take_out(const std::vector<MoneyIn*>& of_day, std::int64_t minor) {
    for (MoneyIn* money : of_day) {
        const std::int64_t taken = minor > 0
                                       ? std::clamp<std::int64_t>(money->amount_minor, 0, minor)
                                       : std::clamp<std::int64_t>(money->amount_minor, minor, 0);
        money->amount_minor -= taken;
        minor -= taken;
    }
}

}  // namespace

std::string_view to_text(PromiseStatus status) {
    switch (status) {
        case PromiseStatus::open:
            return "open";
        case PromiseStatus::kept:
            return "kept";
        case PromiseStatus::partly_kept:
            return "partly_kept";
        case PromiseStatus::broken:
            return "broken";
        case PromiseStatus::withdrawn:
            return "withdrawn";
        case PromiseStatus::lapsed:
            return "lapsed";
    }
    DUNNING_CHECK(false);
}

PromiseState promise_state(const Promise& promise, const std::vector<MoneyIn>& received,
                           const PromiseRules& rules, Date as_of) {
    const std::vector<Target> targets = targets_of(promise, rules);
    const auto by_day = received_by_day(promise, received, std::min(as_of, targets.back().last));
    const Currency currency = promise.amount.currency();
    const Money total(by_day.empty() ? 0 : by_day.rbegin()->second, currency);
    for (const Target& target : targets) {
        if (reached(by_day, target.minor, target.last)) continue;
        if (as_of <= target.last) {
            return {.status = PromiseStatus::open, .received = total, .decided = target.last};
        }
        const auto status =
            total.is_positive() ? PromiseStatus::partly_kept : PromiseStatus::broken;
        return {.status = status, .received = total, .decided = target.last + 1};
    }
    const auto kept = reached(by_day, targets.back().minor, targets.back().last);
    return {.status = PromiseStatus::kept, .received = total, .decided = kept.value()};
}

void use_for_promise(const Promise& promise, const PromiseRules& rules, Date as_of,
                     std::vector<MoneyIn>& received) {
    const Date last = std::min(as_of, promise.by + rules.grace_days);
    received = merged(received);
    std::map<Date, std::vector<MoneyIn*>> by_day;
    for (MoneyIn& money : received) {
        if (came_after(promise, money) && money.day <= last) by_day[money.day].push_back(&money);
    }
    std::int64_t left = promise.amount.minor();
    for (const auto& [day, of_day] : by_day) {
        std::int64_t sum = 0;
        for (const MoneyIn* money : of_day) sum = add_minor(sum, money->amount_minor);
        // What went back of the money used is asked for again.
        const std::int64_t used = std::clamp(sum, left - promise.amount.minor(), left);
        take_out(of_day, used);
        left -= used;
    }
    std::erase_if(received, [](const MoneyIn& money) { return money.amount_minor == 0; });
}

bool is_breach(PromiseStatus status) {
    return status == PromiseStatus::broken || status == PromiseStatus::partly_kept;
}

}  // namespace dunning
