// What the parts of the SQLite ledger share.
#pragma once

#include <optional>

#include "ledger/ledger.h"
#include "ledger/sqlite/accounts.h"
#include "ledger/sqlite/chain.h"
#include "ledger/sqlite/customer_rows.h"
#include "ledger/sqlite/facts.h"
#include "ledger/sqlite/load.h"
#include "ledger/sqlite/query.h"

namespace dunning {

struct Ledger::Impl {
    explicit Impl(SQLite::Database database) : db(std::move(database)), chain(db) {}

    Connection db;
    Chain chain;
    TouchedAccounts accounts;
    CustomerRows customer_rows;
    std::optional<Load> load;  // while one goes on
    // Whether money may have no owner; outside of a transaction nobody knows.
    bool may_have_ownerless = true;
    bool has_new_ownerless = false;  // money of nobody known has come since it was last asked
    bool has_new_names = false;   // invoices or customers have come, to whom such money may belong
    bool has_new_payers = false;  // of money whose owner is known
    // Names or evidence of before have changed: all that was found by who paid may be another's.
    bool all_payers_in_question = false;
    RowId newest_invoice_before = 0;  // when the transaction began
    RowId newest_receipt_before = 0;
    std::vector<RowId> reassigned_invoices{};  // that were there, and are another customer's since

    // Whether a new receipt can be set against the invoice that it names at once (receipts.cpp).
    bool pays_at_once(const Receipt& receipt, const NamedInvoice& named);

    void begin() {
        accounts.begin(db);
        customer_rows.begin();
        may_have_ownerless =
            db.query("SELECT 1 FROM receipt WHERE customer_id IS NULL LIMIT 1").next();
        auto newest = db.query(R"sql(
            SELECT (SELECT ifnull(max(id), 0) FROM invoice), (SELECT ifnull(max(id), 0) FROM receipt))sql");
        newest.next();
        newest_invoice_before = newest.integer(0);
        newest_receipt_before = newest.integer(1);
    }
    // What the transaction has found out holds no longer.
    void end() {
        load.reset();
        accounts.end();
        customer_rows.end();
        may_have_ownerless = true;
        reassigned_invoices.clear();
        all_payers_in_question = false;
    }
    // What it has left to do is void too.
    void roll_back() {
        end();
        chain.forget();
        accounts.take();
        has_new_ownerless = false;
        has_new_names = false;
        has_new_payers = false;
    }
};

}  // namespace dunning
