#include "ledger/sqlite/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace dunning {
namespace {

constexpr const char* of_invoices = R"sql(
    SELECT name, sql FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'invoice'
        AND NOT EXISTS (SELECT 1 FROM invoice))sql";

constexpr const char* of_receipts = R"sql(
    SELECT name, sql FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('receipt', 'allocation')
        AND NOT EXISTS (SELECT 1 FROM receipt) AND NOT EXISTS (SELECT 1 FROM allocation))sql";

constexpr const char* of_open_invoices = R"sql(
    SELECT name, sql FROM sqlite_schema
    WHERE name = 'invoice_open')sql";

std::size_t invoices_in(Connection& db) {
    auto query = db.query("SELECT ifnull(max(id), 0) FROM invoice");
    query.next();
    return static_cast<std::size_t>(query.integer(0));
}

}  // namespace

Load::Load(Connection& db, const ExpectedRows& expected) : db_(db), rows_(expected.of) {
    set_aside(rows_ == LoadedRows::invoices ? of_invoices : of_receipts);
    // The first payments of a book close most of its invoices.
    const bool are_payments = rows_ == LoadedRows::receipts && !indexes_.empty();
    if (are_payments && expected.at_least * 4 >= invoices_in(db)) set_aside(of_open_invoices);
}

void Load::set_aside(const char* sql) {
    std::vector<std::string> names;
    {
        auto query = db_.query(sql);
        while (query.next()) {
            names.push_back(query.text(0));
            indexes_.push_back(query.text(1));
        }
    }
    for (const std::string& name : names) db_.execute("DROP INDEX " + name);
}

void Load::before(LoadedRows rows, std::string_view key) {
    if (rows == rows_ && !indexes_.empty() && !keys_.add(key)) finish();
}

void Load::finish() {
    for (const std::string& sql : std::exchange(indexes_, {})) db_.execute(sql);
    keys_.clear();
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
    const auto before =
        std::exchange(slots_, std::vector<std::uint64_t>(std::max<std::size_t>(slots_.size() * 2, 1024)));
    for (const std::uint64_t digest : before) {
        if (digest == 0) continue;
        std::size_t at = digest & (slots_.size() - 1);
        while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = digest;
    }
}

}  // namespace dunning
