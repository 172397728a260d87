// The entries of `dunning log` about what was agreed or contested: promise, dispute, extend,
// referral.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_line.h"
#include "core/date.h"

namespace dunning::cli {

void add_agreements(CommandLine& log);

// "2026-12-05=500.00", as several payments are typed; the amount may be "rest".
struct TypedPayment {
    Date day;
    std::string amount;
};
TypedPayment parse_payment(const std::string& text, std::string_view option);

}  // namespace dunning::cli
