#include "ledger/sqlite/row_digest.h"

#include <algorithm>
#include <array>
#include <utility>

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
    std::array<char, 8> little_endian;
    for (std::size_t i = 0; i < little_endian.size(); ++i) {
        little_endian[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> 8 * i & 0xff);
    }
    bytes.append(little_endian.data(), little_endian.size());
}

// One look at each value instead of one for each question about it. A ledger belongs to one thread
// at a time, which the database asks for here.
void append_column(std::string& bytes, sqlite3_stmt* statement, int column) {
    sqlite3_value* const value = sqlite3_column_value(statement, column);
    const int type = sqlite3_value_type(value);
    if (type == SQLITE_NULL) return;
    bytes += static_cast<char>(column);
    bytes += static_cast<char>(type);
    if (type == SQLITE_INTEGER) {
        append_number(bytes, sqlite3_value_int64(value));
        return;
    }
    const void* content = sqlite3_value_blob(value);
    const int size = sqlite3_value_bytes(value);
    append_number(bytes, size);
    if (size > 0) bytes.append(static_cast<const char*>(content), static_cast<std::size_t>(size));
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
        rows.counts.push_back(!follows_from_others(table, sqlite3_column_name(statement, column)));
    }
    return rows;
}

template <class Begin, class End>
void RowDigests::read_bytes(const std::string& table, std::int64_t first, std::int64_t last,
                            const Begin& begin, const End& end) {
    Rows& rows = rows_of(table);
    sqlite3_stmt* statement = rows.statement.get();
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    int outcome = SQLITE_OK;
    while ((outcome = sqlite3_step(statement)) == SQLITE_ROW) {
        const std::int64_t row = sqlite3_column_int64(statement, 0);
        std::string& bytes = begin();
        bytes += table;
        bytes += '\0';
        append_number(bytes, row);
        for (int column = 1; column < static_cast<int>(rows.counts.size()); ++column) {
            if (rows.counts[static_cast<std::size_t>(column)]) {
                append_column(bytes, statement, column);
            }
        }
        end(row);
    }
    sqlite3_reset(statement);
    if (outcome != SQLITE_DONE) fail(database_, outcome);
}

void RowDigests::read(const std::string& table, std::int64_t first, std::int64_t last,
                      const Visit& visit) {
    const auto begin = [&]() -> std::string& {
        bytes_.clear();
        return bytes_;
    };
    read_bytes(table, first, last, begin, [&](std::int64_t row) {
        const Digest::Bytes digest = digest_.add(bytes_).finish();
        visit(row, {digest.data(), row_digest_size});
    });
}

void RowDigests::read(const std::string& table, std::int64_t first, std::int64_t last,
                      char* digests, RowHashing& hashing) {
    const auto begin = [&]() -> std::string& { return hashing.bytes(); };
    read_bytes(table, first, last, begin, [&](std::int64_t row) {
        hashing.end_row(digests + static_cast<std::size_t>(row - first) * row_digest_size);
    });
}

void RowHashing::end_row(char* digest) {
    filling_.rows.push_back({filling_.bytes.size(), digest});
    if (filling_.bytes.size() < block_size) return;
    if (hashing_.valid()) hashing_.get();
    std::swap(filling_, hashed_);
    filling_.bytes.clear();
    filling_.rows.clear();
    hashing_ = std::async(std::launch::async, [this] { hash(hashed_); });
}

void RowHashing::finish() {
    if (hashing_.valid()) hashing_.get();
    hash(filling_);
    filling_ = {};
}

void RowHashing::hash(Block& block) {
    std::size_t begin = 0;
    for (const Row& row : block.rows) {
        const auto bytes = std::string_view(block.bytes).substr(begin, row.end - begin);
        const Digest::Bytes digest = digest_.add(bytes).finish();
        std::copy_n(digest.data(), row_digest_size, row.digest);
        begin = row.end;
    }
}

void RowDigests::rows(const std::string& table,
                      const std::function<void(std::int64_t)>& visit) const {
    const std::string sql = "SELECT rowid FROM \"" + table + "\"";
    sqlite3_stmt* prepared = nullptr;
    int outcome = sqlite3_prepare_v2(database_, sql.c_str(), -1, &prepared, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    if (outcome != SQLITE_OK) fail(database_, outcome);
    while ((outcome = sqlite3_step(prepared)) == SQLITE_ROW)
        visit(sqlite3_column_int64(prepared, 0));
    if (outcome != SQLITE_DONE) fail(database_, outcome);
}

}  // namespace dunning
