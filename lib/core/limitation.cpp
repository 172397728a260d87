#include "core/limitation.h"

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

// Years from a day, and how the day after which nothing is left is counted from them.
struct Period {
    int years = 3;
    bool safe_day_before = false;
};

Period period_of(LimitationLaw law, CustomerKind debtor) {
    switch (law) {
        case LimitationLaw::cn:
            return {.years = 3, .safe_day_before = true};
        case LimitationLaw::de:
            return {.years = 3};
        case LimitationLaw::uk:
            return {.years = 6};
        case LimitationLaw::fr:
            return {.years = debtor == CustomerKind::consumer ? 2 : 5};
        case LimitationLaw::ch:
            return {.years = 10};
        case LimitationLaw::none:
            break;
    }
    DUNNING_CHECK(false);
}

// Of a debt that a court has stated.
Period period_of_judgment(LimitationLaw law) {
    switch (law) {
        case LimitationLaw::cn:
            return {.years = 2, .safe_day_before = true};
        case LimitationLaw::de:
            return {.years = 30};
        case LimitationLaw::uk:
            return {.years = 6};
        case LimitationLaw::fr:
        case LimitationLaw::ch:
            return {.years = 10};
        case LimitationLaw::none:
            break;
    }
    DUNNING_CHECK(false);
}

Date last_day_from(Date day, const Period& period) {
    return day.plus_months(12 * period.years) - (period.safe_day_before ? 1 : 0);
}

Limitation first_period(const LimitationBase& base, LimitationLaw law, const Period& period) {
    if (law == LimitationLaw::de) {
        const int year = base.due.year();
        return {.last_day = Date::from_ymd(year + period.years, 12, 31),
                .from = Date::from_ymd(year + 1, 1, 1)};
    }
    const Date from = law == LimitationLaw::cn ? base.due + 1 : base.due;
    return {.last_day = last_day_from(from, period), .from = from};
}

// A year that the calendar does not know moves nothing: too early is on the safe side.
Date rolled(Date day, const BusinessCalendar& calendar) {
    Date moved = day;
    while (calendar.covers(moved.year()) && !calendar.is_working_day(moved)) moved = moved + 1;
    return calendar.covers(moved.year()) ? moved : day;
}

// What happens to one debt, in the order of the days.
class Course {
  public:
    Course(const LimitationBase& base, LimitationLaw law)
        : law_(law),
          period_(period_of(law, base.debtor)),
          limitation_(first_period(base, law, period_)) {}

    void add(const Restart& restart) {
        if (restart.kind == RestartKind::judgment || restart.kind == RestartKind::enforcement) {
            judged_ = true;
            period_ = period_of_judgment(law_);
            limitation_ = begun_by(restart.day, restart.what);
            return;
        }
        // Whether a payment lengthens the time to sue upon an English judgment is doubtful.
        const bool counts = restart.kind == RestartKind::demand
                                ? law_ == LimitationLaw::cn
                                : !(judged_ && law_ == LimitationLaw::uk);
        if (counts && restart.day <= limitation_.last_day) lengthen(restart.day, restart.what);
    }

    void add(const Suit& suit) {
        if (suit.filed > limitation_.last_day) return;
        if (law_ == LimitationLaw::cn || law_ == LimitationLaw::ch) {
            lengthen(suit.ended, suit.what);
        } else if (law_ == LimitationLaw::de) {
            suspend(suit);
        }
    }

    const Limitation& limitation() const { return limitation_; }

  private:
    Limitation begun_by(Date day, const std::string& what) const {
        return {.last_day = last_day_from(day, period_), .from = day, .because = what};
    }

    void lengthen(Date day, const std::string& what) {
        Limitation later = begun_by(day, what);
        if (later.last_day > limitation_.last_day) limitation_ = std::move(later);
    }

    // Days in which two cases were pending count once, and days before the period began not at all.
    void suspend(const Suit& suit) {
        constexpr int months_after_the_end = 6;
        const Date from =
            std::max({suit.filed, limitation_.from, suspended_to_.value_or(suit.filed)});
        const Date to = suit.ended.plus_months(months_after_the_end);
        if (to <= from) return;
        limitation_.last_day = limitation_.last_day + (to - from);
        limitation_.because = suit.what;
        suspended_to_ = to;
    }

    LimitationLaw law_;
    Period period_;
    Limitation limitation_;
    bool judged_ = false;
    std::optional<Date> suspended_to_ = {};
};

}  // namespace

std::vector<Restart> part_payments(std::vector<MoneyIn> moves) {
    std::ranges::stable_sort(moves, {}, [](const MoneyIn& money) {
        return std::pair(money.day, money.amount_minor < 0);
    });
    std::vector<MoneyIn> stayed;
    for (const MoneyIn& money : moves) {
        if (money.amount_minor >= 0) {
            stayed.push_back(money);
            continue;
        }
        std::int64_t gone = -money.amount_minor;
        while (gone > 0 && !stayed.empty()) {
            const std::int64_t taken = std::min(gone, stayed.back().amount_minor);
            stayed.back().amount_minor -= taken;
            gone -= taken;
            if (stayed.back().amount_minor == 0) stayed.pop_back();
        }
    }
    std::vector<Restart> restarts;
    for (const MoneyIn& money : stayed) {
        restarts.push_back({money.day, RestartKind::payment, "part payment"});
    }
    return restarts;
}

std::optional<Limitation> limitation_of(const LimitationBase& base, LimitationLaw law,
                                        const BusinessCalendar& calendar) {
    if (law == LimitationLaw::none) return std::nullopt;
    std::vector<Restart> restarts = base.restarts;
    std::ranges::stable_sort(restarts, {}, &Restart::day);
    std::vector<Suit> suits = base.suits;
    std::ranges::stable_sort(suits, {}, &Suit::filed);
    Course course(base, law);
    auto suit = suits.begin();
    for (const Restart& restart : restarts) {
        while (suit != suits.end() && suit->filed <= restart.day) course.add(*suit++);
        course.add(restart);
    }
    while (suit != suits.end()) course.add(*suit++);
    Limitation limitation = course.limitation();
    if (law == LimitationLaw::de) limitation.last_day = rolled(limitation.last_day, calendar);
    return limitation;
}

std::string_view to_text(LimitationLaw law) {
    switch (law) {
        case LimitationLaw::none:
            return "none";
        case LimitationLaw::cn:
            return "cn";
        case LimitationLaw::de:
            return "de";
        case LimitationLaw::uk:
            return "uk";
        case LimitationLaw::fr:
            return "fr";
        case LimitationLaw::ch:
            return "ch";
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
