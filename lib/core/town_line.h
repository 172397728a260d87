// The line of a postal address that names the town.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// "1200 Genf", "LONDON SW1A 1AA": the order is that of the country where the letter arrives,
// whatever language it speaks (UPU, postal addressing systems of the member countries). Where no
// country is known the code comes first, as in most of them.
std::string town_line(std::string_view postal_code, std::string_view city,
                      std::string_view country);

// Whether an address in the country's own script goes from the town down to the person; so does one
// in a country that nobody has named, for who writes such a script.
bool writes_largest_first(std::string_view country);

}  // namespace dunning
