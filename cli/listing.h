// A listing: named columns and rows, printed as an aligned table for people, as CSV, TSV, JSON and
// JSON Lines for programs, or as a workbook. The format depends on --format alone.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "core/cell.h"
#include "core/sheet.h"
#include "text/json_writer.h"

namespace dunning::cli {

using Cell = ReportCell;

struct ListingColumn {
    std::string name;          // for programs
    std::string heading = {};  // on the screen; "" = not shown there
    enum class Kind {
        text,
        flexible,
        wrapped,
        number
    } kind = Kind::text;  // flexible: may be cut to fit; wrapped: may go on in further lines
    // In the short layout of a narrow screen: 0 stays; of the others the greatest goes first, until
    // the table fits.
    int spare = 0;
};

// A screen of fewer columns gets the short layout.
inline constexpr int short_layout_below = 96;

struct Listing {
    std::string schema;  // "dunning.plan-list/1"
    std::string name;    // of the array in JSON: "plans"
    std::vector<ListingColumn> columns;
    std::vector<std::vector<Cell>> rows = {};
    std::string when_empty = {};                           // the table's text when there is no row
    std::vector<std::pair<std::string, Cell>> about = {};  // of the whole, in JSON beside the array
    std::string title = {};                                // above the table
    std::optional<SheetChart> chart = {};                  // in a workbook
    // The column of per cent that is drawn as a bar beside the row, where there are colours; no
    // column of the listing wraps then.
    std::optional<std::size_t> bar = {};
};

std::string render_listing(const Listing& listing, Session& session);
std::string render_listings(std::span<const Listing> listings, Session& session);
void print_listing(const Listing& listing, Session& session);
// A listing that may be long: `rows` makes its rows, and hands on each. A program that reads gets
// them as they are made, a workbook takes them one by one; a table needs them all.
using AddRow = std::function<void(std::vector<Cell>)>;
void print_long_listing(Listing listing, const std::function<void(const AddRow&)>& rows,
                        Session& session);
// Several on one subject: tables below each other, one JSON object with an array for each, the
// rows of the first alone in CSV, TSV and JSON Lines, sheets of one workbook.
void print_listings(std::span<const Listing> listings, Session& session);
// Whether the format shows more than the first: what nobody sees need not be found out.
bool shows_all_listings(const Session& session);
Sheet sheet_of(const Listing& listing, Session& session);

// Pieces for listings with a shape of their own.
void write_cell(JsonWriter& json, const Cell& cell);
void write_row(JsonWriter& json, const Listing& listing, const std::vector<Cell>& row);
// CSV or TSV, row by row: a long list needs no other copy in memory.
class DelimitedText {
  public:
    DelimitedText(const std::vector<std::string>& header, char delimiter);
    void add(const std::vector<Cell>& row);
    std::size_t size() const { return text_.size(); }
    // What was added since the last time.
    std::string take() { return std::exchange(text_, {}); }

  private:
    void add_field(std::string_view field, std::size_t column);

    const char delimiter_;
    std::string text_;
};
std::string delimited_rows(const std::vector<std::string>& header,
                           const std::vector<std::vector<Cell>>& rows, char delimiter);

}  // namespace dunning::cli
