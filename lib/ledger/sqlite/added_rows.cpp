#include "ledger/sqlite/added_rows.h"

#include <algorithm>

namespace dunning {
namespace {

// A row that was added has a higher id than all before it. What else a transaction names was there.
class AddedRowFinder {
  public:
    void take(const TouchedRows& rows, bool is_late) {
        for (const char* table : {"allocation", "invoice", "receipt", "superseded"}) {
            const auto touched = rows.find(table);
            if (touched != rows.end()) take(table, touched->second, is_late);
        }
    }
    TouchedRows found() { return std::move(found_); }

  private:
    void take(const char* table, const std::vector<RowRange>& ranges, bool is_late) {
        std::int64_t& highest = highest_[table];
        for (RowRange range : ranges) {
            range.first = std::max(range.first, highest + 1);
            if (range.first > range.last) continue;
            highest = range.last;
            if (is_late) found_[table].push_back(range);
        }
    }

    std::map<std::string_view, std::int64_t> highest_;
    TouchedRows found_;
};

}  // namespace

TouchedRows added_after(Connection& db, Date seen) {
    AddedRowFinder finder;
    auto transaction = db.query(R"sql(
        SELECT rows
        FROM chain
        WHERE instr(rows, 'allocation ') OR instr(rows, 'invoice ') OR instr(rows, 'receipt ')
        ORDER BY seq)sql");
    bool is_late = false;
    while (transaction.next()) {
        const auto rows = rows_from_text(transaction.text_view(0));
        if (!rows) continue;  // damaged: `check` names it
        if (const auto event = rows->find("event"); event != rows->end()) {
            auto query = db.query("SELECT as_of FROM event WHERE seq = :seq");
            query.bind(":seq", event->second.front().first);
            if (query.next()) is_late = query.date(0) > seen;
        }
        finder.take(*rows, is_late);
    }
    return finder.found();
}

}  // namespace dunning
