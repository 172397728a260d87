#include "app/list_agreements.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

#include "core/check.h"
#include "ledger/customer_file.h"

namespace dunning {
namespace {

// Customers by their code.
using Names = std::map<std::string, CustomerName>;

Names names_of(const Ledger& ledger) {
    Names names;
    for (CustomerName& name : ledger.customer_names()) names.emplace(name.code, std::move(name));
    return names;
}

Money open_of_dispute(const Ledger& ledger, const PauseRecord& record, Date as_of) {
    const auto customer = ledger.find_customer(record.customer);
    const auto currency = ledger.currency_of_invoice(record.invoice);
    return ledger.debt(*customer, *currency, {record.invoice}, as_of, as_of).open;
}

Money disputed_of(const Ledger& ledger, const PauseRecord& record, Date as_of) {
    const Money whole = record.amount.value_or(ledger.amount_of_invoice(record.invoice).value());
    if (record.ended && *record.ended <= as_of) return whole;
    return std::min(whole, open_of_dispute(ledger, record, as_of));
}

Money to_credit_of(const Ledger& ledger, const PauseRecord& record, Date as_of) {
    const Money open = open_of_dispute(ledger, record, as_of);
    if (!is_conceded(record, as_of)) return Money::zero(open.currency());
    return std::min(open, to_be_credited(ledger, record, as_of));
}

// What may have restarted the period or stopped it, of some customers.
struct Acts {
    std::unordered_map<std::string, std::vector<MoneyIn>> payments;        // by invoice
    std::unordered_map<std::string, std::vector<PlanRecord>> plans;        // by customer
    std::unordered_map<std::string, std::vector<ContactRecord>> contacts;  // by customer
    std::set<RowId> kept;  // contacts of which the book keeps a file
    std::unordered_map<std::string, std::vector<ReferralRecord>> cases;  // by customer
};

// The restarts that can be proved: payments, signed or confirmed plans, contacts with evidence, and
// what a court has done.
void add_payments(std::vector<MoneyIn> payments, Date as_of, std::vector<Restart>& restarts) {
    std::erase_if(payments, [as_of](const MoneyIn& money) { return money.day > as_of; });
    std::ranges::move(part_payments(std::move(payments)), std::back_inserter(restarts));
}

void add_plans(const std::vector<PlanRecord>& plans, const OpenItem& item,
               std::vector<Restart>& restarts) {
    for (const PlanRecord& record : plans) {
        const Plan& plan = record.plan;
        if (!plan.confirmed || std::ranges::count(plan.invoices, item.invoice) == 0) continue;
        restarts.push_back({*plan.confirmed, RestartKind::acknowledgment, "plan " + plan.id});
    }
}

void add_demands(const std::vector<ContactRecord>& contacts, const std::set<RowId>& kept,
                 const OpenItem& item, std::vector<Restart>& restarts) {
    using enum ContactOutcome;
    for (const ContactRecord& record : contacts) {
        const Contact& contact = record.contact;
        const bool arrived = contact.outcome == delivered || contact.outcome == conversation ||
                             contact.outcome == promised || contact.outcome == refused;
        const bool about = contact.invoice.empty() || contact.invoice == item.invoice;
        const bool proved = !contact.evidence.empty() || kept.contains(record.id);
        if (!arrived || !about || !proved) continue;
        restarts.push_back({record.day, RestartKind::demand,
                            "proved demand (" + std::string(to_text(contact.channel)) + ")"});
    }
}

// What a case did to the period of its invoices, as far as it was known on the day.
class CourtCase {
  public:
    CourtCase(const ReferralRecord& record, Date as_of)
        : what_("case " + referral_code(record.id)) {
        using enum ReferralKind;
        const bool of_title = record.kind == enforcement;
        const bool of_claim =
            record.kind == court || record.kind == arbitration || record.kind == preservation;
        for (const ReferralStep& step : record.steps) {
            if (step.day > as_of) continue;
            if (step.step == "filed" && of_claim) filed_ = filed_.value_or(step.day);
            if (step.step == "judgment") add(RestartKind::judgment, step.day);
            if (step.step == "enforced" || (step.step == "filed" && of_title)) {
                add(RestartKind::enforcement, step.day);
            }
            if (step.step == "closed") closed_ = step.day;
        }
    }

    // Since when a court has it; nothing that had not run out by then does so meanwhile.
    std::optional<Date> pending_since() const {
        return closed_ || !title_.empty() ? std::nullopt : filed_;
    }

    void add_to(LimitationBase& base) const {
        base.restarts.insert(base.restarts.end(), title_.begin(), title_.end());
        if (filed_ && closed_ && title_.empty()) {
            base.suits.push_back({*filed_, *closed_, what_ + " closed"});
        }
    }

  private:
    void add(RestartKind kind, Date day) {
        const bool is_judgment = kind == RestartKind::judgment;
        title_.push_back({day, kind, what_ + (is_judgment ? " judgment" : " enforcement")});
    }

    std::string what_;
    std::optional<Date> filed_;
    std::optional<Date> closed_;
    std::vector<Restart> title_;
};

// What has happened to one invoice.
struct DebtHistory {
    LimitationBase base;
    std::vector<Date> pending_since;  // of the cases that a court has, each
};

void add_cases(const std::vector<ReferralRecord>& cases, const OpenItem& item, Date as_of,
               DebtHistory& history) {
    for (const ReferralRecord& record : cases) {
        if (std::ranges::count(record.invoices, item.invoice) == 0) continue;
        const CourtCase court_case(record, as_of);
        court_case.add_to(history.base);
        if (const auto day = court_case.pending_since()) history.pending_since.push_back(*day);
    }
}

Acts load_acts(const Ledger& ledger, std::span<const Balance> balances) {
    std::vector<RowId> customers;
    std::vector<RowId> invoices;
    for (const Balance& balance : balances) {
        customers.push_back(balance.customer);
        invoices.insert(invoices.end(), balance.invoices.begin(), balance.invoices.end());
    }
    Acts acts{.payments = ledger.payments_to(invoices),
              .plans = {},
              .contacts = {},
              .kept = CustomerFile::contacts_with_evidence(ledger, customers),
              .cases = {}};
    for (ReferralRecord& record : ledger.referrals_of(customers)) {
        acts.cases[record.customer].push_back(std::move(record));
    }
    for (PlanRecord& plan : ledger.plans_of(customers)) {
        acts.plans[plan.plan.customer].push_back(std::move(plan));
    }
    for (ContactRecord& contact : ledger.contacts(customers)) {
        acts.contacts[contact.contact.customer].push_back(std::move(contact));
    }
    return acts;
}

DebtHistory history_of(const Customer& customer, const OpenItem& item, Acts& acts, Date as_of) {
    DebtHistory history{
        .base = {.due = item.agreed_due.value_or(item.due), .debtor = customer.kind},
        .pending_since = {}};
    std::vector<Restart>& restarts = history.base.restarts;
    add_cases(acts.cases[customer.id], item, as_of, history);
    add_payments(acts.payments[item.invoice], as_of, restarts);
    add_plans(acts.plans[customer.id], item, restarts);
    add_demands(acts.contacts[customer.id], acts.kept, item, restarts);
    std::erase_if(restarts, [&](const Restart& restart) { return restart.day > as_of; });
    return history;
}

// A court has had it since before it ran out; a case that was filed afterwards helps nobody.
bool is_safe(const DebtHistory& history, const Limitation& limitation) {
    return std::ranges::any_of(history.pending_since,
                               [&](Date filed) { return filed <= limitation.last_day; });
}

LimitationRow row_of(const CustomerPosition& position, const OpenItem& item,
                     const LimitationBase& base, const Policy& policy, Date as_of) {
    const auto limitation = limitation_of(base, policy.agreements.limitation.law, policy.calendar);
    DUNNING_CHECK(limitation.has_value());
    return {.invoice = item.invoice,
            .customer = position.customer.id,
            .name = position.customer.name,
            .collector = position.customer.collector,
            .open = item.open,
            .due = base.due,
            .limitation = *limitation,
            .days_left = limitation->last_day - as_of};
}

}  // namespace

std::vector<LimitationRow> limitations_of(const Ledger& ledger, const Policy& policy,
                                          const OverdueBatch& batch, Date as_of) {
    std::vector<LimitationRow> rows;
    if (policy.agreements.limitation.law == LimitationLaw::none) return rows;
    Acts acts = load_acts(ledger, batch.balances);
    for (const CustomerPosition& position : batch.positions) {
        for (const OpenItem& item : position.items) {
            const Date due = item.agreed_due.value_or(item.due);
            if (due >= as_of) continue;
            const DebtHistory history = history_of(position.customer, item, acts, as_of);
            LimitationRow row = row_of(position, item, history.base, policy, as_of);
            if (!is_safe(history, row.limitation)) rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::vector<LimitationRow> limitations_of(const Ledger& ledger, const Policy& policy,
                                          RowId customer, Date as_of) {
    const Balance own = ledger.balance(customer, as_of);
    return limitations_of(ledger, policy,
                          {std::span(&own, 1), load_positions(ledger, policy, customer, as_of)},
                          as_of);
}

std::vector<PromiseRow> list_promises(const Ledger& ledger, const Policy& policy, Date as_of) {
    const Names names = names_of(ledger);
    std::map<std::string, int> not_kept;
    std::vector<PromiseRow> rows;
    for (const PauseRecord& record : ledger.all_pauses()) {
        if (record.kind != PauseKind::promise || record.from > as_of) continue;
        PromiseRow row{.view = view_promise(ledger, policy, record, as_of)};
        const CustomerName& name = names.at(record.customer);
        row.name = name.name;
        row.collector = name.collector;
        row.attempt = not_kept[record.customer] + 1;
        if (is_breach(row.view.state.status)) ++not_kept[record.customer];
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<DisputeRow> list_disputes(const Ledger& ledger, Date as_of) {
    const Names names = names_of(ledger);
    std::vector<DisputeRow> rows;
    for (const PauseRecord& record : ledger.all_pauses()) {
        if (record.kind != PauseKind::dispute || record.from > as_of) continue;
        const bool is_open = !record.ended || *record.ended > as_of;
        const CustomerName& name = names.at(record.customer);
        rows.push_back({.record = record,
                        .name = name.name,
                        .collector = name.collector,
                        .disputed = disputed_of(ledger, record, as_of),
                        .to_credit = to_credit_of(ledger, record, as_of),
                        .age_days = (is_open ? as_of : *record.ended) - record.from,
                        .is_open = is_open});
    }
    std::ranges::stable_sort(rows, {}, [](const DisputeRow& row) {
        return std::tuple(!row.is_open, row.record.from, row.record.id);
    });
    return rows;
}

std::vector<ReferralRow> list_referrals(const Ledger& ledger, Date as_of) {
    const Names names = names_of(ledger);
    std::vector<ReferralRow> rows;
    for (ReferralRecord& record : ledger.referrals()) {
        if (record.day > as_of) continue;
        const CustomerName& name = names.at(record.customer);
        rows.push_back({view_referral(std::move(record), as_of), name.name, name.collector});
    }
    return rows;
}

}  // namespace dunning
