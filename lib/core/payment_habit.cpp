#include "core/payment_habit.h"

#include <algorithm>
#include <utility>

namespace dunning {

PaymentHabit::PaymentHabit(std::vector<int> days_late) : days_late_(std::move(days_late)) {
    std::ranges::sort(days_late_);
}

std::optional<UsualLateness> PaymentHabit::beyond(int days_late) const {
    constexpr int enough = 3;
    const auto first = std::ranges::upper_bound(days_late_, days_late);
    const auto count = days_late_.end() - first;
    if (count < enough) return std::nullopt;
    const int upper = first[count / 2];
    const int lower = first[(count - 1) / 2];
    return UsualLateness{.days = upper - (upper - lower) / 2, .invoices = static_cast<int>(count)};
}

}  // namespace dunning
