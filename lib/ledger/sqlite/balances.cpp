// Which items are open on a day, and what is on account: of everybody with anything overdue by the
// two indexes of aging, of one customer by all that it ever had.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "ledger/sqlite/impl.h"
#include "ledger/sqlite/is_money.h"

namespace dunning {
namespace {

// A day on which the books still stand: nothing was settled after it. Then what was open on it is
// what is open now, and the paid invoices of a customer's whole life need not be read.
bool is_latest_state(Connection& db, Date as_of) {
    auto query = db.query(R"sql(
        SELECT 1
        FROM allocation
        WHERE day > :as_of
        LIMIT 1)sql");
    query.bind(":as_of", as_of);
    return !query.next();
}

constexpr const char* select_open_now = R"sql(
    SELECT id
    FROM invoice INDEXED BY invoice_open
    WHERE customer_id = :customer AND issued <= :as_of AND open_minor > 0)sql";

// Open now or settled later.
constexpr const char* select_open_then = R"sql(
    SELECT id
    FROM invoice
    WHERE customer_id = :customer AND issued <= :as_of
        AND (open_minor + (SELECT ifnull(sum(amount_minor), 0)
                           FROM allocation
                           WHERE invoice_id = invoice.id AND day > :as_of)) > 0)sql";

constexpr const char* select_on_account_now = R"sql(
    SELECT currency, sum(left_minor)
    FROM receipt
    WHERE customer_id = :customer AND left_minor <> 0 AND day <= :as_of
        AND )sql" DUNNING_IS_MONEY R"sql(
    GROUP BY currency)sql";

// With what was settled later and was still on account then.
constexpr const char* select_on_account_then = R"sql(
    SELECT currency, sum(amount)
    FROM (
        SELECT currency, left_minor AS amount
        FROM receipt
        WHERE customer_id = :customer AND left_minor <> 0 AND day <= :as_of
            AND )sql" DUNNING_IS_MONEY R"sql(
        UNION ALL
        SELECT receipt.currency, allocation.amount_minor
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id
        JOIN receipt ON receipt.id = allocation.receipt_id
        WHERE invoice.customer_id = :customer AND receipt.day <= :as_of
            AND )sql" DUNNING_IS_MONEY R"sql(
            AND allocation.day > :as_of
    )
    GROUP BY currency)sql";

// Takes the customers with nothing overdue out, and puts the others in the order of their codes.
std::vector<Balance> overdue_by_code(Connection& db, std::unordered_map<RowId, Balance> balances,
                                     const std::unordered_set<RowId>& overdue) {
    std::vector<Balance> ordered;
    auto query = db.query("SELECT id FROM customer ORDER BY code");
    while (query.next()) {
        const RowId customer = query.integer(0);
        if (overdue.contains(customer)) ordered.push_back(std::move(balances.at(customer)));
    }
    return ordered;
}

template <class Wanted>
std::vector<Balance> balances_with_overdue(const Ledger& ledger, Connection& db,
                                           const Wanted& wanted, Date as_of) {
    std::unordered_map<RowId, Balance> balances;
    std::unordered_set<RowId> overdue;
    ledger.for_each_open_item(as_of, [&](const OpenAmount& item) {
        if (!wanted(item.customer)) return;
        balances[item.customer].invoices.push_back(item.invoice);
        if (item.due < as_of) overdue.insert(item.customer);
    });
    for (const AccountMoney& money : ledger.on_account(as_of)) {
        if (!money.customer) continue;
        const auto found = balances.find(*money.customer);
        if (found != balances.end()) found->second.on_account[money.currency] = money.amount_minor;
    }
    for (auto& [customer, balance] : balances) balance.customer = customer;
    return overdue_by_code(db, std::move(balances), overdue);
}

}  // namespace

std::vector<Balance> Ledger::overdue_balances(Date as_of) const {
    return balances_with_overdue(
        *this, impl_->db, [](RowId) { return true; }, as_of);
}

std::vector<Balance> Ledger::overdue_balances(const std::unordered_set<RowId>& customers,
                                              Date as_of) const {
    if (customers.empty()) return {};
    const auto wanted = [&](RowId customer) { return customers.contains(customer); };
    return balances_with_overdue(*this, impl_->db, wanted, as_of);
}

Balance Ledger::balance(RowId customer, Date as_of) const {
    Connection& db = impl_->db;
    const bool is_latest = is_latest_state(db, as_of);
    Balance balance{.customer = customer};
    auto open = db.query(is_latest ? select_open_now : select_open_then);
    open.bind(":customer", customer).bind(":as_of", as_of);
    while (open.next()) balance.invoices.push_back(open.integer(0));
    auto money = db.query(is_latest ? select_on_account_now : select_on_account_then);
    money.bind(":customer", customer).bind(":as_of", as_of);
    while (money.next()) balance.on_account[money.text(0)] = money.integer(1);
    return balance;
}

}  // namespace dunning
