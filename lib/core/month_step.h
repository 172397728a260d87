// Months back from a day, as the closing of books counts them.
#pragma once

#include "core/date.h"

namespace dunning {

// The same day of an earlier month, the month's last where it has no such day. From the end of a
// month it is the end of that other: from 30 June it is 31 May.
inline Date months_before(Date day, int months) {
    const Date before = day.plus_months(-months);
    return day == day.end_of_month() ? before.end_of_month() : before;
}

}  // namespace dunning
