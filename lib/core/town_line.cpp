#include "core/town_line.h"

#include <algorithm>

namespace dunning {
namespace {

// Where the code follows the town, on its line or, as in Great Britain, on the next.
constexpr std::string_view code_follows[] = {
    "AU", "BD", "BM", "BN", "CA", "GB", "GG", "GI", "ID", "IE", "IM", "IN", "JE", "JO",
    "JP", "KR", "KY", "LV", "MT", "NP", "NZ", "PK", "PR", "SA", "SG", "TH", "TW", "US",
};

static_assert(std::ranges::is_sorted(code_follows));

constexpr std::string_view largest_first[] = {"CN", "HK", "JP", "KR", "MO", "TW"};

static_assert(std::ranges::is_sorted(largest_first));

}  // namespace

std::string town_line(std::string_view postal_code, std::string_view city,
                      std::string_view country) {
    const bool follows = std::ranges::binary_search(code_follows, country);
    const std::string first(follows ? city : postal_code);
    const std::string_view second = follows ? postal_code : city;
    const bool both = !postal_code.empty() && !city.empty();
    return first + (both ? " " : "") + std::string(second);
}

bool writes_largest_first(std::string_view country) {
    return country.empty() || std::ranges::binary_search(largest_first, country);
}

}  // namespace dunning
