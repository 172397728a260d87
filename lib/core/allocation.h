// Allocation: which money pays which invoice, and by which rule.
//
// A customer's facts of one currency are replayed in the order of their days (on one day: invoices,
// credit notes, payments, payments that went back, what lists of open items say, which is no money:
// see core/list_settlement.h; then by id). Each receipt goes
//
//   by_hand         first, where a person has ruled: so much to that invoice
//   invoice         to the invoice that it names, and to no other
//
// and if it names none, by the first of these rules that applies (the policy orders them)
//
//   reference       to the open invoices whose reference it carries, the longest due first; see
//                   reference_key and references_in for what counts as the same
//   invoice_number  to the open invoices whose numbers stand in its reference or description, in
//                   the order of the text; see NumberFinder for what counts as found
//   end_to_end_id   the same, with what the payer's own system called the payment
//   exact_amount    to the one open invoice of exactly its amount
//   sum             to the one set of open invoices that adds up to its amount: at most 6 of the
//                   24 longest due, or all
//   oldest_due      to the open invoices, the longest due first
//
// Money that has named its invoices, by whatever rule, then pays what is charged on them, and then
// what notices as a whole have cost: who pays what a notice asks for owes nothing of it any more.
//
// A confirmed plan is the payer's word too, for the payments that come after the day of its
// proposal (on that day: that name it) and until it is cancelled or replaced (BGB 366(1): who pays may choose what is paid; an
// agreement on it goes before the order of the law). Such a payment pays what the plan covers, and
// the interest that the plan has charged,
//
//   reference       first of all, when its texts name the plan
//   exact_amount    before exact_amount, sum and oldest_due, when it is exactly an instalment
//   oldest_due      before what is open beside the plan; and what the plan will yet charge of
//                   interest stays on account, and pays nothing else (another plan only with money
//                   that does not name the first, and is none of its instalments)
//                   - as far as no other money on account will pay it when it is asked for
//
// and a payment that names an invoice of the plan pays the plan next, before what is charged on the
// invoice. So old fees never take what was paid for an instalment.
//
// What is left stays on account; a later invoice may still take it by the same rules, and so may an
// invoice that is open again. What a rule has matched is never spread by a weaker one afterwards.
//
// What is ambiguous is never guessed:
//
// * A number that several invoices may have goes to the one whose open amount is the money left, if
//   exactly one of them is; else the money stays on account, bound to these invoices, and no weaker
//   rule has it. What is certain in the text is paid before that; what only repeats it is no doubt.
// * Two open invoices of the amount, or two sets that add up to it, are no match by these rules.
//   The next rule of the policy applies: with oldest_due that is the policy's decision, and without
//   it the money waits, until one of the two invoices is paid otherwise.
//
// A text is read when the money comes, among the invoices issued by then, and again whenever an
// invoice is issued whose whole number may stand in it: an invoice of tomorrow never changes what a
// text has said today. Sums are looked for when the money comes and never later: money that has
// waited for a year fits the sum of some invoices by accident.
//
// A payment that went back takes back, from its own day on, what a payment of its amount has paid:
// the latest that has not gone back yet, one with the same end-to-end id or reference first, and if
// the return names an invoice, only one that names or pays that invoice. What that money still had
// on account goes first. The rest comes from what was paid to the invoice that the return names,
// then from other money on account, and without a name at last from the youngest allocations. What
// is found nowhere leaves the account negative, and the next money makes it good before it pays
// anything.
//
// Where an invoice has terms of early payment, the rest that its money has earned is given up as
// soon as it is earned, and is open again when that money goes back; see EarlyPayment. Money that
// came in time is looked for an invoice of its amount, and for a set of them, with what each is
// worth less its discount too; and money that names several invoices and falls short of them by no
// more than their discounts pays each less its own, not the first in full.
//
// After each fact, money on account that can pay something now does so, the earliest that came
// first, until none can.
//
// So the answer as of a day depends on the facts dated up to that day alone, and the order in which
// files were imported never matters. Rulings are a person's corrections of all that, and hold from
// the first day: money ruled to an invoice of a later day is kept for it.
//
// Pure: the ledger keeps the result, and compares it with what it had (see allocation_changes). A
// customer with a hundred thousand invoices that are paid by name takes a fifth of a second, one
// with two facts about a microsecond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/debt_kind.h"
#include "core/discount_terms.h"
#include "core/receivable.h"

namespace dunning {

enum class AllocationRule {
    by_hand,
    invoice,
    reference,
    invoice_number,
    end_to_end_id,
    exact_amount,
    sum,
    oldest_due,
    returned,
    discount  // no money: what early payment has earned
};

std::string_view to_text(AllocationRule rule);
std::optional<AllocationRule> allocation_rule_from(std::string_view text);

// So much of a receipt set against an invoice, from a day on. Negative when a payment went back.
// Receipts and invoices are named by their position in the facts that were replayed.
struct Allocation {
    std::size_t receipt = 0;
    std::size_t invoice = 0;
    Date day;  // the later of the receipt's and the invoice's day, or when it became possible
    std::int64_t amount_minor = 0;
    AllocationRule rule = AllocationRule::oldest_due;

    friend bool operator==(const Allocation&, const Allocation&) = default;
};

// `order` is what `[allocation] order` has; by_hand, invoice, returned and discount are no part of
// it.
struct AllocationRules {
    std::vector<AllocationRule> order = {
        AllocationRule::reference,     AllocationRule::invoice_number,
        AllocationRule::end_to_end_id, AllocationRule::exact_amount,
        AllocationRule::sum,           AllocationRule::oldest_due};
    SettlementOrder settles = usual_settlement_order;  // by oldest_due
    DiscountRules discounts = {};
};

// A person's word on what a receipt pays: so much to that invoice, as far as both sides allow, and
// not more, whatever the rules say. 0: nothing of it. The rest of the receipt goes by the rules to
// other invoices. A ruling on a payment that went back has no effect.
struct Ruling {
    std::size_t receipt = 0;
    std::size_t invoice = 0;
    std::int64_t amount_minor = 0;  // not negative

    friend bool operator==(const Ruling&, const Ruling&) = default;
};

// A confirmed plan, for the replay.
struct PlanAgreement {
    std::string code;                     // "P0001"
    Date proposed = {};                   // payments of later days are for it, or that name it,
    std::optional<Date> cancelled = {};   // up to and with this day
    std::vector<std::size_t> debts = {};  // the invoices that it covers, and its interest
    std::vector<std::int64_t> installments_minor = {};
};

// Why money is on account, by what a person would want to know first.
enum class OnAccount {
    names_unknown_invoice,  // the account has no invoice of the number that it names
    names_paid_invoice,     // what it names is paid: paid twice, or too much
    ruled_otherwise,        // a person has ruled that what it names is not, or not all, for it
    ambiguous,              // the candidates fit equally well
    nothing_open,           // there is nothing that it could pay
    no_rule                 // invoices are open, and no rule of the policy gives it to one
};

std::string_view to_text(OnAccount why);

struct Unmatched {
    std::size_t receipt = 0;
    std::int64_t amount_minor = 0;  // left of it, positive
    OnAccount why = OnAccount::no_rule;
    // The invoices to look at, at most max_candidates: for `ambiguous` the open ones that fit, for
    // `names_paid_invoice` and `ruled_otherwise` those named, for `no_rule` a set that adds up to
    // the amount today if there is one.
    std::vector<std::size_t> candidates = {};

    static constexpr std::size_t max_candidates = 20;

    friend bool operator==(const Unmatched&, const Unmatched&) = default;
};

// What early payment has earned on an invoice, from a day on; negative: taken back, because money
// went back.
struct Discount {
    std::size_t invoice = 0;
    Date day = {};
    std::int64_t amount_minor = 0;
    // Why: by these terms, of so much, for money that came by the last day.
    DiscountTerms terms = {};
    std::int64_t base_minor = 0;
    Date last_day = {};

    friend bool operator==(const Discount&, const Discount&) = default;
};

struct AllocationResult {
    // In the order of their making. No two have the same receipt, invoice and day unless a payment
    // went back.
    std::vector<Allocation> made = {};
    // Every receipt with money left when all facts are replayed, in the order of the receipts.
    std::vector<Unmatched> unmatched = {};
    std::vector<Discount> discounts = {};  // in the order of their making
};

// Receipts that are discounts have no part in it: those that are earned are in the result. With
// `until` the replay ends with that day, and what is unmatched is so on that day.
// REQUIRES: all facts are of one customer and one currency; rulings are about them, at most one for
// a receipt and an invoice (checked: positions and signs); plans are in the order of their codes.
AllocationResult allocate(const std::vector<Invoice>& invoices,
                          const std::vector<Receipt>& receipts, const AllocationRules& rules,
                          const std::vector<Ruling>& rulings = {},
                          const std::vector<PlanAgreement>& plans = {},
                          std::optional<Date> until = {});

}  // namespace dunning
