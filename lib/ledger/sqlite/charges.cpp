// Charges: interest and costs that became part of the debt with a notice.
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

void insert_charge(Connection& db, RowId notice, const NewCharge& charge, Date day) {
    auto query = db.query(R"sql(
        INSERT INTO invoice (number, customer_id, currency, issued, due, amount_minor, open_minor,
                             reference, description, batch_id, line, kind, charged_on, notice_id)
        SELECT :number, customer_id, currency, :day, max(:day, pay_by), :amount, :amount, '', '',
               NULL, 0, :kind, :charged_on, id
        FROM notice
        WHERE id = :notice)sql");
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
    SELECT charge.id, customer.code, charge.notice_id, charge.number, charge.kind,
           ifnull(parent.number, ''), charge.issued, charge.due, charge.amount_minor,
           charge.open_minor + (SELECT ifnull(sum(allocation.amount_minor), 0)
                                FROM allocation
                                WHERE allocation.invoice_id = charge.id
                                    AND allocation.day > :as_of),
           charge.currency,
           (SELECT ifnull(sum(allocation.amount_minor), 0)
            FROM allocation
            JOIN receipt ON receipt.id = allocation.receipt_id AND receipt.kind = 'waiver'
            WHERE allocation.invoice_id = charge.id AND allocation.day <= :as_of)
    FROM invoice charge
    JOIN customer ON customer.id = charge.customer_id
    LEFT JOIN invoice parent ON parent.id = charge.charged_on
)sql";
const std::string select_charges_of_customer =
    select_charge +
    "WHERE charge.customer_id = :customer AND charge.notice_id IS NOT NULL AND NOT "
    "charge.withdrawn AND charge.issued <= :as_of "
    "ORDER BY charge.issued, charge.id";
const std::string select_charge_of_number =
    select_charge +
    "WHERE charge.number = :number AND charge.notice_id IS NOT NULL AND NOT charge.withdrawn";

ChargeRecord charge_from_row(const Query& row) {
    const Currency currency = currency_from_row(row.text_view(10));
    return {.id = row.integer(0),
            .customer = row.text(1),
            .notice = row.integer(2),
            .charge = {.number = row.text(3),
                       .kind = debt_kind_from_row(row.text_view(4)),
                       .charged_on = row.text(5),
                       .day = row.date(6),
                       .due = row.date(7),
                       .amount = Money(row.integer(8), currency),
                       .open = Money(row.integer(9), currency)},
            .waived = Money(row.integer(11), currency)};
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

}  // namespace dunning
