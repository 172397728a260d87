// Places in a text as parsers name them: the line, and the character in it.
#pragma once

#include <cstddef>
#include <string_view>

namespace dunning {

// Counted from 1, without its line end; a byte order mark belongs to no line.
std::string_view line_of_text(std::string_view text, std::size_t number);

// Where so many characters end, in bytes; at the most the end of the line.
std::size_t offset_of_character(std::string_view line, std::size_t characters);

}  // namespace dunning
