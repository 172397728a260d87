// Repayment plans: what was agreed, and what was settled of the covered invoices since.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/check.h"
#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

const std::string select_plan = R"sql(
    SELECT plan.id, customer.code, plan.currency, plan.principal_minor, plan.interest_minor,
           plan.proposed, confirmed.day, cancelled.day, plan.replaces, plan.yearly_rate,
           ifnull(plan.code, ''), plan.batch_id, plan.line, plan.customer_id,
           offer.grace_days, offer.whole_balance, offer.day_count
    FROM plan
    JOIN customer ON customer.id = plan.customer_id
    LEFT JOIN plan_step confirmed ON confirmed.plan_id = plan.id AND confirmed.step = 'confirmed'
    LEFT JOIN plan_step cancelled ON cancelled.plan_id = plan.id AND cancelled.step = 'cancelled'
    LEFT JOIN plan_offer offer ON offer.plan_id = plan.id
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_plans = select_plan + "ORDER BY plan.id";
const std::string select_plans_of =
    select_plan +
    "WHERE plan.customer_id IN (SELECT value FROM json_each(:customers)) ORDER BY plan.id";
const std::string select_one_plan = select_plan + "WHERE plan.id = :id";
const std::string select_plan_by_code = select_plan + "WHERE plan.code = :code";

PlanRecord plan_from(const Query& row) {
    const Currency currency = currency_from_row(row.text_view(2));
    PlanRecord record{.id = row.integer(0),
                      .customer = row.integer(13),
                      .plan = {.id = plan_code(row.integer(0)),
                               .customer = row.text(1),
                               .principal = Money(row.integer(3), currency),
                               .interest = Money(row.integer(4), currency),
                               .proposed = row.date(5),
                               .confirmed = row.optional_date(6),
                               .cancelled = row.optional_date(7),
                               .replaces = row.is_null(8) ? "" : plan_code(row.integer(8)),
                               .yearly_rate = row.text(9)},
                      .settled = {}};
    if (row.is_null(14)) return record;
    record.plan.grace_days = row.small(14);
    record.plan.whole_balance = row.integer(15) == 1;
    record.plan.day_count = day_count_from_name(row.text_view(16));
    return record;
}

void load_offered_waivers(Connection& db, PlanRecord& record) {
    if (!record.plan.grace_days) return;  // it has no offer
    auto query = db.query(R"sql(
        SELECT invoice.number, plan_offer_waiver.amount_minor
        FROM plan_offer_waiver
        JOIN invoice ON invoice.id = plan_offer_waiver.invoice_id
        WHERE plan_offer_waiver.plan_id = :plan
        ORDER BY invoice.issued, invoice.id)sql");
    query.bind(":plan", record.id);
    while (query.next()) {
        record.plan.waives.push_back(
            {query.text(0), Money(query.integer(1), record.plan.principal.currency())});
    }
}

void load_installments(Connection& db, PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT n, due, amount_minor, interest_minor
        FROM installment
        WHERE plan_id = :plan
        ORDER BY n)sql");
    query.bind(":plan", record.id);
    while (query.next()) {
        record.plan.installments.push_back(
            {query.small(0), query.date(1),
             Money(query.integer(2), record.plan.principal.currency()), query.integer(3)});
    }
}

std::vector<std::string> invoices_of_plan(Connection& db, RowId plan) {
    auto query = db.query(R"sql(
        SELECT invoice.number
        FROM plan_invoice
        JOIN invoice ON invoice.id = plan_invoice.invoice_id
        WHERE plan_invoice.plan_id = :plan
        ORDER BY invoice.due, invoice.number)sql");
    query.bind(":plan", plan);
    std::vector<std::string> invoices;
    while (query.next()) invoices.push_back(query.text(0));
    return invoices;
}

// What less was open of the invoices at the end of the day of the proposal, as is known now, than
// the plan took for its principal.
std::int64_t settled_by_proposal(Connection& db, const PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT ifnull(sum(invoice.amount_minor
                          - (SELECT ifnull(sum(allocation.amount_minor), 0)
                             FROM allocation
                             WHERE allocation.invoice_id = invoice.id
                                 AND allocation.day <= :proposed)), 0)
        FROM plan_invoice
        JOIN invoice ON invoice.id = plan_invoice.invoice_id
        WHERE plan_invoice.plan_id = :plan)sql");
    query.bind(":plan", record.id).bind(":proposed", record.plan.proposed).next();
    return std::max<std::int64_t>(record.plan.principal.minor() - query.integer(0), 0);
}

void load_settled(Connection& db, PlanRecord& record) {
    const std::int64_t before = settled_by_proposal(db, record);
    if (before > 0) record.settled.push_back({record.plan.proposed, before});
    if (before > 0 && !record.plan.interest.is_zero()) {
        record.principal.push_back({record.plan.proposed, before});
    }
    auto query = db.query(R"sql(
        SELECT allocation.day, sum(allocation.amount_minor)
        FROM (SELECT invoice_id FROM plan_invoice WHERE plan_id = :plan
              UNION ALL
              SELECT id FROM invoice WHERE plan_id = :plan) covered
        JOIN allocation ON allocation.invoice_id = covered.invoice_id
        WHERE allocation.day > :proposed
        GROUP BY allocation.day
        ORDER BY allocation.day)sql");
    query.bind(":plan", record.id).bind(":proposed", record.plan.proposed);
    while (query.next()) record.settled.push_back({query.date(0), query.integer(1)});
}

void load_principal(Connection& db, PlanRecord& record) {
    if (record.plan.interest.is_zero()) return;
    auto query = db.query(R"sql(
        SELECT allocation.day, sum(allocation.amount_minor)
        FROM plan_invoice
        JOIN allocation ON allocation.invoice_id = plan_invoice.invoice_id
        WHERE plan_invoice.plan_id = :plan AND allocation.day > :proposed
        GROUP BY allocation.day
        ORDER BY allocation.day)sql");
    query.bind(":plan", record.id).bind(":proposed", record.plan.proposed);
    while (query.next()) record.principal.push_back({query.date(0), query.integer(1)});
}

using ByDay = std::map<Date, std::int64_t>;

void add_on(ByDay& sums, Date day, std::int64_t minor) {
    std::int64_t& sum = sums[day];
    sum = add_minor(sum, minor);
}

// What the customer's payments since the proposal that may be for the plan left on account, as it
// changes: those that name nothing, or an invoice of the plan.
ByDay on_account_for(Connection& db, const PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT receipt.day AS day, receipt.amount_minor AS amount_minor
        FROM receipt
        WHERE customer_id = :customer AND currency = :currency AND kind = 'payment'
            AND )sql" DUNNING_IS_MONEY R"sql(
            AND receipt.day > :proposed
            AND (invoice_number = ''
                 OR invoice_number IN (SELECT number
                                       FROM plan_invoice
                                       JOIN invoice ON invoice.id = plan_invoice.invoice_id
                                       WHERE plan_invoice.plan_id = :plan))
        UNION ALL
        SELECT allocation.day, -allocation.amount_minor
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE invoice.customer_id = :customer AND invoice.currency = :currency
            AND receipt.kind = 'payment' AND )sql" DUNNING_IS_MONEY R"sql(
            AND receipt.day > :proposed
            AND (receipt.invoice_number = ''
                 OR receipt.invoice_number IN (SELECT number
                                               FROM plan_invoice
                                               JOIN invoice ON invoice.id = plan_invoice.invoice_id
                                               WHERE plan_invoice.plan_id = :plan)))sql");
    query.bind(":customer", record.customer)
        .bind(":currency", record.plan.principal.currency().code())
        .bind(":proposed", record.plan.proposed)
        .bind(":plan", record.id);
    ByDay moves;
    while (query.next()) add_on(moves, query.date(0), query.integer(1));
    return moves;
}

// Of the plan, or of those before it, which such money pays first.
ByDay interest_charged(Connection& db, const PlanRecord& record, std::string_view whose) {
    auto query = db.query(R"sql(
        SELECT charge.issued, charge.amount_minor
        FROM plan
        JOIN invoice charge ON charge.plan_id = plan.id
        WHERE plan.customer_id = :customer AND plan.currency = :currency AND NOT charge.withdrawn
            AND iif(:whose = 'own', plan.id = :plan, plan.id < :plan))sql");
    query.bind(":customer", record.customer)
        .bind(":currency", record.plan.principal.currency().code())
        .bind(":whose", whose)
        .bind(":plan", record.id);
    ByDay charged;
    while (query.next()) add_on(charged, query.date(0), query.integer(1));
    return charged;
}

std::int64_t after(const ByDay& sums, Date day) {
    std::int64_t sum = 0;
    for (auto each = sums.upper_bound(day); each != sums.end(); ++each) {
        sum = add_minor(sum, each->second);
    }
    return sum;
}

// Interest is charged on the day of its instalment. What came before is on account until then, and
// counts as paid as far as there is interest to come.
void load_paid_interest(Connection& db, PlanRecord& record) {
    if (record.plan.interest.is_zero()) return;
    const ByDay moves = on_account_for(db, record);
    const ByDay own = interest_charged(db, record, "own");
    const ByDay others = interest_charged(db, record, "earlier");
    std::set<Date> days;
    for (const ByDay* each : {&moves, &own, &others}) {
        for (const auto& [day, minor] : *each) {
            if (day > record.plan.proposed) days.insert(day);
        }
    }
    std::int64_t on_account = 0;
    std::int64_t counted = 0;
    for (const Date day : days) {
        if (const auto moved = moves.find(day); moved != moves.end()) {
            on_account = add_minor(on_account, moved->second);
        }
        const std::int64_t free = std::max<std::int64_t>(on_account - after(others, day), 0);
        const std::int64_t counts = std::min(free, after(own, day));
        if (counts != counted) record.settled.push_back({day, counts - counted});
        counted = counts;
    }
}

std::vector<PlanRecord> read_plans(Connection& db, Query& query) {
    std::vector<PlanRecord> all;
    while (query.next()) all.push_back(plan_from(query));
    for (PlanRecord& record : all) {
        load_installments(db, record);
        record.plan.invoices = invoices_of_plan(db, record.id);
        load_offered_waivers(db, record);
        load_settled(db, record);
        load_principal(db, record);
        load_paid_interest(db, record);
    }
    return all;
}

}  // namespace

namespace {

RowId insert_plan(Connection& db, const Plan& plan, std::optional<RowId> customer,
                  const RowSource& source, const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO plan (customer_id, currency, principal_minor, interest_minor, yearly_rate,
                          proposed, replaces, actor, code, batch_id, line, recorded_at)
        VALUES (:customer, :currency, :principal, :interest, :rate, :proposed, :replaces, :actor,
                :code, :batch, :line, :recorded_at))sql");
    query.bind(":customer", customer)
        .bind(":currency", plan.principal.currency().code())
        .bind(":principal", plan.principal.minor())
        .bind(":interest", plan.interest.minor())
        .bind(":rate", plan.yearly_rate)
        .bind(":proposed", plan.proposed)
        .bind(":replaces", row_of_code(plan.replaces, 'P'))
        .bind(":actor", stamp.actor)
        .bind(":line", source.line)
        .bind(":recorded_at", stamp.recorded_at.seconds);
    if (source.batch != 0) query.bind(":batch", source.batch).bind(":code", plan.id);
    query.run();
    const RowId id = db.last_inserted();
    for (const Installment& installment : plan.installments) {
        auto row = db.query(R"sql(
            INSERT INTO installment (plan_id, n, due, amount_minor, interest_minor)
            VALUES (:plan, :n, :due, :amount, :interest))sql");
        row.bind(":plan", id)
            .bind(":n", installment.n)
            .bind(":due", installment.due)
            .bind(":amount", installment.amount.minor())
            .bind(":interest", installment.interest_minor)
            .run();
    }
    for (const std::string& invoice : plan.invoices) {
        // Open as of the proposal: allocations dated later already count as paid to the plan.
        auto row = db.query(R"sql(
            INSERT INTO plan_invoice (plan_id, invoice_id, open_minor)
            SELECT :plan, invoice.id,
                   invoice.open_minor + (SELECT ifnull(sum(amount_minor), 0) FROM allocation
                                         WHERE invoice_id = invoice.id AND day > :proposed)
            FROM invoice
            WHERE number = :invoice)sql");
        row.bind(":plan", id).bind(":proposed", plan.proposed).bind(":invoice", invoice).run();
    }
    return id;
}

void insert_offer(Connection& db, RowId id, const Plan& plan) {
    auto offer = db.query(R"sql(
        INSERT INTO plan_offer (plan_id, grace_days, whole_balance, day_count)
        VALUES (:plan, :grace_days, :whole_balance, :day_count))sql");
    offer.bind(":plan", id)
        .bind(":grace_days", plan.grace_days.value())
        .bind(":whole_balance", plan.whole_balance.value() ? 1 : 0)
        .bind(":day_count", to_text(plan.day_count.value()))
        .run();
    for (const OfferedWaiver& waiver : plan.waives) {
        auto row = db.query(R"sql(
            INSERT INTO plan_offer_waiver (plan_id, invoice_id, amount_minor)
            SELECT :plan, id, :amount
            FROM invoice
            WHERE number = :charge)sql");
        row.bind(":plan", id)
            .bind(":amount", waiver.amount.minor())
            .bind(":charge", waiver.charge)
            .run();
    }
}

void insert_plan_step(Connection& db, RowId plan, std::string_view step, Date day,
                      std::string_view note, const Stamp& stamp) {
    auto query = db.query(R"sql(
        INSERT INTO plan_step (plan_id, step, day, note, actor, recorded_at, salt)
        VALUES (:plan, :step, :day, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":plan", plan)
        .bind(":step", step)
        .bind(":day", day)
        .bind(":note", note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
}

// What was open of the invoices that a plan covers at the end of a day.
Money open_of(Connection& db, const Plan& plan) {
    Money sum = Money::zero(plan.principal.currency());
    for (const std::string& invoice : plan.invoices) {
        auto query = db.query(R"sql(
            SELECT open_minor + (SELECT ifnull(sum(amount_minor), 0) FROM allocation
                                 WHERE invoice_id = invoice.id AND day > :day)
            FROM invoice
            WHERE number = :invoice)sql");
        query.bind(":day", plan.proposed).bind(":invoice", invoice);
        if (query.next()) sum += Money(query.integer(0), sum.currency());
    }
    return sum;
}

std::optional<Fault> unknown_invoice(const Ledger& ledger, const Plan& plan) {
    for (const std::string& invoice : plan.invoices) {
        const auto owner = ledger.customer_of_invoice(invoice);
        const auto amount = ledger.amount_of_invoice(invoice);
        if (owner == plan.customer && amount->currency() == plan.principal.currency()) continue;
        return Fault{fmt::format("invoice '{}' is not one of customer {} in {}", invoice,
                                 plan.customer, plan.principal.currency().code()),
                     "import the invoices first", "invoices"};
    }
    return std::nullopt;
}

}  // namespace

RowId Ledger::add_plan(const Plan& plan, const Stamp& stamp) {
    const RowId id = insert_plan(impl_->db, plan, find_customer(plan.customer), {}, stamp);
    if (plan.grace_days) insert_offer(impl_->db, id, plan);
    add_event(stamp, "plan_proposed", fmt::format("plan {}", plan_code(id)));
    return id;
}

bool Ledger::has_plan_of_file(std::string_view id) const {
    auto query = impl_->db.query(select_plan_by_code.c_str());
    return query.bind(":code", id).next();
}

Result<Recorded> Ledger::put(const Plan& plan, const RowSource& source, const Stamp& stamp) {
    Connection& db = impl_->db;
    const auto customer = find_customer(plan.customer);
    if (!customer) return unknown_customer(plan.customer);
    if (auto fault = unknown_invoice(*this, plan)) return *fault;
    auto known = db.query(select_plan_by_code.c_str());
    if (known.bind(":code", plan.id).next()) {
        const bool same_file = known.integer(11) == source.batch;
        const int line = known.small(12);
        PlanRecord stored = plan_from(known);
        load_installments(db, stored);
        stored.plan.invoices = invoices_of_plan(db, stored.id);
        std::vector<std::string> invoices = plan.invoices;
        std::ranges::sort(invoices);
        std::ranges::sort(stored.plan.invoices);
        const bool same =
            stored.plan.customer == plan.customer && stored.plan.principal == plan.principal &&
            stored.plan.confirmed == plan.confirmed &&
            stored.plan.installments == plan.installments && stored.plan.invoices == invoices;
        if (same) return same_file ? Recorded::repeated : Recorded::known;
        if (same_file) return stated_before("plan", plan.id, line);
        return Fault{fmt::format("plan {} is known with other contents", plan.id),
                     "what was agreed stays: renegotiate it (dunning plan renegotiate)", "id"};
    }
    const Money open = open_of(db, plan);
    if (open != plan.principal) {
        return Fault{fmt::format("the instalments of plan {} sum to {}, its invoices had {} open "
                                 "on {}",
                                 plan.id, to_decimal(plan.principal), to_decimal(open),
                                 to_text(plan.proposed)),
                     "import invoices and payments first, or name the right invoices", "amount"};
    }
    const RowId id = insert_plan(db, plan, *customer, source, stamp);
    insert_plan_step(db, id, "confirmed", *plan.confirmed, "imported", stamp);
    impl_->accounts.needs_replay({*customer, std::string(plan.principal.currency().code())});
    return Recorded::added;
}

void Ledger::add_plan_step(RowId plan, std::string_view step, std::string_view note,
                           const Stamp& stamp) {
    insert_plan_step(impl_->db, plan, step, stamp.as_of, note, stamp);
    if (step == "confirmed" || step == "cancelled") {
        auto account = impl_->db.query("SELECT customer_id, currency FROM plan WHERE id = :plan");
        DUNNING_CHECK(account.bind(":plan", plan).next());
        impl_->accounts.needs_replay({account.integer(0), account.text(1)});
    }
    add_event(stamp, fmt::format("plan_{}", step), fmt::format("plan {}", plan_code(plan)));
}

std::optional<PlanRecord> Ledger::plan(RowId id) const {
    auto query = impl_->db.query(select_one_plan.c_str());
    auto found = read_plans(impl_->db, query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<PlanRecord> Ledger::plans() const {
    auto query = impl_->db.query(select_plans.c_str());
    return read_plans(impl_->db, query);
}

std::vector<PlanRecord> Ledger::plans_of(const std::vector<RowId>& customers) const {
    auto query = impl_->db.query(select_plans_of.c_str());
    return read_plans(impl_->db, query.bind_rows(":customers", customers));
}

bool Ledger::some_plan_falls_due_in_whole() const {
    auto query = impl_->db.query("SELECT 1 FROM plan_offer WHERE whole_balance = 1 LIMIT 1");
    return query.next();
}

std::vector<ChargedPlanInterest> Ledger::plan_interest_charged(const std::vector<RowId>& customers,
                                                               Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT plan_id, code, since, issued, currency, amount_minor
        FROM (SELECT plan.id AS plan_id, customer.code, charge.issued, plan.currency,
                     charge.amount_minor,
                     lag(charge.issued, 1, plan.proposed)
                        OVER (PARTITION BY plan.id ORDER BY charge.issued) AS since
              FROM plan
              JOIN customer ON customer.id = plan.customer_id
              JOIN invoice charge ON charge.plan_id = plan.id
              WHERE plan.customer_id IN (SELECT value FROM json_each(:customers))
                AND charge.issued <= :as_of AND NOT charge.withdrawn)
        WHERE amount_minor > 0
        ORDER BY plan_id, issued)sql");
    query.bind_rows(":customers", customers).bind(":as_of", as_of);
    std::vector<ChargedPlanInterest> all;
    while (query.next()) {
        const RowId plan = query.integer(0);
        all.push_back({.plan = plan_code(plan),
                       .customer = query.text(1),
                       .from = query.date(2),
                       .to = query.date(3),
                       .amount = Money(query.integer(5), currency_from_row(query.text_view(4))),
                       .invoices = invoices_of_plan(impl_->db, plan)});
    }
    return all;
}

}  // namespace dunning
