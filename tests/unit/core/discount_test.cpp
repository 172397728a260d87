#include "core/discount.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <random>

#include "core/allocation.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/core/books.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

constexpr Rate two{.millionths_of_percent = 2'000'000};
constexpr Rate three{.millionths_of_percent = 3'000'000};
constexpr DiscountTerms two_percent{.percent = two, .days = 10};

Invoice invoice_of(Money amount, Date issued, std::vector<DiscountTerms> terms) {
    return {.number = "I1",
            .customer = "C1",
            .issued = issued,
            .due = issued + 30,
            .amount = amount,
            .discounts = std::move(terms)};
}

Invoice discounted(std::string number, Date issued, int amount) {
    Invoice made = invoice(std::move(number), issued, amount);
    made.discounts = {two_percent};
    return made;
}

// "10 I1 20.00": day of the month, invoice, what was given up.
std::string discounts_of(const Book& book) {
    std::string lines;
    for (const Discount& made : replay(book).discounts) {
        lines += fmt::format("{}{} {} {}", lines.empty() ? "" : ", ", made.day.day(),
                             book.invoices[made.invoice].number,
                             to_decimal(Money(made.amount_minor, "EUR"_currency)));
    }
    return lines;
}

// What is left open of each invoice, in their order.
std::string left_open(const Book& book) {
    std::vector<std::int64_t> open;
    for (const Invoice& invoice : book.invoices) open.push_back(invoice.amount.minor());
    const AllocationResult result = replay(book);
    for (const Allocation& made : result.made) open[made.invoice] -= made.amount_minor;
    for (const Discount& made : result.discounts) open[made.invoice] -= made.amount_minor;
    std::string text;
    for (const std::int64_t each : open) {
        text += (text.empty() ? "" : " ") + to_decimal(Money(each, "EUR"_currency));
    }
    return text;
}

Receipt a_cent_less(Receipt receipt) {
    receipt.amount -= Money(1, receipt.amount.currency());
    return receipt;
}

}  // namespace

TEST_CASE("discount: one payment at the edges of amount and day") {
    const auto issued = "2026-01-05"_date;
    const DiscountTerms fifteen_euro{.amount_minor = 1500, .days = 10};
    const DiscountTerms at_once{.percent = three, .days = 0};
    struct Case {
        Money amount;
        Date issued;
        DiscountTerms terms;
        Date paid_on;
        Money paid;
        std::string given;  // "" is none
    };
    for (const auto& [amount, day, terms, paid_on, paid, given] : {
             Case{"1000.00 EUR"_money, issued, two_percent, issued, "980.00 EUR"_money, "20.00"},
             // the last day, and a day late
             {"1000.00 EUR"_money, issued, two_percent, issued + 10, "980.00 EUR"_money, "20.00"},
             {"1000.00 EUR"_money, issued, two_percent, issued + 11, "980.00 EUR"_money, ""},
             // a cent short, a cent more, nearly and wholly in full
             {"1000.00 EUR"_money, issued, two_percent, issued, "979.99 EUR"_money, ""},
             {"1000.00 EUR"_money, issued, two_percent, issued, "980.01 EUR"_money, "19.99"},
             {"1000.00 EUR"_money, issued, two_percent, issued, "999.99 EUR"_money, "0.01"},
             {"1000.00 EUR"_money, issued, two_percent, issued, "1000.00 EUR"_money, ""},
             // before the invoice was made out
             {"1000.00 EUR"_money, issued, two_percent, issued - 3, "980.00 EUR"_money, "20.00"},
             // 2 % of 33.25 is 0.665 and of 33.24 0.6648: half away from zero
             {"33.25 EUR"_money, issued, two_percent, issued, "32.58 EUR"_money, "0.67"},
             {"33.25 EUR"_money, issued, two_percent, issued, "32.57 EUR"_money, ""},
             {"33.24 EUR"_money, issued, two_percent, issued, "32.58 EUR"_money, "0.66"},
             {"33.24 EUR"_money, issued, two_percent, issued, "32.57 EUR"_money, ""},
             // no smaller unit: 2 % of 1225 is 24.5; three digits: 3 % of 0.150 is 0.0045
             {"1225 JPY"_money, issued, two_percent, issued, "1200 JPY"_money, "25"},
             {"1225 JPY"_money, issued, two_percent, issued, "1199 JPY"_money, ""},
             {"0.150 KWD"_money, issued, {.percent = three}, issued, "0.145 KWD"_money, "0.005"},
             {"0.150 KWD"_money, issued, {.percent = three}, issued, "0.144 KWD"_money, ""},
             // too little to have a discount
             {"0.24 EUR"_money, issued, two_percent, issued, "0.23 EUR"_money, ""},
             // ten days from the 19th of February, in a leap year and in another
             {"1000.00 EUR"_money, "2028-02-19"_date, two_percent, "2028-02-29"_date,
              "980.00 EUR"_money, "20.00"},
             {"1000.00 EUR"_money, "2028-02-19"_date, two_percent, "2028-03-01"_date,
              "980.00 EUR"_money, ""},
             {"1000.00 EUR"_money, "2027-02-19"_date, two_percent, "2027-03-01"_date,
              "980.00 EUR"_money, "20.00"},
             // a fixed amount
             {"1000.00 EUR"_money, issued, fifteen_euro, issued, "985.00 EUR"_money, "15.00"},
             {"1000.00 EUR"_money, issued, fifteen_euro, issued, "984.99 EUR"_money, ""},
             // on the day itself only
             {"1000.00 EUR"_money, issued, at_once, issued, "970.00 EUR"_money, "30.00"},
             {"1000.00 EUR"_money, issued, at_once, issued + 1, "970.00 EUR"_money, ""},
         }) {
        CAPTURE(to_decimal(paid));
        CAPTURE(to_text(paid_on));
        EarlyPayment money(invoice_of(amount, day, {terms}), {});
        money.settle({.id = "P1", .date = paid_on, .amount = paid}, paid.minor());
        const auto earned = money.earned();
        CHECK((earned ? to_decimal(earned->amount) : "") == given);
    }
}

TEST_CASE("discount: terms that become better the earlier it is paid") {
    const auto issued = "2026-01-05"_date;
    const Invoice invoice =
        invoice_of("1000.00 EUR"_money, issued, {two_percent, {.percent = three, .days = 7}});
    const auto given = [&](int day, Money paid) -> std::string {
        EarlyPayment money(invoice, {});
        money.settle({.id = "P1", .date = issued + day, .amount = paid}, paid.minor());
        const auto earned = money.earned();
        if (!earned) return "";
        return fmt::format("{} {}", to_text(earned->terms.percent), to_decimal(earned->amount));
    };
    CHECK(given(7, "970.00 EUR"_money) == "3.0 30.00");
    CHECK(given(8, "970.00 EUR"_money) == "");
    CHECK(given(8, "980.00 EUR"_money) == "2.0 20.00");
    CHECK(given(11, "980.00 EUR"_money) == "");
}

TEST_CASE("discount: the last day, as the book is lenient") {
    const auto friday = "2026-01-02"_date;
    const DiscountTerms on_sunday{.percent = two, .days = 2};
    CHECK(last_discount_day(friday, on_sunday, {}) == "2026-01-04"_date);
    const BusinessCalendar calendar;
    CHECK(last_discount_day(friday, on_sunday, {.calendar = calendar}) == "2026-01-05"_date);
    CHECK(last_discount_day(friday, on_sunday, {.grace_days = 3}) == "2026-01-07"_date);
    CHECK(last_discount_day(friday, on_sunday, {.calendar = calendar, .grace_days = 3}) ==
          "2026-01-08"_date);
}

TEST_CASE("discount: terms as the ledger keeps them") {
    const auto eur = "EUR"_currency;
    const std::vector<DiscountTerms> terms = {two_percent, {.amount_minor = 500, .days = 14}};
    CHECK(to_text(terms, eur) == "2.0% 10d, 5.00 14d");
    CHECK(discounts_from("2.0% 10d, 5.00 14d", eur) == terms);
    CHECK(discounts_from("", eur) == std::vector<DiscountTerms>{});
    for (const char* wrong :
         {"2.0%", "2.0% 10", "x% 10d", "2.0% -1d", "5.00 10d,", "% 10d", ", "}) {
        CAPTURE(wrong);
        CHECK_FALSE(discounts_from(wrong, eur).has_value());
    }
}

TEST_CASE("allocate: what early payment has earned is given up on the day on which it is earned") {
    const Invoices invoices = {discounted("I1", jan(5), 1000)};
    CHECK(discounts_of({.invoices = invoices,
                        .receipts = {payment("P1", jan(12), 980, {.invoice = "I1"})}}) ==
          "12 I1 20.00");
    // Parts in time count together; what came late does not count, and what is open stays open.
    const Receipt part = payment("P1", jan(6), 480, {.invoice = "I1"});
    CHECK(discounts_of({.invoices = invoices,
                        .receipts = {part, payment("P2", jan(15), 500, {.invoice = "I1"})}}) ==
          "15 I1 20.00");
    const Book late{.invoices = invoices,
                    .receipts = {part, payment("P2", jan(16), 500, {.invoice = "I1"})}};
    CHECK(discounts_of(late) == "");
    CHECK(left_open(late) == "20.00");
    // Money that came before the invoice is in time.
    CHECK(discounts_of({.invoices = invoices,
                        .receipts = {payment("P1", jan(2), 980, {.invoice = "I1"})}}) ==
          "5 I1 20.00");
}

TEST_CASE("allocate: a credit note lowers what the discount is of") {
    const Invoices invoices = {discounted("I1", jan(5), 1000)};
    const Receipt note = credit("CN1", jan(7), 100, {.invoice = "I1"});
    const Receipt paid = payment("P1", jan(12), 882, {.invoice = "I1"});
    CHECK(discounts_of({.invoices = invoices, .receipts = {note, paid}}) == "12 I1 18.00");
    CHECK(discounts_of({.invoices = invoices, .receipts = {note, a_cent_less(paid)}}) == "");
    // Also one that comes after the last day, when the money was in time.
    const Receipt late_note = credit("CN1", jan(25), 100, {.invoice = "I1"});
    CHECK(discounts_of({.invoices = invoices, .receipts = {paid, late_note}}) == "25 I1 18.00");
    // A credit alone is no payment.
    CHECK(discounts_of({.invoices = invoices,
                        .receipts = {credit("CN1", jan(6), 990, {.invoice = "I1"})}}) == "");
}

TEST_CASE("allocate: a discount goes with the money that has earned it") {
    Book book{.invoices = {discounted("I1", jan(5), 1000)},
              .receipts = {payment("P1", jan(12), 980, {.invoice = "I1"}),
                           returned("P1R", jan(20), 980, {.invoice = "I1"})}};
    CHECK(discounts_of(book) == "12 I1 20.00, 20 I1 -20.00");
    CHECK(left_open(book) == "1000.00");
    // Paid again, too late.
    book.receipts.push_back(payment("P2", jan(21), 980, {.invoice = "I1"}));
    CHECK(discounts_of(book) == "12 I1 20.00, 20 I1 -20.00");
    CHECK(left_open(book) == "20.00");
    // Gone back and paid again in time.
    book.receipts[1].date = jan(13);
    book.receipts[2].date = jan(14);
    CHECK(discounts_of(book) == "12 I1 20.00, 13 I1 -20.00, 14 I1 20.00");
}

TEST_CASE("allocate: one payment for several invoices, each less its discount") {
    const Invoices invoices = {discounted("R-101", jan(5), 1000), discounted("R-102", jan(6), 500)};
    const auto after = [&](Receipt receipt) {
        const Book book{.invoices = invoices, .receipts = {std::move(receipt)}};
        return discounts_of(book) + "; " + left_open(book);
    };
    const About both{.description = "R-101, R-102"};
    CHECK(after(payment("P1", jan(12), 1470, both)) == "12 R-101 20.00, 12 R-102 10.00; 0.00 0.00");
    CHECK(after(payment("P1", jan(12), 1475, both)) == "12 R-101 20.00, 12 R-102 5.00; 0.00 0.00");
    CHECK(after(payment("P1", jan(12), 1500, both)) == "; 0.00 0.00");
    CHECK(after(a_cent_less(payment("P1", jan(12), 1470, both))) == "; 0.00 30.01");
    // On the 16th the first one's discount has gone.
    CHECK(after(payment("P1", jan(16), 1490, both)) == "16 R-102 10.00; 0.00 0.00");
    CHECK(after(payment("P1", jan(17), 1490, both)) == "; 0.00 10.00");
    // Without a name: by the amount of one, and by the sum.
    CHECK(after(payment("P1", jan(12), 490)) == "12 R-102 10.00; 1000.00 0.00");
    CHECK(after(payment("P1", jan(12), 1470)) == "12 R-101 20.00, 12 R-102 10.00; 0.00 0.00");
}

TEST_CASE("allocate: two invoices of one amount less their discounts are no match") {
    const Book book{.invoices = {discounted("I1", jan(5), 500), discounted("I2", jan(5), 500)},
                    .receipts = {payment("P1", jan(12), 490)},
                    .rules = {.order = {AllocationRule::exact_amount, AllocationRule::sum}}};
    CHECK(discounts_of(book) == "");
    CHECK(left_open(book) == "500.00 500.00");
}

namespace {

// A small book whose payments come near what its invoices are worth less their discounts.
Book random_book(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](int limit) {
        return static_cast<int>(random() % static_cast<unsigned>(limit));
    };
    Book book;
    for (int i = 0; i < 5; ++i) {
        const std::string number = fmt::format("R-{}", 101 + i);
        const Date issued = jan(1 + below(15));
        const int amount = 100 * (1 + below(2));
        book.invoices.push_back(below(3) == 0 ? invoice(number, issued, amount)
                                              : discounted(number, issued, amount));
    }
    for (int i = 0; i < 8; ++i) {
        const std::string number = fmt::format("R-{}", 101 + below(5));
        const std::string other = fmt::format("R-{}", 101 + below(5));
        const int way = below(5);
        const About about{.invoice = way == 0 || way == 1 ? number : "",
                          .description = way == 2 ? number + " " + other : ""};
        constexpr std::array amounts = {98, 100, 196, 200, 294, 50, 48, 97};
        const int amount = amounts.at(static_cast<std::size_t>(below(8)));
        const std::string id = fmt::format("P{}", i);
        const Date day = jan(1 + below(28));
        const int kind = below(8);
        book.receipts.push_back(kind == 0   ? returned(id, day, amount, about)
                                : kind == 1 ? credit(id, day, 10, {.invoice = number})
                                            : payment(id, day, amount, about));
    }
    return book;
}

// By names, so that books whose facts stand in another order can be compared.
std::vector<std::string> moved_until(const Book& book, Date day) {
    std::vector<std::string> lines;
    const AllocationResult result = replay(book);
    for (const Allocation& made : result.made) {
        if (made.day <= day) lines.push_back(line(book.invoices, book.receipts, made));
    }
    for (const Discount& made : result.discounts) {
        if (made.day > day) continue;
        lines.push_back(fmt::format("{} {} discount {}", made.day.day(),
                                    book.invoices[made.invoice].number, made.amount_minor));
    }
    std::ranges::sort(lines);
    return lines;
}

Book until(Book book, Date day) {
    std::erase_if(book.invoices, [&](const Invoice& each) { return each.issued > day; });
    std::erase_if(book.receipts, [&](const Receipt& each) { return each.date > day; });
    return book;
}

}  // namespace

TEST_CASE("allocate: discounts depend on the facts up to their day alone, in whatever order") {
    int given = 0;
    int taken_back = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        const Book book = random_book(seed);
        const auto all = moved_until(book, jan(31));
        Book shuffled = book;
        std::mt19937 random(seed);
        std::ranges::shuffle(shuffled.invoices, random);
        std::ranges::shuffle(shuffled.receipts, random);
        CHECK(moved_until(shuffled, jan(31)) == all);
        for (const int day : {8, 14, 20, 26}) {
            CHECK(moved_until(until(book, jan(day)), jan(31)) == moved_until(book, jan(day)));
        }
        std::vector<std::int64_t> credited(book.invoices.size());
        for (const Discount& made : replay(book).discounts) {
            ++(made.amount_minor > 0 ? given : taken_back);
            credited[made.invoice] += made.amount_minor;
            CHECK(credited[made.invoice] >= 0);
            CHECK(credited[made.invoice] * 50 <= book.invoices[made.invoice].amount.minor());
        }
        CHECK(left_open(book).find('-') == std::string::npos);
    }
    CHECK(given > 100);  // the books are not trivial
    CHECK(taken_back > 20);
}

TEST_CASE("allocate: a discount among the facts is no money") {
    Book book{.invoices = {discounted("I1", jan(5), 1000)},
              .receipts = {payment("P1", jan(12), 980, {.invoice = "I1"})}};
    const auto before = replay(book);
    Receipt known = payment("I1-D1", jan(12), 20, {.invoice = "I1"});
    known.kind = ReceiptKind::discount;
    book.receipts.push_back(known);
    CHECK(replay(book).made == before.made);
    CHECK(replay(book).discounts == before.discounts);
    CHECK(replay(book).unmatched.empty());
}
