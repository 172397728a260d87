#include "app/reallocate.h"

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

// The rulings by position, as the replay names things.
std::vector<Ruling> rulings_of(const AccountFacts& facts) {
    if (facts.rulings.empty()) return {};
    std::map<RowId, std::size_t> receipts;
    std::map<RowId, std::size_t> invoices;
    for (std::size_t i = 0; i < facts.receipt_ids.size(); ++i) receipts[facts.receipt_ids[i]] = i;
    for (std::size_t i = 0; i < facts.invoice_ids.size(); ++i) invoices[facts.invoice_ids[i]] = i;
    std::vector<Ruling> rulings;
    for (const RulingRecord& record : facts.rulings) {
        const auto receipt = receipts.find(record.receipt);
        const auto invoice = invoices.find(record.invoice);
        // What was withdrawn since has no place, and what was ruled of it no meaning.
        if (receipt == receipts.end() || invoice == invoices.end()) continue;
        rulings.push_back({receipt->second, invoice->second, record.amount_minor.value_or(0)});
    }
    return rulings;
}

std::vector<AllocationRow> wanted_allocations(const AccountFacts& facts,
                                              const AllocationRules& rules) {
    std::vector<AllocationRow> wanted;
    for (const Allocation& made : replay(facts, rules).made) {
        wanted.push_back({.receipt = facts.receipt_ids[made.receipt],
                          .invoice = facts.invoice_ids[made.invoice],
                          .day = made.day,
                          .amount_minor = made.amount_minor,
                          .rule = made.rule});
    }
    return wanted;
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
    // In between an invoice may be paid more than once; the ledger looks when the transaction ends.
    for (const auto& [key, obsolete] : standing) ledger.reverse_allocation(obsolete, stamp);
    for (const AllocationRow& row : missing) ledger.add_allocation(row, stamp);
}

}  // namespace

AllocationResult replay(const AccountFacts& facts, const AllocationRules& rules) {
    return allocate(facts.invoices, facts.receipts, rules, rulings_of(facts));
}

void reallocate_touched(Ledger& ledger, const AllocationRules& rules, const Stamp& stamp) {
    for (const Account& account : ledger.take_accounts_to_replay()) {
        reallocate(ledger, account, rules, stamp);
    }
}

}  // namespace dunning
