#include "render/plain_line.h"

#include <algorithm>

#include "text/utf8.h"

namespace dunning {
namespace {

bool is_blank(std::string_view character) {
    return character == " " || has_control_characters(character) || character == "\u2028" ||
           character == "\u2029";
}

bool is_wide(std::string_view character) {
    return display_width(character) == 2;
}

// Printable ASCII with single spaces between its words, as most values are.
bool is_plain(std::string_view text) {
    char last = ' ';
    for (const char letter : text) {
        if (letter < ' ' || letter > '~' || (letter == ' ' && last == ' ')) return false;
        last = letter;
    }
    return text.empty() || last != ' ';
}

// The gap between two words: nothing where a line ended between two Chinese characters.
void append_gap(std::string& line, std::string_view last, std::string_view gap,
                std::string_view next) {
    if (gap.empty() || line.empty()) return;
    const bool line_ended = gap.find('\n') != std::string_view::npos;
    if (line_ended && is_wide(last) && is_wide(next)) return;
    line += ' ';
}

}  // namespace

std::size_t character_length(std::string_view text, std::size_t offset) {
    const auto lead = static_cast<unsigned char>(text[offset]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(length, text.size() - offset);
}

std::string plain_line(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    const std::string valid = replace_invalid_utf8(text);
    const std::string_view all = valid;
    std::string line;
    std::string_view last;
    std::size_t gap = 0;  // bytes of blanks before `at`
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t length = character_length(all, at);
        const std::string_view character = all.substr(at, length);
        if (is_blank(character)) {
            gap += length;
        } else {
            append_gap(line, last, all.substr(at - gap, gap), character);
            line += character;
            last = character;
            gap = 0;
        }
        at += length;
    }
    return line;
}

std::string with_ordinary_spaces(std::string_view text) {
    constexpr std::string_view no_break = "\u00A0";
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(no_break, at), text.size());
        result += text.substr(at, end - at);
        if (end < text.size()) result += ' ';
        at = end + no_break.size();
    }
    return result;
}

}  // namespace dunning
