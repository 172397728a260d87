#include "app/keep_agreements.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/promised_already.h"
#include "app/record_contact.h"
#include "core/check.h"
#include "core/joined.h"

namespace dunning {
namespace {

std::optional<Fault> problem_of_payments(const PauseRecord& promise) {
    for (std::size_t n = 0; n < promise.payments.size(); ++n) {
        const PromisedPayment& payment = promise.payments[n];
        if (!payment.amount.is_positive()) return Fault{"the amount must be more than zero"};
        if (payment.by < promise.from) {
            return Fault{
                fmt::format("{} lies before {}", to_text(payment.by), to_text(promise.from))};
        }
        if (n > 0 && payment.by <= promise.payments[n - 1].by) {
            return Fault{fmt::format("the payment of {} does not come after that of {}",
                                     to_text(payment.by), to_text(promise.payments[n - 1].by))};
        }
    }
    return std::nullopt;
}

bool owes_anything(const Ledger& ledger, RowId customer, Date day) {
    return std::ranges::any_of(ledger.accounts_of(customer), [&](const Account& account) {
        const Currency currency = Currency::from_code(account.currency).value();
        return ledger.debt(customer, currency, {}, day, day).open.is_positive();
    });
}

// Nobody can promise what is not owed.
std::optional<Fault> more_than_owed(const Ledger& ledger, const PauseRecord& promise) {
    const auto customer = ledger.find_customer(promise.customer);
    if (!customer) return std::nullopt;
    const Currency currency = promise.amount->currency();
    const std::vector<std::string> invoices = invoices_of(promise);
    const auto is_other = [&](const std::string& invoice) {
        return ledger.customer_of_invoice(invoice) != promise.customer;
    };
    if (std::ranges::any_of(invoices, is_other)) return std::nullopt;  // said by record_pause
    const Money open = ledger.debt(*customer, currency, invoices, promise.from, promise.from).open;
    if (open >= *promise.amount) return std::nullopt;
    const std::string of = invoices.empty() ? std::string() : " of " + joined(invoices, ", ");
    if (open.is_positive()) {
        return Fault{fmt::format("{} {} is open{}, less than the promised {}", to_decimal(open),
                                 currency.code(), of, to_decimal(*promise.amount))};
    }
    if (!invoices.empty()) return Fault{fmt::format("nothing is open{}", of)};
    const bool owes = owes_anything(ledger, *customer, promise.from);
    return Fault{fmt::format("customer {} owes nothing{}", promise.customer,
                             owes ? fmt::format(" in {}", currency.code()) : std::string())};
}

std::optional<Fault> not_allowed(const Ledger& ledger, const PromiseRules& rules,
                                 const Policy& policy, const PauseRecord& promise, Date as_of) {
    if (rules.longest_days > 0 && *promise.until > as_of + rules.longest_days) {
        return Fault{fmt::format("a promise runs to {} at the latest ([promise] longest)",
                                 to_text(as_of + rules.longest_days)),
                     fmt::format("agree on a plan: dunning plan propose {}", promise.customer)};
    }
    const auto customer = ledger.find_customer(promise.customer);
    if (rules.broken_limit == 0 || !customer) return std::nullopt;
    const int broken = broken_promises(ledger, policy, *customer, as_of);
    if (broken < rules.broken_limit) return std::nullopt;
    return Fault{fmt::format("customer {} has not kept {} promise{} since {}: there is no further "
                             "one ([promise] broken_limit)",
                             promise.customer, broken, broken == 1 ? "" : "s",
                             to_text(as_of - rules.broken_within_days)),
                 fmt::format("agree on a plan: dunning plan propose {}", promise.customer)};
}

}  // namespace

int broken_promises(const Ledger& ledger, const Policy& policy, RowId customer, Date as_of) {
    const Date since = as_of - policy.agreements.promise.broken_within_days;
    int broken = 0;
    for (const PauseRecord& record : ledger.pauses({customer})) {
        if (record.kind != PauseKind::promise || record.from < since || record.from > as_of) {
            continue;
        }
        if (is_breach(view_promise(ledger, policy, record, as_of).state.status)) ++broken;
    }
    return broken;
}

std::vector<std::string> broken_promises_since(std::optional<Date> night, const Ledger& ledger,
                                               const Policy& policy, Date as_of) {
    const int grace = policy.agreements.promise.grace_days;
    std::vector<std::string> broken;
    for (const PauseRecord& record : ledger.all_pauses()) {
        if (record.kind != PauseKind::promise || record.from > as_of) continue;
        // It can only have been found on a day after one on which something was to come.
        const Date first = record.payments.empty() ? *record.until : record.payments.front().by;
        if (first + grace >= as_of || (night && *record.until + grace < *night)) continue;
        if (!night && !record.given_id.empty()) continue;
        const PromiseState state = view_promise(ledger, policy, record, as_of).state;
        if (!is_breach(state.status) || (night && state.decided <= *night)) continue;
        broken.push_back(
            fmt::format("promise {} of customer {} was not kept: {} of {} {} came by {}",
                        pause_code(record.kind, record.id), record.customer,
                        to_decimal(state.received), to_decimal(*record.amount),
                        record.amount->currency().code(), to_text(state.decided - 1)));
    }
    return broken;
}

Result<RowId> record_promise(Ledger& ledger, const Policy& policy, const PauseRecord& promise,
                             const Stamp& stamp) {
    DUNNING_CHECK(promise.kind == PauseKind::promise && promise.amount && promise.until);
    if (auto fault = problem_of_payments(promise)) return *fault;
    const PromiseRules& rules = policy.agreements.promise;
    if (auto fault = not_allowed(ledger, rules, policy, promise, stamp.as_of)) return *fault;
    if (auto fault = more_than_owed(ledger, promise)) return *fault;
    if (auto fault = promised_already(ledger, policy, promise, stamp.as_of)) return *fault;
    return record_pause(ledger, promise, stamp);
}

namespace {

// Whoever has the invoice at hand is told of its dispute.
std::optional<Fault> named_by_its_invoice(const Ledger& ledger, const DisputeEnd& end) {
    const auto owner = ledger.customer_of_invoice(end.code);
    if (!owner) return std::nullopt;
    std::vector<std::string> codes;
    for (const PauseRecord& pause : ledger.pauses({*ledger.find_customer(*owner)})) {
        const bool is_open = pause.kind == PauseKind::dispute && !pause.ended;
        if (is_open && pause.invoice == end.code) codes.push_back(pause_code(pause.kind, pause.id));
    }
    if (codes.empty()) return Fault{fmt::format("invoice {} is not contested", end.code)};
    return Fault{fmt::format("'{}' is an invoice, contested by {}", end.code, joined(codes, ", ")),
                 fmt::format("dunning log dispute {} --resolve {}", codes.front(), end.outcome)};
}

}  // namespace

Result<PauseRecord> resolve_dispute(Ledger& ledger, const Policy& policy, const DisputeEnd& end,
                                    const Stamp& stamp) {
    if (auto fault = named_by_its_invoice(ledger, end)) return *fault;
    const Duration within = policy.agreements.dispute.pay_within;
    std::optional<Date> pay_by = end.pay_by;
    if (!pay_by && within.days > 0) pay_by = add(stamp.as_of, within, policy.calendar);
    if (pay_by && *pay_by < stamp.as_of) {
        return Fault{fmt::format("{} lies before {}", to_text(*pay_by), to_text(stamp.as_of))};
    }
    return end_pause(ledger, end.code, PauseKind::dispute, end.outcome, end.note, stamp, pay_by);
}

Result<RowId> extend_due_date(Ledger& ledger, const ExtensionRecord& extension,
                              const Stamp& stamp) {
    const auto customer = ledger.customer_of_invoice(extension.invoice);
    if (!customer) return Fault{fmt::format("invoice '{}' is not known", extension.invoice)};
    const auto positions = ledger.positions(*ledger.find_customer(*customer), extension.day);
    const bool is_open = std::ranges::any_of(positions, [&](const CustomerPosition& position) {
        return std::ranges::count(position.items, extension.invoice, &OpenItem::invoice) != 0;
    });
    if (!is_open) {
        return Fault{
            fmt::format("invoice {} is not open on {}", extension.invoice, to_text(extension.day))};
    }
    const Date due = ledger.due_of_invoice(extension.invoice, extension.day);
    if (extension.due <= due) {
        return Fault{fmt::format("invoice {} is due on {}; {} is no later", extension.invoice,
                                 to_text(due), to_text(extension.due))};
    }
    return ledger.add_extension(extension, stamp);
}

}  // namespace dunning
