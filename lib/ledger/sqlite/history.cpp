// Rows of what happened, for reports. Those over the whole book read one index or one table from
// its beginning to its end.
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

void Ledger::for_each_settlement(const DayRange& range,
                                 const std::function<void(const SettlementFact&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.id, invoice.customer_id, invoice.currency, invoice.issued, invoice.due,
               invoice.amount_minor, allocation.day, allocation.amount_minor, receipt.id,
               receipt.kind, receipt.method, receipt.description
        FROM allocation
        JOIN invoice ON invoice.id = allocation.invoice_id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE allocation.day BETWEEN :from AND :to
        ORDER BY allocation.day, allocation.invoice_id, allocation.receipt_id,
                 allocation.amount_minor)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        visit({.of = {query.integer(0), query.integer(1), query.text_view(2), query.date(3),
                      query.date(4), query.integer(5)},
               .day = query.date(6),
               .amount_minor = query.integer(7),
               .receipt = query.integer(8),
               .kind = receipt_kind_from_row(query.text_view(9)),
               .method = query.text_view(10),
               .description = query.text_view(11)});
    }
}

void Ledger::for_each_settled_amount(const DayRange& range,
                                     const std::function<void(const SettledAmount&)>& visit) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.id, invoice.customer_id, invoice.currency, invoice.issued, invoice.due,
               invoice.amount_minor, allocation.day, allocation.amount_minor
        FROM allocation
        JOIN invoice ON invoice.id = allocation.invoice_id
        WHERE allocation.day BETWEEN :from AND :to)sql");
    query.bind(":from", range.from).bind(":to", range.to);
    while (query.next()) {
        visit({.of = {query.integer(0), query.integer(1), query.text_view(2), query.date(3),
                      query.date(4), query.integer(5)},
               .day = query.date(6),
               .amount_minor = query.integer(7)});
    }
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
