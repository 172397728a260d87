// Rows of cells: what every table in a file comes down to, be it CSV, a spreadsheet or JSON.
//
// Each cell keeps its place in the file, because a message has to name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

struct Cell {
    std::string text;
    // Where the text starts, in characters of its line (after an opening quote); in a spreadsheet
    // the number of the column.
    int column = 1;
    bool quoted = false;
    int lines_down = 0;   // from the line where its row begins: a line break in a cell before it
    bool nested = false;  // the text of an object or array of JSON
    bool absent = false;  // the row does not have it at all: a key that other rows of JSON have

    friend bool operator==(const Cell&, const Cell&) = default;
};

struct CellRow {
    std::vector<Cell> cells;
    int line = 1;          // where the row begins; in a spreadsheet the number of the row
    std::string_view raw;  // its bytes in the input, without the line end; empty if it has none

    // Every cell is unquoted and empty but for blanks: an empty line, also ";;;".
    bool is_blank() const;
};

// Why nothing more can be read.
struct CellFault {
    int line = 1;
    int column = 1;
    std::string what;
    std::string remedy;

    friend bool operator==(const CellFault&, const CellFault&) = default;
};

// One row after another, from any kind of file.
class CellSource {
  public:
    virtual ~CellSource() = default;
    // The next row, in the storage of `row`; false at the end and at a fault.
    virtual bool next(CellRow& row) = 0;
    virtual const std::optional<CellFault>& fault() const = 0;
};

}  // namespace dunning
