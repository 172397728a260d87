// The balances of a camt statement (Bal).
#pragma once

#include <optional>
#include <pugixml.hpp>

#include "core/currency.h"
#include "core/date.h"
#include "core/money.h"
#include "formats/camt_values.h"

namespace dunning {

// Whether a statement comes in several messages. Only then an interim balance (ITBD) ends or begins
// a page; elsewhere it is one among the balances of a day.
enum class CamtPaging { whole, page };

struct CamtBalances {
    std::optional<Money> opening = {};  // OPBD, else PRCD, else the interim one of a later page
    std::optional<Money> closing = {};  // CLBD, else the interim one of a page that others follow
    std::optional<Date> closed = {};    // the day of the closing balance
};

// The currency of the booked balances, when the account does not name its own.
std::optional<Currency> currency_of_camt_balances(const pugi::xml_node& statement);

// Of the account's currency alone. With several days in one statement the first opening and the
// last closing balance count.
CamtBalances read_camt_balances(const CamtSource& source, const pugi::xml_node& statement,
                                const Currency& currency, CamtPaging paging);

}  // namespace dunning
