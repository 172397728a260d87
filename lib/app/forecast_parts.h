// When each open item is likely to be paid, and why.
//
// What was agreed comes on its day: instalments of plans that are kept, then open promises. What is
// disputed has no day. The rest comes as the customer's own habit says (core/payment_habit), and as
// all customers' does where there is too little to go by. Habits are those of the last two years.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/payment_habit.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

enum class ForecastBasis { plan, promise, customer, book, disputed, unknown };
std::string_view to_text(ForecastBasis basis);

// An open item, or the part of it that was agreed or is disputed.
struct ForecastPart {
    RowId customer = 0;
    RowId invoice = 0;
    Date due;
    Money amount;
    std::optional<Date> expected = {};  // after the day of the forecast
    ForecastBasis basis = ForecastBasis::unknown;
    std::string agreement = {};               // "P0001"
    std::optional<UsualLateness> usual = {};  // by habit alone
};

// By customer and currency; what is agreed first, then by due day.
std::vector<ForecastPart> forecast_parts(const Ledger& ledger, const Policy& policy, Date as_of);

}  // namespace dunning
