// Waivers: of charges, which settle them as a receipt does, and of interest that no notice has made
// part of the debt, which is not claimed then.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

const std::string select_waiver = R"sql(
    SELECT given.id, given.code, customer.code, invoice.number, given.amount_minor,
           invoice.currency, given.day, given.reason, given.note, given.if_paid_minor,
           given.by_day, given.actor, given.ended, given.why, given.accrued, given.renews
    FROM (SELECT waiver.receipt_id AS id, receipt.code, waiver.invoice_id, receipt.amount_minor,
                 receipt.day, reason, note, if_paid_minor, by_day, waiver.actor,
                 back.day AS ended, waiver_end.why, 0 AS accrued, renews, condition_failed
          FROM waiver
          JOIN receipt ON receipt.id = waiver.receipt_id
          LEFT JOIN waiver_end ON waiver_end.waiver_id = waiver.receipt_id
          LEFT JOIN receipt back ON back.id = waiver_end.receipt_id
          UNION ALL
          SELECT interest_waiver.id, code, invoice_id, amount_minor,
                 interest_waiver.day, reason, note, if_paid_minor, by_day, interest_waiver.actor,
                 interest_waiver_end.day, interest_waiver_end.why, 1, renews, condition_failed
          FROM interest_waiver
          LEFT JOIN interest_waiver_end ON waiver_id = interest_waiver.id) given
    JOIN invoice ON invoice.id = given.invoice_id
    JOIN customer ON customer.id = invoice.customer_id
)sql";
const std::string select_waivers_of_customer =
    select_waiver + "WHERE invoice.customer_id = :customer ORDER BY length(given.code), given.code";
const std::string select_waiver_of_code = select_waiver + "WHERE given.code = :code";
const std::string select_conditional_waivers =
    select_waiver +
    "WHERE given.by_day IS NOT NULL AND given.ended IS NULL AND NOT invoice.withdrawn "
    "ORDER BY length(given.code), given.code";
const std::string select_failed_waivers =
    select_waiver +
    "WHERE given.condition_failed = 1 AND NOT invoice.withdrawn "
    "AND NOT EXISTS (SELECT 1 FROM waiver later WHERE later.renews = given.code) "
    "AND NOT EXISTS (SELECT 1 FROM interest_waiver later WHERE later.renews = given.code) "
    "ORDER BY length(given.code), given.code";

std::vector<WaiverRecord> read_waivers(Query& query) {
    std::vector<WaiverRecord> all;
    while (query.next()) {
        const Currency currency = currency_from_row(query.text_view(5));
        WaiverRecord record{.id = query.integer(0),
                            .code = query.text(1),
                            .of_accrued = query.integer(14) == 1,
                            .customer = query.text(2),
                            .of = query.text(3),
                            .amount = Money(query.integer(4), currency),
                            .day = query.date(6),
                            .reason = query.text(7),
                            .note = query.text(8),
                            .by = query.optional_date(10),
                            .actor = query.text(11),
                            .ended = query.optional_date(12),
                            .why_ended = query.is_null(13) ? "" : query.text(13),
                            .renews = query.is_null(15) ? "" : query.text(15)};
        if (!query.is_null(9)) record.if_paid = Money(query.integer(9), currency);
        all.push_back(std::move(record));
    }
    return all;
}

std::string next_code(Connection& db) {
    auto next = db.query(
        "SELECT (SELECT count(*) FROM waiver) + (SELECT count(*) FROM interest_waiver) + 1");
    next.next();
    return fmt::format("W{:04}", next.integer(0));
}

// One that is given again holds from the day on which it had ended.
Date day_of(const WaiverRecord& waiver, const Stamp& stamp) {
    return waiver.renews.empty() ? stamp.as_of : waiver.day;
}

// Why, on what condition and by whom: the same of both kinds.
Query& bind_terms(Query& query, const WaiverRecord& waiver, const Stamp& stamp) {
    const auto if_paid = waiver.if_paid ? std::optional(waiver.if_paid->minor()) : std::nullopt;
    return query.bind(":reason", waiver.reason)
        .bind(":note", waiver.note)
        .bind(":if_paid", if_paid)
        .bind(":by", waiver.by)
        .bind(":renews", waiver.renews.empty() ? std::nullopt : std::optional(waiver.renews))
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds);
}

void insert_charge_waiver(Connection& db, const WaiverRecord& waiver, RowId receipt, RowId charge,
                          const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO waiver (receipt_id, invoice_id, reason, note, if_paid_minor, by_day, renews,
                            actor, recorded_at, salt)
        VALUES (:receipt, :charge, :reason, :note, :if_paid, :by, :renews, :actor, :recorded_at,
                randomblob(16)))sql");
    bind_terms(query, waiver, stamp).bind(":receipt", receipt).bind(":charge", charge).run();
}

void insert_interest_waiver(Connection& db, const WaiverRecord& waiver, const std::string& code,
                            const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO interest_waiver (code, invoice_id, amount_minor, day, reason, note,
                                     if_paid_minor, by_day, renews, after_notice, actor,
                                     recorded_at)
        SELECT :code, id, :amount, :day, :reason, :note, :if_paid, :by, :renews,
               (SELECT ifnull(max(id), 0) FROM notice), :actor, :recorded_at
        FROM invoice
        WHERE number = :invoice AND kind = 'principal')sql");
    bind_terms(query, waiver, stamp)
        .bind(":code", code)
        .bind(":amount", waiver.amount.minor())
        .bind(":day", day_of(waiver, stamp))
        .bind(":invoice", waiver.of)
        .run();
    DUNNING_CHECK(db.changes() == 1);
}

}  // namespace

void Ledger::add_waiver_receipt(const WaiverRecord& waiver, const std::string& code,
                                std::int64_t amount_minor, Date day) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO receipt (kind, code, customer_id, customer_given, currency, day, amount_minor,
                             left_minor, invoice_number, reference, method, description, payer,
                             payer_account, end_to_end_id, batch_id, line)
        SELECT 'waiver', :code, customer_id, 1, currency, :day, :amount, :amount, number, '', '', '',
               '', '', '', NULL, 0
        FROM invoice
        WHERE number = :charge)sql");
    query.bind(":code", code)
        .bind(":day", day)
        .bind(":amount", amount_minor)
        .bind(":charge", waiver.of)
        .run();
    DUNNING_CHECK(impl_->db.changes() == 1);
    const auto customer = find_customer(waiver.customer);
    impl_->accounts.needs_replay({*customer, std::string(waiver.amount.currency().code())});
}

std::string Ledger::add_waiver(const WaiverRecord& waiver, const Stamp& stamp) {
    Connection& db = impl_->db;
    const std::string code = next_code(db);
    if (waiver.of_accrued) {
        insert_interest_waiver(db, waiver, code, stamp);
    } else {
        const auto known = charge(waiver.of);
        DUNNING_CHECK(known && (!waiver.renews.empty() || waiver.amount <= known->charge.open));
        add_waiver_receipt(waiver, code, waiver.amount.minor(), day_of(waiver, stamp));
        insert_charge_waiver(db, waiver, db.last_inserted(), known->id, stamp);
    }
    add_event(stamp, waiver.of_accrued ? "interest_waived" : "charge_waived",
              fmt::format("{} {}", waiver.of_accrued ? "invoice" : "charge", waiver.of),
              fmt::format(R"({{"waiver":"{}","amount_minor":{}}})", code, waiver.amount.minor()));
    return code;
}

void Ledger::end_waiver(const WaiverRecord& waiver, WaiverEnd how, std::string_view why,
                        const Stamp& stamp) {
    Connection& db = impl_->db;
    const int failed = how == WaiverEnd::condition_failed ? 1 : 0;
    if (waiver.of_accrued) {
        auto query = db.query(R"sql(
            INSERT INTO interest_waiver_end (waiver_id, day, why, condition_failed, actor,
                                             recorded_at, salt)
            VALUES (:waiver, :day, :why, :failed, :actor, :recorded_at, randomblob(16)))sql");
        query.bind(":waiver", waiver.id)
            .bind(":day", stamp.as_of)
            .bind(":why", why)
            .bind(":failed", failed)
            .bind(":actor", stamp.actor)
            .bind(":recorded_at", stamp.recorded_at.seconds)
            .run();
    } else {
        add_waiver_receipt(waiver, waiver.code + "-R", -waiver.amount.minor(), stamp.as_of);
        auto query = db.query(R"sql(
            INSERT INTO waiver_end (waiver_id, receipt_id, why, condition_failed, actor,
                                    recorded_at, salt)
            VALUES (:waiver, :receipt, :why, :failed, :actor, :recorded_at, randomblob(16)))sql");
        query.bind(":waiver", waiver.id)
            .bind(":receipt", db.last_inserted())
            .bind(":why", why)
            .bind(":failed", failed)
            .bind(":actor", stamp.actor)
            .bind(":recorded_at", stamp.recorded_at.seconds)
            .run();
    }
    add_event(stamp, "waiver_ended", fmt::format("waiver {}", waiver.code));
}

std::optional<WaiverRecord> Ledger::waiver(std::string_view code) const {
    auto query = impl_->db.query(select_waiver_of_code.c_str());
    query.bind(":code", code);
    auto found = read_waivers(query);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<WaiverRecord> Ledger::waivers(RowId customer) const {
    auto query = impl_->db.query(select_waivers_of_customer.c_str());
    query.bind(":customer", customer);
    return read_waivers(query);
}

std::vector<WaiverRecord> Ledger::conditional_waivers() const {
    auto query = impl_->db.query(select_conditional_waivers.c_str());
    return read_waivers(query);
}

std::vector<WaiverRecord> Ledger::failed_waivers() const {
    auto query = impl_->db.query(select_failed_waivers.c_str());
    return read_waivers(query);
}

// What a list has settled counts as far as no payment has taken its place.
Money Ledger::paid_in(const DayRange& range, RowId customer, Currency currency, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        WITH money AS (SELECT day, amount_minor - iif(is_money, 0, left_minor) AS minor
                       FROM (SELECT *, )sql" DUNNING_IS_MONEY R"sql(
                                       AS is_money
                             FROM receipt
                             WHERE customer_id = :customer AND currency = :currency
                                 AND kind = 'payment' AND day BETWEEN :from AND :as_of))
        SELECT ifnull(sum(minor), 0)
        FROM money
        WHERE day <= :to
            OR (minor < 0
                AND NOT EXISTS (SELECT 1
                                FROM money later
                                WHERE later.minor = -money.minor AND later.day > :to
                                    AND later.day <= money.day)))sql");
    query.bind(":customer", customer)
        .bind(":currency", currency.code())
        .bind(":from", range.from)
        .bind(":to", range.to)
        .bind(":as_of", as_of);
    query.next();
    return Money(query.integer(0), currency);
}

}  // namespace dunning
