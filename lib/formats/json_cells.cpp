#include "formats/json_cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/json_reading.h"
#include "text/utf8.h"

namespace dunning {
namespace {

std::string_view without_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace

void TextCursor::advance_to(std::size_t offset) {
    for (const char c : text_.substr(offset_, offset - offset_)) {
        if (c == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++column_;
        }
    }
    offset_ = offset;
}

// Takes the keys of one row, and nothing inside its values. Stops at a key that comes twice.
class JsonCells::KeyReader : public JsonHandler<KeyReader> {
  public:
    KeyReader(JsonCells& cells, const rapidjson::MemoryStream& stream,
              std::vector<std::size_t>& last_rows, std::size_t row)
        : cells_(cells), stream_(stream), last_rows_(last_rows), row_(row) {}

    bool scalar(std::string_view /*text*/) { return true; }
    bool String(const char*, rapidjson::SizeType, bool) { return true; }
    bool StartObject() { return ++depth_ > 0; }
    bool EndObject(rapidjson::SizeType) { return --depth_ >= 0; }
    bool StartArray() { return ++depth_ > 0; }
    bool EndArray(rapidjson::SizeType) { return --depth_ >= 0; }

    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        if (depth_ > 1) return true;
        const std::string_view key(text, size);
        const auto column = cells_.column_of(key);
        if (!column) return refuse(fmt::format("more than {} different keys", max_json_keys));
        if (*column >= last_rows_.size()) last_rows_.resize(*column + 1, 0);
        auto& last_row = last_rows_[*column];
        if (last_row == row_) return refuse(fmt::format("key '{}' comes twice", excerpt(key)));
        last_row = row_;
        return true;
    }

    const std::optional<JsonFault>& fault() const { return fault_; }

  private:
    bool refuse(std::string what) {
        fault_ = JsonFault{.offset = stream_.Tell() - 1, .what = std::move(what)};
        return false;
    }

    JsonCells& cells_;
    const rapidjson::MemoryStream& stream_;
    std::vector<std::size_t>& last_rows_;  // by column, the last row that had it, from 1
    std::size_t row_;
    int depth_ = 0;
    std::optional<JsonFault> fault_;
};

// Puts the values of one row into its cells.
class JsonCells::ValueReader : public JsonHandler<ValueReader> {
  public:
    ValueReader(JsonCells& cells, std::string_view text, const rapidjson::MemoryStream& stream,
                CellRow& row, TextCursor cursor)
        : cells_(cells), text_(text), stream_(stream), row_(row), cursor_(cursor) {}

    bool scalar(std::string_view text) { return put(text, Quotes::no); }
    bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        return put({text, size}, Quotes::yes);
    }
    bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
        if (depth_ > 1) return true;
        column_ = *cells_.column_of({text, size});
        // Behind the key come blanks, a colon, blanks and the value.
        value_begin_ = text_.find_first_not_of(": \t\r\n", stream_.Tell());
        return true;
    }
    bool StartObject() { return enter(); }
    bool StartArray() { return enter(); }
    bool EndObject(rapidjson::SizeType) { return leave(); }
    bool EndArray(rapidjson::SizeType) { return leave(); }

    const std::optional<JsonFault>& fault() const { return fault_; }

  private:
    enum class Quotes { no, yes };

    bool put(std::string_view text, Quotes quotes) {
        if (depth_ > 1) return true;
        Cell& cell = row_.cells[column_];
        cell.text.assign(text);
        cell.absent = false;
        cell.quoted = quotes == Quotes::yes;
        cursor_.advance_to(begin_of_row() + value_begin_ + (cell.quoted ? 1 : 0));
        if (cursor_.line() == row_.line) cell.column = cursor_.column();
        return true;
    }

    std::size_t begin_of_row() const {
        return static_cast<std::size_t>(text_.data() - cells_.text_.data());
    }

    bool enter() {
        ++depth_;
        if (depth_ != 2) return true;
        const auto& key = cells_.keys_[column_];
        if (cells_.options_.may_nest && cells_.options_.may_nest(key)) return true;
        fault_ = JsonFault{
            .offset = value_begin_,
            .what = fmt::format("an object or array inside a row (key '{}')", excerpt(key)),
            .remedy = "write the rows as flat objects"};
        return false;
    }

    bool leave() {
        --depth_;
        if (depth_ != 1) return true;
        put(text_.substr(value_begin_, stream_.Tell() - value_begin_), Quotes::no);
        row_.cells[column_].nested = true;
        return true;
    }

    JsonCells& cells_;
    std::string_view text_;  // of the row
    const rapidjson::MemoryStream& stream_;
    CellRow& row_;
    TextCursor cursor_;
    int depth_ = 0;
    std::size_t column_ = 0;       // of the last key
    std::size_t value_begin_ = 0;  // of its value, from the beginning of the row
    std::optional<JsonFault> fault_;
};

JsonCells::JsonCells(std::string_view text, JsonLayout layout, JsonOptions options)
    : text_(without_mark(text)), options_(std::move(options)), cursor_(text_) {
    auto found = find_json_rows(text_, layout);
    if (found.fault) {
        refuse(*found.fault);
    } else {
        rows_ = std::move(found.rows);
        collect_keys();
    }
}

void JsonCells::collect_keys() {
    std::vector<std::size_t> last_rows;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const auto [begin, end] = rows_[row];
        rapidjson::MemoryStream stream(text_.data() + begin, end - begin);
        KeyReader keys(*this, stream, last_rows, row + 1);
        rapidjson::Reader reader;
        reader.Parse<json_flags>(stream, keys);
        if (auto fault = keys.fault()) {
            fault->offset += begin;
            refuse(*fault);
            return;
        }
    }
}

std::optional<std::size_t> JsonCells::column_of(std::string_view key) {
    const auto found = columns_.find(key);
    if (found != columns_.end()) return found->second;
    if (keys_.size() == max_json_keys) return std::nullopt;
    keys_.emplace_back(key);
    columns_.emplace(key, keys_.size() - 1);
    return keys_.size() - 1;
}

bool JsonCells::next(CellRow& row) {
    if (fault_ || next_row_ == rows_.size()) return false;
    if (header_given_) return give_values(row);
    header_given_ = true;
    give_header(row);
    return true;
}

void JsonCells::give_header(CellRow& row) {
    cursor_.advance_to(rows_.front().begin);
    row.line = cursor_.line();
    row.raw = {};
    row.cells.clear();
    for (const auto& key : keys_) row.cells.push_back({.text = key});
    if (row.cells.empty()) row.cells.emplace_back();
}

bool JsonCells::give_values(CellRow& row) {
    const auto [begin, end] = rows_[next_row_++];
    const auto text = text_.substr(begin, end - begin);
    cursor_.advance_to(begin);
    row.line = cursor_.line();
    row.raw = text;
    row.cells.resize(std::max<std::size_t>(keys_.size(), 1));
    for (Cell& cell : row.cells) {
        cell.text.clear();
        cell.column = cursor_.column();
        cell.quoted = false;
        cell.nested = false;
        cell.absent = true;
    }
    rapidjson::MemoryStream stream(text.data(), text.size());
    ValueReader values(*this, text, stream, row, cursor_);
    rapidjson::Reader reader;
    reader.Parse<json_flags>(stream, values);
    if (auto fault = values.fault()) {
        fault->offset += begin;
        refuse(*fault);
    }
    return !fault_;
}

void JsonCells::refuse(const JsonFault& fault) {
    TextCursor cursor(text_);
    cursor.advance_to(std::min(fault.offset, text_.size()));
    fault_ = CellFault{.line = cursor.line(),
                       .column = cursor.column(),
                       .what = fault.what,
                       .remedy = fault.remedy};
}

}  // namespace dunning
