#include "app/manage_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/settle_charges.h"
#include "app/waivers.h"
#include "core/check.h"

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

const Pause* plan_covering(const OpenItem& item, const std::string& replaced, Date as_of) {
    for (const Pause& pause : item.pauses) {
        if (pause.kind == PauseKind::plan && pause.id != replaced && covers(pause, as_of)) {
            return &pause;
        }
    }
    return nullptr;
}

// The proposal with what the plan that it replaces says of it.
Result<PlanProposal> completed(const Ledger& ledger, const Policy& policy, PlanProposal proposal,
                               Date as_of) {
    if (proposal.replaces.empty()) return proposal;
    const auto old = find_plan(ledger, policy, proposal.replaces, as_of);
    if (!old) return old.error();
    const Plan& plan = old->record.plan;
    if (old->state.status != PlanStatus::active && old->state.status != PlanStatus::broken) {
        return Fault{fmt::format("plan {} is {}", plan.id, to_text(old->state.status)),
                     "propose a new plan instead"};
    }
    proposal.replaces = plan.id;
    proposal.customer = plan.customer;
    proposal.currency = plan.principal.currency();
    if (!proposal.invoices.empty()) return proposal;
    for (const CustomerPosition& position :
         load_positions(ledger, policy, *ledger.find_customer(plan.customer), as_of)) {
        for (const OpenItem& item : position.items) {
            if (std::ranges::count(plan.invoices, item.invoice) != 0) {
                proposal.invoices.push_back(item.invoice);
            }
        }
    }
    if (!proposal.invoices.empty()) return proposal;
    return Fault{fmt::format("nothing that plan {} covers is open any more", plan.id)};
}

// How a waiver that came with a plan is known.
std::string waived_with(const Plan& plan) {
    return "plan " + plan.id;
}

// When the first payment is agreed for.
Date first_day(const PlanTerms& terms) {
    return terms.schedule.empty() ? terms.first_due : terms.schedule.front().due;
}

Result<Plan> with_installments(Plan plan, const Policy& policy, const PlanTerms& terms) {
    auto installments = propose_installments(plan.principal, terms,
                                             {.from = plan.proposed,
                                              .calendar = policy.calendar,
                                              .due_on = policy.agreements.plan.due_on,
                                              .day_count = policy.interest.day_count,
                                              .rounding = policy.interest.rounding});
    if (!installments) return installments.error();
    plan.installments = *installments;
    plan.interest = interest_of(plan.installments, plan.principal.currency());
    if (terms.yearly_interest && *terms.yearly_interest > Rate{0}) {
        plan.yearly_rate = to_text(*terms.yearly_interest);
    }
    return plan;
}

// Costs and interest that were charged by the day and are open.
std::vector<OfferedWaiver> open_charges_of(const Ledger& ledger, const Plan& plan, Date as_of) {
    std::vector<OfferedWaiver> open;
    for (const ChargeRecord& record : ledger.charges(*ledger.find_customer(plan.customer))) {
        const OpenCharge& charge = record.charge;
        if (record.plan != 0 || charge.day > as_of || !charge.open.is_positive()) continue;
        if (charge.open.currency() != plan.principal.currency()) continue;
        open.push_back({charge.number, charge.open});
    }
    return open;
}

// The condition is the plan itself: all of it paid by its last day, less the interest that is not
// owed when that comes early. A breach ends it before. What was offered holds for what is still
// open of it, and what one waiver sets free may have paid the next charge.
std::optional<Fault> waive_with_plan(Ledger& ledger, const Policy& policy, const Plan& plan,
                                     const PlanConsent& consent, const Stamp& stamp) {
    const auto charges =
        consent.waives_charges ? open_charges_of(ledger, plan, stamp.as_of) : plan.waives;
    for (const OfferedWaiver& offered : charges) {
        const auto record = ledger.charge(offered.charge);
        if (!record || !record->charge.open.is_positive()) continue;
        const Money amount = std::min(offered.amount, record->charge.open);
        const auto waived = waive(ledger, policy,
                                  {.subject = offered.charge,
                                   .amount = to_decimal(amount),
                                   .reason = waived_with(plan),
                                   .if_paid = to_decimal(plan.principal),
                                   .by = plan.installments.back().due + plan.grace_days.value()},
                                  stamp);
        if (!waived) return waived.error();
    }
    return std::nullopt;
}

// Another plan that has been confirmed for the same invoices since this one was proposed.
std::optional<Fault> covered_since(const Ledger& ledger, const Policy& policy, const Plan& plan,
                                   Date as_of) {
    const auto customer = ledger.find_customer(plan.customer);
    for (const CustomerPosition& position : load_positions(ledger, policy, *customer, as_of)) {
        for (const OpenItem& item : position.items) {
            if (std::ranges::count(plan.invoices, item.invoice) == 0) continue;
            const Pause* pause = plan_covering(item, plan.replaces, as_of);
            if (pause == nullptr || pause->id == plan.id) continue;
            return Fault{fmt::format("plan {} covers invoice {} already", pause->id, item.invoice),
                         fmt::format("cancel one of the two: dunning plan cancel {}", pause->id)};
        }
    }
    return std::nullopt;
}

}  // namespace

Result<Plan> draft_plan(const Ledger& ledger, const Policy& policy, const PlanProposal& wanted,
                        Date as_of) {
    const auto complete = completed(ledger, policy, wanted, as_of);
    if (!complete) return complete.error();
    const PlanProposal& proposal = *complete;
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
              .proposed = as_of,
              .replaces = proposal.replaces,
              .grace_days = policy.agreements.plan.grace_days,
              .whole_balance = policy.agreements.plan.whole_balance,
              .day_count = policy.interest.day_count};
    if (proposal.waives_charges) plan.waives = open_charges_of(ledger, plan, as_of);
    for (const OpenItem* item : *items) {
        if (const Pause* pause = plan_covering(*item, proposal.replaces, as_of)) {
            return Fault{fmt::format("plan {} covers invoice {} already", pause->id, item->invoice),
                         fmt::format("renegotiate it (dunning plan renegotiate {0}) or cancel it "
                                     "first (dunning plan cancel {0})",
                                     pause->id)};
        }
        plan.principal += item->open;
        plan.invoices.push_back(item->invoice);
    }
    if (const Date first = first_day(proposal.terms); first < as_of) {
        return Fault{fmt::format("the first instalment, {}, lies before {}", to_text(first),
                                 to_text(as_of))};
    }
    return with_installments(std::move(plan), policy, proposal.terms);
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
                              const PlanConsent& consent, const Stamp& stamp) {
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
    if (auto fault = covered_since(ledger, policy, plan, stamp.as_of)) return *fault;
    if (consent.signed_agreement) {
        ledger.add_plan_document(view->record.id, *consent.signed_agreement, stamp);
    }
    if (const auto old = row_of_code(plan.replaces, 'P');
        old && !ledger.plan(*old)->plan.cancelled) {
        ledger.add_plan_step(*old, "cancelled", "replaced by " + plan.id, stamp);
        settle_plan_interest(ledger, policy, *old, stamp);
    }
    if (auto fault = waive_with_plan(ledger, policy, plan, consent, stamp)) return *fault;
    ledger.add_plan_step(view->record.id, "confirmed", consent.note, stamp);
    settle_plan_interest(ledger, policy, view->record.id, stamp);
    return find_plan(ledger, policy, code, stamp.as_of);
}

void release_waivers(Ledger& ledger, const Policy& policy, const Plan& plan, std::string_view why,
                     const Stamp& stamp) {
    for (const WaiverRecord& waiver : ledger.waivers(*ledger.find_customer(plan.customer))) {
        if (waiver.ended || waiver.reason != waived_with(plan)) continue;
        const auto ended =
            end_waiver(ledger, policy, waiver.code, fmt::format("{} was {}", plan.id, why), stamp);
        DUNNING_CHECK(ended.has_value());
    }
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
    release_waivers(ledger, policy, view->record.plan, "cancelled", stamp);
    settle_plan_interest(ledger, policy, view->record.id, stamp);
    return find_plan(ledger, policy, code, stamp.as_of);
}

}  // namespace dunning
