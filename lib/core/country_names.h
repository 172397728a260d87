// The countries of ISO 3166-1, and the line of an address that sends a letter abroad.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// A country of ISO 3166-1, or XK: Kosovo, which has no code of its own and is written so by banks
// and by the customs of the EU.
bool is_country(std::string_view code);

// What helps whoever wrote a code that is no country: "did you mean 'GB'?", where one is mistaken
// often enough to be known.
std::string country_remedy(std::string_view code);

// "FRANCE" of "FR": capitals, in a language that the post office of any country reads (UPU,
// addressing guidelines: the country of destination in capitals as the last line, in a language
// known in the country of dispatch). Of a code that ISO 3166-1 does not have, the code itself.
std::string_view country_on_envelope(std::string_view country);

}  // namespace dunning
