// Invoices and receipts in few words, and allocations as lines: shared by the tests of allocate.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/allocation.h"
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
};

inline Receipt payment(std::string id, Date date, int amount, About about = {}) {
    return {.id = std::move(id),
            .customer = "C001",
            .date = date,
            .amount = eur(amount),
            .invoice = about.invoice,
            .reference = about.reference};
}

inline Receipt returned(std::string id, Date date, int amount, About about = {}) {
    return payment(std::move(id), date, -amount, std::move(about));
}

inline Receipt credit(std::string id, Date date, int amount, About about = {}) {
    Receipt receipt = payment(std::move(id), date, amount, std::move(about));
    receipt.kind = ReceiptKind::credit;
    return receipt;
}

// "10 P1 I1 100.00 invoice": day of the month, receipt, invoice, amount, rule.
inline std::string line(const Invoices& invoices, const Receipts& receipts,
                        const Allocation& made) {
    return fmt::format("{} {} {} {} {}", made.day.day(), receipts[made.receipt].id,
                       invoices[made.invoice].number,
                       to_decimal(Money(made.amount_minor, "EUR"_currency)), to_text(made.rule));
}

// All allocations, one a line.
inline std::string replayed(const Invoices& invoices, const Receipts& receipts,
                            const AllocationRules& rules = {}) {
    std::string lines;
    for (const Allocation& made : allocate(invoices, receipts, rules)) {
        lines += (lines.empty() ? "" : "\n") + line(invoices, receipts, made);
    }
    return lines;
}

struct Book {
    Invoices invoices;
    Receipts receipts;
    AllocationRules rules;
};

inline std::string replayed(const Book& book) {
    return replayed(book.invoices, book.receipts, book.rules);
}

}  // namespace dunning::testing
