#include "formats/import_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace dunning {
namespace {

constexpr std::string_view convert_remedy =
    "convert the file first, for example: iconv -f GB18030 -t UTF-8 (Western files: -f "
    "WINDOWS-1252)";

// Line and column, in characters, of a byte. REQUIRES: everything before it is valid UTF-8.
Place place_of(std::string_view text, std::size_t offset, const std::string& file) {
    const auto before = text.substr(0, offset);
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto is_first_byte = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    };
    const auto column = std::ranges::count_if(before.substr(line_start), is_first_byte);
    return {file, static_cast<int>(std::ranges::count(before, '\n')) + 1,
            static_cast<int>(column) + 1};
}

bool is_utf16(std::string_view bytes) {
    return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "1.234.567" with '.' as `separator`: one to three digits, then groups of exactly three.
std::optional<std::string> without_groups(std::string_view whole, char separator) {
    const auto first = whole.find(separator);
    if (first == std::string_view::npos) {
        return all_digits(whole) ? std::optional(std::string(whole)) : std::nullopt;
    }
    if (first == 0 || first > 3) return std::nullopt;
    std::string digits(whole.substr(0, first));
    for (auto rest = whole.substr(first); !rest.empty(); rest.remove_prefix(4)) {
        if (rest.size() < 4 || rest[0] != separator) return std::nullopt;
        digits += rest.substr(1, 3);
    }
    return all_digits(digits) ? std::optional(digits) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> import_text(std::string_view bytes, const std::string& file,
                                            Diagnostics& diagnostics) {
    if (is_utf16(bytes)) {
        diagnostics.error({file, 1, 1}, "the file is UTF-16, expected UTF-8",
                          "save it as CSV UTF-8, or convert it: iconv -f UTF-16 -t UTF-8");
        return std::nullopt;
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.empty()) {
        diagnostics.error({file}, "the file is empty", "the first line names the columns");
        return std::nullopt;
    }
    const auto bad = first_invalid_utf8(bytes);
    const auto nul = bytes.find('\0');
    if (nul != std::string_view::npos && (!bad || nul < *bad)) {
        diagnostics.error(place_of(bytes, nul, file), "a NUL byte: this is no text file",
                          "export it as CSV in UTF-8");
        return std::nullopt;
    }
    if (bad) {
        const auto byte = static_cast<unsigned>(static_cast<unsigned char>(bytes[*bad]));
        diagnostics.error(place_of(bytes, *bad, file),
                          fmt::format("byte 0x{:02X} is not UTF-8", byte),
                          std::string(convert_remedy));
        return std::nullopt;
    }
    return bytes;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string> machine_number(std::string_view text, char decimal_mark) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto mark = text.find(decimal_mark);
    const auto whole = without_groups(text.substr(0, mark), decimal_mark == '.' ? ',' : '.');
    if (!whole || whole->empty()) return std::nullopt;
    std::string number = (negative ? "-" : "") + *whole;
    if (mark == std::string_view::npos) return number;
    const auto fraction = text.substr(mark + 1);
    if (fraction.empty() || !all_digits(fraction)) return std::nullopt;
    return number + "." + std::string(fraction);
}

}  // namespace dunning
