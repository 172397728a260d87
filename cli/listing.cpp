#include "cli/listing.h"

#include <fmt/format.h>

#include "cli/words.h"
#include "text/csv.h"
#include "text/number_format.h"
#include "text/table.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

// On the screen amounts are grouped, and nothing in the data can move the cursor.
std::string screen_text(const Cell& cell) {
    if (const auto* money = std::get_if<Money>(&cell)) return group_thousands(*money);
    if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "yes" : "no";
    return printable(cell_text(cell));
}

std::string as_table(const Listing& listing, Session& session) {
    if (listing.rows.empty()) {
        return listing.when_empty.empty() ? std::string() : listing.when_empty + "\n";
    }
    std::vector<TableColumn> columns;
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < listing.columns.size(); ++i) {
        const ListingColumn& column = listing.columns[i];
        if (column.heading.empty()) continue;
        shown.push_back(i);
        columns.push_back(
            {.heading = word(session.language(), column.heading),
             .align = column.kind == ListingColumn::Kind::number ? Align::right : Align::left,
             .flexible = column.kind == ListingColumn::Kind::flexible,
             .wraps = column.kind == ListingColumn::Kind::wrapped});
    }
    Table table(columns);
    for (const auto& row : listing.rows) {
        std::vector<std::string> cells;
        for (const std::size_t i : shown) cells.push_back(screen_text(row[i]));
        table.add_row(std::move(cells));
    }
    return table.render(static_cast<std::size_t>(session.width()));
}

void write_row(JsonWriter& json, const Listing& listing, const std::vector<Cell>& row) {
    json.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
        json.key(listing.columns[i].name);
        write_cell(json, row[i]);
    }
    json.end_object();
}

std::string as_json(const Listing& listing, Session& session) {
    JsonWriter json;
    json.begin_object();
    json.field("schema", listing.schema).field("as_of", session.as_of());
    json.key(listing.name).begin_array();
    for (const auto& row : listing.rows) write_row(json, listing, row);
    json.end_array().end_object();
    return json.take() + "\n";
}

std::string as_json_lines(const Listing& listing) {
    std::string text;
    for (const auto& row : listing.rows) {
        JsonWriter json;
        write_row(json, listing, row);
        text += json.take() + "\n";
    }
    return text;
}

}  // namespace

std::string cell_text(const Cell& cell) {
    struct Text {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(const Money& money) const { return to_decimal(money); }
        std::string operator()(Date date) const { return to_text(date); }
    };
    return std::visit(Text{}, cell);
}

void write_cell(JsonWriter& json, const Cell& cell) {
    if (std::holds_alternative<std::monostate>(cell)) {
        json.null();
    } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        json.integer(*number);
    } else if (const auto* truth = std::get_if<bool>(&cell)) {
        json.boolean(*truth);
    } else {
        json.string(cell_text(cell));
    }
}

std::string delimited_rows(const std::vector<std::string>& header,
                           const std::vector<std::vector<Cell>>& rows, char delimiter) {
    std::string text;
    const auto add = [&](std::size_t i, std::string_view field) {
        if (i > 0) text += delimiter;
        append_csv_field(text, field, delimiter);
    };
    for (std::size_t i = 0; i < header.size(); ++i) add(i, header[i]);
    text += '\n';
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) add(i, cell_text(row[i]));
        text += '\n';
    }
    return text;
}

std::string render_listing(const Listing& listing, Session& session) {
    const std::string& format = session.options().format;
    if (format == "json") return as_json(listing, session);
    if (format == "jsonl") return as_json_lines(listing);
    if (format == "table") return as_table(listing, session);
    std::vector<std::string> header;
    for (const ListingColumn& column : listing.columns) header.push_back(column.name);
    return delimited_rows(header, listing.rows, format == "tsv" ? '\t' : ',');
}

void print_listing(const Listing& listing, Session& session) {
    session.print(render_listing(listing, session));
}

}  // namespace dunning::cli
