// Contact points, assignments, reviews, legal holds, evidence.
#include "ledger/customer_file.h"

#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

constexpr std::pair<PointKind, std::string_view> point_kinds[] = {{PointKind::email, "email"},
                                                                  {PointKind::phone, "phone"},
                                                                  {PointKind::mobile, "mobile"},
                                                                  {PointKind::address, "address"}};

void bind_stamp(Query& query, const Stamp& stamp) {
    query.bind(":day", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds);
}

EvidenceRecord evidence_from(const Query& row) {
    return {.id = row.integer(0),
            .sha256 = row.text(1),
            .name = row.text(2),
            .extension = row.text(3),
            .size = row.integer(4),
            .erased = row.integer(5) != 0};
}

}  // namespace

std::string_view to_text(PointKind kind) {
    for (const auto& [known, text] : point_kinds) {
        if (known == kind) return text;
    }
    return "email";
}

std::optional<PointKind> point_kind_from(std::string_view text) {
    for (const auto& [kind, known] : point_kinds) {
        if (known == text) return kind;
    }
    return std::nullopt;
}

std::string point_code(RowId id) {
    return fmt::format("K{:04}", id);
}

std::string legal_hold_code(RowId id) {
    return fmt::format("L{:04}", id);
}

// ---- contact points

std::vector<ContactPoint> CustomerFile::points() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT id, kind, value, role, person, contact_point.note, contact_point.day, corrects,
               contact_point_end.day, ifnull(contact_point_end.why, ''), contact_point.actor,
               ifnull(contact_point_end.note, ''), ifnull(contact_point_end.actor, '')
        FROM contact_point
        LEFT JOIN contact_point_end ON contact_point_id = id
        WHERE customer_id = :customer
        ORDER BY id)sql");
    query.bind(":customer", customer_);
    std::vector<ContactPoint> points;
    while (query.next()) {
        points.push_back({.id = query.integer(0),
                          .kind = point_kind_from(query.text_view(1)).value(),
                          .value = query.text(2),
                          .role = query.text(3),
                          .person = query.text(4),
                          .note = query.text(5),
                          .since = query.date(6),
                          .actor = query.text(10),
                          .ended = query.optional_date(8),
                          .end = query.text(9),
                          .end_note = query.text(11),
                          .end_actor = query.text(12)});
        if (!query.is_null(7)) points.back().corrects = query.integer(7);
    }
    return points;
}

RowId CustomerFile::add_point(Ledger& ledger, RowId customer, const ContactPoint& point,
                              const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    {
        auto query = db.query(R"sql(
            INSERT INTO contact_point (customer_id, kind, value, role, person, corrects, note, day,
                                       actor, recorded_at)
            VALUES (:customer, :kind, :value, :role, :person, :corrects, :note, :day, :actor,
                    :recorded_at))sql");
        query.bind(":customer", customer)
            .bind(":kind", to_text(point.kind))
            .bind(":value", point.value)
            .bind(":role", point.role)
            .bind(":person", point.person)
            .bind(":corrects", point.corrects)
            .bind(":note", point.note);
        bind_stamp(query, stamp);
        query.run();
    }
    const RowId id = db.last_inserted();
    ledger.add_event(stamp, "contact_point_added", "contact point " + point_code(id));
    return id;
}

void CustomerFile::end_point(Ledger& ledger, RowId point, std::string_view why,
                             std::string_view note, const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO contact_point_end (contact_point_id, day, why, note, actor, recorded_at, salt)
        VALUES (:point, :day, :why, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":point", point).bind(":why", why).bind(":note", note);
    bind_stamp(query, stamp);
    query.run();
    ledger.add_event(stamp, fmt::format("contact_point_{}", why),
                     "contact point " + point_code(point));
}

// ---- who is in charge

std::vector<Assignment> CustomerFile::assignments() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT collector, former, note, actor, day
        FROM assignment
        WHERE customer_id = :customer
        ORDER BY id)sql");
    query.bind(":customer", customer_);
    std::vector<Assignment> all;
    while (query.next()) {
        all.push_back({query.text(0), query.text(1), query.text(2), query.text(3), query.date(4)});
    }
    return all;
}

void CustomerFile::assign(Ledger& ledger, RowId customer, const Assignment& assignment,
                          const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO assignment (customer_id, collector, former, note, day, actor, recorded_at, salt)
        VALUES (:customer, :collector, :former, :note, :day, :actor, :recorded_at,
                randomblob(16)))sql");
    query.bind(":customer", customer)
        .bind(":collector", assignment.collector)
        .bind(":former", assignment.former)
        .bind(":note", assignment.note);
    bind_stamp(query, stamp);
    query.run();
    ledger.add_event(stamp, "customer_assigned",
                     "customer " + code_of_customer(ledger.impl_->db, customer));
}

// ---- reviews

std::vector<ReviewRecord> CustomerFile::reviews() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT score, grade, formula, next_review, note, actor, day
        FROM review
        WHERE customer_id = :customer
        ORDER BY day DESC, id DESC)sql");
    query.bind(":customer", customer_);
    std::vector<ReviewRecord> all;
    while (query.next()) {
        all.push_back({query.small(0), query.text(1), query.text(2), query.date(3), query.text(4),
                       query.text(5), query.date(6)});
    }
    return all;
}

void CustomerFile::add_review(Ledger& ledger, RowId customer, const ReviewRecord& review,
                              const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO review (customer_id, score, grade, formula, next_review, note, day, actor,
                            recorded_at, salt)
        VALUES (:customer, :score, :grade, :formula, :next_review, :note, :day, :actor,
                :recorded_at, randomblob(16)))sql");
    query.bind(":customer", customer)
        .bind(":score", review.score)
        .bind(":grade", review.grade)
        .bind(":formula", review.formula)
        .bind(":next_review", review.next_review)
        .bind(":note", review.note);
    bind_stamp(query, stamp);
    query.run();
    ledger.add_event(stamp, "customer_reviewed",
                     "customer " + code_of_customer(ledger.impl_->db, customer),
                     fmt::format(R"({{"score":{},"grade":"{}"}})", review.score, review.grade));
}

std::vector<DueReview> CustomerFile::due_reviews(const Ledger& ledger, Date as_of) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT customer.code, grade, day, next_review
        FROM review
        JOIN customer ON customer.id = review.customer_id
        WHERE review.id = (SELECT id FROM review latest
                           WHERE latest.customer_id = review.customer_id AND latest.day <= :as_of
                           ORDER BY day DESC, id DESC
                           LIMIT 1)
            AND next_review <= :as_of AND NOT withdrawn
        ORDER BY next_review, customer.code)sql");
    query.bind(":as_of", as_of);
    std::vector<DueReview> due;
    while (query.next()) {
        due.push_back({query.text(0), query.text(1), query.date(2), query.date(3)});
    }
    return due;
}

// ---- what must be kept

std::vector<LegalHold> CustomerFile::legal_holds() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT id, reason, from_day, until_day, legal_hold_end.day, legal_hold.actor
        FROM legal_hold
        LEFT JOIN legal_hold_end ON legal_hold_id = id
        WHERE customer_id = :customer
        ORDER BY id)sql");
    query.bind(":customer", customer_);
    std::vector<LegalHold> all;
    while (query.next()) {
        all.push_back({query.integer(0), query.text(1), query.date(2), query.optional_date(3),
                       query.optional_date(4), query.text(5)});
    }
    return all;
}

RowId CustomerFile::add_legal_hold(Ledger& ledger, RowId customer, const LegalHold& hold,
                                   const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    {
        auto query = db.query(R"sql(
            INSERT INTO legal_hold (customer_id, reason, from_day, until_day, actor, recorded_at,
                                    salt)
            VALUES (:customer, :reason, :day, :until, :actor, :recorded_at, randomblob(16)))sql");
        query.bind(":customer", customer).bind(":reason", hold.reason).bind(":until", hold.until);
        bind_stamp(query, stamp);
        query.run();
    }
    const RowId id = db.last_inserted();
    ledger.add_event(stamp, "legal_hold_began", "legal hold " + legal_hold_code(id));
    return id;
}

void CustomerFile::end_legal_hold(Ledger& ledger, RowId hold, std::string_view note,
                                  const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO legal_hold_end (legal_hold_id, day, note, actor, recorded_at, salt)
        VALUES (:hold, :day, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":hold", hold).bind(":note", note);
    bind_stamp(query, stamp);
    query.run();
    ledger.add_event(stamp, "legal_hold_ended", "legal hold " + legal_hold_code(hold));
}

// ---- evidence

std::vector<EvidenceUse> CustomerFile::evidence() const {
    auto query = ledger_.impl_->db.query(R"sql(
        SELECT evidence.id, sha256, name, extension, size, erased, contact_id, note,
               evidence_use.day
        FROM evidence_use
        JOIN evidence ON evidence.id = evidence_id
        WHERE customer_id = :customer
        ORDER BY evidence_use.id)sql");
    query.bind(":customer", customer_);
    std::vector<EvidenceUse> all;
    while (query.next()) {
        all.push_back(
            {.evidence = evidence_from(query), .note = query.text(7), .day = query.date(8)});
        if (!query.is_null(6)) all.back().contact = query.integer(6);
    }
    return all;
}

std::vector<EvidenceRecord> CustomerFile::all_evidence(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT id, sha256, name, extension, size, erased
        FROM evidence
        ORDER BY id)sql");
    std::vector<EvidenceRecord> all;
    while (query.next()) all.push_back(evidence_from(query));
    return all;
}

std::optional<EvidenceRecord> CustomerFile::evidence_of(const Ledger& ledger,
                                                        std::string_view sha256) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT id, sha256, name, extension, size, erased
        FROM evidence
        WHERE sha256 = :sha256)sql");
    if (!query.bind(":sha256", sha256).next()) return std::nullopt;
    return evidence_from(query);
}

std::optional<RowId> CustomerFile::contact_of(const Ledger& ledger, std::string_view customer,
                                              std::string_view id) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT contact.id
        FROM contact
        JOIN customer ON customer.id = customer_id
        WHERE contact.code = :id AND customer.code = :customer)sql");
    if (!query.bind(":id", id).bind(":customer", customer).next()) return std::nullopt;
    return query.integer(0);
}

std::vector<EvidenceUse> CustomerFile::uses_of(const Ledger& ledger, RowId evidence) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT evidence.id, sha256, evidence.name, extension, size, erased, contact_id, note,
               evidence_use.day, customer.code
        FROM evidence_use
        JOIN evidence ON evidence.id = evidence_id
        JOIN customer ON customer.id = customer_id
        WHERE evidence_id = :evidence
        ORDER BY evidence_use.id)sql");
    query.bind(":evidence", evidence);
    std::vector<EvidenceUse> all;
    while (query.next()) {
        all.push_back({.evidence = evidence_from(query),
                       .note = query.text(7),
                       .day = query.date(8),
                       .customer = query.text(9)});
        if (!query.is_null(6)) all.back().contact = query.integer(6);
    }
    return all;
}

std::set<RowId> CustomerFile::contacts_with_evidence(const Ledger& ledger,
                                                     const std::vector<RowId>& customers) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT contact_id
        FROM evidence_use
        JOIN evidence ON evidence.id = evidence_id
        WHERE customer_id IN (SELECT value FROM json_each(:customers))
            AND contact_id IS NOT NULL AND NOT erased)sql");
    query.bind_rows(":customers", customers);
    std::set<RowId> contacts;
    while (query.next()) contacts.insert(query.integer(0));
    return contacts;
}

std::unordered_set<RowId> CustomerFile::customers_with_history(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT customer_id FROM pause
        UNION
        SELECT customer_id FROM plan
        UNION
        SELECT customer_id FROM referral
        UNION
        SELECT customer_id FROM contact
        UNION
        SELECT customer_id FROM notice)sql");
    std::unordered_set<RowId> customers = customers_with_charges(ledger);
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

std::unordered_set<RowId> CustomerFile::customers_with_charges(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT DISTINCT customer_id
        FROM invoice INDEXED BY invoice_charge
        WHERE kind <> 'principal')sql");
    std::unordered_set<RowId> customers;
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

std::unordered_set<RowId> CustomerFile::customers_with_acts(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT customer_id
        FROM contact
        UNION
        SELECT customer_id
        FROM plan
        UNION
        SELECT customer_id
        FROM referral)sql");
    std::unordered_set<RowId> customers;
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

std::unordered_set<RowId> CustomerFile::consumers(const Ledger& ledger) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT id
        FROM customer
        WHERE kind = 'consumer')sql");
    std::unordered_set<RowId> customers;
    while (query.next()) customers.insert(query.integer(0));
    return customers;
}

void CustomerFile::for_each_payment(
    const Ledger& ledger, std::span<const RowId> invoices, Date up_to,
    const std::function<void(RowId invoice, const MoneyIn&)>& visit) {
    auto query = ledger.impl_->db.query(R"sql(
        SELECT allocation.invoice_id, allocation.day, allocation.amount_minor
        FROM json_each(:invoices)
        CROSS JOIN allocation ON allocation.invoice_id = json_each.value AND allocation.day <= :up_to
        CROSS JOIN receipt ON receipt.id = allocation.receipt_id AND receipt.kind = 'payment'
        WHERE )sql" DUNNING_IS_MONEY);
    query.bind_rows(":invoices", invoices).bind(":up_to", up_to);
    while (query.next()) visit(query.integer(0), {query.date(1), query.integer(2)});
}

RowId CustomerFile::add_evidence(Ledger& ledger, const EvidenceRecord& evidence,
                                 const Stamp& stamp) {
    Connection& db = ledger.impl_->db;
    {
        auto known = db.query("SELECT id FROM evidence WHERE sha256 = :sha256");
        if (known.bind(":sha256", evidence.sha256).next()) return known.integer(0);
    }
    {
        auto query = db.query(R"sql(
            INSERT INTO evidence (sha256, size, name, extension, day, actor, recorded_at)
            VALUES (:sha256, :size, :name, :extension, :day, :actor, :recorded_at))sql");
        query.bind(":sha256", evidence.sha256)
            .bind(":size", evidence.size)
            .bind(":name", evidence.name)
            .bind(":extension", evidence.extension);
        bind_stamp(query, stamp);
        query.run();
    }
    const RowId id = db.last_inserted();
    ledger.add_event(stamp, "evidence_added", fmt::format("evidence {}", evidence.sha256));
    return id;
}

void CustomerFile::use_evidence(Ledger& ledger, RowId evidence, RowId customer,
                                std::optional<RowId> contact, std::string_view note,
                                const Stamp& stamp) {
    auto query = ledger.impl_->db.query(R"sql(
        INSERT INTO evidence_use (evidence_id, customer_id, contact_id, note, day, actor,
                                  recorded_at, salt)
        VALUES (:evidence, :customer, :contact, :note, :day, :actor, :recorded_at,
                randomblob(16)))sql");
    query.bind(":evidence", evidence)
        .bind(":customer", customer)
        .bind(":contact", contact)
        .bind(":note", note);
    bind_stamp(query, stamp);
    query.run();
}

}  // namespace dunning
