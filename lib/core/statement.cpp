#include "core/statement.h"

#include <algorithm>

namespace dunning {

std::string_view to_text(StatementLine::Kind kind) {
    switch (kind) {
        case StatementLine::Kind::invoice:
            return "invoice";
        case StatementLine::Kind::interest:
            return "interest";
        case StatementLine::Kind::costs:
            return "costs";
        case StatementLine::Kind::payment:
            return "payment";
        case StatementLine::Kind::credit:
            return "credit";
        case StatementLine::Kind::discount:
            return "discount";
        case StatementLine::Kind::waiver:
            return "waiver";
    }
    return "invoice";
}

bool is_idle(const StatementAccount& account) {
    const auto is_zero = [](const Money& money) { return money.is_zero(); };
    return account.lines.empty() && is_zero(account.opening) && is_zero(account.invoiced) &&
           is_zero(account.paid) && is_zero(account.credited) && is_zero(account.closing) &&
           is_zero(account.on_account) && std::ranges::all_of(account.buckets, is_zero);
}

}  // namespace dunning
