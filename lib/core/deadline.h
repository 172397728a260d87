// Deadlines: by when the first notice of an overdue item has to be out (R9).
//
// The item's class says how long that may take, mostly in working days, from the day on which the
// item entered the class: the class in which its first notice went out, as long as there is none
// the class of today.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/policy.h"
#include "core/position.h"

namespace dunning {

enum class DeadlineStatus {
    kept,    // the first notice was out in time
    missed,  // it was late, or is not out yet and the day has passed
    near,    // today or on the next working day
    open,    // later
    paused,  // nothing may go out for now: a hold, a dispute of all of it, a promise, a plan
};

std::string_view to_text(DeadlineStatus status);

struct Deadline {
    std::string class_name;
    Date entered;  // the day on which the item entered the class
    Date due;      // the last day for the first notice
    std::optional<Date> first_notice = {};
    DeadlineStatus status = DeadlineStatus::open;

    friend bool operator==(const Deadline&, const Deadline&) = default;
};

// Nothing for an item that is not overdue, whose class has no deadline, or which is older than the
// years of the calendar: of such a debt the deadline is long past.
std::optional<Deadline> deadline_of(const OpenItem& item, const Policy& policy, Date as_of);

}  // namespace dunning
