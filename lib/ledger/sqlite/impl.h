// What the parts of the SQLite ledger share.
#pragma once

#include <set>

#include "ledger/ledger.h"
#include "ledger/sqlite/query.h"

namespace dunning {

struct Ledger::Impl {
    explicit Impl(SQLite::Database database) : db(std::move(database)) {}

    Connection db;
    std::set<Account> touched;  // accounts whose facts changed since they were last taken
};

}  // namespace dunning
