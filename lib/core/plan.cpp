#include "core/plan.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/check.h"
#include "core/rate.h"

namespace dunning {
namespace {

// What had been paid by the end of each day on which money moved.
class PaidByDay {
  public:
    PaidByDay(const Plan& plan, const std::vector<MoneyIn>& settled, Date as_of) {
        for (const MoneyIn& money : settled) {
            if (money.day >= plan.proposed && money.day <= as_of) moves_.push_back(money);
        }
        std::ranges::sort(moves_, {}, &MoneyIn::day);
        std::int64_t total = 0;
        for (MoneyIn& money : moves_) {
            total = add_minor(total, money.amount_minor);
            money.amount_minor = total;
        }
    }

    std::int64_t by(Date day) const {
        const auto later = std::ranges::upper_bound(moves_, day, {}, &MoneyIn::day);
        return later == moves_.begin() ? 0 : std::prev(later)->amount_minor;
    }

    // The first day after `after` at whose end less than `target` had been paid.
    std::optional<Date> first_short_after(Date after, std::int64_t target) const {
        for (const MoneyIn& money : moves_) {
            if (money.day > after && by(money.day) < target) return money.day;
        }
        return std::nullopt;
    }

    // The day from whose end on `target` has been paid; nothing when it is not.
    std::optional<Date> settled_on(std::int64_t target) const {
        std::optional<Date> day;
        for (const MoneyIn& money : moves_) {
            if (by(money.day) < target)
                day.reset();
            else if (!day)
                day = money.day;
        }
        return day;
    }

    // The days within (from, to) on which money moved, each once, and `to`.
    std::vector<Date> moves_until(Date from, Date to) const {
        std::vector<Date> days;
        for (const MoneyIn& money : moves_) {
            const bool is_new = days.empty() || days.back() != money.day;
            if (from < money.day && money.day < to && is_new) days.push_back(money.day);
        }
        days.push_back(to);
        return days;
    }

  private:
    std::vector<MoneyIn> moves_;  // in order of the day; the amount is the sum so far
};

// The day from which an instalment counts as missed; `target` is the sum of the plan up to it.
std::optional<Date> missed_on(Date last, std::int64_t target, const PaidByDay& paid, Date as_of) {
    if (as_of <= last) return std::nullopt;
    if (paid.by(last) < target) return last + 1;
    return paid.first_short_after(last, target);
}

std::optional<Date> broken_on(const Plan& plan, const PaidByDay& paid, int grace_days, Date as_of) {
    std::optional<Date> broken;
    std::int64_t target = 0;
    for (const Installment& installment : plan.installments) {
        target = add_minor(target, installment.amount.minor());
        const auto missed = missed_on(installment.due + grace_days, target, paid, as_of);
        if (missed && (!broken || *missed < *broken)) broken = missed;
    }
    return broken;
}

InstallmentStatus installment_status(Date due, int grace_days, Date as_of) {
    if (as_of <= due) return InstallmentStatus::open;
    return as_of <= due + grace_days ? InstallmentStatus::late : InstallmentStatus::missed;
}

std::vector<InstallmentState> installment_states(const Plan& plan, Money available, int grace_days,
                                                 Date as_of) {
    std::vector<InstallmentState> states;
    for (const Installment& installment : plan.installments) {
        const Money paid = std::min(available, installment.amount);
        available -= paid;
        const auto status = paid == installment.amount
                                ? InstallmentStatus::paid
                                : installment_status(installment.due, grace_days, as_of);
        states.push_back({.installment = installment, .paid = paid, .status = status});
    }
    return states;
}

// What nobody has agreed to is not late.
void owe_nothing_yet(std::vector<InstallmentState>& states) {
    for (InstallmentState& state : states) {
        if (state.status != InstallmentStatus::paid) state.status = InstallmentStatus::open;
    }
}

std::int64_t total_minor(const Plan& plan) {
    std::int64_t total = 0;
    for (const auto& installment : plan.installments) {
        total = add_minor(total, installment.amount.minor());
    }
    return total;
}

}  // namespace

Money sum_of(const std::vector<OfferedWaiver>& waivers, Currency currency) {
    Money sum = Money::zero(currency);
    for (const OfferedWaiver& waiver : waivers) sum += waiver.amount;
    return sum;
}

std::string_view to_text(PlanStatus status) {
    switch (status) {
        case PlanStatus::proposed:
            return "proposed";
        case PlanStatus::active:
            return "active";
        case PlanStatus::broken:
            return "broken";
        case PlanStatus::completed:
            return "completed";
        case PlanStatus::cancelled:
            return "cancelled";
    }
    DUNNING_CHECK(false);
}

std::string_view to_text(InstallmentStatus status) {
    switch (status) {
        case InstallmentStatus::open:
            return "open";
        case InstallmentStatus::paid:
            return "paid";
        case InstallmentStatus::late:
            return "late";
        case InstallmentStatus::missed:
            return "missed";
    }
    DUNNING_CHECK(false);
}

namespace {

// Counted from the day of the instalment before, so that the parts sum to the whole in every
// convention.
class DaysOfInstallment {
  public:
    DaysOfInstallment(DayCount convention, Date from, Date to)
        : convention_(convention), from_(from), to_(to) {}

    std::vector<YearFraction> between(Date begin, Date end) const {
        std::map<int, int> days;  // by basis
        for (const auto& part : year_fractions(convention_, from_, end, to_)) {
            days[part.basis] += part.days;
        }
        for (const auto& part : year_fractions(convention_, from_, begin, to_)) {
            days[part.basis] -= part.days;
        }
        std::vector<YearFraction> parts;
        for (const auto& [basis, count] : days) {
            if (count != 0) parts.push_back({count, basis});
        }
        return parts;
    }

  private:
    DayCount convention_;
    Date from_;
    Date to_;
};

void add_use(const PrincipalInUse& part, std::vector<PrincipalInUse>& used) {
    if (!used.empty() && used.back().balance == part.balance && used.back().year == part.year) {
        used.back().days += part.days;
    } else {
        used.push_back(part);
    }
}

}  // namespace

std::vector<std::vector<PrincipalInUse>> principal_in_use(const Plan& plan,
                                                          const std::vector<MoneyIn>& principal,
                                                          Date as_of) {
    const PaidByDay paid(plan, principal, as_of);
    const Currency currency = plan.principal.currency();
    const DayCount convention = plan.day_count.value_or(DayCount::act_365);
    std::vector<std::vector<PrincipalInUse>> all;
    std::int64_t scheduled = plan.principal.minor();
    Date from = plan.proposed;
    for (const Installment& installment : plan.installments) {
        const Date to = std::max(from, installment.due);
        std::vector<PrincipalInUse> used;
        const DaysOfInstallment counted(convention, from, to);
        for (const Date day : paid.moves_until(from, to)) {
            const std::int64_t owed = plan.principal.minor() - paid.by(from);
            const Money balance(std::clamp(owed, std::int64_t{0}, scheduled), currency);
            for (const YearFraction& part : counted.between(from, day)) {
                add_use({part.days, balance, part.basis}, used);
            }
            from = day;
        }
        all.push_back(std::move(used));
        scheduled -= installment.amount.minor() - installment.interest_minor;
    }
    return all;
}

namespace {

int common_year(const std::vector<PrincipalInUse>& used, int year) {
    for (const PrincipalInUse& part : used) year = std::lcm(year, part.year);
    return year;
}

// Balance times days of a year of so many.
Wide sum_of(const std::vector<PrincipalInUse>& used, int year) {
    Wide sum = 0;
    for (const PrincipalInUse& part : used) {
        sum += Wide(part.balance.minor()) * part.days * (year / part.year);
    }
    return sum;
}

std::int64_t interest_for_use(const Installment& installment, const std::string& yearly_rate,
                              const std::vector<PrincipalInUse>& used,
                              const std::vector<PrincipalInUse>& by_schedule) {
    if (used == by_schedule) return installment.interest_minor;
    constexpr auto rounding = Rounding::half_away_from_zero;
    const int year = common_year(used, common_year(by_schedule, 1));
    const Wide in_use = sum_of(used, year);
    const Wide scheduled = sum_of(by_schedule, year);
    if (const auto rate = parse_rate(yearly_rate)) {
        const auto at_the_rate = [&](Wide sum) {
            return divide_rounded(sum * rate->millionths_of_percent,
                                  year * millionths_of_percent_in_one, rounding);
        };
        if (at_the_rate(scheduled) == installment.interest_minor) return at_the_rate(in_use);
    }
    return divide_rounded(Wide(installment.interest_minor) * in_use, scheduled, rounding);
}

}  // namespace

Plan less_interest_after_payment(Plan plan, const std::vector<MoneyIn>& principal, Date as_of) {
    if (plan.interest.is_zero()) return plan;
    const auto used = principal_in_use(plan, principal, as_of);
    const auto by_schedule = principal_in_use(plan, {}, as_of);
    for (std::size_t i = 0; i < plan.installments.size(); ++i) {
        Installment& installment = plan.installments[i];
        const std::int64_t owed =
            interest_for_use(installment, plan.yearly_rate, used[i], by_schedule[i]);
        const Money less(installment.interest_minor - owed, plan.principal.currency());
        installment.interest_minor = owed;
        installment.amount -= less;
        plan.interest -= less;
    }
    return plan;
}

PlanState plan_state(const Plan& plan, const std::vector<MoneyIn>& settled, int grace_days,
                     Date as_of) {
    const PaidByDay paid(plan, settled, as_of);
    const std::int64_t total = total_minor(plan);
    const std::int64_t paid_minor = std::clamp(paid.by(as_of), std::int64_t{0}, total);
    PlanState state{.paid = Money(paid_minor, plan.principal.currency())};
    state.installments = installment_states(plan, state.paid, grace_days, as_of);
    const bool cancelled = plan.cancelled && *plan.cancelled <= as_of;
    const bool confirmed = plan.confirmed && *plan.confirmed <= as_of;
    if (!confirmed) owe_nothing_yet(state.installments);
    if (confirmed) {
        // What happens to a cancelled plan afterwards no longer breaks it.
        const Date watched = cancelled ? *plan.cancelled : as_of;
        state.broken_on = broken_on(plan, PaidByDay(plan, settled, watched), grace_days, watched);
    }
    if (!cancelled && confirmed && !state.broken_on) state.completed_on = paid.settled_on(total);
    if (cancelled)
        state.status = PlanStatus::cancelled;
    else if (!confirmed)
        state.status = PlanStatus::proposed;
    else if (state.broken_on)
        state.status = PlanStatus::broken;
    else
        state.status = state.completed_on ? PlanStatus::completed : PlanStatus::active;
    return state;
}

}  // namespace dunning
