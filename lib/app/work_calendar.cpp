#include "app/work_calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/icalendar.h"
#include "text/number_format.h"

namespace dunning {
namespace {

// What a UID is made of must be one word; the program stands for its domain.
std::string uid_of(std::string text) {
    std::ranges::replace_if(
        text, [](char letter) { return letter == ' ' || letter == '@'; }, '_');
    return text + "@dunning";
}

std::string amount_of(const std::optional<Money>& amount) {
    if (!amount) return {};
    return fmt::format("{} {}", group_thousands(*amount), amount->currency().code());
}

// Urgent kinds come first in their enumeration: 1, and 5 for those in the middle of the scale.
int priority_of(WorkKind kind) {
    return kind <= WorkKind::failed_delivery || kind == WorkKind::deadline ? 1 : 5;
}

}  // namespace

std::string worklist_calendar(const std::vector<WorkItem>& items, const std::string& book,
                              Date as_of) {
    EventCalendar calendar{.name = book, .stamp = as_of};
    for (const WorkItem& item : items) {
        const std::string kind(to_text(item.kind));
        calendar.events.push_back(
            {.uid = uid_of(fmt::format("{}-{}-{}-{}", kind, item.reference, item.customer,
                                       item.amount ? item.amount->currency().code() : "")),
             .day = item.due.value_or(as_of),
             .summary = fmt::format("{}: {} {} {}", kind, item.name, item.reference,
                                    amount_of(item.amount)),
             .description = fmt::format("{}\n{}\n{}", item.detail, item.why, item.next_command),
             .category = kind,
             .priority = priority_of(item.kind)});
    }
    return render_calendar(calendar);
}

std::string deadline_calendar(const std::vector<DeadlineRow>& rows, const std::string& book,
                              Date as_of) {
    EventCalendar calendar{.name = book, .stamp = as_of};
    for (const DeadlineRow& row : rows) {
        if (row.deadline.first_notice) continue;
        const std::string status(to_text(row.deadline.status));
        calendar.events.push_back(
            {.uid = uid_of(fmt::format("deadline-{}", row.invoice)),
             .day = row.deadline.due,
             .summary = fmt::format("first notice of {}: {} {}", row.invoice, row.name,
                                    amount_of(row.open)),
             .description = fmt::format("{}, {} days overdue, class {}", status, row.days_overdue,
                                        row.deadline.class_name),
             .category = "deadline",
             .priority = row.deadline.status == DeadlineStatus::missed ? 1 : 5});
    }
    return render_calendar(calendar);
}

}  // namespace dunning
