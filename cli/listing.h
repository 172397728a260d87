// A listing: named columns and rows, printed as an aligned table for people or as CSV, TSV, JSON
// and JSON Lines for programs. The format depends on --format alone.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/session.h"
#include "core/date.h"
#include "core/money.h"
#include "text/json_writer.h"

namespace dunning::cli {

// What a cell holds; how it is written depends on the format. monostate: nothing.
using Cell = std::variant<std::monostate, std::string, std::int64_t, bool, Money, Date>;

template <class T>
Cell optional_cell(const std::optional<T>& value) {
    return value ? Cell(*value) : Cell();
}

struct ListingColumn {
    std::string name;          // for programs
    std::string heading = {};  // on the screen; "" = not shown there
    enum class Kind {
        text,
        flexible,
        wrapped,
        number
    } kind = Kind::text;  // flexible: may be cut to fit; wrapped: may go on in further lines
};

struct Listing {
    std::string schema;  // "dunning.plan-list/1"
    std::string name;    // of the array in JSON: "plans"
    std::vector<ListingColumn> columns;
    std::vector<std::vector<Cell>> rows = {};
    std::string when_empty = {};  // the table's text when there is no row
};

std::string render_listing(const Listing& listing, Session& session);
void print_listing(const Listing& listing, Session& session);

// Pieces for listings with a shape of their own.
std::string cell_text(const Cell& cell);  // the machine form
void write_cell(JsonWriter& json, const Cell& cell);
std::string delimited_rows(const std::vector<std::string>& header,
                           const std::vector<std::vector<Cell>>& rows, char delimiter);

}  // namespace dunning::cli
