// Days from one to another, both included.
#pragma once

#include "core/date.h"

namespace dunning {

struct DayRange {
    Date from;
    Date to;

    int days() const { return to - from + 1; }
    bool contains(Date day) const { return from <= day && day <= to; }
    friend bool operator==(const DayRange&, const DayRange&) = default;
};

}  // namespace dunning
