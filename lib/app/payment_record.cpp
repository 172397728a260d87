#include "app/payment_record.h"

#include <algorithm>

#include "app/load_position.h"
#include "app/money_exit.h"

namespace dunning {
namespace {

void count_invoices(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                    Date since, Date as_of, PaymentRecords& records) {
    for (const SettledInvoice& invoice :
         ledger.settled_invoices(customers, since, as_of, settled_by(policy.report))) {
        PaymentRecord& record = records[invoice.customer];
        ++record.settled;
        if (invoice.settled > invoice.due) ++record.late;
    }
}

void count_promises(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                    Date since, Date as_of, PaymentRecords& records) {
    for (const PauseRecord& pause : ledger.pauses(customers)) {
        if (pause.kind != PauseKind::promise || pause.from < since || pause.from > as_of) continue;
        const PromiseStatus status = view_promise(ledger, policy, pause, as_of).state.status;
        if (status == PromiseStatus::withdrawn || status == PromiseStatus::lapsed) continue;
        PaymentRecord& record = records[pause.customer];
        ++record.arrangements;
        if (is_breach(status)) ++record.broken;
    }
}

void count_plans(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                 Date since, Date as_of, PaymentRecords& records) {
    for (PlanRecord& plan : ledger.plans_of(customers)) {
        const auto confirmed = plan.plan.confirmed;
        if (!confirmed || *confirmed < since || *confirmed > as_of) continue;
        PaymentRecord& record = records[plan.plan.customer];
        ++record.arrangements;
        const PlanView view = view_plan(policy, std::move(plan), as_of);
        if (view.state.broken_on && *view.state.broken_on <= as_of) ++record.broken;
    }
}

void count_refusals(const Ledger& ledger, const std::vector<RowId>& customers, Date since,
                    Date as_of, PaymentRecords& records) {
    for (const ContactRecord& contact : ledger.contacts(customers)) {
        const bool counts = contact.day >= since && contact.day <= as_of;
        if (counts && contact.contact.outcome == ContactOutcome::refused) {
            ++records[contact.contact.customer].refusals;
        }
    }
}

// What they have done beside paying.
void count_acts(const Ledger& ledger, const Policy& policy, const std::vector<RowId>& customers,
                Date since, Date as_of, PaymentRecords& records) {
    count_promises(ledger, policy, customers, since, as_of, records);
    count_plans(ledger, policy, customers, since, as_of, records);
    count_refusals(ledger, customers, since, as_of, records);
}

}  // namespace

PaymentRecords load_payment_records(const Ledger& ledger, const Policy& policy,
                                    const std::vector<RowId>& customers, Date as_of) {
    const Date since = as_of - behaviour_days;
    PaymentRecords records;
    count_invoices(ledger, policy, customers, since, as_of, records);
    count_acts(ledger, policy, customers, since, as_of, records);
    return records;
}

PaymentRecords load_payment_records(const Ledger& ledger, const Policy& policy,
                                    std::span<const CustomerName> all, Date as_of) {
    PaymentRecords records;
    constexpr std::size_t at_once = 1000;
    for (std::span<const CustomerName> rest = all; !rest.empty();) {
        const auto some = rest.first(std::min(at_once, rest.size()));
        std::vector<RowId> customers;
        for (const CustomerName& name : some) customers.push_back(name.id);
        records.merge(load_payment_records(ledger, policy, customers, as_of));
        rest = rest.subspan(some.size());
    }
    return records;
}

PaymentRecord record_of(const PaymentRecords& records, const std::string& customer) {
    const auto found = records.find(customer);
    return found == records.end() ? PaymentRecord{} : found->second;
}

PaymentRecord load_payment_record(const Ledger& ledger, const Policy& policy, RowId customer,
                                  Date as_of) {
    const PaymentRecords records = load_payment_records(ledger, policy, {customer}, as_of);
    return records.empty() ? PaymentRecord{} : records.begin()->second;
}

}  // namespace dunning
