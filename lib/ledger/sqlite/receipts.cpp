// Receipts: payments and credit notes, new, corrected or known.
#include <fmt/format.h>

#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

struct StoredReceipt {
    RowId id = 0;
    std::optional<RowId> customer;
    bool allocated = false;
    Receipt receipt;  // customer is empty when the file did not name one
};

std::optional<StoredReceipt> stored_receipt(Connection& db, const Receipt& like) {
    auto query = db.query(R"sql(
        SELECT receipt.id, receipt.customer_id, receipt.left_minor <> receipt.amount_minor,
               CASE receipt.customer_given WHEN 1 THEN customer.code ELSE '' END, receipt.day,
               receipt.amount_minor, receipt.currency, receipt.invoice_number, receipt.reference,
               receipt.method, receipt.description
        FROM receipt
        LEFT JOIN customer ON customer.id = receipt.customer_id
        WHERE receipt.kind = :kind AND receipt.code = :code)sql");
    query.bind(":kind", to_text(like.kind)).bind(":code", like.id);
    if (!query.next()) return std::nullopt;
    StoredReceipt stored{
        .id = query.integer(0),
        .customer = {},
        .allocated = query.integer(2) != 0,
        .receipt = {.kind = like.kind,
                    .id = like.id,
                    .customer = query.text(3),
                    .date = query.date(4),
                    .amount = Money(query.integer(5), currency_from_row(query.text_view(6))),
                    .invoice = query.text(7),
                    .reference = query.text(8),
                    .method = query.text(9),
                    .description = query.text(10)}};
    if (!query.is_null(1)) stored.customer = query.integer(1);
    return stored;
}

std::optional<Fault> contradiction(const StoredReceipt& stored, const Receipt& row) {
    if (!stored.allocated) return std::nullopt;
    const Receipt& known = stored.receipt;
    const auto refuse = [&](std::string_view what) {
        return Fault{fmt::format("{} {} is known with another {}, and it has been allocated",
                                 to_text(row.kind), row.id, what),
                     "take it back with a negative payment and add the right one under a new id",
                     field_of(what)};
    };
    if (row.customer != known.customer) return refuse("customer");
    if (row.amount != known.amount) return refuse("amount");
    if (row.date != known.date) return refuse("date");
    if (row.invoice != known.invoice) return refuse("invoice");
    return std::nullopt;
}

void bind_receipt(Query& query, const Receipt& receipt, std::optional<RowId> owner,
                  const RowSource& source) {
    query.bind(":code", receipt.id)
        .bind(":kind", to_text(receipt.kind))
        .bind(":customer", owner)
        .bind(":customer_given", receipt.customer.empty() ? 0 : 1)
        .bind(":currency", receipt.amount.currency().code())
        .bind(":day", receipt.date)
        .bind(":amount", receipt.amount.minor())
        .bind(":invoice", receipt.invoice)
        .bind(":reference", receipt.reference)
        .bind(":method", receipt.method)
        .bind(":description", receipt.description)
        .bind(":batch", source.batch)
        .bind(":line", source.line);
}

}  // namespace

std::optional<std::string> Ledger::why_not_for_its_invoice(const Receipt& receipt) const {
    if (receipt.invoice.empty()) return std::nullopt;
    const auto named = owner_of(impl_->db, receipt.invoice);
    if (!named) return std::nullopt;
    if (!receipt.customer.empty() && named->code != receipt.customer) {
        return fmt::format("invoice {} is customer {}'s, not {}'s", receipt.invoice, named->code,
                           receipt.customer);
    }
    if (named->currency != receipt.amount.currency().code()) {
        return fmt::format("invoice {} is in {}, the {} in {}", receipt.invoice, named->currency,
                           to_text(receipt.kind), receipt.amount.currency().code());
    }
    return std::nullopt;
}

Result<Recorded> Ledger::put(const Receipt& receipt, const RowSource& source, const Stamp& stamp) {
    Connection& db = impl_->db;
    std::optional<RowId> owner;
    if (!receipt.customer.empty()) {
        owner = find_customer(receipt.customer);
        if (!owner) return unknown_customer(receipt.customer);
    }
    // What it names only says whose it is, where nobody else does: money that names an invoice of
    // another customer or currency stays on account, whichever of the two files came first.
    if (!owner && !receipt.invoice.empty()) {
        const auto named = owner_of(db, receipt.invoice);
        if (named) owner = named->customer;
    }
    const auto touch = [&] {
        if (owner) impl_->touched.insert({*owner, std::string(receipt.amount.currency().code())});
    };
    const auto stored = stored_receipt(db, receipt);
    if (!stored) {
        touch();
        auto query = db.query(R"sql(
            INSERT INTO receipt (kind, code, customer_id, customer_given, currency, day, amount_minor,
                                 left_minor, invoice_number, reference, method, description, batch_id,
                                 line)
            VALUES (:kind, :code, :customer, :customer_given, :currency, :day, :amount, :amount,
                    :invoice, :reference, :method, :description, :batch, :line))sql");
        bind_receipt(query, receipt, owner, source);
        query.run();
        return Recorded::added;
    }
    if (stored->receipt == receipt) return Recorded::known;
    if (auto fault = contradiction(*stored, receipt)) return *fault;
    touch();
    auto query = db.query(R"sql(
        UPDATE receipt
        SET customer_id = :customer, customer_given = :customer_given, currency = :currency, day = :day,
            left_minor = :amount - (amount_minor - left_minor), amount_minor = :amount,
            invoice_number = :invoice, reference = :reference, method = :method,
            description = :description, batch_id = :batch, line = :line, version = version + 1
        WHERE kind = :kind AND code = :code)sql");
    bind_receipt(query, receipt, owner, source);
    query.run();
    if (stored->customer) {
        impl_->touched.insert(
            {*stored->customer, std::string(stored->receipt.amount.currency().code())});
    }
    add_event(stamp, fmt::format("{}_corrected", to_text(receipt.kind)),
              fmt::format("{} {}", to_text(receipt.kind), receipt.id));
    return Recorded::changed;
}

}  // namespace dunning
