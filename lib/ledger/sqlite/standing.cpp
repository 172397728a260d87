// Disputes, holds and promises.
#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

const std::string select_pause = R"sql(
    SELECT pause.id, pause.kind, customer.code, ifnull(invoice.number, ''), pause.currency,
           pause.amount_minor, pause.from_day, pause.until_day, pause.reason, pause.note, pause.actor,
           pause_end.day, ifnull(pause_end.outcome, ''), pause.owner, ifnull(pause.code, ''),
           pause_end.pay_by, pause.batch_id, pause.line
    FROM pause
    JOIN customer ON customer.id = pause.customer_id
    LEFT JOIN invoice ON invoice.id = pause.invoice_id
    LEFT JOIN pause_end ON pause_end.pause_id = pause.id
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_pauses = select_pause + "ORDER BY pause.id";
const std::string select_pauses_of =
    select_pause +
    "WHERE pause.customer_id IN (SELECT value FROM json_each(:customers)) ORDER BY pause.id";
const std::string select_one_pause = select_pause + "WHERE pause.id = :id";
const std::string select_pause_by_code =
    select_pause + "WHERE pause.kind = :kind AND pause.code = :code";

// What is owed of each invoice at the end of the day, and the last day that changed it.
const std::string select_debt = R"sql(
    SELECT ifnull(sum(amount_minor - settled_minor), 0), max(changed)
    FROM (SELECT invoice.amount_minor, ifnull(sum(allocation.amount_minor), 0) AS settled_minor,
                 max(allocation.day) AS changed
          FROM invoice
          LEFT JOIN allocation ON allocation.invoice_id = invoice.id AND allocation.day <= :as_of
)sql";
const std::string select_debt_of_invoice =
    select_debt + "WHERE invoice.number = :invoice GROUP BY invoice.id)";
const std::string select_debt_of_account =
    select_debt +
    "WHERE invoice.customer_id = :customer AND invoice.currency = :currency "
    "AND invoice.issued <= :issued_by GROUP BY invoice.id)";

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
                      .owner = row.text(13),
                      .actor = row.text(10),
                      .given_id = row.text(14),
                      .ended = row.optional_date(11),
                      .outcome = row.text(12),
                      .pay_by = row.optional_date(15)};
    if (!row.is_null(5)) pause.amount = Money(row.integer(5), currency_from_row(row.text_view(4)));
    return pause;
}

void load_promise(Connection& db, PauseRecord& pause) {
    if (pause.kind != PauseKind::promise) return;
    auto payments = db.query(R"sql(
        SELECT by_day, amount_minor
        FROM promise_payment
        WHERE pause_id = :pause
        ORDER BY n)sql");
    payments.bind(":pause", pause.id);
    while (payments.next()) {
        pause.payments.push_back(
            {payments.date(0), Money(payments.integer(1), pause.amount->currency())});
    }
    auto invoices = db.query(R"sql(
        SELECT invoice.number
        FROM promise_invoice
        JOIN invoice ON invoice.id = promise_invoice.invoice_id
        WHERE promise_invoice.pause_id = :pause
        ORDER BY invoice.number)sql");
    invoices.bind(":pause", pause.id);
    while (invoices.next()) pause.invoices.push_back(invoices.text(0));
}

std::vector<PauseRecord> read_pauses(Connection& db, Query& query) {
    std::vector<PauseRecord> all;
    while (query.next()) all.push_back(pause_from(query));
    for (PauseRecord& pause : all) load_promise(db, pause);
    return all;
}

void insert_promise_parts(Connection& db, RowId id, const PauseRecord& pause) {
    int n = 0;
    for (const PromisedPayment& payment : pause.payments) {
        auto query = db.query(R"sql(
            INSERT INTO promise_payment (pause_id, n, by_day, amount_minor)
            VALUES (:pause, :n, :by, :amount))sql");
        query.bind(":pause", id)
            .bind(":n", ++n)
            .bind(":by", payment.by)
            .bind(":amount", payment.amount.minor())
            .run();
    }
    for (const std::string& invoice : pause.invoices) {
        auto query = db.query(R"sql(
            INSERT INTO promise_invoice (pause_id, invoice_id)
            VALUES (:pause, :invoice))sql");
        query.bind(":pause", id).bind(":invoice", invoice_of_entry(db, invoice)).run();
    }
}

RowId insert_pause(Connection& db, const PauseRecord& pause, std::optional<RowId> customer,
                   const RowSource& source, const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO pause (kind, customer_id, invoice_id, currency, amount_minor, from_day, until_day,
                           reason, note, owner, actor, code, batch_id, line, recorded_at, salt)
        VALUES (:kind, :customer, :invoice, :currency, :amount, :from, :until, :reason, :note,
                :owner, :actor, :code, :batch, :line, :recorded_at, randomblob(16)))sql");
    query.bind(":kind", to_text(pause.kind))
        .bind(":customer", customer)
        .bind(":invoice", invoice_of_entry(db, pause.invoice))
        .bind(":currency", pause.amount ? pause.amount->currency().code() : std::string_view(""))
        .bind(":from", pause.from)
        .bind(":until", pause.until)
        .bind(":reason", pause.reason)
        .bind(":note", pause.note)
        .bind(":owner", pause.owner)
        .bind(":actor", stamp.actor)
        .bind(":line", source.line)
        .bind(":recorded_at", stamp.recorded_at.seconds);
    if (pause.amount) query.bind(":amount", pause.amount->minor());
    if (!pause.given_id.empty()) query.bind(":code", pause.given_id);
    if (source.batch != 0) query.bind(":batch", source.batch);
    query.run();
    const RowId id = db.last_inserted();
    insert_promise_parts(db, id, pause);
    return id;
}

void insert_pause_end(Connection& db, RowId id, const PauseRecord& ended, std::string_view note,
                      const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO pause_end (pause_id, day, outcome, pay_by, note, actor, recorded_at, salt)
        VALUES (:pause, :day, :outcome, :pay_by, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":pause", id)
        .bind(":day", ended.ended)
        .bind(":outcome", ended.outcome)
        .bind(":pay_by", ended.pay_by)
        .bind(":note", note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
}

// The most that disputes keep out of the invoice on one of the days on which this one stands.
std::int64_t contested_beside(Connection& db, const PauseRecord& dispute, std::int64_t whole) {
    auto query = db.query(R"sql(
        WITH other AS (SELECT from_day, pause_end.day AS ended, amount_minor
                       FROM pause
                       LEFT JOIN pause_end ON pause_id = pause.id
                       WHERE kind = 'dispute'
                           AND invoice_id = (SELECT id FROM invoice WHERE number = :invoice)),
             look AS (SELECT :from AS day
                      UNION
                      SELECT from_day FROM other
                      WHERE from_day > :from AND (:ended IS NULL OR from_day < :ended))
        SELECT ifnull(max(contested), 0)
        FROM (SELECT sum(ifnull(other.amount_minor, :whole)) AS contested
              FROM look
              JOIN other ON other.from_day <= look.day
                  AND (other.ended IS NULL OR other.ended > look.day)
              GROUP BY look.day))sql");
    query.bind(":invoice", dispute.invoice)
        .bind(":from", dispute.from)
        .bind(":ended", dispute.ended)
        .bind(":whole", whole);
    query.next();
    return query.integer(0);
}

// What no file may tell of the past either: a dispute of what there was not.
std::optional<Fault> impossible_dispute(Connection& db, const PauseRecord& pause) {
    if (pause.kind != PauseKind::dispute) return std::nullopt;
    auto query =
        db.query("SELECT issued, amount_minor, currency FROM invoice WHERE number = :number");
    if (!query.bind(":number", pause.invoice).next()) return std::nullopt;
    const Date issued = query.date(0);
    if (pause.from < issued) {
        return Fault{fmt::format("invoice {} is of {}, and contested since {}", pause.invoice,
                                 to_text(issued), to_text(pause.from)),
                     "correct the day, or the number of the invoice", "since"};
    }
    const Money whole(query.integer(1), currency_from_row(query.text_view(2)));
    if (pause.amount && pause.amount->currency() != whole.currency()) {
        return Fault{fmt::format("invoice {} is in {}, the disputed amount in {}", pause.invoice,
                                 whole.currency().code(), pause.amount->currency().code()),
                     "", "amount"};
    }
    const Money amount = pause.amount.value_or(whole);
    const Money beside(contested_beside(db, pause, whole.minor()), whole.currency());
    if (amount + beside <= whole) return std::nullopt;
    return Fault{
        fmt::format("invoice {} is of {} {}, less than the disputed {}{}", pause.invoice,
                    to_decimal(whole), whole.currency().code(), to_decimal(amount),
                    beside.is_positive()
                        ? fmt::format(" and what is contested beside it, {}", to_decimal(beside))
                        : std::string()),
        "correct the amount, or say when the dispute ended", "amount"};
}

// Of the past a file may tell what it likes, for not all of it need be in the book. But a promise
// that still runs holds back claims, and nobody owes more than what is open.
std::optional<Fault> impossible_promise(const Ledger& ledger, RowId customer,
                                        const PauseRecord& pause, Date as_of) {
    const bool runs =
        pause.kind == PauseKind::promise && !pause.ended && pause.until && *pause.until >= as_of;
    if (!runs) return std::nullopt;
    const Currency currency = pause.amount->currency();
    const auto invoices = invoices_of(pause);
    const auto open_on = [&](Date day) {
        return ledger.debt(customer, currency, invoices, day, day).open;
    };
    const Money then = open_on(pause.from);
    if (*pause.amount <= std::max(then, open_on(as_of))) return std::nullopt;
    return Fault{fmt::format("{} {} was open on {}, less than the promised {}", to_decimal(then),
                             currency.code(), to_text(pause.from), to_decimal(*pause.amount)),
                 "correct the amount, or import the invoices that it is about first", "amount"};
}

// What a file says of it; the rest is ours.
bool says_the_same(PauseRecord stored, const PauseRecord& stated) {
    stored.id = stated.id;
    stored.actor = stated.actor;
    return stored == stated;
}

}  // namespace

std::vector<std::string> invoices_of(const PauseRecord& pause) {
    if (pause.invoice.empty()) return pause.invoices;
    return {pause.invoice};
}

RowId Ledger::add_pause(const PauseRecord& pause, const Stamp& stamp) {
    const RowId id = insert_pause(impl_->db, pause, find_customer(pause.customer), {}, stamp);
    add_event(stamp, fmt::format("{}_recorded", to_text(pause.kind)),
              fmt::format("{} {}", to_text(pause.kind), pause_code(pause.kind, id)));
    return id;
}

Result<Recorded> Ledger::put(const PauseRecord& pause, const RowSource& source,
                             const Stamp& stamp) {
    Connection& db = impl_->db;
    const auto customer = find_customer(pause.customer);
    if (!customer) return unknown_customer(pause.customer);
    for (const std::string& invoice : invoices_of(pause)) {
        const auto owner = customer_of_invoice(invoice);
        if (owner == pause.customer) continue;
        return Fault{owner ? fmt::format("invoice {} is customer {}'s", invoice, *owner)
                           : fmt::format("invoice '{}' is not known", invoice),
                     "import the invoices first, or leave the column empty",
                     pause.kind == PauseKind::promise ? "invoices" : "invoice"};
    }
    auto known = db.query(select_pause_by_code.c_str());
    known.bind(":kind", to_text(pause.kind)).bind(":code", pause.given_id);
    if (known.next()) {
        const bool same_file = known.integer(16) == source.batch;
        const int line = known.small(17);
        PauseRecord stored = pause_from(known);
        load_promise(db, stored);
        if (says_the_same(std::move(stored), pause)) {
            return same_file ? Recorded::repeated : Recorded::known;
        }
        if (same_file) return stated_before(to_text(pause.kind), pause.given_id, line);
        return Fault{
            fmt::format("{} {} is known with other contents", to_text(pause.kind), pause.given_id),
            "what was agreed stays: add a new one that takes its place", "id"};
    }
    if (auto fault = impossible_dispute(db, pause)) return *fault;
    if (auto fault = impossible_promise(*this, *customer, pause, stamp.as_of)) return *fault;
    const RowId id = insert_pause(db, pause, *customer, source, stamp);
    if (pause.ended) insert_pause_end(db, id, pause, "", stamp);
    return Recorded::added;
}

void Ledger::end_pause(RowId id, std::string_view outcome, std::string_view note,
                       const Stamp& stamp, std::optional<Date> pay_by) {
    PauseRecord ended = pause(id).value();
    ended.ended = stamp.as_of;
    ended.outcome = outcome;
    ended.pay_by = pay_by;
    insert_pause_end(impl_->db, id, ended, note, stamp);
    add_event(stamp, fmt::format("{}_ended", to_text(ended.kind)),
              fmt::format("{} {}", to_text(ended.kind), pause_code(ended.kind, id)));
}

std::vector<PauseRecord> Ledger::pauses(const std::vector<RowId>& customers) const {
    auto query = impl_->db.query(select_pauses_of.c_str());
    return read_pauses(impl_->db, query.bind_rows(":customers", customers));
}

std::vector<PauseRecord> Ledger::all_pauses() const {
    auto query = impl_->db.query(select_pauses.c_str());
    return read_pauses(impl_->db, query);
}

std::optional<PauseRecord> Ledger::pause(RowId id) const {
    auto query = impl_->db.query(select_one_pause.c_str());
    auto found = read_pauses(impl_->db, query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::unordered_map<std::string, std::vector<MoneyIn>> Ledger::payments_to(
    const std::vector<RowId>& invoices) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.number, allocation.day, allocation.amount_minor
        FROM json_each(:invoices)
        CROSS JOIN allocation ON allocation.invoice_id = json_each.value
        JOIN invoice ON invoice.id = allocation.invoice_id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE receipt.kind = 'payment' AND )sql" DUNNING_IS_MONEY R"sql(
        ORDER BY allocation.day, allocation.id)sql");
    query.bind_rows(":invoices", invoices);
    std::unordered_map<std::string, std::vector<MoneyIn>> payments;
    while (query.next()) payments[query.text(0)].push_back({query.date(1), query.integer(2)});
    return payments;
}

std::vector<MoneyIn> Ledger::money_in(RowId customer, const Currency& currency,
                                      std::string_view invoice) const {
    std::vector<MoneyIn> all;
    if (invoice.empty()) {
        auto query = impl_->db.query(R"sql(
            SELECT day, amount_minor - iif(is_money, 0, left_minor), id
            FROM (SELECT *, )sql" DUNNING_IS_MONEY R"sql(
                            AS is_money
                  FROM receipt
                  WHERE customer_id = :customer AND currency = :currency AND kind = 'payment')
            WHERE is_money OR left_minor <> amount_minor
            ORDER BY day, id)sql");
        query.bind(":customer", customer).bind(":currency", currency.code());
        while (query.next()) {
            all.push_back({query.date(0), query.integer(1), query.integer(2)});
        }
        return all;
    }
    auto query = impl_->db.query(R"sql(
        SELECT allocation.day, allocation.amount_minor, receipt.id
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE invoice.number = :invoice AND receipt.kind = 'payment'
        ORDER BY allocation.day, allocation.id)sql");
    query.bind(":invoice", invoice);
    while (query.next()) all.push_back({query.date(0), query.integer(1), query.integer(2)});
    return all;
}

namespace {

// Of two that were written in one second the events tell.
bool is_written_after(Connection& db, std::string_view batch, RowId promise) {
    auto query = db.query(R"sql(
        SELECT (SELECT seq
                FROM event
                WHERE recorded_at = pause.recorded_at AND subject = :batch)
               > (SELECT seq
                  FROM event
                  WHERE recorded_at = pause.recorded_at AND kind = 'promise_recorded'
                      AND subject = :promise)
        FROM pause
        WHERE id = :id)sql");
    query.bind(":batch", fmt::format("batch {}", batch))
        .bind(":promise", "promise " + pause_code(PauseKind::promise, promise))
        .bind(":id", promise);
    return query.next() && query.integer(0) != 0;
}

}  // namespace

// The batches that came after it, back from the last: a promise is asked about while it is young.
// A file that brings promises says on which day they were given, not when.
RowId Ledger::receipts_before(RowId promise) const {
    Connection& db = impl_->db;
    std::int64_t recorded_at = 0;
    RowId last = 0;
    {
        auto query = db.query(R"sql(
            SELECT recorded_at, (SELECT ifnull(max(id), 0) FROM receipt)
            FROM pause
            WHERE id = :promise AND batch_id IS NULL)sql");
        if (!query.bind(":promise", promise).next()) return 0;
        recorded_at = query.integer(0);
        last = query.integer(1);
    }
    auto later = db.query("SELECT name, recorded_at, after_receipt FROM batch ORDER BY id DESC");
    while (later.next()) {
        const std::int64_t at = later.integer(1);
        if (at < recorded_at) break;
        if (at == recorded_at && !is_written_after(db, later.text(0), promise)) break;
        last = later.integer(2);
    }
    return last;
}

Money Ledger::credited(std::string_view invoice, Date from, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT invoice.currency, ifnull(sum(credit.amount_minor), 0)
        FROM invoice
        LEFT JOIN (SELECT allocation.invoice_id, allocation.amount_minor
                   FROM allocation
                   JOIN receipt ON receipt.id = allocation.receipt_id
                   WHERE receipt.kind = 'credit' AND receipt.day >= :from
                       AND allocation.day <= :as_of
                       AND allocation.invoice_id = (SELECT id FROM invoice WHERE number = :invoice)
                  ) AS credit ON credit.invoice_id = invoice.id
        WHERE invoice.number = :invoice)sql");
    query.bind(":from", from).bind(":as_of", as_of).bind(":invoice", invoice);
    DUNNING_CHECK(query.next());
    return {query.integer(1), currency_from_row(query.text_view(0))};
}

Ledger::Debt Ledger::debt(RowId customer, const Currency& currency,
                          const std::vector<std::string>& invoices, Date issued_by,
                          Date as_of) const {
    Debt debt{.open = Money::zero(currency)};
    const auto add = [&](Query& query) {
        DUNNING_CHECK(query.next());
        debt.open += Money(query.integer(0), currency);
        const auto changed = query.optional_date(1);
        if (changed) debt.changed = std::max(debt.changed.value_or(*changed), *changed);
    };
    if (invoices.empty()) {
        auto query = impl_->db.query(select_debt_of_account.c_str());
        query.bind(":customer", customer)
            .bind(":currency", currency.code())
            .bind(":issued_by", issued_by)
            .bind(":as_of", as_of);
        add(query);
    }
    for (const std::string& invoice : invoices) {
        auto query = impl_->db.query(select_debt_of_invoice.c_str());
        query.bind(":invoice", invoice).bind(":as_of", as_of);
        add(query);
    }
    return debt;
}

}  // namespace dunning
