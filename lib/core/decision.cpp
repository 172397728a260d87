#include "core/decision.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/reach.h"

namespace dunning {
namespace {

// One overdue item on its way through the checks.
struct Candidate {
    const OpenItem* item = nullptr;
    int days_overdue = 0;
    Money disputed;
    Money claim;                        // open less disputed
    std::size_t next_level = 0;         // index into the procedure's levels
    bool excluded = false;              // steps 1 to 3: not even listed in a notice for other items
    std::optional<Reason> ruling = {};  // what withholds it, unless a notice lists it
    std::vector<Reason> tried = {};
    bool advances = false;
    const Resumption* resumption = nullptr;  // why the next level is due at once
    std::string listed_in = {};              // the notice, in words; empty: none

    bool due_a_level() const { return !ruling.has_value(); }
};

std::string days_text(int days) {
    return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

std::string on_day(std::string_view what, const std::optional<Date>& day) {
    return day ? fmt::format("{} {}", what, to_text(*day)) : std::string("until further notice");
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

class Decider {
  public:
    Decider(const CustomerPosition& position, const DecisionContext& context, Date as_of)
        : position_(position),
          policy_(context.policy),
          context_(context),
          as_of_(as_of),
          procedure_(procedure_for(context.policy, position, as_of)),
          zero_(Money::zero(position.currency)),
          credit_left_(policy_.notify.net_credits && position.on_account.is_positive()
                           ? position.on_account
                           : zero_),
          charges_left_(position.charges) {}

    Decision run() {
        collect_overdue();
        for (Candidate& candidate : candidates_) check_item(candidate);
        check_minimum();
        check_run();
        compose_notices();
        report();
        return std::move(decision_);
    }

  private:
    void collect_overdue() {
        for (const OpenItem& item : position_.items) {
            if (!is_overdue(item, policy_, as_of_)) continue;
            const Money disputed = disputed_on(item.pauses, item.open, as_of_);
            candidates_.push_back({.item = &item,
                                   .days_overdue = as_of_ - item.due,
                                   .disputed = disputed,
                                   .claim = item.open - disputed});
        }
    }

    // Records that a rule was tried; when it applies it is the item's ruling.
    bool apply(Candidate& candidate, Rule rule, std::string detail,
               std::optional<Date> until = {}) {
        Reason reason{.rule = rule, .applied = true, .detail = std::move(detail), .until = until};
        candidate.tried.push_back(reason);
        candidate.ruling = std::move(reason);
        return true;
    }

    bool pass(Candidate& candidate, Rule rule, std::string detail) {
        candidate.tried.push_back({.rule = rule, .applied = false, .detail = std::move(detail)});
        return false;
    }

    void check_item(Candidate& candidate) {
        candidate.excluded =
            not_dunned(candidate) || already_sent(candidate) || on_its_way(candidate);
        if (candidate.excluded) return;
        if (last_level_done(candidate)) return;
        too_soon(candidate);
    }

    // Step 1.
    bool not_dunned(Candidate& candidate) {
        if (position_.ceased) {
            return apply(candidate, Rule::ceased,
                         "the customer asked not to be contacted any more");
        }
        if (position_.represented) {
            return apply(candidate, Rule::represented,
                         "a lawyer speaks for the customer: write there");
        }
        if (candidate.claim.is_zero()) return disputed(candidate);
        if (candidate.disputed.is_positive()) {
            pass(candidate, Rule::disputed,
                 fmt::format("{} of {} is disputed; the rest is dunned",
                             to_decimal(candidate.disputed), to_decimal(candidate.item->open)));
        }
        for (const PauseKind kind :
             {PauseKind::hold, PauseKind::promise, PauseKind::plan, PauseKind::referral}) {
            for (const Pause& pause : candidate.item->pauses) {
                if (pause.kind != kind || pause.part || !covers(pause, as_of_)) continue;
                return apply(candidate, rule_of(kind), pause_detail(pause), after(pause.until));
            }
        }
        return pass(candidate, Rule::on_hold, "no hold, open promise or kept plan covers it");
    }

    // Settled disputes hold until the day by which the customer may pay.
    bool disputed(Candidate& candidate) {
        for (const Pause& pause : candidate.item->pauses) {
            const bool whole = pause.kind == PauseKind::dispute && !pause.part;
            if (!whole || !pause.until || !covers(pause, as_of_)) continue;
            return apply(candidate, Rule::disputed, pause_detail(pause), after(pause.until));
        }
        return apply(candidate, Rule::disputed, "the whole amount is disputed");
    }

    static std::string pause_detail(const Pause& pause) {
        std::string text = fmt::format("{} {} since {}, {}", to_text(pause.kind), pause.id,
                                       to_text(pause.from), on_day("until", pause.until));
        if (!pause.reason.empty()) text += ": " + pause.reason;
        return text;
    }

    static std::optional<Date> after(const std::optional<Date>& day) {
        if (!day) return std::nullopt;
        return *day + 1;
    }

    // Step 2: at most one step a night, and the same night twice sends nothing twice.
    bool already_sent(Candidate& candidate) {
        const auto& listed = candidate.item->history.last_listed;
        if (listed && *listed >= as_of_) {
            return apply(candidate, Rule::already_sent,
                         fmt::format("a notice of {} lists it", to_text(*listed)));
        }
        return pass(candidate, Rule::already_sent,
                    listed ? fmt::format("the last notice listing it is of {}", to_text(*listed))
                           : std::string("no notice has listed it yet"));
    }

    // Step 3.
    bool on_its_way(Candidate& candidate) {
        const NoticeHistory& history = candidate.item->history;
        if (history.uncertain) {
            return apply(candidate, Rule::uncertain,
                         fmt::format("notice {} may or may not have gone out: settle it first "
                                     "(dunning notify settle {})",
                                     history.waiting, history.waiting));
        }
        if (history.waiting.empty()) return false;
        if (history.waits_for_approval) {
            return apply(candidate, Rule::awaiting_approval,
                         fmt::format("notice {} waits for a person (dunning notify approve {})",
                                     history.waiting, history.waiting));
        }
        if (history.failed) {
            return apply(candidate, Rule::queued,
                         fmt::format("notice {} could not be delivered: correct the address, then "
                                     "take it back (dunning notify cancel {})",
                                     history.waiting, history.waiting));
        }
        return apply(candidate, Rule::queued,
                     fmt::format("notice {} is still queued for delivery", history.waiting));
    }

    // Step 4; also chooses the next level.
    bool last_level_done(Candidate& candidate) {
        const auto done = static_cast<std::size_t>(candidate.item->history.level);
        if (done >= procedure_.levels.size()) {
            return apply(
                candidate, Rule::last_level_done,
                fmt::format("level {} is the last of procedure '{}'", done, procedure_.name));
        }
        candidate.next_level = done;
        if (policy_.notify.entry == Entry::fit) {
            for (std::size_t i = procedure_.levels.size(); i-- > done;) {
                if (threshold(candidate, procedure_.levels[i]) > as_of_) continue;
                candidate.next_level = i;
                break;
            }
        }
        resume(candidate);
        return false;
    }

    // Where dunning goes on after an agreement that was not kept: the highest level that was named,
    // unless the item has it already.
    void resume(Candidate& candidate) const {
        for (const Resumption& resumption : candidate.item->resumptions) {
            const auto level = std::ranges::find(procedure_.levels, resumption.level, &Level::name);
            const auto index = static_cast<std::size_t>(level - procedure_.levels.begin());
            if (level == procedure_.levels.end() || index < candidate.next_level) continue;
            if (candidate.resumption && index == candidate.next_level) continue;
            candidate.next_level = index;
            candidate.resumption = &resumption;
        }
    }

    // The first day on which the level is due: `after` from its base day, later by the days on
    // which the clock stood still. Inclusive.
    Date threshold(const Candidate& candidate, const Level& level) const {
        const OpenItem& item = *candidate.item;
        Date base = item.due;
        if (level.from == LevelFrom::last_notice && item.history.last_notice) {
            base = *item.history.last_notice;
        }
        Date day = add(base, level.after, policy_.calendar);
        if (level.from == LevelFrom::due_month_end) day = day.end_of_month();
        return day + paused_days(item.pauses, policy_.notify.clock_stops, base, as_of_);
    }

    // Step 5.
    bool too_soon(Candidate& candidate) {
        const Level& level = procedure_.levels[candidate.next_level];
        Date from = threshold(candidate, level);
        std::string why;
        if (candidate.resumption && candidate.resumption->from < from) {
            from = candidate.resumption->from;
            why = ": " + candidate.resumption->why;
        }
        const std::string numbers = fmt::format(
            "{} overdue; level {} '{}' is due from {}{}", days_text(candidate.days_overdue),
            candidate.next_level + 1, level.name, to_text(from), why);
        if (from > as_of_) return apply(candidate, Rule::too_soon, numbers, from);
        pass(candidate, Rule::too_soon, numbers);

        const auto& last = candidate.item->history.last_notice;
        if (!level.gap || !last) return false;
        const Date again = add(*last, *level.gap, policy_.calendar);
        const std::string gap_numbers =
            fmt::format("the last notice is of {}, and the next not before {} (gap {})",
                        to_text(*last), to_text(again), to_text(*level.gap));
        if (again > as_of_) return apply(candidate, Rule::too_soon, gap_numbers, again);
        return pass(candidate, Rule::too_soon, gap_numbers);
    }

    // Step 6: by the customer's whole claim, so that many small invoices are not let off.
    void check_minimum() {
        Money claim = zero_;
        for (const Candidate& candidate : candidates_) {
            if (!candidate.excluded) claim += candidate.claim;
        }
        for (Candidate& candidate : candidates_) {
            if (!candidate.due_a_level()) continue;
            const auto& minimum = procedure_.levels[candidate.next_level].min_amount;
            if (!minimum || minimum->currency() != position_.currency) continue;
            const std::string numbers = fmt::format("the claim is {}, the level's minimum {}",
                                                    to_decimal(claim), to_decimal(*minimum));
            if (claim < *minimum) {
                apply(candidate, Rule::below_minimum, numbers);
            } else {
                pass(candidate, Rule::below_minimum, numbers);
            }
        }
    }

    // Steps 7 and 8 hold for the whole night.
    void check_run() {
        if (std::ranges::none_of(candidates_, &Candidate::due_a_level)) return;
        if (const auto stale = stale_data()) {
            withhold_due(Rule::stale_data, *stale, std::nullopt);
        } else if (policy_.contact.working_days_only && !policy_.calendar.is_working_day(as_of_)) {
            withhold_due(Rule::non_working_day,
                         fmt::format("{} is not a working day", to_text(as_of_)),
                         policy_.calendar.roll_forward(as_of_));
        }
    }

    std::optional<std::string> stale_data() const {
        const Duration limit = policy_.notify.max_data_age;
        if (limit.days == 0 || !context_.newest_payment_import) return std::nullopt;
        const Date newest = *context_.newest_payment_import;
        if (as_of_ <= add(newest, limit, policy_.calendar)) return std::nullopt;
        return fmt::format("the newest payment import is of {}, older than {} (max_data_age)",
                           to_text(newest), to_text(limit));
    }

    void withhold_due(Rule rule, const std::string& detail, std::optional<Date> until) {
        for (Candidate& candidate : candidates_) {
            if (candidate.due_a_level()) apply(candidate, rule, detail, until);
        }
    }

    void compose_notices() {
        if (std::ranges::none_of(candidates_, &Candidate::due_a_level)) return;
        if (policy_.notify.group == Grouping::invoice) {
            for (Candidate& candidate : candidates_) {
                if (candidate.due_a_level()) compose({&candidate});
            }
            return;
        }
        std::vector<Candidate*> listed;
        for (Candidate& candidate : candidates_) {
            if (!candidate.excluded) listed.push_back(&candidate);
        }
        compose(listed);
    }

    // Steps 9 and 10 and the notice itself, for the items that it would list.
    void compose(const std::vector<Candidate*>& listed) {
        std::size_t level_index = 0;
        Money principal = zero_;
        for (const Candidate* candidate : listed) {
            principal += candidate->claim;
            if (candidate->due_a_level())
                level_index = std::max(level_index, candidate->next_level);
        }
        if (credit_left_ >= principal) {
            withhold(listed, Rule::credit_covers,
                     fmt::format("{} on account covers the claim of {}", to_decimal(credit_left_),
                                 to_decimal(principal)));
            credit_left_ -= principal;
            return;
        }
        const Level& level = procedure_.levels[level_index];
        const auto channel = first_reachable(level, listed);
        if (!channel) return;
        NoticeRequest asked = request(level_index, *channel, listed);
        asked.charges = take_charges(listed);
        Notice notice = dunning::compose(asked, policy_, as_of_);
        credit_left_ -= notice.credit;
        for (Candidate* candidate : listed) settle(*candidate, notice);
        decision_.notices.push_back(std::move(notice));
    }

    // Those that go with the notice: with one for each invoice its own, and with the first what is
    // charged on nothing that is overdue.
    std::vector<OpenCharge> take_charges(const std::vector<Candidate*>& listed) {
        const auto is_of = [](const OpenCharge& charge) {
            return [&charge](const Candidate& each) {
                return each.item->invoice == charge.charged_on;
            };
        };
        std::vector<OpenCharge> taken;
        std::erase_if(charges_left_, [&](const OpenCharge& charge) {
            const bool elsewhere = policy_.notify.group == Grouping::invoice &&
                                   listed.front()->item->invoice != charge.charged_on &&
                                   std::ranges::any_of(candidates_, is_of(charge));
            if (!elsewhere) taken.push_back(charge);
            return !elsewhere;
        });
        return taken;
    }

    void withhold(const std::vector<Candidate*>& listed, Rule rule, const std::string& detail) {
        for (Candidate* candidate : listed) {
            if (candidate->due_a_level()) apply(*candidate, rule, detail);
        }
    }

    std::optional<Channel> first_reachable(const Level& level,
                                           const std::vector<Candidate*>& listed) {
        std::string tried;
        bool refused = false;
        for (const Channel channel : level.channels) {
            if (reaches(position_, channel)) return channel;
            tried += fmt::format("{}{} ({})", tried.empty() ? "" : ", ", to_text(channel),
                                 why_out_of_reach(position_, channel));
            refused |= has_opted_out(position_, channel) &&
                       !contact_point(position_.customer, channel).empty();
        }
        withhold(listed, refused ? Rule::opted_out : Rule::no_contact_point,
                 fmt::format("level '{}' reaches the customer by none of its channels: {}",
                             level.name, tried));
        return std::nullopt;
    }

    NoticeRequest request(std::size_t level_index, Channel channel,
                          const std::vector<Candidate*>& listed) const {
        NoticeRequest request{.position = position_,
                              .procedure = procedure_,
                              .level_index = level_index,
                              .channel = channel,
                              .credit_available = credit_left_};
        for (const Channel also : procedure_.levels[level_index].also) {
            if (also != channel && reaches(position_, also)) request.also.push_back(also);
        }
        for (const Candidate* candidate : listed) {
            const bool advances = candidate->due_a_level();
            request.items.push_back({.item = *candidate->item,
                                     .claim = candidate->claim,
                                     .disputed = candidate->disputed,
                                     .level = advances ? static_cast<int>(candidate->next_level) + 1
                                                       : candidate->item->history.level,
                                     .advances = advances});
        }
        return request;
    }

    // The item stands in a notice, so nothing withholds it any more, whether or not it advances.
    void settle(Candidate& candidate, const Notice& notice) {
        candidate.advances = candidate.due_a_level();
        candidate.listed_in =
            fmt::format("level {} '{}' by {}, pay by {}", notice.level, notice.level_name,
                        to_text(notice.channel), to_text(notice.pay_by));
    }

    void report() {
        decision_.procedure = procedure_.name;
        decision_.behaviour = behaviour();
        for (Candidate& candidate : candidates_) {
            Explanation explanation{.invoice = candidate.item->invoice,
                                    .days_overdue = candidate.days_overdue,
                                    .verdict = verdict(candidate)};
            if (candidate.listed_in.empty()) {
                const Reason& ruling = candidate.ruling.value();
                decision_.withheld.push_back({.customer = position_.customer.id,
                                              .invoice = candidate.item->invoice,
                                              .rule = ruling.rule,
                                              .detail = ruling.detail,
                                              .until = ruling.until});
            }
            explanation.reasons = std::move(candidate.tried);
            decision_.explanations.push_back(std::move(explanation));
        }
        for (const OpenCharge& charge : charges_left_) report(charge);
    }

    void report(const OpenCharge& charge) {
        if (charge.due >= as_of_) return;
        const Reason ruling{.rule = Rule::not_alone,
                            .applied = true,
                            .detail = fmt::format("{} of {} go with the customer's next notice",
                                                  to_decimal(charge.open), to_text(charge.kind))};
        decision_.withheld.push_back({.customer = position_.customer.id,
                                      .invoice = charge.number,
                                      .rule = ruling.rule,
                                      .detail = ruling.detail});
        decision_.explanations.push_back({.invoice = charge.number,
                                          .days_overdue = as_of_ - charge.due,
                                          .reasons = {ruling},
                                          .verdict = "withheld: not_alone"});
    }

    std::string behaviour() const {
        if (!position_.record) return {};
        const auto behaviour = behaviour_of(*position_.record);
        return fmt::format("{}: {}", behaviour ? to_text(*behaviour) : "no pattern",
                           in_words(*position_.record));
    }

    std::string verdict(const Candidate& candidate) const {
        if (candidate.advances) {
            return "listed in a notice and advances by it: " + candidate.listed_in +
                   next_after(candidate);
        }
        if (!candidate.listed_in.empty()) {
            return "listed in the notice for other items, without advancing: " +
                   candidate.listed_in;
        }
        const Reason& ruling = candidate.ruling.value();
        std::string text = fmt::format("withheld: {}", to_text(ruling.rule));
        if (ruling.until) text += ", looked at again on " + to_text(*ruling.until);
        return text;
    }

    // The level that follows the one which the item reaches tonight, if it stays unpaid.
    std::string next_after(const Candidate& candidate) const {
        const std::size_t next = candidate.next_level + 1;
        if (next >= procedure_.levels.size()) return "; no level follows";
        OpenItem then = *candidate.item;
        then.history.last_notice = as_of_;
        Candidate later = candidate;
        later.item = &then;
        const Level& level = procedure_.levels[next];
        Date day = std::max(threshold(later, level), as_of_ + 1);
        if (level.gap) day = std::max(day, add(as_of_, *level.gap, policy_.calendar));
        if (policy_.contact.working_days_only) day = policy_.calendar.roll_forward(day);
        return fmt::format("; if it stays unpaid, level {} '{}' on {}", next + 1, level.name,
                           to_text(day));
    }

    const CustomerPosition& position_;
    const Policy& policy_;
    const DecisionContext& context_;
    const Date as_of_;
    const Procedure& procedure_;
    const Money zero_;
    Money credit_left_;
    std::vector<OpenCharge> charges_left_;
    std::vector<Candidate> candidates_;
    Decision decision_;
};

}  // namespace

std::string_view to_text(Rule rule) {
    switch (rule) {
        case Rule::ceased:
            return "ceased";
        case Rule::represented:
            return "represented";
        case Rule::disputed:
            return "disputed";
        case Rule::on_hold:
            return "on_hold";
        case Rule::promise_open:
            return "promise_open";
        case Rule::plan_current:
            return "plan_current";
        case Rule::referred:
            return "referred";
        case Rule::already_sent:
            return "already_sent";
        case Rule::uncertain:
            return "uncertain";
        case Rule::awaiting_approval:
            return "awaiting_approval";
        case Rule::queued:
            return "queued";
        case Rule::last_level_done:
            return "last_level_done";
        case Rule::too_soon:
            return "too_soon";
        case Rule::below_minimum:
            return "below_minimum";
        case Rule::stale_data:
            return "stale_data";
        case Rule::non_working_day:
            return "non_working_day";
        case Rule::credit_covers:
            return "credit_covers";
        case Rule::no_contact_point:
            return "no_contact_point";
        case Rule::opted_out:
            return "opted_out";
        case Rule::not_alone:
            return "not_alone";
    }
    return "too_soon";
}

Decision decide(const CustomerPosition& position, const DecisionContext& context, Date as_of) {
    return Decider(position, context, as_of).run();
}

}  // namespace dunning
