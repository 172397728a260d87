// CSV as ERP systems and banks write it: RFC 4180 with any delimiter and any line end.
//
// Line ends are CR LF, LF or CR, also mixed; inside quotes they belong to the field. A quote opens
// a quoted field only as its first character; anywhere else it stands for itself. A UTF-8 byte
// order mark at the start is skipped. The apostrophe that keeps a text from being run as a formula
// (formula_guard.h) is written and taken away again here. Encodings are the caller's matter: bytes
// are expected to be UTF-8, and only columns depend on it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/cells.h"

namespace dunning {

// A longer field or record is a missing quote or another kind of file, never an invoice.
inline constexpr std::size_t max_csv_field_bytes = 64 * 1024;
inline constexpr std::size_t max_csv_fields = 4096;

// Reads one record after another and reuses the record's storage.
// REQUIRES: `bytes` outlive the reader and the records' `raw`.
class CsvReader final : public CellSource {
  public:
    explicit CsvReader(std::string_view bytes, char delimiter = ',');

    // The next record; false at the end and at a fault, after which nothing more is read.
    bool next(CellRow& record) override;

    // A quote that is never closed (the place of the opening quote), text after a closing quote, a
    // NUL byte, a field or record past the limits.
    const std::optional<CellFault>& fault() const override { return fault_; }

  private:
    struct Opening {  // the place of an opening quote
        int line;
        int column;
    };

    // These return false after a fault.
    bool read_fields(CellRow& record);
    bool read_field(Cell& field);
    bool read_quoted(Cell& field);
    bool enter_line(std::size_t start);
    bool enter_line_of(std::size_t offset);
    bool refuse(std::size_t offset, std::string what, std::string remedy);
    bool refuse(Opening opening, std::string what);

    std::size_t after_line_end(std::size_t end) const;
    int column_of(std::size_t offset);
    static std::string too_long();

    std::string_view bytes_;
    char delimiter_;
    std::size_t position_ = 0;
    std::optional<CellFault> fault_;

    // The physical line that position_ is on.
    int line_ = 0;
    int first_line_ = 0;  // of the record
    std::size_t line_start_ = 0;
    std::size_t line_end_ = 0;
    bool line_is_ascii_ = true;
    std::size_t counted_to_ = 0;  // columns are counted once from left to right
    int counted_column_ = 1;

    // Where the next of each byte is; looked for again only when the reading has passed it.
    std::size_t next_line_feed_ = 0;
    std::size_t next_carriage_return_ = 0;
    std::size_t nul_ = 0;
};

// Appends a field, in quotes only when it needs them: delimiter, quote, line end, or a space at
// either end; with an apostrophe if it reads as a formula. The delimiters between fields are the
// caller's.
void append_csv_field(std::string& out, std::string_view text, char delimiter);

}  // namespace dunning
