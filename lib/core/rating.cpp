#include "core/rating.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

// numerator / denominator, halves up. REQUIRES: both are not negative, and the denominator not 0.
std::int64_t rounded(std::int64_t numerator, std::int64_t denominator) {
    return (2 * numerator + denominator) / (2 * denominator);
}

void deduct(Rating& rating, std::int64_t points, std::string why) {
    if (points <= 0) return;
    rating.deductions.push_back({static_cast<int>(points), std::move(why)});
    rating.score = std::max(0, rating.score - static_cast<int>(points));
}

void deduct_lateness(Rating& rating, const RatingInput& input) {
    constexpr std::int64_t most_for_days = 40;
    constexpr std::int64_t for_share = 30;
    const PaymentRecord& record = input.record;
    if (record.settled == 0) return;
    deduct(rating, std::min(most_for_days, rounded(input.days_late, record.settled)),
           fmt::format("average {} days late", *average_days_late(input)));
    deduct(rating, rounded(for_share * record.late, record.settled),
           fmt::format("{} of {} invoices late", record.late, record.settled));
}

}  // namespace

std::string_view to_text(Grade grade) {
    switch (grade) {
        case Grade::A:
            return "A";
        case Grade::B:
            return "B";
        case Grade::C:
            return "C";
        case Grade::D:
            return "D";
    }
    return "D";
}

std::optional<std::string> average_days_late(const RatingInput& input) {
    if (input.record.settled == 0) return std::nullopt;
    const std::int64_t tenths = rounded(10 * input.days_late, input.record.settled);
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

Rating rate(const RatingInput& input) {
    constexpr int for_broken = 15;
    constexpr int most_for_broken = 30;
    constexpr int for_refusal = 20;
    constexpr int most_for_overdue = 30;
    Rating rating;
    deduct_lateness(rating, input);
    deduct(rating, std::min(most_for_broken, for_broken * input.record.broken),
           fmt::format("{} of {} promises and plans broken", input.record.broken,
                       input.record.arrangements));
    if (input.record.refusals > 0) deduct(rating, for_refusal, "refused to pay");
    deduct(rating, std::min(most_for_overdue, input.oldest_overdue / 3),
           fmt::format("overdue for {} days", input.oldest_overdue));
    rating.grade = rating.score >= 85   ? Grade::A
                   : rating.score >= 70 ? Grade::B
                   : rating.score >= 50 ? Grade::C
                                        : Grade::D;
    return rating;
}

std::string in_words(const Rating& rating) {
    std::string text = "100";
    for (const Deduction& deduction : rating.deductions) {
        text += fmt::format(" - {} ({})", deduction.points, deduction.why);
    }
    return fmt::format("{} = {}: {}", text, rating.score, to_text(rating.grade));
}

Date next_review(Grade grade, Date reviewed) {
    switch (grade) {
        case Grade::A:
            return reviewed.plus_months(12);
        case Grade::B:
            return reviewed.plus_months(6);
        case Grade::C:
            return reviewed.plus_months(3);
        case Grade::D:
            return reviewed.plus_months(1);
    }
    return reviewed.plus_months(1);
}

}  // namespace dunning
