// Customers, invoices and receipts: new, corrected or known.
#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

std::string money_text(const std::optional<Money>& money) {
    if (!money) return {};
    return fmt::format("{} {}", to_decimal(*money), money->currency().code());
}

std::optional<Money> money_from_text(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto space = text.find(' ');
    return parse_money(text.substr(0, space), currency_from_row(text.substr(space + 1))).value();
}

std::string currency_text(const std::optional<Currency>& currency) {
    return currency ? std::string(currency->code()) : std::string();
}

// The columns of a customer in the order in which every statement here has them.
constexpr int first_customer_column = 1;

Customer customer_from(const Query& row) {
    int column = first_customer_column;
    Customer customer;
    customer.id = row.text(column++);
    customer.name = row.text(column++);
    customer.kind = customer_kind_from(row.text(column++)).value();
    customer.language = row.text(column++);
    customer.country = row.text(column++);
    customer.timezone = row.text(column++);
    customer.currency = Currency::from_code(row.text(column++));
    customer.email = row.text(column++);
    customer.phone = row.text(column++);
    customer.mobile = row.text(column++);
    customer.address = row.text(column++);
    customer.city = row.text(column++);
    customer.postal_code = row.text(column++);
    customer.collector = row.text(column++);
    customer.credit_limit = money_from_text(row.text(column++));
    if (!row.is_null(column)) customer.terms_days = row.small(column);
    ++column;
    customer.segment = row.text(column++);
    return customer;
}

void bind_customer(Query& query, const Customer& customer, const RowSource& source) {
    query.bind(":code", customer.id)
        .bind(":name", customer.name)
        .bind(":kind", to_text(customer.kind))
        .bind(":language", customer.language)
        .bind(":country", customer.country)
        .bind(":timezone", customer.timezone)
        .bind(":currency", currency_text(customer.currency))
        .bind(":email", customer.email)
        .bind(":phone", customer.phone)
        .bind(":mobile", customer.mobile)
        .bind(":address", customer.address)
        .bind(":city", customer.city)
        .bind(":postal_code", customer.postal_code)
        .bind(":collector", customer.collector)
        .bind(":credit_limit", money_text(customer.credit_limit))
        .bind(":terms_days", customer.terms_days)
        .bind(":segment", customer.segment)
        .bind(":line", source.line);
    if (source.batch != 0) query.bind(":batch", source.batch);
}

// The column that a difference stands in.
std::string field_of(std::string_view difference) {
    if (difference == "issue date") return "issued";
    if (difference == "due date") return "due";
    return std::string(difference);
}

struct StoredInvoice {
    RowId id = 0;
    RowId customer = 0;
    std::string customer_code;
    std::int64_t open_minor = 0;
    Invoice invoice;
};

std::optional<StoredInvoice> stored_invoice(Connection& db, std::string_view number) {
    auto query = db.query(R"sql(
        SELECT invoice.id, invoice.customer_id, customer.code, invoice.open_minor, invoice.issued,
               invoice.due, invoice.amount_minor, invoice.currency, invoice.reference,
               invoice.description
        FROM invoice
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.number = :number)sql");
    query.bind(":number", number);
    if (!query.next()) return std::nullopt;
    const Currency currency = currency_from_row(query.text_view(7));
    return StoredInvoice{.id = query.integer(0),
                         .customer = query.integer(1),
                         .customer_code = query.text(2),
                         .open_minor = query.integer(3),
                         .invoice = {.number = std::string(number),
                                     .customer = query.text(2),
                                     .issued = query.date(4),
                                     .due = query.date(5),
                                     .amount = Money(query.integer(6), currency),
                                     .reference = query.text(8),
                                     .description = query.text(9)}};
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

struct InvoiceOwner {
    RowId customer = 0;
    std::string code;
    std::string currency;
};

std::optional<InvoiceOwner> owner_of(Connection& db, std::string_view invoice) {
    auto query = db.query(R"sql(
        SELECT invoice.customer_id, customer.code, invoice.currency
        FROM invoice
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.number = :number)sql");
    query.bind(":number", invoice);
    if (!query.next()) return std::nullopt;
    return InvoiceOwner{query.integer(0), query.text(1), query.text(2)};
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

Fault unknown_customer(std::string_view code) {
    return {fmt::format("customer '{}' is not known", code),
            "import the customer first, or let invoices create theirs with --create-customers",
            "customer"};
}

}  // namespace

std::optional<RowId> Ledger::find_customer(std::string_view code) const {
    auto query = impl_->db.query(R"sql(
        SELECT id
        FROM customer
        WHERE code = :code)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    return query.integer(0);
}

std::optional<Customer> Ledger::customer(std::string_view code) const {
    auto query = impl_->db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment
        FROM customer
        WHERE code = :code)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    return customer_from(query);
}

std::vector<Customer> Ledger::customers() const {
    auto query = impl_->db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment
        FROM customer
        ORDER BY code)sql");
    std::vector<Customer> all;
    while (query.next()) all.push_back(customer_from(query));
    return all;
}

std::optional<Currency> Ledger::currency_of_customer(std::string_view code) const {
    auto query = impl_->db.query(R"sql(
        SELECT currency
        FROM customer
        WHERE code = :code)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    return Currency::from_code(query.text_view(0));
}

std::optional<Currency> Ledger::currency_of_invoice(std::string_view number) const {
    const auto owner = owner_of(impl_->db, number);
    if (!owner) return std::nullopt;
    return Currency::from_code(owner->currency);
}

std::optional<std::string> Ledger::customer_of_invoice(std::string_view number) const {
    const auto owner = owner_of(impl_->db, number);
    if (!owner) return std::nullopt;
    return owner->code;
}

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

std::optional<Money> Ledger::amount_of_invoice(std::string_view number) const {
    const auto stored = stored_invoice(impl_->db, number);
    if (!stored) return std::nullopt;
    return stored->invoice.amount;
}

Result<Recorded> Ledger::put(const Customer& customer, const RowSource& source,
                             const Stamp& stamp) {
    const auto known = this->customer(customer.id);
    if (known == customer) return Recorded::known;
    if (!known) {
        auto query = impl_->db.query(R"sql(
            INSERT INTO customer (code, name, kind, language, country, timezone, currency, email, phone,
                                  mobile, address, city, postal_code, collector, credit_limit,
                                  terms_days, segment, batch_id, line)
            VALUES (:code, :name, :kind, :language, :country, :timezone, :currency, :email, :phone,
                    :mobile, :address, :city, :postal_code, :collector, :credit_limit, :terms_days,
                    :segment, :batch, :line))sql");
        bind_customer(query, customer, source);
        query.run();
        return Recorded::added;
    }
    auto query = impl_->db.query(R"sql(
        UPDATE customer
        SET name = :name, kind = :kind, language = :language, country = :country,
            timezone = :timezone, currency = :currency, email = :email, phone = :phone,
            mobile = :mobile, address = :address, city = :city, postal_code = :postal_code,
            collector = :collector, credit_limit = :credit_limit, terms_days = :terms_days,
            segment = :segment, batch_id = :batch, line = :line, version = version + 1
        WHERE code = :code)sql");
    bind_customer(query, customer, source);
    query.run();
    add_event(stamp, "customer_corrected", fmt::format("customer {}", customer.id));
    return Recorded::changed;
}

Result<Recorded> Ledger::put(const Invoice& invoice, const RowSource& source, const Stamp& stamp) {
    Connection& db = impl_->db;
    const auto customer = find_customer(invoice.customer);
    if (!customer) return unknown_customer(invoice.customer);
    const auto bind = [&](Query& query) {
        query.bind(":number", invoice.number)
            .bind(":customer", *customer)
            .bind(":currency", invoice.amount.currency().code())
            .bind(":issued", invoice.issued)
            .bind(":due", invoice.due)
            .bind(":amount", invoice.amount.minor())
            .bind(":reference", invoice.reference)
            .bind(":description", invoice.description)
            .bind(":batch", source.batch)
            .bind(":line", source.line);
    };
    const Account account{*customer, std::string(invoice.amount.currency().code())};
    const auto stored = stored_invoice(db, invoice.number);
    if (!stored) {
        auto query = db.query(R"sql(
            INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, open_minor,
                                 reference, description, batch_id, line)
            VALUES (:number, :customer, :currency, :issued, :due, :amount, :amount, :reference,
                    :description, :batch, :line))sql");
        bind(query);
        query.run();
        // Money that named this invoice before anybody knew it has found its owner.
        auto claim = db.query(R"sql(
            UPDATE receipt
            SET customer_id = :customer
            WHERE customer_id IS NULL AND invoice_number = :number)sql");
        claim.bind(":customer", *customer).bind(":number", invoice.number).run();
        impl_->touched.insert(account);
        return Recorded::added;
    }
    if (stored->invoice == invoice) return Recorded::known;
    if (auto fault = contradiction(db, *stored, invoice)) return *fault;
    auto query = db.query(R"sql(
        UPDATE invoice
        SET customer_id = :customer, currency = :currency, issued = :issued, due = :due,
            open_minor = :amount - (amount_minor - open_minor), amount_minor = :amount,
            reference = :reference, description = :description, batch_id = :batch, line = :line,
            version = version + 1
        WHERE number = :number)sql");
    bind(query);
    query.run();
    impl_->touched.insert(account);
    impl_->touched.insert(
        {stored->customer, std::string(stored->invoice.amount.currency().code())});
    add_event(stamp, "invoice_corrected", fmt::format("invoice {}", invoice.number));
    return Recorded::changed;
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

// ---- batches

BatchRecord Ledger::next_batch(Date as_of) const {
    auto id = impl_->db.query("SELECT ifnull(max(id), 0) + 1 FROM batch");
    id.next();
    auto count = impl_->db.query("SELECT count(*) + 1 FROM batch WHERE as_of = :as_of");
    count.bind(":as_of", as_of).next();
    BatchRecord batch;
    batch.id = id.integer(0);
    batch.name = fmt::format("{}-{}", to_text(as_of), count.integer(0));
    return batch;
}

void Ledger::add_batch(const BatchRecord& batch, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO batch (id, name, kind, file, sha256, as_of, recorded_at, actor, rows, added, changed,
                           known)
        VALUES (:id, :name, :kind, :file, :sha256, :as_of, :recorded_at, :actor, :rows, :added, :changed,
                :known))sql");
    query.bind(":id", batch.id)
        .bind(":name", batch.name)
        .bind(":kind", batch.kind)
        .bind(":file", batch.file)
        .bind(":sha256", batch.sha256)
        .bind(":as_of", stamp.as_of)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":actor", stamp.actor)
        .bind(":rows", batch.rows)
        .bind(":added", batch.added)
        .bind(":changed", batch.changed)
        .bind(":known", batch.known)
        .run();
    add_event(stamp, fmt::format("{}_imported", batch.kind), fmt::format("batch {}", batch.name),
              fmt::format(R"({{"rows":{},"new":{},"changed":{},"known":{},"sha256":"{}"}})",
                          batch.rows, batch.added, batch.changed, batch.known, batch.sha256));
}

std::vector<std::pair<std::string, Ledger::BatchMoney>> Ledger::allocated_of_batch(
    RowId batch) const {
    auto query = impl_->db.query(R"sql(
        SELECT currency, sum(amount_minor - left_minor), sum(left_minor)
        FROM receipt
        WHERE batch_id = :batch
        GROUP BY currency
        ORDER BY currency)sql");
    query.bind(":batch", batch);
    std::vector<std::pair<std::string, BatchMoney>> sums;
    while (query.next()) {
        const Currency currency = currency_from_row(query.text_view(0));
        sums.push_back({query.text(0),
                        {Money(query.integer(1), currency), Money(query.integer(2), currency)}});
    }
    return sums;
}

bool Ledger::has_batch(std::string_view sha256, std::string_view kind, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM batch
        WHERE kind = :kind AND as_of = :as_of AND sha256 = :sha256
        LIMIT 1)sql");
    return query.bind(":kind", kind).bind(":as_of", as_of).bind(":sha256", sha256).next();
}

std::optional<Date> Ledger::newest_batch(std::string_view kind) const {
    auto query = impl_->db.query("SELECT max(as_of) FROM batch WHERE kind = :kind");
    query.bind(":kind", kind).next();
    return query.optional_date(0);
}

}  // namespace dunning
