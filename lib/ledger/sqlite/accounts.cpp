#include "ledger/sqlite/accounts.h"

#include <utility>

namespace dunning {
namespace {

bool has_intricate_receipt(Connection& db, const Account& account) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM receipt
        WHERE customer_id = :customer AND currency = :currency
            AND (invoice_number = '' OR amount_minor < 0 OR left_minor <> 0)
        LIMIT 1)sql");
    query.bind(":customer", account.customer).bind_lasting(":currency", account.currency);
    return query.next();
}

// What a list has settled is less when money of before its day comes to be known.
bool has_lists(Connection& db, const Account& account) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM receipt
        WHERE customer_id = :customer AND currency = :currency AND method GLOB 'snapshot*'
        LIMIT 1)sql");
    query.bind(":customer", account.customer).bind_lasting(":currency", account.currency);
    return query.next();
}

bool has_ruling(Connection& db, const Account& account) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM ruling
        JOIN receipt ON receipt.id = ruling.receipt_id
        WHERE receipt.customer_id = :customer AND receipt.currency = :currency
        LIMIT 1)sql");
    query.bind(":customer", account.customer).bind_lasting(":currency", account.currency);
    return query.next();
}

bool has_receipts(Connection& db) {
    return db.query("SELECT 1 FROM receipt LIMIT 1").next();
}

bool has_rulings(Connection& db) {
    return db.query("SELECT 1 FROM ruling LIMIT 1").next();
}

}  // namespace

void TouchedAccounts::needs_replay(const Account& account) {
    to_replay_.insert(account);
    plain_.erase(account);
}

std::set<Account> TouchedAccounts::take() {
    had_receipts_.reset();
    return std::exchange(to_replay_, {});
}

bool TouchedAccounts::is_plain(Connection& db, const Account& account) {
    if (!is_kept_) end();
    if (plain_.contains(account)) return true;
    if (to_replay_.contains(account)) return false;
    if (!had_receipts_) had_receipts_ = has_receipts(db);
    if (!*had_receipts_) return true;  // what has come since is plain, or its account is above
    if (!has_rulings_) has_rulings_ = has_rulings(db);
    if (has_intricate_receipt(db, account) || has_lists(db, account)) return false;
    if (*has_rulings_ && has_ruling(db, account)) return false;
    if (plain_.size() == most_kept) plain_.clear();
    plain_.insert(account);
    return true;
}

void TouchedAccounts::begin(Connection& db) {
    is_kept_ = true;
    had_receipts_ = has_receipts(db);
}

void TouchedAccounts::end() {
    is_kept_ = false;
    plain_.clear();
    had_receipts_.reset();
    has_rulings_.reset();
}

std::size_t TouchedAccounts::Hash::operator()(const Account& account) const {
    return std::hash<RowId>()(account.customer) * 31 + std::hash<std::string>()(account.currency);
}

}  // namespace dunning
