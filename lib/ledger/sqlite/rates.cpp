// Rows of rate tables that files have brought.
#include <fmt/format.h>

#include "ledger/sqlite/impl.h"

namespace dunning {

Result<Recorded> Ledger::put(const StatedRate& rate, const RowSource& source) {
    Connection& db = impl_->db;
    {
        auto known = db.query(R"sql(
            SELECT millionths, batch_id
            FROM rate
            WHERE table_name = :table AND from_day = :from)sql");
        if (known.bind(":table", rate.table).bind(":from", rate.row.from).next()) {
            const Rate stands{known.integer(0)};
            if (stands == rate.row.rate) {
                return known.integer(1) == source.batch ? Recorded::repeated : Recorded::known;
            }
            return rate_stands(rate.table, {.from = rate.row.from, .rate = stands});
        }
    }
    auto query = db.query(R"sql(
        INSERT INTO rate (table_name, from_day, millionths, source, batch_id, line)
        VALUES (:table, :from, :millionths, :source, :batch, :line))sql");
    query.bind(":table", rate.table)
        .bind(":from", rate.row.from)
        .bind(":millionths", rate.row.rate.millionths_of_percent)
        .bind(":source", rate.row.source)
        .bind(":batch", source.batch)
        .bind(":line", source.line)
        .run();
    return Recorded::added;
}

std::vector<StatedRate> Ledger::rates() const {
    auto query = impl_->db.query(R"sql(
        SELECT table_name, from_day, millionths, source
        FROM rate
        ORDER BY table_name, from_day)sql");
    std::vector<StatedRate> all;
    while (query.next()) {
        all.push_back({query.text(0), {query.date(1), Rate{query.integer(2)}, query.text(3)}});
    }
    return all;
}

}  // namespace dunning
