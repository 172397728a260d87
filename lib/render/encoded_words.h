// Header text that is not ASCII, as RFC 2047 wants it. GMime writes a Chinese phrase, which has no
// spaces, as one encoded word of any length; strict readers show such a word undecoded.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// Whether header text must be encoded: it is not all ASCII, or it looks like an encoded word
// itself.
bool needs_encoding(std::string_view text);

// UTF-8 text as base64 encoded words of at most 64 characters, each of whole characters (sections 2
// and 5 allow 75, and 76 for a line with the header's name), one a line, folded by "\n ". REQUIRES:
// valid UTF-8.
std::string encoded_words(std::string_view text);

}  // namespace dunning
