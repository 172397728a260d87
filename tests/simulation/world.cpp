#include "simulation/world.h"

#include <algorithm>

#include "core/check.h"

namespace dunning::simulation {

void World::add(const Facts& facts) {
    for (const Customer& customer : facts.customers) customers_[customer.id] = customer;
    for (const Invoice& invoice : facts.invoices) add(invoice);
    for (const Receipt& receipt : facts.receipts) add(receipt);
}

void World::agree(const Plan& plan) {
    auto& known = accounts_[{plan.customer, std::string(plan.principal.currency().code())}].plans;
    std::erase_if(known, [&](const Plan& other) { return other.id == plan.id; });
    known.push_back(plan);
    std::ranges::sort(known, {}, &Plan::id);
}

AccountKey World::account_of(const Invoice& invoice) {
    return {invoice.customer, std::string(invoice.amount.currency().code())};
}

const AccountBook& World::book_of(const Invoice& invoice) const {
    return accounts_.at(account_of(invoice));
}

std::int64_t World::open_of(const Invoice& invoice, Date as_of) const {
    const Settled settled = settle(book_of(invoice), as_of);
    const auto found = settled.open.find(invoice.number);
    return found == settled.open.end() ? 0 : found->second;
}

// Money that named this invoice before anybody knew it has found its owner.
void World::add(const Invoice& invoice) {
    DUNNING_CHECK(!invoices_.contains(invoice.number));
    invoices_.emplace(invoice.number, invoice);
    AccountBook& book = accounts_[account_of(invoice)];
    book.invoices.push_back(invoice);
    const auto is_for_it = [&](const Receipt& receipt) {
        return receipt.invoice == invoice.number &&
               receipt.amount.currency() == invoice.amount.currency();
    };
    for (const Receipt& receipt : ownerless_) {
        if (is_for_it(receipt)) book.receipts.push_back(receipt);
    }
    std::erase_if(ownerless_, is_for_it);
}

void World::add(const Receipt& receipt) {
    places_.emplace(receipt.id, places_.size());
    std::string owner = receipt.customer;
    const auto named = invoices_.find(receipt.invoice);
    if (named != invoices_.end()) owner = named->second.customer;
    if (owner.empty()) {
        ownerless_.push_back(receipt);
    } else {
        accounts_[{owner, std::string(receipt.amount.currency().code())}].receipts.push_back(
            receipt);
    }
}

}  // namespace dunning::simulation
