// Wrapping by what a reader sees: Chinese characters are two columns wide and need no space to
// break at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dunning {

// How wide a message or a letter is as plain text.
inline constexpr std::size_t page_columns = 76;

// Every line of `text` in at most `columns` columns. The rest of a line goes on below its own first
// word: under the text of "* item" and "1. item", and below an indentation. A word that is longer
// than a line (a payment link) stays whole; a no-break space holds its neighbours together and
// comes out as an ordinary one. Chinese closing punctuation never begins a line and opening
// punctuation never ends one. Two empty lines in a row become one, and the text ends with one line
// end.
//
// REQUIRES: valid UTF-8.
std::string wrap_text(std::string_view text, std::size_t columns);

}  // namespace dunning
