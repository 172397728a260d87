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

// In the order of the invoices, as the index of their allocations has it: nothing is looked up
// twice.
void Ledger::for_each_paid_invoice(const DayRange& range,
                                   const std::function<void(const PaidInvoiceFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.customer_id, invoice.due, settled.last_day
        FROM (SELECT invoice_id, sum(amount_minor) AS amount, max(day) AS last_day
              FROM allocation
              WHERE day <= :to
              GROUP BY invoice_id
              HAVING last_day >= :from) settled
        JOIN invoice ON invoice.id = settled.invoice_id
        WHERE settled.amount = invoice.amount_minor AND invoice.amount_minor > 0
            AND invoice.kind = 'principal')sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        visit({.customer = query.integer(0), .due = query.date(1), .paid = query.date(2)});
    }
}

void Ledger::for_each_receipt(const DayRange& range,
                              const std::function<void(const ReceiptFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, customer_id, kind, currency, day,
               amount_minor - iif(is_money, 0, left_minor), method, description
        FROM (SELECT *, )sql" DUNNING_IS_MONEY R"sql(
                        AS is_money
              FROM receipt
              WHERE day BETWEEN :from AND :to AND NOT withdrawn)
        WHERE is_money OR left_minor <> amount_minor)sql");
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
        SELECT customer_id, invoice_id, day, channel, direction, reason, collector
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
                         .reason = query.text_view(5),
                         .collector = query.text_view(6)};
        if (!query.is_null(1)) fact.invoice = query.integer(1);
        visit(fact);
    }
}

std::vector<LateFact> Ledger::recorded_after(Date seen) const {
    auto query = impl_->db.query(R"sql(
        SELECT CASE WHEN invoice.version > 1 THEN 'invoice corrected' ELSE 'invoice' END AS kind,
               invoice.number AS code, customer.code, invoice.currency, invoice.issued AS day,
               invoice.amount_minor, batch.name, '' AS why
        FROM batch
        JOIN invoice ON invoice.batch_id = batch.id
        JOIN customer ON customer.id = invoice.customer_id
        WHERE batch.as_of > :seen AND invoice.issued <= :seen
        UNION ALL
        SELECT CASE WHEN receipt.version > 1 THEN receipt.kind || ' corrected' ELSE receipt.kind END,
               receipt.code, ifnull(customer.code, ''), receipt.currency, receipt.day,
               -receipt.amount_minor, batch.name, ''
        FROM batch
        JOIN receipt ON receipt.batch_id = batch.id
        LEFT JOIN customer ON customer.id = receipt.customer_id
        WHERE batch.as_of > :seen AND receipt.day <= :seen
        UNION ALL
        SELECT 'charge corrected', charge.number, customer.code, charge.currency, charge.issued,
               charge_correction.amount_minor - charge_correction.former_minor, '',
               charge_correction.why
        FROM charge_correction
        JOIN invoice charge ON charge.id = charge_correction.invoice_id
        JOIN customer ON customer.id = charge.customer_id
        WHERE charge_correction.day > :seen AND charge.issued <= :seen
        UNION ALL
        SELECT 'charge', charge.number, customer.code, charge.currency, charge.issued,
               charge.amount_minor
               - ifnull((SELECT sum(correction.amount_minor - correction.former_minor)
                         FROM charge_correction correction
                         WHERE correction.invoice_id = charge.id AND correction.day > :seen), 0)
                   AS first_minor,
               '', printf('plan P%04d was confirmed', plan_step.plan_id)
        FROM plan_step
        JOIN invoice charge ON charge.plan_id = plan_step.plan_id
        JOIN customer ON customer.id = charge.customer_id
        WHERE plan_step.step = 'confirmed' AND plan_step.day > :seen AND charge.issued <= :seen
            AND first_minor <> 0
        UNION ALL
        SELECT 'plan confirmed', printf('P%04d', plan.id), customer.code, plan.currency,
               plan.proposed, 0, '', 'payments since its proposal pay it first'
        FROM plan_step
        JOIN plan ON plan.id = plan_step.plan_id
        JOIN customer ON customer.id = plan.customer_id
        WHERE plan_step.step = 'confirmed' AND plan_step.day > :seen
            AND EXISTS (SELECT 1
                        FROM receipt
                        WHERE receipt.customer_id = plan.customer_id
                            AND receipt.currency = plan.currency AND receipt.kind = 'payment'
                            AND receipt.amount_minor > 0 AND NOT receipt.withdrawn
                            AND receipt.day > plan.proposed AND receipt.day <= :seen))sql");
    query.bind(":seen", seen);
    std::vector<LateFact> facts;
    while (query.next()) {
        facts.push_back({query.text(0), query.text(1), query.text(2), query.text(3), query.date(4),
                         query.integer(5), query.text(6), query.text(7)});
    }
    // Not by the database, which would take four times as long as for all the rest.
    std::ranges::sort(
        facts, {}, [](const LateFact& fact) { return std::tie(fact.day, fact.kind, fact.code); });
    return facts;
}

}  // namespace dunning
