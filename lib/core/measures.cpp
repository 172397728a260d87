#include "core/measures.h"

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

constexpr std::int64_t whole = 100'000'000;  // 100 per cent in millionths of a per cent

}  // namespace

Ratio simple_dso(const SalesPeriod& period) {
    return {Wide{period.open_minor} * period.days, period.sales_minor};
}

Ratio best_possible_dso(const SalesPeriod& period) {
    return {Wide{period.current_minor} * period.days, period.sales_minor};
}

Ratio average_days_delinquent(const SalesPeriod& period) {
    return {(Wide{period.open_minor} - period.current_minor) * period.days, period.sales_minor};
}

CountBack count_back_dso(std::int64_t open_minor, const std::vector<MonthSales>& newest_first) {
    CountBack result;
    std::int64_t remainder = open_minor;
    Wide days = 0;
    for (const MonthSales& month : newest_first) {
        if (remainder <= 0) break;
        if (month.sales_minor <= 0) return {{days, 1}, result.whole_months, true};
        if (month.sales_minor > remainder) {
            result.days = {days * month.sales_minor + Wide{remainder} * month.days,
                           month.sales_minor};
            return result;
        }
        remainder -= month.sales_minor;
        days += month.days;
        ++result.whole_months;
    }
    result.days = {days, 1};
    result.is_lower_bound = remainder > 0;
    return result;
}

Ratio collection_effectiveness(const Collection& collection) {
    DUNNING_CHECK(collection.months > 0);
    const Wide months = collection.months;
    const Wide owed = collection.begin_minor * months + collection.sales_minor;
    return percent(
        {owed - collection.end_total_minor * months, owed - collection.end_current_minor * months});
}

std::int64_t RollMatrix::row_sum(std::size_t from) const {
    std::int64_t sum = 0;
    for (std::size_t column = 0; column < columns(); ++column) {
        sum = add_minor(sum, cell(from, column));
    }
    return sum;
}

Ratio RollMatrix::share(std::size_t from, std::size_t column) const {
    return percent({cell(from, column), row_sum(from)});
}

Ratio RollMatrix::forward_roll(std::size_t from) const {
    std::int64_t rolled = cell(from, buckets_ + written_off);
    for (std::size_t column = from + 1; column < buckets_; ++column) {
        rolled = add_minor(rolled, cell(from, column));
    }
    // The last bucket has no older one: what stays in it has not come in either.
    if (from + 1 == buckets_) rolled = add_minor(rolled, cell(from, from));
    return percent({rolled, row_sum(from)});
}

Ratio RollMatrix::cure_rate() const {
    std::int64_t cured = 0;
    std::int64_t overdue = 0;
    for (std::size_t from = 1; from < buckets_; ++from) {
        overdue = add_minor(overdue, row_sum(from));
        for (const std::size_t column : {std::size_t{0}, buckets_ + paid, buckets_ + credited}) {
            cured = add_minor(cured, cell(from, column));
        }
    }
    return percent({cured, overdue});
}

std::int64_t expected_loss(std::int64_t balance_minor, Rate rate) {
    return divide_rounded(Wide{balance_minor} * rate.millionths_of_percent, whole,
                          Rounding::half_away_from_zero);
}

std::vector<std::optional<Rate>> loss_rates(const std::vector<Ratio>& forward_rolls,
                                            Rate loss_given_default) {
    std::vector<std::optional<Rate>> rates(forward_rolls.size());
    std::int64_t product = loss_given_default.millionths_of_percent;
    for (std::size_t i = forward_rolls.size(); i-- > 0;) {
        const auto roll = rounded(forward_rolls[i], 6);
        if (!roll) continue;
        product = divide_rounded(Wide{product} * std::clamp<std::int64_t>(*roll, 0, whole), whole,
                                 Rounding::half_away_from_zero);
        rates[i] = Rate{product};
    }
    return rates;
}

}  // namespace dunning
