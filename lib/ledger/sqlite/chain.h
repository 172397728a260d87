// The chain: every transaction ends with a row that holds the digests of the rows that it has added
// or changed, and the digest of the row of the transaction before. Whoever changes anything later,
// with whatever program, leaves a trace that `check` finds.
//
// Which rows those are the database tells itself, whatever code has written them; a table that a
// later schema brings is covered without a word about it here. Rows that have no part in it:
// what follows from allocations (see row_digest.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"
#include "ledger/sqlite/row_digest.h"

namespace dunning {

// Rows of one table, without gaps.
struct RowRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
using TouchedRows = std::map<std::string, std::vector<RowRange>, std::less<>>;

// "event 4-5;invoice 1-1000": tables by name, rows ascending, none twice.
std::string rows_as_text(const TouchedRows& rows);
// Nothing when it is no such text.
std::optional<TouchedRows> rows_from_text(std::string_view text);

// The digest that a row of the chain has.
Digest::Bytes chain_digest(std::string_view before, std::string_view rows,
                           std::string_view digests);

class Chain {
  public:
    // REQUIRES: the connection outlives it, and stays where it is.
    explicit Chain(Connection& db);
    ~Chain();
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    // A change that is not counted by itself because most of its kind only follow from others: an
    // update of an invoice that is no new version.
    void touch(std::string_view table, std::int64_t row);
    // Writes the row of this transaction, if it has changed anything.
    void close();
    void forget();

  private:
    static void note(void* self, int operation, const char* database, const char* table,
                     sqlite3_int64 row);
    void touch_corrected();
    std::string digests_of_touched();

    Connection& db_;
    TouchedRows touched_;
    RowDigests digests_;
    // The table of the row before: mostly it is the same one again.
    std::string last_table_;
    std::vector<RowRange>* last_rows_ = nullptr;
};

}  // namespace dunning
