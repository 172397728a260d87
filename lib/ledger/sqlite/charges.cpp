// Charges: interest and costs that became part of the debt with a notice, or without one.
#include <fmt/format.h>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

constexpr Date latest_day = Date::from_days(84005);  // of the ledger: as things stand now

struct NewCharge {
    std::string number;
    DebtKind kind = DebtKind::costs;
    std::int64_t amount_minor = 0;
    std::optional<RowId> charged_on = {};
};

// What the notice claims anew: for each line its interest and costs, and the rest of the fee.
std::vector<NewCharge> new_charges(Connection& db, RowId notice) {
    const std::string code = notice_code(notice);
    std::vector<NewCharge> charges;
    auto lines = db.query(R"sql(
        SELECT n, invoice_id, interest_minor, costs_minor
        FROM notice_line
        WHERE notice_id = :notice
        ORDER BY n)sql");
    lines.bind(":notice", notice);
    std::int64_t costs_of_lines = 0;
    while (lines.next()) {
        const RowId invoice = lines.integer(1);
        const auto n = lines.integer(0);
        charges.push_back(
            {fmt::format("{}-I{}", code, n), DebtKind::interest, lines.integer(2), invoice});
        charges.push_back(
            {fmt::format("{}-C{}", code, n), DebtKind::costs, lines.integer(3), invoice});
        costs_of_lines += lines.integer(3);
    }
    auto fee = db.query("SELECT fee_minor FROM notice WHERE id = :notice");
    DUNNING_CHECK(fee.bind(":notice", notice).next());
    charges.push_back({code + "-F", DebtKind::costs, fee.integer(0) - costs_of_lines});
    std::erase_if(charges, [](const NewCharge& charge) { return charge.amount_minor == 0; });
    return charges;
}

// It was computed by what the ledger knew when its notice was drafted: that may have waited long
// to be known as sent.
void insert_charge(Connection& db, RowId notice, const NewCharge& charge, Date day) {
    auto query = db.query(R"sql(
        INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, open_minor,
                             reference, description, batch_id, line, kind, charged_on, notice_id,
                             after_allocation, after_version)
        SELECT :number, customer_id, currency, :day, max(:day, pay_by), :amount, :amount, '', '',
               NULL, 0, :kind, :charged_on, notice.id,
               ifnull((SELECT allocation.id FROM allocation
                       WHERE allocation.recorded_at <= run.recorded_at
                       ORDER BY allocation.id DESC LIMIT 1), 0),
               (SELECT version FROM invoice parent WHERE parent.id = :charged_on)
        FROM notice
        JOIN run ON run.id = notice.run_id
        WHERE notice.id = :notice)sql");
    query.bind(":number", charge.number)
        .bind(":day", day)
        .bind(":amount", charge.amount_minor)
        .bind(":kind", to_text(charge.kind))
        .bind(":charged_on", charge.charged_on)
        .bind(":notice", notice)
        .run();
}

// A notice is posted once, whatever becomes of the other documents that go with it.
bool is_to_be_posted(Connection& db, const DeliveryItem& item) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM notice
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.channel = :channel
        WHERE notice.id = :notice AND posts = 1 AND is_primary = 1
            AND NOT EXISTS (SELECT 1 FROM invoice WHERE invoice.notice_id = notice.id))sql");
    return query.bind(":channel", to_text(item.channel)).bind(":notice", item.notice).next();
}

Account account_of_notice(Connection& db, RowId notice) {
    auto query = db.query("SELECT customer_id, currency FROM notice WHERE id = :notice");
    DUNNING_CHECK(query.bind(":notice", notice).next());
    return {query.integer(0), query.text(1)};
}

const std::string select_charge = R"sql(
    SELECT charge.id, customer.code, ifnull(charge.notice_id, 0), charge.number, charge.kind,
           ifnull(parent.number, ''), charge.issued, charge.due, charge.amount_minor,
           charge.open_minor + (SELECT ifnull(sum(allocation.amount_minor), 0)
                                FROM allocation
                                WHERE allocation.invoice_id = charge.id
                                    AND allocation.day > :as_of),
           charge.currency,
           (SELECT ifnull(sum(allocation.amount_minor), 0)
            FROM allocation
            JOIN receipt ON receipt.id = allocation.receipt_id AND receipt.kind = 'waiver'
            WHERE allocation.invoice_id = charge.id AND allocation.day <= :as_of),
           ifnull(charge.plan_id, 0)
    FROM invoice charge
    JOIN customer ON customer.id = charge.customer_id
    LEFT JOIN invoice parent ON parent.id = charge.charged_on
)sql";
const std::string select_charges_of_customer =
    select_charge +
    "WHERE charge.customer_id = :customer AND charge.kind <> 'principal' AND NOT "
    "charge.withdrawn AND charge.issued <= :as_of "
    "ORDER BY charge.issued, charge.id";
const std::string select_charge_of_number =
    select_charge +
    "WHERE charge.number = :number AND charge.kind <> 'principal' AND NOT charge.withdrawn";

ChargeRecord charge_from_row(const Query& row) {
    const Currency currency = currency_from_row(row.text_view(10));
    return {.id = row.integer(0),
            .customer = row.text(1),
            .notice = row.integer(2),
            .plan = row.integer(12),
            .charge = {.number = row.text(3),
                       .kind = debt_kind_from_row(row.text_view(4)),
                       .charged_on = row.text(5),
                       .day = row.date(6),
                       .due = row.date(7),
                       .amount = Money(row.integer(8), currency),
                       .open = Money(row.integer(9), currency)},
            .waived = Money(row.integer(11), currency)};
}

std::vector<ChargedInvoice> read_charged_invoices(Query& query) {
    std::vector<ChargedInvoice> all;
    while (query.next()) all.push_back({query.integer(0), query.text(1)});
    return all;
}

}  // namespace

void Ledger::post_charges(const DeliveryItem& item, const Stamp& stamp) {
    Connection& db = impl_->db;
    if (!is_to_be_posted(db, item)) return;
    for (const NewCharge& charge : new_charges(db, item.notice)) {
        insert_charge(db, item.notice, charge, stamp.as_of);
        add_event(stamp, "charge_posted", fmt::format("charge {}", charge.number),
                  fmt::format(R"({{"kind":"{}","amount_minor":{}}})", to_text(charge.kind),
                              charge.amount_minor));
    }
    impl_->accounts.needs_replay(account_of_notice(db, item.notice));
}

std::vector<ChargeRecord> Ledger::charges(RowId customer, std::optional<Date> as_of) const {
    auto query = impl_->db.query(select_charges_of_customer.c_str());
    query.bind(":customer", customer).bind(":as_of", as_of.value_or(latest_day));
    std::vector<ChargeRecord> all;
    while (query.next()) all.push_back(charge_from_row(query));
    return all;
}

std::optional<ChargeRecord> Ledger::charge(std::string_view number) const {
    auto query = impl_->db.query(select_charge_of_number.c_str());
    if (!query.bind(":number", number).bind(":as_of", latest_day).next()) return std::nullopt;
    return charge_from_row(query);
}

int Ledger::withdraw_charges(RowId notice, std::string_view why, const Stamp& stamp) {
    Connection& db = impl_->db;
    auto query = db.query(R"sql(
        UPDATE invoice
        SET open_minor = open_minor - amount_minor, amount_minor = 0, withdrawn = 1,
            version = version + 1
        WHERE notice_id = :notice AND NOT withdrawn)sql");
    query.bind(":notice", notice).run();
    const auto withdrawn = static_cast<int>(db.changes());
    if (withdrawn == 0) return 0;
    impl_->accounts.needs_replay(account_of_notice(db, notice));
    auto payload = db.query("SELECT json_object('charges', :charges, 'why', :why)");
    payload.bind(":charges", withdrawn).bind(":why", why).next();
    add_event(stamp, "charges_withdrawn", fmt::format("notice {}", notice_code(notice)),
              payload.text(0));
    return withdrawn;
}

void Ledger::post_charge(const StatedCharge& charge, const Stamp& stamp) {
    const RowId customer = find_customer(charge.customer).value();
    auto query = impl_->db.query(R"sql(
        INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, open_minor,
                             reference, description, batch_id, line, kind, charged_on, plan_id,
                             after_allocation, after_version)
        VALUES (:number, :customer, :currency, :day, :due, :amount, :amount, '', '', NULL, 0, :kind,
                (SELECT id FROM invoice WHERE number = :charged_on), :plan,
                (SELECT ifnull(max(id), 0) FROM allocation),
                (SELECT version FROM invoice WHERE number = :charged_on)))sql");
    const auto plan = charge.plan == 0 ? std::nullopt : std::optional(charge.plan);
    query.bind(":number", charge.number)
        .bind(":customer", customer)
        .bind(":currency", charge.amount.currency().code())
        .bind(":day", charge.day)
        .bind(":due", charge.due)
        .bind(":amount", charge.amount.minor())
        .bind(":kind", to_text(charge.kind))
        .bind(":charged_on", charge.charged_on)
        .bind(":plan", plan)
        .run();
    impl_->accounts.needs_replay({customer, std::string(charge.amount.currency().code())});
    add_event(stamp, "charge_posted", fmt::format("charge {}", charge.number),
              fmt::format(R"({{"kind":"{}","amount_minor":{}}})", to_text(charge.kind),
                          charge.amount.minor()));
}

void Ledger::correct_charge(const ChargeRecord& charge, const Money& amount, std::string_view why,
                            const Stamp& stamp) {
    const Money& former = charge.charge.amount;
    DUNNING_CHECK(amount != former && amount >= charge.waived);
    Connection& db = impl_->db;
    {
        auto query = db.query(R"sql(
            UPDATE invoice
            SET open_minor = open_minor + :amount - amount_minor, amount_minor = :amount,
                version = version + 1
            WHERE id = :charge)sql");
        query.bind(":amount", amount.minor()).bind(":charge", charge.id).run();
    }
    auto query = db.query(R"sql(
        INSERT INTO charge_correction (invoice_id, version, former_minor, amount_minor, why, day,
                                       actor, recorded_at)
        SELECT id, version, :former, :amount, :why, :day, :actor, :recorded_at
        FROM invoice
        WHERE id = :charge)sql");
    query.bind(":former", former.minor())
        .bind(":amount", amount.minor())
        .bind(":why", why)
        .bind(":day", stamp.as_of)
        .bind(":actor", stamp.actor)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":charge", charge.id)
        .run();
    impl_->accounts.needs_replay(
        {find_customer(charge.customer).value(), std::string(amount.currency().code())});
    add_event(
        stamp, "charge_corrected", fmt::format("charge {}", charge.charge.number),
        fmt::format(R"({{"former_minor":{},"amount_minor":{}}})", former.minor(), amount.minor()));
}

std::vector<ChargeCorrection> Ledger::charge_corrections(RowId customer) const {
    auto query = impl_->db.query(R"sql(
        SELECT charge.number, customer.code, charge_correction.day, former_minor,
               charge_correction.amount_minor, why, actor, charge.currency
        FROM invoice charge
        JOIN customer ON customer.id = charge.customer_id
        JOIN charge_correction ON charge_correction.invoice_id = charge.id
        WHERE charge.customer_id = :customer AND charge.kind <> 'principal'
        ORDER BY charge_correction.id)sql");
    query.bind(":customer", customer);
    std::vector<ChargeCorrection> all;
    while (query.next()) {
        const Currency currency = currency_from_row(query.text_view(7));
        all.push_back({.charge = query.text(0),
                       .customer = query.text(1),
                       .day = query.date(2),
                       .former = Money(query.integer(3), currency),
                       .amount = Money(query.integer(4), currency),
                       .why = query.text(5),
                       .actor = query.text(6)});
    }
    return all;
}

// The last night is the last that could see what is of the day: one of an earlier day, run since,
// has not looked at it. What was there at the last night has been looked at by it. A charge of an
// older schema does not say what was known with it: its night does.
std::vector<ChargedInvoice> Ledger::charged_on_older_facts(Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT parent.customer_id, parent.number
        FROM invoice charge
        JOIN invoice parent ON parent.id = charge.charged_on
        WHERE charge.kind <> 'principal' AND charge.kind = 'interest' AND NOT charge.withdrawn
            AND charge.issued <= :as_of AND charge.amount_minor > 0
            AND (parent.version > charge.after_version
                 OR EXISTS (SELECT 1
                            FROM allocation
                            WHERE allocation.invoice_id = parent.id
                                AND allocation.day <= charge.issued AND allocation.amount_minor > 0
                                AND CASE
                                    WHEN charge.after_allocation IS NULL
                                    THEN allocation.recorded_at
                                         > (SELECT run.recorded_at
                                            FROM notice
                                            JOIN run ON run.id = notice.run_id
                                            WHERE notice.id = charge.notice_id)
                                    ELSE allocation.id > charge.after_allocation
                                         AND allocation.recorded_at
                                             >= ifnull((SELECT run.recorded_at FROM run
                                                        WHERE run.as_of >= charge.issued
                                                        ORDER BY run.id DESC LIMIT 1), 0)
                                    END))
        ORDER BY parent.customer_id, parent.number)sql");
    return read_charged_invoices(query.bind(":as_of", as_of));
}

// What the last night knew is no reason to look again.
std::vector<ChargedInvoice> Ledger::charged_by_other_terms(std::string_view policy_sha256,
                                                           RateFixing fixing, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT parent.customer_id, parent.number
        FROM invoice charge
        JOIN invoice parent ON parent.id = charge.charged_on
        WHERE charge.kind <> 'principal' AND charge.kind = 'interest' AND NOT charge.withdrawn
            AND charge.issued <= :as_of AND charge.amount_minor > 0
            AND (:policy <> ifnull((SELECT run.policy_sha256 FROM run
                                    WHERE run.as_of >= charge.issued
                                    ORDER BY run.id DESC LIMIT 1), '')
                 OR EXISTS (SELECT 1
                            FROM batch
                            WHERE batch.kind = 'rates'
                                AND batch.recorded_at
                                    >= ifnull((SELECT run.recorded_at FROM run
                                               WHERE run.as_of >= charge.issued
                                               ORDER BY run.id DESC LIMIT 1), 0))
                 OR EXISTS (SELECT 1
                            FROM extension
                            WHERE extension.invoice_id = parent.id AND extension.day <= :as_of
                                AND extension.recorded_at
                                    >= ifnull((SELECT run.recorded_at FROM run
                                               WHERE run.as_of >= max(charge.issued, extension.day)
                                               ORDER BY run.id DESC LIMIT 1), 0))
                 OR (:fixing = 'fixed_at_payment'
                     AND (parent.open_minor > 0
                          OR EXISTS (SELECT 1
                                     FROM allocation
                                     WHERE allocation.invoice_id = parent.id
                                         AND allocation.day <= :as_of
                                         AND allocation.recorded_at
                                             >= ifnull((SELECT run.recorded_at FROM run
                                                        WHERE run.as_of >= charge.issued
                                                            AND run.as_of >= allocation.day
                                                        ORDER BY run.id DESC LIMIT 1), 0)))))
        ORDER BY parent.customer_id, parent.number)sql");
    return read_charged_invoices(
        query.bind(":policy", policy_sha256)
            .bind(":fixing", fixing == RateFixing::fixed_at_payment ? "fixed_at_payment" : "")
            .bind(":as_of", as_of));
}

// What was waived may have stood for what was charged too much, until the waiver ended: such
// invoices are looked at by every night that has later facts.
std::vector<ChargedInvoice> Ledger::waived_on_older_facts(Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT parent.customer_id, parent.number
        FROM (SELECT other.charged_on AS id
              FROM waiver
              JOIN invoice other ON other.id = waiver.invoice_id
              WHERE other.charged_on IS NOT NULL
              UNION
              SELECT invoice_id FROM interest_waiver) waived
        JOIN invoice parent ON parent.id = waived.id
        JOIN invoice charge ON charge.customer_id = parent.customer_id
            AND charge.charged_on = parent.id
        WHERE charge.kind <> 'principal' AND charge.kind = 'interest' AND NOT charge.withdrawn
            AND charge.issued <= :as_of AND charge.amount_minor > 0
            AND EXISTS (SELECT 1
                        FROM allocation
                        WHERE allocation.invoice_id = parent.id
                            AND allocation.day <= charge.issued AND allocation.amount_minor > 0
                            AND allocation.id > charge.after_allocation)
        ORDER BY parent.customer_id, parent.number)sql");
    return read_charged_invoices(query.bind(":as_of", as_of));
}

std::vector<ChargedInvoice> Ledger::paid_since_interest_was_charged(Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT DISTINCT parent.customer_id, parent.number
        FROM invoice charge
        JOIN invoice parent ON parent.id = charge.charged_on
        WHERE charge.kind <> 'principal' AND charge.kind = 'interest' AND NOT charge.withdrawn
            AND charge.notice_id IS NOT NULL AND charge.issued <= :as_of
            AND parent.open_minor = 0
            AND (EXISTS (SELECT 1
                         FROM allocation
                         WHERE allocation.invoice_id = parent.id
                             AND (allocation.recorded_at
                                      >= ifnull((SELECT run.recorded_at FROM run
                                                 WHERE run.as_of >= charge.issued
                                                     AND run.as_of >= allocation.day
                                                 ORDER BY run.id DESC LIMIT 1), 0)
                                  OR allocation.day > (SELECT max(run.as_of) FROM run
                                                       WHERE run.as_of < :as_of)))
                 OR EXISTS (SELECT 1
                            FROM interest_waiver waiver
                            JOIN interest_waiver_end ended ON ended.waiver_id = waiver.id
                            WHERE waiver.invoice_id = parent.id
                                AND ended.recorded_at
                                    >= ifnull((SELECT run.recorded_at FROM run
                                               WHERE run.as_of >= max(charge.issued, ended.day)
                                               ORDER BY run.id DESC LIMIT 1), 0)))
            AND NOT EXISTS (SELECT 1 FROM allocation
                            WHERE allocation.invoice_id = parent.id AND allocation.day > :as_of)
            AND NOT EXISTS (SELECT 1
                            FROM plan_invoice
                            JOIN plan_step ON plan_step.plan_id = plan_invoice.plan_id
                                AND plan_step.step = 'confirmed'
                            WHERE plan_invoice.invoice_id = parent.id)
        ORDER BY parent.customer_id, parent.number)sql");
    return read_charged_invoices(query.bind(":as_of", as_of));
}

}  // namespace dunning
