#include "core/interest_accrual.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dunning {
namespace {

int common_basis(const std::vector<YearFraction>& years, int basis) {
    for (const auto& part : years) basis = std::lcm(basis, part.basis);
    return basis;
}

// 184 / 365 + 182 / 366, as act/act-isda has it, are so many days of 133 590 a year.
Wide weighted_days(const std::vector<YearFraction>& years, int basis) {
    Wide days = 0;
    for (const auto& part : years) days += Wide{part.days} * (basis / part.basis);
    return days;
}

// The months of a debt, and what those gone have added to it, in millionths of the minor unit.
class MonthlyDebt {
  public:
    explicit MonthlyDebt(Date start) : start_(start) {}

    Accruals::Accrual accrue(Stretch stretch) {
        while (start_.plus_months(months_ + 1) <= stretch.from) end_month();
        const Wide borne = borne_by(stretch);
        borne_this_month_ += borne;
        stretch.balance_minor += divide_rounded(added_, millionths_in_one, rounding);
        return {.stretch = std::move(stretch), .numerator = borne};
    }

  private:
    static constexpr auto rounding = Rounding::half_away_from_zero;

    void end_month() {
        ++months_;
        added_ += std::exchange(borne_this_month_, 0);
        if (added_ > max_amount_minor * millionths_in_one) throw AmountOverflow();
    }

    // At most 2 * 10^21 * 10^9 * 366 * 365, inside 128 bits.
    Wide borne_by(const Stretch& stretch) const {
        const Wide balance = stretch.balance_minor * millionths_in_one + added_;
        const int basis = common_basis(stretch.years, 1);
        const Wide numerator =
            balance * rate_of(stretch).millionths_of_percent * weighted_days(stretch.years, basis);
        const Wide denominator = basis * millionths_of_percent_in_one;
        return (numerator + denominator / 2) / denominator;  // half up: nothing here is negative
    }

    Date start_;
    int months_ = 0;
    Wide added_ = 0;
    Wide borne_this_month_ = 0;
};

}  // namespace

Rate rate_of(const Stretch& stretch) {
    return stretch.rate ? std::max(stretch.rate->rate, Rate{}) : Rate{};
}

// At most 10^15 * 10^9 * 10^5 * 366 for one invoice, well inside 128 bits.
Accruals accrue(const std::vector<Stretch>& all) {
    int basis = 1;
    for (const Stretch& stretch : all) basis = common_basis(stretch.years, basis);
    Accruals accruals{.denominator = basis * millionths_of_percent_in_one};
    accruals.all.reserve(all.size());
    for (const Stretch& stretch : all) {
        const Wide numerator = Wide{stretch.balance_minor} *
                               rate_of(stretch).millionths_of_percent *
                               weighted_days(stretch.years, basis);
        accruals.all.push_back({stretch, numerator});
    }
    return accruals;
}

Accruals accrue_monthly(const std::vector<Stretch>& all, Date start) {
    Accruals accruals{.denominator = millionths_in_one};
    MonthlyDebt debt(start);
    for (const Stretch& stretch : all) accruals.all.push_back(debt.accrue(stretch));
    return accruals;
}

}  // namespace dunning
