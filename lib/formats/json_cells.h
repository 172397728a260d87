// A JSON file as rows of cells: an array of flat objects, an object around one, or JSON Lines.
//
// The first row is the header: all keys of all rows in the order in which they first appear. A key
// that a row does not have is an empty cell, as is null; numbers keep their text, true and false
// are such; text has `quoted` set. `line` is the line where the object begins; `column` is that of
// the value when it stands on the same line, else that of the object. A file without rows has no
// header.
//
// A file is checked as a whole before the first row comes: see json_rows.h, and in a row no key may
// come twice. Objects and arrays inside a row are refused when the row is read, unless nobody
// reads their key.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/json_rows.h"
#include "text/cells.h"

namespace dunning {

inline constexpr std::size_t max_json_keys = 4096;

struct JsonOptions {
    // Whether an object or array may stand under this key: nobody reads it, and its cell is its own
    // text. None: they are refused under every key.
    std::function<bool(std::string_view key)> may_nest = {};
};

// The place of ever later offsets in a text, columns in characters.
class TextCursor {
  public:
    explicit TextCursor(std::string_view text) : text_(text) {}
    void advance_to(std::size_t offset);  // REQUIRES: no smaller than before
    int line() const { return line_; }
    int column() const { return column_; }

  private:
    std::string_view text_;
    std::size_t offset_ = 0;
    int line_ = 1;
    int column_ = 1;
};

class JsonCells final : public CellSource {
  public:
    // UTF-8, with or without a byte order mark. REQUIRES: `text` outlives the source and the rows'
    // `raw`.
    JsonCells(std::string_view text, JsonLayout layout, JsonOptions options = {});

    bool next(CellRow& row) override;
    const std::optional<CellFault>& fault() const override { return fault_; }

  private:
    class KeyReader;
    class ValueReader;

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };

    void collect_keys();
    // The column of a key that may be new; nothing when there are too many.
    std::optional<std::size_t> column_of(std::string_view key);
    void give_header(CellRow& row);
    bool give_values(CellRow& row);
    void refuse(const JsonFault& fault);

    std::string_view text_;
    JsonOptions options_;
    std::vector<JsonSpan> rows_;
    std::vector<std::string> keys_;
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> columns_;
    std::optional<CellFault> fault_;

    bool header_given_ = false;
    std::size_t next_row_ = 0;
    TextCursor cursor_;
};

}  // namespace dunning
