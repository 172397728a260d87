#include "ledger/sqlite/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

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

// Runs an action of the database package with its errors translated.
template <class Action>
auto translated(const Action& action) {
    try {
        return action();
    } catch (const SQLite::Exception& error) {
        throw_ledger_error(error, "the ledger");
    }
}

}  // namespace

void throw_ledger_error(const SQLite::Exception& error, const std::string& doing) {
    const LedgerFailure failure = failure_of(error.getExtendedErrorCode());
    throw LedgerError(failure, failure == LedgerFailure::busy
                                   ? doing + " is busy: another program is writing to it"
                                   : fmt::format("{}: {}", doing, error.what()));
}

Query::~Query() {
    statement_.tryReset();  // not reset(): after a failed constraint that throws the same again
    statement_.clearBindings();
}

int Query::place_of(const char* name) {
    for (const auto& [known, place] : places_) {
        if (known == name) return place;
    }
    places_.emplace_back(name, statement_.getIndex(name));
    return places_.back().second;
}

Query& Query::bind(const char* name, std::int64_t value) {
    translated([&] { statement_.bind(place_of(name), value); });
    return *this;
}

Query& Query::bind(const char* name, std::string_view value) {
    translated([&] { statement_.bind(place_of(name), std::string(value)); });
    return *this;
}

Query& Query::bind_blob(const char* name, std::string_view bytes) {
    translated(
        [&] { statement_.bind(place_of(name), bytes.data(), static_cast<int>(bytes.size())); });
    return *this;
}

Query& Query::bind_null(const char* name) {
    translated([&] { statement_.bind(place_of(name)); });
    return *this;
}

bool Query::next() {
    return translated([&] { return statement_.executeStep(); });
}

void Query::run() {
    while (next()) {
    }
}

void Query::reset() {
    statement_.tryReset();
    statement_.clearBindings();
}

std::string_view Query::text_view(int column) const {
    const auto value = statement_.getColumn(column);
    const char* text = value.getText("");  // before the size: it may convert
    return {text, static_cast<std::size_t>(value.getBytes())};
}

std::optional<Date> Query::optional_date(int column) const {
    if (is_null(column)) return std::nullopt;
    return date(column);
}

Query Connection::query(const char* sql) {
    return translated([&]() -> Query {
        auto found = statements_.find(sql);
        if (found == statements_.end()) {
            found = statements_.emplace(sql, Prepared{SQLite::Statement(database_, sql)}).first;
        }
        return Query(found->second);
    });
}

void Connection::execute(const std::string& sql) {
    translated([&] { database_.exec(sql); });
}

Currency currency_from_row(std::string_view code) {
    const auto currency = Currency::from_code(code);
    DUNNING_CHECK(currency.has_value());
    return *currency;
}

}  // namespace dunning
