// Waivers: charges or accrued interest given up, at once or on a condition, and taken back when the
// condition fails.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/policy.h"
#include "core/result.h"
#include "ledger/ledger.h"

namespace dunning {

struct WaiverRequest {
    // A charge, a notice, an invoice or a customer: the open charges of it, costs first and the
    // oldest first. For accrued interest an invoice or a customer, the earliest due first.
    std::string subject;
    bool accrued = false;  // the interest that has accrued by the day and that no notice has made
                           // part of the debt; what accrues afterwards is claimed as before
    std::optional<std::string> amount = {};  // "10.00", "10.00 EUR"; nothing: all of them
    std::string reason = {};
    std::string note = {};
    std::optional<std::string> if_paid = {};  // it holds only if the customer pays so much
    std::optional<Date> by = {};              // by this day
};

// One for each charge or invoice, as recorded. Refused: nothing open to waive, more than is open,
// amounts of several currencies, a condition without a day. The accounts are replayed.
Result<std::vector<WaiverRecord>> waive(Ledger& ledger, const Policy& policy,
                                        const WaiverRequest& request, const Stamp& stamp);

// Takes a waiver back by hand.
Result<WaiverRecord> end_waiver(Ledger& ledger, const Policy& policy, const std::string& code,
                                const std::string& why, const Stamp& stamp);

// The charges that came with a notice are no longer owed, as if they had never been, and how many
// there were. Waivers of them end with them; interest that was given up stays given up, as interest
// that is not charged.
int take_charges_back(Ledger& ledger, const Policy& policy, RowId notice, const std::string& why,
                      const Stamp& stamp);

// A waiver whose condition was not met, and what was paid of it.
struct FailedCondition {
    WaiverRecord waiver;
    Money paid;
};

// Conditions are looked at after their day and the policy's promise grace: what was not paid by
// then makes the charge owed again. Payments dated by the day count, whenever they were imported
// before, and so do returns of them, whenever they came.
std::vector<FailedCondition> failed_conditions(const Ledger& ledger, const Policy& policy,
                                               Date as_of);
// Ends them.
std::vector<WaiverRecord> end_failed_waivers(Ledger& ledger, const Policy& policy,
                                             const Stamp& stamp);

// Money that came to be known late may have met a condition that had failed: what was given up is
// given up again, from the day on which it was owed again. Those whose condition it was.
std::vector<WaiverRecord> renew_met_waivers(Ledger& ledger, const Policy& policy,
                                            const Stamp& stamp);

}  // namespace dunning
