// How a foreign file is read: which of its columns mean what, and how it writes days, amounts and
// signs. The policy's [import.profile.NAME] and the shipped profiles are of this type.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dunning {

// The sign of an amount stands in a column of its own: "S" and "H", "收入" and "支出".
struct SignColumn {
    std::vector<std::string> headings = {};  // the first that the file has
    std::vector<std::string> plus = {};
    std::vector<std::string> minus = {};
    std::vector<std::string> ignore = {};  // neither in nor out: the row is left out
};

// Whole numbers from one to another, both counted in: accounts "10000..69999".
struct NumberRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

enum class ColumnNeed { required, optional };

// Rows are taken or left by what stands in a column.
struct RowFilter {
    std::vector<std::string> headings = {};  // the first that the file has
    std::vector<std::string> values = {};    // "" is a blank cell
    std::vector<NumberRange> ranges = {};
    ColumnNeed need = ColumnNeed::required;  // optional: a file without the column is not filtered
};

// What a file does that has one row per line item: its rows of one number stand together, and each
// repeats the invoice's total, or has the amount of the line alone.
enum class LineItems { none, repeat_total, add_up };

// A cell above the header, where DATEV writes what holds for all rows.
struct CellPlace {
    int row = 1;   // counted from 1, as lines with contents
    int cell = 1;  // counted from 1
};

// A profile may be for some of a program's files only, and say by which cell it knows them.
struct ExpectedCell {
    CellPlace place = {};
    std::string value = {};
    std::string meaning = {};  // what the value says, for the message: "accounts of four digits"
};

// The file's word for it, and ours.
using WordMeanings = std::map<std::string, std::string, std::less<>>;

struct ImportProfile {
    std::string name = {};
    std::string kind = {};   // "invoices", "payments", ...
    std::string about = {};  // one line for the list of profiles
    bool draft = false;      // made without a real file at hand
    bool shipped = false;    // its optional columns may be missing
    // Our field to the file's headings; of several the first that the file has. Of a text (no date,
    // no amount) the next one is asked when the first is blank in a row.
    std::map<std::string, std::vector<std::string>> columns = {};
    std::map<std::string, std::string> constants = {};
    // Our field to what its words mean: language "1" is "de". A word that is not listed stays.
    std::map<std::string, WordMeanings> words = {};
    // Our field to a cell above the header that serves the rows whose own is blank.
    std::map<std::string, CellPlace> above = {};
    std::vector<ExpectedCell> expect = {};
    std::string date_format = {};           // "" = found from the column, or refused
    std::optional<char> decimal_mark = {};  // '.' or ','; likewise
    std::optional<char> delimiter = {};
    std::string encoding = {};  // "" = found
    std::string sheet = {};     // of a workbook; "" = the first that is visible
    std::optional<SignColumn> sign = {};
    std::vector<RowFilter> only = {};  // a row is taken when it fits all of these
    std::vector<RowFilter> skip = {};  // and none of these
    LineItems line_items = LineItems::none;
    // The field that a row with nothing but its first cell sets for the rows below it; "skip" when
    // such rows say nothing that we need.
    std::string heading_rows = {};
    std::optional<int> terms_days =
        {};  // due = issued + so many days, where the file has no due day
    // Dates without a year: the cell has a year ("2026"), or the day on which the books' year
    // begins
    // ("20260701"). A date that has its year all the same keeps it.
    std::optional<CellPlace> year_cell = {};
};

}  // namespace dunning
