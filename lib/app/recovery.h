// Which notices brought money in, and at what cost.
//
// A payment is credited to the last notice that listed its invoice and went out before the day of
// the payment, if that was not longer ago than the window; so no money counts twice. A notice is
// looked at when its window has passed by the day asked about: one that is younger has had less
// time than the others. Credit notes and write-offs are no recovery.
//
// Calls, visits and meetings that were logged, and what else a person sent, belong to the notice
// before them, with their cost. By channel they are their own channel's instead: each asks, as a
// notice does, for the invoice that it is about or else for all that was overdue on that day, and
// takes over what is paid after it. One that reached nobody (no answer, busy, a wrong number) asks
// for nothing, and costs all the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/notice_groups.h"
#include "core/policy.h"
#include "core/ratio.h"
#include "ledger/ledger.h"

namespace dunning {

struct RecoveryRequest {
    DayRange notices;  // days on which they went out; what has not had its window yet is left out
    int within_days = 30;
    NoticesBy by = NoticesBy::level;
};

struct RecoveryRow {
    std::string group;
    std::string currency;
    int notices = 0;
    int contacts =
        0;  // calls and visits between a notice and the end of its window; by channel its own
    Money listed;  // what was open of the invoices, each time they were listed
    Money recovered;
    Money cost;  // in the book's currency, by [report] cost; of other currencies nothing
    bool cost_known = false;

    Ratio rate() const { return percent({recovered.minor(), listed.minor()}); }
    Money net() const { return recovered - cost; }
};

// By currency, then the largest recovery first.
std::vector<RecoveryRow> measure_recovery(const Ledger& ledger, const Policy& policy,
                                          const RecoveryRequest& request, Date as_of);

}  // namespace dunning
