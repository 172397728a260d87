#include "render/letter_table.h"

#include <algorithm>
#include <numeric>

namespace dunning {
namespace {

constexpr double cell_size = 9;
constexpr double note_size = 7.5;
constexpr double column_gap = 9;
constexpr double row_padding = 2.5;
constexpr double heading_rule = 0.8;
constexpr double row_rule = 0.25;
// A number or name that fills more lines than this is cut, so that a row always fits on a page.
constexpr int most_lines = 12;

struct Row {
    std::vector<TextBlock> cells;
    std::vector<TextBlock> notes;
    double height = 0;
};

TextStyle cell_style(ColumnKind kind, Weight weight) {
    return {.size = cell_size,
            .weight = weight,
            .side = kind == ColumnKind::number ? Side::right : Side::left,
            .most_lines = most_lines};
}

class TablePages {
  public:
    TablePages(PageFlow& flow, const Typesetter& typesetter, const LetterTable& table)
        : flow_(flow), typesetter_(typesetter), table_(table), widths_(column_widths()) {}

    void add() {
        const Row heading = heading_row();
        const std::vector<Row> rows = table_rows();
        flow_.keep_together(heading.height + (rows.empty() ? 0 : rows.front().height));
        add_heading(heading);
        for (const Row& row : rows) {
            if (!flow_.has_room(row.height)) {
                flow_.new_page();
                add_heading(heading);
            }
            add_row(row);
            flow_.place_rule(left_margin, left_margin + text_width, flow_.y(), row_rule);
        }
    }

  private:
    // An amount or a day is as wide as it is; when too little is left for the first column, the
    // wide ones share what there is.
    std::vector<double> column_widths() const {
        constexpr double least_first = millimetres(24);
        std::vector<double> widths(table_.columns.size(), 0);
        for (std::size_t n = 1; n < widths.size(); ++n) widths[n] = natural_width(n);
        const double gaps = column_gap * static_cast<double>(widths.size() - 1);
        const double room = text_width - gaps - least_first;
        const double wanted = std::accumulate(widths.begin(), widths.end(), 0.0);
        if (wanted > room) {
            for (double& width : widths) width *= room / wanted;
        }
        widths.front() = text_width - gaps - std::accumulate(widths.begin(), widths.end(), 0.0);
        return widths;
    }

    // A heading may break into lines, but not its words.
    double natural_width(std::size_t column) const {
        const ColumnKind kind = table_.columns[column].kind;
        std::size_t longest = 0;
        for (const LetterRow& row : table_.rows) {
            longest = std::max(longest, row.cells[column].size());
        }
        double width = heading_width(column);
        // Digits are of one width, so what is shorter by three bytes is narrower.
        std::string last;
        for (const LetterRow& row : table_.rows) {
            const std::string& text = row.cells[column];
            if (text.size() + 3 < longest || text == last) continue;
            last = text;
            width = std::max(
                width, typesetter_.set(text, cell_style(kind, Weight::plain), Typesetter::any_width)
                           .width());
        }
        return width;
    }

    // Of its widest word; Chinese headings break anywhere.
    double heading_width(std::size_t column) const {
        constexpr double most = millimetres(20);
        const LetterColumn& heading = table_.columns[column];
        const TextStyle style = cell_style(heading.kind, Weight::bold);
        double widest = 0;
        for (std::size_t at = 0; at < heading.heading.size();) {
            const std::size_t end = std::min(heading.heading.find(' ', at), heading.heading.size());
            const std::string word = heading.heading.substr(at, end - at);
            widest = std::max(widest, typesetter_.set(word, style, Typesetter::any_width).width());
            at = end + 1;
        }
        return std::min(widest, most);
    }

    TextBlock cell(std::size_t column, const std::string& text, Weight weight) const {
        return typesetter_.set(text, cell_style(table_.columns[column].kind, weight),
                               widths_[column]);
    }

    Row heading_row() const {
        Row row;
        for (std::size_t n = 0; n < widths_.size(); ++n) {
            row.cells.push_back(cell(n, table_.columns[n].heading, Weight::bold));
        }
        set_height(row);
        return row;
    }

    std::vector<Row> table_rows() const {
        std::vector<Row> rows;
        for (const LetterRow& from : table_.rows) {
            Row& row = rows.emplace_back();
            for (std::size_t n = 0; n < widths_.size(); ++n) {
                row.cells.push_back(cell(n, from.cells[n], Weight::plain));
            }
            for (const std::string& note : from.notes) {
                row.notes.push_back(typesetter_.set(
                    note, {.size = note_size, .most_lines = most_lines}, text_width));
            }
            set_height(row);
        }
        return rows;
    }

    static void set_height(Row& row) {
        for (const TextBlock& cell : row.cells) row.height = std::max(row.height, cell.height());
        for (const TextBlock& note : row.notes) row.height += note.height();
        row.height += 2 * row_padding;
    }

    void add_heading(const Row& heading) {
        add_row(heading);
        flow_.place_rule(left_margin, left_margin + text_width, flow_.y(), heading_rule);
    }

    void add_row(const Row& row) {
        const double top = flow_.y() + row_padding;
        double left = left_margin;
        double below = top;
        for (std::size_t n = 0; n < widths_.size(); ++n) {
            flow_.place(row.cells[n], left, top);
            below = std::max(below, top + row.cells[n].height());
            left += widths_[n] + column_gap;
        }
        for (const TextBlock& note : row.notes) {
            flow_.place(note, left_margin, below);
            below += note.height();
        }
        flow_.skip(row.height);
    }

    PageFlow& flow_;
    const Typesetter& typesetter_;
    const LetterTable& table_;
    std::vector<double> widths_;
};

}  // namespace

void add_table(PageFlow& flow, const Typesetter& typesetter, const LetterTable& table) {
    TablePages(flow, typesetter, table).add();
}

}  // namespace dunning
