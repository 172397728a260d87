#include "ledger/sqlite/row_digest.h"

#include <algorithm>

#include "ledger/sqlite/query.h"

namespace dunning {
namespace {

// What follows from allocations; `check` compares it with them.
constexpr std::string_view derived[] = {"open_minor", "left_minor", "overpaid", "overspent"};

bool follows_from_others(std::string_view table, std::string_view column) {
    return (table == "invoice" || table == "receipt") &&
           std::ranges::find(derived, column) != std::end(derived);
}

void append_number(std::string& bytes, std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xff);
    }
}

[[noreturn]] void fail(sqlite3* database, int outcome) {
    throw_ledger_error(SQLite::Exception(database, outcome), "the ledger");
}

}  // namespace

RowDigests::Rows& RowDigests::rows_of(const std::string& table) {
    Rows& rows = tables_[table];
    if (rows.statement) return rows;
    const std::string sql =
        "SELECT rowid, * FROM \"" + table + "\" WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid";
    sqlite3_stmt* statement = nullptr;
    const int outcome = sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                           &statement, nullptr);
    rows.statement.reset(statement);
    if (outcome != SQLITE_OK) fail(database_, outcome);
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        rows.counts.push_back(
            !follows_from_others(table, sqlite3_column_name(statement, column)));
    }
    return rows;
}

void RowDigests::append_column(sqlite3_stmt* statement, int column) {
    const int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_NULL) return;
    bytes_ += static_cast<char>(column);
    bytes_ += static_cast<char>(type);
    if (type == SQLITE_INTEGER) {
        append_number(bytes_, sqlite3_column_int64(statement, column));
        return;
    }
    const void* content = sqlite3_column_blob(statement, column);
    const int size = sqlite3_column_bytes(statement, column);
    append_number(bytes_, size);
    if (size > 0) {
        bytes_.append(static_cast<const char*>(content), static_cast<std::size_t>(size));
    }
}

void RowDigests::read(const std::string& table, std::int64_t first, std::int64_t last,
                      const Visit& visit) {
    Rows& rows = rows_of(table);
    sqlite3_stmt* statement = rows.statement.get();
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    int outcome = SQLITE_OK;
    while ((outcome = sqlite3_step(statement)) == SQLITE_ROW) {
        bytes_ = table;
        bytes_ += '\0';
        append_number(bytes_, sqlite3_column_int64(statement, 0));
        for (int column = 1; column < static_cast<int>(rows.counts.size()); ++column) {
            if (rows.counts[static_cast<std::size_t>(column)]) append_column(statement, column);
        }
        const Digest::Bytes digest = digest_.add(bytes_).finish();
        visit(sqlite3_column_int64(statement, 0), {digest.data(), row_digest_size});
    }
    sqlite3_reset(statement);
    if (outcome != SQLITE_DONE) fail(database_, outcome);
}

void RowDigests::rows(const std::string& table,
                      const std::function<void(std::int64_t)>& visit) const {
    const std::string sql = "SELECT rowid FROM \"" + table + "\"";
    sqlite3_stmt* prepared = nullptr;
    int outcome = sqlite3_prepare_v2(database_, sql.c_str(), -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    if (outcome != SQLITE_OK) fail(database_, outcome);
    while ((outcome = sqlite3_step(prepared)) == SQLITE_ROW) visit(sqlite3_column_int64(prepared, 0));
    if (outcome != SQLITE_DONE) fail(database_, outcome);
}

}  // namespace dunning
