#include "app/load_position.h"

#include <algorithm>

#include "app/payment_record.h"
#include "core/check.h"

namespace dunning {
namespace {

// Of which invoices a pause speaks; empty: all of the customer's in `currency` (none: every
// currency).
struct Scope {
    Pause pause;
    std::vector<std::string> invoices = {};
    std::optional<Currency> currency = {};
};

Scope scope_of_record(const PauseRecord& record) {
    Scope scope{.pause = {.kind = record.kind,
                          .id = pause_code(record.kind, record.id),
                          .from = record.from,
                          .until = record.until,
                          .reason = record.reason}};
    if (record.kind == PauseKind::dispute) scope.pause.part = record.amount;
    if (record.ended)
        scope.pause.until =
            std::min(scope.pause.until.value_or(*record.ended - 1), *record.ended - 1);
    if (!record.invoice.empty()) scope.invoices.push_back(record.invoice);
    return scope;
}

// The clock stands still from the day of the promise until it is kept, broken or withdrawn.
Scope scope_of_promise(const PromiseView& view) {
    Scope scope = scope_of_record(view.record);
    scope.currency = view.record.amount->currency();
    const bool waiting = view.state.status == PromiseStatus::open;
    scope.pause.until = waiting ? view.state.decided : view.state.decided - 1;
    return scope;
}

std::optional<Scope> scope_of_plan(const PlanView& view) {
    const Plan& plan = view.record.plan;
    if (!plan.confirmed) return std::nullopt;
    Scope scope{.pause = {.kind = PauseKind::plan,
                          .id = plan.id,
                          .from = *plan.confirmed,
                          .until = {},
                          .reason = {}},
                .invoices = plan.invoices,
                .currency = plan.principal.currency()};
    std::optional<Date> end = plan.cancelled;
    for (const auto& day : {view.state.broken_on, view.state.completed_on}) {
        if (day) end = std::min(end.value_or(*day), *day);
    }
    if (end) scope.pause.until = *end - 1;
    return scope;
}

std::vector<Scope> scopes_of(const Ledger& ledger, const Policy& policy, RowId customer,
                             Date as_of) {
    std::vector<Scope> scopes;
    for (const PauseRecord& record : ledger.pauses(customer)) {
        if (record.from > as_of) continue;
        scopes.push_back(record.kind == PauseKind::promise
                             ? scope_of_promise(view_promise(ledger, policy, record, as_of))
                             : scope_of_record(record));
    }
    for (PlanRecord& record : ledger.plans_of(customer)) {
        if (record.plan.proposed > as_of) continue;
        auto scope = scope_of_plan(view_plan(policy, std::move(record), as_of));
        if (scope) scopes.push_back(std::move(*scope));
    }
    return scopes;
}

bool concerns(const Scope& scope, const OpenItem& item) {
    if (scope.currency && *scope.currency != item.open.currency()) return false;
    return scope.invoices.empty() ||
           std::ranges::find(scope.invoices, item.invoice) != scope.invoices.end();
}

}  // namespace

PromiseView view_promise(const Ledger& ledger, const Policy& policy, const PauseRecord& record,
                         Date as_of) {
    DUNNING_CHECK(record.kind == PauseKind::promise && record.amount && record.until);
    const Promise promise{.id = pause_code(record.kind, record.id),
                          .given = record.from,
                          .by = *record.until,
                          .amount = *record.amount,
                          .invoice = record.invoice,
                          .note = record.note};
    const auto customer = ledger.find_customer(record.customer);
    DUNNING_CHECK(customer.has_value());
    const auto received = ledger.money_in(*customer, promise.amount.currency(), record.invoice);
    PromiseView view{record, promise_state(promise, received, policy.promise_grace_days, as_of)};
    const bool withdrawn = record.ended && *record.ended <= as_of;
    if (withdrawn &&
        (view.state.status == PromiseStatus::open || view.state.decided > *record.ended)) {
        view.state.status = PromiseStatus::withdrawn;
        view.state.decided = *record.ended;
    }
    return view;
}

PlanView view_plan(const Policy& policy, PlanRecord record, Date as_of) {
    PlanState state = plan_state(record.plan, record.settled, policy.plan_grace_days, as_of);
    return {std::move(record), std::move(state)};
}

std::vector<CustomerPosition> load_positions(const Ledger& ledger, const Policy& policy,
                                             RowId customer, Date as_of) {
    std::vector<CustomerPosition> positions = ledger.positions(customer, as_of);
    if (positions.empty()) return positions;
    if (asks_for_behaviour(policy)) {
        const PaymentRecord record = load_payment_record(ledger, policy, customer, as_of);
        for (CustomerPosition& position : positions) position.record = record;
    }
    for (const Scope& scope : scopes_of(ledger, policy, customer, as_of)) {
        for (CustomerPosition& position : positions) {
            for (OpenItem& item : position.items) {
                if (concerns(scope, item)) item.pauses.push_back(scope.pause);
            }
        }
    }
    return positions;
}

}  // namespace dunning
