// A text file of several short texts under headings:
//
//   [subject]
//   Friendly reminder: {{claim}}
//
//   [opening]
//   It may simply have been overlooked ...
//
// A heading is a line of its own: small letters, digits and '_' in brackets.
#pragma once

#include <string_view>
#include <vector>

namespace dunning {

struct TextSection {
    std::string_view name;  // "" for what stands before the first heading
    std::string_view text;  // the lines below the heading, without empty lines at the end
    int line = 0;           // of the heading; 0 before the first one
};

// In the order of the file, repeated ones too. The views point into `text`.
std::vector<TextSection> split_sections(std::string_view text);

}  // namespace dunning
