// Tables of facts: the canonical files (cli.md, "Canonical files") and what other systems export,
// as CSV, workbook or JSON.
//
// The steps, in this order:
//   1. the header is the first row, within the first max_preamble_rows, that has all required
//      columns (by the profile, by our names, by aliases in three languages); what stands above it
//      is preamble
//   2. the way of writing dates and amounts is the profile's; else it is found from the columns
//      themselves, and only when it cannot be anything else: a column whose days fit both day-first
//      and month-first, or whose amounts fit both decimal marks, refuses the file and names the
//      option that settles it
//   3. each row becomes a fact for the sink, or problems with line and column; rows that are no
//   data
//      (rulers, headings of groups, totals) are left out, and a total is compared with the rows
//      above it. Rows that are one invoice are taken or rejected together.
//
// Whether any of it is kept is the caller's decision.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/diagnostic.h"
#include "core/import_profile.h"
#include "formats/facts.h"
#include "formats/table_columns.h"
#include "text/cells.h"

namespace dunning {

inline constexpr std::size_t max_problems = 1000;
inline constexpr int max_preamble_rows = 50;

// A file that can be read as a table from its beginning, as often as needed.
struct TableFile {
    std::string name;
    std::function<std::unique_ptr<CellSource>(char delimiter)> open;
    bool has_delimiter = true;  // CSV has one, to be found or told; a workbook has none
    bool has_header = true;     // else its rows name the columns, and without a row there are none
    bool short_rows = false;    // cells at the end of a row may be left out, as in a workbook
};

struct TableReport {
    std::size_t rows = 0;  // data rows seen, good or bad
    std::size_t rejected = 0;
    std::size_t left_out = 0;  // by the profile's filters and its sign column; not among the rows
    std::size_t totals = 0;    // total rows that agreed with the rows above them
    std::size_t wrong_totals = 0;
    std::size_t unlisted = 0;     // problems beyond max_problems, counted only
    bool read_to_its_end = true;  // else there is a problem of the file as a whole
    // Columns that nothing was read from. A named profile says what it reads: of its files, none.
    std::vector<UnreadColumn> unread = {};
};

TableReport read_table(const TableFile& file, ImportKind kind, const ImportProfile& profile,
                       const CurrencyDefaults& defaults, FactSink& sink, Diagnostics& diagnostics,
                       const OnReject& on_reject = {});

}  // namespace dunning
