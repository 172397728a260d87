// Two files that tell of one bank entry in their own words: whether they do, and what is known of
// it when both have spoken.
//
// A statement, a notification and an MT940 of the same day cut texts at other places and leave
// other fields out. The bank's reference decides where both give it; elsewhere what they say of the
// payer.
#pragma once

#include "core/receivable.h"

namespace dunning {

// What two tellings of an entry of the same account, day and amount say of each other, the surest
// last.
enum class Likeness {
    contradicts,  // another payer, or numbers in the text that have nothing in common
    silent,       // nothing that both tell of
    same_payer,   // account or name
    same_words,   // the text, or a number in it
    same_id,      // what the payer calls the payment
};
Likeness likeness_of(const Receipt& a, const Receipt& b);

// Of each field the fuller text, of equally long ones the one that sorts first, so that it does not
// matter which of the files came first; where the two texts have nothing in common, what is known
// stays. Of two amounts that of the file that tells the bank's charges, which is always the larger
// one: 250.50 were paid of which 240.50 came in, 119.00 went back with which 122.00 went out. Of
// two days the better one for who paid: the earlier when money came, the later when it went back.
// REQUIRES: both tell of one entry, so that their amounts differ by charges alone.
Receipt fuller_telling(const Receipt& known, const Receipt& told);

}  // namespace dunning
