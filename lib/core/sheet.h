// Sheets of a workbook: named columns and rows of typed cells, and a picture of some of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/cell.h"

namespace dunning {

struct SheetColumn {
    std::string name;     // for programs; the heading where there is none
    std::string heading;  // for people
};

enum class ChartKind { bars, stacked_bars, lines };

// Drawn by the program that opens the workbook, from the cells themselves.
struct SheetChart {
    ChartKind kind = ChartKind::bars;
    std::string title;
    std::size_t categories = 0;            // the column with the names along the axis
    std::vector<std::size_t> values = {};  // one series for each of these columns
    std::size_t most_rows = 40;            // a picture of more says nothing
};

struct Sheet {
    std::string name;  // at most 31 characters, without []:*?/\ (what is wrong is replaced)
    std::vector<SheetColumn> columns;
    std::vector<std::vector<ReportCell>> rows = {};
    std::optional<SheetChart> chart = {};
};

}  // namespace dunning
