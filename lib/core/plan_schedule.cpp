#include "core/plan_schedule.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

std::string in_words(const Money& amount) {
    return fmt::format("{} {}", to_decimal(amount), amount.currency().code());
}

std::optional<Fault> problem_of_part(const Money& principal, const std::optional<Money>& part,
                                     std::string_view what) {
    if (!part) return std::nullopt;
    if (part->currency() != principal.currency()) {
        return Fault{fmt::format("the {} is in {}, the plan in {}", what, part->currency().code(),
                                 principal.currency().code())};
    }
    if (part->is_positive() && *part < principal) return std::nullopt;
    return Fault{fmt::format("the {} of {} is not between 0 and the plan's {}", what,
                             to_decimal(*part), to_decimal(principal))};
}

std::optional<Fault> problem_of(const Money& principal, const PlanTerms& terms) {
    if (terms.installments < 1 || terms.installments > most_installments) {
        return Fault{fmt::format("{} is not a number of instalments between 1 and {}",
                                 terms.installments, most_installments)};
    }
    if (terms.day_of_month && (*terms.day_of_month < 1 || *terms.day_of_month > 31)) {
        return Fault{fmt::format("{} is not a day of a month", *terms.day_of_month)};
    }
    if (!principal.is_positive()) {
        return Fault{fmt::format("a plan needs an amount to pay, not {}", to_decimal(principal))};
    }
    if (terms.yearly_interest && *terms.yearly_interest < Rate{0}) {
        return Fault{"the interest of a plan is not negative"};
    }
    if (auto fault = problem_of_part(principal, terms.down_payment, "down payment")) return fault;
    return problem_of_part(principal, terms.each, "instalment");
}

// The n-th due date counts from the first one, not from the one before: 31 Jan, 28 Feb, 31 Mar.
Date agreed_date(const PlanTerms& terms, int n) {
    const int steps = n - 1;
    if (terms.rhythm == PlanRhythm::weekly) return terms.first_due + 7 * steps;
    if (terms.rhythm == PlanRhythm::fortnightly) return terms.first_due + 14 * steps;
    const int months = terms.rhythm == PlanRhythm::quarterly ? 3 * steps : steps;
    const Date due = terms.first_due.plus_months(months);
    if (n == 1 || !terms.day_of_month) return due;
    const Date last = due.end_of_month();
    return last - std::max(0, last.day() - *terms.day_of_month);
}

// A year that the calendar does not know yet is taken as it stands: the agreement names the day.
Date on_a_working_day(Date day, const PlanSetting& setting) {
    if (setting.due_on == InstallmentDay::as_agreed) return day;
    const int step = setting.due_on == InstallmentDay::next_working_day ? 1 : -1;
    Date moved = day;
    while (setting.calendar.covers(moved.year()) && !setting.calendar.is_working_day(moved)) {
        moved = moved + step;
    }
    return setting.calendar.covers(moved.year()) ? moved : day;
}

// Pays off a principal, instalment by instalment.
class Schedule {
  public:
    Schedule(const Money& principal, const PlanTerms& terms, const PlanSetting& setting)
        : terms_(terms), setting_(setting), left_(principal), counted_(setting.from) {}

    const Money& left() const { return left_; }
    int next() const { return static_cast<int>(installments_.size()) + 1; }
    Date next_due() const { return on_a_working_day(agreed_date(terms_, next()), setting_); }
    std::vector<Installment> take() { return std::move(installments_); }

    Money interest_until(Date due) const {
        const Rate rate = terms_.yearly_interest.value_or(Rate{0});
        if (rate <= Rate{0} || due <= counted_) return Money::zero(left_.currency());
        Wide sum = 0;
        Wide basis = 1;
        for (const auto& part : year_fractions(setting_.day_count, counted_, due, due)) {
            sum = sum * part.basis + Wide(part.days) * basis;
            basis *= part.basis;
        }
        const Wide exact = Wide(left_.minor()) * rate.millionths_of_percent * sum;
        return {divide_rounded(exact, millionths_of_percent_in_one * basis, setting_.rounding),
                left_.currency()};
    }

    // Principal and the interest until then.
    void pay(const Money& principal, Date due) {
        const Money interest = interest_until(due);
        installments_.push_back({.n = next(),
                                 .due = due,
                                 .amount = principal + interest,
                                 .interest_minor = interest.minor()});
        left_ -= principal;
        counted_ = std::max(counted_, due);
    }

    // An amount that pays the interest first; at most what is left of both.
    void pay_amount(const Money& amount, Date due) {
        pay(std::min(amount - interest_until(due), left_), due);
    }

  private:
    const PlanTerms& terms_;
    const PlanSetting& setting_;
    Money left_;
    Date counted_;
    std::vector<Installment> installments_;
};

// Whether that amount, so many times, pays everything.
bool pays_off(Schedule schedule, const Money& amount, int times) {
    for (int n = 0; n < times; ++n) {
        const Date due = schedule.next_due();
        if (amount < schedule.interest_until(due)) return false;
        schedule.pay_amount(amount, due);
        if (schedule.left().is_zero()) return true;
    }
    return false;
}

// The least amount that pays everything in so many instalments.
Money level_amount(const Schedule& schedule, int times) {
    const Currency currency = schedule.left().currency();
    std::int64_t too_little = 0;
    std::int64_t enough =
        add_minor(schedule.left().minor(), schedule.interest_until(schedule.next_due()).minor());
    while (!pays_off(schedule, Money(enough, currency), times)) enough = add_minor(enough, enough);
    while (enough - too_little > 1) {
        const std::int64_t middle = too_little + (enough - too_little) / 2;
        (pays_off(schedule, Money(middle, currency), times) ? enough : too_little) = middle;
    }
    return {enough, currency};
}

std::optional<Fault> pay_equally(Schedule& schedule, const PlanTerms& terms) {
    const Money rest = schedule.left();
    if (rest.minor() < terms.installments) {
        return Fault{
            fmt::format("{} is too little for {} instalments", in_words(rest), terms.installments)};
    }
    if (terms.yearly_interest.value_or(Rate{0}) > Rate{0}) {
        const Money amount = level_amount(schedule, terms.installments);
        while (!schedule.left().is_zero()) schedule.pay_amount(amount, schedule.next_due());
        return std::nullopt;
    }
    for (const Money& amount : split(rest, terms.installments)) {
        schedule.pay(amount, schedule.next_due());
    }
    return std::nullopt;
}

std::optional<Fault> pay_each(Schedule& schedule, const Money& each) {
    while (!schedule.left().is_zero()) {
        const Date due = schedule.next_due();
        if (schedule.next() > most_installments || each <= schedule.interest_until(due)) {
            return Fault{fmt::format("{} each time never pays it off, or not within {} instalments",
                                     in_words(each), most_installments),
                         "agree on more each time, or on a number of instalments"};
        }
        schedule.pay_amount(each, due);
    }
    return std::nullopt;
}

std::optional<Fault> pay_agreed(Schedule& schedule, const std::vector<AgreedPayment>& payments) {
    for (std::size_t n = 0; n < payments.size(); ++n) {
        const AgreedPayment& payment = payments[n];
        if (n > 0 && payment.due <= payments[n - 1].due) {
            return Fault{fmt::format("the payment of {} does not come after that of {}",
                                     to_text(payment.due), to_text(payments[n - 1].due))};
        }
        const Money owed = schedule.left() + schedule.interest_until(payment.due);
        const Money amount = payment.amount.value_or(owed);
        if (amount.currency() != owed.currency()) {
            return Fault{fmt::format("the payment of {} is in {}, the plan in {}",
                                     to_text(payment.due), amount.currency().code(),
                                     owed.currency().code())};
        }
        const bool is_last = n + 1 == payments.size();
        if (amount > owed || (is_last ? amount != owed : amount >= owed)) {
            return Fault{fmt::format("{} are owed on {}, the schedule has {} then", in_words(owed),
                                     to_text(payment.due), to_decimal(amount)),
                         "let the last payment be \"rest\""};
        }
        if (amount <= schedule.interest_until(payment.due)) {
            return Fault{
                fmt::format("the payment of {} is eaten up by interest", to_text(payment.due))};
        }
        schedule.pay_amount(amount, payment.due);
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<Installment>> propose_installments(const Money& principal,
                                                      const PlanTerms& terms,
                                                      const PlanSetting& setting) {
    if (const auto problem = problem_of(principal, terms)) return *problem;
    Schedule schedule(principal, terms, setting);
    std::optional<Fault> fault;
    if (!terms.schedule.empty()) {
        fault = pay_agreed(schedule, terms.schedule);
    } else {
        if (terms.down_payment) schedule.pay(*terms.down_payment, schedule.next_due());
        fault = terms.each ? pay_each(schedule, *terms.each) : pay_equally(schedule, terms);
    }
    if (fault) return *fault;
    auto installments = schedule.take();
    if (const int year = installments.back().due.year(); year > last_year) {
        return Fault{
            fmt::format("the last instalment would be due in {}, after {}", year, last_year)};
    }
    return installments;
}

Money interest_of(const std::vector<Installment>& installments, Currency currency) {
    Money sum = Money::zero(currency);
    for (const Installment& installment : installments) {
        sum += Money(installment.interest_minor, currency);
    }
    return sum;
}

}  // namespace dunning
