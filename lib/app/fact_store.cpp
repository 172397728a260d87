#include "app/fact_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/clock.h"
#include "app/promised_already.h"
#include "core/check.h"
#include "core/money_sums.h"
#include "formats/rate_file.h"

namespace dunning {

namespace {

PauseRecord pause_of(const StatedAgreement& agreement) {
    const bool is_promise = agreement.kind == AgreementKind::promise;
    PauseRecord pause{.kind = is_promise ? PauseKind::promise : PauseKind::dispute,
                      .customer = agreement.customer,
                      .amount = agreement.amount,
                      .payments = agreement.payments,
                      .from = agreement.from,
                      .until = agreement.until,
                      .reason = agreement.reason,
                      .note = agreement.note,
                      .owner = agreement.owner,
                      .given_id = agreement.id,
                      .ended = agreement.ended,
                      .outcome = agreement.outcome,
                      .pay_by = agreement.pay_by};
    if (agreement.invoices.size() == 1) {
        pause.invoice = agreement.invoices.front();
    } else {
        pause.invoices = agreement.invoices;
    }
    return pause;
}

// A plan without a day of its confirmation was agreed as it was proposed.
Plan plan_of(const StatedAgreement& agreement) {
    Plan plan{.id = agreement.id,
              .customer = agreement.customer,
              .principal = *agreement.amount,
              .interest = Money::zero(agreement.amount->currency()),
              .proposed = agreement.from,
              .confirmed = agreement.ended.value_or(agreement.from),
              .invoices = agreement.invoices};
    for (const PromisedPayment& payment : agreement.payments) {
        const int n = static_cast<int>(plan.installments.size()) + 1;
        plan.installments.push_back({.n = n, .due = payment.by, .amount = payment.amount});
    }
    return plan;
}

}  // namespace

void FactStore::take(const Customer& customer, const FactPlace& place) {
    facts_.one_more();
    if (!knows_timezone(customer, place)) return;
    if (!count(ledger_.put(customer, source_of(place), stamp_), "id", place)) return;
    if (!customer.language.empty()) ++report_.languages[customer.language];
}

void FactStore::take(const Invoice& invoice, const Beside& beside, const FactPlace& place) {
    facts_.one_more();
    need_customer(beside.customer, place);
    const auto recorded =
        ledger_.put(erased_.with_texts_left(invoice), source_of(place), stamp_, discounts_);
    if (!count(recorded, "number", place)) return;
    add_to(report_.totals, invoice.amount);
    if (request_.snapshot) {
        // The list is held against what was open on its day, and this was not yet.
        if (invoice.issued > stamp_.as_of) return;
        open_.insert_or_assign(invoice.number, beside.open.value_or(invoice.amount));
    } else if (beside.open && *beside.open != invoice.amount) {
        ++partly_paid_;
    }
}

void FactStore::take(const Receipt& receipt, const Beside& beside, const FactPlace& place) {
    facts_.one_more();
    need_customer(beside.customer, place);
    const bool is_payment = receipt.kind == ReceiptKind::payment;
    const auto recorded = ledger_.put(erased_.with_texts_left(receipt), source_of(place), stamp_);
    if (!recorded) return report_fault(recorded.error(), is_payment ? "id" : "number", place);
    count(recorded->recorded, {}, place);
    // A credit note among invoices is what the file said it is: a negative invoice.
    add_to(report_.totals,
           request_.kind == ImportKind::invoices ? -receipt.amount : receipt.amount);
    if (recorded->remark) {
        report_.diagnostics.warning(place.of("invoice"), *recorded->remark, "it stays on account",
                                    "invoice");
    }
}

void FactStore::take(const Contact& contact, const FactPlace& place) {
    facts_.one_more();
    if (erased_.has_contact(contact.id)) return void(++report_.known);
    const Date day = day_in_zone(contact.at, timezone_).value_or(stamp_.as_of);
    if (const auto fault = evidence_.problem_of(contact)) {
        return report_fault(*fault, "evidence", place);
    }
    const auto recorded =
        ledger_.put({.contact = contact, .day = day}, {batch_, place.line()}, stamp_);
    count(recorded, "id", place);
    if (recorded && *recorded == Recorded::added) evidence_.add(contact);
}

void FactStore::take(const StatedAgreement& agreement, const FactPlace& place) {
    facts_.one_more();
    if (erased_.has_agreement(agreement.id)) return void(++report_.known);
    const RowSource source{batch_, place.line()};
    const bool is_new_plan =
        agreement.kind == AgreementKind::plan && !ledger_.has_plan_of_file(agreement.id);
    if (is_new_plan) {
        const auto fault = covered_by_another(ledger_, policy_, plan_of(agreement), stamp_.as_of);
        if (fault) return report_fault(*fault, "invoices", place);
    }
    if (agreement.kind == AgreementKind::promise) {
        const auto fault = promised_already(ledger_, policy_, pause_of(agreement), stamp_.as_of);
        if (fault) return report_fault(*fault, "amount", place);
    }
    const bool taken = agreement.kind == AgreementKind::plan
                           ? count(ledger_.put(plan_of(agreement), source, stamp_), "id", place)
                           : count(ledger_.put(pause_of(agreement), source, stamp_), "id", place);
    if (taken && agreement.amount) add_to(report_.totals, *agreement.amount);
}

// A table that nobody reads would be a mistake in its name; and a row of another rate than the
// shipped or the policy's own would be read by nobody, because these hold.
void FactStore::take(const StatedRate& rate, const FactPlace& place) {
    facts_.one_more();
    const auto shipped = shipped_rate_table_names();
    const bool is_own = interest_.table && interest_.table->name == rate.table;
    if (!is_own && std::ranges::find(shipped, rate.table) == shipped.end()) {
        report_.diagnostics.error(
            place.of("table"), fmt::format("there is no rate table '{}'", rate.table),
            fmt::format("shipped are {}; one of your own is written as [[rate_table]] first",
                        fmt::join(shipped, ", ")),
            "table");
        return;
    }
    const RateTable table = is_own ? *interest_.table : shipped_rate_table(rate.table);
    const auto stands = std::ranges::find(table.rows, rate.row.from, &RateRow::from);
    if (stands != table.rows.end() && stands->rate != rate.row.rate) {
        report_fault(rate_stands(rate.table, *stands), "from", place);
        return;
    }
    count(ledger_.put(rate, {batch_, place.line()}), "from", place);
}

RowSource FactStore::source_of(const FactPlace& place) const {
    return {batch_, place.line(), [&place](std::string_view field) { return place.says(field); }};
}

bool FactStore::count(const Result<Recorded>& recorded, std::string_view key,
                      const FactPlace& place) {
    if (!recorded) {
        report_fault(recorded.error(), key, place);
        return false;
    }
    switch (*recorded) {
        case Recorded::added:
            ++report_.added;
            return true;
        case Recorded::changed:
            ++report_.changed;
            return true;
        case Recorded::known:
            ++report_.known;
            return true;
        case Recorded::repeated:
            ++report_.repeated;
            return false;  // the file has said it before, and it was counted then
    }
    return true;
}

void FactStore::report_fault(const Fault& fault, std::string_view key, const FactPlace& place) {
    const std::string field = fault.field.empty() ? std::string(key) : fault.field;
    report_.diagnostics.error(place.of(field), fault.what, fault.remedy, field);
}

bool FactStore::knows_timezone(const Customer& customer, const FactPlace& place) {
    const auto fault = unknown_timezone(customer.timezone);
    if (!fault) return true;
    report_.diagnostics.error(place.of("timezone"), fault->what, fault->remedy, "timezone");
    return false;
}

void FactStore::need_customer(const Customer& customer, const FactPlace& place) {
    if (request_.missing_customers == MissingCustomers::refuse || customer.id.empty()) return;
    if (ledger_.find_customer(customer.id)) return;
    const auto added = ledger_.put(customer, {batch_, place.line()}, stamp_);
    DUNNING_CHECK(added.has_value());
    ++report_.customers_created;
    if (customer.name == customer.id) ++report_.customers_unnamed;
}

}  // namespace dunning
