#include "app/reallocate.h"

#include <algorithm>
#include <map>

namespace dunning {
namespace {

struct Key {
    RowId receipt;
    RowId invoice;
    Date day;
    std::int64_t amount_minor;
    AllocationRule rule;
    friend auto operator<=>(const Key&, const Key&) = default;
};

Key key_of(const AllocationRow& row) {
    return {row.receipt, row.invoice, row.day, row.amount_minor, row.rule};
}

std::vector<AllocationRow> wanted_allocations(const AccountFacts& facts, const AllocationRules& rules) {
    std::vector<AllocationRow> wanted;
    for (const Allocation& made : allocate(facts.invoices, facts.receipts, rules)) {
        wanted.push_back({.receipt = facts.receipt_ids[made.receipt],
                          .invoice = facts.invoice_ids[made.invoice],
                          .day = made.day,
                          .amount_minor = made.amount_minor,
                          .rule = made.rule});
    }
    return wanted;
}

// What gives money back goes first: the ledger refuses an invoice that is paid more than once, even for
// the length of a statement.
void by_giving_back_first(std::vector<AllocationRow>& rows, std::int64_t sign) {
    std::ranges::stable_sort(rows, {}, [&](const AllocationRow& row) { return sign * row.amount_minor; });
}

void reallocate(Ledger& ledger, const Account& account, const AllocationRules& rules,
                const Stamp& stamp) {
    const AccountFacts facts = ledger.account_facts(account);
    std::multimap<Key, AllocationRow> standing;
    for (const AllocationRow& row : facts.allocations) standing.emplace(key_of(row), row);

    std::vector<AllocationRow> missing;
    for (const AllocationRow& row : wanted_allocations(facts, rules)) {
        const auto found = standing.find(key_of(row));
        if (found == standing.end()) {
            missing.push_back(row);
        } else {
            standing.erase(found);
        }
    }
    std::vector<AllocationRow> obsolete;
    for (const auto& [key, row] : standing) obsolete.push_back(row);
    by_giving_back_first(obsolete, -1);
    for (const AllocationRow& row : obsolete) ledger.reverse_allocation(row, stamp);
    for (const AllocationRow& row : missing) ledger.add_allocation(row, stamp);
}

}  // namespace

void reallocate_touched(Ledger& ledger, const AllocationRules& rules, const Stamp& stamp) {
    for (const Account& account : ledger.take_touched_accounts()) {
        reallocate(ledger, account, rules, stamp);
    }
}

}  // namespace dunning
