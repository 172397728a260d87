// Text from data inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// One clean line (plain_line) with & < > " ' as entities: safe in text and in quoted attributes.
std::string html_text(std::string_view text);

}  // namespace dunning
