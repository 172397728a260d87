// The rows that belong to a customer, found along the references of the schema.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

struct SchemaColumn {
    std::string name;
    std::string type;  // "TEXT"
};

// Of a table of the ledger, without computed ones.
std::vector<SchemaColumn> columns_of(Connection& db, const std::string& table);
std::vector<std::string> tables_of(Connection& db);

// The SQL for the currency of a row of the table: its own, or that of the row it refers to; '' when
// it has none.
std::string currency_of_row(Connection& db, const std::string& table);

// Fills the temporary table `owned` (name, row) anew. It is the connection's own, and no part of
// the ledger.
void find_owned_rows(Connection& db, RowId customer);

// A statement that is made for one use.
template <class Visit>
void for_each(Connection& db, const std::string& sql, const Visit& visit) {
    sqlite3_stmt* prepared = nullptr;
    const int outcome = sqlite3_prepare_v2(db.handle(), sql.c_str(), -1, &prepared, nullptr);
    Prepared statement{.statement = std::unique_ptr<sqlite3_stmt, Prepared::Finalize>(prepared)};
    if (outcome != SQLITE_OK) {
        throw_ledger_error(SQLite::Exception(db.handle(), outcome), "the ledger");
    }
    Query query(statement);
    while (query.next()) visit(query);
}

}  // namespace dunning
