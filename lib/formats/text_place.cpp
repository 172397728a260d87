#include "formats/text_place.h"

#include <algorithm>

namespace dunning {

std::string_view line_of_text(std::string_view text, std::size_t number) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t line = 1; line < number; ++line) {
        const auto end = text.find('\n');
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
}

std::size_t offset_of_character(std::string_view line, std::size_t characters) {
    std::size_t at = 0;
    while (at < line.size() && characters > 0) {
        for (++at; at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U;) {
            ++at;
        }
        --characters;
    }
    return at;
}

}  // namespace dunning
