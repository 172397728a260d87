// Reports: the dashboard, and the worklist of what waits for a person.
#pragma once

#include "app/age_ledger.h"
#include "app/load_position.h"
#include "app/run_notify.h"

namespace dunning {

enum class WorkKind {
    uncertain_delivery,  // may have gone out: settle it
    approval,            // a draft waits for a yes or a no
    failed_delivery,     // refused for good: the address is wrong
    task,                // a call, a visit, a referral that a notice asked for
    limitation,          // the debt can be enforced for a little while only
    credit_record,       // an entry at a credit bureau is not true any more: correct it there
    referral,            // a case is proposed to be handed over: approve or refuse it
    broken_promise,
    broken_plan,
    open_dispute,
    credit_note,       // what was conceded in a dispute: it is to be credited
    deadline,          // the first notice is to be out by now, or nearly so, and is not
    no_contact_point,  // overdue, and no channel of the level reaches the customer
    unmatched_money,   // on account without a customer
    credit,            // a decision is recommended, a limit passed, something sold on stop
    review,            // a customer's next review is due
};
std::string_view to_text(WorkKind kind);

// Something that goes no further without a person.
struct WorkItem {
    WorkKind kind = WorkKind::task;
    std::string reference = {};  // "N000012", "P0003"
    std::string customer = {};
    std::string name = {};
    std::string collector = {};
    std::string detail = {};
    std::string next_command = {};  // what to type
    std::optional<Money> amount = {};
    std::optional<Date> since = {};
    std::optional<Date> due = {};  // of a deadline; others are due today
    std::string why = {};          // why it stands where it does, see app/rank_work.h
};

// Collector by collector, the most valuable first, with the reason for the rank. `collector` limits
// it to one collector's customers; "" = all.
std::vector<WorkItem> build_worklist(const Ledger& ledger, const Policy& policy,
                                     const std::string& collector, Date as_of);

// One self-contained HTML page: see render/dashboard.h. `language`: that of the book when it is "",
// which English stands in for where there is no such page. Refused: another without a page.
Result<std::string> build_dashboard(const Ledger& ledger, const Policy& policy,
                                    const std::string& language, Date as_of);

}  // namespace dunning
