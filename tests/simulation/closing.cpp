#include "simulation/closing.h"

#include <fmt/format.h>

namespace dunning::simulation {

Closing closed(const Ledger& ledger, const Policy& policy, Date day) {
    Closing closing{.day = day, .sums = {}};
    for (const AgeTotal& total : age_ledger(ledger, policy, {.by = AgeBy::currency}, day).totals) {
        closing.sums[std::string(total.currency.code())] = {
            total.open.minor(), (total.open - total.on_account).minor()};
    }
    return closing;
}

Problems closing_problems(const Ledger& ledger, const Policy& policy, const Closing& closing) {
    std::map<std::string, ClosedSum> accounted = closing.sums;
    for (const LateFact& fact : ledger.recorded_after(closing.day)) {
        accounted[fact.currency].open += fact.open_minor;
        accounted[fact.currency].balance += fact.amount_minor;
    }
    std::map<std::string, ClosedSum> now = closed(ledger, policy, closing.day).sums;
    for (const auto& [currency, sum] : accounted) now.try_emplace(currency);
    Problems problems;
    for (const auto& [currency, sum] : now) {
        const ClosedSum& wanted = accounted[currency];
        if (sum == wanted) continue;
        problems.push_back(fmt::format(
            "closing of {}: {} open {} and balance {}, what was recorded since makes it {} and {}",
            to_text(closing.day), currency, sum.open, sum.balance, wanted.open, wanted.balance));
    }
    return problems;
}

}  // namespace dunning::simulation
