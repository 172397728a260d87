#include "app/strategy.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "app/money_exit.h"
#include "app/roll_book.h"

namespace dunning {
namespace {

// What one customer was asked for in the first notice of the period.
struct Trialist {
    RowId notice = 0;
    Date day;
    std::string group;
    std::string currency;
    std::int64_t listed_minor = 0;
    std::int64_t paid_minor = 0;
};

const Procedure* procedure_named(const Policy& policy, std::string_view name) {
    const auto found = std::ranges::find(policy.procedures, name, &Procedure::name);
    return found == policy.procedures.end() ? nullptr : &*found;
}

class StrategyComparer {
  public:
    StrategyComparer(const Ledger& ledger, const Policy& policy, const StrategyRequest& request,
                     Date as_of)
        : ledger_(ledger),
          policy_(policy),
          request_(request),
          range_(with_whole_window(request.notices, request.within_days, as_of)),
          groups_(ledger, request.by, as_of) {}

    std::vector<StrategyGroup> compare() {
        if (range_.to < range_.from) return {};
        ledger_.for_each_notice_line(range_, [&](const NoticeLineFact& line) { add(line); });
        const DayRange paid{range_.from, range_.to + request_.within_days};
        ledger_.for_each_settlement(paid, [&](const SettlementFact& fact) { add(fact); });
        std::vector<StrategyGroup> groups = count();
        add_differences(groups);
        return groups;
    }

  private:
    // In a trial a customer counts for the procedure that the trial deals to them.
    bool is_wanted(const NoticeLineFact& line) const {
        if (request_.level && line.level != *request_.level) return false;
        if (request_.trial.empty()) return true;
        const Procedure* procedure = procedure_named(policy_, line.procedure);
        return procedure != nullptr && procedure->when.trial &&
               procedure->when.trial->trial == request_.trial &&
               takes_part(*procedure->when.trial, groups_.name(line.customer).code);
    }

    void add(const NoticeLineFact& line) {
        if (!is_wanted(line)) return;
        const auto [found, is_first] =
            trialists_.try_emplace(std::pair(line.customer, std::string(line.currency)),
                                   Trialist{.notice = line.notice,
                                            .day = line.day,
                                            .group = groups_.group_of(line),
                                            .currency = std::string(line.currency)});
        Trialist& trialist = found->second;
        if (trialist.notice != line.notice) return;
        trialist.listed_minor = add_minor(trialist.listed_minor, line.open_minor);
        of_invoice_[line.invoice] = &trialist;
    }

    void add(const SettlementFact& fact) {
        const auto found = of_invoice_.find(fact.of.invoice);
        if (found == of_invoice_.end()) return;
        Trialist& trialist = *found->second;
        const bool in_window =
            fact.day > trialist.day && fact.day - trialist.day <= request_.within_days;
        const auto exit = money_exit(policy_.report, fact.kind, fact.method, fact.description);
        if (!in_window || exit != RollMatrix::paid) return;
        trialist.paid_minor = add_minor(trialist.paid_minor, fact.amount_minor);
    }

    std::vector<StrategyGroup> count() const {
        std::map<FigureKey, StrategyGroup> groups;
        for (const auto& [who, trialist] : trialists_) {
            const Money zero = Money::zero(*Currency::from_code(trialist.currency));
            StrategyGroup& group =
                groups
                    .try_emplace({trialist.currency, trialist.group},
                                 StrategyGroup{.group = trialist.group,
                                               .currency = trialist.currency,
                                               .paid = {},
                                               .listed = zero,
                                               .recovered = zero,
                                               .by_chance = !request_.trial.empty()})
                    .first->second;
            ++group.paid.size;
            group.paid.hits += trialist.paid_minor >= trialist.listed_minor ? 1 : 0;
            group.listed += Money(trialist.listed_minor, zero.currency());
            group.recovered +=
                Money(std::clamp<std::int64_t>(trialist.paid_minor, 0, trialist.listed_minor),
                      zero.currency());
        }
        std::vector<StrategyGroup> ordered;
        for (auto& [key, group] : groups) ordered.push_back(std::move(group));
        std::ranges::sort(ordered, {}, [](const StrategyGroup& group) {
            return std::tuple(group.currency, -group.paid.size, group.group);
        });
        return ordered;
    }

    static void add_differences(std::vector<StrategyGroup>& groups) {
        const StrategyGroup* reference = nullptr;
        for (StrategyGroup& group : groups) {
            group.interval = wilson_interval(group.paid);
            if (reference == nullptr || reference->currency != group.currency) {
                reference = &group;
            } else {
                group.difference = newcombe_interval(group.paid, reference->paid);
            }
        }
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const StrategyRequest& request_;
    const DayRange range_;
    const NoticeGroups groups_;
    std::map<std::pair<RowId, std::string>, Trialist> trialists_;
    std::unordered_map<RowId, Trialist*> of_invoice_;
};

}  // namespace

std::string_view verdict_of(const StrategyGroup& group) {
    if (!group.difference) return "reference";
    if (group.difference->low > 0) return "better";
    return group.difference->high < 0 ? "worse" : "no difference shown";
}

std::vector<StrategyGroup> compare_strategies(const Ledger& ledger, const Policy& policy,
                                              const StrategyRequest& request, Date as_of) {
    return StrategyComparer(ledger, policy, request, as_of).compare();
}

}  // namespace dunning
