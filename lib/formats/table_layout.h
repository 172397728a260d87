// Where in a file the table begins, which column serves which field, and how the columns write
// their dates and amounts.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/date.h"
#include "formats/table_columns.h"
#include "formats/table_reader.h"

namespace dunning {

struct TableLayout {
    TableColumns columns;
    char delimiter = ',';
    int header_line = 1;
    std::size_t rows_above = 0;  // that come before the header
    std::string header = {};     // as it stands in the file
    // Columns at its end that say why a row was rejected before: the file is one of rejects.
    std::size_t reject_columns = 0;
    // What the profile takes from cells above the header.
    std::optional<Date> year_begins = {};
    std::map<std::string, std::string, std::less<>> above = {};
};

// Nothing, and diagnostics, when there is no header, when dates or amounts can be read in two ways,
// and when a cell above the header is not what the profile expects.
std::optional<TableLayout> find_layout(const TableFile& file, ImportKind kind,
                                       const ImportProfile& profile, Diagnostics& diagnostics);

// The row as it stands in the file; what has no bytes of its own (a workbook) as CSV.
std::string reject_text(const CellRow& row, const TableFile& file, char delimiter,
                        std::size_t without);

// A line drawn between rows: nothing but dashes and the like.
bool is_ruler(const CellRow& row);

// Makes the row as wide as the header when it is merely written shorter or longer: blank cells at
// its end do not count, nor do columns without a heading. False when it is not so wide, and must be
// reported.
bool fit_to_header(CellRow& row, const TableFile& file, const TableColumns& columns);

}  // namespace dunning
