#include "app/list_unmatched.h"

#include <algorithm>
#include <map>

#include "app/find_owners.h"
#include "app/reallocate.h"

namespace dunning {
namespace {

std::string text_of(const Receipt& receipt) {
    std::string text = receipt.invoice;
    for (const std::string* part : {&receipt.reference, &receipt.description}) {
        if (part->empty()) continue;
        if (!text.empty()) text += ' ';
        text += *part;
    }
    return text;
}

UnmatchedMoney about(const Receipt& receipt, std::int64_t left_minor) {
    return {.payment = receipt.id,
            .day = receipt.date,
            .left = Money(left_minor, receipt.amount.currency()),
            .payer = receipt.payer,
            .text = text_of(receipt)};
}

void add_ownerless(const Ledger& ledger, const AllocationRules& rules,
                   const std::map<RowId, std::string>& codes, Date as_of,
                   std::vector<UnmatchedMoney>& all) {
    for (const OwnerCandidates& each : owner_candidates(ledger, rules)) {
        const Receipt& receipt = each.money.receipt;
        if (receipt.date > as_of) continue;
        UnmatchedMoney money = about(receipt, receipt.amount.minor());
        money.why = each.customers.size() > 1 ? "ambiguous_owner"
                    : receipt.invoice.empty() ? "no_owner"
                                              : "names_unknown_invoice";
        for (const RowId customer : each.customers) money.candidates.push_back(codes.at(customer));
        std::ranges::sort(money.candidates);
        all.push_back(std::move(money));
    }
}

void add_of_account(const AccountFacts& facts, const AllocationRules& rules,
                    const std::string& customer, Date as_of, std::vector<UnmatchedMoney>& all) {
    for (const Unmatched& left : replay(facts, rules, as_of).unmatched) {
        UnmatchedMoney money = about(facts.receipts[left.receipt], left.amount_minor);
        money.customer = customer;
        money.why = to_text(left.why);
        for (const std::size_t invoice : left.candidates) {
            money.candidates.push_back(facts.invoices[invoice].number);
        }
        all.push_back(std::move(money));
    }
}

}  // namespace

std::vector<UnmatchedMoney> list_unmatched(const Ledger& ledger, const Policy& policy, Date as_of) {
    std::map<RowId, std::string> codes;
    for (const CustomerName& customer : ledger.customer_names()) codes[customer.id] = customer.code;
    std::vector<UnmatchedMoney> all;
    add_ownerless(ledger, policy.allocation, codes, as_of, all);
    for (const Account& account : ledger.accounts_with_money_left(as_of)) {
        add_of_account(ledger.account_facts(account), policy.allocation, codes.at(account.customer),
                       as_of, all);
    }
    std::ranges::sort(all, [](const UnmatchedMoney& a, const UnmatchedMoney& b) {
        const auto key = [](const UnmatchedMoney& m) {
            return std::tuple(m.left.currency().code(), -m.left.minor(), m.day,
                              std::string_view(m.payment));
        };
        return key(a) < key(b);
    });
    return all;
}

}  // namespace dunning
