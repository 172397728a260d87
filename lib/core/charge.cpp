#include "core/charge.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/check.h"

namespace dunning {
namespace {

constexpr Wide millionths_of_percent_in_one = 100'000'000;

// A stretch of days on which one balance bears interest, as fractions of a year.
struct Stretch {
    Date from;
    Date to;
    Money balance;
    std::vector<YearFraction> years = {};
};

Date first_bearing(const InterestBase& base, const InterestTerms& terms) {
    switch (terms.first_day) {
        case InterestFirstDay::day_after_due:
            return base.due;
        case InterestFirstDay::day_after_notice:
            return std::max(base.due, *base.first_notice);
        case InterestFirstDay::day_after_30_days:
            return std::max(base.due, base.issued + 30);
    }
    DUNNING_CHECK(false);
}

// Where interest starts, in the sense of day_count(start, ...); nothing when none runs yet.
std::optional<Date> start_of(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    const bool no_notice =
        terms.first_day == InterestFirstDay::day_after_notice && !base.first_notice;
    if (no_notice || as_of - base.due <= terms.grace_days) return std::nullopt;
    const int shift = terms.last_day == InterestLastDay::day_before ? 1 : 0;
    const Date start = first_bearing(base, terms) + shift;
    return start < as_of ? std::optional(start) : std::nullopt;
}

// The stretches from `start` to `as_of` with something owed. A balance stands from the day of its
// change on; money overpaid bears nothing, but counts against what is taken back later.
std::vector<Stretch> stretches(const InterestBase& base, Date start, Date as_of) {
    std::int64_t balance = base.amount.minor();
    std::map<Date, std::int64_t> changes;
    for (const BalanceChange& change : base.changes) {
        if (change.day >= as_of) continue;
        std::int64_t& sum = change.day <= start ? balance : changes[change.day];
        sum = add_minor(sum, change.day <= start ? -change.amount_minor : change.amount_minor);
    }
    std::vector<Stretch> result;
    Date from = start;
    const auto close = [&](Date to) {
        if (balance > 0) result.push_back({from, to, Money(balance, base.amount.currency())});
        from = to;
    };
    for (const auto& [day, paid_minor] : changes) {
        if (paid_minor == 0) continue;
        close(day);
        balance = add_minor(balance, -paid_minor);
    }
    close(as_of);
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

// Counts every stretch from the start of the whole period and subtracts. The 30/360 conventions do
// not add up over a split (30/360-bond: 29 May to 29 Jun is 30 days, by way of 31 May 31), and a
// part payment must not make the period longer.
void count_years(std::vector<Stretch>& all, DayCount convention, Date start) {
    if (all.empty()) return;
    const Date termination = all.back().to;
    const auto counted_to = [&](Date day) {
        return year_fractions(convention, start, day, termination);
    };
    for (Stretch& stretch : all) {
        stretch.years = difference(counted_to(stretch.to), counted_to(stretch.from));
    }
    std::erase_if(all, [](const Stretch& stretch) { return stretch.years.empty(); });
}

// One denominator for all year fractions of a convention, so that sums stay exact.
Wide common_basis(const std::vector<Stretch>& all) {
    int basis = 1;
    for (const Stretch& stretch : all) {
        for (const auto& part : stretch.years) basis = std::lcm(basis, part.basis);
    }
    return basis;
}

// Interest in minor units times `basis` and the unit of the rate. At most 10^15 * 10^9 * 10^5 * 366
// for one invoice, well inside 128 bits.
Wide exact(const Stretch& stretch, Rate rate, Wide basis) {
    Wide weighted_days = 0;
    for (const auto& part : stretch.years) weighted_days += part.days * (basis / part.basis);
    return Wide(stretch.balance.minor()) * rate.millionths_of_percent * weighted_days;
}

// The interest of one day, rounded, as often as there are days.
std::int64_t rounded_daily(const Stretch& stretch, Rate rate, Rounding rounding) {
    Wide sum = 0;
    for (const auto& part : stretch.years) {
        const Wide year = Wide(stretch.balance.minor()) * rate.millionths_of_percent;
        sum += Wide(divide_rounded(year, millionths_of_percent_in_one * part.basis, rounding)) *
               part.days;
    }
    return divide_rounded(sum, 1, rounding);
}

InterestSegment segment_of(const Stretch& stretch, const InterestTerms& terms, Rate rate,
                           Wide basis) {
    int days = 0;
    for (const auto& part : stretch.years) days += part.days;
    const std::int64_t amount_minor =
        terms.round == InterestRounding::daily
            ? rounded_daily(stretch, rate, terms.rounding)
            : divide_rounded(exact(stretch, rate, basis), basis * millionths_of_percent_in_one,
                             terms.rounding);
    return {.from = stretch.from,
            .to = stretch.to,
            .days = days,
            .balance = stretch.balance,
            .amount = Money(amount_minor, stretch.balance.currency())};
}

Money capped(const Money& total, const InterestBase& base, const InterestTerms& terms) {
    if (!terms.cap_percent_of_principal) return total;
    const Wide part =
        Wide(base.amount.minor()) * terms.cap_percent_of_principal->millionths_of_percent;
    const Money cap(divide_rounded(part, millionths_of_percent_in_one, Rounding::down),
                    total.currency());
    return std::min(total, cap);
}

}  // namespace

Interest late_interest(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    Interest interest{.total = Money::zero(base.amount.currency())};
    const Rate rate = terms.max_rate ? std::min(terms.yearly, *terms.max_rate) : terms.yearly;
    const auto start = start_of(base, terms, as_of);
    if (terms.method == InterestMethod::none || rate <= Rate{0} || !start) return interest;

    auto all = stretches(base, *start, as_of);
    count_years(all, terms.day_count, *start);
    const Wide basis = common_basis(all);
    Wide sum = 0;
    for (const Stretch& stretch : all) {
        sum += exact(stretch, rate, basis);
        interest.segments.push_back(segment_of(stretch, terms, rate, basis));
        interest.total += interest.segments.back().amount;
    }
    if (terms.round == InterestRounding::final) {
        const Wide denominator = basis * millionths_of_percent_in_one;
        interest.total =
            Money(divide_rounded(sum, denominator, terms.rounding), interest.total.currency());
    }
    interest.total = capped(interest.total, base, terms);
    return interest;
}

Money tiered_fee(const std::vector<FeeTier>& tiers, const Money& claim) {
    const auto fits = [&claim](const FeeTier& tier) {
        if (tier.fee.currency() != claim.currency()) return false;
        return !tier.below || (tier.below->currency() == claim.currency() && claim < *tier.below);
    };
    const auto tier = std::ranges::find_if(tiers, fits);
    return tier == tiers.end() ? Money::zero(claim.currency()) : tier->fee;
}

}  // namespace dunning
