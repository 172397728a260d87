// What data may look like inside a document: one clean line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dunning {

// The bytes of the character that begins at `offset`. REQUIRES: valid UTF-8, offset < text.size().
std::size_t character_length(std::string_view text, std::size_t offset);

// The text as one line: bytes that are no UTF-8 become U+FFFD; control characters, line ends and
// the bidirectional controls become spaces; runs of spaces become one, and none is left at the
// ends. A line end between two Chinese characters leaves no space. So a name from an import can
// neither add a header to an email nor a line to a letter.
std::string plain_line(std::string_view text);

// No-break spaces (U+00A0), which keep an amount with its currency, as ordinary ones: for the
// places where no line breaks. In a text message one of them would halve the room, since GSM 03.38
// lacks it.
std::string with_ordinary_spaces(std::string_view text);

}  // namespace dunning
