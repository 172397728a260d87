// Suggest: the known name that a mistyped one probably meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunning {

// The candidate with the fewest typing mistakes (a character missing, too many or wrong, or two
// neighbours swapped): at most a third of the word's characters, but always one. Of equals the
// first.
std::optional<std::string> closest(std::string_view word,
                                   const std::vector<std::string>& candidates);

// "did you mean 'gap'?", or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace dunning
