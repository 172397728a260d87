// Table: aligned columns for a terminal, in plain ASCII around whatever the cells hold.
//
// Widths count terminal columns, so Chinese and Latin names line up. There is no decoration but
// '-', because fonts and terminals disagree on the width of anything else. Control characters in
// cells are written out (see printable).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dunning {

enum class Align { left, right };

struct TableColumn {
    std::string heading;
    Align align = Align::left;
    bool flexible = false;  // may be cut to fit; never so for money
    bool wraps = false;     // instead of being cut, goes on in further lines
};

class Table {
  public:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    explicit Table(std::vector<TableColumn> columns);

    // REQUIRES: as many cells as columns.
    void add_row(std::vector<std::string> cells);
    // A line of '-', as above a sum.
    void add_rule();

    // Whether render() keeps to the width.
    bool fits(std::size_t width) const;

    // Heading, a rule, the rows; every line ends with a newline and none with spaces. When that is
    // wider than `width`, the widest flexible columns are cut or wrapped, down to their heading,
    // and not so far that a number or a usual word would be cut in a column that wraps; a table
    // that is wider even so stays wider.
    std::string render(std::size_t width) const;

  private:
    std::vector<std::size_t> natural_widths() const;
    std::vector<std::size_t> least_widths() const;
    std::vector<std::size_t> fitted_widths(std::size_t width) const;
    void append_row(std::string& out, const std::vector<std::string>& cells,
                    const std::vector<std::size_t>& widths) const;
    void append_line(std::string& out, const std::vector<std::string>& cells,
                     const std::vector<std::size_t>& widths) const;

    std::vector<TableColumn> columns_;
    std::vector<std::vector<std::string>> rows_;  // one without cells is a rule
};

}  // namespace dunning
