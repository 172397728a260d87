// Customers: new, corrected or known.
#include <fmt/format.h>

#include "core/check.h"
#include "core/customer_fields.h"
#include "ledger/customer_file.h"
#include "ledger/sqlite/facts.h"
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

struct StoredCustomer {
    Customer customer;
    bool withdrawn = false;
    RowSource source;
    std::vector<std::string> by_hand;
};

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
    return parts;
}

// What a person has set stays, whatever a file says.
Customer with_kept_fields(Customer customer, const StoredCustomer& stored) {
    const Customer& old = stored.customer;
    for (const std::string& field : stored.by_hand) {
        const Currency any = old.currency.value_or(*Currency::from_code("EUR"));
        customer = with_field(std::move(customer), field, field_text(old, field), any).value();
    }
    return customer;
}

Customer with_unsaid_fields(Customer told, const StoredCustomer& stored, const RowSource& source) {
    if (stored.withdrawn) return told;
    UnsaidFields<Customer>{told, stored.customer, source}
        .keep("kind", &Customer::kind)
        .keep("language", &Customer::language)
        .keep("country", &Customer::country)
        .keep("timezone", &Customer::timezone)
        .keep("currency", &Customer::currency)
        .keep("email", &Customer::email)
        .keep("phone", &Customer::phone)
        .keep("mobile", &Customer::mobile)
        .keep("address", &Customer::address)
        .keep("city", &Customer::city)
        .keep("postal_code", &Customer::postal_code)
        .keep("collector", &Customer::collector)
        .keep("credit_limit", &Customer::credit_limit)
        .keep("terms_days", &Customer::terms_days)
        .keep("segment", &Customer::segment);
    return told;
}

std::optional<StoredCustomer> stored_customer(Connection& db, std::string_view code) {
    auto query = db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment, withdrawn,
               batch_id, line, by_hand
        FROM customer
        WHERE code = :code)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    return StoredCustomer{.customer = customer_from(query),
                          .withdrawn = query.integer(18) != 0,
                          .source = {.batch = query.integer(19), .line = query.small(20)},
                          .by_hand = split_list(query.text_view(21))};
}

}  // namespace

Fault unknown_customer(std::string_view code) {
    return {fmt::format("customer '{}' is not known", code),
            "import the customer first, or let invoices create theirs with --create-customers",
            "customer"};
}

std::string code_of_customer(Connection& db, RowId customer) {
    auto query = db.query("SELECT code FROM customer WHERE id = :id");
    DUNNING_CHECK(query.bind(":id", customer).next());
    return query.text(0);
}

std::unordered_map<RowId, Customer> customers_by_row(Connection& db,
                                                     const std::vector<RowId>& customers) {
    auto query = db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment
        FROM customer
        WHERE id IN (SELECT value FROM json_each(:customers)) AND NOT withdrawn)sql");
    query.bind_rows(":customers", customers);
    std::unordered_map<RowId, Customer> found;
    while (query.next()) found.emplace(query.integer(0), customer_from(query));
    return found;
}

std::optional<RowId> Ledger::find_customer(std::string_view code) const {
    if (const auto known = impl_->customer_rows.find(code)) return known->row;
    auto query = impl_->db.query(R"sql(
        SELECT id, currency
        FROM customer
        WHERE code = :code AND NOT withdrawn)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    const KnownCustomer found{query.integer(0), Currency::from_code(query.text_view(1))};
    impl_->customer_rows.add(code, found);
    return found.row;
}

std::optional<Customer> Ledger::customer(std::string_view code) const {
    const auto stored = stored_customer(impl_->db, code);
    if (!stored || stored->withdrawn) return std::nullopt;
    return stored->customer;
}

std::vector<Customer> Ledger::customers() const {
    auto query = impl_->db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment
        FROM customer
        WHERE NOT withdrawn
        ORDER BY code)sql");
    std::vector<Customer> all;
    while (query.next()) all.push_back(customer_from(query));
    return all;
}

void CustomerFile::for_each_customer(const Ledger& ledger,
                                     const std::function<void(RowId, const Customer&)>& visit) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT id, code, name, kind, language, country, timezone, currency, email, phone, mobile,
               address, city, postal_code, collector, credit_limit, terms_days, segment
        FROM customer
        WHERE NOT withdrawn
        ORDER BY id)sql");
    while (query.next()) visit(query.integer(0), customer_from(query));
}

std::optional<Currency> Ledger::currency_of_customer(std::string_view code) const {
    if (const auto known = impl_->customer_rows.find(code)) return known->currency;
    auto query = impl_->db.query(R"sql(
        SELECT currency
        FROM customer
        WHERE code = :code)sql");
    query.bind(":code", code);
    if (!query.next()) return std::nullopt;
    return Currency::from_code(query.text_view(0));
}

bool Ledger::has_other_currency_than(Currency currency) const {
    auto query = impl_->db.query(R"sql(
        SELECT EXISTS (SELECT 1 FROM customer WHERE currency NOT IN ('', :currency))
               OR EXISTS (SELECT 1 FROM invoice WHERE currency <> :currency))sql");
    query.bind_lasting(":currency", currency.code()).next();
    return query.integer(0) != 0;
}

Result<Recorded> Ledger::put(const Customer& told, const RowSource& source, const Stamp& stamp) {
    impl_->customer_rows.forget(told.id);
    const auto stored = stored_customer(impl_->db, told.id);
    const Customer customer =
        stored ? with_kept_fields(with_unsaid_fields(told, *stored, source), *stored) : told;
    if (!stored || stored->customer != customer) impl_->has_new_names = true;
    if (!stored || stored->customer.name != customer.name || stored->withdrawn) {
        impl_->all_payers_in_question = true;
    }
    const bool same_file =
        stored && source.batch != 0 && stored->source.batch == source.batch && !stored->withdrawn;
    if (stored && stored->customer == customer && !stored->withdrawn) {
        return same_file ? Recorded::repeated : Recorded::known;
    }
    if (same_file) return stated_before("customer", customer.id, stored->source.line);
    if (!stored) {
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
            segment = :segment, withdrawn = 0, batch_id = :batch, line = :line, version = version + 1
        WHERE code = :code)sql");
    bind_customer(query, customer, source);
    query.run();
    if (stored->withdrawn) return Recorded::added;
    add_event(stamp, "customer_corrected", fmt::format("customer {}", customer.id));
    return Recorded::changed;
}

std::vector<std::string> CustomerFile::set_by_hand() const {
    const auto stored =
        stored_customer(ledger_.impl_->db, code_of_customer(ledger_.impl_->db, customer_));
    return stored->by_hand;
}

// It belongs to no batch any more: to take that back would take this back.
void CustomerFile::set(Ledger& ledger, const Customer& customer,
                       const std::vector<std::string>& by_hand,
                       const std::vector<std::string>& changed, const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    ledger.impl_->customer_rows.forget(customer.id);
    {
        auto query = db.query(R"sql(
            UPDATE customer
            SET name = :name, kind = :kind, language = :language, country = :country,
                timezone = :timezone, currency = :currency, email = :email, phone = :phone,
                mobile = :mobile, address = :address, city = :city, postal_code = :postal_code,
                collector = :collector, credit_limit = :credit_limit, terms_days = :terms_days,
                segment = :segment, by_hand = :by_hand, batch_id = NULL, line = :line,
                version = version + 1
            WHERE code = :code)sql");
        bind_customer(query, customer, {});
        query.bind(":by_hand", fmt::format("{}", fmt::join(by_hand, ","))).run();
    }
    ledger.impl_->has_new_names = true;
    ledger.impl_->all_payers_in_question = true;
    auto version = db.query("SELECT version FROM customer WHERE code = :code");
    version.bind(":code", customer.id).next();
    ledger.add_event(stamp, "customer_set", fmt::format("customer {}", customer.id),
                     fmt::format(R"({{"version":{},"fields":["{}"]}})", version.integer(0),
                                 fmt::join(changed, R"(",")")));
}

}  // namespace dunning
