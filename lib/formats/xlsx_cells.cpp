#include "formats/xlsx_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "formats/file_kind.h"
#include "formats/xlsx_parts.h"
#include "text/trim.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using Event = XmlScanner::Event;

constexpr std::size_t max_cell_bytes = XmlScanner::max_text_bytes;

// "AB12" of column 28 and row 12.
std::string cell_name(int row, int column) {
    std::string letters;
    for (; column > 0; column = (column - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    }
    return letters + std::to_string(row);
}

std::optional<int> whole_number(std::string_view text, int largest) {
    int number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    const bool is_number = error == std::errc() && stop == end && number >= 0 && number <= largest;
    return is_number ? std::optional(number) : std::nullopt;
}

struct CellName {
    int row = 0;
    int column = 0;
};

std::optional<CellName> read_cell_name(std::string_view name) {
    const auto letters = name.substr(0, name.find_first_of("0123456789"));
    int column = 0;
    for (const char letter : letters) {
        if (letter < 'A' || letter > 'Z') return std::nullopt;
        column = column * 26 + (letter - 'A' + 1);
        if (column > max_xlsx_columns) return std::nullopt;
    }
    const auto row = whole_number(name.substr(letters.size()), max_xlsx_rows);
    if (!row || column == 0) return std::nullopt;
    return CellName{.row = *row, .column = column};
}

// Midnight is how a day is written as a moment.
std::string without_midnight(std::string text) {
    const auto time = text.find("T00:00:00");
    if (time == std::string::npos) return text;
    if (text.find_first_not_of("0.Z", time + 9) == std::string::npos) text.resize(time);
    return text;
}

std::string names_of(const std::vector<XlsxSheet>& sheets) {
    constexpr std::size_t shown = 20;
    std::string names;
    for (std::size_t i = 0; i < std::min(sheets.size(), shown); ++i) {
        names += fmt::format("{}'{}'", i == 0 ? "" : ", ", printable(sheets[i].name));
    }
    return sheets.size() > shown ? names + ", ..." : names;
}

Result<XlsxSheet> find_sheet(const std::vector<XlsxSheet>& sheets, const std::string& wanted) {
    auto found = sheets.end();
    if (wanted.empty()) {
        found = std::ranges::find_if(
            sheets, [](const XlsxSheet& each) { return !each.is_hidden && !each.part.empty(); });
        if (found == sheets.end()) return Fault{.what = "the workbook has no visible sheet"};
        return *found;
    }
    found = std::ranges::find(sheets, wanted, &XlsxSheet::name);
    if (found == sheets.end()) {
        const auto number = whole_number(wanted, static_cast<int>(sheets.size()));
        if (number && *number > 0) found = sheets.begin() + (*number - 1);
    }
    if (found == sheets.end()) {
        return Fault{.what = fmt::format("the workbook has no sheet '{}'", printable(wanted)),
                     .remedy = "its sheets are " + names_of(sheets)};
    }
    if (found->part.empty()) {
        return Fault{
            .what = fmt::format("sheet '{}' of the workbook has no cells", printable(found->name))};
    }
    return *found;
}

}  // namespace

class XlsxCells::Sheet {
  public:
    static Result<std::unique_ptr<Sheet>> open(std::string_view bytes, const XlsxOptions& options);

    const std::string& name() const { return name_; }
    bool next(CellRow& row);
    const std::optional<CellFault>& fault() const { return fault_; }

  private:
    explicit Sheet(ZipArchive archive) : archive_(std::move(archive)) {}

    bool start_row(CellRow& row);
    bool read_row(CellRow& row);
    bool start_cell();
    bool read_cell(CellRow& row);
    void take_part_of_cell(Event event);
    bool read_value(std::string& into);
    bool read_shared(std::string& into);
    bool read_number(std::string& into);

    bool refuse(std::string what, std::string remedy = {});
    bool refuse_cell(std::string what);
    bool refuse_part();

    ZipArchive archive_;
    std::string name_;
    XlsxEpoch epoch_ = XlsxEpoch::year_1900;
    XlsxStrings strings_;
    std::vector<XlsxStyle> styles_;
    std::optional<XlsxPart> part_;
    std::optional<CellFault> fault_;

    bool is_in_data_ = false;
    int row_ = 0;     // the last that was begun
    int column_ = 0;  // likewise, within the row

    // Of the cell that is being read.
    std::string type_;
    std::size_t style_ = 0;
    std::string value_;
    std::string formula_;
    bool has_formula_ = false;
    XlsxRichText inline_;
    std::string* target_ = nullptr;  // where text belongs: value_, formula_ or nowhere
};

Result<std::unique_ptr<XlsxCells::Sheet>> XlsxCells::Sheet::open(std::string_view bytes,
                                                                 const XlsxOptions& options) {
    auto archive = ZipArchive::open(bytes, options.limits);
    if (!archive) return archive.error();
    std::unique_ptr<Sheet> sheet(new Sheet(std::move(archive).value()));
    const auto workbook = read_xlsx_workbook(sheet->archive_);
    if (!workbook) return workbook.error();
    const auto chosen = find_sheet(workbook->sheets, options.sheet);
    if (!chosen) return chosen.error();
    sheet->name_ = chosen->name;
    sheet->epoch_ = workbook->epoch;

    if (!workbook->styles_part.empty()) {
        auto styles = read_xlsx_styles(sheet->archive_, workbook->styles_part);
        if (!styles) return styles.error();
        sheet->styles_ = std::move(styles).value();
    }
    if (!workbook->strings_part.empty()) {
        auto strings = XlsxStrings::read(sheet->archive_, workbook->strings_part);
        if (!strings) return strings.error();
        sheet->strings_ = std::move(strings).value();
    }
    auto part = XlsxPart::open(sheet->archive_, chosen->part);
    if (!part) return part.error();
    sheet->part_.emplace(std::move(part).value());
    return sheet;
}

bool XlsxCells::Sheet::next(CellRow& row) {
    while (true) {
        const Event event = part_->next();
        if (event == Event::finished) return false;
        if (event == Event::failed) return refuse_part();
        if (event == Event::text) continue;
        const auto name = part_->xml().name();
        if (name == "sheetData") is_in_data_ = event == Event::start;
        if (!is_in_data_ || event != Event::start || name != "row") continue;
        return start_row(row) && read_row(row);
    }
}

bool XlsxCells::Sheet::start_row(CellRow& row) {
    const auto told = part_->xml().attribute("r");
    const auto number = told ? whole_number(*told, max_xlsx_rows) : row_ + 1;
    column_ = 0;
    if (!number || *number > max_xlsx_rows) {
        return refuse(
            fmt::format("more than {} rows, or one without a proper number", max_xlsx_rows));
    }
    if (*number <= row_) return refuse(fmt::format("row {} comes a second time", *number));
    row_ = *number;
    row.line = row_;
    row.raw = {};
    row.cells.clear();
    return true;
}

bool XlsxCells::Sheet::read_row(CellRow& row) {
    while (true) {
        const Event event = part_->next();
        if (event == Event::failed) return refuse_part();
        if (event == Event::text) continue;
        const auto name = part_->xml().name();
        if (event == Event::end && name == "row") break;
        if (event != Event::start || name != "c") continue;
        if (!start_cell() || !read_cell(row)) return false;
    }
    while (row.cells.size() > 1 && row.cells.back().text.empty()) row.cells.pop_back();
    if (row.cells.empty()) row.cells.emplace_back();
    return true;
}

bool XlsxCells::Sheet::start_cell() {
    const auto& xml = part_->xml();
    const auto told = xml.attribute("r");
    const auto place = told ? read_cell_name(*told) : CellName{.row = row_, .column = column_ + 1};
    if (!place || place->column > max_xlsx_columns) {
        return refuse(
            fmt::format("a cell that is none, or more than {} columns", max_xlsx_columns));
    }
    if (place->row != row_ || place->column <= column_) {
        return refuse(fmt::format("cell {} is out of order", cell_name(place->row, place->column)));
    }
    column_ = place->column;
    type_ = xml.attribute("t").value_or("n");
    const auto style = whole_number(xml.attribute("s").value_or("0"), 1 << 30);
    if (!style) return refuse_cell("has no proper format");
    style_ = static_cast<std::size_t>(*style);
    value_.clear();
    formula_.clear();
    has_formula_ = false;
    inline_.clear();
    target_ = nullptr;
    return true;
}

bool XlsxCells::Sheet::read_cell(CellRow& row) {
    while (true) {
        const Event event = part_->next();
        if (event == Event::failed) return refuse_part();
        if (event == Event::end && part_->xml().name() == "c") break;
        take_part_of_cell(event);
        const auto size = value_.size() + formula_.size() + inline_.text().size();
        if (size > max_cell_bytes) return refuse_cell("holds too much text");
    }
    std::string text;
    if (!read_value(text)) return false;
    if (text.empty()) return true;
    while (row.cells.size() < static_cast<std::size_t>(column_)) {
        row.cells.push_back({.text = {}, .column = static_cast<int>(row.cells.size()) + 1});
    }
    row.cells.back().text = std::move(text);
    return true;
}

void XlsxCells::Sheet::take_part_of_cell(Event event) {
    const auto& xml = part_->xml();
    inline_.take(xml, event);
    if (event == Event::text) {
        if (target_) *target_ += xml.text();
        return;
    }
    target_ = nullptr;
    if (event != Event::start) return;
    if (xml.name() == "v") target_ = &value_;
    if (xml.name() == "f") target_ = &formula_;
    has_formula_ = has_formula_ || xml.name() == "f";
}

bool XlsxCells::Sheet::read_value(std::string& into) {
    if (type_ == "inlineStr") {
        into = decode_xlsx_escapes(inline_.text());
        return true;
    }
    if (value_.empty()) {
        if (has_formula_) into = "=" + formula_;
        return true;
    }
    if (type_ == "s") return read_shared(into);
    if (type_ == "n") return read_number(into);
    if (type_ == "str") {
        into = decode_xlsx_escapes(value_);
    } else if (type_ == "b") {
        into = value_ == "0" || value_ == "false" ? "false" : "true";
    } else if (type_ == "d") {
        into = without_midnight(value_);
    } else if (type_ == "e") {
        into = value_;
    } else {
        return refuse_cell(fmt::format("is of an unknown type '{}'", printable(type_)));
    }
    return true;
}

bool XlsxCells::Sheet::read_shared(std::string& into) {
    constexpr int most = static_cast<int>(XlsxStrings::max_count);
    const auto index = whole_number(trimmed(value_), most);
    if (!index || static_cast<std::size_t>(*index) >= strings_.count()) {
        return refuse_cell("refers to a text that the workbook does not have");
    }
    into = strings_.at(static_cast<std::size_t>(*index));
    return true;
}

bool XlsxCells::Sheet::read_number(std::string& into) {
    auto decimal = plain_decimal(trimmed(value_));
    if (!decimal) return refuse_cell("holds a number that is none");
    into = std::move(*decimal);
    if (styles_.empty()) return true;
    if (style_ >= styles_.size())
        return refuse_cell("has a format that the workbook does not have");
    const XlsxStyle style = styles_[style_];
    if (style.kind == XlsxNumberKind::day) {
        if (const auto day = serial_day(into, epoch_)) into = *day;
    }
    if (style.kind == XlsxNumberKind::percent) into = as_percent(into);
    const auto padded = static_cast<std::size_t>(style.padded_digits);
    const bool is_whole = into.find_first_of(".-") == std::string::npos;
    if (is_whole && into.size() < padded) into.insert(0, padded - into.size(), '0');
    return true;
}

bool XlsxCells::Sheet::refuse(std::string what, std::string remedy) {
    fault_ = CellFault{
        .line = row_, .column = column_, .what = std::move(what), .remedy = std::move(remedy)};
    return false;
}

bool XlsxCells::Sheet::refuse_cell(std::string what) {
    return refuse(fmt::format("cell {} {}", cell_name(row_, column_), what),
                  "save the file again with a spreadsheet program");
}

bool XlsxCells::Sheet::refuse_part() {
    auto fault = part_->fault();
    return refuse(std::move(fault.what), std::move(fault.remedy));
}

XlsxCells::XlsxCells(std::string_view bytes, const XlsxOptions& options) {
    auto fault = Fault{};
    const auto kind = file_kind(bytes);
    if (kind == FileKind::old_xls || kind == FileKind::encrypted_workbook) {
        fault = *why_not_readable(kind);
    } else if (auto opened = Sheet::open(bytes, options)) {
        reader_ = std::move(opened).value();
        sheet_ = reader_->name();
        return;
    } else {
        fault = opened.error();
    }
    fault_ = CellFault{.line = 0, .column = 0, .what = fault.what, .remedy = fault.remedy};
}

XlsxCells::~XlsxCells() = default;

bool XlsxCells::next(CellRow& row) {
    if (!reader_) return false;
    if (reader_->next(row)) return true;
    fault_ = reader_->fault();
    reader_.reset();
    return false;
}

}  // namespace dunning
