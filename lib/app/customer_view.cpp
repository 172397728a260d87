#include "app/customer_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/money_exit.h"
#include "app/payment_record.h"
#include "app/run_notify.h"
#include "core/check.h"
#include "core/mobile_number.h"

namespace dunning {
namespace {

// Which channel a contact point serves.
bool serves(const PointView& point, const Customer& customer, Channel channel) {
    switch (point.kind) {
        case PointKind::email:
            return channel == Channel::email;
        case PointKind::phone:
            return channel == Channel::phone ||
                   (channel == Channel::sms && is_mobile_number(point.value, customer.country));
        case PointKind::mobile:
            return channel == Channel::phone || channel == Channel::sms;
        case PointKind::address:
            return channel == Channel::letter || channel == Channel::visit;
    }
    return false;
}

// What the customer has said about it; the latest word counts.
void add_consent(PointView& point, const Customer& customer,
                 const std::vector<ContactRecord>& contacts, Date as_of) {
    for (auto record = contacts.rbegin(); record != contacts.rend(); ++record) {
        const Contact& contact = record->contact;
        const bool is_about_it = serves(point, customer, contact.channel) &&
                                 (contact.address.empty() || contact.address == point.value) &&
                                 record->day <= as_of;
        if (!is_about_it) continue;
        if (contact.outcome == ContactOutcome::opt_out) {
            point.opted_out = record->day;
            point.consent.reset();
        } else if (contact.outcome == ContactOutcome::consent) {
            point.opted_out.reset();
            point.consent = record->day;
            point.consent_to = contact.until;
        }
    }
}

std::vector<PointView> points_of(const Customer& customer, const CustomerFile& file,
                                 const std::vector<ContactRecord>& contacts, Date as_of) {
    std::vector<PointView> points;
    const auto add_field = [&](const char* name, PointKind kind, const std::string& value) {
        if (!value.empty())
            points.push_back({.id = name, .kind = kind, .value = value, .used = true});
    };
    add_field("email", PointKind::email, customer.email);
    add_field("phone", PointKind::phone, customer.phone);
    add_field("mobile", PointKind::mobile, customer.mobile);
    add_field("address", PointKind::address, contact_point(customer, Channel::letter));
    for (const ContactPoint& added : file.points()) {
        if (added.since > as_of) continue;
        const auto same = std::ranges::find_if(points, [&](const PointView& known) {
            return known.kind == added.kind && known.value == added.value && !known.ended;
        });
        PointView point{.id = point_code(added.id),
                        .kind = added.kind,
                        .value = added.value,
                        .role = added.role,
                        .person = added.person};
        if (added.ended && *added.ended <= as_of) point.ended = added.ended;
        if (same != points.end() && !point.ended) {
            point.used = true;
            *same = point;
        } else {
            points.push_back(point);
        }
    }
    for (PointView& point : points) add_consent(point, customer, contacts, as_of);
    return points;
}

ItemView view_item(const OpenItem& item, const Policy& policy, Date as_of) {
    const int days = std::max(0, as_of - item.due);
    const OverdueClass* severity = days > 0 ? class_of(policy.classes, days) : nullptr;
    return {.invoice = item.invoice,
            .due = item.due,
            .amount = item.amount,
            .open = item.open,
            .disputed = disputed_on(item.pauses, item.open, as_of),
            .days_overdue = days,
            .class_name = severity == nullptr ? "" : severity->name,
            .level = item.history.level,
            .reason = item.reason};
}

ItemView view_charge(const OpenCharge& charge, const Policy& policy, Date as_of) {
    const int days = std::max(0, as_of - charge.due);
    const OverdueClass* severity = days > 0 ? class_of(policy.classes, days) : nullptr;
    return {.invoice = charge.number,
            .kind = charge.kind,
            .due = charge.due,
            .amount = charge.amount,
            .open = charge.open,
            .disputed = Money::zero(charge.open.currency()),
            .days_overdue = days,
            .class_name = severity == nullptr ? "" : severity->name,
            .charged_on = charge.charged_on};
}

// Tonight's notices; of what is withheld each rule once, with the earliest day on which it goes on.
std::vector<NextStep> next_steps(const CustomerPosition& position, const Decision& decision,
                                 Date as_of) {
    std::vector<NextStep> steps;
    for (const Notice& notice : decision.notices) {
        steps.push_back({.what = fmt::format("level {} '{}' by {}", notice.level, notice.level_name,
                                             to_text(notice.channel)),
                         .detail = notice.needs_approval ? "waits for approval" : "",
                         .on = as_of});
    }
    for (const Withheld& withheld : decision.withheld) {
        const std::string what = fmt::format("withheld: {}", to_text(withheld.rule));
        const auto known = std::ranges::find(steps, what, &NextStep::what);
        if (known == steps.end()) {
            steps.push_back({.what = what, .detail = withheld.detail, .on = withheld.until});
        } else if (withheld.until && (!known->on || *withheld.until < *known->on)) {
            known->on = withheld.until;
            known->detail = withheld.detail;
        }
    }
    if (!steps.empty()) return steps;
    std::optional<Date> due;
    for (const OpenItem& item : position.items) {
        if (item.due >= as_of && (!due || item.due < *due)) due = item.due;
    }
    if (due) steps.push_back({.what = "nothing overdue; next due", .on = due});
    return steps;
}

AccountView view_account(const CustomerPosition& position, const Policy& policy,
                         const Decision& decision, Date as_of) {
    AccountView account{.currency = position.currency,
                        .open = Money::zero(position.currency),
                        .overdue = Money::zero(position.currency),
                        .on_account = position.on_account};
    for (const OpenItem& item : position.items) {
        account.items.push_back(view_item(item, policy, as_of));
        account.open += item.open;
        if (item.due < as_of) account.overdue += item.open;
    }
    for (const OpenCharge& charge : position.charges) {
        account.items.push_back(view_charge(charge, policy, as_of));
        account.open += charge.open;
        if (charge.due < as_of) account.overdue += charge.open;
    }
    account.procedure = decision.procedure;
    account.next = next_steps(position, decision, as_of);
    return account;
}

void add_arrangements(CustomerView& view, const Ledger& ledger, const Policy& policy, RowId row,
                      Date as_of) {
    for (const PauseRecord& pause : ledger.pauses({row})) {
        if (pause.from > as_of) continue;
        if (pause.kind == PauseKind::promise) {
            view.promises.push_back(view_promise(ledger, policy, pause, as_of));
            continue;
        }
        const bool over =
            (pause.ended && *pause.ended <= as_of) || (pause.until && *pause.until < as_of);
        if (!over) view.pauses.push_back(pause);
    }
    for (PlanRecord& plan : ledger.plans_of({row})) {
        if (plan.plan.proposed <= as_of) {
            view.plans.push_back(view_plan(policy, std::move(plan), as_of));
        }
    }
    std::ranges::reverse(view.promises);
    std::ranges::reverse(view.plans);
    for (WaiverRecord& waiver : ledger.waivers(row)) {
        // Decided when the money had time to come to be known; see end_failed_waivers.
        const bool over = (waiver.ended && *waiver.ended <= as_of) ||
                          (waiver.by && *waiver.by + policy.agreements.promise.grace_days < as_of);
        if (waiver.by && waiver.day <= as_of && !over) view.waivers.push_back(std::move(waiver));
    }
    view.credit_records = reported_debts(ledger, policy, as_of, row);
}

}  // namespace

RatingInput rating_input(const Ledger& ledger, const Policy& policy, RowId customer, Date as_of) {
    RatingInput input{.record = load_payment_record(ledger, policy, customer, as_of)};
    for (const SettledInvoice& invoice : ledger.settled_invoices(
             {customer}, as_of - behaviour_days, as_of, settled_by(policy.report))) {
        input.days_late += std::max(0, invoice.settled - invoice.due);
    }
    for (const CustomerPosition& position : ledger.positions(customer, as_of)) {
        for (const OpenItem& item : position.items) {
            if (is_overdue(item, policy, as_of)) {
                input.oldest_overdue = std::max(input.oldest_overdue, as_of - item.due);
            }
        }
    }
    return input;
}

CustomerView view_customer(const Ledger& ledger, const Policy& policy, const std::string& customer,
                           Date as_of) {
    const auto row = ledger.find_customer(customer);
    DUNNING_CHECK(row.has_value());
    const CustomerFile file(ledger, *row);
    CustomerView view{.customer = ledger.customer(customer).value(),
                      .by_hand = file.set_by_hand(),
                      .erased = file.erased(),
                      .contacts = ledger.contacts_and_corrected(*row),
                      .evidence = file.evidence(),
                      .legal_holds = file.legal_holds(),
                      .assignments = file.assignments()};
    std::erase_if(view.contacts, [&](const ContactRecord& c) { return c.day > as_of; });
    view.points = points_of(view.customer, file, ledger.contacts({*row}), as_of);
    view.credit = credit_standing(view.customer, file.credit_decisions(), as_of);
    view.exposures = file.exposures(as_of);
    const RatingInput input = rating_input(ledger, policy, *row, as_of);
    view.record = input.record;
    view.days_late = average_days_late(input);
    view.behaviour = behaviour_of(input.record);
    view.rating = rate(input);
    for (const ReviewRecord& review : file.reviews()) {
        if (review.day <= as_of && !view.reviewed) view.reviewed = review;
    }
    decide_night(ledger, policy, customer, as_of, [&](const DecidedCustomer& decided) {
        view.ceased = decided.position.ceased;
        view.represented = decided.position.represented;
        view.reason = decided.position.reason;
        view.accounts.push_back(view_account(decided.position, policy, decided.decision, as_of));
    });
    add_arrangements(view, ledger, policy, *row, as_of);
    return view;
}

}  // namespace dunning
