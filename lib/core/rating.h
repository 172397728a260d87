// The rating of a customer, re-computed from how they pay (R5). Every deduction is shown.
//
// From 100 points are taken
//   1 for each day that invoices were paid late on average, at most 40 (early counts as on time),
//   30 x the share of invoices that were paid late,
//   15 for each promise or plan that was broken, at most 30,
//   20 when the customer has refused to pay,
//   1 for each 3 days of the oldest item that is overdue now, at most 30;
// never below 0. A: 85 and more, B: 70, C: 50, D: less. The next review is due after 12 months for
// A, 6 for B, 3 for C and 1 for D. Fractions of a point are rounded half up. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/behaviour.h"
#include "core/date.h"

namespace dunning {

struct RatingInput {
    PaymentRecord record = {};
    std::int64_t days_late = 0;  // of all settled invoices together, early ones as 0
    int oldest_overdue = 0;      // days, of what is open now
};

struct Deduction {
    int points = 0;
    std::string why;  // "average 12.5 days late"
};

enum class Grade { A, B, C, D };
std::string_view to_text(Grade grade);

struct Rating {
    int score = 100;
    Grade grade = Grade::A;
    std::vector<Deduction> deductions = {};
};

Rating rate(const RatingInput& input);

// "100 - 13 (average 12.5 days late) - 20 (4 of 6 invoices late) = 67: C"
std::string in_words(const Rating& rating);

Date next_review(Grade grade, Date reviewed);

// "12.5"; nothing when nothing was settled.
std::optional<std::string> average_days_late(const RatingInput& input);

}  // namespace dunning
