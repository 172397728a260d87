// A customer's positions as of a day, with everything that makes dunning wait: disputes and holds
// as they were recorded, promises and plans as payments show them.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <unordered_set>

#include "core/plan.h"
#include "core/policy.h"
#include "ledger/ledger.h"

namespace dunning {

std::vector<CustomerPosition> load_positions(const Ledger& ledger, const Policy& policy,
                                             RowId customer, Date as_of);

// Some customers with anything overdue, and their positions, ascending by code, then currency.
struct OverdueBatch {
    std::span<const Balance> balances;
    std::vector<CustomerPosition> positions;
};

// All customers with anything overdue, also those with nothing but what a broken plan has made due.
// Who they are is found before the first is visited; their positions are loaded batch by batch,
// some thousand items at a time. The visitor may write to the ledger about the customers that it is
// shown.
void for_each_overdue(const Ledger& ledger, const Policy& policy, Date as_of,
                      const std::function<void(const OverdueBatch&)>& visit);

// Of those customers alone.
void for_each_overdue_of(const Ledger& ledger, const Policy& policy,
                         const std::unordered_set<RowId>& customers, Date as_of,
                         const std::function<void(const OverdueBatch&)>& visit);

// What broken plans have made due, by the invoice's number; an invoice that was due before stays
// so.
std::map<std::string, Date> due_after_breach(const Ledger& ledger, const Policy& policy,
                                             Date as_of);

// The customer's late items, paid or open, with what the interest of plans covers of theirs.
std::vector<OpenItem> late_items(const Ledger& ledger, const Policy& policy, RowId customer,
                                 Date as_of);

// The dispute was resolved by that day, and what was contested is to be credited.
bool is_conceded(const PauseRecord& dispute, Date as_of);

// What of it no credit note covers yet. Of a dispute of the whole invoice the first credit note
// says how much was conceded; before it comes, that is everything. REQUIRES: is_conceded
Money to_be_credited(const Ledger& ledger, const PauseRecord& dispute, Date as_of);

// A promise of the ledger, and how it stands.
struct PromiseView {
    PauseRecord record;
    PromiseState state;
};

PromiseView view_promise(const Ledger& ledger, const Policy& policy, const PauseRecord& record,
                         Date as_of);

// As it was agreed, and as it stands: with less interest when principal was paid early. What it was
// offered with is filled in from the policy where the plan does not say it.
struct PlanView {
    PlanRecord record;
    PlanState state;
};

PlanView view_plan(const Policy& policy, PlanRecord record, Date as_of);

}  // namespace dunning
