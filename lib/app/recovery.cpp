#include "app/recovery.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "app/contacted_debts.h"
#include "app/money_exit.h"
#include "app/roll_book.h"

namespace dunning {
namespace {

struct Listed {
    Date day;
    std::size_t row = 0;
};

// The customer was spoken to, or a message was left.
bool has_reached(ContactOutcome outcome) {
    switch (outcome) {
        case ContactOutcome::conversation:
        case ContactOutcome::voicemail:
        case ContactOutcome::sent:
        case ContactOutcome::delivered:
        case ContactOutcome::promised:
        case ContactOutcome::disputed:
        case ContactOutcome::refused:
        case ContactOutcome::consent:
        case ContactOutcome::opt_out:
        case ContactOutcome::cease:
        case ContactOutcome::represented:
            return true;
        case ContactOutcome::no_answer:
        case ContactOutcome::busy:
        case ContactOutcome::not_in_service:
        case ContactOutcome::wrong_number:
        case ContactOutcome::third_party:
        case ContactOutcome::bounced:
        case ContactOutcome::noted:
            return false;
    }
    return false;
}

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
        if (request_.by == NoticesBy::channel) add_contacts(all);
        ledger_.for_each_settlement(all, [&](const SettlementFact& fact) { add(fact); });
        if (request_.by != NoticesBy::channel) {
            ledger_.for_each_contact(all.to, [&](const ContactFact& contact) { add(contact); });
        }
        std::ranges::sort(rows_, {}, [](const RecoveryRow& row) {
            return std::tuple(row.currency, -row.recovered.minor(), row.group);
        });
        return std::move(rows_);
    }

  private:
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

    std::size_t row_of(const NoticeLineFact& line) {
        return row_of({std::string(line.currency), groups_.group_of(line)});
    }

    std::size_t row_of(const FigureKey& key) {
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

    void add_contacts(const DayRange& range) {
        std::vector<ContactFact> contacts;
        std::unordered_set<RowId> customers;
        ledger_.for_each_contact(range.to, [&](const ContactFact& contact) {
            const bool is_note = contact.outcome == ContactOutcome::noted;
            if (!contact.outgoing || is_note || !range.contains(contact.day)) return;
            contacts.push_back(contact);
            contacts.back().reason = contacts.back().collector = {};  // of the row alone
            customers.insert(contact.customer);
        });
        if (contacts.empty()) return;
        const ContactedDebts debts(ledger_, customers, range);
        for (const ContactFact& contact : contacts) {
            add(contact, debts.of(contact.customer, contact.invoice, contact.day));
        }
        // After the notices of their day: a call may be the task of one.
        for (auto& [invoice, listed] : of_invoice_) {
            std::ranges::stable_sort(listed, {}, &Listed::day);
        }
    }

    void add(const ContactFact& contact, const std::vector<ContactedDebt>& asked) {
        const bool counts = range_.contains(contact.day);
        std::set<std::size_t> rows;
        for (const ContactedDebt& debt : asked) {
            const std::size_t row =
                counts ? row_of({debt.currency, std::string(to_text(contact.channel))}) : nobody;
            if (counts) rows.insert(row);
            if (!has_reached(contact.outcome)) continue;
            of_invoice_[debt.invoice].push_back({contact.day, row});
            if (counts) rows_[row].listed += Money(debt.open_minor, rows_[row].listed.currency());
        }
        for (const std::size_t row : rows) {
            ++rows_[row].contacts;
            add_cost(rows_[row], contact.channel);
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
