// Aging: how long each open item has been overdue on a given day.
//
// An item is overdue from the day after its due date; the due day itself is day 0 and not overdue.
// Buckets come from the policy and cover every day once: limits 30, 60, 90 make not_due, 1-30,
// 31-60, 61-90 and 90+ (91 days and more).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/date.h"

namespace dunning {

enum class AgingBasis { due, issued };

class AgingProfile {
  public:
    AgingProfile() : AgingProfile({30, 60, 90}) {}
    // REQUIRES: `limits` is not empty, positive and rising.
    explicit AgingProfile(std::vector<int> limits);

    std::size_t size() const { return names_.size(); }
    const std::vector<std::string>& names() const { return names_; }
    const std::vector<int>& limits() const { return limits_; }
    // Which bucket a number of days past the due date falls in; 0 and less is the first, not_due.
    std::size_t bucket_of(int days_past) const;

    friend bool operator==(const AgingProfile&, const AgingProfile&) = default;

  private:
    std::vector<int> limits_;
    std::vector<std::string> names_;
};

// Days past the basis date, negative when it lies ahead.
inline int days_past(Date issued, Date due, AgingBasis basis, Date as_of) {
    return as_of - (basis == AgingBasis::due ? due : issued);
}

// Severity by days overdue: the last class whose first day has been reached; nothing before.
struct OverdueClass {
    std::string name;
    int from_day = 1;
    // Deadline for the first notice, counted from the day on which the item entered the class (R9).
    std::optional<Duration> first_notice_within = {};

    friend bool operator==(const OverdueClass&, const OverdueClass&) = default;
};

// REQUIRES: `classes` rise by from_day.
const OverdueClass* class_of(const std::vector<OverdueClass>& classes, int days_overdue);

}  // namespace dunning
