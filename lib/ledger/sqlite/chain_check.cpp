#include "ledger/sqlite/chain_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/sqlite/chain.h"

namespace dunning {
namespace {

struct Breach {
    std::int64_t seq = 0;  // of the chain; past its end: rows that are in no entry
    std::string table;
    std::int64_t row = 0;
    std::string_view what;
};

// How a person finds the row; nothing for a table that has only numbers.
constexpr std::pair<std::string_view, const char*> names[] = {
    {"batch", "SELECT 'batch ' || name FROM batch WHERE rowid = :row"},
    {"customer", "SELECT 'customer ' || code FROM customer WHERE rowid = :row"},
    {"invoice", "SELECT 'invoice ' || number FROM invoice WHERE rowid = :row"},
    {"receipt", "SELECT kind || ' ' || code FROM receipt WHERE rowid = :row"},
    {"event", "SELECT kind || ', ' || subject FROM event WHERE rowid = :row"},
    {"evidence", "SELECT 'evidence ' || sha256 FROM evidence WHERE rowid = :row"},
    {"document",
     "SELECT 'notice N' || substr('000000' || notice_id, -6) || ' by ' || channel "
     "FROM document WHERE rowid = :row"},
    {"notice", "SELECT 'notice N' || substr('000000' || id, -6) FROM notice WHERE rowid = :row"},
};

std::string name_of(Connection& db, const std::string& table, std::int64_t row) {
    const auto* found =
        std::ranges::find(names, table, &std::pair<std::string_view, const char*>::first);
    if (found == std::end(names)) return {};
    auto query = db.query(found->second);
    if (!query.bind(":row", row).next()) return {};
    return fmt::format(" ({})", query.text(0));
}

// What happened in the transaction that the entry stands for.
std::string occasion_of(Connection& db, std::int64_t seq) {
    auto entry = db.query("SELECT rows FROM chain WHERE seq = :seq");
    if (!entry.bind(":seq", seq).next()) return {};
    const auto rows = rows_from_text(entry.text_view(0));
    if (!rows || !rows->contains("event")) return {};
    auto event = db.query(R"sql(
        SELECT seq, kind, subject, date(as_of * 86400, 'unixepoch')
        FROM event
        WHERE seq = :seq)sql");
    if (!event.bind(":seq", rows->at("event").front().first).next()) return {};
    return fmt::format(": event {} of {}, {}, {}", event.integer(0), event.text_view(3),
                       event.text_view(1), event.text_view(2));
}

class ChainCheck {
  public:
    explicit ChainCheck(Connection& db) : db_(db), digests_(db.handle()) {}

    std::vector<std::string> run() {
        check_entries();
        check_rows();
        find_rows_without_entry();
        std::ranges::stable_sort(breaches_, {}, &Breach::seq);
        std::vector<std::string> texts;
        for (const Breach& breach : breaches_) texts.push_back(in_words(breach));
        return texts;
    }

  private:
    std::string in_words(const Breach& breach) const {
        if (breach.table.empty()) {
            return fmt::format("entry {} of the chain{}: {}", breach.seq,
                               occasion_of(db_, breach.seq), breach.what);
        }
        const std::string row = fmt::format("{} row {}{}", breach.table, breach.row,
                                            name_of(db_, breach.table, breach.row));
        if (breach.seq == no_entry) return fmt::format("{} {}", row, breach.what);
        return fmt::format("{} {} (entry {} of the chain{})", row, breach.what, breach.seq,
                           occasion_of(db_, breach.seq));
    }

    // Each entry by itself and with the one before.
    void check_entries() {
        auto query = db_.query("SELECT seq, rows, digests, digest FROM chain ORDER BY seq");
        std::string before;
        std::int64_t expected = 1;
        while (query.next()) {
            const std::int64_t seq = query.integer(0);
            if (seq != expected) breaches_.push_back({expected, {}, 0, "is missing"});
            expected = seq + 1;
            const Digest::Bytes digest =
                chain_digest(before, query.text_view(1), query.blob_view(2));
            before = query.blob_view(3);
            if (std::string_view(digest.data(), digest.size()) != before) {
                breaches_.push_back({seq, {}, 0, "is not as it was written"});
            }
        }
    }

    // The newest entry that holds a row says how it is now. Older ones are vouched for by the chain
    // itself.
    void check_rows() {
        std::vector<std::int64_t> entries;
        {
            auto query = db_.query("SELECT seq FROM chain ORDER BY seq DESC");
            while (query.next()) entries.push_back(query.integer(0));
        }
        for (const std::int64_t seq : entries) check_entry(seq);
    }

    void check_entry(std::int64_t seq) {
        auto query = db_.query("SELECT rows, digests FROM chain WHERE seq = :seq");
        query.bind(":seq", seq).next();
        const auto rows = rows_from_text(query.text_view(0));
        const std::string_view digests = query.blob_view(1);
        if (!rows || !fits(*rows, digests)) {
            breaches_.push_back({seq, {}, 0, "cannot be read"});
            return;
        }
        std::size_t at = 0;
        for (const auto& [table, ranges] : *rows) {
            for (const RowRange& range : ranges) {
                const std::size_t size =
                    static_cast<std::size_t>(range.last - range.first + 1) * row_digest_size;
                check_range(seq, table, range, digests.substr(at, size));
                at += size;
            }
        }
    }

    bool fits(const TouchedRows& rows, std::string_view digests) {
        std::size_t count = 0;
        for (const auto& [table, ranges] : rows) {
            if (!is_table(table)) return false;
            for (const RowRange& range : ranges) {
                count += static_cast<std::size_t>(range.last - range.first) + 1;
            }
        }
        return count * row_digest_size == digests.size();
    }

    void check_range(std::int64_t seq, const std::string& table, const RowRange& range,
                     std::string_view digests) {
        std::vector<bool>& seen = seen_[table];
        if (seen.size() <= static_cast<std::size_t>(range.last)) {
            seen.resize(static_cast<std::size_t>(range.last) + 1);
        }
        std::int64_t next = range.first;
        const auto expected = [&](std::int64_t row) {
            return digests.substr(static_cast<std::size_t>(row - range.first) * row_digest_size,
                                  row_digest_size);
        };
        const auto gone_up_to = [&](std::int64_t row) {
            for (; next < row; ++next) {
                const bool was_there = expected(next).find_first_not_of('\0') != std::string::npos;
                if (!seen[static_cast<std::size_t>(next)] && was_there) {
                    breaches_.push_back({seq, table, next, "is gone"});
                }
                seen[static_cast<std::size_t>(next)] = true;
            }
        };
        digests_.read(table, range.first, range.last,
                      [&](std::int64_t row, std::string_view digest) {
                          gone_up_to(row);
                          const bool is_newest = !seen[static_cast<std::size_t>(row)];
                          if (is_newest && digest != expected(row)) {
                              breaches_.push_back({seq, table, row, "is not as it was written"});
                          }
                          seen[static_cast<std::size_t>(row)] = true;
                          next = row + 1;
                      });
        gone_up_to(range.last + 1);
    }

    const std::vector<std::string>& tables() {
        if (!tables_.empty()) return tables_;
        auto query = db_.query(R"sql(
            SELECT name
            FROM sqlite_schema
            WHERE type = 'table' AND name <> 'chain' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
            ORDER BY name)sql");
        while (query.next()) tables_.push_back(query.text(0));
        return tables_;
    }

    bool is_table(const std::string& name) {
        return std::ranges::find(tables(), name) != tables().end();
    }

    void find_rows_without_entry() {
        for (const std::string& table : tables()) {
            const std::vector<bool>& seen = seen_[table];
            std::int64_t first_unknown = 0;
            // Numbers without gaps are the rule: then a count says it all.
            digests_.rows(table, [&](std::int64_t row) {
                const bool known = row >= 0 && static_cast<std::size_t>(row) < seen.size() &&
                                   seen[static_cast<std::size_t>(row)];
                if (!known && first_unknown == 0) first_unknown = row;
            });
            if (first_unknown != 0) {
                breaches_.push_back(
                    {no_entry, table, first_unknown, "is in no entry of the chain"});
            }
        }
    }

    static constexpr std::int64_t no_entry = INT64_MAX;

    Connection& db_;
    RowDigests digests_;
    std::vector<std::string> tables_;
    std::map<std::string, std::vector<bool>> seen_;  // by row, once its newest entry was looked at
    std::vector<Breach> breaches_;
};

}  // namespace

std::vector<std::string> broken_links(Connection& db) {
    return ChainCheck(db).run();
}

}  // namespace dunning
