// The book's own bank accounts, by all the names that statements give them.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

// The names under which the ledger knows the account, `account` itself among them: its IBAN, and
// its number at the bank in files of older formats. A number that fits several known IBANs is no
// name of any.
std::vector<std::string> names_of_account(const Ledger& ledger, const std::string& account);

}  // namespace dunning
