#include "ledger/sqlite/query.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

LedgerFailure failure_of(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return LedgerFailure::busy;
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return LedgerFailure::write_failed;
        case SQLITE_NOTADB:
            return LedgerFailure::not_a_ledger;
        case SQLITE_CORRUPT:
            return LedgerFailure::damaged;
        default:
            return LedgerFailure::refused;
    }
}

[[noreturn]] void throw_error_of(sqlite3* database, int code) {
    throw_ledger_error(SQLite::Exception(database, code), "the ledger");
}

}  // namespace

void throw_ledger_error(const SQLite::Exception& error, const std::string& doing) {
    const LedgerFailure failure = failure_of(error.getExtendedErrorCode());
    throw LedgerError(failure, failure == LedgerFailure::busy
                                   ? doing + " is busy: another program is writing to it"
                                   : fmt::format("{}: {}", doing, error.what()));
}

Query::~Query() {
    reset();
}

int Query::place_of(const char* name) {
    const bool is_next = next_place_ < places_.size() && places_[next_place_].first == name;
    std::size_t at = next_place_;
    if (!is_next) {
        const auto found = std::ranges::find(places_, name, &std::pair<const char*, int>::first);
        at = static_cast<std::size_t>(found - places_.begin());
        if (found == places_.end()) {
            places_.emplace_back(name, sqlite3_bind_parameter_index(statement_, name));
        }
    }
    next_place_ = at + 1;
    return places_[at].second;
}

void Query::require_bound(int outcome) const {
    if (outcome != SQLITE_OK) throw_error_of(sqlite3_db_handle(statement_), outcome);
}

Query& Query::bind(const char* name, std::int64_t value) {
    require_bound(sqlite3_bind_int64(statement_, place_of(name), value));
    return *this;
}

Query& Query::bind(const char* name, std::string_view value) {
    if (value.empty()) return bind_lasting(name, value);
    require_bound(sqlite3_bind_text64(statement_, place_of(name), value.data(), value.size(),
                                      SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Query& Query::bind_lasting(const char* name, std::string_view value) {
    const char* text = value.empty() ? "" : value.data();  // no address would be NULL
    require_bound(sqlite3_bind_text64(statement_, place_of(name), text, value.size(), SQLITE_STATIC,
                                      SQLITE_UTF8));
    return *this;
}

Query& Query::bind_blob(const char* name, std::string_view bytes) {
    require_bound(
        sqlite3_bind_blob64(statement_, place_of(name), bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

Query& Query::bind_rows(const char* name, std::span<const std::int64_t> rows) {
    return bind(name, fmt::format("[{}]", fmt::join(rows, ",")));
}

Query& Query::bind_null(const char* name) {
    require_bound(sqlite3_bind_null(statement_, place_of(name)));
    return *this;
}

bool Query::next() {
    const int outcome = sqlite3_step(statement_);
    if (outcome == SQLITE_ROW) return true;
    if (outcome == SQLITE_DONE) return false;
    throw_error_of(sqlite3_db_handle(statement_), outcome);
}

void Query::run() {
    while (next()) {
    }
}

void Query::reset() {
    sqlite3_reset(statement_);  // after a failed step it says the same again
    sqlite3_clear_bindings(statement_);
    next_place_ = 0;
}

std::string_view Query::text_view(int column) const {
    const auto* text = sqlite3_column_text(statement_, column);  // before the size: it may convert
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::blob_view(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<Date> Query::optional_date(int column) const {
    if (is_null(column)) return std::nullopt;
    return date(column);
}

Query Connection::query(const char* sql) {
    const auto [found, is_new] = statements_.try_emplace(sql);
    if (is_new) {
        sqlite3_stmt* statement = nullptr;
        const int outcome =
            sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        found->second.statement.reset(statement);
        if (outcome != SQLITE_OK) {
            statements_.erase(found);
            throw_error_of(handle(), outcome);
        }
    }
    return Query(found->second);
}

void Connection::execute(const std::string& sql) {
    try {
        database_.exec(sql);
    } catch (const SQLite::Exception& error) {
        throw_ledger_error(error, "the ledger");
    }
}

DebtKind debt_kind_from_row(std::string_view text) {
    const auto kind = debt_kind_from(text);
    DUNNING_CHECK(kind.has_value());
    return *kind;
}

ReceiptKind receipt_kind_from_row(std::string_view text) {
    for (const ReceiptKind kind :
         {ReceiptKind::credit, ReceiptKind::waiver, ReceiptKind::discount}) {
        if (to_text(kind) == text) return kind;
    }
    DUNNING_CHECK(text == to_text(ReceiptKind::payment));
    return ReceiptKind::payment;
}

Currency currency_from_row(std::string_view code) {
    const auto currency = Currency::from_code(code);
    DUNNING_CHECK(currency.has_value());
    return *currency;
}

}  // namespace dunning
