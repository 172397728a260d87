#include "formats/agreement_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/fact_rows.h"
#include "text/utf8.h"

namespace dunning {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view between = " \t\r\n;";
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(between, at);
        if (begin == std::string_view::npos) break;
        const std::size_t end = std::min(text.find_first_of(between, begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        at = end;
    }
    return words;
}

std::optional<Currency> currency_of(TableRow& row, const CurrencyDefaults& defaults,
                                    const StatedAgreement& agreement) {
    const auto own = row.currency();
    if (own.present) return own.value;
    std::optional<Currency> found;
    if (!agreement.invoices.empty() && defaults.of_invoice) {
        found = defaults.of_invoice(agreement.invoices.front());
    }
    if (!found && !agreement.customer.empty() && defaults.of_customer) {
        found = defaults.of_customer(agreement.customer);
    }
    return found.value_or(defaults.book);
}

std::optional<PromisedPayment> payment_from(const std::string& word, Currency currency) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return std::nullopt;
    const auto day = parse_date(word.substr(0, equals));
    const auto amount = parse_money(word.substr(equals + 1), currency);
    if (!day || !amount || !amount->is_positive()) return std::nullopt;
    return PromisedPayment{*day, *amount};
}

// By their days, no two on one.
std::vector<PromisedPayment> read_payments(TableRow& row, std::string_view field,
                                           Currency currency) {
    std::vector<PromisedPayment> payments;
    for (const std::string& word : words_of(row.raw(field))) {
        const auto payment = payment_from(word, currency);
        if (!payment) {
            row.problem(field, fmt::format("'{}' is no payment", printable(word)),
                        "write each as 2026-12-05=300.00, with blanks between them");
            return {};
        }
        if (!payments.empty() && payment->by <= payments.back().by) {
            row.problem(field, fmt::format("{} does not come after {}", to_text(payment->by),
                                           to_text(payments.back().by)));
            return {};
        }
        payments.push_back(*payment);
    }
    return payments;
}

Money sum_of(const std::vector<PromisedPayment>& payments, Currency currency) {
    Money sum = Money::zero(currency);
    for (const PromisedPayment& payment : payments) sum += payment.amount;
    return sum;
}

std::optional<Date> optional_day(TableRow& row, std::string_view field) {
    if (row.raw(field).empty()) return std::nullopt;
    return row.date(field);
}

// When it ended and how: both, or neither.
void read_end(TableRow& row, StatedAgreement& agreement, const std::vector<std::string>& outcomes) {
    agreement.ended = optional_day(row, "ended");
    agreement.outcome = row.text("outcome");
    if (agreement.ended.has_value() == agreement.outcome.empty()) {
        row.problem("outcome", "and the day of the end ('ended') belong together",
                    fmt::format("one of {}", fmt::join(outcomes, ", ")));
        return;
    }
    if (!agreement.ended || std::ranges::count(outcomes, agreement.outcome) != 0) return;
    row.problem("outcome", fmt::format("'{}' is unknown", printable(agreement.outcome)),
                fmt::format("one of {}", fmt::join(outcomes, ", ")));
}

void check_order(TableRow& row, std::string_view field, const std::optional<Date>& earlier,
                 const std::optional<Date>& later) {
    if (!earlier || !later || *earlier <= *later) return;
    row.problem(field, fmt::format("{} lies before {}", to_text(*later), to_text(*earlier)));
}

void check_positive(TableRow& row, std::string_view field, const std::optional<Money>& amount) {
    if (amount && !amount->is_positive()) {
        row.problem(field, fmt::format("'{}' is not more than zero", printable(row.raw(field))));
    }
}

}  // namespace

void take_promise(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    StatedAgreement promise{.kind = AgreementKind::promise,
                            .id = row.id("id"),
                            .customer = row.id("customer"),
                            .from = {}};
    promise.invoices = words_of(row.raw("invoices"));
    std::ranges::sort(promise.invoices);
    const auto given = row.date("given");
    promise.until = row.date("by");
    if (const auto currency = currency_of(row, defaults, promise)) {
        promise.amount = row.money("amount", *currency);
        promise.payments = read_payments(row, "payments", *currency);
        const Money sum = sum_of(promise.payments, *currency);
        const bool adds_up = promise.payments.empty() ||
                             (promise.amount == sum && promise.until == promise.payments.back().by);
        if (row.ok() && !adds_up) {
            row.problem("payments",
                        fmt::format("sum to {} by {}", to_decimal(sum),
                                    to_text(promise.payments.back().by)),
                        "amount and last day must be those of the promise");
        }
    }
    check_positive(row, "amount", promise.amount);
    check_order(row, "by", given, promise.until);
    promise.note = row.free_text("note");
    read_end(row, promise, {"withdrawn"});
    check_order(row, "ended", given, promise.ended);
    if (!row.ok()) return;
    promise.from = *given;
    sink.take(promise, row);
}

void take_dispute(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    StatedAgreement dispute{.kind = AgreementKind::dispute,
                            .id = row.id("id"),
                            .customer = row.id("customer"),
                            .from = {}};
    dispute.invoices = {row.id("invoice")};
    const auto since = row.date("since");
    if (!row.raw("amount").empty()) {
        if (const auto currency = currency_of(row, defaults, dispute)) {
            dispute.amount = row.money("amount", *currency);
        }
        check_positive(row, "amount", dispute.amount);
    }
    dispute.owner = row.text("owner");
    dispute.note = row.free_text("note");
    dispute.reason = read_reason(row);
    read_end(row, dispute, {"credit", "rejected", "withdrawn"});
    dispute.pay_by = optional_day(row, "pay_by");
    check_order(row, "ended", since, dispute.ended);
    check_order(row, "pay_by", dispute.ended, dispute.pay_by);
    if (!row.ok()) return;
    dispute.from = *since;
    sink.take(dispute, row);
}

void take_plan(TableRow& row, const CurrencyDefaults& defaults, FactSink& sink) {
    StatedAgreement plan{.kind = AgreementKind::plan,
                         .id = row.id("id"),
                         .customer = row.id("customer"),
                         .from = {}};
    plan.invoices = words_of(row.raw("invoices"));
    std::ranges::sort(plan.invoices);
    if (plan.invoices.empty()) {
        row.problem("invoices", "is empty", "name the invoices that the plan covers");
    }
    const auto proposed = row.date("proposed");
    plan.ended = optional_day(row, "confirmed");
    if (const auto currency = currency_of(row, defaults, plan)) {
        plan.payments = read_payments(row, "installments", *currency);
        plan.amount = sum_of(plan.payments, *currency);
        if (row.ok() && plan.payments.empty()) row.problem("installments", "is empty");
    }
    check_order(row, "confirmed", proposed, plan.ended);
    plan.note = row.free_text("note");
    if (!row.ok()) return;
    plan.from = *proposed;
    sink.take(plan, row);
}

}  // namespace dunning
