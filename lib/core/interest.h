// Late interest of one invoice, as the policy has it.
//
// It runs by segments: every change of the balance and of the rate starts one, so no day is lost or
// counted twice. Interest bears no interest unless the terms compound it, and fees bear none. Exact
// until the one named rounding.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/date.h"
#include "core/day_count.h"
#include "core/money.h"
#include "core/party.h"
#include "core/rate.h"
#include "core/rate_table.h"

namespace dunning {

// The last row of a rate table is older than the policy lets it be.
struct StaleRates : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class InterestMethod { none, fixed, reference };
enum class InterestRounding { final, per_segment, daily };
// The last: the day after 30 days from the due date, or from the invoice if that came later (BGB
// section 286(3)).
enum class InterestFirstDay { day_after_due, day_after_notice, day_after_30_days };
enum class InterestLastDay { as_of, day_before };

//   monthly_then_daily   what a month has borne is owed with the rest from the next month on,
//   months
//                        counted from the start of the interest. A whole month of one balance and
//                        one rate bears a twelfth of the year's, the days after the last one by the
//                        day count: P (1 + r/12)^n (1 + r d/360) - P with act/360 (US federal
//                        prompt payment, 5 CFR 1315.17). What is added is kept to a millionth of
//                        the minor unit.
enum class Compounding { none, monthly_then_daily };

// Which day's reference rate a day of interest bears:
//   float_half_year    that of its own half-year (DE, FR, the directive)
//   fixed_at_start     that of the first day of interest, for the debt's life
//                      (UK; China: the breach)
//   fixed_at_payment   that of the day of payment, for the whole time before it (IE)
//   float_change_date  that of the day itself
enum class RateFixing { float_half_year, fixed_at_start, fixed_at_payment, float_change_date };

struct InterestTerms {
    InterestMethod method = InterestMethod::none;
    Rate yearly = {};  // fixed: the rate; reference: what is added to it, also below zero
    std::shared_ptr<const RateTable> table = {};  // reference: never null
    RateFixing fixing = RateFixing::float_half_year;
    std::int64_t multiple_millionths = 1'000'000;  // of the reference rate: LPR x 1.5 is 1'500'000
    std::optional<int> max_age_days = {};          // of the last row that is known
    DayCount day_count = DayCount::act_365;
    InterestFirstDay first_day = InterestFirstDay::day_after_due;
    InterestLastDay last_day = InterestLastDay::as_of;
    // A due date or thirtieth day on which business is closed is the next working day (BGB 193).
    bool roll_closed_day = false;
    Compounding compounding = Compounding::none;  // not with fixed_at_payment, not rounded daily
    InterestRounding round = InterestRounding::final;
    Rounding rounding = Rounding::half_away_from_zero;
    std::optional<Money> round_to = {};  // multiples of this, in its currency: cash of 0.05 CHF
    int grace_days = 0;  // no interest at all while, and if, not more than this many days late
    std::optional<Rate> cap_percent_of_principal = {};
    std::optional<Rate> max_rate = {};
    std::optional<Money> minimum = {};  // less than this, in its currency, is not claimed
    // Whom they bind; nothing: everybody. From others neither interest nor lump sum is claimed.
    std::optional<CustomerKind> customers = {};

    bool bind(CustomerKind kind) const { return !customers || *customers == kind; }
    bool operator==(const InterestTerms& other) const;
};

// Terms by which interest was claimed up to a day. What was claimed is a fact: terms that come
// after it are for the days after it.
struct ClaimedTerms {
    Date until;                                       // for which day the claim was made
    std::shared_ptr<const InterestTerms> terms = {};  // null: those of today
};

// A change of the balance: on `day`, `amount_minor` was paid (negative: taken back).
struct BalanceChange {
    Date day;
    std::int64_t amount_minor = 0;
};

struct InterestSegment {
    // Interest runs over the days after `from`, up to and with `to`, when the day of payment bears
    // interest; from `from` to the day before `to` when it does not.
    Date from;
    Date to;
    int days = 0;   // by the day count: day_count(start, to) - day_count(start, from)
    int year = 0;   // of so many days: 365, 360; 0 when the segment lies in years of both lengths
    Money balance;  // with the interest that was added to it, if it is compounded
    Rate rate;      // applied, after margin, multiple and cap
    std::optional<RateRow> reference{};  // that it was made of
    Money amount;                        // the amounts of all segments sum to the whole
    std::string exact;                   // with six more digits than the currency: "210.90958904"
    // Of the terms that it was computed by.
    DayCount day_count = DayCount::act_365;
    InterestLastDay last_day = InterestLastDay::as_of;
};

struct Interest {
    Money total;    // what may be claimed
    Money accrued;  // before cap and minimum: what the segments sum to
    std::vector<InterestSegment> segments = {};
    // Days that bear nothing because the rate table begins later.
    int days_without_rate = 0;
};

// The first and the last day of a segment that bear interest, as people count them.
struct InterestDays {
    Date first;
    Date last;
};
InterestDays days_of(const InterestSegment& segment);

// What a reader of interest has to know: that the table says nothing of the last days, and since
// when.
// "" when it reaches them.
std::string remark_on_rates(const InterestTerms& terms, Date as_of);

// Whether that is likely to be the wrong rate: that of a new half-year is not known, or of a table
// without half-years nothing for a quarter of a year.
bool rate_is_doubtful(const InterestTerms& terms, Date as_of);

// Where a table of rates is lengthened.
inline constexpr std::string_view rate_remedy =
    "dunning import rates FILE adds rows, or write them in [[rate_table]]";

// What a claim is made of: the invoice's whole amount, its due date and all its changes up to
// `as_of`.
struct InterestBase {
    Money amount;
    Date issued;
    Date due;
    std::optional<Date> first_notice = {};  // for day_after_notice: none yet means no interest yet
    std::vector<BalanceChange> changes = {};
    const BusinessCalendar* calendar = nullptr;  // for roll_closed_day; null: every day is open
    std::vector<ClaimedTerms> claimed = {};      // by day
};

// Interest starts at the due date, or later if `first_day` says so: never before. With `day_before`
// the period begins a day later, so that an invoice paid on day d has borne d - due - 1 days. The
// days of the segments sum to those of the whole period in every convention, because each is
// counted from the start of the period. Rates of zero or below bear nothing. The days up to a claim
// bear by the terms of the claim, those after the last by `terms`; caps and minimum are asked of
// the whole, and lessen nothing that was borne by earlier terms. Throws UncoveredYear
// when a closed day must be known and is not, and StaleRates when the table says nothing of the
// last day of interest or of the max_age_days before it.
Interest late_interest(const InterestBase& base, const InterestTerms& terms, Date as_of);

// The rate that a day bears, and the row that it is made of. Nothing before the table begins.
struct AppliedRate {
    Rate rate;
    std::optional<RateRow> reference = {};

    friend bool operator==(const AppliedRate&, const AppliedRate&) = default;
};
std::optional<AppliedRate> applied_rate(const InterestTerms& terms, Date day);

// Which day's rate counts for a day of interest. REQUIRES: the terms go by a reference rate.
ReferenceDay reference_day_of(const InterestTerms& terms);

// The same terms with more rows in their table; rows that the policy's table has stay as they are.
InterestTerms with_rates(InterestTerms terms, const std::vector<StatedRate>& more);

// The first day on which `base` bears interest; nothing while it depends on a notice not yet sent.
std::optional<Date> first_interest_day(const InterestBase& base, const InterestTerms& terms);

}  // namespace dunning
