// Invoices and receipts in few words, and allocations as lines: shared by the tests of allocate.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/allocation.h"
#include "core/list_settlement.h"
#include "support/literals.h"

namespace dunning::testing {

using namespace dunning::literals;

using Invoices = std::vector<Invoice>;
using Receipts = std::vector<Receipt>;

// Days of January 2025, so that a case reads as a calendar.
inline Date jan(int day) {
    return Date::from_ymd(2025, 1, day);
}

inline Money eur(int whole) {
    return Money(whole * 100, "EUR"_currency);
}

inline Invoice invoice(std::string number, Date issued, int amount, std::optional<Date> due = {}) {
    return {.number = std::move(number),
            .customer = "C001",
            .issued = issued,
            .due = due.value_or(issued + 30),
            .amount = eur(amount)};
}

inline Invoice with_reference(std::string reference, Invoice invoice) {
    invoice.reference = std::move(reference);
    return invoice;
}

struct About {
    std::string invoice = {};
    std::string reference = {};
    std::string description = {};
    std::string end_to_end_id = {};
};

inline Receipt payment(std::string id, Date date, int amount, About about = {}) {
    return {.id = std::move(id),
            .customer = "C001",
            .date = date,
            .amount = eur(amount),
            .invoice = about.invoice,
            .reference = about.reference,
            .description = about.description,
            .end_to_end_id = about.end_to_end_id};
}

inline Receipt returned(std::string id, Date date, int amount, About about = {}) {
    return payment(std::move(id), date, -amount, std::move(about));
}

inline Receipt credit(std::string id, Date date, int amount, About about = {}) {
    Receipt receipt = payment(std::move(id), date, amount, std::move(about));
    receipt.kind = ReceiptKind::credit;
    return receipt;
}

// A list has so much less of the invoice open, or more when it is negative.
inline Receipt listed(std::string id, Date date, int amount, std::string invoice,
                      int still_open = 0) {
    Receipt receipt = payment(std::move(id), date, amount, {.invoice = std::move(invoice)});
    receipt.method = method_of_list(eur(still_open));
    return receipt;
}

// "10 P1 I1 100.00 invoice": day of the month, receipt, invoice, amount, rule.
inline std::string line(const Invoices& invoices, const Receipts& receipts,
                        const Allocation& made) {
    return fmt::format("{} {} {} {} {}", made.day.day(), receipts[made.receipt].id,
                       invoices[made.invoice].number,
                       to_decimal(Money(made.amount_minor, "EUR"_currency)), to_text(made.rule));
}

// A ruling by names, so that it survives another order of the facts.
struct Ruled {
    std::string receipt;
    std::string invoice;
    int amount = 0;
};

// A plan by names, likewise.
struct Agreed {
    std::string code;
    Date proposed;
    std::vector<std::string> debts;
    std::vector<int> installments = {};
    std::optional<Date> cancelled = {};
};

struct Book {
    Invoices invoices = {};
    Receipts receipts = {};
    AllocationRules rules = {};
    std::vector<Ruled> rulings = {};
    std::vector<Agreed> plans = {};
};

// Those of which the book has both sides.
inline std::vector<Ruling> rulings_of(const Book& book) {
    std::vector<Ruling> rulings;
    for (const Ruled& ruled : book.rulings) {
        const auto receipt = std::ranges::find(book.receipts, ruled.receipt, &Receipt::id);
        const auto invoice = std::ranges::find(book.invoices, ruled.invoice, &Invoice::number);
        if (receipt == book.receipts.end() || invoice == book.invoices.end()) continue;
        rulings.push_back({static_cast<std::size_t>(receipt - book.receipts.begin()),
                           static_cast<std::size_t>(invoice - book.invoices.begin()),
                           eur(ruled.amount).minor()});
    }
    return rulings;
}

// With those of their debts that the book has.
inline std::vector<PlanAgreement> plans_of(const Book& book) {
    std::vector<PlanAgreement> plans;
    for (const Agreed& agreed : book.plans) {
        PlanAgreement plan{
            .code = agreed.code, .proposed = agreed.proposed, .cancelled = agreed.cancelled};
        for (const std::string& number : agreed.debts) {
            const auto debt = std::ranges::find(book.invoices, number, &Invoice::number);
            if (debt == book.invoices.end()) continue;
            plan.debts.push_back(static_cast<std::size_t>(debt - book.invoices.begin()));
        }
        for (const int amount : agreed.installments) {
            plan.installments_minor.push_back(eur(amount).minor());
        }
        plans.push_back(std::move(plan));
    }
    return plans;
}

inline AllocationResult replay(const Book& book, std::optional<Date> until = {}) {
    return allocate(book.invoices, book.receipts, book.rules, rulings_of(book), plans_of(book),
                    until);
}

// All allocations, one a line.
inline std::string replayed(const Book& book) {
    std::string lines;
    for (const Allocation& made : replay(book).made) {
        lines += (lines.empty() ? "" : "\n") + line(book.invoices, book.receipts, made);
    }
    return lines;
}

inline std::string replayed(const Invoices& invoices, const Receipts& receipts,
                            const AllocationRules& rules = {}) {
    return replayed(Book{.invoices = invoices, .receipts = receipts, .rules = rules});
}

// "P1 50.00 ambiguous: I1 I2", one receipt a line.
inline std::string on_account(const Book& book, std::optional<Date> until = {}) {
    std::string lines;
    for (const Unmatched& left : replay(book, until).unmatched) {
        lines +=
            fmt::format("{}{} {} {}", lines.empty() ? "" : "\n", book.receipts[left.receipt].id,
                        to_decimal(Money(left.amount_minor, "EUR"_currency)), to_text(left.why));
        for (std::size_t i = 0; i < left.candidates.size(); ++i) {
            lines += (i == 0 ? ": " : " ") + book.invoices[left.candidates[i]].number;
        }
    }
    return lines;
}

}  // namespace dunning::testing
