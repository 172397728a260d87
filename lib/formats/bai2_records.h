// The records of a BAI2 file and their fields.
//
// A record ends with '/', or with its line; another one may follow on the same line. Records 88
// continue the one before them. The text of a detail record may contain commas and slashes: there a
// '/' ends the record only before the end of the line or before what is a detail or trailer record
// in its whole shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/statement_text.h"

namespace dunning {

enum class Bai2Code {
    file = 1,
    group = 2,
    account = 3,
    detail = 16,
    account_trailer = 49,
    continuation = 88,
    group_trailer = 98,
    file_trailer = 99,
};

struct Bai2Part {
    std::string_view text;  // after the code and its comma, without the '/' at the end
    int line = 0;
    int column = 0;
};

struct Bai2Record {
    Bai2Code code = Bai2Code::file;
    std::vector<Bai2Part> parts;  // the record itself, and each continuation
    int line = 0;
    int column = 0;
};

class Bai2RecordReader {
  public:
    Bai2RecordReader(std::string_view text, statement::StatementProblems& problems)
        : lines_(text), problems_(problems) {}
    // The next record with its continuations, in the storage of `record`; false at the end.
    bool next(Bai2Record& record);

  private:
    struct Physical {
        Bai2Code code;
        Bai2Part part;
        int column;  // of the code
    };
    std::optional<Physical> next_physical();
    bool next_line();
    std::optional<Physical> read_physical();
    bool add_part(Bai2Record& record, const Bai2Part& part);
    void report_line(std::string_view rest);
    int column_of(std::size_t offset);

    statement::LineReader lines_;
    statement::StatementProblems& problems_;
    statement::TextLine line_;
    std::size_t at_ = 0;       // in the line
    std::size_t counted_ = 0;  // bytes of the line whose characters are in column_
    int column_ = 1;
    bool in_detail_ = false;  // the last record that is no continuation was one
    std::optional<Physical> pending_;
    std::size_t bytes_ = 0;  // of the record being read
};

struct Bai2Field {
    std::string_view text;
    int line = 0;
    int column = 0;
};

// The fields of one record, in their order.
class Bai2Fields {
  public:
    explicit Bai2Fields(const Bai2Record& record) : parts_(record.parts) {}
    bool has_more() const { return part_ < parts_.size(); }
    // Empty past the end.
    Bai2Field next();
    // All that is left as one text.
    std::string rest();

  private:
    const std::vector<Bai2Part>& parts_;
    std::size_t part_ = 0;
    std::size_t at_ = 0;       // in the part
    std::size_t counted_ = 0;  // as above
    int columns_ = 0;
};

}  // namespace dunning
