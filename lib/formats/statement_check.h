// Whether a bank statement is whole: its opening balance and its entries must give its closing one.
//
// The same for every format. Only booked entries in the account's own currency are added up; the
// others are counted and said, because what they changed in the account is not known.
#pragma once

#include <string>

#include "formats/bank_statement.h"

namespace dunning {

// Sums and counts of the booked entries, and how many others there are.
struct StatementSums {
    int entries = 0;  // booked, in any currency
    int credits = 0;  // booked, in the account's currency
    int debits = 0;
    Money credit_sum;  // both positive amounts
    Money debit_sum;
    int reversals = 0;         // booked entries that take an earlier one back
    int details = 0;           // of booked entries
    int other_currencies = 0;  // booked entries that are in no sum
    int pending = 0;
};

// Throws AmountOverflow when a sum does not fit.
StatementSums sums_of(const BankStatement& statement);

enum class TieOut { ties, does_not_tie, no_balances };

TieOut tie_out(const BankStatement& statement);

// "statement 12 of NL77ABNA0574908765: opening 7329.80 + entries 2934.26 = 10264.06, but closing is
// 23038.20", and how many entries are left out of it. REQUIRES: it does not tie.
std::string tie_out_text(const BankStatement& statement);

}  // namespace dunning
