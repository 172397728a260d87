// Disputes, holds and promises.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

const std::string select_pause = R"sql(
    SELECT pause.id, pause.kind, customer.code, ifnull(invoice.number, ''), pause.currency,
           pause.amount_minor, pause.from_day, pause.until_day, pause.reason, pause.note, pause.actor,
           pause_end.day, ifnull(pause_end.outcome, '')
    FROM pause
    JOIN customer ON customer.id = pause.customer_id
    LEFT JOIN invoice ON invoice.id = pause.invoice_id
    LEFT JOIN pause_end ON pause_end.pause_id = pause.id
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_pauses = select_pause + "ORDER BY pause.id";
const std::string select_pauses_of =
    select_pause + "WHERE pause.customer_id = :customer ORDER BY pause.id";
const std::string select_one_pause = select_pause + "WHERE pause.id = :id";

PauseKind pause_kind_from(std::string_view text) {
    if (text == "dispute") return PauseKind::dispute;
    return text == "hold" ? PauseKind::hold : PauseKind::promise;
}

PauseRecord pause_from(const Query& row) {
    PauseRecord pause{.id = row.integer(0),
                      .kind = pause_kind_from(row.text_view(1)),
                      .customer = row.text(2),
                      .invoice = row.text(3),
                      .from = row.date(6),
                      .until = row.optional_date(7),
                      .reason = row.text(8),
                      .note = row.text(9),
                      .actor = row.text(10),
                      .ended = row.optional_date(11),
                      .outcome = row.text(12)};
    if (!row.is_null(5)) pause.amount = Money(row.integer(5), currency_from_row(row.text_view(4)));
    return pause;
}

std::vector<PauseRecord> read_pauses(Query& query) {
    std::vector<PauseRecord> all;
    while (query.next()) all.push_back(pause_from(query));
    return all;
}

RowId last_row(Connection& db) {
    return db.last_inserted();
}

}  // namespace

RowId Ledger::add_pause(const PauseRecord& pause, const Stamp& stamp) {
    Connection& db = impl_->db;
    auto query = db.query(R"sql(
        INSERT INTO pause (kind, customer_id, invoice_id, currency, amount_minor, from_day, until_day,
                           reason, note, actor, recorded_at)
        VALUES (:kind, :customer, :invoice, :currency, :amount, :from, :until, :reason, :note, :actor,
                :recorded_at))sql");
    query.bind(":kind", to_text(pause.kind))
        .bind(":customer", find_customer(pause.customer))
        .bind(":invoice", invoice_of_entry(db, pause.invoice))
        .bind(":currency", pause.amount ? pause.amount->currency().code() : std::string_view(""))
        .bind(":from", pause.from)
        .bind(":until", pause.until)
        .bind(":reason", pause.reason)
        .bind(":note", pause.note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds);
    if (pause.amount) query.bind(":amount", pause.amount->minor());
    query.run();
    const RowId id = last_row(db);
    add_event(stamp, fmt::format("{}_recorded", to_text(pause.kind)),
              fmt::format("{} {}", to_text(pause.kind), pause_code(pause.kind, id)));
    return id;
}

void Ledger::end_pause(RowId id, std::string_view outcome, std::string_view note,
                       const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO pause_end (pause_id, day, outcome, note, actor, recorded_at)
        VALUES (:pause, :day, :outcome, :note, :actor, :recorded_at))sql");
    query.bind(":pause", id)
        .bind(":day", stamp.as_of)
        .bind(":outcome", outcome)
        .bind(":note", note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    const PauseRecord ended = pause(id).value();
    add_event(stamp, fmt::format("{}_ended", to_text(ended.kind)),
              fmt::format("{} {}", to_text(ended.kind), pause_code(ended.kind, id)));
}

std::vector<PauseRecord> Ledger::pauses(RowId customer) const {
    auto query = impl_->db.query(select_pauses_of.c_str());
    return read_pauses(query.bind(":customer", customer));
}

std::vector<PauseRecord> Ledger::all_pauses() const {
    auto query = impl_->db.query(select_pauses.c_str());
    return read_pauses(query);
}

std::optional<PauseRecord> Ledger::pause(RowId id) const {
    auto query = impl_->db.query(select_one_pause.c_str());
    auto found = read_pauses(query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<MoneyIn> Ledger::money_in(RowId customer, const Currency& currency,
                                      std::string_view invoice) const {
    std::vector<MoneyIn> all;
    if (invoice.empty()) {
        auto query = impl_->db.query(R"sql(
            SELECT day, amount_minor
            FROM receipt
            WHERE customer_id = :customer AND currency = :currency AND kind = 'payment'
            ORDER BY day, id)sql");
        query.bind(":customer", customer).bind(":currency", currency.code());
        while (query.next()) all.push_back({query.date(0), query.integer(1)});
        return all;
    }
    auto query = impl_->db.query(R"sql(
        SELECT allocation.day, allocation.amount_minor
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE invoice.number = :invoice AND receipt.kind = 'payment'
        ORDER BY allocation.day, allocation.id)sql");
    query.bind(":invoice", invoice);
    while (query.next()) all.push_back({query.date(0), query.integer(1)});
    return all;
}

}  // namespace dunning
