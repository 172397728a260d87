#include "core/deadline.h"

#include <algorithm>

namespace dunning {
namespace {

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

std::optional<Deadline> deadline_of(const OpenItem& item, const Policy& policy, Date as_of) {
    const auto& first = item.history.first_notice;
    const OverdueClass* severity = class_of(policy.classes, first.value_or(as_of) - item.due);
    if (severity == nullptr || !severity->first_notice_within) return std::nullopt;
    const Date entered = item.due + severity->from_day;
    if (is_before_calendar(entered, *severity->first_notice_within, policy)) return std::nullopt;
    try {
        Deadline deadline{.class_name = severity->name,
                          .entered = entered,
                          .due = add(entered, *severity->first_notice_within, policy.calendar),
                          .first_notice = first};
        deadline.status = status_of(deadline, item, policy, as_of);
        return deadline;
    } catch (const UncoveredYear&) {
        return std::nullopt;
    }
}

}  // namespace dunning
