#include "ledger/sqlite/load.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace dunning {
namespace {

// Indexes of rows that no file brings stay: to ask a row whether it belongs there costs less than
// to read the whole table for it.
constexpr const char* of_invoices = R"sql(
    SELECT type, name, sql FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'invoice'
        AND name NOT IN ('invoice_charge', 'invoice_notice')
        AND NOT EXISTS (SELECT 1 FROM invoice))sql";

constexpr const char* of_receipts = R"sql(
    SELECT type, name, sql FROM sqlite_schema
    WHERE (name = 'allocation_moves_money'
           OR type = 'index' AND sql IS NOT NULL AND tbl_name IN ('receipt', 'allocation'))
        AND name NOT IN ('receipt_changed', 'allocation_reverses')
        AND NOT EXISTS (SELECT 1 FROM receipt) AND NOT EXISTS (SELECT 1 FROM allocation))sql";

constexpr const char* of_open_invoices = R"sql(
    SELECT type, name, sql FROM sqlite_schema
    WHERE name = 'invoice_open')sql";

std::size_t last_invoice(Connection& db) {
    auto query = db.query("SELECT ifnull(max(id), 0) FROM invoice");
    query.next();
    return static_cast<std::size_t>(query.integer(0));
}

}  // namespace

Load::Load(Connection& db, const ExpectedRows& expected) : db_(db), rows_(expected.of) {
    set_aside(rows_ == LoadedRows::invoices ? of_invoices : of_receipts);
    if (rows_ != LoadedRows::receipts || made_again_.empty()) return;
    const std::size_t invoices = last_invoice(db);
    paid_.resize(invoices + 1);
    // The first payments of a book close most of its invoices.
    if (expected.at_least * 4 >= invoices) set_aside(of_open_invoices);
}

void Load::set_aside(const char* sql) {
    std::vector<std::string> names;
    {
        auto query = db_.query(sql);
        while (query.next()) {
            names.push_back(query.text(0) + " " + query.text(1));
            made_again_.push_back(query.text(2));
        }
    }
    for (const std::string& name : names) db_.execute("DROP " + name);
}

void Load::before(LoadedRows rows, std::string_view key) {
    if (rows == rows_ && !made_again_.empty() && !keys_.add(key)) finish();
}

void Load::finish() {
    if (!paid_.empty()) lower_invoices();
    // Before the rows are sorted: that takes as much memory again.
    paid_ = {};
    keys_.clear();
    for (const std::string& sql : std::exchange(made_again_, {})) db_.execute(sql);
}

// In one statement, which asks here how much it is of each.
void Load::lower_invoices() {
    const auto answer = [](sqlite3_context* context, int, sqlite3_value** invoice) {
        const auto* load = static_cast<const Load*>(sqlite3_user_data(context));
        sqlite3_result_int64(context, load->paid(sqlite3_value_int64(*invoice)));
    };
    constexpr const char* name = "paid_in_load";
    constexpr int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    sqlite3_create_function_v2(db_.handle(), name, 1, flags, this, answer, nullptr, nullptr,
                               nullptr);
    // OR ROLLBACK: a statement that may fail alone keeps a journal of its own.
    db_.query(R"sql(
        UPDATE OR ROLLBACK invoice
        SET open_minor = open_minor - paid_in_load(id)
        WHERE paid_in_load(id) <> 0)sql")
        .run();
    sqlite3_create_function_v2(db_.handle(), name, 1, flags, nullptr, nullptr, nullptr, nullptr,
                               nullptr);
}

std::int64_t Load::paid(RowId invoice) const {
    const auto at = static_cast<std::size_t>(invoice);
    return at < paid_.size() ? paid_[at] : 0;
}

void Load::pay(RowId invoice, std::int64_t amount_minor) {
    if (!paid_.empty()) paid_.at(static_cast<std::size_t>(invoice)) += amount_minor;
}

bool Load::Keys::add(std::string_view key) {
    if (count_ == most_keys) return false;
    if (count_ * 2 >= slots_.size()) grow();
    const std::uint64_t digest = std::max<std::uint64_t>(std::hash<std::string_view>()(key), 1);
    std::size_t at = digest & (slots_.size() - 1);
    while (slots_[at] != 0 && slots_[at] != digest) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == digest) return false;
    slots_[at] = digest;
    ++count_;
    return true;
}

void Load::Keys::grow() {
    const auto before = std::exchange(
        slots_, std::vector<std::uint64_t>(std::max<std::size_t>(slots_.size() * 2, 1024)));
    for (const std::uint64_t digest : before) {
        if (digest == 0) continue;
        std::size_t at = digest & (slots_.size() - 1);
        while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = digest;
    }
}

}  // namespace dunning
