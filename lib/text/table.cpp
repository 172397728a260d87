#include "text/table.h"

#include <algorithm>
#include <numeric>

#include "core/ascii.h"
#include "core/check.h"
#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::size_t gap = 2;  // spaces between two columns

// Narrower than this, a cut cell says nothing.
constexpr std::size_t least_width = 6;

std::size_t total_width(const std::vector<std::size_t>& widths) {
    const std::size_t gaps = widths.empty() ? 0 : gap * (widths.size() - 1);
    return std::accumulate(widths.begin(), widths.end(), gaps);
}

void append_cell(std::string& out, const std::string& cell, Align align, std::size_t width) {
    const std::string fitted = fit_width(cell, width);
    const std::size_t padding = width - display_width(fitted);
    if (align == Align::right) out.append(padding, ' ');
    out.append(fitted);
    if (align == Align::left) out.append(padding, ' ');
}

// Broken at blanks; a word that is wider than a line is cut.
std::vector<std::string> wrapped(const std::string& cell, std::size_t width) {
    if (display_width(cell) <= width) return {cell};
    std::vector<std::string> lines(1);
    for (std::size_t start = 0; start < cell.size();) {
        const auto end = std::min(cell.find(' ', start), cell.size());
        const std::string word =
            fit_width(std::string_view(cell).substr(start, end - start), width);
        const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
        if (display_width(longer) <= width) {
            lines.back() = longer;
        } else {
            lines.push_back(word);
        }
        start = end + 1;
    }
    return lines;
}

// The width of the widest word that is not to be cut: of those with a digit all, because half a
// number would be another one, of others the usual ones.
std::size_t widest_whole_word(const std::string& cell) {
    constexpr std::size_t usual_width = 11;
    std::size_t widest = 0;
    for (std::size_t start = 0; start < cell.size();) {
        const auto end = std::min(cell.find(' ', start), cell.size());
        const auto word = std::string_view(cell).substr(start, end - start);
        const std::size_t width = display_width(word);
        if (width <= usual_width || std::ranges::any_of(word, is_digit)) {
            widest = std::max(widest, width);
        }
        start = end + 1;
    }
    return widest;
}

}  // namespace

Table::Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {
    for (TableColumn& column : columns_) column.heading = printable(column.heading);
}

void Table::add_row(std::vector<std::string> cells) {
    DUNNING_CHECK(!cells.empty() && cells.size() == columns_.size());
    for (std::string& cell : cells) {
        if (has_control_characters(cell) || first_invalid_utf8(cell)) cell = printable(cell);
    }
    rows_.push_back(std::move(cells));
}

void Table::add_rule() {
    rows_.emplace_back();
}

bool Table::fits(std::size_t width) const {
    return total_width(fitted_widths(width)) <= width;
}

std::string Table::render(std::size_t width) const {
    const std::vector<std::size_t> widths = fitted_widths(width);
    std::vector<std::string> headings;
    std::vector<std::string> rule;
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        headings.push_back(columns_[index].heading);
        rule.emplace_back(widths[index], '-');
    }

    std::string out;
    append_line(out, headings, widths);
    append_line(out, rule, widths);
    for (const auto& cells : rows_) {
        if (cells.empty()) {
            append_line(out, rule, widths);
        } else {
            append_row(out, cells, widths);
        }
    }
    return out;
}

std::vector<std::size_t> Table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (const TableColumn& column : columns_) widths.push_back(display_width(column.heading));
    for (const auto& cells : rows_) {
        for (std::size_t index = 0; index < cells.size(); ++index) {
            widths[index] = std::max(widths[index], display_width(cells[index]));
        }
    }
    return widths;
}

std::vector<std::size_t> Table::least_widths() const {
    std::vector<std::size_t> widths;
    for (const TableColumn& column : columns_) {
        widths.push_back(std::max(display_width(column.heading), least_width));
    }
    for (const auto& cells : rows_) {
        for (std::size_t index = 0; index < cells.size(); ++index) {
            if (!columns_[index].wraps) continue;
            widths[index] = std::max(widths[index], widest_whole_word(cells[index]));
        }
    }
    return widths;
}

std::vector<std::size_t> Table::fitted_widths(std::size_t width) const {
    std::vector<std::size_t> widths = natural_widths();
    const std::vector<std::size_t> least = least_widths();
    for (std::size_t total = total_width(widths); total > width; --total) {
        std::size_t* widest = nullptr;
        for (std::size_t index = 0; index < columns_.size(); ++index) {
            const TableColumn& column = columns_[index];
            if (!(column.flexible || column.wraps) || widths[index] <= least[index]) continue;
            if (widest == nullptr || widths[index] > *widest) widest = &widths[index];
        }
        if (widest == nullptr) break;
        --*widest;
    }
    return widths;
}

void Table::append_row(std::string& out, const std::vector<std::string>& cells,
                       const std::vector<std::size_t>& widths) const {
    std::vector<std::vector<std::string>> lines;
    for (std::size_t index = 0; index < cells.size(); ++index) {
        std::vector<std::string> of_cell = columns_[index].wraps
                                               ? wrapped(cells[index], widths[index])
                                               : std::vector{cells[index]};
        if (lines.size() < of_cell.size()) {
            lines.resize(of_cell.size(), std::vector<std::string>(cells.size()));
        }
        for (std::size_t line = 0; line < of_cell.size(); ++line)
            lines[line][index] = of_cell[line];
    }
    for (const auto& line : lines) append_line(out, line, widths);
}

void Table::append_line(std::string& out, const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths) const {
    for (std::size_t index = 0; index < cells.size(); ++index) {
        if (index > 0) out.append(gap, ' ');
        append_cell(out, cells[index], columns_[index].align, widths[index]);
    }
    const auto last = out.find_last_not_of(' ');
    out.erase(last == std::string::npos ? 0 : last + 1);
    out.push_back('\n');
}

}  // namespace dunning
