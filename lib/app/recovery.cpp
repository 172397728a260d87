#include "app/recovery.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/money_exit.h"
#include "app/reasons_told.h"

namespace dunning {
namespace {

class Grouper {
  public:
    Grouper(const Ledger& ledger, RecoveryBy by, Date up_to) : by_(by) {
        for (CustomerName& name : ledger.customer_names()) names_.emplace(name.id, std::move(name));
        if (by == RecoveryBy::reason) reasons_.emplace(ledger, up_to);
    }

    std::string group_of(const NoticeLineFact& line) const {
        switch (by_) {
            case RecoveryBy::level:
                return std::to_string(line.level) + " " + std::string(line.level_name);
            case RecoveryBy::channel:
                return std::string(to_text(line.channel));
            case RecoveryBy::template_name:
                return std::string(line.wording);
            case RecoveryBy::procedure:
                return std::string(line.procedure);
            case RecoveryBy::collector:
                return names_.at(line.customer).collector;
            case RecoveryBy::segment:
                return names_.at(line.customer).segment;
            case RecoveryBy::reason:
                return reasons_->on(line.day, line.customer, line.invoice);
        }
        return {};
    }

    const CustomerName& name(RowId customer) const { return names_.at(customer); }

  private:
    RecoveryBy by_;
    std::unordered_map<RowId, CustomerName> names_;
    std::optional<ReasonsTold> reasons_;
};

// The notices that have had their whole window by the day asked about.
DayRange mature(DayRange notices, int within_days, Date as_of) {
    notices.to = std::min(notices.to, as_of - within_days);
    return notices;
}

struct Listed {
    Date day;
    std::size_t row = 0;
};

class RecoveryMeasurer {
  public:
    RecoveryMeasurer(const Ledger& ledger, const Policy& policy, const RecoveryRequest& request,
                     Date as_of)
        : ledger_(ledger),
          policy_(policy),
          request_(request),
          range_(mature(request.notices, request.within_days, as_of)),
          grouper_(ledger, request.by, as_of) {}

    std::vector<RecoveryRow> measure() {
        if (range_.to < range_.from) return {};
        // Later notices too: they take over what is paid after them.
        const DayRange all{range_.from, range_.to + request_.within_days};
        ledger_.for_each_notice_line(all, [&](const NoticeLineFact& line) { add(line); });
        ledger_.for_each_settlement(all, [&](const SettlementFact& fact) { add(fact); });
        ledger_.for_each_contact(all.to, [&](const ContactFact& contact) { add(contact); });
        std::ranges::sort(rows_, {}, [](const RecoveryRow& row) {
            return std::tuple(row.currency, -row.recovered.minor(), row.group);
        });
        return std::move(rows_);
    }

  private:
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

    std::size_t row_of(const NoticeLineFact& line) {
        const FigureKey key{std::string(line.currency), grouper_.group_of(line)};
        const auto [found, is_new] = index_.try_emplace(key, rows_.size());
        if (is_new) {
            const Money zero = Money::zero(*Currency::from_code(key.currency));
            rows_.push_back({.group = key.group,
                             .currency = key.currency,
                             .listed = zero,
                             .recovered = zero,
                             .cost = zero});
        }
        return found->second;
    }

    void add(const NoticeLineFact& line) {
        const bool counts = range_.contains(line.day);
        const std::size_t row = counts ? row_of(line) : nobody;
        of_invoice_[line.invoice].push_back({line.day, row});
        of_customer_[line.customer].push_back({line.day, row});
        if (!counts) return;
        RecoveryRow& into = rows_[row];
        into.listed += Money(line.open_minor, into.listed.currency());
        if (notices_.insert({line.notice, row}).second) {
            ++into.notices;
            add_cost(into, line.channel);
        }
    }

    void add_cost(RecoveryRow& into, Channel channel) const {
        for (const ChannelCost& cost : policy_.report.cost) {
            if (cost.channel != channel || cost.cost.currency() != into.cost.currency()) continue;
            into.cost += cost.cost;
            into.cost_known = true;
        }
    }

    // The row of the last notice before the day, if its window is still open.
    std::size_t row_before(const std::vector<Listed>& notices, Date day) const {
        std::size_t row = nobody;
        for (const Listed& listed : notices) {
            if (listed.day >= day) break;
            row = day - listed.day <= request_.within_days ? listed.row : nobody;
        }
        return row;
    }

    void add(const SettlementFact& fact) {
        const auto listed = of_invoice_.find(fact.of.invoice);
        if (listed == of_invoice_.end()) return;
        const auto exit = money_exit(policy_.report, fact.kind, fact.method, fact.description);
        const std::size_t row = row_before(listed->second, fact.day);
        if (exit != RollMatrix::paid || row == nobody) return;
        rows_[row].recovered += Money(fact.amount_minor, rows_[row].recovered.currency());
    }

    void add(const ContactFact& contact) {
        const auto listed = of_customer_.find(contact.customer);
        if (!contact.outgoing || listed == of_customer_.end()) return;
        const std::size_t row = row_before(listed->second, contact.day);
        if (row == nobody) return;
        ++rows_[row].contacts;
        add_cost(rows_[row], contact.channel);
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const RecoveryRequest& request_;
    const DayRange range_;
    const Grouper grouper_;
    std::map<FigureKey, std::size_t> index_;
    std::vector<RecoveryRow> rows_;
    std::unordered_map<RowId, std::vector<Listed>> of_invoice_;
    std::unordered_map<RowId, std::vector<Listed>> of_customer_;
    std::set<std::pair<RowId, std::size_t>> notices_;
};

// ---- strategy

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
          range_(mature(request.notices, request.within_days, as_of)),
          grouper_(ledger, request.by, as_of) {}

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
               takes_part(*procedure->when.trial, grouper_.name(line.customer).code);
    }

    void add(const NoticeLineFact& line) {
        if (!is_wanted(line)) return;
        const auto [found, is_first] =
            trialists_.try_emplace(std::pair(line.customer, std::string(line.currency)),
                                   Trialist{.notice = line.notice,
                                            .day = line.day,
                                            .group = grouper_.group_of(line),
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
    const Grouper grouper_;
    std::map<std::pair<RowId, std::string>, Trialist> trialists_;
    std::unordered_map<RowId, Trialist*> of_invoice_;
};

constexpr std::array all_groupings{
    RecoveryBy::level,  RecoveryBy::channel, RecoveryBy::template_name, RecoveryBy::collector,
    RecoveryBy::reason, RecoveryBy::segment, RecoveryBy::procedure};

}  // namespace

std::string_view to_text(RecoveryBy by) {
    switch (by) {
        case RecoveryBy::level:
            return "level";
        case RecoveryBy::channel:
            return "channel";
        case RecoveryBy::template_name:
            return "template";
        case RecoveryBy::collector:
            return "collector";
        case RecoveryBy::reason:
            return "reason";
        case RecoveryBy::segment:
            return "segment";
        case RecoveryBy::procedure:
            return "procedure";
    }
    return "level";
}

std::optional<RecoveryBy> recovery_by_from(std::string_view text) {
    for (const RecoveryBy by : all_groupings) {
        if (to_text(by) == text) return by;
    }
    return std::nullopt;
}

std::vector<RecoveryRow> measure_recovery(const Ledger& ledger, const Policy& policy,
                                          const RecoveryRequest& request, Date as_of) {
    return RecoveryMeasurer(ledger, policy, request, as_of).measure();
}

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
