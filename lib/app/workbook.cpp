#include "app/workbook.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "app/files.h"
#include "app/xlsxwriter_late.h"
#include "core/check.h"
#include "core/decimal.h"
#include "text/utf8.h"

namespace dunning {
namespace {

// A file that is gone when its name is.
class TemporaryFile {
  public:
    TemporaryFile() {
        std::string name = std::filesystem::temp_directory_path() / "dunning-XXXXXX";
        const int descriptor = ::mkstemp(name.data());
        if (descriptor < 0) {
            throw FileError{FileFailure::write_failed, name + ": cannot be made"};
        }
        ::close(descriptor);
        path_ = name;
    }
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

constexpr std::size_t most_sheet_name = 31;
constexpr std::int64_t most_exact = 999'999'999'999'999;  // 15 digits
// Widths of columns, in characters; doubles because the format counts in parts of one. No money.
constexpr double narrowest = 9;
constexpr double widest = 48;

std::string sheet_name(std::string name) {
    std::ranges::replace_if(
        name,
        [](char letter) {
            return std::string_view("[]:*?/\\'").find(letter) != std::string_view::npos;
        },
        ' ');
    return name.substr(0, most_sheet_name);
}

// "#,##0.00", as many digits as the currency has.
std::string number_pattern(int places) {
    return places == 0 ? "#,##0" : "#,##0." + std::string(static_cast<std::size_t>(places), '0');
}

// A cell of a workbook is a binary double and nothing else (ECMA-376): the exact whole number is
// divided once, on its way out, and nothing is computed with the quotient. Its nearest double shows
// the same digits up to most_exact; what is larger becomes text.
double scaled_down(std::int64_t scaled, int places) {
    return static_cast<double>(scaled) / std::pow(10.0, places);
}

class Workbook {
  public:
    explicit Workbook(const std::string& path) : book_(workbook_new(path.c_str())) {
        DUNNING_CHECK(book_ != nullptr);
        lxw_doc_properties properties = {};
        properties.created = 946'684'800;  // 2000-01-01T00:00:00Z
        workbook_set_properties(book_, &properties);
        heading_ = workbook_add_format(book_);
        format_set_bold(heading_);
        format_set_bottom(heading_, LXW_BORDER_THIN);
        format_set_text_wrap(heading_);
        day_ = workbook_add_format(book_);
        format_set_num_format(day_, "yyyy-mm-dd");
    }

    void add(const Sheet& sheet, const std::function<void(const AddSheetRow&)>& more_rows) {
        const std::string name = sheet_name(sheet.name);
        lxw_worksheet* into = workbook_add_worksheet(book_, name.c_str());
        DUNNING_CHECK(into != nullptr);
        std::vector<double> widths = add_headings(into, sheet);
        std::size_t count = 0;
        const AddSheetRow add_row = [&](const std::vector<ReportCell>& row) {
            ++count;
            for (std::size_t column = 0; column < row.size(); ++column) {
                add_cell(into, count, column, row[column]);
                widths[column] = std::max(widths[column], width_of(row[column]));
            }
        };
        for (const auto& row : sheet.rows) add_row(row);
        if (more_rows) more_rows(add_row);
        for (std::size_t column = 0; column < widths.size(); ++column) {
            worksheet_set_column(into, column_number(column), column_number(column),
                                 std::clamp(widths[column], narrowest, widest), nullptr);
        }
        worksheet_freeze_panes(into, 1, 0);
        worksheet_autofilter(into, 0, 0, row_number(count),
                             column_number(sheet.columns.size() - 1));
        worksheet_repeat_rows(into, 0, 0);
        worksheet_set_landscape(into);
        worksheet_fit_to_pages(into, 1, 0);
        if (sheet.chart && count > 0) add_chart(into, name, sheet, count);
    }

    void close() {
        const lxw_error error = workbook_close(book_);
        if (error != LXW_NO_ERROR) throw FileError{FileFailure::write_failed, lxw_strerror(error)};
    }

  private:
    static lxw_row_t row_number(std::size_t row) { return static_cast<lxw_row_t>(row); }
    static lxw_col_t column_number(std::size_t column) { return static_cast<lxw_col_t>(column); }

    // Returns how wide the columns have to be for them.
    std::vector<double> add_headings(lxw_worksheet* into, const Sheet& sheet) {
        std::vector<double> widths;
        for (const SheetColumn& column : sheet.columns) {
            const std::string& text = column.heading.empty() ? column.name : column.heading;
            worksheet_write_string(into, 0, column_number(widths.size()), text.c_str(), heading_);
            widths.push_back(static_cast<double>(display_width(text)) + 4);
        }
        return widths;
    }

    static double width_of(const ReportCell& cell) {
        return static_cast<double>(display_width(cell_text(cell))) * 1.15 + 2;
    }

    void add_cell(lxw_worksheet* into, std::size_t row, std::size_t column,
                  const ReportCell& cell) {
        const lxw_row_t y = row_number(row);
        const lxw_col_t x = column_number(column);
        if (std::holds_alternative<std::monostate>(cell)) return;
        if (const auto* money = std::get_if<Money>(&cell)) {
            return add_number(into, y, x, {money->minor(), money->currency().digits()}, cell);
        }
        if (const auto* number = std::get_if<Decimal>(&cell)) {
            return add_number(into, y, x, *number, cell);
        }
        if (const auto* number = std::get_if<std::int64_t>(&cell)) {
            return add_number(into, y, x, {*number, 0}, cell);
        }
        if (const auto* day = std::get_if<Date>(&cell)) {
            lxw_datetime when = {day->year(), day->month(), day->day(), 0, 0, 0};
            worksheet_write_datetime(into, y, x, &when, day_);
            return;
        }
        if (const auto* truth = std::get_if<bool>(&cell)) {
            worksheet_write_boolean(into, y, x, *truth ? 1 : 0, nullptr);
            return;
        }
        worksheet_write_string(into, y, x, valid_text(cell_text(cell)).c_str(), nullptr);
    }

    // A workbook's text has at most 32 767 characters and no control characters.
    static std::string valid_text(const std::string& text) {
        std::string valid = printable(text);
        constexpr std::size_t most_bytes = 32'000;
        if (valid.size() > most_bytes) {
            std::size_t end = most_bytes;
            while ((static_cast<unsigned char>(valid[end]) & 0xC0U) == 0x80U) --end;
            valid.resize(end);
        }
        return valid;
    }

    void add_number(lxw_worksheet* into, lxw_row_t y, lxw_col_t x, const Decimal& number,
                    const ReportCell& cell) {
        if (number.scaled > most_exact || number.scaled < -most_exact) {
            worksheet_write_string(into, y, x, cell_text(cell).c_str(), nullptr);
            return;
        }
        worksheet_write_number(into, y, x, scaled_down(number.scaled, number.places),
                               number_format(number.places));
    }

    lxw_format* number_format(int places) {
        lxw_format*& format = numbers_[places];
        if (format == nullptr) {
            format = workbook_add_format(book_);
            format_set_num_format(format, number_pattern(places).c_str());
        }
        return format;
    }

    void add_chart(lxw_worksheet* into, const std::string& name, const Sheet& sheet,
                   std::size_t rows) {
        const SheetChart& wanted = *sheet.chart;
        lxw_chart* chart = workbook_add_chart(book_, static_cast<uint8_t>(kind_of(wanted.kind)));
        const lxw_row_t last = row_number(std::min(rows, wanted.most_rows));
        const lxw_col_t categories = column_number(wanted.categories);
        for (const std::size_t values : wanted.values) {
            const lxw_col_t column = column_number(values);
            lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, name.c_str(), 1, categories, last, categories);
            chart_series_set_values(series, name.c_str(), 1, column, last, column);
            chart_series_set_name_range(series, name.c_str(), 0, column);
        }
        chart_title_set_name(chart, wanted.title.c_str());
        if (wanted.values.size() == 1) chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        lxw_chart_options options = {};
        options.x_scale = 1.4;
        options.y_scale = 1.3;
        worksheet_insert_chart_opt(into, 1, column_number(sheet.columns.size() + 1), chart,
                                   &options);
    }

    static lxw_chart_type kind_of(ChartKind kind) {
        switch (kind) {
            case ChartKind::bars:
                return LXW_CHART_COLUMN;
            case ChartKind::stacked_bars:
                return LXW_CHART_COLUMN_STACKED;
            case ChartKind::lines:
                return LXW_CHART_LINE;
        }
        return LXW_CHART_COLUMN;
    }

    lxw_workbook* book_;  // freed by workbook_close
    lxw_format* heading_ = nullptr;
    lxw_format* day_ = nullptr;
    std::map<int, lxw_format*> numbers_;
};

}  // namespace

std::string workbook_of(const std::vector<Sheet>& sheets) {
    DUNNING_CHECK(!sheets.empty());
    const TemporaryFile file;
    Workbook workbook(file.path());
    for (const Sheet& sheet : sheets) workbook.add(sheet, nullptr);
    workbook.close();
    return read_file(file.path());
}

std::string workbook_of(const Sheet& sheet, const std::function<void(const AddSheetRow&)>& rows) {
    const TemporaryFile file;
    Workbook workbook(file.path());
    workbook.add(sheet, rows);
    workbook.close();
    return read_file(file.path());
}

}  // namespace dunning
