// Money that may be counted twice: an entry of which no file tells the transfers, and single
// entries of another kind of file that add up to it.
//
// A bank may book transfers as one sum in its statement and tell of each in a notification. Where
// the statement says nothing of them, nobody can tell whether they are the same money; so both
// count, and a person is asked.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/currency.h"
#include "core/date.h"
#include "ledger/ledger.h"

namespace dunning {

struct DoubtfulLump {
    BankEntryRecord lump;
    std::vector<BankEntryRecord> singles;  // two or more, that no file with the lump has told of
};

// Of the entries of one day, in their order. The singles are all that there are, or the one set of
// them that adds up to it: at most 6 of 24 (core/subset_sum.h).
std::vector<DoubtfulLump> doubtful_lumps(const Ledger& ledger,
                                         std::span<const std::string> names_of_account, Date booked,
                                         const Currency& currency);

// "the entry B1 of 1119.00 may be the 2 single entries that other files tell of: T1 1000.00, T2
// 119.00".
std::string to_text(const DoubtfulLump& doubt);

}  // namespace dunning
