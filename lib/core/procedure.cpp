// Which procedure a customer gets.
#include <algorithm>

#include "core/check.h"
#include "core/decision.h"

namespace dunning {

bool is_overdue(const OpenItem& item, const Policy& policy, Date as_of) {
    const Money& tolerance = policy.tolerance;
    const bool treated_as_paid =
        tolerance.currency() == item.open.currency() && item.open < tolerance;
    return item.due < as_of && !treated_as_paid;
}

namespace {

bool contains(const std::vector<std::string>& list, const std::string& value) {
    return std::ranges::find(list, value) != list.end();
}

struct OverdueSum {
    Money open;
    int oldest_days = 0;
};

OverdueSum overdue_of(const CustomerPosition& position, const Policy& policy, Date as_of) {
    OverdueSum sum{.open = Money::zero(position.currency)};
    for (const OpenItem& item : position.items) {
        if (!is_overdue(item, policy, as_of)) continue;
        sum.open += item.open;
        sum.oldest_days = std::max(sum.oldest_days, as_of - item.due);
    }
    return sum;
}

bool behaves(const CustomerPosition& position, const std::vector<Behaviour>& wanted) {
    if (!position.record) return false;
    const auto behaviour = behaviour_of(*position.record);
    return behaviour && std::ranges::find(wanted, *behaviour) != wanted.end();
}

bool has_reason(const CustomerPosition& position, const std::vector<std::string>& wanted,
                const Policy& policy, Date as_of) {
    if (contains(wanted, position.reason)) return true;
    return std::ranges::any_of(position.items, [&](const OpenItem& item) {
        return is_overdue(item, policy, as_of) && contains(wanted, item.reason);
    });
}

// A limit in another currency than the claim's is not met: there is no rate to compare by.
bool fits(const ProcedureFilter& when, const Policy& policy, const CustomerPosition& position,
          Date as_of) {
    const Customer& customer = position.customer;
    if (when.kind && *when.kind != customer.kind) return false;
    if (!when.segment.empty() && !contains(when.segment, customer.segment)) return false;
    if (!when.country.empty() && !contains(when.country, customer.country)) return false;
    if (when.trial && !takes_part(*when.trial, customer.id)) return false;
    const OverdueSum overdue = overdue_of(position, policy, as_of);
    if (!when.class_name.empty()) {
        const OverdueClass* severity = class_of(policy.classes, overdue.oldest_days);
        if (severity == nullptr || !contains(when.class_name, severity->name)) return false;
    }
    if (!when.behaviour.empty() && !behaves(position, when.behaviour)) return false;
    if (!when.reason.empty() && !has_reason(position, when.reason, policy, as_of)) return false;
    const auto comparable = [&](const std::optional<Money>& limit) {
        return limit && limit->currency() == position.currency;
    };
    if (when.min_open && !(comparable(when.min_open) && overdue.open >= *when.min_open))
        return false;
    if (when.max_open && !(comparable(when.max_open) && overdue.open <= *when.max_open))
        return false;
    return true;
}

}  // namespace

bool asks_for_behaviour(const Policy& policy) {
    return std::ranges::any_of(policy.procedures, [](const Procedure& procedure) {
        return !procedure.when.behaviour.empty();
    });
}

const Procedure& procedure_for(const Policy& policy, const CustomerPosition& position, Date as_of) {
    DUNNING_CHECK(!policy.procedures.empty());
    for (const Procedure& procedure : policy.procedures) {
        if (fits(procedure.when, policy, position, as_of)) return procedure;
    }
    return policy.procedures.back();
}

}  // namespace dunning
