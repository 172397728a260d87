// What plans have agreed on for the money that comes while they stand.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/allocation.h"
#include "unit/core/books.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

// 100 for a notice of the 3rd, older than what the plan covers: I1 and I2 of 300 each.
Book with_a_fee(Receipts receipts) {
    Invoice fee = invoice("N1-F", jan(3), 100, jan(3));
    fee.kind = DebtKind::costs;
    return {
        .invoices = {invoice("I1", jan(1), 300, jan(2)), invoice("I2", jan(1), 300, jan(4)), fee,
                     invoice("I3", jan(1), 150, jan(1))},
        .receipts = std::move(receipts),
        .plans = {
            {.code = "P0001", .proposed = jan(5), .debts = {"I1", "I2"}, .installments = {200}}}};
}

Invoice interest(std::string number, Date day, int amount) {
    Invoice charge = invoice(std::move(number), day, amount, day);
    charge.kind = DebtKind::interest;
    return charge;
}

}  // namespace

TEST_CASE("allocation, plans: money that names nothing pays the plan before older costs") {
    CHECK(replayed(with_a_fee({payment("A", jan(10), 110)})) == "10 A I1 110.00 oldest_due");
    CHECK(replayed(with_a_fee({payment("A", jan(10), 620)})) ==
          "10 A I1 300.00 oldest_due\n10 A I2 300.00 oldest_due\n10 A N1-F 20.00 oldest_due");
}

TEST_CASE("allocation, plans: only payments, after the proposal, and until it is cancelled") {
    const std::string by_law = " A N1-F 100.00 oldest_due";
    CHECK(replayed(with_a_fee({payment("A", jan(5), 101)})) ==
          "5" + by_law + "\n5 A I3 1.00 oldest_due");
    CHECK(replayed(with_a_fee({payment("A", jan(6), 101)})) == "6 A I1 101.00 oldest_due");
    // Of the day itself what names the plan cannot have been there before it.
    const About plan = {.reference = "P0001"};
    CHECK(replayed(with_a_fee({payment("A", jan(5), 101, plan)})) == "5 A I1 101.00 reference");
    CHECK(replayed(with_a_fee({payment("A", jan(4), 101, plan)})) ==
          "4" + by_law + "\n4 A I3 1.00 oldest_due");
    Book book = with_a_fee({payment("A", jan(8), 101)});
    book.plans.front().cancelled = jan(8);
    CHECK(replayed(book) == "8 A I1 101.00 oldest_due");
    book.plans.front().cancelled = jan(7);
    CHECK(replayed(book) == "8" + by_law + "\n8 A I3 1.00 oldest_due");
    CHECK(replayed(with_a_fee({credit("A", jan(10), 101)})) ==
          "10" + by_law + "\n10 A I3 1.00 oldest_due");
}

TEST_CASE("allocation, plans: the amount of an instalment means the plan, not another invoice") {
    Book book = with_a_fee({payment("A", jan(10), 200)});
    book.invoices.push_back(invoice("I4", jan(1), 200, jan(1)));
    CHECK(replayed(book) == "10 A I1 200.00 exact_amount");
    book.plans.front().installments.clear();
    CHECK(replayed(book) == "10 A I4 200.00 exact_amount");
}

TEST_CASE("allocation, plans: a text that names the plan pays it first") {
    const auto paid = [](About about) {
        Book book = with_a_fee({payment("A", jan(10), 150, std::move(about))});
        return replayed(book);
    };
    const std::string by_name = "10 A I1 150.00 reference";
    CHECK(paid({.reference = "P0001"}) == by_name);
    CHECK(paid({.description = "second rate, p0001."}) == by_name);
    CHECK(paid({.end_to_end_id = "P0001/2"}) == by_name);
    // Of exactly the amount of I3.
    CHECK(paid({.reference = "P00012"}) == "10 A I3 150.00 exact_amount");
    CHECK(paid({.reference = "XP0001"}) == "10 A I3 150.00 exact_amount");
    // Another word of the payer goes before.
    CHECK(paid({.invoice = "I3", .reference = "P0001"}) == "10 A I3 150.00 invoice");
    Book book = with_a_fee({payment("A", jan(10), 150, {.reference = "P0001"})});
    book.invoices.push_back(invoice("P0001", jan(1), 150));
    CHECK(replayed(book) == "10 A P0001 150.00 invoice_number");
}

TEST_CASE("allocation, plans: who names an invoice of the plan pays the plan next") {
    CHECK(replayed(with_a_fee({payment("A", jan(10), 410, {.reference = "I1"})})) ==
          "10 A I1 300.00 invoice_number\n10 A I2 110.00 invoice_number");
    CHECK(replayed(with_a_fee({payment("A", jan(10), 410, {.invoice = "I1"})})) ==
          "10 A I1 300.00 invoice\n10 A I2 110.00 invoice");
    CHECK(replayed(with_a_fee({payment("A", jan(10), 160, {.reference = "I3"})})) ==
          "10 A I3 150.00 invoice_number\n10 A N1-F 10.00 invoice_number");
}

TEST_CASE(
    "allocation, plans: interest that is still to be charged is kept, and pays nothing else") {
    Book book = with_a_fee({payment("A", jan(10), 620)});
    book.invoices.push_back(interest("P0001-I1", jan(20), 15));
    book.plans.front().debts.push_back("P0001-I1");
    const std::string plan = "10 A I1 300.00 oldest_due\n10 A I2 300.00 oldest_due\n";
    CHECK(replayed(book) == plan + "10 A N1-F 5.00 oldest_due\n20 A P0001-I1 15.00 oldest_due");
    // Kept once, not by every payment.
    book.receipts.push_back(payment("B", jan(11), 30));
    CHECK(replayed(book) == plan +
                                "10 A N1-F 5.00 oldest_due\n11 B N1-F 30.00 oldest_due\n"
                                "20 A P0001-I1 15.00 oldest_due");
    // What was charged less is free.
    book.receipts.pop_back();
    book.invoices.back().amount = eur(0);
    CHECK(replayed(book) == plan + "10 A N1-F 20.00 oldest_due");
}

TEST_CASE("allocation, plans: what is meant for one plan is kept for it before another plan") {
    Book book = with_a_fee({payment("A", jan(10), 215, {.reference = "P0002"})});
    book.invoices.push_back(invoice("I5", jan(1), 200, jan(9)));
    book.invoices.push_back(interest("P0002-I1", jan(20), 12));
    book.plans.push_back(
        {.code = "P0002", .proposed = jan(5), .debts = {"I5", "P0002-I1"}, .installments = {212}});
    CHECK(replayed(book) ==
          "10 A I5 200.00 reference\n10 A I1 3.00 oldest_due\n20 A P0002-I1 12.00 reference");
    // An instalment to the cent means its plan, too.
    book.receipts = {payment("A", jan(10), 212)};
    CHECK(replayed(book) == "10 A I5 200.00 exact_amount\n20 A P0002-I1 12.00 exact_amount");
    // Money that means neither pays what is owed now first.
    book.receipts = {payment("A", jan(10), 610)};
    CHECK(replayed(book) ==
          "10 A I1 300.00 oldest_due\n10 A I2 300.00 oldest_due\n10 A I5 10.00 oldest_due");
}

TEST_CASE("allocation, plans: only money that will pay the plan's interest stands for it") {
    // Of A's 20 beside the plan it keeps what nobody else on account will pay of the 15 to come.
    const auto fee_paid_with = [](Receipt other, std::vector<Ruled> rulings = {}) {
        Book book = with_a_fee({std::move(other), payment("A", jan(10), 620)});
        book.invoices.push_back(interest("P0001-I1", jan(20), 15));
        book.invoices.push_back(invoice("I9", jan(25), 40));
        book.plans.front().debts.push_back("P0001-I1");
        book.rulings = std::move(rulings);
        std::string paid;
        for (const Allocation& made : replay(book).made) {
            const Invoice& on = book.invoices[made.invoice];
            if (on.kind == DebtKind::principal) continue;
            paid += fmt::format("{}{} {} {}", paid.empty() ? "" : ", ",
                                book.receipts[made.receipt].id, on.number, made.amount_minor / 100);
        }
        return paid;
    };
    const std::string kept = "A N1-F 5, A P0001-I1 15";
    const std::string free = "A N1-F 20, ";
    CHECK(fee_paid_with(payment("B", jan(9), 30, {.invoice = "P0001-I1"})) ==
          free + "B P0001-I1 15, B N1-F 15");
    CHECK(fee_paid_with(payment("B", jan(9), 10, {.invoice = "P0001-I1"})) ==
          "A N1-F 15, B P0001-I1 10, A P0001-I1 5");
    // For an invoice that is not known, or for another, or of a day on which there was no plan.
    CHECK(fee_paid_with(payment("B", jan(9), 30, {.invoice = "I8"})) == kept);
    CHECK(fee_paid_with(payment("B", jan(9), 30, {.invoice = "I9"})) == kept);
    CHECK(fee_paid_with(payment("B", jan(5), 30, {.invoice = "I9"})) == kept);
    // By hand: to something else, to the interest, not to the interest.
    CHECK(fee_paid_with(payment("B", jan(9), 30), {{"B", "I9", 30}}) == kept);
    CHECK(fee_paid_with(payment("B", jan(9), 30), {{"B", "P0001-I1", 30}}) ==
          free + "B P0001-I1 15, B N1-F 15");
    CHECK(fee_paid_with(payment("B", jan(9), 30, {.invoice = "P0001-I1"}),
                        {{"B", "P0001-I1", 0}}) == "A N1-F 5, B N1-F 30, A P0001-I1 15");
    // What A itself has set aside for it by hand is not kept twice.
    CHECK(fee_paid_with(payment("B", jan(9), 30, {.invoice = "I8"}), {{"A", "P0001-I1", 15}}) ==
          kept);
}

TEST_CASE("allocation, plans: what waits on account pays the interest of one plan, not of two") {
    Book book = with_a_fee({payment("A", jan(10), 615), payment("B", jan(11), 40)});
    book.invoices.push_back(interest("P0001-I1", jan(20), 15));
    book.invoices.push_back(interest("P0002-I1", jan(25), 12));
    book.plans.front().debts.push_back("P0001-I1");
    book.plans.push_back({.code = "P0002", .proposed = jan(5), .debts = {"P0002-I1"}});
    const std::string principal = "10 A I1 300.00 oldest_due\n10 A I2 300.00 oldest_due\n";
    CHECK(replayed(book) == principal +
                                "11 B N1-F 28.00 oldest_due\n20 A P0001-I1 15.00 oldest_due\n"
                                "25 B P0002-I1 12.00 oldest_due");
    // In the order of the days on which it is asked for, not of the plans.
    book.invoices.back().issued = book.invoices.back().due = jan(15);
    CHECK(replayed(book) == principal +
                                "11 B N1-F 28.00 oldest_due\n15 A P0002-I1 12.00 oldest_due\n"
                                "20 A P0001-I1 3.00 oldest_due\n"
                                "20 B P0001-I1 12.00 oldest_due");
}

TEST_CASE("allocation, plans: money for another invoice keeps nothing for a plan") {
    Book book = with_a_fee({payment("A", jan(10), 170, {.invoice = "I3"})});
    book.invoices.push_back(interest("P0001-I1", jan(20), 15));
    book.plans.front().debts.push_back("P0001-I1");
    CHECK(replayed(book) == "10 A I3 150.00 invoice\n10 A N1-F 20.00 invoice");
    // Nor does it pay the plan: its interest is no cost of a notice.
    book.receipts.front().amount = eur(270);
    CHECK(replayed(book) == "10 A I3 150.00 invoice\n10 A N1-F 100.00 invoice");
}

TEST_CASE("allocation, plans: money that goes back opens the plan again") {
    CHECK(replayed(with_a_fee({payment("A", jan(10), 200), returned("B", jan(12), 200),
                               payment("C", jan(14), 200)})) ==
          "10 A I1 200.00 exact_amount\n12 B I1 -200.00 returned\n14 C I1 200.00 exact_amount");
}

// An account as a person sends small sums to for years. What each of them keeps depends on all the
// others, so this is long when it is worked out again more often than it changes.
TEST_CASE("allocation, plans: many small payments keep the interest of sixty instalments") {
    Book book{.invoices = {invoice("I1", jan(1), 100, jan(2)), invoice("I2", jan(9), 900, jan(9))},
              .plans = {{.code = "P0001", .proposed = jan(5), .debts = {"I1"}}}};
    for (int n = 1; n <= 60; ++n) {
        const std::string number = fmt::format("P0001-I{}", n);
        book.invoices.push_back(interest(number, jan(9) + 7 * n, 10));
        book.plans.front().debts.push_back(number);
    }
    book.receipts = {payment("A", jan(6), 100)};
    for (int n = 0; n < 150; ++n) {
        book.receipts.push_back(payment(fmt::format("B{:03}", n), jan(7), 5));
    }
    // 600 of 750 is kept, the latest, and pays one charge after the other.
    const std::string made = replayed(book);
    std::string expected = "6 A I1 100.00 exact_amount";
    for (int n = 0; n < 30; ++n) {
        expected += fmt::format("\n9 B{:03} I2 5.00 oldest_due", n);
    }
    CHECK(made.substr(0, expected.size()) == expected);
    CHECK(std::ranges::count(made, '\n') == 150);
}
