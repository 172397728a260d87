#include "core/interest.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/interest_accrual.h"
#include "core/interest_stretches.h"

namespace dunning {
namespace {

// The last day before interest, in the sense of day_count(start, ...).
std::optional<Date> last_free_day(const InterestBase& base, const InterestTerms& terms) {
    const auto open_day = [&](Date day) {
        const bool rolls = terms.roll_closed_day && base.calendar != nullptr;
        return rolls ? base.calendar->roll_forward(day) : day;
    };
    const Date due = open_day(base.due);
    switch (terms.first_day) {
        case InterestFirstDay::day_after_due:
            return due;
        case InterestFirstDay::day_after_notice:
            if (!base.first_notice) return std::nullopt;
            return std::max(due, *base.first_notice);
        case InterestFirstDay::day_after_30_days:
            return open_day(std::max(base.due, base.issued) + 30);
    }
    DUNNING_CHECK(false);
}

// The day on which the last of it was paid or credited, if nothing is open any more.
std::optional<Date> settled_on(const InterestBase& base) {
    std::int64_t open = base.amount.minor();
    std::optional<Date> settled;
    for (const BalanceChange& change : base.changes) {
        const bool was_open = open > 0;
        open -= change.amount_minor;
        if (open > 0) {
            settled.reset();
        } else if (was_open) {
            settled = change.day;
        }
    }
    return settled;
}

// Where the count starts; nothing when no interest runs yet.
std::optional<Date> start_of(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    const Date late_until = settled_on(base).value_or(as_of);
    if (late_until - base.due <= terms.grace_days) return std::nullopt;
    const auto free = last_free_day(base, terms);
    if (!free) return std::nullopt;
    const Date start = *free + (terms.last_day == InterestLastDay::day_before ? 1 : 0);
    return start < as_of ? std::optional(start) : std::nullopt;
}

// The interest of one day, rounded, as often as there are days.
std::int64_t rounded_daily(const Stretch& stretch, Rounding rounding) {
    const Wide year = Wide(stretch.balance_minor) * rate_of(stretch).millionths_of_percent;
    Wide sum = 0;
    for (const auto& part : stretch.years) {
        sum += Wide(divide_rounded(year, millionths_of_percent_in_one * part.basis, rounding)) *
               part.days;
    }
    return divide_rounded(sum, 1, rounding);
}

// "210.90958904": with six more digits than the currency has. The whole part first, because an
// amount times a million would not fit.
std::string exact_text(Wide numerator, Wide denominator, Currency currency) {
    const std::int64_t whole = divide_rounded(numerator, denominator, Rounding::down);
    const Wide rest = numerator - Wide(whole) * denominator;
    std::int64_t millionths =
        divide_rounded(rest * millionths_in_one, denominator, Rounding::half_away_from_zero);
    const std::int64_t carry = millionths / 1'000'000;
    millionths %= 1'000'000;
    const std::string amount = to_decimal(Money(whole + carry, currency));
    return fmt::format("{}{}{:06}", amount, currency.digits() == 0 ? "." : "", millionths);
}

InterestSegment segment_of(const Stretch& stretch, const InterestTerms& terms, Currency currency) {
    int days = 0;
    for (const auto& part : stretch.years) days += part.days;
    return {.from = stretch.from,
            .to = stretch.to,
            .days = days,
            .year = stretch.years.size() == 1 ? stretch.years.front().basis : 0,
            .balance = Money(stretch.balance_minor, currency),
            .rate = rate_of(stretch),
            .reference = stretch.rate->reference,
            .amount = Money::zero(currency),
            .exact = {},
            .day_count = terms.day_count,
            .last_day = terms.last_day};
}

// The days of interest that bear by the same terms: those after `after`, if it is set, up to
// `until`; both as the terms count.
struct Period {
    const InterestTerms* terms = nullptr;
    std::optional<Date> after = {};
    Date until;
};

// With `final` a segment has what the rounded sum grows by with it, so that all make up the whole.
Interest summed(const Accruals& accruals, const Period& period, Currency currency) {
    const InterestTerms& terms = *period.terms;
    Interest interest{.total = Money::zero(currency), .accrued = Money::zero(currency)};
    Wide sum = 0;
    for (const auto& [stretch, accrued] : accruals.all) {
        if (period.after && stretch.from < *period.after) {
            sum += accrued;
            continue;
        }
        if (!stretch.rate) {
            for (const auto& part : stretch.years) interest.days_without_rate += part.days;
            continue;
        }
        InterestSegment segment = segment_of(stretch, terms, currency);
        // A reference rate that leaves nothing with its margin is stated: its days are no gap.
        if (segment.rate == Rate{} && !segment.reference) continue;
        const Wide before = sum;
        sum += accrued;
        const auto rounded = [&](Wide numerator) {
            return divide_rounded(numerator, accruals.denominator, terms.rounding);
        };
        const std::int64_t minor =
            terms.round == InterestRounding::final         ? rounded(sum) - rounded(before)
            : terms.round == InterestRounding::per_segment ? rounded(sum - before)
                                                           : rounded_daily(stretch, terms.rounding);
        segment.amount = Money(minor, currency);
        segment.exact = exact_text(sum - before, accruals.denominator, currency);
        interest.accrued += segment.amount;
        interest.segments.push_back(std::move(segment));
    }
    return interest;
}

std::optional<Money> cap_of(const InterestBase& base, const InterestTerms& terms) {
    if (!terms.cap_percent_of_principal) return std::nullopt;
    const Wide part =
        Wide(base.amount.minor()) * terms.cap_percent_of_principal->millionths_of_percent;
    return Money(divide_rounded(part, millionths_of_percent_in_one, Rounding::down),
                 base.amount.currency());
}

Money in_multiples(const Money& total, const InterestTerms& terms, Rounding rounding) {
    if (!terms.round_to || terms.round_to->currency() != total.currency()) return total;
    const std::int64_t step = terms.round_to->minor();
    return Money(divide_rounded(total.minor(), step, rounding) * step, total.currency());
}

// Rounding to coins does not lift it over its cap.
Money capped_in_multiples(const Money& accrued, const InterestBase& base,
                          const InterestTerms& terms) {
    const Money rounded = in_multiples(accrued, terms, terms.rounding);
    const auto cap = cap_of(base, terms);
    return cap && rounded > *cap ? in_multiples(*cap, terms, Rounding::down) : rounded;
}

Money worth_claiming(const Money& total, const InterestTerms& terms) {
    const bool asked = terms.minimum && terms.minimum->currency() == total.currency();
    return asked && total < *terms.minimum ? Money::zero(total.currency()) : total;
}

// Of the last day whose rate is asked for: with one rate for the life of a debt its first.
void check_age(const InterestTerms& terms, const std::vector<Stretch>& all, Date first_day) {
    if (!terms.max_age_days || terms.method != InterestMethod::reference || all.empty()) return;
    Date day = first_day;
    if (terms.fixing != RateFixing::fixed_at_start) {
        const int last = terms.last_day == InterestLastDay::day_before ? 1 : 0;
        for (const Stretch& stretch : all) day = std::max(day, stretch.to - last);
    }
    const int age = rate_age(*terms.table, reference_day_of(terms), day);
    if (age <= *terms.max_age_days) return;
    const RateRow& last = terms.table->rows.back();
    throw StaleRates(
        fmt::format("rate table '{}' ends with {} % from {}, {} days before {}; max_age allows {}",
                    terms.table->name, to_text(last.rate), to_text(last.from), age, to_text(day),
                    *terms.max_age_days));
}

Rate with_margin(Rate reference, const InterestTerms& terms) {
    const Wide multiplied = Wide(reference.millionths_of_percent) * terms.multiple_millionths;
    return Rate{divide_rounded(multiplied, millionths_in_one, Rounding::half_away_from_zero) +
                terms.yearly.millionths_of_percent};
}

}  // namespace

bool InterestTerms::operator==(const InterestTerms& other) const {
    const auto key = [](const InterestTerms& terms) {
        return std::tie(terms.method, terms.yearly, terms.fixing, terms.multiple_millionths,
                        terms.max_age_days, terms.day_count, terms.first_day, terms.last_day,
                        terms.roll_closed_day, terms.compounding, terms.round, terms.rounding,
                        terms.round_to, terms.grace_days, terms.cap_percent_of_principal,
                        terms.max_rate, terms.minimum, terms.customers);
    };
    const bool same_table =
        table == other.table || (table && other.table && *table == *other.table);
    return same_table && key(*this) == key(other);
}

ReferenceDay reference_day_of(const InterestTerms& terms) {
    if (terms.fixing == RateFixing::float_change_date) return ReferenceDay::own_day;
    const bool by_half_year = terms.fixing == RateFixing::float_half_year &&
                              terms.table->reference_day == ReferenceDay::own_day;
    return by_half_year ? ReferenceDay::half_year_first : terms.table->reference_day;
}

std::optional<AppliedRate> applied_rate(const InterestTerms& terms, Date day) {
    AppliedRate applied{.rate = terms.yearly};
    if (terms.method == InterestMethod::reference) {
        const RateRow* row = row_on(*terms.table, reference_day(reference_day_of(terms), day));
        if (row == nullptr) return std::nullopt;
        applied = {.rate = with_margin(row->rate, terms), .reference = *row};
    }
    if (terms.max_rate) applied.rate = std::min(applied.rate, *terms.max_rate);
    return applied;
}

std::string remark_on_rates(const InterestTerms& terms, Date as_of) {
    if (terms.method != InterestMethod::reference) return {};
    const RateTable& table = *terms.table;
    const int age = rate_age(table, reference_day_of(terms), as_of);
    if (age == 0) return {};
    const RateRow& last = table.rows.back();
    return fmt::format(
        "{}: the last row known is {} % from {}; nothing is known of the {} days up to {}",
        table.name, to_text(last.rate), to_text(last.from), age, to_text(as_of));
}

bool rate_is_doubtful(const InterestTerms& terms, Date as_of) {
    if (terms.method != InterestMethod::reference) return false;
    constexpr int quarter = 92;
    const ReferenceDay which = reference_day_of(terms);
    return rate_age(*terms.table, which, as_of) > (which == ReferenceDay::own_day ? quarter : 0);
}

InterestTerms with_rates(InterestTerms terms, const std::vector<StatedRate>& more) {
    if (!terms.table) return terms;
    RateTable table = *terms.table;
    std::vector<RateRow> rows;
    for (const StatedRate& stated : more) {
        if (stated.table == table.name) rows.push_back(stated.row);
    }
    if (rows.empty()) return terms;
    extend(table, rows);
    extend(table, terms.table->rows);
    terms.table = std::make_shared<const RateTable>(std::move(table));
    return terms;
}

std::optional<Date> first_interest_day(const InterestBase& base, const InterestTerms& terms) {
    const auto free = last_free_day(base, terms);
    return free ? std::optional(*free + 1) : std::nullopt;
}

namespace {

// Terms that let the day of payment bear interest count the days after a date, the others those
// from it on: where one ends is another date than where the next begins.
Date first_date_after(const Period& before, const InterestTerms& terms) {
    const auto counts_from = [](const InterestTerms& of) {
        return of.last_day == InterestLastDay::day_before ? 1 : 0;
    };
    return before.until - counts_from(*before.terms) + counts_from(terms);
}

// Claims by the same terms make one, so that a whole time of the same terms is computed at once.
std::vector<Period> periods_of(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    std::vector<Period> periods;
    const auto add = [&](const InterestTerms& own, Date until) {
        if (!periods.empty() && *periods.back().terms == own) {
            periods.back().until = until;
        } else if (periods.empty()) {
            periods.push_back({.terms = &own, .until = until});
        } else if (periods.back().until < until) {
            periods.push_back({&own, first_date_after(periods.back(), own), until});
        }
    };
    for (const ClaimedTerms& claim : base.claimed) {
        add(claim.terms ? *claim.terms : terms, std::min(claim.until, as_of));
    }
    add(terms, as_of);
    return periods;
}

// What its days bear, before caps and minimum.
Interest interest_of(const Period& period, const InterestBase& base) {
    const Currency currency = base.amount.currency();
    const InterestTerms& terms = *period.terms;
    const auto start =
        terms.method == InterestMethod::none ? std::nullopt : start_of(base, terms, period.until);
    if (!start) return {.total = Money::zero(currency), .accrued = Money::zero(currency)};
    auto all = stretches_of(base, terms, {*start, period.after, period.until});
    check_age(terms, all, *first_interest_day(base, terms));
    const bool compounds = terms.compounding == Compounding::monthly_then_daily;
    return summed(compounds ? accrue_monthly(all, *start) : accrue(all), period, currency);
}

}  // namespace

Interest late_interest(const InterestBase& base, const InterestTerms& terms, Date as_of) {
    const Money zero = Money::zero(base.amount.currency());
    Interest whole{.total = zero, .accrued = zero};
    for (const Period& period : periods_of(base, terms, as_of)) {
        const Interest part = interest_of(period, base);
        const Money claimable = worth_claiming(
            capped_in_multiples(whole.total + part.accrued, base, *period.terms), *period.terms);
        whole.total = std::max(whole.total, claimable);
        whole.accrued += part.accrued;
        whole.days_without_rate += part.days_without_rate;
        whole.segments.insert(whole.segments.end(), part.segments.begin(), part.segments.end());
    }
    return whole;
}

InterestDays days_of(const InterestSegment& segment) {
    const bool payment_day_counts = segment.last_day == InterestLastDay::as_of;
    return payment_day_counts ? InterestDays{segment.from + 1, segment.to}
                              : InterestDays{segment.from, segment.to - 1};
}

}  // namespace dunning
