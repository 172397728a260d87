#include "app/waivers.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/find_by_beginning.h"
#include "app/interest_statement.h"
#include "app/reallocate.h"

namespace dunning {
namespace {

// What may be given up: a charge, or the interest that has accrued on an invoice.
struct Waivable {
    std::string customer;
    std::string of;
    Money open;
};

std::optional<RowId> customer_of(const Ledger& ledger, const std::string& subject) {
    if (const auto charge = ledger.charge(subject)) return ledger.find_customer(charge->customer);
    if (const auto row = row_of_code(subject, 'N')) {
        if (const auto notice = ledger.notice(*row)) return ledger.find_customer(notice->customer);
    }
    if (const auto row = row_of_code(subject, 'P')) {
        if (const auto plan = ledger.plan(*row)) return plan->customer;
    }
    if (const auto owner = ledger.customer_of_invoice(subject)) return ledger.find_customer(*owner);
    return ledger.find_customer(subject);
}

bool concerns(const ChargeRecord& record, const std::string& subject) {
    return record.charge.number == subject || record.charge.charged_on == subject ||
           record.customer == subject ||
           (record.notice != 0 && notice_code(record.notice) == subject) ||
           (record.plan != 0 && plan_code(record.plan) == subject);
}

// Costs before interest, the oldest first: in the order in which law has them settled.
void order_for_waiving(std::vector<ChargeRecord>& charges) {
    std::ranges::stable_sort(charges, {}, [](const ChargeRecord& record) {
        return std::pair(record.charge.kind != DebtKind::costs, record.charge.day);
    });
}

// Interest and fees that a notice only shows are owed by nobody.
Fault no_open_charge(const Policy& policy, const std::string& subject) {
    if (!policy.post_charges) {
        return {fmt::format("nothing charged on {} is open: notices show interest and fees here, "
                            "and nobody owes them for that",
                            subject),
                "--accrued gives up interest that has accrued; with [interest] post = true in the "
                "policy charges become part of the debt when a notice goes out, and can be waived"};
    }
    return {fmt::format("nothing charged on {} is open", subject),
            "interest and fees can be waived from the day on which their notice went out (dunning "
            "report charges lists them); --accrued gives up interest that has accrued since"};
}

Result<std::vector<Waivable>> open_charges(const Ledger& ledger, const Policy& policy,
                                           const std::string& subject, Date as_of) {
    const auto customer = customer_of(ledger, subject);
    if (!customer) {
        const auto about = find_customer_or_invoice(ledger, subject);
        if (about) {
            return open_charges(ledger, policy,
                                about->invoice.empty() ? about->customer : about->invoice, as_of);
        }
        if (!about.error().remedy.empty()) return about.error();
        return Fault{fmt::format("there is no charge, notice, invoice or customer '{}'", subject),
                     "dunning report charges lists what is charged"};
    }
    auto charges = ledger.charges(*customer);
    std::erase_if(charges, [&](const ChargeRecord& record) {
        return !concerns(record, subject) || record.charge.open.is_zero() ||
               record.charge.day > as_of;
    });
    if (charges.empty()) return no_open_charge(policy, subject);
    order_for_waiving(charges);
    std::vector<Waivable> found;
    for (const ChargeRecord& record : charges) {
        found.push_back({record.customer, record.charge.number, record.charge.open});
    }
    return found;
}

Result<std::vector<Waivable>> accrued_interest(const Ledger& ledger, const Policy& policy,
                                               const std::string& subject, Date as_of) {
    const auto statement = interest_statement(ledger, policy, subject, as_of);
    if (!statement) return statement.error();
    std::vector<Waivable> found;
    for (const InterestOnInvoice& row : *statement) {
        if (!row.not_charged.is_positive()) continue;
        found.push_back({row.customer, row.invoice, row.not_charged});
    }
    if (!found.empty()) return found;
    return Fault{
        fmt::format("no interest has accrued on {} that is not charged or waived", subject),
        fmt::format("dunning report interest {} shows how it is computed", subject)};
}

// "10.00" in the currency of the charges, or "10.00 EUR".
Result<Money> amount_in(const std::string& text, Currency currency) {
    const auto space = text.find(' ');
    if (space != std::string::npos && text.substr(space + 1) != currency.code()) {
        return Fault{
            fmt::format("'{}' is not in the currency of the charges, {}", text, currency.code())};
    }
    auto amount = parse_money(std::string_view(text).substr(0, space), currency);
    if (amount && !amount->is_positive()) {
        return Fault{fmt::format("'{}' is not more than nothing", text)};
    }
    return amount;
}

Result<Money> total_to_waive(const std::vector<Waivable>& all,
                             const std::optional<std::string>& amount) {
    const Currency currency = all.front().open.currency();
    Money open = Money::zero(currency);
    for (const Waivable& each : all) {
        if (each.open.currency() != currency) {
            return Fault{"the charges are of several currencies", "name the charge or the invoice"};
        }
        open += each.open;
    }
    if (!amount) return open;
    const auto wanted = amount_in(*amount, currency);
    if (wanted && *wanted > open) {
        return Fault{fmt::format("{} is more than is open of it, {} {}", *amount, to_decimal(open),
                                 currency.code())};
    }
    return wanted;
}

Result<WaiverRecord> terms_of(const WaiverRequest& request, Currency currency, Date as_of) {
    WaiverRecord terms{.code = {},
                       .of_accrued = request.accrued,
                       .customer = {},
                       .of = {},
                       .amount = Money::zero(currency),
                       .day = as_of,
                       .reason = request.reason,
                       .note = request.note,
                       .by = request.by};
    if (request.if_paid.has_value() != request.by.has_value()) {
        return Fault{"a condition has an amount and a day",
                     "as in --if-paid 5000.00 --by 2026-12-15"};
    }
    if (!request.if_paid) return terms;
    if (*request.by < as_of) {
        return Fault{fmt::format("{} has passed", to_text(*request.by)), "name a day to come"};
    }
    const auto if_paid = amount_in(*request.if_paid, currency);
    if (!if_paid) return if_paid.error();
    terms.if_paid = *if_paid;
    return terms;
}

}  // namespace

Result<std::vector<WaiverRecord>> waive(Ledger& ledger, const Policy& policy,
                                        const WaiverRequest& request, const Stamp& stamp) {
    const auto found = request.accrued
                           ? accrued_interest(ledger, policy, request.subject, stamp.as_of)
                           : open_charges(ledger, policy, request.subject, stamp.as_of);
    if (!found) return found.error();
    const auto total = total_to_waive(*found, request.amount);
    if (!total) return total.error();
    const auto terms = terms_of(request, total->currency(), stamp.as_of);
    if (!terms) return terms.error();

    std::vector<WaiverRecord> waived;
    Money left = *total;
    for (const Waivable& each : *found) {
        if (left.is_zero()) break;
        WaiverRecord waiver = *terms;
        waiver.customer = each.customer;
        waiver.of = each.of;
        waiver.amount = std::min(left, each.open);
        left -= waiver.amount;
        waiver.code = ledger.add_waiver(waiver, stamp);
        waived.push_back(std::move(waiver));
    }
    reallocate_touched(ledger, policy.allocation, stamp);
    return waived;
}

Result<WaiverRecord> end_waiver(Ledger& ledger, const Policy& policy, const std::string& code,
                                const std::string& why, const Stamp& stamp) {
    const auto waiver = ledger.waiver(code);
    if (!waiver) return Fault{fmt::format("there is no waiver '{}'", code)};
    if (waiver->ended) {
        return Fault{fmt::format("{} was taken back on {}", code, to_text(*waiver->ended))};
    }
    ledger.end_waiver(*waiver, WaiverEnd::taken_back, why, stamp);
    reallocate_touched(ledger, policy.allocation, stamp);
    return *waiver;
}

namespace {

// Its condition runs from the day of the first, when it was given again.
Date given_on(const Ledger& ledger, const WaiverRecord& waiver) {
    Date day = waiver.day;
    for (std::string code = waiver.renews; !code.empty();) {
        const WaiverRecord former = ledger.waiver(code).value();
        day = former.day;
        code = former.renews;
    }
    return day;
}

// From the day on which it had ended, so that it is as if it never had: what was paid of the charge
// since is on account again. Nothing when the charge has become less than that.
bool give_again(Ledger& ledger, const WaiverRecord& failed, const Stamp& stamp) {
    WaiverRecord waiver = failed;
    waiver.renews = failed.code;
    waiver.day = failed.ended.value();
    waiver.note = fmt::format("the condition of {} was met after all", failed.code);
    if (!waiver.of_accrued) {
        const ChargeRecord charge = ledger.charge(waiver.of).value();
        waiver.amount = std::min(waiver.amount, charge.charge.amount - charge.waived);
    }
    if (waiver.amount.is_positive()) ledger.add_waiver(waiver, stamp);
    return waiver.amount.is_positive();
}

}  // namespace

std::vector<WaiverRecord> renew_met_waivers(Ledger& ledger, const Policy& policy,
                                            const Stamp& stamp) {
    std::vector<WaiverRecord> met;
    for (const WaiverRecord& waiver : ledger.failed_waivers()) {
        const auto customer = ledger.find_customer(waiver.customer);
        const Money paid = ledger.paid_in({given_on(ledger, waiver), *waiver.by}, *customer,
                                          waiver.amount.currency(), stamp.as_of);
        if (paid < *waiver.if_paid) continue;
        if (give_again(ledger, waiver, stamp)) met.push_back(waiver);
    }
    if (!met.empty()) reallocate_touched(ledger, policy.allocation, stamp);
    return met;
}

std::vector<FailedCondition> failed_conditions(const Ledger& ledger, const Policy& policy,
                                               Date as_of) {
    std::vector<FailedCondition> failed;
    for (const WaiverRecord& waiver : ledger.conditional_waivers()) {
        if (as_of <= *waiver.by + policy.agreements.promise.grace_days) continue;
        const auto customer = ledger.find_customer(waiver.customer);
        const Money paid = ledger.paid_in({given_on(ledger, waiver), *waiver.by}, *customer,
                                          waiver.amount.currency(), as_of);
        if (paid < *waiver.if_paid) failed.push_back({waiver, paid});
    }
    return failed;
}

std::vector<WaiverRecord> end_failed_waivers(Ledger& ledger, const Policy& policy,
                                             const Stamp& stamp) {
    std::vector<WaiverRecord> ended;
    for (const auto& [waiver, paid] : failed_conditions(ledger, policy, stamp.as_of)) {
        ledger.end_waiver(waiver, WaiverEnd::condition_failed,
                          fmt::format("{} of {} paid by {}", to_decimal(paid),
                                      to_decimal(*waiver.if_paid), to_text(*waiver.by)),
                          stamp);
        ended.push_back(waiver);
    }
    if (!ended.empty()) reallocate_touched(ledger, policy.allocation, stamp);
    return ended;
}

int take_charges_back(Ledger& ledger, const Policy& policy, RowId notice, const std::string& why,
                      const Stamp& stamp) {
    const auto found = ledger.notice(notice);
    if (!found) return 0;
    const RowId customer = ledger.find_customer(found->customer).value();
    const auto charges = ledger.charges(customer);
    std::vector<WaiverRecord> given_up;
    for (const WaiverRecord& waiver : ledger.waivers(customer)) {
        const auto charge = std::ranges::find(
            charges, waiver.of, [](const ChargeRecord& record) { return record.charge.number; });
        if (waiver.of_accrued || waiver.ended || charge == charges.end()) continue;
        if (charge->notice != notice) continue;
        ledger.end_waiver(waiver, WaiverEnd::taken_back,
                          fmt::format("notice {} was taken back", notice_code(notice)), stamp);
        if (charge->charge.kind != DebtKind::interest) continue;
        given_up.push_back(waiver);
        given_up.back().of_accrued = true;
        given_up.back().of = charge->charge.charged_on;
    }
    const int withdrawn = ledger.withdraw_charges(notice, why, stamp);
    // What was charged as the rest after it goes with it.
    const std::string rest = notice_code(notice) + "-R";
    for (const ChargeRecord& record : charges) {
        if (record.notice != 0 || !record.charge.number.starts_with(rest)) continue;
        if (record.charge.amount == record.waived) continue;
        ledger.correct_charge(record, record.waived,
                              fmt::format("notice {} was taken back", notice_code(notice)), stamp);
    }
    for (const WaiverRecord& waiver : given_up) ledger.add_waiver(waiver, stamp);
    reallocate_touched(ledger, policy.allocation, stamp);
    return withdrawn;
}

}  // namespace dunning
