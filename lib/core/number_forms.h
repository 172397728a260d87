// The forms of an invoice number that its comparisons use; see number_finder.h.
#pragma once

#include <string>
#include <string_view>

namespace dunning {

// number_key without zeros in front of its digits, and with a mark where two runs of digits meet:
// "2026/0042" is 2026|42, so that it does not become the number 202642.
std::string unpadded_key(std::string_view number);

// The digits of a number that has nothing but letters before them, as payers leave these out:
// 2026000123 of INV-2026-000123. Nothing where they are too few to stand alone, or no letters do.
std::string bare_key(std::string_view number);
// Enough to be an invoice number whatever stands beside it.
bool is_strong_number(std::string_view key);

// ASCII for the wide forms of its characters (U+FF01 to U+FF5E) and the ideographic blank.
std::string in_half_width(std::string_view text);

// What stands before a number and says what it is.
enum class NumberHint { none, invoice, other };

// What the word says, with "no", "号" and the like taken to belong to the word before them:
// `is_connector` tells such words.
NumberHint hint_of(std::string_view word);
bool is_connector(std::string_view word);
// "EUR", "元": what stands beside it is an amount.
bool is_currency_word(std::string_view word);
// "€", "$", "£", "¥" in what stands between words.
bool has_currency_sign(std::string_view gap);

}  // namespace dunning
