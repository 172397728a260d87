// What is open on a day: work grows with the open items and the later allocations, not with
// history.
//
//   open(day) = open now + allocations dated after the day, of the invoices issued by the day
#include <algorithm>
#include <unordered_map>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

using LaterAllocations = std::unordered_map<RowId, std::int64_t>;

LaterAllocations allocated_after(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT invoice_id, amount_minor
        FROM allocation
        WHERE day > :as_of)sql");
    query.bind(":as_of", as_of);
    LaterAllocations later;
    while (query.next()) {
        auto& sum = later[query.integer(0)];
        sum = add_minor(sum, query.integer(1));
    }
    std::erase_if(later, [](const auto& entry) { return entry.second == 0; });
    return later;
}

// Due dates that were extended, as of the day: few, so they are looked up rather than joined.
using ExtendedDates = std::unordered_map<RowId, Date>;

ExtendedDates extended_dates(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT invoice_id, due
        FROM extension
        WHERE day <= :as_of
        ORDER BY id)sql");
    query.bind(":as_of", as_of);
    ExtendedDates dates;
    while (query.next()) dates[query.integer(0)] = query.date(1);
    return dates;
}

Date due_of(const ExtendedDates& extended, RowId invoice, Date agreed) {
    if (extended.empty()) return agreed;
    const auto found = extended.find(invoice);
    return found == extended.end() ? agreed : found->second;
}

struct OwnedAmount {
    RowId customer = 0;
    std::string currency;
    Date issued;
    Date due;
    std::int64_t open_minor = 0;
    RowId invoice = 0;
};

// Invoices that are settled now and were open then: the index of open items does not have them.
std::vector<OwnedAmount> settled_since(Connection& db, const LaterAllocations& later,
                                       const ExtendedDates& extended, Date as_of) {
    std::vector<RowId> invoices;
    for (const auto& [invoice, amount] : later) {
        if (amount > 0) invoices.push_back(invoice);
    }
    std::ranges::sort(invoices);  // neighbours in the table one after the other
    auto query = db.query(R"sql(
        SELECT id, customer_id, currency, issued, due
        FROM invoice
        WHERE id IN (SELECT value FROM json_each(:invoices))
            AND open_minor = 0 AND issued <= :as_of)sql");
    query.bind_rows(":invoices", invoices).bind(":as_of", as_of);
    std::vector<OwnedAmount> settled;
    while (query.next()) {
        const RowId invoice = query.integer(0);
        settled.push_back({query.integer(1), query.text(2), query.date(3),
                           due_of(extended, invoice, query.date(4)), later.at(invoice), invoice});
    }
    std::ranges::sort(settled, {}, [](const OwnedAmount& s) {
        return std::tie(s.customer, s.currency, s.due, s.issued, s.invoice);
    });
    return settled;
}

// Hands out the settled ones in their place among the open ones, so that accounts stay together.
class Merger {
  public:
    Merger(std::vector<OwnedAmount> settled, const std::function<void(const OpenAmount&)>& visit)
        : settled_(std::move(settled)), visit_(visit) {}

    void before(RowId customer, std::string_view currency) {
        while (next_ < settled_.size() &&
               std::tie(settled_[next_].customer, settled_[next_].currency) <
                   std::tuple<const RowId&, std::string>(customer, currency)) {
            emit();
        }
    }
    void rest() {
        while (next_ < settled_.size()) emit();
    }

  private:
    void emit() {
        const OwnedAmount& item = settled_[next_++];
        visit_(
            {item.customer, item.currency, item.issued, item.due, item.open_minor, item.invoice});
    }

    std::vector<OwnedAmount> settled_;
    const std::function<void(const OpenAmount&)>& visit_;
    std::size_t next_ = 0;
};

// Of number, customer, minor units, currency.
std::vector<OpenInvoice> read_open_invoices(Query& query) {
    std::vector<OpenInvoice> all;
    while (query.next()) {
        all.push_back({.number = query.text(0),
                       .customer = query.text(1),
                       .open = Money(query.integer(2), currency_from_row(query.text_view(3)))});
    }
    return all;
}

}  // namespace

void Ledger::for_each_open_item(Date as_of,
                                const std::function<void(const OpenAmount&)>& visit) const {
    Connection& db = impl_->db;
    const LaterAllocations later = allocated_after(db, as_of);
    const ExtendedDates extended = extended_dates(db, as_of);
    Merger merger(settled_since(db, later, extended, as_of), visit);
    auto query = db.query(R"sql(
        SELECT customer_id, currency, due, issued, open_minor, id
        FROM invoice
        WHERE open_minor > 0
        ORDER BY customer_id, currency, due, issued, open_minor)sql");
    RowId customer = -1;
    std::string currency;
    while (query.next()) {
        const Date issued = query.date(3);
        if (issued > as_of) continue;
        const RowId row_customer = query.integer(0);
        const std::string_view row_currency = query.text_view(1);
        if (row_customer != customer || row_currency != currency) {
            customer = row_customer;
            currency = row_currency;
            merger.before(customer, currency);
        }
        const RowId invoice = query.integer(5);
        std::int64_t open = query.integer(4);
        if (const auto found = later.find(invoice); found != later.end()) open += found->second;
        const Date due = due_of(extended, invoice, query.date(2));
        if (open > 0) visit({customer, currency, issued, due, open, invoice});
    }
    merger.rest();
}

std::vector<CustomerName> Ledger::customer_names() const {
    auto query = impl_->db.query(R"sql(
        SELECT id, code, name, collector, segment
        FROM customer
        ORDER BY id)sql");
    std::vector<CustomerName> names;
    while (query.next()) {
        names.push_back(
            {query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4)});
    }
    return names;
}

InvoiceDetail Ledger::invoice_detail(RowId invoice) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, number, reference, amount_minor
        FROM invoice
        WHERE id = :id)sql");
    query.bind(":id", invoice);
    DUNNING_CHECK(query.next());
    return {query.integer(0), query.text(1), query.text(2), query.integer(3)};
}

std::vector<AccountMoney> Ledger::on_account(Date as_of) const {
    // What is left now of receipts dated by the day, and what was taken from them after it.
    auto query = impl_->db.query(R"sql(
        SELECT customer_id, currency, sum(amount)
        FROM (
            SELECT customer_id, currency, left_minor AS amount
            FROM receipt
            WHERE left_minor <> 0 AND day <= :as_of AND kind NOT IN ('waiver', 'discount')
            UNION ALL
            SELECT receipt.customer_id, receipt.currency, allocation.amount_minor
            FROM allocation
            JOIN receipt ON receipt.id = allocation.receipt_id
            WHERE allocation.day > :as_of AND receipt.day <= :as_of AND receipt.kind NOT IN ('waiver', 'discount')
        )
        GROUP BY customer_id, currency
        HAVING sum(amount) <> 0
        ORDER BY customer_id, currency)sql");
    query.bind(":as_of", as_of);
    std::vector<AccountMoney> all;
    while (query.next()) {
        AccountMoney row{
            .customer = {}, .currency = query.text(1), .amount_minor = query.integer(2)};
        if (!query.is_null(0)) row.customer = query.integer(0);
        all.push_back(std::move(row));
    }
    return all;
}

std::vector<OpenInvoice> Ledger::open_invoices() const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.number, customer.code, invoice.open_minor, invoice.currency
        FROM invoice
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.open_minor > 0
        ORDER BY invoice.customer_id, invoice.id)sql");
    return read_open_invoices(query);
}

std::vector<OpenInvoice> Ledger::settled_by_snapshots(Date up_to) const {
    auto query = impl_->db.query(R"sql(
        SELECT receipt.invoice_number, customer.code, sum(receipt.amount_minor) AS settled,
               receipt.currency
        FROM receipt
        JOIN customer ON customer.id = receipt.customer_id
        WHERE receipt.method = 'snapshot' AND receipt.day <= :up_to AND NOT receipt.withdrawn
        GROUP BY receipt.invoice_number
        HAVING settled > 0
        ORDER BY receipt.invoice_number)sql");
    query.bind(":up_to", up_to);
    return read_open_invoices(query);
}

}  // namespace dunning
