// Deadlines: by when the first notice of an overdue item has to be out (R9).
//
// The item's class says how long that may take, mostly in working days, from the day on which the
// item entered the class. A deadline that ran out while the item was in its class stays missed,
// whatever class comes then; a class that the item left earlier asks no more. The first notice is
// the one that went out, or the step that a person took where no channel reached the customer.
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

// The first that was missed, else that of the class in which the first notice went out, and as long
// as there is none of the class of today. Nothing for an item that is not overdue, whose class has
// no deadline, or which is older than the years of the calendar: of such a debt the deadline is
// long past.
std::optional<Deadline> deadline_of(const OpenItem& item, const Policy& policy, Date as_of);

// By when a notice has to be out that is written today: the deadline of the class of today alone.
std::optional<Deadline> send_by_deadline(const OpenItem& item, const Policy& policy, Date as_of);

}  // namespace dunning
