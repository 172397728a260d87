#include "app/recovery.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/money_exit.h"
#include "app/roll_book.h"

namespace dunning {
namespace {

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
          range_(with_whole_window(request.notices, request.within_days, as_of)),
          groups_(ledger, request.by, as_of) {}

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
        const FigureKey key{std::string(line.currency), groups_.group_of(line)};
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
    const NoticeGroups groups_;
    std::map<FigureKey, std::size_t> index_;
    std::vector<RecoveryRow> rows_;
    std::unordered_map<RowId, std::vector<Listed>> of_invoice_;
    std::unordered_map<RowId, std::vector<Listed>> of_customer_;
    std::set<std::pair<RowId, std::size_t>> notices_;
};

}  // namespace

std::vector<RecoveryRow> measure_recovery(const Ledger& ledger, const Policy& policy,
                                          const RecoveryRequest& request, Date as_of) {
    return RecoveryMeasurer(ledger, policy, request, as_of).measure();
}

}  // namespace dunning
