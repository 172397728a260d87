// What is wrong with a TOML file that the parser refuses, in the words of those who write one, and
// the mend. The parser (toml++ 3.3.0) names the production of the grammar in which it stopped.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

struct TomlSlip {
    std::string what;
    std::string remedy = {};

    friend bool operator==(const TomlSlip&, const TomlSlip&) = default;
};

// `said`: what the parser says; `line`: the whole line, and `column` where it stopped there,
// counted in characters from 1. What is not known is passed on as it is said.
TomlSlip explain_slip(std::string_view said, std::string_view line, int column);

}  // namespace dunning
