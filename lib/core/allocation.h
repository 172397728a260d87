// Allocation: which money pays which invoice, and by which rule.
//
// A customer's facts of one currency are replayed in the order of their days (on one day: invoices,
// credit notes, payments; then by id). Each receipt goes, by the first rule that applies,
//
//   invoice     to the invoice that it names, and to no other: an overpayment stays on account
//   reference   to the open invoices whose reference it carries, the longest due first
//   (number)    to the open invoices whose numbers stand in its reference
//   (exact)     to the one open invoice of exactly its amount
//   oldest_due  to the open invoices, the longest due first
//
// and what is left stays on account; a later invoice may still take it by the same rules.
//
// A payment that went back takes back, from its own day on, what was paid to the invoice that it
// names; without a name, what the latest payment of its amount has paid (one of the same reference
// first). What that money still had on account goes first. The rest comes from other money on
// account, and without a name at last from the youngest allocations. What is found nowhere leaves
// the account negative, and the next money makes it good before it pays anything.
//
// So the answer as of a day depends on the facts dated up to that day alone, and the order in which
// files were imported never matters. Pure: the ledger keeps the result, and compares it with what
// it had (see allocation_changes).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/receivable.h"

namespace dunning {

enum class AllocationRule {
    invoice,
    reference,
    invoice_number,
    exact_amount,
    oldest_due,
    returned
};

std::string_view to_text(AllocationRule rule);
std::optional<AllocationRule> allocation_rule_from(std::string_view text);

// So much of a receipt set against an invoice, from a day on. Negative when a payment went back.
// Receipts and invoices are named by their position in the facts that were replayed.
struct Allocation {
    std::size_t receipt = 0;
    std::size_t invoice = 0;
    Date day;  // the later of the receipt's and the invoice's day, or when it was reopened
    std::int64_t amount_minor = 0;
    AllocationRule rule = AllocationRule::oldest_due;

    friend bool operator==(const Allocation&, const Allocation&) = default;
};

// Naming an invoice always comes first; `order` is the rest, as `[allocation] order` has it.
struct AllocationRules {
    std::vector<AllocationRule> order = {AllocationRule::reference, AllocationRule::invoice_number,
                                         AllocationRule::exact_amount, AllocationRule::oldest_due};
};

// REQUIRES: all facts are of one customer and one currency. The result is in the order of its
// making; no two allocations have the same receipt, invoice and day unless a payment went back.
std::vector<Allocation> allocate(const std::vector<Invoice>& invoices,
                                 const std::vector<Receipt>& receipts,
                                 const AllocationRules& rules);

}  // namespace dunning
