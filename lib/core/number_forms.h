// The forms of an invoice number that its comparisons use; see number_finder.h.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// number_key without zeros in front of its digits, and with a mark where two runs of digits meet:
// "2026/0042" is 2026|42, so that it does not become the number 202642.
std::string unpadded_key(std::string_view number);

// What stands before a number and says what it is.
enum class NumberHint { none, invoice, other };

// What the word says, with "no", "号" and the like taken to belong to the word before them:
// `is_connector` tells such words.
NumberHint hint_of(std::string_view word);
bool is_connector(std::string_view word);

}  // namespace dunning
