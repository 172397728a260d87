#include "simulation/portfolio.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning::simulation {
namespace {

const std::vector<Currency>& currencies() {
    static const std::vector<Currency> all = {
        *Currency::from_code("EUR"), *Currency::from_code("EUR"), *Currency::from_code("USD"),
        *Currency::from_code("JPY"), *Currency::from_code("KWD"), *Currency::from_code("CNY")};
    return all;
}

// Few different amounts, so that exact matches and ties happen; some that do not divide.
Money some_amount(testing::Dice& dice, Currency currency) {
    std::int64_t minor = 10 + 10 * dice.below(8);
    for (int digit = 0; digit < currency.digits(); ++digit) minor *= 10;
    if (dice.one_in(4)) minor += 1 + dice.below(9);
    return {minor, currency};
}

}  // namespace

Portfolio::Portfolio(unsigned seed, Date first_day, PortfolioSize size)
    : dice_(seed), first_day_(first_day), size_(size) {
    for (int n = 1; n <= size_.customers; ++n) invent_customer(n);
    for (int i = 0; i < 3; ++i) planned_.push_back(invent_invoice());
}

Facts Portfolio::opening() {
    Facts facts{.customers = customers_};
    for (int i = 0; i < size_.customers; ++i) {
        facts.invoices.push_back(next_invoice(first_day_ - dice_.below(60)));
    }
    return facts;
}

Facts Portfolio::facts_of(Date day, const World& world) {
    Facts facts;
    for (int i = dice_.below(size_.invoices_a_day + 1); i > 0; --i) issue(day, facts);
    for (int i = dice_.below(size_.payments_a_day + 1); i > 0; --i) pay(day, facts);
    pay_as_agreed(day, world, facts);
    if (dice_.one_in(3)) give_credit(day, facts);
    if (dice_.one_in(4)) take_back(day, facts);
    if (dice_.one_in(6)) pay_too_early(day, facts);
    if (dice_.one_in(15)) correct_customer(facts);
    return facts;
}

void Portfolio::invent_customer(int n) {
    Customer customer{.id = fmt::format("C{:03}", n), .name = fmt::format("Customer {}", n)};
    if (dice_.one_in(4)) customer.kind = CustomerKind::consumer;
    customer.language = dice_.pick<std::string>({"", "en", "de", "zh-CN"});
    customer.timezone =
        dice_.pick<std::string>({"", "Asia/Shanghai", "America/New_York", "Asia/Kolkata"});
    const bool reachable = !dice_.one_in(10);
    if (reachable && !dice_.one_in(5)) customer.email = fmt::format("ap{}@example.com", n);
    if (reachable && dice_.one_in(2)) customer.mobile = fmt::format("+4917000{:03}", n);
    if (reachable && dice_.one_in(2)) customer.phone = fmt::format("+494000{:03}", n);
    if (reachable && !dice_.one_in(3)) {
        customer.address = fmt::format("Kai {}", n);
        customer.city = "Hamburg";
        customer.postal_code = "20457";
    }
    std::vector<Currency>& own = currencies_[customer.id];
    own.push_back(dice_.pick(currencies()));
    if (dice_.one_in(3)) own.push_back(dice_.pick(currencies()));
    customers_.push_back(customer);
}

Invoice Portfolio::invent_invoice() {
    const std::string customer = dice_.pick(customers_).id;
    const Currency currency = dice_.pick(currencies_.at(customer));
    return {.number = fmt::format("INV-{:04}", ++invoices_),
            .customer = customer,
            .issued = {},
            .due = {},
            .amount = dice_.one_in(60) ? Money::zero(currency) : some_amount(dice_, currency),
            .reference = dice_.one_in(2) ? fmt::format("ORDER{}", dice_.below(40)) : ""};
}

// Most invoices are of the day; some are told late, and some before their day.
Date Portfolio::about(Date day) {
    if (dice_.one_in(5)) return day - dice_.below(40);
    if (dice_.one_in(10)) return day + dice_.below(9);
    return day;
}

void Portfolio::issue(Date day, Facts& facts) {
    facts.invoices.push_back(next_invoice(about(day)));
}

Invoice Portfolio::next_invoice(Date issued) {
    planned_.push_back(invent_invoice());
    Invoice invoice = planned_.front();
    planned_.pop_front();
    invoice.issued = issued;
    invoice.due = issued + dice_.pick<int>({0, 7, 7, 14, 30});
    issued_.push_back(invoice);
    return invoice;
}

void Portfolio::pay(Date day, Facts& facts) {
    if (issued_.empty()) return;
    const auto is_due = [&](const Invoice& i) { return i.due > day - 70 && i.due < day + 5; };
    for (int attempt = 0; attempt < 10; ++attempt) {
        const Invoice& invoice = dice_.pick(issued_);
        if (is_due(invoice)) return pay_something(invoice, day, facts);
    }
}

Receipt Portfolio::payment(const Invoice& invoice, Date day) {
    return {
        .id = fmt::format("P{:05}", ++payments_),
        .customer = invoice.customer,
        .date = about(day),
        .amount = invoice.amount.is_zero() ? Money(1, invoice.amount.currency()) : invoice.amount};
}

Money Portfolio::part_of(const Money& amount) {
    return {1 + amount.minor() * (1 + dice_.below(9)) / 10, amount.currency()};
}

void Portfolio::pay_something(const Invoice& invoice, Date day, Facts& facts) {
    Receipt receipt = payment(invoice, day);
    switch (dice_.below(10)) {
        case 0:
        case 1:
            receipt.invoice = invoice.number;
            break;
        case 2:
            receipt.invoice = invoice.number;
            receipt.customer.clear();
            break;
        case 3:
            receipt.invoice = invoice.number;
            receipt.amount = part_of(receipt.amount);
            break;
        case 4:
            receipt.reference = invoice.reference;
            if (dice_.one_in(3) && !invoice.reference.empty()) {
                receipt.reference = "order " + invoice.reference.substr(5);
            }
            break;
        case 5:
            receipt.reference =
                fmt::format("for {}, {}", invoice.number, dice_.pick(issued_).number);
            receipt.amount += receipt.amount;
            break;
        case 6:
            receipt.amount = part_of(receipt.amount);
            break;
        case 7:
            receipt.amount += some_amount(dice_, receipt.amount.currency());
            break;
        case 8:  // nobody knows whose it is
            receipt.customer.clear();
            break;
        default:  // nothing but the exact amount
            break;
    }
    facts.receipts.push_back(receipt);
    paid_.push_back(receipt);
}

// Names an invoice that nobody knows yet.
void Portfolio::pay_too_early(Date day, Facts& facts) {
    Receipt receipt = payment(planned_.back(), day);
    receipt.invoice = planned_.back().number;
    if (dice_.one_in(2)) receipt.customer.clear();
    facts.receipts.push_back(receipt);
    paid_.push_back(receipt);
}

// Two instalments and promises of three are paid on their day, naming an invoice or none.
void Portfolio::pay_as_agreed(Date day, const World& world, Facts& facts) {
    const auto pay_agreed = [&](const std::string& customer, const Money& amount,
                                const std::string& invoice) {
        if (dice_.one_in(3)) return;
        facts.receipts.push_back({.id = fmt::format("P{:05}", ++payments_),
                                  .customer = customer,
                                  .date = day,
                                  .amount = amount,
                                  .invoice = invoice});
    };
    for (const Plan& plan : world.plans) {
        for (const Installment& installment : plan.installments) {
            if (installment.due != day || !plan.confirmed) continue;
            const bool named = plan.invoices.size() == 1;
            pay_agreed(plan.customer, installment.amount, named ? plan.invoices.front() : "");
        }
    }
    for (const PauseRecord& pause : world.pauses) {
        if (pause.kind != PauseKind::promise || pause.until != day) continue;
        pay_agreed(pause.customer, *pause.amount, pause.invoice);
    }
}

void Portfolio::give_credit(Date day, Facts& facts) {
    if (issued_.empty()) return;
    const Invoice& invoice = dice_.pick(issued_);
    if (invoice.amount.is_zero()) return;
    facts.receipts.push_back({.kind = ReceiptKind::credit,
                              .id = fmt::format("CN-{:04}", ++credits_),
                              .customer = invoice.customer,
                              .date = about(day),
                              .amount = part_of(invoice.amount),
                              .invoice = dice_.one_in(2) ? invoice.number : ""});
}

// A payment goes back, all of it or a part; sometimes nothing but the amount tells which.
void Portfolio::take_back(Date day, Facts& facts) {
    if (paid_.empty()) return;
    const Receipt& original = dice_.pick(paid_);
    if (original.date < day - 30) return;
    Receipt back = original;
    back.id = fmt::format("P{:05}", ++payments_);
    back.date = std::max(original.date, about(day));
    back.amount = -(dice_.one_in(5) ? part_of(original.amount) : original.amount);
    if (dice_.one_in(2)) back.reference.clear();
    if (dice_.one_in(3) && !back.customer.empty()) back.invoice.clear();
    facts.receipts.push_back(back);
}

// Somebody has found a contact point, or lost it.
void Portfolio::correct_customer(Facts& facts) {
    const auto at = static_cast<std::size_t>(dice_.below(static_cast<int>(customers_.size())));
    Customer& customer = customers_[at];
    customer.email = customer.email.empty() ? fmt::format("new{}@example.com", at) : "";
    facts.customers.push_back(customer);
}

}  // namespace dunning::simulation
