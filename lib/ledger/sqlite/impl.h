// What the parts of the SQLite ledger share.
#pragma once

#include <set>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

struct Ledger::Impl {
    explicit Impl(SQLite::Database database) : db(std::move(database)) {}

    Connection db;
    News news;  // since it was last taken
    void needs_replay(const Account& account) { news.accounts[account].is_plain = false; }
    bool has_new_ownerless = false;  // money of nobody known has come since then
    bool has_new_names = false;  // invoices or customers have come, to whom such money may belong
};

}  // namespace dunning
