#include "app/reallocate.h"

#include <fmt/format.h>

#include <map>
#include <set>

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

// The replay names things by position.
std::map<RowId, std::size_t> positions_of(const std::vector<RowId>& ids) {
    std::map<RowId, std::size_t> positions;
    for (std::size_t i = 0; i < ids.size(); ++i) positions[ids[i]] = i;
    return positions;
}

std::vector<Ruling> rulings_of(const AccountFacts& facts) {
    if (facts.rulings.empty()) return {};
    const auto receipts = positions_of(facts.receipt_ids);
    const auto invoices = positions_of(facts.invoice_ids);
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

std::vector<PlanAgreement> plans_of(const AccountFacts& facts) {
    if (facts.plans.empty()) return {};
    const auto invoices = positions_of(facts.invoice_ids);
    std::vector<PlanAgreement> plans;
    for (const AccountPlan& plan : facts.plans) {
        PlanAgreement agreement{.code = plan.code,
                                .proposed = plan.proposed,
                                .cancelled = plan.cancelled,
                                .installments_minor = plan.installments_minor};
        for (const RowId debt : plan.debts) {
            // What was withdrawn since, or has gone to another account, is owed here no more.
            const auto found = invoices.find(debt);
            if (found != invoices.end()) agreement.debts.push_back(found->second);
        }
        plans.push_back(std::move(agreement));
    }
    return plans;
}

std::vector<AllocationRow> wanted_allocations(const AccountFacts& facts,
                                              const AllocationResult& result) {
    std::vector<AllocationRow> wanted;
    for (const Allocation& made : result.made) {
        wanted.push_back({.receipt = facts.receipt_ids[made.receipt],
                          .invoice = facts.invoice_ids[made.invoice],
                          .day = made.day,
                          .amount_minor = made.amount_minor,
                          .rule = made.rule});
    }
    return wanted;
}

// Why the discount was credited, as statements and files of the case show it.
std::string reason_of(const Discount& discount, Currency currency) {
    const std::string terms = to_text({discount.terms}, currency);
    const std::string worth = terms.substr(0, terms.find(' '));
    if (discount.amount_minor < 0) {
        return fmt::format("{} for payment by {} taken back: the payment went back", worth,
                           to_text(discount.last_day));
    }
    return fmt::format("{} of {} for payment by {}", worth,
                       to_decimal(Money(discount.base_minor, currency)),
                       to_text(discount.last_day));
}

// The rows that stand, by what the replay says of them.
using Standing = std::multimap<Key, AllocationRow>;

// Takes a row of the key out of what stands. False when there is none.
bool takes(Standing& standing, const Key& key) {
    const auto found = standing.find(key);
    if (found == standing.end()) return false;
    standing.erase(found);
    return true;
}

// A discount has a receipt of its own, so that it is known by the rest.
Key key_of_discount(RowId invoice, Date day, std::int64_t amount_minor) {
    return {0, invoice, day, amount_minor, AllocationRule::discount};
}

// What no longer follows is withdrawn, what follows now is added. An invoice may have come from
// another account, where its discounts stayed: those are made anew.
void settle_discounts(Ledger& ledger, const AccountFacts& facts,
                      const std::vector<Discount>& earned, const Stamp& stamp) {
    const std::set<RowId> own(facts.receipt_ids.begin(), facts.receipt_ids.end());
    Standing standing;
    for (const AllocationRow& row : facts.allocations) {
        if (row.rule != AllocationRule::discount) continue;
        if (own.contains(row.receipt)) {
            standing.emplace(key_of_discount(row.invoice, row.day, row.amount_minor), row);
        } else {
            ledger.withdraw_discount(row, stamp);
        }
    }
    std::vector<const Discount*> missing;
    for (const Discount& discount : earned) {
        const RowId invoice = facts.invoice_ids[discount.invoice];
        if (!takes(standing, key_of_discount(invoice, discount.day, discount.amount_minor))) {
            missing.push_back(&discount);
        }
    }
    for (const auto& [key, obsolete] : standing) ledger.withdraw_discount(obsolete, stamp);
    for (const Discount* discount : missing) {
        const Currency currency = facts.invoices[discount->invoice].amount.currency();
        ledger.add_discount({.invoice = facts.invoice_ids[discount->invoice],
                             .day = discount->day,
                             .amount_minor = discount->amount_minor},
                            reason_of(*discount, currency), stamp);
    }
}

void reallocate(Ledger& ledger, const Account& account, const AllocationRules& rules,
                const Stamp& stamp) {
    const AccountFacts facts = ledger.account_facts(account);
    const AllocationResult result = replay(facts, rules);
    Standing standing;
    bool any_discounts = !result.discounts.empty();
    for (const AllocationRow& row : facts.allocations) {
        const bool is_discount = row.rule == AllocationRule::discount;
        if (!is_discount) standing.emplace(key_of(row), row);
        any_discounts |= is_discount;
    }
    std::vector<AllocationRow> missing;
    for (const AllocationRow& row : wanted_allocations(facts, result)) {
        if (!takes(standing, key_of(row))) missing.push_back(row);
    }
    // In between an invoice may be paid more than once; the ledger looks when the transaction ends.
    for (const auto& [key, obsolete] : standing) ledger.reverse_allocation(obsolete, stamp);
    for (const AllocationRow& row : missing) ledger.add_allocation(row, stamp);
    if (any_discounts) settle_discounts(ledger, facts, result.discounts, stamp);
}

}  // namespace

AllocationResult replay(const AccountFacts& facts, const AllocationRules& rules,
                        std::optional<Date> until) {
    return allocate(facts.invoices, facts.receipts, rules, rulings_of(facts), plans_of(facts),
                    until);
}

void reallocate_touched(Ledger& ledger, const AllocationRules& rules, const Stamp& stamp) {
    for (const Account& account : ledger.take_accounts_to_replay()) {
        reallocate(ledger, account, rules, stamp);
    }
}

}  // namespace dunning
