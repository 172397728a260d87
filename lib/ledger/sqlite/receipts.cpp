// Receipts: payments and credit notes, new, corrected or known.
#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/list_settlement.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

struct StoredReceipt {
    RowId id = 0;
    std::optional<RowId> customer;
    std::string owner;  // the customer's code, also when the file did not name it
    bool allocated = false;
    bool withdrawn = false;
    RowSource source;
    Receipt receipt;  // customer is empty when the file did not name one
};

std::optional<StoredReceipt> stored_receipt(Connection& db, ReceiptKind kind,
                                            std::string_view code) {
    auto query = db.query(R"sql(
        SELECT receipt.id, receipt.customer_id, receipt.left_minor <> receipt.amount_minor,
               CASE receipt.customer_given WHEN 1 THEN customer.code ELSE '' END, receipt.day,
               receipt.amount_minor, receipt.currency, receipt.invoice_number, receipt.reference,
               receipt.method, receipt.description, receipt.payer, receipt.payer_account,
               receipt.end_to_end_id, ifnull(customer.code, ''), receipt.withdrawn,
               receipt.batch_id, receipt.line
        FROM receipt
        LEFT JOIN customer ON customer.id = receipt.customer_id
        WHERE receipt.kind = :kind AND receipt.code = :code)sql");
    query.bind(":kind", to_text(kind)).bind(":code", code);
    if (!query.next()) return std::nullopt;
    StoredReceipt stored{
        .id = query.integer(0),
        .customer = {},
        .owner = query.text(14),
        .allocated = query.integer(2) != 0,
        .withdrawn = query.integer(15) != 0,
        .source = {.batch = query.integer(16), .line = query.small(17)},
        .receipt = {.kind = kind,
                    .id = std::string(code),
                    .customer = query.text(3),
                    .date = query.date(4),
                    .amount = Money(query.integer(5), currency_from_row(query.text_view(6))),
                    .invoice = query.text(7),
                    .reference = query.text(8),
                    .method = query.text(9),
                    .description = query.text(10),
                    .payer = query.text(11),
                    .payer_account = query.text(12),
                    .end_to_end_id = query.text(13)}};
    if (!query.is_null(1)) stored.customer = query.integer(1);
    return stored;
}

Receipt with_unsaid_fields(Receipt told, const StoredReceipt& stored, const RowSource& source) {
    if (stored.withdrawn) return told;
    UnsaidFields<Receipt>{told, stored.receipt, source}
        .keep("customer", &Receipt::customer)
        .keep("invoice", &Receipt::invoice)
        .keep("reference", &Receipt::reference)
        .keep("method", &Receipt::method)
        .keep("description", &Receipt::description)
        .keep("payer", &Receipt::payer)
        .keep("payer_account", &Receipt::payer_account)
        .keep("end_to_end_id", &Receipt::end_to_end_id);
    // A number without a currency is of the one that is known, where it can be.
    const Currency known = stored.receipt.amount.currency();
    if (source.says && !source.says("currency") &&
        known.digits() == told.amount.currency().digits()) {
        told.amount = Money(told.amount.minor(), known);
    }
    return told;
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
    // A file may come to name the customer that was found by other means.
    if (row.customer != known.customer && row.customer != stored.owner) return refuse("customer");
    if (row.amount != known.amount) return refuse("amount");
    if (row.date != known.date) return refuse("date");
    if (row.invoice != known.invoice) return refuse("invoice");
    return std::nullopt;
}

void bind_receipt(Query& query, const Receipt& receipt, std::optional<RowId> owner,
                  const RowSource& source) {
    query.bind_lasting(":code", receipt.id)
        .bind_lasting(":kind", to_text(receipt.kind))
        .bind(":customer", owner)
        .bind(":customer_given", receipt.customer.empty() ? 0 : 1)
        .bind_lasting(":currency", receipt.amount.currency().code())
        .bind(":day", receipt.date)
        .bind(":amount", receipt.amount.minor())
        .bind_lasting(":invoice", receipt.invoice)
        .bind_lasting(":reference", receipt.reference)
        .bind_lasting(":method", receipt.method)
        .bind_lasting(":description", receipt.description)
        .bind_lasting(":payer", receipt.payer)
        .bind_lasting(":payer_account", receipt.payer_account)
        .bind_lasting(":end_to_end_id", receipt.end_to_end_id)
        .bind(":batch", source.batch)
        .bind(":line", source.line);
}

// Why the receipt cannot pay the invoice that it names.
std::optional<std::string> why_not_for(Connection& db, const NamedInvoice& named,
                                       const Receipt& receipt, RowId owner) {
    if (named.customer != owner) {
        return fmt::format("invoice {} is customer {}'s, not {}'s", receipt.invoice,
                           code_of_customer(db, named.customer), receipt.customer);
    }
    if (named.currency != receipt.amount.currency()) {
        return fmt::format("invoice {} is in {}, the {} in {}", receipt.invoice,
                           named.currency.code(), to_text(receipt.kind),
                           receipt.amount.currency().code());
    }
    return std::nullopt;
}

// `paid`: so much of it is set against an invoice at once. False when its id is known.
bool insert_receipt(Connection& db, const Receipt& receipt, std::optional<RowId> owner,
                    const RowSource& source, std::int64_t paid) {
    auto query = db.query(R"sql(
        INSERT INTO receipt (kind, code, customer_id, customer_given, currency, day, amount_minor,
                             left_minor, invoice_number, reference, method, description, payer,
                             payer_account, end_to_end_id, batch_id, line, salt)
        VALUES (:kind, :code, :customer, :customer_given, :currency, :day, :amount, :amount - :paid,
                :invoice, :reference, :method, :description, :payer, :payer_account,
                :end_to_end_id, :batch, :line,
                CASE WHEN :payer <> '' OR :payer_account <> '' THEN randomblob(16) ELSE x'' END)
        ON CONFLICT DO NOTHING)sql");
    bind_receipt(query, receipt, owner, source);
    query.bind(":paid", paid).run();
    return db.changes() > 0;
}

// The receipt inserted last pays all it has to the invoice that it names.
void pay_at_once(Connection& db, const Receipt& receipt, const NamedInvoice& named,
                 const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT OR ROLLBACK INTO allocation (receipt_id, invoice_id, day, amount_minor, rule, at_once,
                                            recorded_at)
        VALUES (:receipt, :invoice, :day, :amount, :rule, 1, :recorded_at))sql");
    query.bind(":receipt", db.last_inserted())
        .bind(":invoice", named.id)
        .bind(":day", std::max(receipt.date, named.issued))
        .bind(":amount", receipt.amount.minor())
        .bind_lasting(":rule", to_text(AllocationRule::invoice))
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
}

void update_receipt(Connection& db, const Receipt& receipt, std::optional<RowId> owner,
                    const RowSource& source) {
    auto query = db.query(R"sql(
        UPDATE receipt
        SET found_by = CASE WHEN customer_id IS :customer AND NOT :customer_given THEN found_by END,
            customer_id = :customer, customer_given = :customer_given, currency = :currency,
            day = :day, left_minor = :amount - (amount_minor - left_minor), amount_minor = :amount,
            invoice_number = :invoice, reference = :reference, method = :method,
            description = :description, payer = :payer, payer_account = :payer_account,
            end_to_end_id = :end_to_end_id, withdrawn = 0, batch_id = :batch, line = :line,
            version = version + 1
        WHERE kind = :kind AND code = :code)sql");
    bind_receipt(query, receipt, owner, source);
    query.run();
}

// Nothing has changed of what tells whose it is where the file does not name the customer.
bool same_evidence(const Receipt& a, const Receipt& b) {
    return a.customer == b.customer && a.invoice == b.invoice && a.reference == b.reference &&
           a.description == b.description && a.payer == b.payer &&
           a.payer_account == b.payer_account && a.end_to_end_id == b.end_to_end_id;
}

// Whose money it is by what the file says, and the invoice that it names.
struct Named {
    std::optional<RowId> owner = {};
    std::optional<NamedInvoice> invoice = {};
    std::optional<std::string> remark = {};  // why it cannot pay the invoice
};

// What it names only says whose it is, where nobody else does: money that names an invoice of
// another customer or currency stays on account, whichever of the two files came first.
Result<Named> named_by(const Ledger& ledger, Connection& db, const Receipt& receipt) {
    Named named;
    if (!receipt.customer.empty()) {
        named.owner = ledger.find_customer(receipt.customer);
        if (!named.owner) return unknown_customer(receipt.customer);
    }
    if (!receipt.invoice.empty()) named.invoice = find_invoice(db, receipt.invoice);
    if (named.invoice) {
        if (!named.owner) named.owner = named.invoice->customer;
        named.remark = why_not_for(db, *named.invoice, receipt, *named.owner);
    }
    return named;
}

std::string_view name_of(ReceiptKind kind) {
    return kind == ReceiptKind::payment ? "payment" : "credit note";
}

}  // namespace

// If something comes later that makes the account less plain, its replay has the last word. What it
// takes back then, it takes back on the same day, so that the answer for every day is as if it had
// never been.
bool Ledger::Impl::pays_at_once(const Receipt& receipt, const NamedInvoice& named) {
    const std::int64_t open = named.open_minor - (load ? load->paid(named.id) : 0);
    return receipt.amount.is_positive() && receipt.amount.minor() <= open && !named.has_discounts &&
           !is_of_list(receipt) &&
           accounts.is_plain(db, {named.customer, std::string(named.currency.code())});
}

std::optional<Receipt> Ledger::receipt(ReceiptKind kind, std::string_view id) const {
    const auto stored = stored_receipt(impl_->db, kind, id);
    if (!stored || stored->withdrawn) return std::nullopt;
    return stored->receipt;
}

Result<RecordedReceipt> Ledger::put(const Receipt& told, const RowSource& source,
                                    const Stamp& stamp) {
    Connection& db = impl_->db;
    if (impl_->load) impl_->load->before(LoadedRows::receipts, told.id);
    auto named = named_by(*this, db, told);
    if (!named) return named.error();
    const std::string currency(told.amount.currency().code());
    const auto touch = [&](std::optional<RowId> customer, const std::string& code) {
        if (customer) impl_->accounts.needs_replay({*customer, code});
        if (!customer) impl_->has_new_ownerless = impl_->may_have_ownerless = true;
    };
    const bool at_once =
        named->invoice && !named->remark && impl_->pays_at_once(told, *named->invoice);
    if (insert_receipt(db, told, named->owner, source, at_once ? told.amount.minor() : 0)) {
        if (named->owner && !told.payer_account.empty()) impl_->has_new_payers = true;
        if (at_once) {
            pay_at_once(db, told, *named->invoice, stamp);
            if (impl_->load) impl_->load->pay(named->invoice->id, told.amount.minor());
        } else {
            touch(named->owner, currency);
        }
        return RecordedReceipt{.remark = std::move(named->remark)};
    }
    const auto stored = stored_receipt(db, told.kind, told.id);
    DUNNING_CHECK(stored.has_value());
    const Receipt receipt = with_unsaid_fields(told, *stored, source);
    if (receipt != told) named = named_by(*this, db, receipt);
    if (!named) return named.error();
    auto owner = named->owner;
    RecordedReceipt answer{.remark = std::move(named->remark)};
    const bool same_file = stored->source.batch == source.batch;
    if (stored->receipt == receipt && !stored->withdrawn) {
        answer.recorded = same_file ? Recorded::repeated : Recorded::known;
        return answer;
    }
    if (!source.tells_more) {
        if (same_file) return stated_before(name_of(receipt.kind), receipt.id, stored->source.line);
        if (auto fault = contradiction(*stored, receipt)) return *fault;
    }
    // Who was found by what still stands there stays found.
    if (!owner && same_evidence(stored->receipt, receipt)) owner = stored->customer;
    touch(owner, currency);
    update_receipt(db, receipt, owner, source);
    impl_->all_payers_in_question = true;
    touch(stored->customer, std::string(stored->receipt.amount.currency().code()));
    answer.recorded = stored->withdrawn ? Recorded::added : Recorded::changed;
    if (!stored->withdrawn) {
        add_event(stamp, fmt::format("{}_corrected", to_text(receipt.kind)),
                  fmt::format("{} {}", to_text(receipt.kind), receipt.id));
    }
    return answer;
}

}  // namespace dunning
