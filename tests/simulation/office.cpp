#include "simulation/office.h"

#include "app/manage_plan.h"
#include "app/record_contact.h"
#include "simulation/simulated_book.h"

namespace dunning::simulation {

void Office::work(Ledger& ledger, const Policy& policy, World& world, Date day) {
    if (dice_.one_in(4)) hold(ledger, world, day);
    if (dice_.one_in(3)) dispute(ledger, world, day);
    if (dice_.one_in(2)) promise(ledger, world, day);
    if (dice_.one_in(2)) end_one(ledger, world, day);
    if (dice_.one_in(4)) propose(ledger, policy, world, day);
    if (dice_.one_in(2)) decide_plan(ledger, policy, world, day);
    if (dice_.one_in(3)) talk(ledger, world, day);
    look_at_notices(ledger, day);
}

const Invoice* Office::some_overdue(const World& world, Date day) {
    std::vector<const Invoice*> overdue;
    for (const auto& [number, invoice] : world.invoices()) {
        if (invoice.due < day && invoice.due > day - 60) overdue.push_back(&invoice);
    }
    if (overdue.empty()) return nullptr;
    const Invoice* invoice = dice_.pick(overdue);
    return world.open_of(*invoice, day) > 0 ? invoice : nullptr;
}

void Office::record(Ledger& ledger, World& world, PauseRecord pause, Date day) {
    auto transaction = ledger.begin_write();
    const auto row = record_pause(ledger, pause, stamp_of(day));
    if (!row) return;
    transaction.commit();
    pause.id = *row;
    if (pause.kind == PauseKind::promise) world.told_before[*row] = world.receipts_told();
    world.pauses.push_back(pause);
}

void Office::hold(Ledger& ledger, World& world, Date day) {
    const Invoice* invoice = some_overdue(world, day);
    if (invoice == nullptr) return;
    PauseRecord pause{.kind = PauseKind::hold,
                      .customer = invoice->customer,
                      .from = day + dice_.below(5) - 2,
                      .reason = "as the manager said"};
    if (dice_.one_in(2)) pause.invoice = invoice->number;
    if (!dice_.one_in(3)) pause.until = pause.from + dice_.below(20);
    record(ledger, world, pause, day);
}

void Office::dispute(Ledger& ledger, World& world, Date day) {
    const Invoice* invoice = some_overdue(world, day);
    if (invoice == nullptr) return;
    PauseRecord pause{.kind = PauseKind::dispute,
                      .customer = invoice->customer,
                      .invoice = invoice->number,
                      .from = day - dice_.below(3)};
    if (dice_.one_in(2)) {
        pause.amount =
            Money(1 + invoice->amount.minor() * dice_.below(10) / 10, invoice->amount.currency());
    }
    if (dice_.one_in(4)) pause.until = day + dice_.below(20);
    record(ledger, world, pause, day);
}

void Office::promise(Ledger& ledger, World& world, Date day) {
    const Invoice* invoice = some_overdue(world, day);
    if (invoice == nullptr) return;
    PauseRecord pause{.kind = PauseKind::promise,
                      .customer = invoice->customer,
                      .amount = Money(1 + invoice->amount.minor() * (1 + dice_.below(10)) / 10,
                                      invoice->amount.currency()),
                      .from = day - dice_.below(2),
                      .until = day + 1 + dice_.below(12)};
    if (dice_.one_in(2)) pause.invoice = invoice->number;
    record(ledger, world, pause, day);
}

void Office::end_one(Ledger& ledger, World& world, Date day) {
    if (world.pauses.empty()) return;
    const auto at = static_cast<std::size_t>(dice_.below(static_cast<int>(world.pauses.size())));
    PauseRecord& pause = world.pauses[at];
    auto transaction = ledger.begin_write();
    const auto ended = end_pause(ledger, pause_code(pause.kind, pause.id), pause.kind, "resolved",
                                 "", stamp_of(day));
    if (!ended) return;  // ended already, or not begun
    transaction.commit();
    pause.ended = day;
}

void Office::propose(Ledger& ledger, const Policy& policy, World& world, Date day) {
    const Invoice* invoice = some_overdue(world, day);
    if (invoice == nullptr) return;
    PlanProposal proposal{
        .customer = invoice->customer,
        .currency = invoice->amount.currency(),
        .terms = {.installments = 2 + dice_.below(3), .first_due = day + dice_.below(12)}};
    if (dice_.one_in(2)) proposal.invoices = {invoice->number};
    if (dice_.one_in(3)) {
        proposal.terms.down_payment =
            Money(1 + invoice->amount.minor() / 5, invoice->amount.currency());
    }
    auto drafted = draft_plan(ledger, policy, proposal, day);
    if (!drafted) return;  // covered already, too little for the instalments
    Plan plan = *drafted;
    auto transaction = ledger.begin_write();
    plan.id = plan_code(propose_plan(ledger, plan, stamp_of(day)));
    transaction.commit();
    world.plans.push_back(plan);
}

void Office::decide_plan(Ledger& ledger, const Policy& policy, World& world, Date day) {
    for (Plan& plan : world.plans) {
        if (plan.cancelled || (plan.confirmed && !dice_.one_in(60))) continue;
        auto transaction = ledger.begin_write();
        const bool wanted = !plan.confirmed && dice_.one_in(2);
        const bool dropped = plan.confirmed || dice_.one_in(8);
        if (wanted) {
            if (!confirm_plan(ledger, policy, plan.id, {.note = "signed"}, stamp_of(day))) continue;
            plan.confirmed = day;
        } else if (dropped) {
            if (!cancel_plan(ledger, policy, plan.id, "not wanted", stamp_of(day))) continue;
            plan.cancelled = day;
        }
        transaction.commit();
        if (plan.confirmed) world.agree(plan);
    }
}

void Office::talk(Ledger& ledger, World& world, Date day) {
    if (world.customers().empty()) return;
    std::vector<std::string> codes;
    for (const auto& [code, customer] : world.customers()) codes.push_back(code);
    const Stamp stamp = stamp_of(day);
    using enum ContactOutcome;
    const ContactRecord contact{
        .contact = {.customer = dice_.pick(codes),
                    .at = stamp.recorded_at,
                    .channel = dice_.pick<Channel>(
                        {Channel::email, Channel::sms, Channel::letter, Channel::phone}),
                    .direction = Direction::in,
                    .outcome = dice_.pick<ContactOutcome>(
                        {conversation, opt_out, consent, consent, consent, consent, cease}),
                    .reason = dice_.one_in(2) ? "forgot" : ""},
        .day = day};
    auto transaction = ledger.begin_write();
    if (!record_contact(ledger, contact, stamp)) return;
    transaction.commit();
    world.contacts.push_back(contact);
}

// Drafts are approved or left; now and then one is taken back, also after its approval.
void Office::look_at_notices(Ledger& ledger, Date day) {
    auto transaction = ledger.begin_write();
    for (const NoticeSummary& notice : ledger.notices_waiting()) {
        if (dice_.one_in(12)) {
            ledger.cancel_notice(notice.id, "not this time", stamp_of(day));
        } else if (notice.state == DeliveryState::draft && dice_.one_in(3)) {
            ledger.approve_notice(notice.id, "go", stamp_of(day));
        }
    }
    transaction.commit();
}

}  // namespace dunning::simulation
