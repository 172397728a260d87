// A look at a TOML file before the TOML parser sees it.
//
// The parser (toml++ 3.3.0) overflows its stack on keys with tens of thousands of dots, and relies
// on false assumptions after a table header or an array that begins with the wrong character. Text
// that could lead there is refused here, with its place, and so is what no policy contains: invalid
// UTF-8, control characters, lines of kilobytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/diagnostic.h"

namespace dunning {

inline constexpr std::size_t max_toml_bytes = 1024 * 1024;
inline constexpr std::size_t max_toml_line_bytes = 8 * 1024;
inline constexpr int max_toml_depth =
    32;  // brackets inside one another; dots in one line outside quotes

// The first reason not to parse it, or nothing. Ordinary syntax errors are left to the parser.
std::optional<Diagnostic> toml_danger(std::string_view text, const std::string& file);

}  // namespace dunning
