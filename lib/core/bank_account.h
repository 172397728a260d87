// The names of one bank account: its IBAN, and its number at the bank as older formats give it.
#pragma once

#include <string_view>

namespace dunning {

// Whether two names are of one account. Blanks, punctuation and zeros in front tell nothing apart:
//
//   "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"   the same
//   "DE89370400440532013000", "37040044/532013000"            bank and number, as in an MT940
//   "NL77ABNA0574908765", "574908765"                         the number alone
//   "DE89370400440532013000", "13000"                         no: too short to be sure of
//
// Two IBANs are of one account only when they are the same; so are two numbers of a named bank.
bool is_same_account(std::string_view a, std::string_view b);

}  // namespace dunning
