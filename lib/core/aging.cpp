#include "core/aging.h"

#include <fmt/format.h>

#include "core/check.h"

namespace dunning {

AgingProfile::AgingProfile(std::vector<int> limits) : limits_(std::move(limits)) {
    DUNNING_CHECK(!limits_.empty());
    names_.emplace_back("not_due");
    int from = 1;
    for (const int limit : limits_) {
        DUNNING_CHECK(limit >= from);
        names_.push_back(fmt::format("{}-{}", from, limit));
        from = limit + 1;
    }
    names_.push_back(fmt::format("{}+", limits_.back()));
}

std::size_t AgingProfile::bucket_of(int days_past) const {
    if (days_past <= 0) return 0;
    std::size_t bucket = 1;
    for (const int limit : limits_) {
        if (days_past <= limit) return bucket;
        ++bucket;
    }
    return bucket;
}

const OverdueClass* class_of(const std::vector<OverdueClass>& classes, int days_overdue) {
    const OverdueClass* reached = nullptr;
    for (const OverdueClass& candidate : classes) {
        if (days_overdue >= candidate.from_day) reached = &candidate;
    }
    return days_overdue > 0 ? reached : nullptr;
}

}  // namespace dunning
