#include "ledger/sqlite/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dunning {
namespace {

void add_row(std::vector<RowRange>& ranges, std::int64_t row) {
    if (!ranges.empty() && ranges.back().last + 1 == row) {
        ranges.back().last = row;
    } else if (ranges.empty() || ranges.back().last != row) {
        ranges.push_back({row, row});
    }
}

// Ascending, none twice, as few as possible.
std::vector<RowRange> tidied(std::vector<RowRange> ranges) {
    std::ranges::sort(ranges, {}, &RowRange::first);
    std::vector<RowRange> tidy;
    for (const RowRange& range : ranges) {
        if (!tidy.empty() && range.first <= tidy.back().last + 1) {
            tidy.back().last = std::max(tidy.back().last, range.last);
        } else {
            tidy.push_back(range);
        }
    }
    return tidy;
}

std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<RowRange> range_from(std::string_view text) {
    const auto dash = text.find('-', 1);
    const auto first = number_from(text.substr(0, dash));
    const auto last = dash == text.npos ? first : number_from(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return RowRange{*first, *last};
}

// The part up to `separator`, which is taken off the text with it.
std::string_view take_part(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    return part;
}

}  // namespace

std::string rows_as_text(const TouchedRows& rows) {
    std::string text;
    for (const auto& [table, ranges] : rows) {
        text += fmt::format("{}{} ", text.empty() ? "" : ";", table);
        const char* comma = "";
        for (const RowRange& range : ranges) {
            text += fmt::format("{}{}", comma, range.first);
            if (range.last != range.first) text += fmt::format("-{}", range.last);
            comma = ",";
        }
    }
    return text;
}

std::optional<TouchedRows> rows_from_text(std::string_view text) {
    TouchedRows rows;
    while (!text.empty()) {
        std::string_view part = take_part(text, ';');
        const std::string table(take_part(part, ' '));
        while (!part.empty()) {
            const auto range = range_from(take_part(part, ','));
            if (!range) return std::nullopt;
            rows[table].push_back(*range);
        }
    }
    return rows;
}

Digest::Bytes chain_digest(std::string_view before, std::string_view rows,
                           std::string_view digests) {
    using namespace std::string_view_literals;
    return Digest().add(before).add(rows).add("\0"sv).add(digests).finish();
}

Chain::Chain(Connection& db) : db_(db), digests_(db.handle()) {
    sqlite3_update_hook(db.handle(), &Chain::note, this);
}

Chain::~Chain() {
    sqlite3_update_hook(db_.handle(), nullptr, nullptr);
}

void Chain::note(void* self, int operation, const char* database, const char* table,
                 sqlite3_int64 row) {
    if (std::string_view(database) != "main") return;  // a temporary table
    auto& chain = *static_cast<Chain*>(self);
    const std::string_view name = table;
    // Most updates of invoices follow from allocations; `superseded` tells of a new version.
    if (operation == SQLITE_UPDATE && name == "invoice") return;
    if (name == "chain") return;
    if (chain.last_rows_ == nullptr || chain.last_table_ != name) {
        chain.last_table_ = name;
        chain.last_rows_ = &chain.touched_[chain.last_table_];
    }
    add_row(*chain.last_rows_, row);
}

void Chain::touch(std::string_view table, std::int64_t row) {
    add_row(touched_[std::string(table)], row);
}

void Chain::touch_corrected() {
    const auto found = touched_.find("superseded");
    if (found == touched_.end()) return;
    for (const RowRange& range : tidied(found->second)) {
        auto query = db_.query(R"sql(
            SELECT kind, id
            FROM superseded
            WHERE rowid BETWEEN :first AND :last)sql");
        query.bind(":first", range.first).bind(":last", range.last);
        while (query.next()) touch(query.text_view(0), query.integer(1));
    }
}

void Chain::forget() {
    touched_.clear();
    last_rows_ = nullptr;
}

// A row that is gone has a digest of zeros.
std::string Chain::digests_of_touched() {
    const auto length = [](const RowRange& range) {
        return static_cast<std::size_t>(range.last - range.first + 1) * row_digest_size;
    };
    std::size_t size = 0;
    for (auto& [table, ranges] : touched_) {
        ranges = tidied(std::move(ranges));
        for (const RowRange& range : ranges) size += length(range);
    }
    std::string digests(size, '\0');
    RowHashing hashing;
    char* next = digests.data();
    for (const auto& [table, ranges] : touched_) {
        for (const RowRange& range : ranges) {
            digests_.read(table, range.first, range.last, next, hashing);
            next += length(range);
        }
    }
    hashing.finish();
    return digests;
}

void Chain::close() {
    if (touched_.empty()) return;
    touch_corrected();
    const std::string digests = digests_of_touched();
    const std::string rows = rows_as_text(touched_);
    std::string before;
    {
        auto query = db_.query("SELECT digest FROM chain ORDER BY seq DESC LIMIT 1");
        if (query.next()) before = query.blob_view(0);
    }
    const Digest::Bytes digest = chain_digest(before, rows, digests);
    auto query = db_.query(R"sql(
        INSERT INTO chain (rows, digests, digest)
        VALUES (:rows, :digests, :digest))sql");
    query.bind(":rows", rows)
        .bind_blob(":digests", digests)
        .bind_blob(":digest", {digest.data(), digest.size()})
        .run();
    forget();
}

}  // namespace dunning
