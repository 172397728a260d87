// Plans: proposed for what a customer owes overdue, confirmed by the customer's word, renegotiated,
// cancelled.
#pragma once

#include "app/load_position.h"
#include "core/plan.h"
#include "core/plan_schedule.h"
#include "ledger/ledger.h"

namespace dunning {

struct PlanProposal {
    std::string customer;
    std::optional<Currency> currency = {};   // needed when the customer owes in several
    std::vector<std::string> invoices = {};  // empty: everything overdue
    PlanTerms terms;
    // A confirmed plan, "P0001", that ends when this one is confirmed; its invoices are taken, if
    // none are named.
    std::string replaces = {};
    // The customer's charges that are open now are given up, as long as the plan is kept: see
    // release_waivers.
    bool waives_charges = false;
};

// How the customer agreed.
struct PlanConsent {
    std::string note = {};
    std::optional<PlanDocument> signed_agreement = {};
    // Besides what was offered with the plan, all other charges that are open now.
    bool waives_charges = false;
};

// The plan without writing it: principal is what is open of the invoices on the day.
Result<Plan> draft_plan(const Ledger& ledger, const Policy& policy, const PlanProposal& proposal,
                        Date as_of);

// Writes it; the plan's row.
RowId propose_plan(Ledger& ledger, const Plan& plan, const Stamp& stamp);

// The waivers that came with a plan no longer hold: it was broken or cancelled.
void release_waivers(Ledger& ledger, const Policy& policy, const Plan& plan, std::string_view why,
                     const Stamp& stamp);

// The fault says why a plan that is active, cancelled or unknown cannot take the step.
Result<PlanView> confirm_plan(Ledger& ledger, const Policy& policy, std::string_view code,
                              const PlanConsent& consent, const Stamp& stamp);
Result<PlanView> cancel_plan(Ledger& ledger, const Policy& policy, std::string_view code,
                             const std::string& note, const Stamp& stamp);
Result<PlanView> find_plan(const Ledger& ledger, const Policy& policy, std::string_view code,
                           Date as_of);

}  // namespace dunning
