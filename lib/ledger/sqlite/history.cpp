// Rows of what happened, for reports. Those over the whole book read one index or one table from
// its beginning to its end.
#include <algorithm>
#include <span>
#include <tuple>

#include "core/check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

void load_invoices(Connection& db, RowId customer, CustomerHistory& history) {
    auto query = db.query(R"sql(
        SELECT id, number, issued, due, amount_minor, currency, reference, description, kind,
               (SELECT number FROM invoice parent WHERE parent.id = invoice.charged_on)
        FROM invoice
        WHERE customer_id = :customer AND NOT withdrawn
        ORDER BY issued, number)sql");
    query.bind(":customer", customer);
    while (query.next()) {
        history.invoice_ids.push_back(query.integer(0));
        history.invoices.push_back(
            {.number = query.text(1),
             .customer = {},
             .issued = query.date(2),
             .due = query.date(3),
             .amount = Money(query.integer(4), currency_from_row(query.text_view(5))),
             .reference = query.text(6),
             .description = query.text(7),
             .kind = debt_kind_from_row(query.text_view(8)),
             .charged_on = query.text(9)});
    }
}

// What lists have settled, waivers and discounts are no money: so much of them counts as has
// settled something, on the day on which it did. Money that came to be known later may have taken
// their place.
void load_receipts(Connection& db, RowId customer, CustomerHistory& history) {
    auto query = db.query(R"sql(
        SELECT id, kind, code, day, amount_minor, currency, invoice_number, reference, method,
               description
        FROM receipt
        WHERE customer_id = :customer AND NOT withdrawn AND )sql" DUNNING_IS_MONEY R"sql(
        UNION ALL
        SELECT 0, receipt.kind, receipt.code, allocation.day AS settled,
               sum(allocation.amount_minor) AS amount, receipt.currency, receipt.invoice_number,
               receipt.reference, receipt.method, receipt.description
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE invoice.customer_id = :customer AND NOT receipt.withdrawn
            AND NOT ()sql" DUNNING_IS_MONEY R"sql()
        GROUP BY receipt.id, settled
        HAVING amount <> 0
        ORDER BY 4, 3, 2)sql");
    query.bind(":customer", customer);
    while (query.next()) {
        history.receipt_ids.push_back(query.integer(0));
        history.receipts.push_back(
            {.kind = receipt_kind_from_row(query.text_view(1)),
             .id = query.text(2),
             .date = query.date(3),
             .amount = Money(query.integer(4), currency_from_row(query.text_view(5))),
             .invoice = query.text(6),
             .reference = query.text(7),
             .method = query.text(8),
             .description = query.text(9)});
    }
}

void load_allocations(Connection& db, RowId customer, CustomerHistory& history) {
    auto query = db.query(R"sql(
        SELECT allocation.receipt_id, allocation.invoice_id, allocation.day, allocation.amount_minor
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        WHERE invoice.customer_id = :customer
        ORDER BY allocation.day, allocation.id)sql");
    query.bind(":customer", customer);
    while (query.next()) {
        history.allocations.push_back(
            {query.integer(0), query.integer(1), query.date(2), query.integer(3)});
    }
}

Channel known_channel(std::string_view text) {
    const auto channel = channel_from(text);
    DUNNING_CHECK(channel.has_value());  // nothing else is ever written
    return *channel;
}

ContactOutcome known_outcome(std::string_view text) {
    const auto outcome = contact_outcome_from(text);
    DUNNING_CHECK(outcome.has_value());  // likewise
    return *outcome;
}

// A row of the index of the days on which something was settled.
struct SettledPart {
    Date day;
    RowId invoice = 0;
    RowId receipt = 0;
    std::int64_t amount_minor = 0;
};

struct InvoiceTerms {
    RowId id = 0;
    RowId customer = 0;
    Currency currency;
    Date issued;
    Date due;
    std::int64_t amount_minor = 0;
};

struct ReceiptWords {
    RowId id = 0;
    ReceiptKind kind = ReceiptKind::payment;
    std::string method;
    std::string description;
};

// So many have room in memory in a book of any size.
template <class Visit>
void for_each_settled_part(Connection& db, const DayRange& range, const Visit& visit) {
    constexpr std::size_t at_once = 1 << 17;
    auto query = db.query(R"sql(
        SELECT day, invoice_id, receipt_id, amount_minor
        FROM allocation
        WHERE day BETWEEN :from AND :to
        ORDER BY day, invoice_id, receipt_id, amount_minor)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    std::vector<SettledPart> parts;
    while (query.next()) {
        parts.push_back({query.date(0), query.integer(1), query.integer(2), query.integer(3)});
        if (parts.size() < at_once) continue;
        visit(std::span<const SettledPart>(parts));
        parts.clear();
    }
    if (!parts.empty()) visit(std::span<const SettledPart>(parts));
}

std::vector<RowId> sorted_rows(std::span<const SettledPart> parts, RowId SettledPart::*row) {
    std::vector<RowId> rows;
    rows.reserve(parts.size());
    for (const SettledPart& part : parts) rows.push_back(part.*row);
    std::ranges::sort(rows);
    const auto rest = std::ranges::unique(rows);
    rows.erase(rest.begin(), rest.end());
    return rows;
}

// Ascending by id.
std::vector<InvoiceTerms> invoices_in(Connection& db, std::span<const SettledPart> parts) {
    auto query = db.query(R"sql(
        SELECT invoice.id, customer_id, currency, issued, due, amount_minor
        FROM json_each(:invoices)
        CROSS JOIN invoice ON invoice.id = json_each.value)sql");
    const auto rows = sorted_rows(parts, &SettledPart::invoice);
    query.bind_rows(":invoices", rows);
    std::vector<InvoiceTerms> invoices;
    invoices.reserve(rows.size());
    LastCurrency currency;
    while (query.next()) {
        invoices.push_back({query.integer(0), query.integer(1), currency.of(query.text_view(2)),
                            query.date(3), query.date(4), query.integer(5)});
    }
    return invoices;
}

// Ascending by id.
std::vector<ReceiptWords> receipts_in(Connection& db, std::span<const SettledPart> parts) {
    auto query = db.query(R"sql(
        SELECT receipt.id, kind, method, description
        FROM json_each(:receipts)
        CROSS JOIN receipt ON receipt.id = json_each.value)sql");
    const auto rows = sorted_rows(parts, &SettledPart::receipt);
    query.bind_rows(":receipts", rows);
    std::vector<ReceiptWords> receipts;
    receipts.reserve(rows.size());
    while (query.next()) {
        receipts.push_back({query.integer(0), receipt_kind_from_row(query.text_view(1)),
                            query.text(2), query.text(3)});
    }
    return receipts;
}

// REQUIRES: it is there.
template <class Row>
const Row& with_id(const std::vector<Row>& rows, RowId id) {
    return *std::ranges::lower_bound(rows, id, {}, &Row::id);
}

InvoiceFact fact_of(const InvoiceTerms& invoice) {
    return {invoice.id,     invoice.customer, invoice.currency.code(),
            invoice.issued, invoice.due,      invoice.amount_minor};
}

}  // namespace

CustomerHistory Ledger::history(RowId customer) const {
    CustomerHistory history;
    load_invoices(impl_->db, customer, history);
    load_receipts(impl_->db, customer, history);
    load_allocations(impl_->db, customer, history);
    return history;
}

void Ledger::for_each_invoice_issued(const DayRange& range,
                                     const std::function<void(const InvoiceFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, customer_id, currency, issued, due, amount_minor
        FROM invoice
        WHERE issued BETWEEN :from AND :to AND amount_minor > 0)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        visit({query.integer(0), query.integer(1), query.text_view(2), query.date(3), query.date(4),
               query.integer(5)});
    }
}

// By day, invoice, receipt and amount, as the index of days has them. What is known of invoices and
// receipts is read some ten thousand rows at a time, in the order of their tables: one after the
// other each would be looked for in a book of any size.
void Ledger::for_each_settlement(const DayRange& range,
                                 const std::function<void(const SettlementFact&)>& visit) const {
    for_each_settled_part(impl_->db, range, [&](std::span<const SettledPart> parts) {
        const auto invoices = invoices_in(impl_->db, parts);
        const auto receipts = receipts_in(impl_->db, parts);
        for (const SettledPart& part : parts) {
            const ReceiptWords& receipt = with_id(receipts, part.receipt);
            visit({.of = fact_of(with_id(invoices, part.invoice)),
                   .day = part.day,
                   .amount_minor = part.amount_minor,
                   .receipt = part.receipt,
                   .kind = receipt.kind,
                   .method = receipt.method,
                   .description = receipt.description});
        }
    });
}

// Likewise.
void Ledger::for_each_settled_amount(const DayRange& range,
                                     const std::function<void(const SettledAmount&)>& visit) const {
    for_each_settled_part(impl_->db, range, [&](std::span<const SettledPart> parts) {
        const auto invoices = invoices_in(impl_->db, parts);
        for (const SettledPart& part : parts) {
            visit({.of = fact_of(with_id(invoices, part.invoice)),
                   .day = part.day,
                   .amount_minor = part.amount_minor});
        }
    });
}

void Ledger::for_each_receipt(const DayRange& range,
                              const std::function<void(const ReceiptFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        WITH later AS MATERIALIZED (SELECT receipt_id, sum(amount_minor) AS amount_minor
                                    FROM allocation
                                    WHERE day > :to
                                    GROUP BY receipt_id)
        SELECT id, customer_id, kind, currency, day,
               iif(is_money, amount_minor, settled_minor) AS counted_minor, method, description
        FROM (SELECT receipt.*,
                     receipt.amount_minor - left_minor - ifnull(later.amount_minor, 0)
                        AS settled_minor, )sql" DUNNING_IS_MONEY R"sql(
                        AS is_money
              FROM receipt
              LEFT JOIN later ON later.receipt_id = receipt.id
              WHERE receipt.day BETWEEN :from AND :to AND NOT withdrawn)
        WHERE is_money OR settled_minor <> 0)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        ReceiptFact fact{.receipt = query.integer(0),
                         .kind = receipt_kind_from_row(query.text_view(2)),
                         .currency = query.text_view(3),
                         .day = query.date(4),
                         .amount_minor = query.integer(5),
                         .method = query.text_view(6),
                         .description = query.text_view(7)};
        if (!query.is_null(1)) fact.customer = query.integer(1);
        visit(fact);
    }
}

// The day of an issued notice is the one on which it went out, as in positions.cpp.
void Ledger::for_each_notice_line(const DayRange& range,
                                  const std::function<void(const NoticeLineFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT notice.id, notice_line.invoice_id, notice.customer_id,
               max(notice.day, ifnull((SELECT max(delivery_step.day)
                                       FROM delivery_step
                                       WHERE delivery_step.notice_id = notice.id
                                           AND delivery_step.channel = delivery.channel
                                           AND delivery_step.step = 'handing over'), notice.day))
                   AS went_out,
               notice.currency, notice_line.open_minor, notice.level, notice.level_name,
               notice.procedure, notice.wording, delivery.channel
        FROM notice
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
            AND delivery.state = 'sent'
        JOIN notice_line ON notice_line.notice_id = notice.id AND notice_line.live = 1
        WHERE went_out BETWEEN :from AND :to
        ORDER BY went_out, notice.id, notice_line.n)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        visit({.notice = query.integer(0),
               .invoice = query.integer(1),
               .customer = query.integer(2),
               .day = query.date(3),
               .currency = query.text_view(4),
               .open_minor = query.integer(5),
               .level = query.small(6),
               .level_name = query.text_view(7),
               .procedure = query.text_view(8),
               .wording = query.text_view(9),
               .channel = known_channel(query.text_view(10))});
    }
}

std::set<RowId> Ledger::notices_without_effect(Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT (SELECT max(notice.id)
                FROM notice
                JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
                    AND delivery.state = 'sent' AND delivery.channel = contact.channel
                    AND contact.address IN ('', delivery.recipient)
                WHERE notice.customer_id = contact.customer_id AND notice.day <= contact.day)
        FROM contact
        WHERE outcome IN ('bounced', 'wrong_number', 'not_in_service') AND day <= :as_of
            AND NOT EXISTS (SELECT 1 FROM contact correction
                            WHERE correction.corrects = contact.id)
        UNION
        SELECT notice_id FROM invoice WHERE notice_id IS NOT NULL AND withdrawn)sql");
    query.bind(":as_of", as_of);
    std::set<RowId> notices;
    while (query.next()) {
        if (!query.is_null(0)) notices.insert(query.integer(0));
    }
    return notices;
}

void Ledger::for_each_contact(Date up_to,
                              const std::function<void(const ContactFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT customer_id, invoice_id, day, channel, direction, reason, collector, outcome
        FROM contact
        WHERE day <= :up_to
            AND NOT EXISTS (SELECT 1 FROM contact correction
                            WHERE correction.corrects = contact.id)
        ORDER BY at, id)sql");
    query.bind(":up_to", up_to);
    while (query.next()) {
        ContactFact fact{.customer = query.integer(0),
                         .day = query.date(2),
                         .channel = known_channel(query.text_view(3)),
                         .outgoing = query.text_view(4) == "out",
                         .outcome = known_outcome(query.text_view(7)),
                         .reason = query.text_view(5),
                         .collector = query.text_view(6)};
        if (!query.is_null(1)) fact.invoice = query.integer(1);
        visit(fact);
    }
}

}  // namespace dunning
