// Which characters XML 1.0 allows, and which of them are blanks.
#pragma once

#include <cstdint>
#include <string_view>

namespace dunning {

// Production 3.
inline constexpr std::string_view xml_blanks = " \t\r\n";

// Production 2.
constexpr bool is_xml_character(std::uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) ||
           (code >= 0x10000 && code <= 0x10FFFF);
}

}  // namespace dunning
