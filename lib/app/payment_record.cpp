#include "app/payment_record.h"

#include "app/load_position.h"

namespace dunning {
namespace {

void count_invoices(const Ledger& ledger, RowId customer, Date since, Date as_of,
                    PaymentRecord& record) {
    for (const SettledInvoice& invoice : ledger.settled_invoices(customer, since, as_of)) {
        ++record.settled;
        if (invoice.settled > invoice.due) ++record.late;
    }
}

void count_promises(const Ledger& ledger, const Policy& policy, RowId customer, Date since,
                    Date as_of, PaymentRecord& record) {
    for (const PauseRecord& pause : ledger.pauses({customer})) {
        if (pause.kind != PauseKind::promise || pause.from < since || pause.from > as_of) continue;
        const PromiseStatus status = view_promise(ledger, policy, pause, as_of).state.status;
        if (status == PromiseStatus::withdrawn) continue;
        ++record.arrangements;
        if (is_breach(status)) ++record.broken;
    }
}

void count_plans(const Ledger& ledger, const Policy& policy, RowId customer, Date since, Date as_of,
                 PaymentRecord& record) {
    for (PlanRecord& plan : ledger.plans_of({customer})) {
        const auto confirmed = plan.plan.confirmed;
        if (!confirmed || *confirmed < since || *confirmed > as_of) continue;
        ++record.arrangements;
        const PlanView view = view_plan(policy, std::move(plan), as_of);
        if (view.state.broken_on && *view.state.broken_on <= as_of) ++record.broken;
    }
}

void count_refusals(const Ledger& ledger, RowId customer, Date since, Date as_of,
                    PaymentRecord& record) {
    for (const ContactRecord& contact : ledger.contacts({customer})) {
        const bool counts = contact.day >= since && contact.day <= as_of;
        if (counts && contact.contact.outcome == ContactOutcome::refused) ++record.refusals;
    }
}

}  // namespace

PaymentRecord load_payment_record(const Ledger& ledger, const Policy& policy, RowId customer,
                                  Date as_of) {
    const Date since = as_of - behaviour_days;
    PaymentRecord record;
    count_invoices(ledger, customer, since, as_of, record);
    count_promises(ledger, policy, customer, since, as_of, record);
    count_plans(ledger, policy, customer, since, as_of, record);
    count_refusals(ledger, customer, since, as_of, record);
    return record;
}

}  // namespace dunning
