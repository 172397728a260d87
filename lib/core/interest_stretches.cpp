#include "core/interest_stretches.h"

#include <algorithm>
#include <map>
#include <utility>

namespace dunning {
namespace {

// What was owed at `start`, and what was paid on each day between it and `as_of`.
struct History {
    std::int64_t owed = 0;
    std::map<Date, std::int64_t> paid = {};
};

// A balance stands from the day of its change on.
History history_between(const InterestBase& base, Date start, Date as_of) {
    History history{.owed = base.amount.minor()};
    for (const BalanceChange& change : base.changes) {
        if (change.day >= as_of) continue;
        if (change.day <= start) {
            history.owed = add_minor(history.owed, -change.amount_minor);
        } else {
            std::int64_t& sum = history.paid[change.day];
            sum = add_minor(sum, change.amount_minor);
        }
    }
    std::erase_if(history.paid, [](const auto& day) { return day.second == 0; });
    return history;
}

// Money overpaid bears nothing, but counts against what is taken back later.
std::vector<Stretch> by_balance(const History& history, Date start, Date as_of) {
    std::vector<Stretch> result;
    std::int64_t balance = history.owed;
    Date from = start;
    const auto close = [&](Date to) {
        if (balance > 0) result.push_back({.from = from, .to = to, .balance_minor = balance});
        from = to;
    };
    for (const auto& [day, paid] : history.paid) {
        close(day);
        balance = add_minor(balance, -paid);
    }
    close(as_of);
    return result;
}

// What each payment paid, from the day since when it was owed: the longest owed is paid first.
class PaymentSlices {
  public:
    PaymentSlices(std::int64_t owed, Date start) { owe(owed, start); }

    void owe(std::int64_t amount, Date day) {
        const std::int64_t covered = std::clamp<std::int64_t>(amount, 0, overpaid_);
        overpaid_ -= covered;
        amount -= covered;
        if (amount > 0) open_.emplace_back(day, amount);
        if (amount < 0) overpaid_ -= amount;
    }

    void pay(std::int64_t amount, Date day) {
        while (amount > 0 && !open_.empty()) {
            auto& [from, owed] = open_.front();
            const std::int64_t paid = std::min(amount, owed);
            closed_.push_back({.from = from, .to = day, .balance_minor = paid});
            amount -= paid;
            owed -= paid;
            if (owed == 0) open_.erase(open_.begin());
        }
        overpaid_ += amount;
    }

    std::vector<Stretch> close(Date as_of) {
        for (const auto& [from, owed] : open_) {
            closed_.push_back({.from = from, .to = as_of, .balance_minor = owed});
        }
        return std::move(closed_);
    }

  private:
    std::vector<std::pair<Date, std::int64_t>> open_ = {};
    std::int64_t overpaid_ = 0;
    std::vector<Stretch> closed_ = {};
};

std::vector<Stretch> by_payment(const History& history, Date start, Date as_of) {
    PaymentSlices slices(history.owed, start);
    for (const auto& [day, paid] : history.paid) {
        if (paid > 0) slices.pay(paid, day);
        if (paid < 0) slices.owe(-paid, day);
    }
    return slices.close(as_of);
}

// The days on which a new rate begins to count, between the ends.
std::vector<Date> rate_changes(const InterestTerms& terms, Date begin, Date end) {
    std::vector<Date> days;
    if (terms.fixing == RateFixing::float_change_date) {
        for (const RateRow& row : terms.table->rows) days.push_back(row.from);
    } else {
        Date half_year = half_year_of(begin);
        while (half_year <= end) {
            days.push_back(half_year);
            half_year = half_year_of(half_year + 184);
        }
    }
    std::erase_if(days, [&](Date day) { return day <= begin || day > end; });
    return days;
}

bool floats(const InterestTerms& terms) {
    return terms.method == InterestMethod::reference &&
           (terms.fixing == RateFixing::float_half_year ||
            terms.fixing == RateFixing::float_change_date);
}

// Cuts a stretch where the rate changes; pieces of one rate stay together. When the payment day
// bears interest, a stretch holds the days after `from`: its first day of interest is from + 1.
void append_by_rate(std::vector<Stretch>& result, const Stretch& whole,
                    const InterestTerms& terms) {
    const int first = terms.last_day == InterestLastDay::as_of ? 1 : 0;
    Stretch piece = whole;
    piece.rate = applied_rate(terms, whole.from + first);
    for (const Date day : rate_changes(terms, whole.from + first, whole.to - 1 + first)) {
        const auto rate = applied_rate(terms, day);
        if (rate == piece.rate) continue;
        piece.to = day - first;
        result.push_back(piece);
        piece = {.from = day - first,
                 .to = whole.to,
                 .balance_minor = whole.balance_minor,
                 .rate = rate};
    }
    result.push_back(piece);
}

std::vector<Stretch> with_rates(const std::vector<Stretch>& all, const InterestBase& base,
                                const InterestTerms& terms) {
    std::vector<Stretch> result;
    const auto first_day = first_interest_day(base, terms);
    for (Stretch stretch : all) {
        if (floats(terms)) {
            append_by_rate(result, stretch, terms);
            continue;
        }
        const bool at_payment = terms.fixing == RateFixing::fixed_at_payment;
        stretch.rate = applied_rate(terms, at_payment ? stretch.to : *first_day);
        result.push_back(stretch);
    }
    return result;
}

// What lies between two counts from the same start.
std::vector<YearFraction> difference(const std::vector<YearFraction>& whole,
                                     const std::vector<YearFraction>& before) {
    std::map<int, int> days_of_basis;
    for (const auto& part : whole) days_of_basis[part.basis] += part.days;
    for (const auto& part : before) days_of_basis[part.basis] -= part.days;
    std::vector<YearFraction> result;
    for (const auto& [basis, days] : days_of_basis) {
        if (days != 0) result.push_back({days, basis});
    }
    return result;
}

// Cuts the stretches where a month after `start` ends.
std::vector<Stretch> by_month(const std::vector<Stretch>& all, Date start) {
    std::vector<Stretch> result;
    int months = 1;
    for (Stretch stretch : all) {
        while (start.plus_months(months) <= stretch.from) ++months;
        for (Date end = start.plus_months(months); end < stretch.to;
             end = start.plus_months(++months)) {
            result.push_back(stretch);
            result.back().to = end;
            stretch.from = end;
        }
        result.push_back(std::move(stretch));
    }
    return result;
}

std::vector<Stretch> cut_at(std::optional<Date> cut, const std::vector<Stretch>& all) {
    if (!cut) return all;
    std::vector<Stretch> result;
    for (Stretch stretch : all) {
        if (stretch.from < *cut && *cut < stretch.to) {
            result.push_back(stretch);
            result.back().to = *cut;
            stretch.from = *cut;
        }
        result.push_back(std::move(stretch));
    }
    return result;
}

// A month that no change has cut bears a twelfth of the year's interest.
void count_whole_months(std::vector<Stretch>& all, Date start) {
    int months = 0;
    for (Stretch& stretch : all) {
        while (start.plus_months(months) < stretch.from) ++months;
        const bool is_whole = stretch.from == start.plus_months(months) &&
                              stretch.to == start.plus_months(months + 1);
        if (is_whole) stretch.years = {{.days = 30, .basis = 360}};
    }
}

// Counts every stretch from the start of the whole period and subtracts. The 30/360 conventions do
// not add up over a split (30/360-bond: 29 May to 29 Jun is 30 days, by way of 31 May 31), and a
// part payment must not make the period longer.
void count_years(std::vector<Stretch>& all, DayCount convention, Date start) {
    Date termination = start;
    for (const Stretch& stretch : all) termination = std::max(termination, stretch.to);
    const auto counted_to = [&](Date day) {
        return year_fractions(convention, start, day, termination);
    };
    for (Stretch& stretch : all) {
        stretch.years = difference(counted_to(stretch.to), counted_to(stretch.from));
    }
    std::erase_if(all, [](const Stretch& stretch) { return stretch.years.empty(); });
}

}  // namespace

std::vector<Stretch> stretches_of(const InterestBase& base, const InterestTerms& terms,
                                  const StretchedDays& days) {
    const auto& [start, cut, end] = days;
    const History history = history_between(base, start, end);
    const bool at_payment =
        terms.method == InterestMethod::reference && terms.fixing == RateFixing::fixed_at_payment;
    const auto balances =
        at_payment ? by_payment(history, start, end) : by_balance(history, start, end);
    auto all = cut_at(cut, with_rates(balances, base, terms));
    const bool compounds = terms.compounding == Compounding::monthly_then_daily;
    if (compounds) all = by_month(all, start);
    count_years(all, terms.day_count, start);
    if (compounds) count_whole_months(all, start);
    return all;
}

}  // namespace dunning
