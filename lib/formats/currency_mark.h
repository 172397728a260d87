// What stands beside an amount in place of a currency's code: "$", "¥", "kr", "RMB".
//
// Many currencies share a mark, so a mark says only which currencies it may be; the row or the
// caller says which it is.
#pragma once

#include <string_view>

#include "core/currency.h"

namespace dunning {

// A code of ISO 4217 in upper case, or one of the marks known here.
bool is_currency_mark(std::string_view mark);

// "$" may be USD, CAD and others, "¥" CNY or JPY, "EUR" is EUR alone.
bool is_mark_of(std::string_view mark, Currency currency);

}  // namespace dunning
