#include "app/contacted_debts.h"

namespace dunning {

ContactedDebts::ContactedDebts(const Ledger& ledger, const std::unordered_set<RowId>& customers,
                               const DayRange& range) {
    for (const RowId customer : customers) by_customer_.try_emplace(customer);
    ledger.for_each_open_item(range.from - 1, [&](const OpenAmount& item) {
        if (Debts* debts = debts_of(item.customer)) {
            debts->try_emplace(item.invoice,
                               Debt{std::string(item.currency), item.due, item.open_minor});
        }
    });
    ledger.for_each_invoice_issued(range, [&](const InvoiceFact& invoice) {
        if (Debts* debts = debts_of(invoice.customer)) {
            debts->try_emplace(invoice.invoice, Debt{std::string(invoice.currency), invoice.due,
                                                     invoice.amount_minor});
        }
    });
    ledger.for_each_settlement(range, [&](const SettlementFact& fact) {
        Debts* debts = debts_of(fact.of.customer);
        if (debts == nullptr) return;
        // One that was paid when the range began is open again when its money goes back.
        Debt& debt =
            debts->try_emplace(fact.of.invoice, Debt{std::string(fact.of.currency), fact.of.due, 0})
                .first->second;
        debt.settled_minor.emplace_back(fact.day, fact.amount_minor);
    });
}

std::vector<ContactedDebt> ContactedDebts::of(RowId customer, std::optional<RowId> invoice,
                                              Date day) const {
    std::vector<ContactedDebt> asked;
    for (const auto& [row, debt] : by_customer_.at(customer)) {
        const bool is_meant = invoice ? row == *invoice : debt.due < day;
        if (!is_meant) continue;
        std::int64_t open = debt.open_minor;
        for (const auto& [when, amount_minor] : debt.settled_minor) {
            if (when <= day) open -= amount_minor;
        }
        if (open > 0) asked.push_back({row, debt.currency, open});
    }
    return asked;
}

ContactedDebts::Debts* ContactedDebts::debts_of(RowId customer) {
    const auto found = by_customer_.find(customer);
    return found == by_customer_.end() ? nullptr : &found->second;
}

}  // namespace dunning
