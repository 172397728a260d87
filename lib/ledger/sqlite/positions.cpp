// Everything about one customer that the decision needs, except the pauses.
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "core/check.h"
#include "ledger/sqlite/impl.h"

namespace dunning {
namespace {

struct Item {
    RowId id = 0;
    std::string currency;
    OpenItem item;
    DebtKind kind = DebtKind::principal;
    std::string charged_on = {};
};

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

// What is read of an item; each question below says of which ones.
const std::string select_items = R"sql(
    SELECT id, currency, number, issued,
           ifnull((SELECT extension.due FROM extension
                   WHERE invoice_id = invoice.id AND day <= :as_of
                   ORDER BY extension.id DESC LIMIT 1), due) AS due_now,
           amount_minor, reference, kind,
           (SELECT number FROM invoice parent WHERE parent.id = invoice.charged_on)
    FROM invoice )sql";

const std::string select_open_now = select_items + R"sql(
    INDEXED BY invoice_open
    WHERE customer_id = :customer AND issued <= :as_of AND open_minor > 0
    ORDER BY due_now, number)sql";

// Open now or settled later; what was open on the day is computed from the changes.
const std::string select_open_then = select_items + R"sql(
    WHERE customer_id = :customer AND issued <= :as_of
        AND (open_minor > 0
             OR id IN (SELECT invoice_id FROM allocation
                       WHERE invoice_id = invoice.id AND day > :as_of))
    ORDER BY due_now, number)sql";

// All that may have borne interest.
const std::string select_late = select_items + R"sql(
    WHERE customer_id = :customer AND due < :as_of AND kind = 'principal' AND NOT withdrawn
    ORDER BY due_now, number)sql";

// REQUIRES: `select` is one of those above: a statement is known by the address of its text.
std::vector<Item> load_items(Connection& db, const std::string& select, RowId customer,
                             Date as_of) {
    auto query = db.query(select.c_str());
    query.bind(":customer", customer).bind(":as_of", as_of);
    std::vector<Item> items;
    while (query.next()) {
        const Currency currency = currency_from_row(query.text_view(1));
        const Money amount(query.integer(5), currency);
        items.push_back({query.integer(0), query.text(1),
                         OpenItem{.invoice = query.text(2),
                                  .issued = query.date(3),
                                  .due = query.date(4),
                                  .amount = amount,
                                  .open = amount,
                                  .reference = query.text(6)},
                         debt_kind_from_row(query.text_view(7)),
                         query.is_null(8) ? "" : query.text(8)});
    }
    return items;
}

// What earlier notices have made part of the debt, paid since or not.
void load_posted(Connection& db, RowId customer, const std::vector<Item>& items,
                 const std::unordered_map<RowId, OpenItem*>& index, Date as_of) {
    if (items.empty()) return;
    auto query = db.query(R"sql(
        SELECT charged_on, kind, sum(amount_minor)
        FROM invoice
        WHERE customer_id = :customer AND notice_id IS NOT NULL AND charged_on IS NOT NULL
            AND NOT withdrawn AND issued <= :as_of
        GROUP BY charged_on, kind)sql");
    query.bind(":customer", customer).bind(":as_of", as_of);
    while (query.next()) {
        const auto found = index.find(query.integer(0));
        if (found == index.end()) continue;
        if (query.text_view(1) == "interest") {
            found->second->interest_posted_minor = query.integer(2);
        } else {
            found->second->costs_posted = true;
        }
    }
}

using ItemIndex = std::unordered_map<RowId, OpenItem*>;

ItemIndex index_of(std::vector<Item>& items) {
    ItemIndex index;
    for (Item& item : items) index.emplace(item.id, &item.item);
    return index;
}

void load_changes(Connection& db, const ItemIndex& index, Date as_of) {
    for (const auto& [id, item] : index) {
        auto query = db.query(R"sql(
            SELECT day, sum(amount_minor)
            FROM allocation
            WHERE invoice_id = :invoice AND day <= :as_of
            GROUP BY day
            ORDER BY day)sql");
        query.bind(":invoice", id).bind(":as_of", as_of);
        while (query.next()) {
            const BalanceChange change{query.date(0), query.integer(1)};
            if (change.amount_minor == 0) continue;
            item->changes.push_back(change);
            item->open -= Money(change.amount_minor, item->open.currency());
        }
    }
}

void note_notice(OpenItem& item, const Query& row) {
    const std::string_view state = row.text_view(4);
    const Date day = row.date(1);
    NoticeHistory& history = item.history;
    if (state == "sent") {
        history.last_listed = std::max(history.last_listed.value_or(day), day);
        if (row.integer(3) == 0) return;
        history.level = std::max(history.level, row.small(2));
        history.first_notice = std::min(history.first_notice.value_or(day), day);
        history.last_notice = std::max(history.last_notice.value_or(day), day);
        return;
    }
    history.waiting = notice_code(row.integer(5));
    history.uncertain = history.uncertain || state == "uncertain";
    history.failed = history.failed || state == "failed";
    history.waits_for_approval = history.waits_for_approval || state == "draft";
}

// By the state of the notice's own channel; tasks that go with it do not count. The day of an
// issued notice is the one on which it went out.
void load_notices(Connection& db, RowId customer, const ItemIndex& index) {
    auto query = db.query(R"sql(
        SELECT notice_line.invoice_id,
               max(notice.day, ifnull((SELECT max(delivery_step.day)
                                       FROM delivery_step
                                       WHERE delivery_step.notice_id = notice.id
                                           AND delivery_step.channel = delivery.channel
                                           AND delivery_step.step = 'handing over'), notice.day)),
               notice_line.level, notice_line.advances, delivery.state, notice.id
        FROM notice
        JOIN notice_line ON notice_line.notice_id = notice.id
        JOIN delivery ON delivery.notice_id = notice.id AND delivery.is_primary = 1
        WHERE notice.customer_id = :customer AND notice_line.live = 1
        ORDER BY notice.id)sql");
    query.bind(":customer", customer);
    while (query.next()) {
        const auto found = index.find(query.integer(0));
        if (found != index.end()) note_notice(*found->second, query);
    }
}

constexpr const char* select_on_account_now = R"sql(
        SELECT currency, sum(left_minor)
        FROM receipt
        WHERE customer_id = :customer AND left_minor <> 0 AND day <= :as_of
            AND kind NOT IN ('waiver', 'discount')
        GROUP BY currency)sql";

// With what was settled later and was still on account then.
constexpr const char* select_on_account_then = R"sql(
        SELECT currency, sum(amount)
        FROM (
            SELECT currency, left_minor AS amount
            FROM receipt
            WHERE customer_id = :customer AND left_minor <> 0 AND day <= :as_of
                AND kind NOT IN ('waiver', 'discount')
            UNION ALL
            SELECT receipt.currency, allocation.amount_minor
            FROM invoice
            JOIN allocation ON allocation.invoice_id = invoice.id
            JOIN receipt ON receipt.id = allocation.receipt_id
            WHERE invoice.customer_id = :customer AND receipt.day <= :as_of
                AND receipt.kind NOT IN ('waiver', 'discount') AND allocation.day > :as_of
        )
        GROUP BY currency)sql";

std::map<std::string, std::int64_t> load_on_account(Connection& db, const char* select,
                                                    RowId customer, Date as_of) {
    auto query = db.query(select);
    query.bind(":customer", customer).bind(":as_of", as_of);
    std::map<std::string, std::int64_t> sums;
    while (query.next()) sums[query.text(0)] = query.integer(1);
    return sums;
}

OpenCharge charge_of(const Item& row) {
    return {.number = row.item.invoice,
            .kind = row.kind,
            .charged_on = row.charged_on,
            .day = row.item.issued,
            .due = row.item.due,
            .amount = row.item.amount,
            .open = row.item.open};
}

Customer load_customer(Connection& db, const Ledger& ledger, RowId id) {
    auto query = db.query("SELECT code FROM customer WHERE id = :id");
    query.bind(":id", id);
    DUNNING_CHECK(query.next());
    return ledger.customer(query.text(0)).value();
}

}  // namespace

std::vector<RowId> Ledger::customers_with_overdue(Date as_of) const {
    std::set<RowId> rows;
    for_each_open_item(as_of, [&](const OpenAmount& item) {
        if (item.due < as_of) rows.insert(item.customer);
    });
    std::vector<RowId> ordered;
    auto query = impl_->db.query("SELECT id FROM customer ORDER BY code");
    while (query.next()) {
        if (rows.contains(query.integer(0))) ordered.push_back(query.integer(0));
    }
    return ordered;
}

std::vector<CustomerPosition> Ledger::positions(RowId customer, Date as_of) const {
    Connection& db = impl_->db;
    const bool is_latest = is_latest_state(db, as_of);
    std::vector<Item> items =
        load_items(db, is_latest ? select_open_now : select_open_then, customer, as_of);
    const ItemIndex index = index_of(items);
    load_changes(db, index, as_of);
    load_posted(db, customer, items, index, as_of);
    load_notices(db, customer, index);
    const ContactStanding standing = contact_standing(customer, as_of);
    const Customer who = load_customer(db, *this, customer);
    std::map<std::string, std::int64_t> on_account = load_on_account(
        db, is_latest ? select_on_account_now : select_on_account_then, customer, as_of);

    std::map<std::string, CustomerPosition> by_currency;
    for (Item& item : items) {
        if (!item.item.open.is_positive()) continue;
        const Currency currency = item.item.open.currency();
        auto [found, added] = by_currency.try_emplace(
            item.currency,
            CustomerPosition{.customer = who,
                             .currency = currency,
                             .on_account = Money(on_account[item.currency], currency),
                             .opted_out = standing.opted_out,
                             .dead_points = standing.dead_points,
                             .ceased = standing.ceased,
                             .represented = standing.represented,
                             .reason = standing.reason});
        if (item.kind == DebtKind::principal) {
            found->second.items.push_back(std::move(item.item));
        } else {
            found->second.charges.push_back(charge_of(item));
        }
    }
    std::vector<CustomerPosition> positions;
    for (auto& [currency, position] : by_currency) positions.push_back(std::move(position));
    return positions;
}

std::vector<OpenItem> Ledger::late_items(RowId customer, Date as_of) const {
    Connection& db = impl_->db;
    std::vector<Item> items = load_items(db, select_late, customer, as_of);
    const ItemIndex index = index_of(items);
    load_changes(db, index, as_of);
    load_posted(db, customer, items, index, as_of);
    load_notices(db, customer, index);
    std::vector<OpenItem> all;
    for (Item& item : items) all.push_back(std::move(item.item));
    return all;
}

std::vector<SettledInvoice> Ledger::settled_invoices(RowId customer, Date since, Date as_of) const {
    auto query = impl_->db.query(R"sql(
        SELECT ifnull((SELECT extension.due FROM extension
                       WHERE invoice_id = invoice.id AND extension.day <= :as_of
                       ORDER BY extension.id DESC LIMIT 1), invoice.due), max(allocation.day)
        FROM invoice
        JOIN allocation ON allocation.invoice_id = invoice.id AND allocation.day <= :as_of
        WHERE invoice.customer_id = :customer AND invoice.due >= :since AND invoice.due < :as_of
            AND NOT invoice.withdrawn AND invoice.kind = 'principal'
        GROUP BY invoice.id
        HAVING sum(allocation.amount_minor) = invoice.amount_minor)sql");
    query.bind(":customer", customer).bind(":since", since).bind(":as_of", as_of);
    std::vector<SettledInvoice> settled;
    while (query.next()) settled.push_back({.due = query.date(0), .settled = query.date(1)});
    return settled;
}

}  // namespace dunning
