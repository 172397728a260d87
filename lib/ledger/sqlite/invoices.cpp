// Invoices: new, corrected or known; what a correction must not contradict.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

struct StoredInvoice {
    RowId id = 0;
    RowId customer = 0;
    std::string customer_code;
    std::int64_t open_minor = 0;
    bool withdrawn = false;
    RowSource source;
    Invoice invoice;
};

std::optional<StoredInvoice> stored_invoice(Connection& db, std::string_view number) {
    auto query = db.query(R"sql(
        SELECT invoice.id, invoice.customer_id, customer.code, invoice.open_minor, invoice.issued,
               invoice.due, invoice.amount_minor, invoice.currency, invoice.reference,
               invoice.description, invoice.withdrawn, invoice.batch_id, invoice.line,
               invoice.discounts
        FROM invoice
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.number = :number)sql");
    query.bind(":number", number);
    if (!query.next()) return std::nullopt;
    const Currency currency = currency_from_row(query.text_view(7));
    return StoredInvoice{
        .id = query.integer(0),
        .customer = query.integer(1),
        .customer_code = query.text(2),
        .open_minor = query.integer(3),
        .withdrawn = query.integer(10) != 0,
        .source = {.batch = query.integer(11), .line = query.small(12)},
        .invoice = {.number = std::string(number),
                    .customer = query.text(2),
                    .issued = query.date(4),
                    .due = query.date(5),
                    .amount = Money(query.integer(6), currency),
                    .reference = query.text(8),
                    .description = query.text(9),
                    .discounts = discounts_from_row(query.text_view(13), currency)}};
}

Invoice with_unsaid_fields(Invoice told, const StoredInvoice& stored, const RowSource& source) {
    if (stored.withdrawn) return told;
    UnsaidFields<Invoice>{told, stored.invoice, source}
        .keep("reference", &Invoice::reference)
        .keep("description", &Invoice::description);
    // So much is open of it, and the amount is not said.
    const bool is_same_currency = told.amount.currency() == stored.invoice.amount.currency();
    if (is_same_currency && told.amount < stored.invoice.amount) {
        UnsaidFields<Invoice>{told, stored.invoice, source}.keep("amount", &Invoice::amount);
    }
    return told;
}

// A notice that went out, or may still go, states the invoice as it was.
bool is_noticed(Connection& db, RowId invoice) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM notice_line
        WHERE invoice_id = :invoice AND live = 1
        LIMIT 1)sql");
    return query.bind(":invoice", invoice).next();
}

// Why the correction contradicts what has been allocated or noticed; nothing when it does not.
std::optional<Fault> contradiction(Connection& db, const StoredInvoice& stored,
                                   const Invoice& row) {
    const Invoice& known = stored.invoice;
    const auto refuse = [&](std::string_view what, std::string_view why) {
        return Fault{
            fmt::format("invoice {} is known with another {}, and {}", row.number, what, why),
            "correct it with a credit note and a new invoice", field_of(what)};
    };
    const std::int64_t allocated = known.amount.minor() - stored.open_minor;
    const bool same_currency = known.amount.currency() == row.amount.currency();
    if (allocated != 0) {
        const std::string why =
            fmt::format("{} of it has been paid", to_decimal({allocated, known.amount.currency()}));
        if (row.customer != known.customer) return refuse("customer", why);
        if (!same_currency) return refuse("currency", why);
        if (row.amount.minor() < allocated) return refuse("amount", why);
    }
    if (!is_noticed(db, stored.id)) return std::nullopt;
    const std::string_view why = "a notice has stated it";
    if (row.customer != known.customer) return refuse("customer", why);
    if (!same_currency) return refuse("currency", why);
    if (row.amount != known.amount) return refuse("amount", why);
    if (row.issued != known.issued) return refuse("issue date", why);
    if (row.due != known.due) return refuse("due date", why);
    return std::nullopt;
}

// `discounts` outlives the query.
void bind_invoice(Query& query, const Invoice& invoice, const std::string& discounts,
                  RowId customer, const RowSource& source) {
    query.bind_lasting(":number", invoice.number)
        .bind(":customer", customer)
        .bind_lasting(":currency", invoice.amount.currency().code())
        .bind(":issued", invoice.issued)
        .bind(":due", invoice.due)
        .bind(":amount", invoice.amount.minor())
        .bind_lasting(":reference", invoice.reference)
        .bind_lasting(":description", invoice.description)
        .bind_lasting(":discounts", discounts)
        .bind(":batch", source.batch)
        .bind(":line", source.line);
}

// False when its number is known.
bool insert_invoice(Connection& db, const Invoice& invoice, const std::string& discounts,
                    RowId customer, const RowSource& source) {
    auto query = db.query(R"sql(
        INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, open_minor,
                             reference, description, discounts, batch_id, line)
        VALUES (:number, :customer, :currency, :issued, :due, :amount, :amount, :reference,
                :description, :discounts, :batch, :line)
        ON CONFLICT DO NOTHING)sql");
    bind_invoice(query, invoice, discounts, customer, source);
    query.run();
    return db.changes() > 0;
}

void update_invoice(Connection& db, const Invoice& invoice, const std::string& discounts,
                    RowId customer, const RowSource& source) {
    auto query = db.query(R"sql(
        UPDATE invoice
        SET customer_id = :customer, currency = :currency, issued = :issued, due = :due,
            open_minor = :amount - (amount_minor - open_minor), amount_minor = :amount,
            reference = :reference, description = :description, discounts = :discounts,
            withdrawn = 0, batch_id = :batch, line = :line, version = version + 1
        WHERE number = :number)sql");
    bind_invoice(query, invoice, discounts, customer, source);
    query.run();
}

// Money that named this invoice before anybody knew it has found its owner. Whether there was any.
bool claim_ownerless(Connection& db, std::string_view number, RowId customer) {
    auto query = db.query(R"sql(
        UPDATE receipt
        SET customer_id = :customer
        WHERE customer_id IS NULL AND invoice_number = :number)sql");
    query.bind(":customer", customer).bind_lasting(":number", number).run();
    return db.changes() > 0;
}

// Money whose owner was found by naming the invoice goes where it goes.
void move_found_money(Connection& db, std::string_view number, RowId customer) {
    auto query = db.query(R"sql(
        UPDATE receipt
        SET customer_id = :customer, found_by = NULL, version = version + 1
        WHERE invoice_number = :number AND NOT customer_given AND NOT withdrawn
            AND customer_id IS NOT :customer)sql");
    query.bind(":customer", customer).bind_lasting(":number", number).run();
}

}  // namespace

// The column that a difference stands in.
std::string field_of(std::string_view difference) {
    if (difference == "issue date") return "issued";
    if (difference == "due date") return "due";
    return std::string(difference);
}

Fault stated_before(std::string_view kind, std::string_view code, int line) {
    return {fmt::format("{} '{}' stands on line {} already, with other contents", kind, code, line),
            fmt::format("a file may state each {} once", kind)};
}

std::vector<DiscountTerms> discounts_from_row(std::string_view text, Currency currency) {
    auto terms = discounts_from(text, currency);
    DUNNING_CHECK(terms.has_value());
    return std::move(*terms);
}

std::optional<NamedInvoice> find_invoice(Connection& db, std::string_view number) {
    auto query = db.query(R"sql(
        SELECT id, customer_id, currency, issued, open_minor, discounts <> ''
        FROM invoice
        WHERE number = :number AND NOT withdrawn)sql");
    query.bind_lasting(":number", number);
    if (!query.next()) return std::nullopt;
    return NamedInvoice{.id = query.integer(0),
                        .customer = query.integer(1),
                        .currency = currency_from_row(query.text_view(2)),
                        .issued = query.date(3),
                        .open_minor = query.integer(4),
                        .has_discounts = query.integer(5) != 0};
}

std::optional<RowId> invoice_of_entry(Connection& db, std::string_view number) {
    if (number.empty()) return std::nullopt;
    const auto invoice = find_invoice(db, number);
    DUNNING_CHECK(invoice.has_value());
    return invoice->id;
}

std::optional<Currency> Ledger::currency_of_invoice(std::string_view number) const {
    const auto invoice = find_invoice(impl_->db, number);
    if (!invoice) return std::nullopt;
    return invoice->currency;
}

std::optional<std::string> Ledger::customer_of_invoice(std::string_view number) const {
    const auto invoice = find_invoice(impl_->db, number);
    if (!invoice) return std::nullopt;
    return code_of_customer(impl_->db, invoice->customer);
}

std::optional<RowId> Ledger::row_of_invoice(std::string_view number) const {
    auto query = impl_->db.query("SELECT id FROM invoice WHERE number = :number");
    if (!query.bind(":number", number).next()) return std::nullopt;
    return query.integer(0);
}

std::optional<Money> Ledger::amount_of_invoice(std::string_view number) const {
    const auto stored = stored_invoice(impl_->db, number);
    if (!stored) return std::nullopt;
    return stored->invoice.amount;
}

Result<Recorded> Ledger::put(const Invoice& told, const RowSource& source, const Stamp& stamp,
                             const std::vector<DiscountTerms>& usual_discounts) {
    Connection& db = impl_->db;
    const auto customer = find_customer(told.customer);
    if (!customer) return unknown_customer(told.customer);
    const Account account{*customer, std::string(told.amount.currency().code())};
    if (impl_->load) impl_->load->before(LoadedRows::invoices, told.number);
    const std::string stated =
        to_text(told.discounts.value_or(usual_discounts), told.amount.currency());
    if (insert_invoice(db, told, stated, *customer, source)) {
        const bool claimed =
            impl_->may_have_ownerless && claim_ownerless(db, told.number, *customer);
        if (claimed || !impl_->accounts.is_plain(db, account))
            impl_->accounts.needs_replay(account);
        if (claimed) impl_->all_payers_in_question = true;
        impl_->has_new_names = true;
        return Recorded::added;
    }
    auto stored = stored_invoice(db, told.number);
    DUNNING_CHECK(stored.has_value());
    const Invoice invoice = with_unsaid_fields(told, *stored, source);
    // A file that says nothing of discounts leaves those that were agreed.
    const std::string discounts =
        to_text(invoice.discounts ? *invoice.discounts : *stored->invoice.discounts,
                invoice.amount.currency());
    if (!invoice.discounts) stored->invoice.discounts.reset();
    const bool same_file = stored->source.batch == source.batch;
    if (stored->invoice == invoice && !stored->withdrawn) {
        return same_file ? Recorded::repeated : Recorded::known;
    }
    if (same_file) return stated_before("invoice", invoice.number, stored->source.line);
    if (auto fault = contradiction(db, *stored, invoice)) return *fault;
    update_invoice(db, invoice, discounts, *customer, source);
    impl_->accounts.needs_replay(account);
    impl_->accounts.needs_replay(
        {stored->customer, std::string(stored->invoice.amount.currency().code())});
    if (stored->withdrawn || stored->customer != *customer) {
        move_found_money(db, invoice.number, *customer);
        impl_->has_new_names = true;
        impl_->reassigned_invoices.push_back(stored->id);
        impl_->all_payers_in_question = true;
    }
    if (stored->withdrawn) return Recorded::added;
    add_event(stamp, "invoice_corrected", fmt::format("invoice {}", invoice.number));
    return Recorded::changed;
}

}  // namespace dunning
