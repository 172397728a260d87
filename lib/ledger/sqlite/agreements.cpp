// Extended due dates, cases that were handed over, and what is kept of a plan beside its terms.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

const std::string select_referral = R"sql(
    SELECT referral.id, customer.code, referral.kind, referral.handled_by, referral.currency,
           referral.amount_minor, referral.dunning, referral.day, referral.note, referral.actor
    FROM referral
    JOIN customer ON customer.id = referral.customer_id
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_referrals = select_referral + "ORDER BY referral.id";
const std::string select_referrals_of =
    select_referral +
    "WHERE referral.customer_id IN (SELECT value FROM json_each(:customers)) "
    "ORDER BY referral.id";
const std::string select_one_referral = select_referral + "WHERE referral.id = :id";

constexpr std::array referral_kinds{ReferralKind::agency,       ReferralKind::lawyer,
                                    ReferralKind::court,        ReferralKind::arbitration,
                                    ReferralKind::preservation, ReferralKind::enforcement,
                                    ReferralKind::assignment};

ReferralRecord referral_from(const Query& row) {
    const auto kind = referral_kind_from(row.text_view(2));
    DUNNING_CHECK(kind.has_value());
    const bool goes_on = row.text_view(6) == "goes_on";
    const Currency currency = currency_from_row(row.text_view(4));
    return {.id = row.integer(0),
            .customer = row.text(1),
            .kind = *kind,
            .handled_by = row.text(3),
            .amount = Money(row.integer(5), currency),
            .charges = Money::zero(currency),
            .dunning = goes_on ? ReferralDunning::goes_on : ReferralDunning::stops,
            .day = row.date(7),
            .note = row.text(8),
            .actor = row.text(9)};
}

void load_referral(Connection& db, ReferralRecord& referral) {
    auto invoices = db.query(R"sql(
        SELECT invoice.number, referral_invoice.open_minor, invoice.kind
        FROM referral_invoice
        JOIN invoice ON invoice.id = referral_invoice.invoice_id
        WHERE referral_invoice.referral_id = :referral
        ORDER BY invoice.due, invoice.number)sql");
    invoices.bind(":referral", referral.id);
    while (invoices.next()) {
        referral.invoices.push_back(invoices.text(0));
        if (invoices.text_view(2) == "principal") continue;
        referral.charges += Money(invoices.integer(1), referral.charges.currency());
    }
    auto steps = db.query(R"sql(
        SELECT step, day, cost_minor, recovered_minor, note, actor
        FROM referral_step
        WHERE referral_id = :referral
        ORDER BY id)sql");
    steps.bind(":referral", referral.id);
    const Currency currency = referral.amount.currency();
    while (steps.next()) {
        referral.steps.push_back({.step = steps.text(0),
                                  .day = steps.date(1),
                                  .cost = Money(steps.integer(2), currency),
                                  .recovered = Money(steps.integer(3), currency),
                                  .note = steps.text(4),
                                  .actor = steps.text(5)});
    }
}

std::vector<ReferralRecord> read_referrals(Connection& db, Query& query) {
    std::vector<ReferralRecord> all;
    while (query.next()) all.push_back(referral_from(query));
    for (ReferralRecord& referral : all) load_referral(db, referral);
    return all;
}

// What is open of each invoice at the end of the day.
void insert_referral_invoice(Connection& db, RowId referral, const std::string& invoice, Date day) {
    auto query = db.query(R"sql(
        INSERT INTO referral_invoice (referral_id, invoice_id, open_minor)
        SELECT :referral, invoice.id,
               invoice.open_minor + (SELECT ifnull(sum(amount_minor), 0) FROM allocation
                                     WHERE invoice_id = invoice.id AND day > :day)
        FROM invoice
        WHERE number = :invoice)sql");
    query.bind(":referral", referral).bind(":day", day).bind(":invoice", invoice).run();
}

}  // namespace

std::string_view to_text(ReferralKind kind) {
    switch (kind) {
        case ReferralKind::agency:
            return "agency";
        case ReferralKind::lawyer:
            return "lawyer";
        case ReferralKind::court:
            return "court";
        case ReferralKind::arbitration:
            return "arbitration";
        case ReferralKind::preservation:
            return "preservation";
        case ReferralKind::enforcement:
            return "enforcement";
        case ReferralKind::assignment:
            return "assignment";
    }
    DUNNING_CHECK(false);
}

std::optional<ReferralKind> referral_kind_from(std::string_view word) {
    const auto found =
        std::ranges::find(referral_kinds, word, [](ReferralKind kind) { return to_text(kind); });
    if (found == referral_kinds.end()) return std::nullopt;
    return *found;
}

std::string referral_code(RowId id) {
    return fmt::format("E{:04}", id);
}

std::string extension_code(RowId id) {
    return fmt::format("X{:04}", id);
}

// ---- extended due dates

RowId Ledger::add_extension(const ExtensionRecord& extension, const Stamp& stamp) {
    Connection& db = impl_->db;
    auto query = db.query(R"sql(
        INSERT INTO extension (invoice_id, day, due, reason, note, actor, recorded_at, salt)
        VALUES (:invoice, :day, :due, :reason, :note, :actor, :recorded_at, randomblob(16)))sql");
    query.bind(":invoice", invoice_of_entry(db, extension.invoice))
        .bind(":day", extension.day)
        .bind(":due", extension.due)
        .bind(":reason", extension.reason)
        .bind(":note", extension.note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    const RowId id = db.last_inserted();
    add_event(stamp, "due_date_extended", fmt::format("extension {}", extension_code(id)));
    return id;
}

std::vector<ExtensionRecord> Ledger::extensions(RowId customer) const {
    auto query = impl_->db.query(R"sql(
        SELECT extension.id, customer.code, invoice.number, extension.day, extension.due,
               extension.reason, extension.note, extension.actor
        FROM invoice
        JOIN extension ON extension.invoice_id = invoice.id
        JOIN customer ON customer.id = invoice.customer_id
        WHERE invoice.customer_id = :customer
        ORDER BY extension.day, extension.id)sql");
    query.bind(":customer", customer);
    std::vector<ExtensionRecord> all;
    while (query.next()) {
        all.push_back({.id = query.integer(0),
                       .customer = query.text(1),
                       .invoice = query.text(2),
                       .day = query.date(3),
                       .due = query.date(4),
                       .reason = query.text(5),
                       .note = query.text(6),
                       .actor = query.text(7)});
    }
    return all;
}

Date Ledger::due_of_invoice(std::string_view number, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT ifnull((SELECT extension.due FROM extension
                       WHERE invoice_id = invoice.id AND day <= :as_of
                       ORDER BY extension.id DESC LIMIT 1), due)
        FROM invoice
        WHERE number = :number)sql");
    query.bind(":as_of", as_of).bind(":number", number);
    DUNNING_CHECK(query.next());
    return query.date(0);
}

// ---- cases that were handed over

RowId Ledger::add_referral(const ReferralRecord& referral, const Stamp& stamp) {
    Connection& db = impl_->db;
    auto query = db.query(R"sql(
        INSERT INTO referral (customer_id, kind, handled_by, currency, amount_minor, dunning, day,
                              note, actor, recorded_at, salt)
        VALUES (:customer, :kind, :by, :currency, :amount, :dunning, :day, :note, :actor,
                :recorded_at, randomblob(16)))sql");
    const bool goes_on = referral.dunning == ReferralDunning::goes_on;
    query.bind(":customer", find_customer(referral.customer))
        .bind(":kind", to_text(referral.kind))
        .bind(":by", referral.handled_by)
        .bind(":currency", referral.amount.currency().code())
        .bind(":amount", referral.amount.minor())
        .bind(":dunning", goes_on ? "goes_on" : "stops")
        .bind(":day", referral.day)
        .bind(":note", referral.note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    const RowId id = db.last_inserted();
    for (const std::string& invoice : referral.invoices) {
        insert_referral_invoice(db, id, invoice, referral.day);
    }
    add_event(stamp, "referral_proposed", fmt::format("referral {}", referral_code(id)));
    return id;
}

void Ledger::add_referral_step(RowId referral, const ReferralStep& step, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO referral_step (referral_id, step, day, cost_minor, recovered_minor, note, actor,
                                   recorded_at, salt)
        VALUES (:referral, :step, :day, :cost, :recovered, :note, :actor, :recorded_at,
                randomblob(16)))sql");
    query.bind(":referral", referral)
        .bind(":step", step.step)
        .bind(":day", step.day)
        .bind(":cost", step.cost.minor())
        .bind(":recovered", step.recovered.minor())
        .bind(":note", step.note)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .run();
    add_event(stamp, fmt::format("referral_{}", step.step),
              fmt::format("referral {}", referral_code(referral)));
}

std::optional<ReferralRecord> Ledger::referral(RowId id) const {
    auto query = impl_->db.query(select_one_referral.c_str());
    auto found = read_referrals(impl_->db, query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<ReferralRecord> Ledger::referrals() const {
    auto query = impl_->db.query(select_referrals.c_str());
    return read_referrals(impl_->db, query);
}

std::vector<ReferralRecord> Ledger::referrals_of(const std::vector<RowId>& customers) const {
    auto query = impl_->db.query(select_referrals_of.c_str());
    return read_referrals(impl_->db, query.bind_rows(":customers", customers));
}

// ---- what is kept of a plan

std::vector<PlanStep> Ledger::plan_steps(RowId plan) const {
    auto query = impl_->db.query(R"sql(
        SELECT step, day, note, actor
        FROM plan_step
        WHERE plan_id = :plan
        ORDER BY rowid)sql");
    query.bind(":plan", plan);
    std::vector<PlanStep> steps;
    while (query.next()) {
        steps.push_back({query.text(0), query.date(1), query.text(2), query.text(3)});
    }
    return steps;
}

void Ledger::add_plan_document(RowId plan, const PlanDocument& document, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO plan_document (plan_id, kind, day, file_name, bytes, sha256, salt)
        VALUES (:plan, :kind, :day, :file_name, :bytes, :sha256, randomblob(16))
        ON CONFLICT (plan_id, sha256) DO NOTHING)sql");
    query.bind(":plan", plan)
        .bind(":kind", document.kind)
        .bind(":day", document.day)
        .bind(":file_name", document.file_name)
        .bind_blob(":bytes", document.bytes)
        .bind(":sha256", document.sha256)
        .run();
    if (impl_->db.changes() == 0) return;
    add_event(stamp, fmt::format("plan_{}_kept", document.kind),
              fmt::format("plan {}", plan_code(plan)),
              fmt::format(R"({{"sha256":"{}"}})", document.sha256));
}

std::vector<PlanDocument> Ledger::plan_documents(RowId plan) const {
    auto query = impl_->db.query(R"sql(
        SELECT kind, day, file_name, bytes, sha256
        FROM plan_document
        WHERE plan_id = :plan
        ORDER BY id)sql");
    query.bind(":plan", plan);
    std::vector<PlanDocument> all;
    while (query.next()) {
        all.push_back({query.text(0), query.date(1), query.text(2), query.text(3), query.text(4)});
    }
    return all;
}

void Ledger::add_plan_message(RowId notice, const PlanMessage& message) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO plan_message (plan_id, n, notice_id)
        VALUES (:plan, :n, :notice))sql");
    query.bind(":plan", message.plan).bind(":n", message.n).bind(":notice", notice).run();
}

bool Ledger::has_plan_message(RowId plan, int n) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM plan_message
        JOIN delivery ON delivery.notice_id = plan_message.notice_id AND delivery.is_primary = 1
        WHERE plan_message.plan_id = :plan AND plan_message.n = :n
            AND delivery.state <> 'cancelled')sql");
    return query.bind(":plan", plan).bind(":n", n).next();
}

std::optional<PlanMessage> Ledger::plan_message(RowId notice) const {
    auto query = impl_->db.query(R"sql(
        SELECT plan_id, n
        FROM plan_message
        WHERE notice_id = :notice)sql");
    query.bind(":notice", notice);
    if (!query.next()) return std::nullopt;
    const int n = query.small(1);
    return PlanMessage{query.integer(0), n,
                       n == 0 ? NoticeKind::plan_thanks : NoticeKind::installment_reminder};
}

}  // namespace dunning
