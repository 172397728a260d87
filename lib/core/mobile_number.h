// Whether a telephone number reads as a mobile one, by the numbering plan of its country.
#pragma once

#include <string_view>

namespace dunning {

// In its international form ("+86 138 ...", "0086 ..."), or as it is dialled within `country`
// (ISO 3166-1 alpha-2; "" = not known). False where the plan does not tell mobile numbers from
// others, as in North America, and for countries that the table does not have.
bool is_mobile_number(std::string_view number, std::string_view country);

}  // namespace dunning
