// Lists of what was agreed, contested and handed over, as they stand on a day; and by when debts
// can no longer be enforced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/load_position.h"
#include "app/refer_case.h"
#include "core/limitation.h"

namespace dunning {

struct PromiseRow {
    PromiseView view;
    std::string name = {};
    std::string collector = {};
    // The n-th of the customer after n - 1 that were not kept.
    int attempt = 1;
};

struct DisputeRow {
    PauseRecord record;
    std::string name = {};
    std::string collector = {};
    Money disputed;    // what of it is still open while the dispute is; else what was disputed
    Money to_credit;   // what was conceded, is still open, and has no credit note yet
    int age_days = 0;  // until its end
    bool is_open = true;
};

struct ReferralRow {
    ReferralView view;
    std::string name = {};
    std::string collector = {};
};

struct LimitationRow {
    std::string invoice;
    std::string customer;
    std::string name = {};
    std::string collector = {};
    Money open;
    Date due;
    Limitation limitation;
    int days_left = 0;  // negative: it is over
};

// In the order in which they were given.
std::vector<PromiseRow> list_promises(const Ledger& ledger, const Policy& policy, Date as_of);
// The open ones first, the oldest first.
std::vector<DisputeRow> list_disputes(const Ledger& ledger, Date as_of);
std::vector<ReferralRow> list_referrals(const Ledger& ledger, Date as_of);
// Of some customers, in the order of their items.
std::vector<LimitationRow> limitations_of(const Ledger& ledger, const Policy& policy,
                                          const OverdueBatch& batch, Date as_of);
// Of one customer.
std::vector<LimitationRow> limitations_of(const Ledger& ledger, const Policy& policy,
                                          RowId customer, Date as_of);
// Open items by their last day, those alone that have no more than so many days left when that is
// given; what a court has to decide is safe and not listed. Empty when the policy names no law.
std::vector<LimitationRow> list_limitations(const Ledger& ledger, const Policy& policy, Date as_of,
                                            std::optional<int> within_days = {});

}  // namespace dunning
