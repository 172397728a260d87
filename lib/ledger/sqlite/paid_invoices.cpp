// Which invoices count as paid, and when their last money came.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

// What is no money, by receipt: few.
using OtherReceipts = std::unordered_map<RowId, SettledBy>;

OtherReceipts other_receipts(Connection& db, const SettledByWords& settled_by) {
    auto query = db.query("SELECT id, kind, method, description FROM receipt");
    OtherReceipts others;
    while (query.next()) {
        const SettledBy by = settled_by(receipt_kind_from_row(query.text_view(1)),
                                        query.text_view(2), query.text_view(3));
        if (by != SettledBy::money) others.emplace(query.integer(0), by);
    }
    return others;
}

struct Part {
    RowId invoice = 0;
    Date day;
    std::int64_t amount_minor = 0;
    SettledBy by = SettledBy::money;
};

// By invoice and day. Sorted here, because that is quicker than the database's own order; and from
// the index that has all that is asked for.
std::vector<Part> parts_up_to(Connection& db, Date day, const OtherReceipts& others) {
    auto query = db.query(R"sql(
        SELECT invoice_id, receipt_id, day, amount_minor
        FROM allocation
        WHERE day <= :day)sql");
    query.bind(":day", day);
    std::vector<Part> parts;
    while (query.next()) {
        Part part{query.integer(0), query.date(2), query.integer(3)};
        const auto other = others.find(query.integer(1));
        if (other != others.end()) part.by = other->second;
        parts.push_back(part);
    }
    std::ranges::sort(parts, {}, [](const Part& part) { return std::tie(part.invoice, part.day); });
    return parts;
}

using Settlements = std::vector<std::pair<RowId, InvoiceSettlement>>;

Settlements by_invoice(const std::vector<Part>& parts) {
    Settlements settlements;
    for (const Part& part : parts) {
        if (settlements.empty() || settlements.back().first != part.invoice) {
            settlements.emplace_back(part.invoice, InvoiceSettlement());
        }
        settlements.back().second.add(part.day, part.amount_minor, part.by);
    }
    return settlements;
}

}  // namespace

void Ledger::for_each_paid_invoice(const DayRange& range, const SettledByWords& settled_by,
                                   const std::function<void(const PaidInvoiceFact&)>& visit) const {
    Connection& db = impl_->db;
    const Settlements settlements =
        by_invoice(parts_up_to(db, range.to, other_receipts(db, settled_by)));
    std::vector<RowId> rows;
    rows.reserve(settlements.size());
    for (const auto& [invoice, settlement] : settlements) rows.push_back(invoice);
    auto query = db.query(R"sql(
        SELECT customer_id, due, amount_minor, kind = 'principal'
        FROM json_each(:invoices)
        CROSS JOIN invoice ON invoice.id = json_each.value)sql");
    query.bind_rows(":invoices", rows);
    for (auto next = settlements.begin(); query.next(); ++next) {
        if (query.integer(3) == 0) continue;
        const auto paid = next->second.paid(query.integer(2));
        if (!paid || !range.contains(*paid)) continue;
        visit({.customer = query.integer(0), .due = query.date(1), .paid = *paid});
    }
}

std::vector<SettledInvoice> Ledger::settled_invoices(const std::vector<RowId>& customers,
                                                     Date since, Date as_of,
                                                     const SettledByWords& settled_by) const {
    auto query = impl_->db.query(R"sql(
        SELECT customer.code,
               ifnull((SELECT extension.due FROM extension
                       WHERE invoice_id = invoice.id AND extension.day <= :as_of
                       ORDER BY extension.id DESC LIMIT 1), invoice.due),
               invoice.id, invoice.amount_minor, allocation.day, allocation.amount_minor,
               receipt.kind, receipt.method, receipt.description
        FROM customer
        JOIN invoice ON invoice.customer_id = customer.id
        JOIN allocation ON allocation.invoice_id = invoice.id AND allocation.day <= :as_of
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE customer.id IN (SELECT value FROM json_each(:customers)) AND invoice.due >= :since AND invoice.due < :as_of
            AND NOT invoice.withdrawn AND invoice.kind = 'principal'
        ORDER BY invoice.id, allocation.day)sql");
    query.bind_rows(":customers", customers).bind(":since", since).bind(":as_of", as_of);
    struct Settling {
        RowId invoice = 0;
        std::int64_t amount_minor = 0;
        SettledInvoice settled = {};
        InvoiceSettlement settlement = {};
    };
    std::vector<SettledInvoice> all;
    Settling current;
    const auto finish = [&] {
        const auto paid = current.settlement.paid(current.amount_minor);
        if (!paid) return;
        current.settled.settled = *paid;
        all.push_back(std::move(current.settled));
    };
    while (query.next()) {
        if (query.integer(2) != current.invoice) {
            finish();
            current = {.invoice = query.integer(2), .amount_minor = query.integer(3)};
            current.settled.customer = query.text(0);
            current.settled.due = query.date(1);
        }
        current.settlement.add(query.date(4), query.integer(5),
                               settled_by(receipt_kind_from_row(query.text_view(6)),
                                          query.text_view(7), query.text_view(8)));
    }
    finish();
    return all;
}

}  // namespace dunning
