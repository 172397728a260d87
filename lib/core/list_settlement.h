// What a list of all that is open says of an invoice: less of it is open there than was known here,
// or again more than after an earlier list. That is no money, only what was missing on that day: it
// settles the invoice that it names down to what the list has open, after all that came on the day,
// and nothing of it is ever on account or for another invoice. Money of up to that day that comes
// to be known later takes its place. A negative one opens again what lists have settled, up to what
// the list has open, and takes back no money.
//
// Such a fact is a payment whose method says so. A person may release it, as any payment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/receivable.h"

namespace dunning {

// "snapshot 40.00" when so much is still open in the list.
std::string method_of_list(const Money& still_open);

bool is_of_list(const Receipt& receipt);

// 0 when the list does not have the invoice. Nothing in ledgers of before schema 6, which kept the
// method "snapshot" alone: such a fact settles its amount as far as it is open, and opens all of it
// again. REQUIRES: is_of_list(receipt).
std::optional<std::int64_t> still_open_minor(const Receipt& receipt);

}  // namespace dunning
