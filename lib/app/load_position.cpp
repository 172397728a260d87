#include "app/load_position.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

#include "app/payment_record.h"
#include "core/check.h"
#include "core/item_checks.h"

namespace dunning {
namespace {

// Of which invoices a pause speaks; empty: all of the customer's in `currency` (none: every
// currency).
struct Scope {
    Pause pause;
    std::vector<std::string> invoices = {};
    std::optional<Currency> currency = {};
    std::optional<Date> issued_by = {};  // about what there was when it was agreed
    std::optional<Resumption> resumption = {};
    std::optional<Date> due_now = {};  // what was not due yet is due on this day
};

// As it stood on the day: an end of later days is not known yet.
Scope scope_of_record(const PauseRecord& record, Date as_of) {
    Scope scope{.pause = {.kind = record.kind,
                          .id = pause_code(record.kind, record.id),
                          .from = record.from,
                          .until = record.until,
                          .reason = record.reason}};
    if (record.kind == PauseKind::dispute) scope.pause.part = record.amount;
    if (record.ended && *record.ended <= as_of) {
        // What was settled has a fresh day to be paid by.
        const Date last = record.pay_by.value_or(*record.ended - 1);
        if (record.pay_by) scope.pause.reason = record.outcome + ", to be paid by then";
        scope.pause.until = std::min(scope.pause.until.value_or(last), last);
    }
    scope.invoices = invoices_of(record);
    return scope;
}

// What was conceded is not claimed again before its credit note has come, however long that takes.
Scope scope_of_dispute(const Ledger& ledger, const PauseRecord& record, Date as_of) {
    Scope scope = scope_of_record(record, as_of);
    if (!is_conceded(record, as_of)) return scope;
    const Money missing = to_be_credited(ledger, record, as_of);
    if (missing.is_positive()) {
        if (record.amount) scope.pause.part = missing;
        scope.pause.until.reset();
        scope.pause.reason = "conceded, the credit note is to come";
    } else if (record.amount) {
        // The credit note has taken the part away; nothing of the rest was ever contested.
        scope.pause.until = *record.ended - 1;
    }
    return scope;
}

std::optional<Resumption> resumption_at(const std::string& level, Date from, std::string why) {
    if (level.empty()) return std::nullopt;
    return Resumption{.level = level, .from = from, .why = std::move(why)};
}

// The clock stands still from the day of the promise until it is kept, broken or withdrawn.
Scope scope_of_promise(const PromiseView& view, const PromiseRules& rules, Date as_of) {
    Scope scope = scope_of_record(view.record, as_of);
    scope.currency = view.record.amount->currency();
    const bool waiting = view.state.status == PromiseStatus::open;
    scope.pause.until = waiting ? view.state.decided : view.state.decided - 1;
    if (is_breach(view.state.status)) {
        scope.resumption = resumption_at(rules.resume_level, view.state.decided,
                                         fmt::format("promise {} was not kept", scope.pause.id));
        scope.issued_by = view.record.from;
    }
    return scope;
}

std::optional<Scope> scope_of_plan(const PlanView& view, const PlanRules& rules) {
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
    if (const auto broken = view.state.broken_on) {
        scope.resumption =
            resumption_at(rules.resume_level, *broken, fmt::format("plan {} was broken", plan.id));
        if (plan.whole_balance.value()) scope.due_now = *broken - 1;
    }
    return scope;
}

std::optional<Date> day_of_step(const ReferralRecord& referral, std::string_view step, Date as_of) {
    const auto found = std::ranges::find(referral.steps, step, &ReferralStep::step);
    if (found == referral.steps.end() || found->day > as_of) return std::nullopt;
    return found->day;
}

// Whoever has the case writes to the customer, from the day of its approval until it is closed.
std::optional<Scope> scope_of_referral(const ReferralRecord& referral, Date as_of) {
    const auto approved = day_of_step(referral, "approved", as_of);
    if (!approved || referral.dunning == ReferralDunning::goes_on) return std::nullopt;
    std::optional<Date> until;
    if (const auto closed = day_of_step(referral, "closed", as_of)) until = *closed - 1;
    return Scope{.pause = {.kind = PauseKind::referral,
                           .id = referral_code(referral.id),
                           .from = *approved,
                           .until = until,
                           .reason = std::string(to_text(referral.kind))},
                 .invoices = referral.invoices};
}

Scope scope_of(const Ledger& ledger, const Policy& policy, const PauseRecord& record, Date as_of) {
    switch (record.kind) {
        case PauseKind::dispute:
            return scope_of_dispute(ledger, record, as_of);
        case PauseKind::promise:
            return scope_of_promise(view_promise(ledger, policy, record, as_of),
                                    policy.agreements.promise, as_of);
        case PauseKind::hold:
        case PauseKind::plan:
        case PauseKind::referral:
            return scope_of_record(record, as_of);
    }
    DUNNING_CHECK(false);
}

// By the customers' codes.
using Scopes = std::unordered_map<std::string, std::vector<Scope>>;

Scopes scopes_of(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                 Date as_of) {
    Scopes scopes;
    for (const PauseRecord& record : ledger.pauses(customers)) {
        if (record.from > as_of) continue;
        scopes[record.customer].push_back(scope_of(ledger, policy, record, as_of));
    }
    for (PlanRecord& record : ledger.plans_of(customers)) {
        if (record.plan.proposed > as_of) continue;
        const std::string customer = record.plan.customer;
        auto scope =
            scope_of_plan(view_plan(policy, std::move(record), as_of), policy.agreements.plan);
        if (scope) scopes[customer].push_back(std::move(*scope));
    }
    for (const ReferralRecord& referral : ledger.referrals_of(customers)) {
        auto scope = scope_of_referral(referral, as_of);
        if (scope) scopes[referral.customer].push_back(std::move(*scope));
    }
    return scopes;
}

bool concerns(const Scope& scope, const OpenItem& item) {
    if (scope.currency && *scope.currency != item.open.currency()) return false;
    return scope.invoices.empty() ||
           std::ranges::find(scope.invoices, item.invoice) != scope.invoices.end();
}

void apply(const Scope& scope, OpenItem& item) {
    if (!concerns(scope, item)) return;
    item.pauses.push_back(scope.pause);
    if (scope.resumption && item.issued <= scope.issued_by.value_or(item.issued)) {
        item.resumptions.push_back(*scope.resumption);
    }
    if (scope.due_now && item.due > *scope.due_now) {
        item.agreed_due = item.agreed_due.value_or(item.due);
        item.due = std::max(*scope.due_now, item.issued);
    }
}

// Charges wait for nobody: they go with the next notice. But who has the case asks for them, too.
void hand_over(const Scope& scope, OpenCharge& charge, Date as_of) {
    const bool is_theirs = scope.pause.kind == PauseKind::referral && covers(scope.pause, as_of) &&
                           std::ranges::count(scope.invoices, charge.number) != 0;
    if (is_theirs) charge.referral = scope.pause.id;
}

// What is paused may have become due by it.
void apply(const Scopes& scopes, CustomerPosition& position, Date as_of) {
    const auto own = scopes.find(position.customer.id);
    if (own == scopes.end()) return;
    for (const Scope& scope : own->second) {
        for (OpenItem& item : position.items) apply(scope, item);
        for (OpenCharge& charge : position.charges) hand_over(scope, charge, as_of);
    }
    std::ranges::sort(position.items, {},
                      [](const OpenItem& item) { return std::tie(item.due, item.invoice); });
}

void add_records(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                 std::vector<CustomerPosition>& positions, Date as_of) {
    if (!asks_for_behaviour(policy)) return;
    const PaymentRecords records = load_payment_records(ledger, policy, customers, as_of);
    for (CustomerPosition& position : positions) {
        position.record = record_of(records, position.customer.id);
    }
}

// Those with nothing overdue but what a broken plan has made due.
std::vector<Balance> due_by_plans(const Ledger& ledger, const Policy& policy,
                                  const std::vector<Balance>& overdue, Date as_of) {
    std::set<RowId> customers;
    for (const auto& [invoice, due] : due_after_breach(ledger, policy, as_of)) {
        customers.insert(ledger.find_customer(ledger.customer_of_invoice(invoice).value()).value());
    }
    for (const Balance& balance : overdue) customers.erase(balance.customer);
    std::vector<Balance> more;
    for (const RowId customer : customers) more.push_back(ledger.balance(customer, as_of));
    return more;
}

// All that are overdue, and what more there is, ascending by code.
std::vector<Balance> by_code(std::vector<Balance> balances, std::vector<Balance> more,
                             const Ledger& ledger) {
    if (more.empty()) return balances;
    std::ranges::move(more, std::back_inserter(balances));
    std::unordered_map<RowId, std::string> codes;
    for (const CustomerName& name : ledger.customer_names()) codes.emplace(name.id, name.code);
    std::ranges::sort(balances, {}, [&](const Balance& balance) -> const std::string& {
        return codes.at(balance.customer);
    });
    return balances;
}

using Covered = std::map<std::string, std::vector<CoveredInterest>>;

// By invoice. What is paid has its part in it too, so all late items of a customer are looked at.
Covered covered_by_plans(const Ledger& ledger, const Policy& policy,
                         const std::vector<RowId>& customers, Date as_of) {
    Covered covered;
    if (policy.interest.method == InterestMethod::none) return covered;
    std::map<std::string, std::vector<ChargedPlanInterest>> plans;
    for (ChargedPlanInterest& plan : ledger.plan_interest_charged(customers, as_of)) {
        plans[plan.customer].push_back(std::move(plan));
    }
    for (const auto& [customer, own] : plans) {
        const auto items = ledger.late_items(ledger.find_customer(customer).value(), as_of);
        covered.merge(covered_interest(own, items, policy, as_of));
    }
    return covered;
}

void add_covered(const Covered& covered, std::vector<OpenItem>& items) {
    if (covered.empty()) return;
    for (OpenItem& item : items) {
        const auto own = covered.find(item.invoice);
        if (own != covered.end()) item.covered_interest = own->second;
    }
}

std::vector<CustomerPosition> load_positions(const Ledger& ledger, const Policy& policy,
                                             std::span<const Balance> balances, Date as_of) {
    std::vector<CustomerPosition> positions = ledger.positions(balances, as_of);
    if (positions.empty()) return positions;
    std::vector<RowId> customers;
    for (const Balance& balance : balances) customers.push_back(balance.customer);
    add_records(ledger, policy, customers, positions, as_of);
    const Scopes scopes = scopes_of(ledger, policy, customers, as_of);
    const Covered covered = covered_by_plans(ledger, policy, customers, as_of);
    for (CustomerPosition& position : positions) {
        add_covered(covered, position.items);
        apply(scopes, position, as_of);
        count_steps_by_hand(position, policy, as_of);
    }
    return positions;
}

// So many have room in memory in a book of any size, and cost little more than one.
std::span<const Balance> first_batch(std::span<const Balance> balances) {
    constexpr std::size_t items_at_once = 4000;
    std::size_t items = 0;
    std::size_t count = 0;
    while (count < balances.size() && items < items_at_once) {
        items += balances[count].invoices.size();
        ++count;
    }
    return balances.first(count);
}

void visit_batches(const std::vector<Balance>& balances, const Ledger& ledger, const Policy& policy,
                   Date as_of, const std::function<void(const OverdueBatch&)>& visit) {
    for (std::span<const Balance> rest = balances; !rest.empty();) {
        const auto some = first_batch(rest);
        visit({some, load_positions(ledger, policy, some, as_of)});
        rest = rest.subspan(some.size());
    }
}

Promise promise_of(const PauseRecord& record) {
    return {.id = pause_code(record.kind, record.id),
            .given = record.from,
            .by = *record.until,
            .amount = *record.amount,
            .payments = record.payments,
            .invoices = invoices_of(record),
            .note = record.note};
}

// Only money of the very day on which the promise was given needs the order of the two.
Promise promise_of(const Ledger& ledger, const PauseRecord& record,
                   const std::vector<MoneyIn>& received) {
    Promise promise = promise_of(record);
    if (std::ranges::find(received, promise.given, &MoneyIn::day) != received.end()) {
        promise.known_receipts = ledger.receipts_before(record.id);
    }
    return promise;
}

std::vector<MoneyIn> received_for(const Ledger& ledger, RowId customer,
                                  const PauseRecord& promise) {
    const Currency currency = promise.amount->currency();
    const std::vector<std::string> invoices = invoices_of(promise);
    if (invoices.empty()) return ledger.money_in(customer, currency, "");
    std::vector<MoneyIn> received;
    for (const std::string& invoice : invoices) {
        const auto money = ledger.money_in(customer, currency, invoice);
        received.insert(received.end(), money.begin(), money.end());
    }
    return received;
}

// What was to be paid may have been settled otherwise: a credit note, or another promise's money.
// Of a promise about nothing that the ledger knows nobody can say so.
void lapse_if_settled(PromiseView& view, const Ledger& ledger, RowId customer, Date as_of) {
    const PromiseState& state = view.state;
    if (state.status != PromiseStatus::open && !is_breach(state.status)) return;
    const Date day = state.status == PromiseStatus::open ? as_of : state.decided - 1;
    const PauseRecord& record = view.record;
    const auto debt =
        ledger.debt(customer, record.amount->currency(), invoices_of(record), record.from, day);
    if (debt.open.is_positive() || !debt.changed) return;
    view.state.status = PromiseStatus::lapsed;
    view.state.decided = std::max(*debt.changed, record.from);
}

// Money keeps one promise, the first that was given about the same invoices.
bool comes_before(const PauseRecord& earlier, const PauseRecord& later, Date as_of) {
    return earlier.kind == PauseKind::promise && earlier.id < later.id &&
           earlier.amount->currency() == later.amount->currency() &&
           invoices_of(earlier) == invoices_of(later) &&
           !(earlier.ended && *earlier.ended <= as_of);
}

}  // namespace

bool is_conceded(const PauseRecord& dispute, Date as_of) {
    return dispute.kind == PauseKind::dispute && dispute.outcome == "credit" && dispute.ended &&
           *dispute.ended <= as_of;
}

Money to_be_credited(const Ledger& ledger, const PauseRecord& dispute, Date as_of) {
    DUNNING_CHECK(is_conceded(dispute, as_of));
    const Money credited = ledger.credited(dispute.invoice, dispute.from, as_of);
    const Money zero = Money::zero(credited.currency());
    if (dispute.amount) return std::max(*dispute.amount - credited, zero);
    if (credited.is_positive()) return zero;
    return ledger.amount_of_invoice(dispute.invoice).value_or(zero);
}

PromiseView view_promise(const Ledger& ledger, const Policy& policy, const PauseRecord& record,
                         Date as_of) {
    DUNNING_CHECK(record.kind == PauseKind::promise && record.amount && record.until);
    const PromiseRules& rules = policy.agreements.promise;
    const auto customer = ledger.find_customer(record.customer);
    DUNNING_CHECK(customer.has_value());
    auto received = received_for(ledger, *customer, record);
    const Promise promise = promise_of(ledger, record, received);
    for (const PauseRecord& earlier : ledger.pauses({*customer})) {
        if (!comes_before(earlier, record, as_of)) continue;
        use_for_promise(promise_of(ledger, earlier, received), rules, as_of, received);
    }
    PromiseView view{record, promise_state(promise, received, rules, as_of)};
    lapse_if_settled(view, ledger, *customer, as_of);
    const bool withdrawn = record.ended && *record.ended <= as_of;
    if (withdrawn &&
        (view.state.status == PromiseStatus::open || view.state.decided > *record.ended)) {
        view.state.status = PromiseStatus::withdrawn;
        view.state.decided = *record.ended;
    }
    return view;
}

std::vector<OpenItem> late_items(const Ledger& ledger, const Policy& policy, RowId customer,
                                 Date as_of) {
    auto items = ledger.late_items(customer, as_of);
    add_covered(covered_by_plans(ledger, policy, {customer}, as_of), items);
    return items;
}

PlanView view_plan(const Policy& policy, PlanRecord record, Date as_of) {
    Plan& plan = record.plan;
    const PlanRules& rules = policy.agreements.plan;
    plan.grace_days = plan.grace_days.value_or(rules.grace_days);
    plan.whole_balance = plan.whole_balance.value_or(rules.whole_balance);
    plan.day_count = plan.day_count.value_or(policy.interest.day_count);
    PlanState state = plan_state(less_interest_after_payment(plan, record.principal, as_of),
                                 record.settled, *plan.grace_days, as_of);
    return {std::move(record), std::move(state)};
}

std::vector<CustomerPosition> load_positions(const Ledger& ledger, const Policy& policy,
                                             RowId customer, Date as_of) {
    const Balance own = ledger.balance(customer, as_of);
    return load_positions(ledger, policy, std::span(&own, 1), as_of);
}

void for_each_overdue(const Ledger& ledger, const Policy& policy, Date as_of,
                      const std::function<void(const OverdueBatch&)>& visit) {
    std::vector<Balance> overdue = ledger.overdue_balances(as_of);
    std::vector<Balance> more = due_by_plans(ledger, policy, overdue, as_of);
    visit_batches(by_code(std::move(overdue), std::move(more), ledger), ledger, policy, as_of,
                  visit);
}

void for_each_overdue_of(const Ledger& ledger, const Policy& policy,
                         const std::unordered_set<RowId>& customers, Date as_of,
                         const std::function<void(const OverdueBatch&)>& visit) {
    if (customers.empty()) return;
    std::vector<Balance> overdue = ledger.overdue_balances(customers, as_of);
    std::vector<Balance> more = due_by_plans(ledger, policy, overdue, as_of);
    std::erase_if(more, [&](const Balance& each) { return !customers.contains(each.customer); });
    visit_batches(by_code(std::move(overdue), std::move(more), ledger), ledger, policy, as_of,
                  visit);
}

std::map<std::string, Date> due_after_breach(const Ledger& ledger, const Policy& policy,
                                             Date as_of) {
    std::map<std::string, Date> dues;
    if (!policy.agreements.plan.whole_balance && !ledger.some_plan_falls_due_in_whole()) {
        return dues;
    }
    for (PlanRecord& record : ledger.plans()) {
        if (record.plan.proposed > as_of) continue;
        const PlanView view = view_plan(policy, std::move(record), as_of);
        if (!view.record.plan.whole_balance.value()) continue;
        if (!view.state.broken_on || *view.state.broken_on > as_of) continue;
        for (const std::string& invoice : view.record.plan.invoices) {
            dues.try_emplace(invoice, *view.state.broken_on - 1);
        }
    }
    return dues;
}

}  // namespace dunning
