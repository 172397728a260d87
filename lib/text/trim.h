// Blanks at the ends of a text.
#pragma once

#include <string_view>

namespace dunning {

// Without blanks at both ends: spaces, tabs, no-break spaces (U+00A0), ideographic spaces (U+3000),
// and byte order marks (U+FEFF), which a file that was put together from several has in its middle.
std::string_view trimmed(std::string_view text);

}  // namespace dunning
