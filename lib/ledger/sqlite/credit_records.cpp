// What was reported of customers to a credit bureau, and corrected there.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

constexpr std::pair<CreditRecordStep, std::string_view> credit_record_steps[] = {
    {CreditRecordStep::reported, "reported"},
    {CreditRecordStep::corrected, "corrected"},
    {CreditRecordStep::withdrawn, "withdrawn"}};

const std::string select_credit_record = R"sql(
    SELECT credit_record.id, customer.code, credit_record.step, credit_record.bureau,
           credit_record.reference, credit_record.day, credit_record.note, credit_record.actor,
           credit_record.corrects, later.id
    FROM credit_record
    JOIN customer ON customer.id = credit_record.customer_id
    LEFT JOIN credit_record later ON later.corrects = credit_record.id
)sql";
// One statement for each question, so that each finds its rows by an index.
const std::string select_credit_records = select_credit_record + "ORDER BY credit_record.id";
const std::string select_credit_records_of =
    select_credit_record + "WHERE credit_record.customer_id = :customer ORDER BY credit_record.id";
const std::string select_one_credit_record = select_credit_record + "WHERE credit_record.id = :id";

CreditRecord credit_record_from(const Query& row) {
    const auto step = credit_record_step_from(row.text_view(2));
    DUNNING_CHECK(step.has_value());
    CreditRecord record{.id = row.integer(0),
                        .customer = row.text(1),
                        .step = *step,
                        .bureau = row.text(3),
                        .reference = row.text(4),
                        .day = row.date(5),
                        .note = row.text(6),
                        .actor = row.text(7)};
    if (!row.is_null(8)) record.corrects = row.integer(8);
    if (!row.is_null(9)) record.corrected_by = row.integer(9);
    return record;
}

void load_stated_debts(Connection& db, CreditRecord& record) {
    auto query = db.query(R"sql(
        SELECT number, stated_minor, currency
        FROM credit_record_invoice
        JOIN invoice ON invoice.id = invoice_id
        WHERE record_id = :record
        ORDER BY due, number)sql");
    query.bind(":record", record.id);
    while (query.next()) {
        record.debts.push_back(
            {query.text(0), Money(query.integer(1), currency_from_row(query.text_view(2)))});
    }
}

std::vector<CreditRecord> read_credit_records(Connection& db, Query& query) {
    std::vector<CreditRecord> all;
    while (query.next()) all.push_back(credit_record_from(query));
    for (CreditRecord& record : all) load_stated_debts(db, record);
    return all;
}

}  // namespace

std::string_view to_text(CreditRecordStep step) {
    for (const auto& [known, text] : credit_record_steps) {
        if (known == step) return text;
    }
    DUNNING_CHECK(false);
}

std::optional<CreditRecordStep> credit_record_step_from(std::string_view word) {
    for (const auto& [step, text] : credit_record_steps) {
        if (text == word) return step;
    }
    return std::nullopt;
}

std::string credit_record_code(RowId id) {
    return fmt::format("B{:04}", id);
}

RowId Ledger::add_credit_record(const CreditRecord& record, const Stamp& stamp) {
    Connection& db = impl_->db;
    {
        auto query = db.query(R"sql(
            INSERT INTO credit_record (customer_id, step, bureau, reference, day, note, corrects,
                                       actor, recorded_at)
            VALUES (:customer, :step, :bureau, :reference, :day, :note, :corrects, :actor,
                    :recorded_at))sql");
        query.bind(":customer", find_customer(record.customer))
            .bind(":step", to_text(record.step))
            .bind(":bureau", record.bureau)
            .bind(":reference", record.reference)
            .bind(":day", record.day)
            .bind(":note", record.note)
            .bind(":corrects", record.corrects)
            .bind(":actor", stamp.actor)
            .bind(":recorded_at", stamp.recorded_at.seconds)
            .run();
    }
    const RowId id = db.last_inserted();
    for (const StatedDebt& debt : record.debts) {
        auto query = db.query(R"sql(
            INSERT INTO credit_record_invoice (record_id, invoice_id, stated_minor)
            VALUES (:record, :invoice, :stated))sql");
        query.bind(":record", id)
            .bind(":invoice", invoice_of_entry(db, debt.invoice))
            .bind(":stated", debt.stated.minor())
            .run();
    }
    add_event(stamp, fmt::format("credit_record_{}", to_text(record.step)),
              fmt::format("credit record {}", credit_record_code(id)));
    return id;
}

std::optional<CreditRecord> Ledger::credit_record(RowId id) const {
    auto query = impl_->db.query(select_one_credit_record.c_str());
    auto found = read_credit_records(impl_->db, query.bind(":id", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<CreditRecord> Ledger::credit_records() const {
    auto query = impl_->db.query(select_credit_records.c_str());
    return read_credit_records(impl_->db, query);
}

std::vector<CreditRecord> Ledger::credit_records_of(RowId customer) const {
    auto query = impl_->db.query(select_credit_records_of.c_str());
    return read_credit_records(impl_->db, query.bind(":customer", customer));
}

}  // namespace dunning
