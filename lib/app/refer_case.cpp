#include "app/refer_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "text/name_key.h"

namespace dunning {
namespace {

Result<const CustomerPosition*> position_of(const std::vector<CustomerPosition>& positions,
                                            const ReferralProposal& proposal) {
    if (positions.empty()) return Fault{fmt::format("customer {} owes nothing", proposal.customer)};
    if (!proposal.currency && positions.size() > 1) {
        return Fault{fmt::format("customer {} owes in several currencies", proposal.customer),
                     "say which with --currency"};
    }
    for (const CustomerPosition& position : positions) {
        if (!proposal.currency || *proposal.currency == position.currency) return &position;
    }
    return Fault{fmt::format("customer {} owes nothing in {}", proposal.customer,
                             proposal.currency->code())};
}

const Pause* referral_covering(const OpenItem& item, Date as_of) {
    for (const Pause& pause : item.pauses) {
        if (pause.kind == PauseKind::referral && covers(pause, as_of)) return &pause;
    }
    return nullptr;
}

Fault part_of_another(const std::string& what, const std::string& referral) {
    return {fmt::format("{} is part of {} already", what, referral)};
}

// Interest and costs of earlier notices: those that are named; of a named or overdue invoice its
// own, for they follow it; and, with no invoice named, all that is overdue. No other notice of ours
// would ask for them once their invoices are with somebody else.
std::optional<Fault> add_charges(ReferralRecord& record, const CustomerPosition& position,
                                 const ReferralProposal& proposal, Date as_of) {
    std::vector<std::string> taken;
    for (const OpenCharge& charge : position.charges) {
        const bool named = std::ranges::count(proposal.invoices, charge.number) != 0;
        const bool follows = std::ranges::count(record.invoices, charge.charged_on) != 0;
        const bool overdue = proposal.invoices.empty() && charge.due < as_of;
        if (!named && !follows && !overdue) continue;
        if (!charge.referral.empty()) {
            if (named) return part_of_another("charge " + charge.number, charge.referral);
            continue;
        }
        record.amount += charge.open;
        record.charges += charge.open;
        taken.push_back(charge.number);
    }
    std::ranges::move(taken, std::back_inserter(record.invoices));
    return std::nullopt;
}

Result<ReferralRecord> with_invoices(ReferralRecord record, const CustomerPosition& position,
                                     const ReferralProposal& proposal, Date as_of) {
    for (const OpenItem& item : position.items) {
        const bool named = std::ranges::count(proposal.invoices, item.invoice) != 0;
        if (proposal.invoices.empty() ? item.due >= as_of : !named) continue;
        if (const Pause* pause = referral_covering(item, as_of)) {
            return part_of_another("invoice " + item.invoice, pause->id);
        }
        record.amount += item.open;
        record.invoices.push_back(item.invoice);
    }
    if (auto fault = add_charges(record, position, proposal, as_of)) return *fault;
    for (const std::string& invoice : proposal.invoices) {
        if (std::ranges::count(record.invoices, invoice) != 0) continue;
        return Fault{fmt::format("invoice {} is not open for customer {} in {}", invoice,
                                 proposal.customer, position.currency.code())};
    }
    if (record.amount.is_positive()) return record;
    return Fault{fmt::format("customer {} has nothing overdue in {}", proposal.customer,
                             position.currency.code()),
                 "name the invoices with --invoice"};
}

std::optional<Fault> wrong_step(const ReferralView& view, const ReferralStep& step) {
    const std::string code = referral_code(view.record.id);
    const bool decides = step.step == "approved" || step.step == "refused";
    switch (view.status) {
        case ReferralStatus::closed:
        case ReferralStatus::refused:
            return Fault{
                fmt::format("{} is {}", code, to_text(view.status)),
                fmt::format("propose a new one: dunning log referral {}", view.record.customer)};
        case ReferralStatus::active:
            if (!decides) return std::nullopt;
            return Fault{fmt::format("{} is approved already", code)};
        case ReferralStatus::proposed:
            if (decides || step.step == "note") return std::nullopt;
            return Fault{fmt::format("{} has not been approved", code),
                         fmt::format("dunning log referral {} --approve", code)};
    }
    DUNNING_CHECK(false);
}

// Whatever day is asked about: an approval may be recorded for an earlier one.
ReferralView as_it_stands(ReferralRecord record) {
    Date latest = record.day;
    for (const ReferralStep& step : record.steps) latest = std::max(latest, step.day);
    return view_referral(std::move(record), latest);
}

// Whoever approves a case hands over what it names: nobody may have it already. Proposals wait side
// by side, so that a person can choose between them.
std::optional<Fault> approved_since(const Ledger& ledger, const ReferralRecord& record) {
    const RowId customer = ledger.find_customer(record.customer).value();
    for (ReferralRecord& other : ledger.referrals_of({customer})) {
        if (other.id == record.id) continue;
        const ReferralView view = as_it_stands(std::move(other));
        if (view.status != ReferralStatus::active) continue;
        for (const std::string& item : record.invoices) {
            if (std::ranges::count(view.record.invoices, item) == 0) continue;
            const std::string code = referral_code(record.id);
            return Fault{
                fmt::format("{} of {} is part of {} already, which was approved", item, code,
                            referral_code(view.record.id)),
                fmt::format("dunning log referral {} --refuse, and propose the rest anew", code)};
        }
    }
    return std::nullopt;
}

// However the name is written: capitals, blanks and the parts of a letter make nobody another.
bool is_one_person(const std::string& a, const std::string& b) {
    return a == b || (!name_key(a).empty() && name_key(a) == name_key(b));
}

}  // namespace

std::string_view to_text(ReferralStatus status) {
    switch (status) {
        case ReferralStatus::proposed:
            return "proposed";
        case ReferralStatus::refused:
            return "refused";
        case ReferralStatus::active:
            return "active";
        case ReferralStatus::closed:
            return "closed";
    }
    DUNNING_CHECK(false);
}

ReferralView view_referral(ReferralRecord record, Date as_of) {
    const Money nothing = Money::zero(record.amount.currency());
    ReferralView view{.record = std::move(record),
                      .last_step = "proposed",
                      .cost = nothing,
                      .recovered = nothing};
    for (const ReferralStep& step : view.record.steps) {
        if (step.day > as_of) continue;
        view.cost += step.cost;
        view.recovered += step.recovered;
        if (step.step == "approved") view.status = ReferralStatus::active;
        if (step.step == "refused") view.status = ReferralStatus::refused;
        if (step.step == "closed") view.status = ReferralStatus::closed;
        if (step.step != "note") view.last_step = step.step;
    }
    return view;
}

Result<RowId> propose_referral(Ledger& ledger, const Policy& policy,
                               const ReferralProposal& proposal, const Stamp& stamp) {
    const auto customer = ledger.find_customer(proposal.customer);
    if (!customer) return Fault{fmt::format("customer '{}' is not known", proposal.customer)};
    const auto positions = load_positions(ledger, policy, *customer, stamp.as_of);
    const auto position = position_of(positions, proposal);
    if (!position) return position.error();
    const bool sold = proposal.kind == ReferralKind::assignment;
    const auto record = with_invoices({.customer = proposal.customer,
                                       .kind = proposal.kind,
                                       .handled_by = proposal.handled_by,
                                       .amount = Money::zero((*position)->currency),
                                       .charges = Money::zero((*position)->currency),
                                       .dunning = sold ? ReferralDunning::stops : proposal.dunning,
                                       .day = stamp.as_of,
                                       .note = proposal.note},
                                      **position, proposal, stamp.as_of);
    if (!record) return record.error();
    return ledger.add_referral(*record, stamp);
}

Result<ReferralView> find_referral(const Ledger& ledger, std::string_view code, Date as_of) {
    const auto row = row_of_code(code, 'E');
    auto record = row ? ledger.referral(*row) : std::nullopt;
    if (record) return view_referral(std::move(*record), as_of);
    return Fault{fmt::format("there is no referral '{}'", code),
                 "dunning report referrals shows them"};
}

Result<ReferralView> step_referral(Ledger& ledger, const Policy& policy, std::string_view code,
                                   ReferralStep step, const Stamp& stamp) {
    const auto view = find_referral(ledger, code, stamp.as_of);
    if (!view) return view.error();
    const Currency currency = view->record.amount.currency();
    if (step.cost.currency() != currency || step.recovered.currency() != currency) {
        return Fault{fmt::format("{} is in {}", code, currency.code())};
    }
    if (step.cost.is_negative() || step.recovered.is_negative()) {
        return Fault{"costs and recoveries are not negative"};
    }
    if (auto fault = wrong_step(*view, step)) return *fault;
    if (step.step == "approved") {
        if (auto fault = approved_since(ledger, view->record)) return *fault;
    }
    if (policy.agreements.referral.second_person && step.step == "approved" &&
        is_one_person(view->record.actor, stamp.actor)) {
        return Fault{fmt::format("{} was proposed by {}, and another person has to approve it",
                                 referral_code(view->record.id), view->record.actor),
                     "DUNNING_USER says who works; [referral] second_person asks for two"};
    }
    ledger.add_referral_step(view->record.id, step, stamp);
    return find_referral(ledger, code, stamp.as_of);
}

}  // namespace dunning
