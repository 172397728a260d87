// The digest of a row as it stands: every column but those that follow from other rows.
//
// A row is digested as: its table, its number, then of each column that is not NULL the column's
// place, type, length and bytes. A column that a later schema adds at the end, NULL in old rows,
// changes no digest.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/sqlite/digest.h"

namespace dunning {

inline constexpr std::size_t row_digest_size = 16;  // of 32: nobody can find another row with it

class RowDigests {
  public:
    explicit RowDigests(sqlite3* database) : database_(database) {}

    using Visit = std::function<void(std::int64_t row, std::string_view digest)>;
    // The rows of a table from one to another that there are, in their order.
    void read(const std::string& table, std::int64_t first, std::int64_t last, const Visit& visit);
    // The numbers of all rows of a table.
    void rows(const std::string& table, const std::function<void(std::int64_t)>& visit) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* it) const { sqlite3_finalize(it); }
    };
    struct Rows {
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
        std::vector<bool> counts;  // by column; false: it follows from others
    };

    Rows& rows_of(const std::string& table);
    void append_column(sqlite3_stmt* statement, int column);

    sqlite3* database_;
    std::map<std::string, Rows> tables_;
    std::string bytes_;
    Digest digest_;
};

}  // namespace dunning
