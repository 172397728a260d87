// The fields of an MT940 file in their order: tags, lines, ends of messages.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/statement_text.h"

namespace dunning {

enum class Mt940Tag {
    reference,     // :20:
    account,       // :25:
    number,        // :28C:
    opening,       // :60F:
    opening_page,  // :60M:
    entry,         // :61:
    details,       // :86:, also :NS: of some banks
    closing,       // :62F:
    closing_page,  // :62M:
    interim,       // :34F:, which MT942 has and a statement has not
    other,
    end,  // of a message
};

struct Mt940Field {
    Mt940Tag tag = Mt940Tag::other;
    std::vector<std::string_view> lines;  // the first without its tag
    int line = 0;
    int column = 0;         // where the first line's value begins
    std::size_t bytes = 0;  // of all lines; past max_statement_field_bytes they are not kept
};

class Mt940FieldReader {
  public:
    explicit Mt940FieldReader(std::string_view text) : lines_(text) {}
    // The next field, in the storage of `field`; false at the end of the text.
    bool next(Mt940Field& field);

  private:
    struct Start {
        Mt940Tag tag;
        std::string_view value;
        int line;
        int column;
    };
    std::optional<Start> start_of(const statement::TextLine& line);
    bool goes_on(std::string_view line, const Mt940Field& field) const;

    statement::LineReader lines_;
    std::optional<Start> pending_;
    bool inside_ = false;    // of a message
    bool closed_ = false;    // the closing balance was there
    std::string_view last_;  // the line before
};

}  // namespace dunning
