// Date: a civil day, without a time or a zone.
//
// Stored as the number of days since 1970-01-01. Dates of the ledger lie in the years 1900 to 2199.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dunning {

enum class Weekday { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

class Date {
  public:
    constexpr Date() = default;
    static constexpr Date from_days(std::int32_t days_since_1970) { return Date(days_since_1970); }
    // REQUIRES: such a day exists (checked).
    static Date from_ymd(int year, int month, int day);
    static bool exists(int year, int month, int day);

    constexpr std::int32_t days() const { return days_; }
    int year() const;
    int month() const;
    int day() const;
    Weekday weekday() const;

    constexpr Date operator+(std::int32_t days) const { return Date(days_ + days); }
    constexpr Date operator-(std::int32_t days) const { return Date(days_ - days); }
    constexpr std::int32_t operator-(Date other) const { return days_ - other.days_; }

    // The same day of a later month; a day that month lacks becomes its last (31 Jan + 1 = 28/29
    // Feb).
    Date plus_months(int months) const;
    Date end_of_month() const;

    friend constexpr auto operator<=>(const Date&, const Date&) = default;

  private:
    constexpr explicit Date(std::int32_t days) : days_(days) {}
    std::int32_t days_ = 0;
};

inline constexpr int first_year = 1900;
inline constexpr int last_year = 2199;

// "2026-11-21", exactly ten characters, a day that exists, in a year of the ledger.
Result<Date> parse_date(std::string_view text);

// By a format of %Y %m %d (digits, leading zeros optional), %y (two digits: 70-99 are 19xx, 00-69
// are 20xx), %b (English or German month name, in full or short: "Jan", "März", "Sept.") and literal
// characters. The whole text must match.
Result<Date> parse_date(std::string_view text, std::string_view format);

// A day written in the format ("21.11.2026"), to show what is expected.
std::string example_of_format(std::string_view format);

std::string to_text(Date date);  // ISO 8601: "2026-11-21"

}  // namespace dunning
