#include "formats/input_file.h"

#include <algorithm>

#include "formats/json_cells.h"
#include "formats/xlsx_cells.h"
#include "text/csv.h"

namespace dunning {
namespace {

std::string_view name_of(FileKind kind) {
    switch (kind) {
        case FileKind::xlsx:
            return "xlsx";
        case FileKind::json:
            return "json";
        case FileKind::json_lines:
            return "jsonl";
        case FileKind::xml:
            return "xml";
        case FileKind::mt940:
            return "mt940";
        case FileKind::ofx:
            return "ofx";
        case FileKind::bai2:
            return "bai2";
        case FileKind::csv:
        case FileKind::old_xls:
        case FileKind::encrypted_workbook:
        case FileKind::html:
        case FileKind::pdf:
        case FileKind::zip:
        case FileKind::gzip:
        case FileKind::binary:
        case FileKind::empty:
            return "csv";
    }
    return "csv";
}

// Fills the text of the file; false after a diagnostic.
bool decode(std::string_view bytes, const std::string& file, const ImportProfile& profile,
            InputFile& input, Diagnostics& diagnostics) {
    auto outcome = decode_text(bytes, charset_from(profile.encoding));
    if (outcome.fault) {
        diagnostics.error({file, outcome.fault->line, outcome.fault->column}, outcome.fault->what,
                          outcome.fault->remedy);
        return false;
    }
    input.decoded = std::move(outcome.text);
    input.encoding = to_text(input.decoded->charset());
    input.text = input.decoded->text();
    return true;
}

// Whether the bytes name a document that is read at all; those of UTF-16 are not looked through.
bool may_be_known(std::string_view bytes) {
    constexpr std::string_view names[] = {"BkToCstmr", "Invoice", "CreditNote"};
    const auto has = [bytes](std::string_view name) { return bytes.find(name) != bytes.npos; };
    const bool is_utf16 = bytes.substr(0, 64).find('\0') != bytes.npos;
    return is_utf16 || std::ranges::any_of(names, has);
}

// Large files of another kind are not worth the memory to say more of them.
bool is_hopeless_xml(std::string_view bytes) {
    constexpr std::size_t large = std::size_t{1} << 20;
    return bytes.size() > large && !may_be_known(bytes);
}

void open_table(std::string_view bytes, const std::string& file, const ImportProfile& profile,
                InputFile& input) {
    TableFile table{.name = file, .open = {}};
    if (input.kind == FileKind::xlsx) {
        table.open = [bytes, sheet = profile.sheet](char) -> std::unique_ptr<CellSource> {
            return std::make_unique<XlsxCells>(bytes, XlsxOptions{.sheet = sheet});
        };
    } else if (input.kind == FileKind::csv) {
        table.open = [text = input.text](char delimiter) -> std::unique_ptr<CellSource> {
            return std::make_unique<CsvReader>(text, delimiter);
        };
    } else {
        table.has_header = false;
        const auto layout = input.kind == FileKind::json ? JsonLayout::document : JsonLayout::lines;
        table.open = [text = input.text, layout](char) -> std::unique_ptr<CellSource> {
            return std::make_unique<JsonCells>(
                text, layout, JsonOptions{.may_nest = [](std::string_view) { return true; }});
        };
    }
    table.has_delimiter = input.kind == FileKind::csv;
    table.short_rows = input.kind != FileKind::csv;
    input.table = std::move(table);
}

}  // namespace

std::unique_ptr<InputFile> open_input(std::string_view bytes, const std::string& file,
                                      const ImportProfile& profile, Diagnostics& diagnostics) {
    auto input = std::make_unique<InputFile>();
    input->kind = file_kind(bytes);
    // Decoding finds the place of the first NUL byte, and an encoding that was told may explain it.
    if (input->kind == FileKind::binary) input->kind = FileKind::csv;
    if (input->kind == FileKind::empty) {
        diagnostics.error({file}, "the file is empty", "the first line names the columns");
        return nullptr;
    }
    if (const auto fault = why_not_readable(input->kind)) {
        diagnostics.error({file}, fault->what, fault->remedy);
        return nullptr;
    }
    if (input->kind == FileKind::empty) {
        diagnostics.error({file}, "the file is empty", "the first line names the columns");
        return nullptr;
    }
    input->source_format = name_of(input->kind);
    switch (input->kind) {
        case FileKind::xlsx:
            open_table(bytes, file, profile, *input);
            return input;
        case FileKind::xml:
            if (is_hopeless_xml(bytes)) {
                diagnostics.error({file}, "an XML file of another kind",
                                  "camt statements and electronic invoices (UBL, CII) are read");
                return nullptr;
            }
            if (auto xml = XmlDocument::parse(bytes, file, diagnostics)) {
                input->xml.emplace(std::move(*xml));
                return input;
            }
            return nullptr;
        case FileKind::csv:
        case FileKind::json:
        case FileKind::json_lines:
            if (!decode(bytes, file, profile, *input, diagnostics)) return nullptr;
            open_table(bytes, file, profile, *input);
            return input;
        case FileKind::mt940:
        case FileKind::ofx:
        case FileKind::bai2:
            if (!decode(bytes, file, profile, *input, diagnostics)) return nullptr;
            return input;
        case FileKind::old_xls:
        case FileKind::encrypted_workbook:
        case FileKind::html:
        case FileKind::pdf:
        case FileKind::zip:
        case FileKind::gzip:
        case FileKind::binary:
        case FileKind::empty:
            break;
    }
    return nullptr;
}

}  // namespace dunning
