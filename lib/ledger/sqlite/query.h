// A prepared statement that speaks our values, and the one place where the database's errors become
// ours.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "ledger/ledger_error.h"

namespace dunning {

[[noreturn]] void throw_ledger_error(const SQLite::Exception& error, const std::string& doing);

// Use: `auto query = db.query("SELECT ... WHERE code = :code"); query.bind(":code", code); while
// (query.next()) ... query.integer(0)`. The statement is kept prepared and reset when the Query
// ends.
// A statement that stays prepared, and the places of its parameters. Names are constants, so their
// addresses find them again.
struct Prepared {
    SQLite::Statement statement;
    std::vector<std::pair<const char*, int>> places = {};
};

class Query {
  public:
    explicit Query(Prepared& prepared) : statement_(prepared.statement), places_(prepared.places) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(const char* name, std::int64_t value);
    Query& bind(const char* name, int value) { return bind(name, std::int64_t{value}); }
    Query& bind(const char* name, std::string_view value);
    Query& bind(const char* name, const char* value) { return bind(name, std::string_view(value)); }
    Query& bind(const char* name, Date value) { return bind(name, std::int64_t{value.days()}); }
    Query& bind_blob(const char* name, std::string_view bytes);
    template <class T>
    Query& bind(const char* name, const std::optional<T>& value) {
        return value ? bind(name, *value) : bind_null(name);
    }
    Query& bind_null(const char* name);

    bool next();
    void run();    // for statements without rows
    void reset();  // to bind and run again

    bool is_null(int column) const { return statement_.isColumnNull(column); }
    std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    int small(int column) const { return statement_.getColumn(column).getInt(); }
    std::string text(int column) const { return statement_.getColumn(column).getString(); }
    // Valid until the next row.
    std::string_view text_view(int column) const;
    Date date(int column) const { return Date::from_days(small(column)); }
    std::optional<Date> optional_date(int column) const;

  private:
    int place_of(const char* name);

    SQLite::Statement& statement_;
    std::vector<std::pair<const char*, int>>& places_;
};

class Connection {
  public:
    explicit Connection(SQLite::Database database) : database_(std::move(database)) {}

    // REQUIRES: `sql` is a constant (its address is the key under which it stays prepared).
    Query query(const char* sql);
    void execute(const std::string& sql);
    SQLite::Database& database() { return database_; }

  private:
    SQLite::Database database_;
    std::unordered_map<const char*, Prepared> statements_;
};

Currency currency_from_row(std::string_view code);

}  // namespace dunning
