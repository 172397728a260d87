#include "core/decision.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/item_checks.h"
#include "core/reach.h"

namespace dunning {
namespace {

class Decider {
  public:
    Decider(const CustomerPosition& position, const DecisionContext& context, Date as_of)
        : position_(position),
          policy_(context.policy),
          context_(context),
          as_of_(as_of),
          procedure_(procedure_for(context.policy, position, as_of)),
          checks_(position, context.policy, procedure_, as_of),
          zero_(Money::zero(position.currency)),
          claim_(zero_),
          credit_left_(policy_.notify.net_credits && position.on_account.is_positive()
                           ? position.on_account
                           : zero_),
          charges_left_(position.charges) {}

    Decision run() {
        collect_overdue();
        for (OverdueItem& overdue : overdue_) checks_.exclude(overdue);
        add_up_claim();
        for (OverdueItem& overdue : overdue_) {
            if (!overdue.excluded) checks_.check(overdue, claim_);
        }
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
            overdue_.push_back({.item = &item,
                                .days_overdue = as_of_ - item.due,
                                .disputed = disputed,
                                .claim = item.open - disputed});
        }
    }

    // Many small invoices are not let off: minima are held against the sum.
    void add_up_claim() {
        for (const OverdueItem& overdue : overdue_) {
            if (!overdue.excluded) claim_ += overdue.claim;
        }
    }

    // Step 6.
    void check_minimum() {
        for (OverdueItem& overdue : overdue_) {
            if (!overdue.due_a_level()) continue;
            const Level& level = procedure_.levels[overdue.next_level];
            if (!level.min_amount || level.min_amount->currency() != position_.currency) continue;
            const std::string numbers = minimum_in_words(level, claim_);
            if (is_below_minimum(level, claim_)) {
                overdue.apply(Rule::below_minimum, numbers);
            } else {
                overdue.pass(Rule::below_minimum, numbers);
            }
        }
    }

    // Steps 7 and 8 hold for the whole night.
    void check_run() {
        if (std::ranges::none_of(overdue_, &OverdueItem::due_a_level)) return;
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
        for (OverdueItem& overdue : overdue_) {
            if (overdue.due_a_level()) overdue.apply(rule, detail, until);
        }
    }

    void compose_notices() {
        if (std::ranges::none_of(overdue_, &OverdueItem::due_a_level)) return;
        if (policy_.notify.group == Grouping::invoice) {
            for (OverdueItem& overdue : overdue_) {
                if (overdue.due_a_level()) compose({&overdue});
            }
            return;
        }
        std::vector<OverdueItem*> listed;
        for (OverdueItem& overdue : overdue_) {
            if (!overdue.excluded) listed.push_back(&overdue);
        }
        compose(listed);
    }

    // Steps 9 and 10 and the notice itself, for the items that it would list.
    void compose(const std::vector<OverdueItem*>& listed) {
        std::size_t level_index = 0;
        Money principal = zero_;
        for (const OverdueItem* overdue : listed) {
            principal += overdue->claim;
            if (overdue->due_a_level()) level_index = std::max(level_index, overdue->next_level);
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
        try {
            Notice notice = dunning::compose(asked, policy_, as_of_);
            credit_left_ -= notice.credit;
            for (OverdueItem* overdue : listed) settle(*overdue, notice);
            decision_.notices.push_back(std::move(notice));
        } catch (const StaleRates& stale) {  // what needs no rate goes out all the same
            std::ranges::move(asked.charges, std::back_inserter(charges_left_));
            withhold(listed, Rule::stale_rates, stale.what());
        }
    }

    // Those that go with the notice: with one for each invoice its own, and with the first what is
    // charged on nothing that is overdue. Never those that somebody else asks for.
    std::vector<OpenCharge> take_charges(const std::vector<OverdueItem*>& listed) {
        const auto is_of = [](const OpenCharge& charge) {
            return [&charge](const OverdueItem& each) {
                return each.item->invoice == charge.charged_on;
            };
        };
        std::vector<OpenCharge> taken;
        std::erase_if(charges_left_, [&](const OpenCharge& charge) {
            const bool elsewhere =
                !charge.referral.empty() || (policy_.notify.group == Grouping::invoice &&
                                             listed.front()->item->invoice != charge.charged_on &&
                                             std::ranges::any_of(overdue_, is_of(charge)));
            if (!elsewhere) taken.push_back(charge);
            return !elsewhere;
        });
        return taken;
    }

    void withhold(const std::vector<OverdueItem*>& listed, Rule rule, const std::string& detail) {
        for (OverdueItem* overdue : listed) {
            if (overdue->due_a_level()) overdue->apply(rule, detail);
        }
    }

    std::optional<Channel> first_reachable(const Level& level,
                                           const std::vector<OverdueItem*>& listed) {
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
                          const std::vector<OverdueItem*>& listed) const {
        NoticeRequest request{.position = position_,
                              .procedure = procedure_,
                              .level_index = level_index,
                              .channel = channel,
                              .credit_available = credit_left_};
        for (const Channel also : procedure_.levels[level_index].also) {
            if (also != channel && reaches(position_, also)) request.also.push_back(also);
        }
        for (const OverdueItem* overdue : listed) {
            const bool advances = overdue->due_a_level();
            request.items.push_back({.item = *overdue->item,
                                     .claim = overdue->claim,
                                     .disputed = overdue->disputed,
                                     .level = advances ? static_cast<int>(overdue->next_level) + 1
                                                       : overdue->item->history.level,
                                     .advances = advances});
        }
        return request;
    }

    // The item stands in a notice, so nothing withholds it any more, whether or not it advances.
    void settle(OverdueItem& overdue, const Notice& notice) {
        overdue.advances = overdue.due_a_level();
        overdue.listed_in =
            fmt::format("level {} '{}' by {}, pay by {}", notice.level, notice.level_name,
                        to_text(notice.channel), to_text(notice.pay_by));
    }

    void report() {
        decision_.procedure = procedure_.name;
        decision_.behaviour = behaviour();
        for (OverdueItem& overdue : overdue_) {
            Explanation explanation{.invoice = overdue.item->invoice,
                                    .days_overdue = overdue.days_overdue,
                                    .verdict = verdict(overdue)};
            if (overdue.listed_in.empty()) {
                const Reason& ruling = overdue.ruling.value();
                decision_.withheld.push_back({.customer = position_.customer.id,
                                              .invoice = overdue.item->invoice,
                                              .rule = ruling.rule,
                                              .detail = ruling.detail,
                                              .until = ruling.until});
            }
            explanation.reasons = std::move(overdue.tried);
            decision_.explanations.push_back(std::move(explanation));
        }
        for (const OpenCharge& charge : charges_left_) report(charge);
    }

    void report(const OpenCharge& charge) {
        if (charge.due >= as_of_) return;
        const std::string what =
            fmt::format("{} of {}", to_decimal(charge.open), to_text(charge.kind));
        const bool referred = !charge.referral.empty();
        const Reason ruling{.rule = referred ? Rule::referred : Rule::not_alone,
                            .applied = true,
                            .detail = referred
                                          ? fmt::format("{}: referral {}", what, charge.referral)
                                          : what + " go with the customer's next notice"};
        decision_.withheld.push_back({.customer = position_.customer.id,
                                      .invoice = charge.number,
                                      .rule = ruling.rule,
                                      .detail = ruling.detail});
        decision_.explanations.push_back(
            {.invoice = charge.number,
             .days_overdue = as_of_ - charge.due,
             .reasons = {ruling},
             .verdict = fmt::format("withheld: {}", to_text(ruling.rule))});
    }

    std::string behaviour() const {
        if (!position_.record) return {};
        const auto behaviour = behaviour_of(*position_.record);
        return fmt::format("{}: {}", behaviour ? to_text(*behaviour) : "no pattern",
                           in_words(*position_.record));
    }

    std::string verdict(const OverdueItem& overdue) const {
        if (overdue.advances) {
            return fmt::format("listed in a notice and advances by it: {}; {}", overdue.listed_in,
                               what_follows(overdue));
        }
        if (!overdue.listed_in.empty()) {
            return "listed in the notice for other items, without advancing: " + overdue.listed_in;
        }
        const Reason& ruling = overdue.ruling.value();
        std::string text = fmt::format("withheld: {}", to_text(ruling.rule));
        if (ruling.until) text += ", looked at again on " + to_text(*ruling.until);
        if (const std::string next = what_ends(ruling, overdue); !next.empty()) text += "; " + next;
        if (ruling.rule == Rule::no_contact_point || ruling.rule == Rule::opted_out) {
            text += fmt::format(
                "; a call, visit, meeting or letter that is logged counts as this level "
                "(dunning log call {})",
                position_.customer.id);
        }
        return text;
    }

    // What must happen before the item is dunned on, where the rule itself names no day.
    std::string what_ends(const Reason& ruling, const OverdueItem& overdue) const {
        switch (ruling.rule) {
            case Rule::ceased:
            case Rule::represented:
                return "nothing follows until a consent to contact is logged";
            case Rule::disputed:
                return ruling.until ? "" : "dunned on when the dispute is settled";
            case Rule::on_hold:
                return ruling.until ? "" : "dunned on when the hold is released";
            case Rule::plan_current:
                return ruling.until ? "" : "dunned on if the plan breaks";
            case Rule::referred:
                return ruling.until ? "" : "dunned on if the case is taken back";
            case Rule::already_sent:
                return what_follows_done(*overdue.item);
            case Rule::awaiting_approval:
                return "it goes out when it is approved; if the debt changes, it is decided anew";
            case Rule::queued:
                return overdue.item->history.failed
                           ? ""
                           : "the next run, or dunning notify retry, delivers it";
            case Rule::promise_open:
            case Rule::uncertain:
            case Rule::last_level_done:
            case Rule::too_soon:
            case Rule::below_minimum:
            case Rule::stale_data:
            case Rule::non_working_day:
            case Rule::credit_covers:
            case Rule::no_contact_point:
            case Rule::opted_out:
            case Rule::not_alone:
            case Rule::stale_rates:
                return {};
        }
        return {};
    }

    std::string what_follows_done(const OpenItem& item) const {
        const auto next = checks_.level_after(item);
        if (!next) return "no level follows";
        return fmt::format("if it stays unpaid, level {} '{}' on {}", next->index + 1,
                           procedure_.levels[next->index].name, to_text(next->day));
    }

    std::string what_follows(const OverdueItem& overdue) const {
        const std::size_t next = overdue.next_level + 1;
        if (next >= procedure_.levels.size()) return "no level follows";
        const Level& level = procedure_.levels[next];
        return fmt::format(
            "if it stays unpaid{}, level {} '{}' on {}",
            is_below_minimum(level, claim_)
                ? " and the claim meets its minimum of " + to_decimal(*level.min_amount)
                : "",
            next + 1, level.name, to_text(checks_.day_of_level_after(overdue)));
    }

    const CustomerPosition& position_;
    const Policy& policy_;
    const DecisionContext& context_;
    const Date as_of_;
    const Procedure& procedure_;
    const ItemChecks checks_;
    const Money zero_;
    Money claim_;  // of all items that are not excluded
    Money credit_left_;
    std::vector<OpenCharge> charges_left_;
    std::vector<OverdueItem> overdue_;
    Decision decision_;
};

}  // namespace

Decision decide(const CustomerPosition& position, const DecisionContext& context, Date as_of) {
    return Decider(position, context, as_of).run();
}

}  // namespace dunning
