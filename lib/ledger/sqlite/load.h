// A load of many rows into a table that has none.
//
// The indexes of the table are set aside, and made from all rows at the end: that takes a fraction
// of the time, because the rows are sorted once instead of each being put into its place. So is the
// trigger that moves money: what is allocated at once lowers the invoices at the end, each once.
// Without its index a key is held against the keys of this load in memory; one that may be there
// already ends the load at once, and the table goes on as usual.
//
// All in the transaction of the load: whoever looks sees the table empty with its indexes and
// triggers, or full with them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

class Load {
  public:
    Load(Connection& db, const ExpectedRows& expected);
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    // Called before each row is inserted. Its indexes are back if the key may be known.
    void before(LoadedRows rows, std::string_view key);
    void finish();

    // What this load has set against the invoice, which does not know of it yet.
    std::int64_t paid(RowId invoice) const;
    void pay(RowId invoice, std::int64_t amount_minor);

  private:
    // Digests of keys, in a table with open addressing.
    class Keys {
      public:
        // False when it may be there already.
        bool add(std::string_view key);
        void clear() { slots_ = {}; }

      private:
        void grow();

        std::size_t count_ = 0;
        std::vector<std::uint64_t> slots_;  // 0: free
    };
    // 64 MiB of digests: files that are larger end their load there.
    static constexpr std::size_t most_keys = 1 << 22;

    void set_aside(const char* sql);
    void lower_invoices();

    Connection& db_;
    LoadedRows rows_;
    std::vector<std::string> made_again_;  // indexes and triggers as the schema states them
    Keys keys_;
    std::vector<std::int64_t> paid_;  // by invoice; their rows are numbered without large gaps
};

}  // namespace dunning
