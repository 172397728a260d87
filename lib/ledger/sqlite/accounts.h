// What a transaction has to know of accounts: which must be replayed before it ends, and which are
// so plain that a payment can be set against the invoice that it names at once.
#pragma once

#include <optional>
#include <set>
#include <unordered_set>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

class TouchedAccounts {
  public:
    void needs_replay(const Account& account);
    // Those to be replayed since the last call.
    std::set<Account> take();

    // Every receipt of the account names an invoice, is positive and wholly allocated, nobody has
    // ruled on any, and nothing has come since that needs a replay. Then a further payment that
    // fits the invoice that it names pays it, whatever the others do.
    bool is_plain(Connection& db, const Account& account);

    // What was found out is kept until end(): outside of a transaction others may write.
    void begin(Connection& db);
    void end();
    void ruling_came() { has_rulings_ = true; }

  private:
    struct Hash {
        std::size_t operator()(const Account& account) const;
    };
    // A book of any size needs no more memory than this.
    static constexpr std::size_t most_kept = 1 << 16;

    std::set<Account> to_replay_;
    bool is_kept_ = false;
    std::unordered_set<Account, Hash> plain_;
    std::optional<bool> had_receipts_;  // other than those since the last replay
    std::optional<bool> has_rulings_;
};

}  // namespace dunning
