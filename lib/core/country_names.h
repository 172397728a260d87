// The line of an address that sends a letter abroad.
#pragma once

#include <string_view>

namespace dunning {

// "FRANCE" of "FR": capitals, in a language that the post office of any country reads (UPU,
// addressing guidelines: the country of destination in capitals as the last line, in a language
// known in the country of dispatch). Of a code that ISO 3166-1 does not have, the code itself.
std::string_view country_on_envelope(std::string_view country);

}  // namespace dunning
