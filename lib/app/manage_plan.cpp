#include "app/manage_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dunning {
namespace {

using Positions = std::vector<CustomerPosition>;

Result<const CustomerPosition*> position_of(const Positions& positions,
                                            const PlanProposal& proposal) {
    if (positions.empty()) return Fault{fmt::format("customer {} owes nothing", proposal.customer)};
    if (!proposal.currency) {
        if (positions.size() == 1) return &positions.front();
        return Fault{fmt::format("customer {} owes in several currencies", proposal.customer),
                     "say which with --currency"};
    }
    const auto found =
        std::ranges::find(positions, *proposal.currency, &CustomerPosition::currency);
    if (found != positions.end()) return &*found;
    return Fault{fmt::format("customer {} owes nothing in {}", proposal.customer,
                             proposal.currency->code())};
}

Result<std::vector<const OpenItem*>> items_of(const CustomerPosition& position,
                                              const PlanProposal& proposal, Date as_of) {
    std::vector<const OpenItem*> chosen;
    if (proposal.invoices.empty()) {
        for (const OpenItem& item : position.items) {
            if (item.due < as_of) chosen.push_back(&item);
        }
        if (!chosen.empty()) return chosen;
        return Fault{fmt::format("customer {} has nothing overdue in {}", proposal.customer,
                                 position.currency.code()),
                     "name the invoices with --invoice to plan for what is not due yet"};
    }
    for (const std::string& number : std::set(proposal.invoices.begin(), proposal.invoices.end())) {
        const auto found = std::ranges::find(position.items, number, &OpenItem::invoice);
        if (found == position.items.end()) {
            return Fault{fmt::format("invoice {} is not open for customer {} in {}", number,
                                     proposal.customer, position.currency.code())};
        }
        chosen.push_back(&*found);
    }
    return chosen;
}

const Pause* plan_covering(const OpenItem& item, Date as_of) {
    for (const Pause& pause : item.pauses) {
        if (pause.kind == PauseKind::plan && covers(pause, as_of)) return &pause;
    }
    return nullptr;
}

}  // namespace

Result<Plan> draft_plan(const Ledger& ledger, const Policy& policy, const PlanProposal& proposal,
                        Date as_of) {
    const auto customer = ledger.find_customer(proposal.customer);
    if (!customer) return Fault{fmt::format("customer '{}' is not known", proposal.customer)};
    const Positions positions = load_positions(ledger, policy, *customer, as_of);
    const auto position = position_of(positions, proposal);
    if (!position) return position.error();
    const auto items = items_of(**position, proposal, as_of);
    if (!items) return items.error();

    Plan plan{.id = {},
              .customer = proposal.customer,
              .principal = Money::zero((*position)->currency),
              .interest = Money::zero((*position)->currency),
              .proposed = as_of};
    for (const OpenItem* item : *items) {
        if (const Pause* pause = plan_covering(*item, as_of)) {
            return Fault{fmt::format("plan {} covers invoice {} already", pause->id, item->invoice),
                         fmt::format("cancel that plan first: dunning plan cancel {}", pause->id)};
        }
        plan.principal += item->open;
        plan.invoices.push_back(item->invoice);
    }
    if (proposal.terms.first_due < as_of) {
        return Fault{fmt::format("the first instalment, {}, lies before {}",
                                 to_text(proposal.terms.first_due), to_text(as_of))};
    }
    auto installments = propose_installments(plan.principal, proposal.terms);
    if (!installments) return installments.error();
    plan.installments = *installments;
    return plan;
}

RowId propose_plan(Ledger& ledger, const Plan& plan, const Stamp& stamp) {
    return ledger.add_plan(plan, stamp);
}

Result<PlanView> find_plan(const Ledger& ledger, const Policy& policy, std::string_view code,
                           Date as_of) {
    const auto row = row_of_code(code, 'P');
    auto record = row ? ledger.plan(*row) : std::nullopt;
    if (!record)
        return Fault{fmt::format("there is no plan '{}'", code), "dunning plan list shows them"};
    return view_plan(policy, std::move(*record), as_of);
}

Result<PlanView> confirm_plan(Ledger& ledger, const Policy& policy, std::string_view code,
                              const std::string& note, const Stamp& stamp) {
    auto view = find_plan(ledger, policy, code, stamp.as_of);
    if (!view) return view.error();
    const Plan& plan = view->record.plan;
    if (plan.cancelled)
        return Fault{fmt::format("plan {} is cancelled", plan.id), "propose a new one"};
    if (plan.confirmed) return Fault{fmt::format("plan {} is confirmed already", plan.id)};
    if (stamp.as_of < plan.proposed) {
        return Fault{fmt::format("plan {} was proposed on {}, after {}", plan.id,
                                 to_text(plan.proposed), to_text(stamp.as_of))};
    }
    ledger.add_plan_step(view->record.id, "confirmed", note, stamp);
    return find_plan(ledger, policy, code, stamp.as_of);
}

Result<PlanView> cancel_plan(Ledger& ledger, const Policy& policy, std::string_view code,
                             const std::string& note, const Stamp& stamp) {
    auto view = find_plan(ledger, policy, code, stamp.as_of);
    if (!view) return view.error();
    if (view->record.plan.cancelled) {
        return Fault{fmt::format("plan {} is cancelled already", view->record.plan.id)};
    }
    if (view->state.status == PlanStatus::completed) {
        return Fault{fmt::format("plan {} is completed", view->record.plan.id)};
    }
    ledger.add_plan_step(view->record.id, "cancelled", note, stamp);
    return find_plan(ledger, policy, code, stamp.as_of);
}

}  // namespace dunning
