// In which time zones somebody in a country may be.
//
// Of a country that spans several, the outermost ones: an hour that is decent in all of those is
// decent in between. Names are those of the IANA database; places that keep no summer time beside
// others that do are listed as well.
#pragma once

#include <span>
#include <string_view>

#include "core/ascii.h"

namespace dunning {

// Two capital letters: the shape of a code of ISO 3166-1 alpha-2.
constexpr bool is_country_code(std::string_view text) {
    return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]);
}

// Empty for a country that the table does not have. `country`: ISO 3166-1 alpha-2.
std::span<const std::string_view> zones_of_country(std::string_view country);

}  // namespace dunning
