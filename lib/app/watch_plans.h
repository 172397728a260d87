// What the nightly run does for plans: finds those that are broken or completed, reminds of the
// next instalment, and thanks for a plan that was kept.
//
// Whether a plan is kept follows from payments alone; that a night has found it broken or completed
// is recorded once, so that it can be shown when. A reminder goes out once for each instalment, on
// one of the days from `remind` before it is due to the day before, and not when it is paid.
#pragma once

#include <string>
#include <vector>

#include "app/load_position.h"
#include "render/template_set.h"

namespace dunning {

struct PlanFinding {
    RowId plan = 0;
    std::string step;    // "broken", "completed"
    std::string detail;  // for people: "plan P0001 of customer C001 was broken on 2026-03-04"
};

// A message to draft; only its id is missing.
struct PlanLetter {
    PlanMessage about;
    Plan plan;
    Customer customer;
    Notice notice;
};

struct PlanWatch {
    std::vector<PlanFinding> findings = {};
    std::vector<PlanLetter> letters = {};
};

// Decides, and writes nothing.
PlanWatch watch_plans(const Ledger& ledger, const Policy& policy, Date as_of);

// What decides whether and how the customer is written to, also when nothing is open any more.
CustomerPosition reachability(const Ledger& ledger, const Plan& plan, Date as_of);

// Why a message about a plan must not go out any more; nothing while it may.
std::optional<std::string> why_message_stale(const Ledger& ledger, const Policy& policy,
                                             const NoticeSummary& notice, Date as_of);

}  // namespace dunning
