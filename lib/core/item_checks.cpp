#include "core/item_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

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

// What gave the item its level, when it was no notice.
const StepByHand* last_step_by_hand(const NoticeHistory& history) {
    if (history.by_hand.empty()) return nullptr;
    const StepByHand& last = history.by_hand.back();
    return last.day == history.last_notice && last.day >= history.last_listed ? &last : nullptr;
}

std::string in_words(const StepByHand& step) {
    return fmt::format(
        "level {} counts as done by {} on {}, because no channel had reached the "
        "customer on {}",
        step.level, to_text(step.channel), to_text(step.day), to_text(step.found));
}

}  // namespace

bool is_below_minimum(const Level& level, const Money& claim) {
    const auto& minimum = level.min_amount;
    return minimum && minimum->currency() == claim.currency() && claim < *minimum;
}

std::string minimum_in_words(const Level& level, const Money& claim) {
    return fmt::format("the claim is {}, the level's minimum {}", to_decimal(claim),
                       to_decimal(level.min_amount.value()));
}

void count_steps_by_hand(CustomerPosition& position, const Policy& policy, Date as_of) {
    const auto has_steps = [](const OpenItem& item) { return !item.history.by_hand.empty(); };
    if (std::ranges::none_of(position.items, has_steps)) return;
    const Procedure& procedure = procedure_for(policy, position, as_of);
    const ItemChecks checks(position, policy, procedure, as_of);
    for (OpenItem& item : position.items) checks.count_steps_by_hand(item);
}

bool OverdueItem::apply(Rule rule, std::string detail, std::optional<Date> until) {
    tried.push_back({.rule = rule, .applied = true, .detail = std::move(detail), .until = until});
    ruling = tried.back();
    return true;
}

bool OverdueItem::pass(Rule rule, std::string detail) {
    tried.push_back({.rule = rule, .applied = false, .detail = std::move(detail)});
    return false;
}

void ItemChecks::exclude(OverdueItem& overdue) const {
    overdue.excluded = not_dunned(overdue) || already_sent(overdue) || on_its_way(overdue);
}

void ItemChecks::check(OverdueItem& overdue, const Money& claim) const {
    if (last_level_done(overdue)) return;
    NextLevel next = next_level(*overdue.item, claim, as_of_);
    overdue.next_level = next.index;
    overdue.resumption = next.resumption;
    if (!next.passed_over.empty()) {
        overdue.pass(Rule::below_minimum, std::move(next.passed_over));
    }
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
    const StepByHand* const by_hand = last_step_by_hand(overdue.item->history);
    if (listed && *listed >= as_of_) {
        return overdue.apply(Rule::already_sent,
                             by_hand ? in_words(*by_hand)
                                     : fmt::format("a notice of {} lists it", to_text(*listed)));
    }
    if (by_hand) return overdue.pass(Rule::already_sent, in_words(*by_hand));
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

// Step 4.
bool ItemChecks::last_level_done(OverdueItem& overdue) const {
    const auto done = static_cast<std::size_t>(overdue.item->history.level);
    if (done < procedure_.levels.size()) return false;
    return overdue.apply(
        Rule::last_level_done,
        fmt::format("level {} is the last of procedure '{}'", done, procedure_.name));
}

// Where dunning goes on after an agreement that was not kept, that is the highest level that was
// named, unless the item has it already.
NextLevel ItemChecks::next_level(const OpenItem& item, const std::optional<Money>& claim,
                                 Date day) const {
    NextLevel next;
    next.index = fitting_level(item, claim, day, next.passed_over);
    for (const Resumption& resumption : item.resumptions) {
        const auto level = std::ranges::find(procedure_.levels, resumption.level, &Level::name);
        const auto index = static_cast<std::size_t>(level - procedure_.levels.begin());
        if (level == procedure_.levels.end() || index < next.index || resumption.from > day) {
            continue;
        }
        if (next.resumption && index == next.index) continue;
        next = {.index = index, .resumption = &resumption};
    }
    return next;
}

std::size_t ItemChecks::fitting_level(const OpenItem& item, const std::optional<Money>& claim,
                                      Date day, std::string& passed_over) const {
    const auto done = static_cast<std::size_t>(item.history.level);
    std::size_t lowest = done;
    if (policy_.notify.entry == Entry::step) return lowest;
    std::string below;  // of those above the one that is looked at
    for (std::size_t i = procedure_.levels.size(); i-- > done;) {
        const Level& level = procedure_.levels[i];
        if (threshold(item, level, day) > day) continue;
        lowest = i;
        passed_over = below;
        if (!claim || !is_below_minimum(level, *claim)) break;
        below += fmt::format("{}level {} '{}' is passed over, {}", below.empty() ? "" : "; ", i + 1,
                             level.name, minimum_in_words(level, *claim));
    }
    return lowest;
}

namespace {

Money open_at_end_of(const OpenItem& item, Date day) {
    Money open = item.amount;
    for (const BalanceChange& change : item.changes) {
        if (change.day <= day) open -= Money(change.amount_minor, open.currency());
    }
    return open;
}

// The pauses of the item, and as full ones the stretches of days in which disputed parts were all
// that was open: by their amount, or because the rest was paid.
std::vector<Pause> with_whole_disputes(const OpenItem& item) {
    std::vector<Pause> pauses = item.pauses;
    std::set<Date> days;
    for (const Pause& pause : item.pauses) {
        if (!pause.part) continue;
        days.insert(pause.from);
        if (pause.until) days.insert(std::max(*pause.until + 1, pause.from));
    }
    if (days.empty()) return pauses;
    for (const BalanceChange& change : item.changes) days.insert(change.day);
    for (auto day = days.begin(); day != days.end(); ++day) {
        const Money open = open_at_end_of(item, *day);
        if (!open.is_positive() || disputed_on(item.pauses, open, *day) != open) continue;
        Pause whole{.kind = PauseKind::dispute, .from = *day};
        if (const auto next = std::next(day); next != days.end()) whole.until = *next - 1;
        pauses.push_back(std::move(whole));
    }
    return pauses;
}

}  // namespace

// The first day on which the level is due: `after` from its base day, later by the days on
// which the clock stood still. Inclusive. A due date after the last notice was granted since, and
// is a fresh day to be paid by: a notice from before it starts no clock.
Date ItemChecks::threshold(const OpenItem& item, const Level& level, Date day) const {
    Date base = item.due;
    if (level.from == LevelFrom::last_notice && item.history.last_notice) {
        base = std::max(base, *item.history.last_notice);
    }
    Date first = add(base, level.after, policy_.calendar);
    if (level.from == LevelFrom::due_month_end) first = first.end_of_month();
    return first + paused_days(with_whole_disputes(item), policy_.notify.clock_stops, base, day);
}

// Step 5.
bool ItemChecks::too_soon(OverdueItem& overdue) const {
    const Level& level = procedure_.levels[overdue.next_level];
    Date from = threshold(*overdue.item, level, as_of_);
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
    const StepByHand* const by_hand = last_step_by_hand(overdue.item->history);
    const std::string gap_numbers = fmt::format(
        "the last {} is of {}, and the next not before {} (gap {})", by_hand ? "step" : "notice",
        to_text(*last), to_text(again), to_text(*level.gap));
    if (again > as_of_) return overdue.apply(Rule::too_soon, gap_numbers, again);
    return overdue.pass(Rule::too_soon, gap_numbers);
}

Date ItemChecks::first_day_of(const NextLevel& next, const OpenItem& item, Date day) const {
    const Level& level = procedure_.levels[next.index];
    Date first = threshold(item, level, day);
    if (next.resumption) first = std::min(first, next.resumption->from);
    if (level.gap && item.history.last_notice) {
        first = std::max(first, add(*item.history.last_notice, *level.gap, policy_.calendar));
    }
    return first;
}

void ItemChecks::count_steps_by_hand(OpenItem& item) const {
    NoticeHistory& history = item.history;
    const std::optional<Date> issued = history.last_notice;
    std::erase_if(history.by_hand, [&](StepByHand& step) {
        const bool is_over = static_cast<std::size_t>(history.level) >= procedure_.levels.size();
        const bool is_old = issued && step.found <= *issued;
        const bool is_second = history.last_listed && step.day <= *history.last_listed;
        if (is_over || is_old || is_second) return true;
        const NextLevel next = next_level(item, std::nullopt, step.day);
        if (first_day_of(next, item, step.day) > step.day) return true;
        history.level = static_cast<int>(next.index) + 1;
        history.last_notice = history.last_listed = step.day;
        step.level = history.level;
        return false;
    });
}

std::optional<ItemChecks::DueLevel> ItemChecks::level_after(const OpenItem& item) const {
    if (static_cast<std::size_t>(item.history.level) >= procedure_.levels.size()) return {};
    const NextLevel next = next_level(item, std::nullopt, as_of_);
    const Date day = std::max(first_day_of(next, item, as_of_), as_of_ + 1);
    return DueLevel{next.index,
                    policy_.contact.working_days_only ? policy_.calendar.roll_forward(day) : day};
}

Date ItemChecks::day_of_level_after(const OverdueItem& overdue) const {
    OpenItem then = *overdue.item;
    then.history.last_notice = as_of_;
    const Level& level = procedure_.levels.at(overdue.next_level + 1);
    Date day = std::max(threshold(then, level, as_of_), as_of_ + 1);
    if (level.gap) day = std::max(day, add(as_of_, *level.gap, policy_.calendar));
    return policy_.contact.working_days_only ? policy_.calendar.roll_forward(day) : day;
}

}  // namespace dunning
