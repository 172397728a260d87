#include "formats/bai2_records.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace statement;

constexpr std::size_t code_size = 3;  // with its comma

std::optional<Bai2Code> code_at(std::string_view text) {
    if (text.size() < code_size || !are_digits(text.substr(0, 2))) return std::nullopt;
    if (text[2] != ',' && text[2] != '/') return std::nullopt;
    const auto code = static_cast<Bai2Code>((text[0] - '0') * 10 + (text[1] - '0'));
    switch (code) {
        case Bai2Code::file:
        case Bai2Code::group:
        case Bai2Code::account:
        case Bai2Code::detail:
        case Bai2Code::account_trailer:
        case Bai2Code::continuation:
        case Bai2Code::group_trailer:
        case Bai2Code::file_trailer:
            return code;
    }
    return std::nullopt;
}

std::string_view after_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view before_blanks(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t") + 1);  // npos + 1 is 0
}

// "49,-1600,11/": the whole record. Text of a detail is not likely to look like it.
bool is_whole_trailer(std::string_view text) {
    constexpr std::size_t longest = 80;
    text = text.substr(code_size, longest);
    const auto end = text.find('/');
    if (end == std::string_view::npos) return false;
    text = text.substr(0, end);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    const auto fits = [](char c) { return is_digit(c) || c == ','; };
    return !text.empty() && std::ranges::all_of(text, fits) &&
           text.find(',') != std::string_view::npos;
}

// "16,195,": what a detail record begins with.
bool is_detail_start(std::string_view text) {
    return text.size() > code_size + 3 && are_digits(text.substr(code_size, 3)) &&
           text[code_size + 3] == ',';
}

bool begins_record(std::string_view text, bool in_detail) {
    const auto code = code_at(text);
    if (!code || !in_detail) return code.has_value();
    if (*code == Bai2Code::detail) return is_detail_start(text);
    const bool is_trailer = *code == Bai2Code::account_trailer ||
                            *code == Bai2Code::group_trailer || *code == Bai2Code::file_trailer;
    return is_trailer && is_whole_trailer(text);
}

}  // namespace

int Bai2RecordReader::column_of(std::size_t offset) {
    const auto more = line_.text.substr(counted_, offset - counted_);
    column_ += static_cast<int>(count_characters(more));
    counted_ = offset;
    return column_;
}

bool Bai2RecordReader::next_line() {
    at_ = counted_ = 0;
    column_ = 1;
    line_ = {};
    return lines_.next(line_);
}

void Bai2RecordReader::report_line(std::string_view rest) {
    problems_.error(line_.number, column_of(at_), fmt::format("'{}' is no record", shown(rest)),
                    "a line begins with 01, 02, 03, 16, 49, 88, 98 or 99 and a comma");
    at_ = line_.text.size();
}

// The record at the beginning of what is left of the line.
std::optional<Bai2RecordReader::Physical> Bai2RecordReader::read_physical() {
    const auto rest = line_.text.substr(at_);
    const auto code = code_at(rest);
    if (!code) {
        report_line(rest);
        return std::nullopt;
    }
    if (*code != Bai2Code::continuation) in_detail_ = *code == Bai2Code::detail;
    auto end = rest.size();
    auto next = rest.size();
    for (auto slash = rest.find('/'); slash != std::string_view::npos;
         slash = rest.find('/', slash + 1)) {
        const auto after = after_blanks(rest.substr(slash + 1));
        if (!after.empty() && !begins_record(after, in_detail_)) {
            // Elsewhere than in a detail a '/' is always the end; what follows must be a record.
            if (in_detail_) continue;
        }
        end = slash;
        next = rest.size() - after.size();
        break;
    }
    const auto start = std::min(code_size, end);
    const auto text = before_blanks(rest.substr(start, end - start));
    const int column = column_of(at_);
    const Bai2Part part{text, line_.number, column + static_cast<int>(code_size)};
    at_ += next;
    return Physical{*code, part, column};
}

std::optional<Bai2RecordReader::Physical> Bai2RecordReader::next_physical() {
    while (true) {
        const auto rest = after_blanks(line_.text.substr(at_));
        at_ = line_.text.size() - rest.size();
        if (rest.empty()) {
            if (!next_line()) return std::nullopt;
        } else if (auto record = read_physical()) {
            return record;
        }
    }
}

// False, with an error, when the record becomes too long.
bool Bai2RecordReader::add_part(Bai2Record& record, const Bai2Part& part) {
    bytes_ += part.text.size() + code_size;
    if (bytes_ > max_statement_field_bytes) {
        problems_.too_long(record.line, record.column);
        return false;
    }
    record.parts.push_back(part);
    return true;
}

bool Bai2RecordReader::next(Bai2Record& record) {
    auto first = pending_ ? pending_ : next_physical();
    pending_.reset();
    if (!first) return false;
    record.code = first->code;
    record.line = first->part.line;
    record.column = first->column;
    record.parts.clear();
    bytes_ = 0;
    if (!add_part(record, first->part)) return false;
    if (first->code == Bai2Code::continuation) {
        problems_.error(record.line, record.column, "a continuation (88) of nothing");
    }
    while ((pending_ = next_physical())) {
        if (pending_->code != Bai2Code::continuation) return true;
        if (!add_part(record, pending_->part)) return false;
    }
    return true;
}

Bai2Field Bai2Fields::next() {
    if (!has_more()) return {};
    const auto& part = parts_[part_];
    columns_ += static_cast<int>(count_characters(part.text.substr(counted_, at_ - counted_)));
    counted_ = at_;
    const auto comma = part.text.find(',', at_);
    const auto text = part.text.substr(at_, comma - at_);
    const Bai2Field field{before_blanks(after_blanks(text)), part.line, part.column + columns_};
    if (comma == std::string_view::npos) {
        ++part_;
        at_ = counted_ = 0;
        columns_ = 0;
    } else {
        at_ = comma + 1;
    }
    return field;
}

std::string Bai2Fields::rest() {
    std::string result;
    for (; has_more(); ++part_, at_ = 0) {
        const auto text = single_spaced(parts_[part_].text.substr(at_));
        if (!result.empty() && !text.empty()) result += ' ';
        result += text;
    }
    return result;
}

}  // namespace dunning
