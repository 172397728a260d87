#include "formats/statement_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "text/utf8.h"

namespace dunning::statement {
namespace {

constexpr std::size_t shown_columns = 40;

constexpr std::string_view no_references[] = {"NONREF", "NOTPROVIDED", "NOT PROVIDED", "NONE",
                                              "EREF",   "EREF+",       "KREF",         "KREF+",
                                              "PREF",   "MARF",        "MREF+"};

// The bytes of a control character at the beginning of the text; 0 when there is none.
std::size_t control_length(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;  // C1
    if (byte(0) != 0xE2) return 0;
    if (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) return 3;  // U+202A to U+202E
    if (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9) return 3;  // U+2066 to U+2069
    return 0;
}

std::string_view without_outer_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string controls_as_blanks(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto length = control_length(text);
        result += length > 0 ? ' ' : text.front();
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

}  // namespace

bool StatementProblems::has_room() {
    if (listed_ < max_statement_problems) {
        ++listed_;
        return true;
    }
    ++unlisted_;
    return false;
}

void StatementProblems::error(int line, int column, std::string what, std::string remedy) {
    failed_ = true;
    if (has_room()) diagnostics_.error({file_, line, column}, std::move(what), std::move(remedy));
}

void StatementProblems::warning(int line, int column, std::string what, std::string remedy) {
    if (has_room()) diagnostics_.warning({file_, line, column}, std::move(what), std::move(remedy));
}

void StatementProblems::too_long(int line, int column) {
    error(line, column, fmt::format("a field of more than {} bytes", max_statement_field_bytes),
          "this is no statement of a bank");
}

void StatementProblems::finish() {
    diagnostics_.note_unlisted(unlisted_, failed_ ? Severity::error : Severity::warning);
}

bool StatementProblems::count_entry(int line) {
    ++entries_;
    if (entries_ == max_statement_entries + 1) {
        error(line, 0, fmt::format("the file has more than {} entries", max_statement_entries),
              "fetch it from the bank in parts");
    }
    return entries_ <= max_statement_entries;
}

bool LineReader::next(TextLine& line) {
    if (rest_.empty()) return false;
    const auto end = rest_.find_first_of("\r\n");
    line = {rest_.substr(0, end), ++number_};
    if (end == std::string_view::npos) {
        rest_ = {};
    } else {
        rest_.remove_prefix(end + (rest_.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return true;
}

std::optional<DayParts> split_day(std::string_view digits) {
    if (!are_digits(digits) || (digits.size() != 6 && digits.size() != 8)) return std::nullopt;
    const auto number = [digits](std::size_t from, std::size_t count) {
        int value = 0;
        for (const char c : digits.substr(from, count)) value = value * 10 + (c - '0');
        return value;
    };
    const bool is_short = digits.size() == 6;
    const auto rest = is_short ? 2U : 4U;
    const int written = number(0, rest);
    const int century = written >= 70 ? 1900 : 2000;
    const DayParts parts{is_short ? century + written : written, number(rest, 2),
                         number(rest + 2, 2)};
    const bool is_day = parts.year >= first_year && parts.year <= last_year && parts.month >= 1 &&
                        parts.month <= 12 && parts.day >= 1 && parts.day <= 31;
    return is_day ? std::optional(parts) : std::nullopt;
}

Date day_or_month_end(DayParts parts) {
    if (Date::exists(parts.year, parts.month, parts.day)) {
        return Date::from_ymd(parts.year, parts.month, parts.day);
    }
    return Date::from_ymd(parts.year, parts.month, 1).end_of_month();
}

std::optional<Date> exact_day(std::string_view digits) {
    const auto parts = split_day(digits);
    if (!parts || !Date::exists(parts->year, parts->month, parts->day)) return std::nullopt;
    return Date::from_ymd(parts->year, parts->month, parts->day);
}

std::string tidy(std::string_view text) {
    return std::string(without_outer_blanks(controls_as_blanks(text)));
}

std::string single_spaced(std::string_view text) {
    std::string result = tidy(text);
    const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
    result.erase(std::unique(result.begin(), result.end(), both_blank), result.end());
    return result;
}

std::string without_blanks(std::string_view text) {
    std::string result = tidy(text);
    std::erase(result, ' ');
    return result;
}

std::string shown(std::string_view text) {
    // Four bytes a character at most: what is cut off here would be cut off there too.
    const auto start = tidy(text.substr(0, 4 * shown_columns + 4));
    return excerpt(start, shown_columns);
}

void append_word(std::string& text, std::string_view more) {
    if (!text.empty() && !more.empty()) text += ' ';
    text += more;
}

std::string join_cut(const std::vector<std::string_view>& pieces, std::size_t width) {
    std::string result;
    bool was_cut = true;
    for (const auto piece : pieces) {
        const bool has_blank = result.ends_with(' ') || piece.starts_with(' ');
        if (!was_cut && !has_blank && !result.empty()) result += ' ';
        result += piece;
        was_cut = count_characters(piece) >= width;
    }
    return result;
}

bool is_no_reference(std::string_view text) {
    const auto written = upper_case(tidy(text));
    return written.empty() || std::ranges::find(no_references, written) != std::end(no_references);
}

std::string reference_or_none(std::string_view text) {
    return is_no_reference(text) ? "" : tidy(text);
}

}  // namespace dunning::statement
