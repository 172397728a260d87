// A prepared statement that speaks our values, and the one place where the database's errors become
// ours.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/receivable.h"
#include "ledger/ledger_error.h"

namespace dunning {

[[noreturn]] void throw_ledger_error(const SQLite::Exception& error, const std::string& doing);

// A statement that stays prepared, and the places of its parameters. Names are constants, so their
// addresses find them again.
struct Prepared {
    struct Finalize {
        void operator()(sqlite3_stmt* it) const { sqlite3_finalize(it); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement;
    std::vector<std::pair<const char*, int>> places = {};
};

// Use: `auto query = db.query("SELECT ... WHERE code = :code"); query.bind(":code", code); while
// (query.next()) ... query.integer(0)`. The statement is kept prepared and reset when the Query
// ends.
class Query {
  public:
    explicit Query(Prepared& prepared)
        : statement_(prepared.statement.get()), places_(prepared.places) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(const char* name, std::int64_t value);
    Query& bind(const char* name, int value) { return bind(name, std::int64_t{value}); }
    Query& bind(const char* name, std::string_view value);
    Query& bind(const char* name, const char* value) { return bind(name, std::string_view(value)); }
    Query& bind(const char* name, Date value) { return bind(name, std::int64_t{value.days()}); }
    template <class T>
    Query& bind(const char* name, const std::optional<T>& value) {
        return value ? bind(name, *value) : bind_null(name);
    }
    Query& bind_null(const char* name);
    // Many rows at once, for `IN (SELECT value FROM json_each(:name))`.
    Query& bind_rows(const char* name, std::span<const std::int64_t> rows);
    // What is not copied. REQUIRES: it outlives the Query.
    Query& bind_lasting(const char* name, std::string_view value);
    Query& bind_blob(const char* name, std::string_view bytes);

    bool next();
    void run();    // for statements without rows
    void reset();  // to bind and run again

    bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    int type(int column) const { return sqlite3_column_type(statement_, column); }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    int small(int column) const { return sqlite3_column_int(statement_, column); }
    std::string text(int column) const { return std::string(text_view(column)); }
    // Valid until the next row.
    std::string_view text_view(int column) const;
    // The bytes of a BLOB. Valid until the next row.
    std::string_view blob_view(int column) const;
    Date date(int column) const { return Date::from_days(small(column)); }
    std::optional<Date> optional_date(int column) const;

  private:
    int place_of(const char* name);
    void require_bound(int outcome) const;

    sqlite3_stmt* statement_;
    std::vector<std::pair<const char*, int>>& places_;
    std::size_t next_place_ = 0;  // a statement is bound in the same order every time
};

class Connection {
  public:
    explicit Connection(SQLite::Database database) : database_(std::move(database)) {}

    // REQUIRES: `sql` is a constant (its address is the key under which it stays prepared).
    Query query(const char* sql);
    void execute(const std::string& sql);
    std::int64_t last_inserted() const { return sqlite3_last_insert_rowid(handle()); }
    // Rows that the last statement has changed itself, without those of triggers.
    int changes() const { return sqlite3_changes(handle()); }
    sqlite3* handle() const { return database_.getHandle(); }

  private:
    SQLite::Database database_;
    std::unordered_map<const char*, Prepared> statements_;
};

Currency currency_from_row(std::string_view code);

// Mostly the same one row after row.
class LastCurrency {
  public:
    Currency of(std::string_view code) {
        if (!last_ || last_->code() != code) last_ = currency_from_row(code);
        return *last_;
    }

  private:
    std::optional<Currency> last_ = {};
};
DebtKind debt_kind_from_row(std::string_view text);
ReceiptKind receipt_kind_from_row(std::string_view text);

}  // namespace dunning
