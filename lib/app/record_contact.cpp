#include "app/record_contact.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"
#include "core/joined.h"

namespace dunning {
namespace {

// The customer of the entry; the invoice, if one is named, must be theirs.
std::optional<Fault> unknown_subject(const Ledger& ledger, const std::string& customer,
                                     const std::string& invoice) {
    if (!ledger.find_customer(customer))
        return Fault{fmt::format("customer '{}' is not known", customer)};
    if (invoice.empty()) return std::nullopt;
    const auto owner = ledger.customer_of_invoice(invoice);
    if (!owner) return Fault{fmt::format("invoice '{}' is not known", invoice)};
    if (*owner == customer) return std::nullopt;
    return Fault{fmt::format("invoice {} is customer {}'s, not {}'s", invoice, *owner, customer)};
}

std::optional<Fault> wrong_dispute(const Ledger& ledger, const PauseRecord& pause) {
    if (pause.kind != PauseKind::dispute || !pause.amount) return std::nullopt;
    const auto currency = ledger.currency_of_invoice(pause.invoice);
    if (currency && pause.amount->currency() != *currency) {
        return Fault{fmt::format("invoice {} is in {}, the disputed amount in {}", pause.invoice,
                                 currency->code(), pause.amount->currency().code())};
    }
    const auto whole = ledger.amount_of_invoice(pause.invoice);
    if (whole && *pause.amount > *whole) {
        return Fault{fmt::format("invoice {} is of {} {}, less than the disputed {}", pause.invoice,
                                 to_decimal(*whole), whole->currency().code(),
                                 to_decimal(*pause.amount))};
    }
    return std::nullopt;
}

struct Contested {
    Money amount;
    std::vector<std::string> by = {};  // the codes of the disputes
};

// What of the invoice's `open` is contested on the day, or was conceded and is not credited yet.
Contested contested_on(const Ledger& ledger, const PauseRecord& pause, const Money& open) {
    Contested contested{.amount = Money::zero(open.currency())};
    const Date day = pause.from;
    for (const PauseRecord& other : ledger.pauses({*ledger.find_customer(pause.customer)})) {
        if (other.kind != PauseKind::dispute || other.invoice != pause.invoice) continue;
        Money amount = other.amount.value_or(open);
        if (is_conceded(other, day)) {
            amount = to_be_credited(ledger, other, day);
        } else if (other.from > day || (other.ended && *other.ended <= day)) {
            continue;
        }
        if (!amount.is_positive()) continue;
        contested.amount += amount;
        contested.by.push_back(pause_code(other.kind, other.id));
    }
    contested.amount = std::min(contested.amount, open);
    return contested;
}

// Two disputes cannot keep more out of the claim than there is.
std::optional<Fault> contested_already(const Ledger& ledger, const PauseRecord& pause) {
    if (pause.kind != PauseKind::dispute) return std::nullopt;
    const auto customer = ledger.find_customer(pause.customer);
    const auto currency = ledger.currency_of_invoice(pause.invoice);
    const Money open =
        ledger.debt(*customer, *currency, {pause.invoice}, pause.from, pause.from).open;
    const Contested contested = contested_on(ledger, pause, open);
    const Money rest = open - contested.amount;
    if (contested.by.empty() || pause.amount.value_or(open) <= rest) return std::nullopt;
    const std::string what =
        fmt::format("{} of the {} {} that is open of invoice {} is contested already ({})",
                    to_decimal(contested.amount), to_decimal(open), currency->code(), pause.invoice,
                    joined(contested.by, ", "));
    if (!rest.is_positive()) return Fault{what};
    return Fault{what, fmt::format("contest the rest: --amount {}", to_decimal(rest))};
}

std::optional<Fault> wrong_correction(const Ledger& ledger, const ContactRecord& record) {
    if (!record.corrects) return std::nullopt;
    const auto original = ledger.contact(*record.corrects);
    if (!original) return Fault{fmt::format("there is no contact #{}", *record.corrects)};
    if (original->contact.customer != record.contact.customer) {
        return Fault{fmt::format("contact #{} is with customer {}, not {}", *record.corrects,
                                 original->contact.customer, record.contact.customer)};
    }
    if (!original->corrected) return std::nullopt;
    return Fault{fmt::format("contact #{} was corrected by #{} already", *record.corrects,
                             *original->corrected),
                 fmt::format("correct that one: --corrects {}", *original->corrected)};
}

}  // namespace

Result<RowId> record_contact(Ledger& ledger, const ContactRecord& record, const Stamp& stamp) {
    const Contact& contact = record.contact;
    if (auto fault = unknown_subject(ledger, contact.customer, contact.invoice)) return *fault;
    if (auto fault = wrong_correction(ledger, record)) return *fault;
    if (contact.until && *contact.until < record.day) {
        return Fault{
            fmt::format("{} had passed on {}", to_text(*contact.until), to_text(record.day)),
            fmt::format("who no longer agrees: dunning log {} {} opt_out --in",
                        contact.channel == Channel::phone ? "call" : to_text(contact.channel),
                        contact.customer)};
    }
    return ledger.add_contact(record, stamp);
}

Result<RowId> record_pause(Ledger& ledger, const PauseRecord& pause, const Stamp& stamp) {
    if (auto fault = unknown_subject(ledger, pause.customer, pause.invoice)) return *fault;
    for (const std::string& invoice : pause.invoices) {
        if (auto fault = unknown_subject(ledger, pause.customer, invoice)) return *fault;
    }
    if (auto fault = wrong_dispute(ledger, pause)) return *fault;
    if (pause.amount && !pause.amount->is_positive())
        return Fault{"the amount must be more than zero"};
    if (auto fault = contested_already(ledger, pause)) return *fault;
    if (pause.until && *pause.until < pause.from) {
        return Fault{fmt::format("{} lies before {}", to_text(*pause.until), to_text(pause.from))};
    }
    return ledger.add_pause(pause, stamp);
}

Result<PauseRecord> end_pause(Ledger& ledger, std::string_view code, PauseKind kind,
                              std::string_view outcome, std::string_view note, const Stamp& stamp,
                              std::optional<Date> pay_by) {
    const auto row = row_of_code(code, pause_code(kind, 1).front());
    const auto pause = row ? ledger.pause(*row) : std::nullopt;
    if (!pause || pause->kind != kind)
        return Fault{fmt::format("there is no {} '{}'", to_text(kind), code)};
    if (pause->ended) {
        return Fault{
            fmt::format("{} {} ended on {} already", to_text(kind), code, to_text(*pause->ended))};
    }
    if (stamp.as_of < pause->from) {
        return Fault{fmt::format("{} {} began on {}, after {}", to_text(kind), code,
                                 to_text(pause->from), to_text(stamp.as_of))};
    }
    ledger.end_pause(*row, outcome, note, stamp, pay_by);
    return ledger.pause(*row).value();
}

}  // namespace dunning
