// In which time zones somebody in a country may be.
//
// Of a country that spans several, the outermost ones: an hour that is decent in all of those is
// decent in between. Names are those of the IANA database; places that keep no summer time beside
// others that do are listed as well.
#pragma once

#include <span>
#include <string_view>

namespace dunning {

// Empty for a country that the table does not have. `country`: ISO 3166-1 alpha-2.
std::span<const std::string_view> zones_of_country(std::string_view country);

}  // namespace dunning
