// What happened in a book, for those who report on it: invoices, money and notices as rows of
// values, without a judgement. Amounts are minor units of the row's currency.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/contact_event.h"
#include "core/day_range.h"
#include "core/party.h"
#include "core/receivable.h"

namespace dunning {

using RowId = std::int64_t;

// ---- one customer

struct AllocationFact {
    RowId receipt = 0;
    RowId invoice = 0;
    Date day;
    std::int64_t amount_minor = 0;  // negative: money that went back, or a row that takes one back
};

// All of a customer's facts, those that were withdrawn left out. Ids are parallel to the facts.
// What is no money (waivers, discounts, what lists have settled) has id 0, and comes with the day
// on which it settled something and with what it did, so that nothing of it is on account.
struct CustomerHistory {
    std::vector<Invoice> invoices = {};  // by issue day, then number
    std::vector<RowId> invoice_ids = {};
    std::vector<Receipt> receipts = {};  // by day, then id
    std::vector<RowId> receipt_ids = {};
    std::vector<AllocationFact> allocations = {};
};

// ---- the whole book; views are valid during the call only

struct InvoiceFact {
    RowId invoice = 0;
    RowId customer = 0;
    std::string_view currency;
    Date issued;
    Date due;
    std::int64_t amount_minor = 0;
};

// What was settled of an invoice on a day. Rows that take others back come too, with the sign
// turned and on the day of what they take back, so sums are right.
struct SettledAmount {
    InvoiceFact of;
    Date day;
    std::int64_t amount_minor = 0;
};

struct PaidInvoiceFact {
    RowId customer = 0;
    Date due;
    Date paid;  // when the last money came
};

// A part of a receipt that was set against an invoice, likewise.
struct SettlementFact {
    InvoiceFact of;
    Date day;
    std::int64_t amount_minor = 0;
    RowId receipt = 0;
    ReceiptKind kind = ReceiptKind::payment;
    std::string_view method;
    std::string_view description;
};

// Money that came in, also what is on account; a customer when one is known.
struct ReceiptFact {
    RowId receipt = 0;
    std::optional<RowId> customer = {};
    ReceiptKind kind = ReceiptKind::payment;
    std::string_view currency;
    Date day;
    std::int64_t amount_minor = 0;
    std::string_view method;
    std::string_view description;
};

// An invoice that an issued notice listed. The day is the one on which the notice went out.
struct NoticeLineFact {
    RowId notice = 0;
    RowId invoice = 0;
    RowId customer = 0;
    Date day;
    std::string_view currency;
    std::int64_t open_minor = 0;
    int level = 0;  // the notice's
    std::string_view level_name;
    std::string_view procedure;
    std::string_view wording;
    Channel channel = Channel::email;
};

// A contact that somebody recorded.
struct ContactFact {
    RowId customer = 0;
    std::optional<RowId> invoice = {};
    Date day;
    Channel channel = Channel::phone;
    bool outgoing = false;
    ContactOutcome outcome = ContactOutcome::conversation;
    std::string_view reason;
    std::string_view collector;
};

// What changed the answer for a day that had passed, recorded later: facts of that day or earlier
// that came, were corrected, or were taken back with their import; money that was set against other
// invoices, by a person or because of what came; a plan that was confirmed later than it was
// proposed, when payments had come in between, because they pay the plan first; what such a plan
// has charged for days before; a charge that was corrected.
struct LateFact {
    std::string kind;  // "invoice", "payment corrected", "credit withdrawn", "payment reallocated"
    std::string code;
    std::string customer;
    std::string currency;
    Date day;
    // What it does to the balance of that day: the effect of a correction, not all that the fact is
    // now. Invoices add to it, money takes from it, and where money is set changes nothing.
    std::int64_t amount_minor = 0;
    // What it does to what was open. The rest of the amount is on account.
    std::int64_t open_minor = 0;
    std::string batch;  // of an import
    std::string why;
};

}  // namespace dunning
