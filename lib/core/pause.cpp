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

std::string_view to_text(PromiseStatus status) {
    switch (status) {
        case PromiseStatus::open:
            return "open";
        case PromiseStatus::kept:
            return "kept";
        case PromiseStatus::broken:
            return "broken";
        case PromiseStatus::withdrawn:
            return "withdrawn";
    }
    DUNNING_CHECK(false);
}

PromiseState promise_state(const Promise& promise, const std::vector<MoneyIn>& received,
                           int grace_days, Date as_of) {
    const Date last = promise.by + grace_days;
    std::map<Date, std::int64_t> by_day;
    for (const MoneyIn& money : received) {
        if (money.day < promise.given || money.day > std::min(as_of, last)) continue;
        by_day[money.day] = add_minor(by_day[money.day], money.amount_minor);
    }
    Money sum = Money::zero(promise.amount.currency());
    std::optional<Date> kept;
    for (const auto& [day, amount_minor] : by_day) {
        sum += Money(amount_minor, sum.currency());
        if (!kept && sum >= promise.amount) kept = day;
    }
    if (kept) return {.status = PromiseStatus::kept, .received = sum, .decided = *kept};
    if (as_of <= last) return {.status = PromiseStatus::open, .received = sum, .decided = last};
    return {.status = PromiseStatus::broken, .received = sum, .decided = last + 1};
}

}  // namespace dunning
