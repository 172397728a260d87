// What was changed of a customer, and when something last happened.
#include "ledger/customer_file.h"
#include "ledger/sqlite/impl.h"

namespace dunning {

// Versions are compared field by field; where and by whom a file says with its batch, and what was
// set by hand with its event.
std::vector<FieldChange> CustomerFile::changes() const {
    auto query = ledger_.impl_->db.query(R"sql(
        WITH versions AS (
            SELECT version, contents
            FROM superseded
            WHERE kind = 'customer' AND id = :customer
            UNION ALL
            SELECT version, json_object(
                'name', name, 'kind', kind, 'language', language, 'country', country,
                'timezone', timezone, 'currency', currency, 'email', email, 'phone', phone,
                'mobile', mobile, 'address', address, 'city', city, 'postal_code', postal_code,
                'collector', collector, 'credit_limit', credit_limit, 'terms_days', terms_days,
                'segment', segment)
            FROM customer
            WHERE id = :customer
        )
        SELECT later.version, field.key, ifnull(field.value, ''),
               ifnull(json_extract(later.contents, '$.' || field.key), ''), event.as_of,
               ifnull(event.actor, '')
        FROM versions former
        JOIN versions later ON later.version = former.version + 1
        JOIN json_each(former.contents) field
        LEFT JOIN event ON event.kind = 'customer_set'
            AND event.subject = 'customer ' || (SELECT code FROM customer WHERE id = :customer)
            AND json_extract(event.payload, '$.version') = later.version
        WHERE field.key NOT IN ('code', 'batch', 'line', 'by_hand', 'withdrawn')
            AND field.value IS NOT json_extract(later.contents, '$.' || field.key)
        ORDER BY later.version, field.key)sql");
    query.bind(":customer", customer_);
    std::vector<FieldChange> changes;
    while (query.next()) {
        changes.push_back({.version = query.small(0),
                           .field = query.text(1),
                           .former = query.text(2),
                           .now = query.text(3),
                           .day = query.optional_date(4),
                           .actor = query.text(5)});
    }
    return changes;
}

std::optional<Date> CustomerFile::erased() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT max(day)
        FROM erasure
        WHERE customer_id = :customer)sql");
    query.bind(":customer", customer_).next();
    return query.optional_date(0);
}

std::optional<Date> CustomerFile::last_activity() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT max(day)
        FROM (SELECT max(issued) AS day FROM invoice WHERE customer_id = :customer
              UNION ALL
              SELECT max(day) FROM receipt WHERE customer_id = :customer
              UNION ALL
              SELECT max(allocation.day)
              FROM invoice
              JOIN allocation ON allocation.invoice_id = invoice.id
              WHERE customer_id = :customer
              UNION ALL
              SELECT max(day) FROM contact WHERE customer_id = :customer
              UNION ALL
              SELECT max(day) FROM notice WHERE customer_id = :customer))sql");
    query.bind(":customer", customer_).next();
    return query.optional_date(0);
}

std::vector<std::string> CustomerFile::invoices_beginning(const Ledger& ledger,
                                                          std::string_view text,
                                                          std::size_t at_most) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT number
        FROM invoice
        WHERE number >= :text AND number < :text || char(1114111) AND NOT withdrawn
        ORDER BY open_minor = 0, number
        LIMIT :at_most)sql");
    query.bind(":text", text).bind(":at_most", static_cast<std::int64_t>(at_most));
    std::vector<std::string> numbers;
    while (query.next()) numbers.push_back(query.text(0));
    return numbers;
}

}  // namespace dunning
