#include "cli/listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/workbook.h"
#include "cli/printout.h"
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

// A bar is coloured blanks: every terminal and font agrees on their width.
std::string bar_of(const Cell& cell) {
    constexpr std::int64_t longest = 30;
    const auto* share = std::get_if<Decimal>(&cell);
    if (share == nullptr || share->scaled <= 0) return {};
    std::int64_t whole = 100;
    for (int place = 0; place < share->places; ++place) whole *= 10;
    const std::int64_t blanks =
        std::max<std::int64_t>(1, divide_rounded(Wide{std::min(share->scaled, whole)} * longest,
                                                 whole, Rounding::half_away_from_zero));
    return "  \x1b[44m" + std::string(static_cast<std::size_t>(blanks), ' ') + "\x1b[0m";
}

// The lines of a rendered table are two for the head, then one for each row.
std::string with_bars(const Listing& listing, const std::string& table, Session& session) {
    if (!listing.bar || !session.colored()) return table;
    std::string text;
    std::size_t line = 0;
    for (std::size_t at = 0; at < table.size(); ++line) {
        const std::size_t end = table.find('\n', at);
        text += table.substr(at, end - at);
        if (line >= 2 && line - 2 < listing.rows.size()) {
            text += bar_of(listing.rows[line - 2][*listing.bar]);
        }
        text += "\n";
        at = end + 1;
    }
    return text;
}

Table table_of(const Listing& listing, const std::vector<std::size_t>& shown,
               const Session& session) {
    std::vector<TableColumn> columns;
    for (const std::size_t i : shown) {
        const ListingColumn& column = listing.columns[i];
        columns.push_back(
            {.heading = heading_word(session.language(), column.heading),
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
    return table;
}

// As many columns as there is room for.
std::string fitting_table(const Listing& listing, Session& session) {
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < listing.columns.size(); ++i) {
        if (!listing.columns[i].heading.empty()) shown.push_back(i);
    }
    const auto width = static_cast<std::size_t>(session.width());
    Table table = table_of(listing, shown, session);
    while (session.width() < short_layout_below && !table.fits(width)) {
        const auto spare = [&](std::size_t i) { return listing.columns[i].spare; };
        const auto least_needed = std::ranges::max_element(shown, {}, spare);
        if (spare(*least_needed) == 0) break;
        shown.erase(least_needed);
        table = table_of(listing, shown, session);
    }
    return table.render(width);
}

std::string as_table(const Listing& listing, Session& session) {
    if (listing.rows.empty()) {
        return listing.when_empty.empty() ? std::string() : listing.when_empty + "\n";
    }
    const std::string title = listing.title.empty() ? "" : listing.title + "\n\n";
    return title + with_bars(listing, fitting_table(listing, session), session);
}

}  // namespace

void write_row(JsonWriter& json, const Listing& listing, const std::vector<Cell>& row) {
    json.begin_object();
    for (std::size_t i = 0; i < row.size(); ++i) {
        json.key(listing.columns[i].name);
        write_cell(json, row[i]);
    }
    json.end_object();
}

namespace {

void write_array(JsonWriter& json, const Listing& listing) {
    json.key(listing.name).begin_array();
    for (const auto& row : listing.rows) write_row(json, listing, row);
    json.end_array();
}

// What it is about, up to the arrays.
void begin_json(JsonWriter& json, const Listing& listing, Session& session) {
    json.begin_object();
    json.field("schema", listing.schema).field("as_of", session.as_of());
    for (const auto& [name, cell] : listing.about) {
        json.key(name);
        write_cell(json, cell);
    }
}

// The first says what it is about.
std::string as_json(std::span<const Listing> listings, Session& session) {
    JsonWriter json;
    begin_json(json, listings.front(), session);
    for (const Listing& listing : listings) write_array(json, listing);
    json.end_object();
    return json.take() + "\n";
}

void print_json(const Listing& listing, const std::function<void(const AddRow&)>& rows,
                Session& session) {
    Printout out(session);
    JsonWriter json;
    begin_json(json, listing, session);
    json.key(listing.name).begin_array();
    rows([&](const std::vector<Cell>& row) {
        write_row(json, listing, row);
        out.add(json.take_part());
    });
    json.end_array().end_object();
    out.add(json.take_part());
    out.add("\n");
    out.finish();
}

void print_json_lines(const Listing& listing, const std::function<void(const AddRow&)>& rows,
                      Session& session) {
    Printout out(session);
    rows([&](const std::vector<Cell>& row) {
        JsonWriter json;
        write_row(json, listing, row);
        out.add(json.take() + "\n");
    });
    out.finish();
}

std::vector<std::string> names_of(const std::vector<ListingColumn>& columns) {
    std::vector<std::string> names;
    for (const ListingColumn& column : columns) names.push_back(column.name);
    return names;
}

void print_delimited(const Listing& listing, const std::function<void(const AddRow&)>& rows,
                     char delimiter, Session& session) {
    Printout out(session);
    DelimitedText text(names_of(listing.columns), delimiter);
    rows([&](const std::vector<Cell>& row) {
        text.add(row);
        if (text.size() >= Printout::piece_bytes) out.add(text.take());
    });
    out.add(text.take());
    out.finish();
}

std::string as_tables(std::span<const Listing> listings, Session& session) {
    std::string text;
    for (const Listing& listing : listings) {
        if (!text.empty()) text += "\n";
        text += as_table(listing, session);
    }
    return text;
}

std::string as_workbook(std::span<const Listing> listings, Session& session) {
    std::vector<Sheet> sheets;
    for (const Listing& listing : listings) sheets.push_back(sheet_of(listing, session));
    return workbook_of(sheets);
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

void write_cell(JsonWriter& json, const Cell& cell) {
    if (std::holds_alternative<std::monostate>(cell)) {
        json.null();
    } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        json.integer(*number);
    } else if (const auto* truth = std::get_if<bool>(&cell)) {
        json.boolean(*truth);
    } else if (const auto* names = std::get_if<std::vector<std::string>>(&cell)) {
        json.begin_array();
        for (const std::string& name : *names) json.string(name);
        json.end_array();
    } else {
        json.string(cell_text(cell));
    }
}

DelimitedText::DelimitedText(const std::vector<std::string>& header, char delimiter)
    : delimiter_(delimiter) {
    for (std::size_t i = 0; i < header.size(); ++i) add_field(header[i], i);
    text_ += '\n';
}

void DelimitedText::add(const std::vector<Cell>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
        const auto* plain = std::get_if<std::string>(&row[i]);
        plain != nullptr ? add_field(*plain, i) : add_field(cell_text(row[i]), i);
    }
    text_ += '\n';
}

void DelimitedText::add_field(std::string_view field, std::size_t column) {
    if (column > 0) text_ += delimiter_;
    append_csv_field(text_, field, delimiter_);
}

std::string delimited_rows(const std::vector<std::string>& header,
                           const std::vector<std::vector<Cell>>& rows, char delimiter) {
    DelimitedText text(header, delimiter);
    for (const auto& row : rows) text.add(row);
    return text.take();
}

std::string render_listings(std::span<const Listing> listings, Session& session) {
    const std::string& format = session.options().format;
    const Listing& first = listings.front();
    if (format == "json") return as_json(listings, session);
    if (format == "jsonl") return as_json_lines(first);
    if (format == "xlsx") return as_workbook(listings, session);
    if (format == "table") return as_tables(listings, session);
    return delimited_rows(names_of(first.columns), first.rows, format == "tsv" ? '\t' : ',');
}

std::string render_listing(const Listing& listing, Session& session) {
    return render_listings(std::span(&listing, 1), session);
}

void print_listing(const Listing& listing, Session& session) {
    print_listings(std::span(&listing, 1), session);
}

void print_long_listing(Listing listing, const std::function<void(const AddRow&)>& rows,
                        Session& session) {
    const std::string& format = session.options().format;
    if (format == "json") return print_json(listing, rows, session);
    if (format == "jsonl") return print_json_lines(listing, rows, session);
    if (format == "csv") return print_delimited(listing, rows, ',', session);
    if (format == "tsv") return print_delimited(listing, rows, '\t', session);
    if (format == "xlsx") return session.print(workbook_of(sheet_of(listing, session), rows));
    rows([&](std::vector<Cell> row) { listing.rows.push_back(std::move(row)); });
    print_listing(listing, session);
}

void print_listings(std::span<const Listing> listings, Session& session) {
    session.print(render_listings(listings, session));
}

bool shows_all_listings(const Session& session) {
    const std::string& format = session.options().format;
    return format == "json" || format == "xlsx" || format == "table";
}

Sheet sheet_of(const Listing& listing, Session& session) {
    Sheet sheet{.name = listing.name, .columns = {}, .rows = listing.rows, .chart = listing.chart};
    for (const ListingColumn& column : listing.columns) {
        sheet.columns.push_back({column.name, heading_word(session.language(), column.heading)});
    }
    return sheet;
}

}  // namespace dunning::cli
