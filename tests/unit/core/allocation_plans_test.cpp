// What plans have agreed on for the money that comes while they stand.
#include <doctest/doctest.h>

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

TEST_CASE("allocation, plans: money that goes back opens the plan again") {
    CHECK(replayed(with_a_fee({payment("A", jan(10), 200), returned("B", jan(12), 200),
                               payment("C", jan(14), 200)})) ==
          "10 A I1 200.00 exact_amount\n12 B I1 -200.00 returned\n14 C I1 200.00 exact_amount");
}
