// What the type codes of BAI2 say of an entry.
#pragma once

#include <optional>
#include <string_view>

namespace dunning {

enum class Bai2Direction { in, out };

// By the range of the code; nothing for codes of balances, of information (890) and of no range.
std::optional<Bai2Direction> bai2_direction(int type);
// A code of the bank's own: 900 to 999.
bool is_bai2_custom(int type);
// What came back or was taken back, "deposited item returned"; "" for every other code.
std::string_view bai2_return(int type);

}  // namespace dunning
