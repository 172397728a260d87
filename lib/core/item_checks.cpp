#include "core/item_checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

std::string days_text(int days) {
    return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string pause_detail(const Pause& pause) {
    std::string text =
        fmt::format("{} {} since {}, until {}", to_text(pause.kind), pause.id, to_text(pause.from),
                    pause.until ? to_text(*pause.until) : "further notice");
    if (!pause.reason.empty()) text += ": " + pause.reason;
    return text;
}

std::optional<Date> after(const std::optional<Date>& day) {
    if (!day) return std::nullopt;
    return *day + 1;
}

Rule rule_of(PauseKind kind) {
    switch (kind) {
        case PauseKind::dispute:
            return Rule::disputed;
        case PauseKind::hold:
            return Rule::on_hold;
        case PauseKind::promise:
            return Rule::promise_open;
        case PauseKind::plan:
            return Rule::plan_current;
        case PauseKind::referral:
            return Rule::referred;
    }
    return Rule::on_hold;
}

}  // namespace

bool OverdueItem::apply(Rule rule, std::string detail, std::optional<Date> until) {
    tried.push_back({.rule = rule, .applied = true, .detail = std::move(detail), .until = until});
    ruling = tried.back();
    return true;
}

bool OverdueItem::pass(Rule rule, std::string detail) {
    tried.push_back({.rule = rule, .applied = false, .detail = std::move(detail)});
    return false;
}

void ItemChecks::check(OverdueItem& overdue) const {
    overdue.excluded = not_dunned(overdue) || already_sent(overdue) || on_its_way(overdue);
    if (overdue.excluded || last_level_done(overdue)) return;
    too_soon(overdue);
}

// Step 1.
bool ItemChecks::not_dunned(OverdueItem& overdue) const {
    if (position_.ceased) {
        return overdue.apply(Rule::ceased, "the customer asked not to be contacted any more");
    }
    if (position_.represented) {
        return overdue.apply(Rule::represented, "a lawyer speaks for the customer: write there");
    }
    if (overdue.claim.is_zero()) return disputed(overdue);
    if (overdue.disputed.is_positive()) {
        overdue.pass(Rule::disputed,
                     fmt::format("{} of {} is disputed; the rest is dunned",
                                 to_decimal(overdue.disputed), to_decimal(overdue.item->open)));
    }
    for (const PauseKind kind :
         {PauseKind::hold, PauseKind::promise, PauseKind::plan, PauseKind::referral}) {
        for (const Pause& pause : overdue.item->pauses) {
            if (pause.kind != kind || pause.part || !covers(pause, as_of_)) continue;
            return overdue.apply(rule_of(kind), pause_detail(pause), after(pause.until));
        }
    }
    return overdue.pass(Rule::on_hold, "no hold, open promise or kept plan covers it");
}

// Settled disputes hold until the day by which the customer may pay.
bool ItemChecks::disputed(OverdueItem& overdue) const {
    for (const Pause& pause : overdue.item->pauses) {
        const bool whole = pause.kind == PauseKind::dispute && !pause.part;
        if (!whole || !pause.until || !covers(pause, as_of_)) continue;
        return overdue.apply(Rule::disputed, pause_detail(pause), after(pause.until));
    }
    return overdue.apply(Rule::disputed, "the whole amount is disputed");
}

// Step 2: at most one step a night, and the same night twice sends nothing twice.
bool ItemChecks::already_sent(OverdueItem& overdue) const {
    const auto& listed = overdue.item->history.last_listed;
    if (listed && *listed >= as_of_) {
        return overdue.apply(Rule::already_sent,
                             fmt::format("a notice of {} lists it", to_text(*listed)));
    }
    return overdue.pass(Rule::already_sent,
                        listed
                            ? fmt::format("the last notice listing it is of {}", to_text(*listed))
                            : std::string("no notice has listed it yet"));
}

// Step 3.
bool ItemChecks::on_its_way(OverdueItem& overdue) const {
    const NoticeHistory& history = overdue.item->history;
    if (history.uncertain) {
        return overdue.apply(Rule::uncertain,
                             fmt::format("notice {} may or may not have gone out: settle it first "
                                         "(dunning notify settle {})",
                                         history.waiting, history.waiting));
    }
    if (history.waiting.empty()) return false;
    if (history.waits_for_approval) {
        return overdue.apply(Rule::awaiting_approval,
                             fmt::format("notice {} waits for a person (dunning notify approve {})",
                                         history.waiting, history.waiting));
    }
    if (history.failed) {
        return overdue.apply(
            Rule::queued, fmt::format("notice {} could not be delivered: correct the address, then "
                                      "take it back (dunning notify cancel {})",
                                      history.waiting, history.waiting));
    }
    return overdue.apply(Rule::queued,
                         fmt::format("notice {} is still queued for delivery", history.waiting));
}

// Step 4; also chooses the next level.
bool ItemChecks::last_level_done(OverdueItem& overdue) const {
    const auto done = static_cast<std::size_t>(overdue.item->history.level);
    if (done >= procedure_.levels.size()) {
        return overdue.apply(
            Rule::last_level_done,
            fmt::format("level {} is the last of procedure '{}'", done, procedure_.name));
    }
    overdue.next_level = done;
    if (policy_.notify.entry == Entry::fit) {
        for (std::size_t i = procedure_.levels.size(); i-- > done;) {
            if (threshold(*overdue.item, procedure_.levels[i]) > as_of_) continue;
            overdue.next_level = i;
            break;
        }
    }
    resume(overdue);
    return false;
}

// Where dunning goes on after an agreement that was not kept: the highest level that was named,
// unless the item has it already.
void ItemChecks::resume(OverdueItem& overdue) const {
    for (const Resumption& resumption : overdue.item->resumptions) {
        const auto level = std::ranges::find(procedure_.levels, resumption.level, &Level::name);
        const auto index = static_cast<std::size_t>(level - procedure_.levels.begin());
        if (level == procedure_.levels.end() || index < overdue.next_level) continue;
        if (overdue.resumption && index == overdue.next_level) continue;
        overdue.next_level = index;
        overdue.resumption = &resumption;
    }
}

// The first day on which the level is due: `after` from its base day, later by the days on
// which the clock stood still. Inclusive.
Date ItemChecks::threshold(const OpenItem& item, const Level& level) const {
    Date base = item.due;
    if (level.from == LevelFrom::last_notice && item.history.last_notice) {
        base = *item.history.last_notice;
    }
    Date day = add(base, level.after, policy_.calendar);
    if (level.from == LevelFrom::due_month_end) day = day.end_of_month();
    return day + paused_days(item.pauses, policy_.notify.clock_stops, base, as_of_);
}

// Step 5.
bool ItemChecks::too_soon(OverdueItem& overdue) const {
    const Level& level = procedure_.levels[overdue.next_level];
    Date from = threshold(*overdue.item, level);
    std::string why;
    if (overdue.resumption && overdue.resumption->from < from) {
        from = overdue.resumption->from;
        why = ": " + overdue.resumption->why;
    }
    const std::string numbers =
        fmt::format("{} overdue; level {} '{}' is due from {}{}", days_text(overdue.days_overdue),
                    overdue.next_level + 1, level.name, to_text(from), why);
    if (from > as_of_) return overdue.apply(Rule::too_soon, numbers, from);
    overdue.pass(Rule::too_soon, numbers);

    const auto& last = overdue.item->history.last_notice;
    if (!level.gap || !last) return false;
    const Date again = add(*last, *level.gap, policy_.calendar);
    const std::string gap_numbers =
        fmt::format("the last notice is of {}, and the next not before {} (gap {})", to_text(*last),
                    to_text(again), to_text(*level.gap));
    if (again > as_of_) return overdue.apply(Rule::too_soon, gap_numbers, again);
    return overdue.pass(Rule::too_soon, gap_numbers);
}

Date ItemChecks::day_of_level_after(const OverdueItem& overdue) const {
    OpenItem then = *overdue.item;
    then.history.last_notice = as_of_;
    const Level& level = procedure_.levels.at(overdue.next_level + 1);
    Date day = std::max(threshold(then, level), as_of_ + 1);
    if (level.gap) day = std::max(day, add(as_of_, *level.gap, policy_.calendar));
    return policy_.contact.working_days_only ? policy_.calendar.roll_forward(day) : day;
}

}  // namespace dunning
