#include "app/monthly_rolls.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "app/money_exit.h"
#include "core/check.h"
#include "core/day_range.h"

namespace dunning {
namespace {

// An invoice that was open on one of the days, as the walk back has it.
struct Debt {
    RowId invoice = 0;
    Currency currency;
    Date issued;
    Date due;                        // as agreed first
    std::int64_t open_minor = 0;     // at the begin of the period
    std::int64_t settled_minor = 0;  // in it
};

struct Settled {
    std::size_t debt = 0;
    Date day;
    RollMatrix::Exit exit = RollMatrix::paid;
    std::int64_t amount_minor = 0;
};

class BackwardRolls {
  public:
    BackwardRolls(const Ledger& ledger, const Policy& policy, const DayRange& all)
        : policy_(policy), extended_(ledger.extended_due_dates()) {
        ledger.for_each_open_item(all.to, [&](const OpenAmount& item) {
            debt_of({.invoice = item.invoice,
                     .customer = item.customer,
                     .currency = item.currency,
                     .issued = item.issued,
                     .due = item.due})
                .open_minor = item.open_minor;
        });
        ledger.for_each_settlement({all.from + 1, all.to}, [&](const SettlementFact& fact) {
            debt_of(fact.of);
            const auto exit = money_exit(policy.report, fact.kind, fact.method, fact.description);
            settled_.push_back({places_.at(fact.of.invoice), fact.day, exit, fact.amount_minor});
        });
        unread_ = settled_.size();
    }

    // REQUIRES: called for the last period first, then for the one before it.
    RollsByCurrency roll(const DayRange& between) {
        const std::size_t end = unread_;
        while (unread_ > 0 && settled_[unread_ - 1].day > between.from) {
            const Settled& settled = settled_[--unread_];
            Debt& debt = debts_[settled.debt];
            debt.open_minor = add_minor(debt.open_minor, settled.amount_minor);
            debt.settled_minor = add_minor(debt.settled_minor, settled.amount_minor);
        }
        RollsByCurrency rolls;
        for (std::size_t i = unread_; i < end; ++i) leave(settled_[i], between, rolls);
        for (Debt& debt : debts_) stay(debt, between, rolls);
        return rolls;
    }

  private:
    Debt& debt_of(const InvoiceFact& invoice) {
        const auto [found, is_new] = places_.try_emplace(invoice.invoice, debts_.size());
        if (is_new) {
            const auto extended = extended_.find(invoice.invoice);
            debts_.push_back(
                {.invoice = invoice.invoice,
                 .currency = *Currency::from_code(invoice.currency),
                 .issued = invoice.issued,
                 .due = extended == extended_.end() ? invoice.due : extended->second.agreed});
        }
        return debts_[found->second];
    }

    static bool is_open(const Debt& debt, Date begin) {
        return debt.open_minor > 0 && debt.issued <= begin;
    }

    RollMatrix& matrix_of(const Debt& debt, RollsByCurrency& rolls) const {
        return rolls.try_emplace(debt.currency, policy_.aging.size()).first->second;
    }

    // By the due date that was known at the begin.
    std::size_t bucket_of(const Debt& debt, Date begin, Date day) const {
        Date due = debt.due;
        if (!extended_.empty()) {
            const auto extended = extended_.find(debt.invoice);
            if (extended != extended_.end()) due = extended->second.on(begin);
        }
        return policy_.aging.bucket_of(days_past(debt.issued, due, policy_.aging_basis, day));
    }

    void leave(const Settled& settled, const DayRange& between, RollsByCurrency& rolls) const {
        const Debt& debt = debts_[settled.debt];
        if (!is_open(debt, between.from)) return;
        matrix_of(debt, rolls)
            .leave(bucket_of(debt, between.from, between.from), settled.exit, settled.amount_minor);
    }

    void stay(Debt& debt, const DayRange& between, RollsByCurrency& rolls) const {
        if (is_open(debt, between.from)) {
            matrix_of(debt, rolls)
                .stay(bucket_of(debt, between.from, between.from),
                      bucket_of(debt, between.from, between.to),
                      add_minor(debt.open_minor, -debt.settled_minor));
        }
        debt.settled_minor = 0;
    }

    const Policy& policy_;
    const std::unordered_map<RowId, DueDates> extended_;
    std::vector<Debt> debts_;
    std::unordered_map<RowId, std::size_t> places_;
    std::vector<Settled> settled_;  // by day
    std::size_t unread_ = 0;        // of them: from the front, those of earlier periods
};

}  // namespace

std::vector<RollsByCurrency> monthly_rolls(const Ledger& ledger, const Policy& policy,
                                           const std::vector<Date>& days) {
    DUNNING_CHECK(days.size() >= 2 && std::ranges::is_sorted(days));
    BackwardRolls backward(ledger, policy, {days.front(), days.back()});
    std::vector<RollsByCurrency> rolls(days.size() - 1);
    for (std::size_t i = rolls.size(); i-- > 0;) rolls[i] = backward.roll({days[i], days[i + 1]});
    return rolls;
}

}  // namespace dunning
