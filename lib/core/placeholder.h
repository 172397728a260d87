// What stands in a field where there is nothing to say.
//
// Banks and shops must fill what their formats call mandatory, so payments of many payers share one
// "account": NOTPROVIDED, 0, unbekannt, or a number of which only the ends are shown. Who has paid
// from there once would be taken for the payer of all that comes from there. So such a thing is
// kept neither as an account nor as a name or reference.
#pragma once

#include <string_view>

#include "core/receivable.h"

namespace dunning {

// Says only that there is none: no letter or digit, nothing but zeros, or one of the words for it,
// however it is written ("NOTPROVIDED", "not provided", "n/a", "unbekannt", "未知").
bool is_placeholder(std::string_view text);

// An account may be told from others by this: no placeholder, no row of X, and not masked. What is
// masked has a mark in it ("158******10", "ali***@163.com", "••42"), or three X in a row where no
// IBAN with right check digits has them.
bool tells_account(std::string_view text);

// Payer, account, end-to-end id and reference, as far as they say something.
void drop_placeholders(Receipt& receipt);

}  // namespace dunning
