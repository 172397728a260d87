// Repayment plans: what was agreed, and what was settled of the covered invoices since.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

const std::string select_plan = R"sql(
    SELECT plan.id, customer.code, plan.currency, plan.principal_minor, plan.interest_minor,
           plan.proposed, confirmed.day, cancelled.day
    FROM plan
    JOIN customer ON customer.id = plan.customer_id
    LEFT JOIN plan_step confirmed ON confirmed.plan_id = plan.id AND confirmed.step = 'confirmed'
    LEFT JOIN plan_step cancelled ON cancelled.plan_id = plan.id AND cancelled.step = 'cancelled'
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_plans = select_plan + "ORDER BY plan.id";
const std::string select_plans_of =
    select_plan + "WHERE plan.customer_id = :customer ORDER BY plan.id";
const std::string select_one_plan = select_plan + "WHERE plan.id = :id";

PlanRecord plan_from(const Query& row) {
    const Currency currency = currency_from_row(row.text_view(2));
    return {.id = row.integer(0),
            .plan = {.id = plan_code(row.integer(0)),
                     .customer = row.text(1),
                     .principal = Money(row.integer(3), currency),
                     .interest = Money(row.integer(4), currency),
                     .proposed = row.date(5),
                     .confirmed = row.optional_date(6),
                     .cancelled = row.optional_date(7)},
            .settled = {}};
}

void load_installments(Connection& db, PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT n, due, amount_minor
        FROM installment
        WHERE plan_id = :plan
        ORDER BY n)sql");
    query.bind(":plan", record.id);
    while (query.next()) {
        record.plan.installments.push_back(
            {query.small(0), query.date(1),
             Money(query.integer(2), record.plan.principal.currency())});
    }
}

void load_invoices(Connection& db, PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT invoice.number
        FROM plan_invoice
        JOIN invoice ON invoice.id = plan_invoice.invoice_id
        WHERE plan_invoice.plan_id = :plan
        ORDER BY invoice.due, invoice.number)sql");
    query.bind(":plan", record.id);
    while (query.next()) record.plan.invoices.push_back(query.text(0));
}

void load_settled(Connection& db, PlanRecord& record) {
    auto query = db.query(R"sql(
        SELECT allocation.day, sum(allocation.amount_minor)
        FROM plan_invoice
        JOIN allocation ON allocation.invoice_id = plan_invoice.invoice_id
        WHERE plan_invoice.plan_id = :plan AND allocation.day > :proposed
        GROUP BY allocation.day
        ORDER BY allocation.day)sql");
    query.bind(":plan", record.id).bind(":proposed", record.plan.proposed);
    while (query.next()) record.settled.push_back({query.date(0), query.integer(1)});
}

std::vector<PlanRecord> read_plans(Connection& db, Query& query) {
    std::vector<PlanRecord> all;
    while (query.next()) all.push_back(plan_from(query));
    for (PlanRecord& record : all) {
        load_installments(db, record);
        load_invoices(db, record);
        load_settled(db, record);
    }
    return all;
}

}  // namespace

RowId Ledger::add_plan(const Plan& plan, const Stamp& stamp) {
    Connection& db = impl_->db;
    auto query = db.query(R"sql(
        INSERT INTO plan (customer_id, currency, principal_minor, interest_minor, proposed, actor,
                          recorded_at)
        VALUES (:customer, :currency, :principal, :interest, :proposed, :actor, :recorded_at))sql");
    query.bind(":customer", find_customer(plan.customer))
        .bind(":currency", plan.principal.currency().code())
        .bind(":principal", plan.principal.minor())
        .bind(":interest", plan.interest.minor())
        .bind(":proposed", plan.proposed)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    const RowId id = db.last_inserted();
    for (const Installment& installment : plan.installments) {
        auto row = db.query(R"sql(
            INSERT INTO installment (plan_id, n, due, amount_minor)
            VALUES (:plan, :n, :due, :amount))sql");
        row.bind(":plan", id)
            .bind(":n", installment.n)
            .bind(":due", installment.due)
            .bind(":amount", installment.amount.minor())
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
    add_event(stamp, "plan_proposed", fmt::format("plan {}", plan_code(id)));
    return id;
}

void Ledger::add_plan_step(RowId plan, std::string_view step, std::string_view note,
                           const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO plan_step (plan_id, step, day, note, actor, recorded_at)
        VALUES (:plan, :step, :day, :note, :actor, :recorded_at))sql");
    query.bind(":plan", plan)
        .bind(":step", step)
        .bind(":day", stamp.as_of)
        .bind(":note", note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
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

std::vector<PlanRecord> Ledger::plans_of(RowId customer) const {
    auto query = impl_->db.query(select_plans_of.c_str());
    return read_plans(impl_->db, query.bind(":customer", customer));
}

}  // namespace dunning
