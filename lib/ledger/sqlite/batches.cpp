// Batches: one imported file each.
#include <fmt/format.h>

#include <map>

#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

void bind_results(Query& query, const BatchRecord& batch) {
    query.bind(":sha256", batch.sha256)
        .bind(":rows", batch.rows)
        .bind(":added", batch.added)
        .bind(":changed", batch.changed)
        .bind(":known", batch.known)
        .bind(":rejected", batch.rejected);
}

void tell_of(const BatchRecord& batch, Ledger& ledger, const Stamp& stamp) {
    ledger.add_event(
        stamp, fmt::format("{}_imported", batch.kind), fmt::format("batch {}", batch.name),
        fmt::format(R"({{"rows":{},"new":{},"changed":{},"known":{},"sha256":"{}"}})", batch.rows,
                    batch.added, batch.changed, batch.known, batch.sha256));
}

}  // namespace

BatchRecord Ledger::next_batch(Date as_of) const {
    auto id = impl_->db.query("SELECT ifnull(max(id), 0) + 1 FROM batch");
    id.next();
    auto count = impl_->db.query("SELECT count(*) + 1 FROM batch WHERE as_of = :as_of");
    count.bind(":as_of", as_of).next();
    BatchRecord batch;
    batch.id = id.integer(0);
    batch.name = fmt::format("{}-{}", to_text(as_of), count.integer(0));
    return batch;
}

void Ledger::add_batch(const BatchRecord& batch, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        INSERT INTO batch (id, name, kind, file, as_of, recorded_at, actor, after_receipt, sha256,
                           rows, added, changed, known, rejected)
        VALUES (:id, :name, :kind, :file, :as_of, :recorded_at, :actor,
                (SELECT ifnull(max(id), 0) FROM receipt), :sha256, :rows, :added, :changed, :known,
                :rejected))sql");
    query.bind(":id", batch.id)
        .bind(":name", batch.name)
        .bind(":kind", batch.kind)
        .bind(":file", batch.file)
        .bind(":as_of", stamp.as_of)
        .bind(":recorded_at", stamp.recorded_at.seconds)
        .bind(":actor", stamp.actor);
    const bool is_finished = !batch.sha256.empty();
    if (is_finished) bind_results(query, batch);
    query.run();
    if (is_finished) tell_of(batch, *this, stamp);
}

void Ledger::finish_batch(const BatchRecord& batch, const Stamp& stamp) {
    auto query = impl_->db.query(R"sql(
        UPDATE batch
        SET sha256 = :sha256, rows = :rows, added = :added, changed = :changed, known = :known,
            rejected = :rejected
        WHERE id = :id)sql");
    bind_results(query, batch);
    query.bind(":id", batch.id).run();
    tell_of(batch, *this, stamp);
}

// Added up here: the database would sort the receipts by their currencies first.
std::vector<std::pair<std::string, Ledger::BatchMoney>> Ledger::allocated_of_batch(
    RowId batch) const {
    auto query = impl_->db.query(R"sql(
        SELECT currency, amount_minor - left_minor, iif(method GLOB 'snapshot*', 0, left_minor)
        FROM receipt
        WHERE id > (SELECT after_receipt FROM batch WHERE id = :batch) AND batch_id = :batch
        UNION ALL
        SELECT currency, amount_minor - left_minor, iif(method GLOB 'snapshot*', 0, left_minor)
        FROM receipt
        WHERE id <= (SELECT after_receipt FROM batch WHERE id = :batch)
            AND batch_id = :batch AND version > 1)sql");
    query.bind(":batch", batch);
    std::map<std::string, BatchMoney, std::less<>> sums;
    while (query.next()) {
        const std::string_view code = query.text_view(0);
        auto sum = sums.find(code);
        if (sum == sums.end()) {
            const Money nothing = Money::zero(currency_from_row(code));
            sum = sums.emplace(code, BatchMoney{nothing, nothing}).first;
        }
        sum->second.allocated += Money(query.integer(1), sum->second.allocated.currency());
        sum->second.left += Money(query.integer(2), sum->second.left.currency());
    }
    return {sums.begin(), sums.end()};
}

bool Ledger::has_batch(std::string_view sha256, std::string_view kind, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT 1
        FROM batch
        WHERE kind = :kind AND as_of = :as_of AND sha256 = :sha256
            AND NOT EXISTS (SELECT 1 FROM batch_undo WHERE batch_undo.batch_id = batch.id)
        LIMIT 1)sql");
    return query.bind(":kind", kind).bind(":as_of", as_of).bind(":sha256", sha256).next();
}

std::optional<Date> Ledger::newest_money_import() const {
    auto query = impl_->db.query(R"sql(
        SELECT max(as_of)
        FROM batch
        WHERE kind IN ('payments', 'bank', 'snapshot')
            AND NOT EXISTS (SELECT 1 FROM batch_undo WHERE batch_undo.batch_id = batch.id))sql");
    query.next();
    return query.optional_date(0);
}

}  // namespace dunning
