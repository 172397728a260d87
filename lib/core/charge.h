// Charges: late interest and fees, as the policy has them.
//
// Interest of one invoice runs by segments: every change of its balance starts one, so no day is
// lost or counted twice. Interest bears no interest, and fees bear none. Exact until the one named
// rounding.
#pragma once

#include <optional>
#include <vector>

#include "core/date.h"
#include "core/day_count.h"
#include "core/money.h"
#include "core/rate.h"

namespace dunning {

enum class InterestMethod { none, fixed };
enum class InterestRounding { final, per_segment, daily };
enum class InterestFirstDay { day_after_due, day_after_notice, day_after_30_days };
enum class InterestLastDay { as_of, day_before };

struct InterestTerms {
    InterestMethod method = InterestMethod::none;
    Rate yearly = {};
    DayCount day_count = DayCount::act_365;
    InterestFirstDay first_day = InterestFirstDay::day_after_due;
    InterestLastDay last_day = InterestLastDay::as_of;
    InterestRounding round = InterestRounding::final;
    Rounding rounding = Rounding::half_away_from_zero;
    int grace_days = 0;  // no interest at all while not more than this many days overdue
    std::optional<Rate> cap_percent_of_principal = {};
    std::optional<Rate> max_rate = {};

    friend bool operator==(const InterestTerms&, const InterestTerms&) = default;
};

// A change of the balance: on `day`, `amount_minor` was paid (negative: taken back).
struct BalanceChange {
    Date day;
    std::int64_t amount_minor = 0;
};

struct InterestSegment {
    Date from;  // interest runs over the days after `from`, up to and with `to`
    Date to;
    int days = 0;  // by the day count: day_count(start, to) - day_count(start, from)
    Money balance;
    Money amount;  // rounded for showing; the total is rounded as the terms say
};

struct Interest {
    Money total;
    std::vector<InterestSegment> segments = {};
};

// What a claim is made of: the invoice's whole amount, its due date and all its changes up to
// `as_of`.
struct InterestBase {
    Money amount;
    Date issued;
    Date due;
    std::optional<Date> first_notice = {};  // for day_after_notice: none yet means no interest yet
    std::vector<BalanceChange> changes = {};
};

// Interest starts at the due date, or later if `first_day` says so: never before. With `day_before`
// the period begins a day later, so that an invoice paid on day d has borne d - due - 1 days. The
// days of the segments sum to those of the whole period in every convention. Rates of zero or below
// bear nothing.
Interest late_interest(const InterestBase& base, const InterestTerms& terms, Date as_of);

// A band of `[[fee_tier]]`: for claims below an amount (none: any); the first band that fits
// counts.
struct FeeTier {
    std::optional<Money> below = {};
    Money fee;
    friend bool operator==(const FeeTier&, const FeeTier&) = default;
};

Money tiered_fee(const std::vector<FeeTier>& tiers, const Money& claim);

}  // namespace dunning
