#include "app/brought_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/files.h"
#include "app/keep_evidence.h"
#include "app/load_position.h"
#include "ledger/customer_file.h"
#include "text/utf8.h"

namespace dunning {
namespace {

namespace fs = std::filesystem;

// Payments to its invoices since its proposal, as far as they are known.
std::vector<MoneyIn> paid_to(const Ledger& ledger, RowId customer, const Plan& plan) {
    std::vector<MoneyIn> paid;
    for (const std::string& invoice : plan.invoices) {
        for (const MoneyIn& money : ledger.money_in(customer, plan.principal.currency(), invoice)) {
            if (money.day > plan.proposed) paid.push_back(money);
        }
    }
    std::ranges::stable_sort(paid, {}, &MoneyIn::day);
    return paid;
}

bool shares_invoice(const Plan& a, const Plan& b, std::string& which) {
    for (const std::string& invoice : a.invoices) {
        if (std::ranges::count(b.invoices, invoice) == 0) continue;
        which = invoice;
        return true;
    }
    return false;
}

}  // namespace

fs::path BroughtEvidence::path_of(const Contact& contact) const {
    return beside_ / fs::path(contact.evidence);
}

std::optional<RowId> BroughtEvidence::row_of(const Contact& contact) const {
    return CustomerFile::contact_of(ledger_, contact.customer, contact.id);
}

std::optional<Fault> BroughtEvidence::problem_of(const Contact& contact) const {
    if (contact.evidence.empty()) return std::nullopt;
    const std::string remedy =
        "evidence is copied into the book: put the file beside the table, or leave the column "
        "empty";
    std::error_code error;
    if (leads_out_of(beside_, contact.evidence)) {
        return Fault{fmt::format("'{}' does not lie beside the table", printable(contact.evidence)),
                     remedy, "evidence"};
    }
    if (fs::is_regular_file(path_of(contact), error) || row_of(contact)) return std::nullopt;
    return Fault{fmt::format("there is no file '{}'", printable(path_of(contact).string())), remedy,
                 "evidence"};
}

void BroughtEvidence::add(const Contact& contact) {
    if (!contact.evidence.empty()) contacts_.push_back(contact);
}

std::size_t BroughtEvidence::keep(const fs::path& folder, const Stamp& stamp) {
    for (const Contact& contact : contacts_) {
        const RowId customer = ledger_.find_customer(contact.customer).value();
        keep_evidence(ledger_, folder, path_of(contact),
                      {.evidence = {}, .contact = row_of(contact), .note = contact.note, .day = {}},
                      customer, stamp);
    }
    return contacts_.size();
}

std::optional<Fault> covered_by_another(const Ledger& ledger, const Policy& policy,
                                        const Plan& plan, Date as_of) {
    const auto customer = ledger.find_customer(plan.customer);
    if (!customer) return std::nullopt;
    const PlanState state = plan_state(plan, paid_to(ledger, *customer, plan),
                                       policy.agreements.plan.grace_days, as_of);
    if (state.status != PlanStatus::active) return std::nullopt;
    for (PlanRecord& record : ledger.plans_of({*customer})) {
        std::string invoice;
        if (!shares_invoice(plan, record.plan, invoice)) continue;
        const PlanView other = view_plan(policy, std::move(record), as_of);
        if (other.state.status != PlanStatus::active) continue;
        return Fault{
            fmt::format("plan {} covers invoice {} already", other.record.plan.id, invoice),
            fmt::format("leave out the plan that holds no more, or cancel it first (dunning plan "
                        "cancel {})",
                        other.record.plan.id),
            "invoices"};
    }
    return std::nullopt;
}

}  // namespace dunning
