#include "core/deadline.h"

#include <algorithm>

namespace dunning {
namespace {

// A talk that took a notice's place is the first word, too.
std::optional<Date> first_word(const NoticeHistory& history) {
    std::optional<Date> first = history.first_notice;
    if (!history.by_hand.empty()) {
        const Date by_hand = history.by_hand.front().day;
        first = std::min(first.value_or(by_hand), by_hand);
    }
    return first;
}

bool is_paused(const OpenItem& item, Date as_of) {
    if (disputed_on(item.pauses, item.open, as_of) == item.open) return true;
    return std::ranges::any_of(item.pauses, [&](const Pause& pause) {
        return pause.kind != PauseKind::dispute && covers(pause, as_of);
    });
}

DeadlineStatus status_of(const Deadline& deadline, const OpenItem& item, const Policy& policy,
                         Date as_of) {
    const bool in_time = deadline.first_notice.value_or(as_of) <= deadline.due;
    if (deadline.first_notice) {
        return in_time ? DeadlineStatus::kept : DeadlineStatus::missed;
    }
    if (is_paused(item, as_of)) return DeadlineStatus::paused;
    if (!in_time) return DeadlineStatus::missed;
    const bool is_near = deadline.due <= policy.calendar.add_working_days(as_of, 1);
    return is_near ? DeadlineStatus::near : DeadlineStatus::open;
}

// Asked first, although the calendar would refuse it: of a book's old debts there are many, and an
// exception for each would take longer than everything else.
bool is_before_calendar(Date entered, Duration within, const Policy& policy) {
    return within.working && !policy.calendar.covers(entered.year()) &&
           !policy.calendar.covers((entered + 1).year());
}

}  // namespace

std::string_view to_text(DeadlineStatus status) {
    switch (status) {
        case DeadlineStatus::kept:
            return "kept";
        case DeadlineStatus::missed:
            return "missed";
        case DeadlineStatus::near:
            return "near";
        case DeadlineStatus::open:
            return "open";
        case DeadlineStatus::paused:
            return "paused";
    }
    return "open";
}

namespace {

// Of an item in that class.
std::optional<Deadline> deadline_in(const OverdueClass& severity, const OpenItem& item,
                                    const Policy& policy) {
    if (!severity.first_notice_within) return std::nullopt;
    const Date entered = item.due + severity.from_day;
    if (is_before_calendar(entered, *severity.first_notice_within, policy)) return std::nullopt;
    try {
        return Deadline{.class_name = severity.name,
                        .entered = entered,
                        .due = add(entered, *severity.first_notice_within, policy.calendar),
                        .first_notice = first_word(item.history)};
    } catch (const UncoveredYear&) {
        return std::nullopt;
    }
}

// It ran out before the item came into its next class, without a word to the customer, and nothing
// stood in the way that day.
bool was_missed(const Deadline& deadline, const OverdueClass& next, const OpenItem& item) {
    return deadline.due < item.due + next.from_day &&
           (!deadline.first_notice || *deadline.first_notice > deadline.due) &&
           !is_paused(item, deadline.due);
}

const OverdueClass* class_on(const OpenItem& item, const Policy& policy, Date as_of) {
    return class_of(policy.classes, first_word(item.history).value_or(as_of) - item.due);
}

}  // namespace

std::optional<Deadline> send_by_deadline(const OpenItem& item, const Policy& policy, Date as_of) {
    const OverdueClass* severity = class_on(item, policy, as_of);
    if (severity == nullptr) return std::nullopt;
    auto deadline = deadline_in(*severity, item, policy);
    if (deadline) deadline->status = status_of(*deadline, item, policy, as_of);
    return deadline;
}

std::optional<Deadline> deadline_of(const OpenItem& item, const Policy& policy, Date as_of) {
    const OverdueClass* const severity = class_on(item, policy, as_of);
    if (severity == nullptr) return std::nullopt;
    for (const OverdueClass* earlier = policy.classes.data(); earlier != severity; ++earlier) {
        auto deadline = deadline_in(*earlier, item, policy);
        if (!deadline || !was_missed(*deadline, *(earlier + 1), item)) continue;
        deadline->status = status_of(*deadline, item, policy, as_of);
        return deadline;
    }
    return send_by_deadline(item, policy, as_of);
}

}  // namespace dunning
