// The digest of a row as it stands: every column but those that follow from other rows.
//
// A row is digested as: its table, its number, then of each column that is not NULL the column's
// place, type, length and bytes. A column that a later schema adds at the end, NULL in old rows,
// changes no digest.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha256.h"

namespace dunning {

inline constexpr std::size_t row_digest_size = 16;  // of 32: nobody can find another row with it

// Rows by the bytes that are digested of them, and where the digest of each goes. What has been
// added is hashed on another thread while more is read: it is a third of the work.
class RowHashing {
  public:
    // The row that `bytes` end with. REQUIRES: `digest` has room for it until finish(), or until
    // this is gone.
    std::string& bytes() { return filling_.bytes; }
    void end_row(char* digest);
    void finish();

  private:
    struct Row {
        std::size_t end = 0;  // of its bytes
        char* digest = nullptr;
    };
    struct Block {
        std::string bytes;
        std::vector<Row> rows;
    };
    static constexpr std::size_t block_size = 1 << 18;

    void hash(Block& block);

    Digest digest_;
    Block filling_;
    Block hashed_;
    std::future<void> hashing_;  // the last member: it ends before what it reads is gone
};

class RowDigests {
  public:
    explicit RowDigests(sqlite3* database) : database_(database) {}

    using Visit = std::function<void(std::int64_t row, std::string_view digest)>;
    // The rows of a table from one to another that there are, in their order.
    void read(const std::string& table, std::int64_t first, std::int64_t last, const Visit& visit);
    // The same rows to be hashed: the digest of the first goes to `digests`, the next row's behind
    // it; what stands there for a row that is gone stays.
    void read(const std::string& table, std::int64_t first, std::int64_t last, char* digests,
              RowHashing& hashing);
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
    // Appends what is digested of each row to what `begin` returns, then calls `end`.
    template <class Begin, class End>
    void read_bytes(const std::string& table, std::int64_t first, std::int64_t last,
                    const Begin& begin, const End& end);

    sqlite3* database_;
    std::map<std::string, Rows> tables_;
    std::string bytes_;
    Digest digest_;
};

}  // namespace dunning
