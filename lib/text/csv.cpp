#include "text/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "text/formula_guard.h"

namespace dunning {
namespace {

// The first such byte in [from, to), or `to`.
std::size_t find_byte(std::string_view bytes, char byte, std::size_t from, std::size_t to) {
    if (from >= to) return to;
    const void* found = std::memchr(bytes.data() + from, byte, to - from);
    if (found == nullptr) return to;
    return static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

bool is_ascii(std::string_view text) {
    std::uint64_t all = 0;
    while (text.size() >= sizeof all) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        all |= word;
        text.remove_prefix(sizeof word);
    }
    for (const char byte : text) all |= static_cast<unsigned char>(byte);
    return (all & 0x8080808080808080U) == 0;
}

// Bytes that begin a character of UTF-8, that is all but 10xxxxxx; eight at a time.
int count_beginnings(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    int count = 0;
    while (text.size() >= sizeof ones) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        const std::uint64_t continuing = (word >> 7) & (~word >> 6) & ones;
        count += 8 - static_cast<int>((continuing * ones) >> 56);  // the sum of the eight bytes
        text.remove_prefix(sizeof word);
    }
    for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    return count;
}

void drop_formula_guard(Cell& field) {
    if (without_formula_guard(field.text).size() == field.text.size()) return;
    field.text.erase(0, 1);
    ++field.column;
}

}  // namespace

CsvReader::CsvReader(std::string_view bytes, char delimiter)
    : bytes_(bytes), delimiter_(delimiter) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (bytes_.starts_with(byte_order_mark)) bytes_.remove_prefix(byte_order_mark.size());
    next_line_feed_ = find_byte(bytes_, '\n', 0, bytes_.size());
    next_carriage_return_ = find_byte(bytes_, '\r', 0, bytes_.size());
    nul_ = find_byte(bytes_, '\0', 0, bytes_.size());
}

bool CsvReader::next(CellRow& record) {
    if (fault_ || position_ >= bytes_.size() || !enter_line(position_)) return false;
    const std::size_t start = position_;
    record.line = line_;
    first_line_ = line_;
    if (!read_fields(record)) return false;
    record.raw = bytes_.substr(start, position_ - start);
    position_ = after_line_end(position_);
    return true;
}

bool CsvReader::read_fields(CellRow& record) {
    std::size_t count = 0;
    while (true) {
        if (count == max_csv_fields) {
            return refuse(position_,
                          fmt::format("more than {} fields in one record", max_csv_fields),
                          "check the delimiter and whether this is a CSV file");
        }
        if (count == record.cells.size()) record.cells.emplace_back();
        if (!read_field(record.cells[count])) return false;
        ++count;
        if (position_ == line_end_) break;
        ++position_;  // the delimiter
    }
    record.cells.resize(count);
    return true;
}

// Leaves position_ on the delimiter or the line end.
bool CsvReader::read_field(Cell& field) {
    const std::size_t start = position_;
    field.column = column_of(start);
    field.lines_down = line_ - first_line_;
    field.quoted = start < line_end_ && bytes_[start] == '"';
    if (field.quoted) return read_quoted(field);

    position_ = find_byte(bytes_, delimiter_, start, line_end_);
    if (position_ - start > max_csv_field_bytes) {
        return refuse(start, too_long(), "check the line ends and whether this is a CSV file");
    }
    field.text.assign(bytes_, start, position_ - start);
    drop_formula_guard(field);
    return true;
}

bool CsvReader::read_quoted(Cell& field) {
    const Opening opening{.line = line_, .column = field.column};
    ++field.column;
    field.text.clear();
    for (std::size_t from = position_ + 1;; from = position_ + 1) {
        const std::size_t quote = find_byte(bytes_, '"', from, bytes_.size());
        if (quote == bytes_.size()) return refuse(opening, "a quote that is never closed");
        if (field.text.size() + (quote - from) > max_csv_field_bytes) {
            return refuse(opening, too_long());
        }
        field.text.append(bytes_, from, quote - from);
        if (!enter_line_of(quote)) return false;
        position_ = quote + 1;
        if (position_ == line_end_ || bytes_[position_] == delimiter_) {
            drop_formula_guard(field);
            return true;
        }
        if (bytes_[position_] != '"') break;
        field.text.push_back('"');
    }
    return refuse(position_,
                  fmt::format("text after the quote that closes the field opened at {}:{}",
                              opening.line, opening.column),
                  "double a quote that belongs to the text; check that the field is closed");
}

bool CsvReader::enter_line(std::size_t start) {
    if (next_line_feed_ < start) next_line_feed_ = find_byte(bytes_, '\n', start, bytes_.size());
    if (next_carriage_return_ < start) {
        next_carriage_return_ = find_byte(bytes_, '\r', start, bytes_.size());
    }
    ++line_;
    line_start_ = start;
    line_end_ = std::min(next_line_feed_, next_carriage_return_);
    line_is_ascii_ = is_ascii(bytes_.substr(line_start_, line_end_ - line_start_));
    counted_to_ = start;
    counted_column_ = 1;
    if (nul_ >= line_end_) return true;
    return refuse(nul_, "a NUL byte", "save the file as UTF-8 text");
}

bool CsvReader::enter_line_of(std::size_t offset) {
    while (offset >= line_end_ && line_end_ < bytes_.size()) {
        if (!enter_line(after_line_end(line_end_))) return false;
    }
    return true;
}

std::size_t CsvReader::after_line_end(std::size_t end) const {
    return end + (bytes_.substr(end, 2) == "\r\n" ? 2 : 1);
}

int CsvReader::column_of(std::size_t offset) {
    if (line_is_ascii_) return static_cast<int>(offset - line_start_) + 1;
    counted_column_ += count_beginnings(bytes_.substr(counted_to_, offset - counted_to_));
    counted_to_ = offset;
    return counted_column_;
}

bool CsvReader::refuse(std::size_t offset, std::string what, std::string remedy) {
    fault_ = CellFault{.line = line_,
                       .column = column_of(offset),
                       .what = std::move(what),
                       .remedy = std::move(remedy)};
    return false;
}

bool CsvReader::refuse(Opening opening, std::string what) {
    fault_ = CellFault{.line = opening.line,
                       .column = opening.column,
                       .what = std::move(what),
                       .remedy = "close the field with a quote; a quote inside it is doubled"};
    return false;
}

std::string CsvReader::too_long() {
    return fmt::format("a field of more than {} KiB", max_csv_field_bytes / 1024);
}

void append_csv_field(std::string& out, std::string_view text, char delimiter) {
    const bool padded = text.starts_with(' ') || text.ends_with(' ');
    const auto is_special = [delimiter](char byte) {
        return byte == delimiter || byte == '"' || byte == '\r' || byte == '\n';
    };
    const char* const guard = reads_as_formula(text) ? "'" : "";
    if (!padded && std::ranges::none_of(text, is_special)) {
        out.append(guard).append(text);
        return;
    }
    out.append("\"").append(guard);
    for (const char byte : text) {
        if (byte == '"') out.push_back('"');
        out.push_back(byte);
    }
    out.push_back('"');
}

}  // namespace dunning
