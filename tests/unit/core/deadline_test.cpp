#include "core/deadline.h"

#include <doctest/doctest.h>

#include "support/builders.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

Policy two_classes() {
    Policy policy;
    policy.classes = {{.name = "mild", .from_day = 1, .first_notice_within = "3wd"_duration},
                      {.name = "severe", .from_day = 31, .first_notice_within = "1wd"_duration}};
    return policy;
}

// Due on Friday 30 January 2026.
OpenItem item() {
    return {.invoice = "R-1",
            .issued = "2026-01-05"_date,
            .due = "2026-01-30"_date,
            .amount = "100.00 EUR"_money,
            .open = "100.00 EUR"_money};
}

std::string status(const OpenItem& item, Date as_of) {
    const auto deadline = deadline_of(item, two_classes(), as_of);
    if (!deadline) return "none";
    return deadline->class_name + " by " + to_text(deadline->due) + " " +
           std::string(to_text(deadline->status));
}

}  // namespace

TEST_CASE("deadline: working days from the day on which the item entered its class") {
    CHECK(status(item(), "2026-01-30"_date) == "none");
    CHECK(status(item(), "2026-01-31"_date) == "mild by 2026-02-04 open");
    CHECK(status(item(), "2026-02-02"_date) == "mild by 2026-02-04 open");
    CHECK(status(item(), "2026-02-03"_date) == "mild by 2026-02-04 near");
    CHECK(status(item(), "2026-02-04"_date) == "mild by 2026-02-04 near");
    CHECK(status(item(), "2026-02-05"_date) == "mild by 2026-02-04 missed");
}

TEST_CASE("deadline: one that was missed stays so in the next class") {
    CHECK(status(item(), "2026-03-01"_date) == "mild by 2026-02-04 missed");
    CHECK(status(item(), "2026-03-02"_date) == "mild by 2026-02-04 missed");
    OpenItem noticed = item();
    noticed.history.first_notice = "2026-03-02"_date;
    CHECK(status(noticed, "2026-03-20"_date) == "mild by 2026-02-04 missed");
    // By when a notice has to be out that is written now is the class's of the day.
    CHECK(send_by_deadline(item(), two_classes(), "2026-03-02"_date)->due == "2026-03-03"_date);
}

TEST_CASE("deadline: nothing was missed while nothing could go out, or where the class was left") {
    OpenItem held = item();
    held.pauses = {
        {.kind = PauseKind::hold, .from = "2026-02-01"_date, .until = "2026-02-10"_date}};
    CHECK(status(held, "2026-03-02"_date) == "severe by 2026-03-03 near");
    // Nothing may go out now: whoever looks at it has nothing to do.
    held.pauses = {{.kind = PauseKind::hold, .from = "2026-03-02"_date}};
    CHECK(status(held, "2026-03-01"_date) == "mild by 2026-02-04 missed");
    CHECK(status(held, "2026-03-02"_date) == "mild by 2026-02-04 paused");
    Policy short_class = two_classes();
    short_class.classes[1].from_day = 3;  // 2 February, before the 4th
    const auto deadline = deadline_of(item(), short_class, "2026-02-10"_date);
    CHECK(deadline->class_name == "severe");
    CHECK(deadline->due == "2026-02-03"_date);
    short_class.classes[1].first_notice_within.reset();
    CHECK_FALSE(deadline_of(item(), short_class, "2026-02-10"_date).has_value());
}

TEST_CASE("deadline: a step that a person took settles it as a notice does") {
    OpenItem visited = item();
    visited.history.by_hand = {{.found = "2026-02-02"_date, .day = "2026-02-04"_date}};
    CHECK(status(visited, "2026-02-20"_date) == "mild by 2026-02-04 kept");
    visited.history.by_hand.front().day = "2026-02-05"_date;
    visited.history.first_notice = "2026-02-09"_date;
    CHECK(status(visited, "2026-02-20"_date) == "mild by 2026-02-04 missed");
    CHECK(deadline_of(visited, two_classes(), "2026-02-20"_date)->first_notice ==
          "2026-02-05"_date);
}

TEST_CASE("deadline: the first notice settles it, in the class of its day") {
    OpenItem noticed = item();
    noticed.history.first_notice = "2026-02-04"_date;
    CHECK(status(noticed, "2026-03-20"_date) == "mild by 2026-02-04 kept");
    noticed.history.first_notice = "2026-02-05"_date;
    CHECK(status(noticed, "2026-03-20"_date) == "mild by 2026-02-04 missed");
}

TEST_CASE("deadline: while nothing may go out it waits") {
    OpenItem held = item();
    held.pauses = {
        {.kind = PauseKind::hold, .from = "2026-02-01"_date, .until = "2026-02-10"_date}};
    CHECK(status(held, "2026-02-09"_date) == "mild by 2026-02-04 paused");
    CHECK(status(held, "2026-02-11"_date) == "mild by 2026-02-04 missed");
    OpenItem partly = item();
    partly.pauses = {
        {.kind = PauseKind::dispute, .from = "2026-02-01"_date, .part = "40.00 EUR"_money}};
    CHECK(status(partly, "2026-02-03"_date) == "mild by 2026-02-04 near");
    partly.pauses.front().part.reset();
    CHECK(status(partly, "2026-02-03"_date) == "mild by 2026-02-04 paused");
}
