#include "core/allocation.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "unit/core/books.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

// What is left of all money after all allocations.
Money on_account(const Invoices& invoices, const Receipts& receipts) {
    Money left = eur(0);
    for (const Receipt& receipt : receipts) left += receipt.amount;
    for (const Allocation& made : allocate(invoices, receipts, {})) {
        left -= Money(made.amount_minor, left.currency());
    }
    return left;
}

}  // namespace

TEST_CASE("allocation: nothing to allocate") {
    CHECK(replayed({}, {}) == "");
    CHECK(replayed({invoice("I1", jan(1), 100)}, {}) == "");
    CHECK(replayed({}, {payment("P1", jan(1), 100)}) == "");
    CHECK(replayed({invoice("I1", jan(1), 0)}, {payment("P1", jan(2), 100)}) == "");
}

TEST_CASE("allocation: rule names are read back") {
    for (const auto rule :
         {AllocationRule::invoice, AllocationRule::reference, AllocationRule::invoice_number,
          AllocationRule::exact_amount, AllocationRule::oldest_due, AllocationRule::returned}) {
        CHECK(allocation_rule_from(to_text(rule)) == rule);
    }
    CHECK_FALSE(allocation_rule_from("oldest"));
    CHECK_FALSE(allocation_rule_from(""));
}

TEST_CASE("allocation: a named invoice is paid first and alone, the overpayment stays on account") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 50)};
    const Receipts receipts = {payment("P1", jan(10), 70, {.invoice = "I2"})};
    CHECK(replayed(invoices, receipts) == "10 P1 I2 50.00 invoice");
    CHECK(on_account(invoices, receipts) == eur(20));
}

TEST_CASE("allocation: the named invoice wins over a reference that says otherwise") {
    CHECK(replayed({with_reference("RF1", invoice("I1", jan(1), 100)), invoice("I2", jan(2), 50)},
                   {payment("P1", jan(10), 50, {.invoice = "I2", .reference = "RF1"})}) ==
          "10 P1 I2 50.00 invoice");
}

TEST_CASE("allocation: money that names an unknown invoice touches no other") {
    CHECK(replayed({invoice("I1", jan(1), 100)},
                   {payment("P1", jan(10), 100, {.invoice = "I9"})}) == "");
}

TEST_CASE("allocation: a payment before its invoice waits and is taken on the issue day") {
    CHECK(replayed({invoice("I1", jan(20), 100)},
                   {payment("P1", jan(10), 100, {.invoice = "I1"})}) == "20 P1 I1 100.00 invoice");
    CHECK(replayed({invoice("I1", jan(20), 100)}, {payment("P1", jan(10), 150)}) ==
          "20 P1 I1 100.00 oldest_due");
}

TEST_CASE("allocation: on one day the invoice is there before the money") {
    CHECK(replayed({invoice("I1", jan(10), 100)}, {payment("P1", jan(10), 100)}) ==
          "10 P1 I1 100.00 exact_amount");
}

TEST_CASE("allocation: waiting money is spent in the order in which it came") {
    CHECK(replayed({invoice("I1", jan(20), 100)},
                   {payment("P2", jan(10), 70), payment("P1", jan(11), 70)}) ==
          "20 P2 I1 70.00 oldest_due\n"
          "20 P1 I1 30.00 oldest_due");
}

TEST_CASE("allocation: by reference, before number, amount and age") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 80),
                               with_reference("RF18 0001", invoice("I3", jan(3), 50))};
    CHECK(replayed(invoices, {payment("P1", jan(10), 80, {.reference = "RF18 0001"})}) ==
          "10 P1 I3 50.00 reference");
    // A part of a reference is no reference.
    CHECK(replayed(invoices, {payment("P1", jan(10), 80, {.reference = "RF18"})}) ==
          "10 P1 I2 80.00 exact_amount");
}

TEST_CASE("allocation: what the reference has matched is not spread by a weaker rule") {
    const Receipts receipts = {payment("P1", jan(10), 80, {.reference = "RF1"})};
    const Invoice matched = with_reference("RF1", invoice("I1", jan(1), 50));
    CHECK(replayed({matched, invoice("I2", jan(2), 30), invoice("I3", jan(20), 30)}, receipts) ==
          "10 P1 I1 50.00 reference");
    CHECK(replayed({matched, with_reference("RF1", invoice("I3", jan(20), 30))}, receipts) ==
          "10 P1 I1 50.00 reference\n"
          "20 P1 I3 30.00 reference");
}

TEST_CASE("allocation: invoices of one reference are paid by due date, however they are listed") {
    const Invoice later = with_reference("RF1", invoice("I1", jan(1), 50, jan(31)));
    const Invoice sooner = with_reference("RF1", invoice("I2", jan(2), 50, jan(15)));
    const Receipts receipts = {payment("P1", jan(10), 60, {.reference = "RF1"})};
    const std::string expected =
        "10 P1 I2 50.00 reference\n"
        "10 P1 I1 10.00 reference";
    CHECK(replayed({later, sooner}, receipts) == expected);
    CHECK(replayed({sooner, later}, receipts) == expected);
}

TEST_CASE("allocation: invoice numbers inside the reference text, in the order of the text") {
    const Invoices invoices = {invoice("INV-1", jan(1), 100), invoice("INV-2", jan(2), 80),
                               invoice("INV-11", jan(3), 60)};
    struct Row {
        const char* text;
        const char* allocations;
    };
    const Row rows[] = {
        {"INV-11", "10 P1 INV-11 60.00 invoice_number"},
        {"payment for INV-2, INV-11 of January",
         "10 P1 INV-2 80.00 invoice_number\n10 P1 INV-11 10.00 invoice_number"},
        {"INV-11;INV-2", "10 P1 INV-11 60.00 invoice_number\n10 P1 INV-2 30.00 invoice_number"},
        {"INV-2\tINV-2", "10 P1 INV-2 80.00 invoice_number"},
        {"no:INV-11|INV-9", "10 P1 INV-11 60.00 invoice_number"},
        // A number inside a longer word is another number.
        {"INV-111", "10 P1 INV-1 90.00 oldest_due"},
        {" ", "10 P1 INV-1 90.00 oldest_due"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(replayed(invoices, {payment("P1", jan(10), 90, {.reference = row.text})}) ==
              row.allocations);
    }
}

TEST_CASE("allocation: the exact amount counts only when one open invoice has it") {
    const Receipts receipts = {payment("P1", jan(10), 50)};
    CHECK(replayed({invoice("I1", jan(1), 80), invoice("I2", jan(2), 50)}, receipts) ==
          "10 P1 I2 50.00 exact_amount");
    CHECK(
        replayed({invoice("I1", jan(1), 80), invoice("I2", jan(2), 50), invoice("I3", jan(3), 50)},
                 receipts) == "10 P1 I1 50.00 oldest_due");
    CHECK(replayed({invoice("I2", jan(2), 50), invoice("I3", jan(3), 50)}, receipts,
                   {.order = {AllocationRule::exact_amount}}) == "");
    CHECK(replayed({invoice("I1", jan(1), 49)}, receipts,
                   {.order = {AllocationRule::exact_amount}}) == "");
}

TEST_CASE("allocation: the exact amount is compared with what is still open") {
    CHECK(replayed({invoice("I1", jan(1), 80), invoice("I2", jan(2), 90)},
                   {payment("P1", jan(5), 40, {.invoice = "I2"}), payment("P2", jan(6), 50)}) ==
          "5 P1 I2 40.00 invoice\n"
          "6 P2 I2 50.00 exact_amount");
}

TEST_CASE("allocation: the longest due first, across several; on one due day by number") {
    const Invoices invoices = {
        invoice("I4", jan(4), 40, jan(20)), invoice("I3", jan(3), 30, jan(12)),
        invoice("I2", jan(2), 20, jan(15)), invoice("I1", jan(1), 10, jan(20))};
    CHECK(replayed(invoices, {payment("P1", jan(10), 65)}) ==
          "10 P1 I3 30.00 oldest_due\n"
          "10 P1 I2 20.00 oldest_due\n"
          "10 P1 I1 10.00 oldest_due\n"
          "10 P1 I4 5.00 oldest_due");
}

TEST_CASE("allocation: instalments of a sale are closed one after the other") {
    CHECK(replayed({invoice("I1", jan(1), 30, jan(10)), invoice("I2", jan(1), 50, jan(20)),
                    invoice("I3", jan(1), 20, jan(30))},
                   {payment("P1", jan(5), 40)}) ==
          "5 P1 I1 30.00 oldest_due\n"
          "5 P1 I2 10.00 oldest_due");
}

TEST_CASE("allocation: the policy orders the rules, and leaves out what it does not want") {
    const Invoices invoices = {invoice("I1", jan(1), 80), invoice("I2", jan(2), 50)};
    const Receipts receipts = {payment("P1", jan(10), 50, {.reference = "I2"})};
    using enum AllocationRule;
    CHECK(replayed(invoices, receipts, {.order = {oldest_due, invoice_number}}) ==
          "10 P1 I1 50.00 oldest_due");
    CHECK(replayed(invoices, receipts, {.order = {exact_amount, invoice_number}}) ==
          "10 P1 I2 50.00 exact_amount");
    CHECK(replayed(invoices, receipts, {.order = {}}) == "");
    CHECK(replayed(invoices, {payment("P1", jan(10), 50, {.invoice = "I2"})}, {.order = {}}) ==
          "10 P1 I2 50.00 invoice");
}

TEST_CASE("allocation: credit notes settle by the same rules, before the day's payments") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 60)};
    CHECK(replayed(invoices, {payment("A", jan(10), 100), credit("B", jan(10), 60)}) ==
          "10 B I2 60.00 exact_amount\n"
          "10 A I1 100.00 exact_amount");
    CHECK(replayed(invoices, {credit("B", jan(10), 70, {.invoice = "I2"})}) ==
          "10 B I2 60.00 invoice");
    CHECK(replayed(invoices, {credit("B", jan(10), 30)}) == "10 B I1 30.00 oldest_due");
}

TEST_CASE("returned: one that names an invoice reopens that invoice, the youngest money first") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 100)};
    CHECK(replayed(invoices, {payment("P1", jan(10), 60, {.invoice = "I1"}),
                              payment("P2", jan(11), 40, {.invoice = "I1"}),
                              payment("P3", jan(12), 50, {.invoice = "I2"}),
                              returned("R1", jan(15), 50, {.invoice = "I1"})}) ==
          "10 P1 I1 60.00 invoice\n"
          "11 P2 I1 40.00 invoice\n"
          "12 P3 I2 50.00 invoice\n"
          "15 R1 I1 -40.00 returned\n"
          "15 R1 I1 -10.00 returned");
}

TEST_CASE(
    "returned: unnamed, it is the payment of the same amount, with the same reference first") {
    const Invoices invoices = {invoice("I1", jan(1), 50), invoice("I2", jan(2), 50),
                               invoice("I3", jan(3), 70)};
    const Receipts paid = {payment("P1", jan(10), 50, {.invoice = "I1", .reference = "MND7"}),
                           payment("P2", jan(11), 50, {.invoice = "I2"}),
                           payment("P3", jan(12), 70, {.invoice = "I3"})};
    const auto last_line = [&](const Receipt& gone) {
        Receipts receipts = paid;
        receipts.push_back(gone);
        const std::string lines = replayed(invoices, receipts);
        return lines.substr(lines.rfind('\n') + 1);
    };
    CHECK(last_line(returned("R1", jan(15), 50)) == "15 R1 I2 -50.00 returned");
    CHECK(last_line(returned("R1", jan(15), 50, {.reference = "MND7"})) ==
          "15 R1 I1 -50.00 returned");
    CHECK(last_line(returned("R1", jan(15), 50, {.reference = "other"})) ==
          "15 R1 I2 -50.00 returned");
    // On the very day of the payment, too; but a payment of a later day has not come yet.
    CHECK(last_line(returned("R1", jan(12), 70)) == "12 R1 I3 -70.00 returned");
    CHECK(replayed(invoices, {paid[0], paid[1], returned("R1", jan(10), 50)}) ==
          "10 P1 I1 50.00 invoice\n"
          "10 R1 I1 -50.00 returned\n"
          "11 P2 I2 50.00 invoice");
}

TEST_CASE("returned: each payment goes back once") {
    CHECK(replayed({invoice("I1", jan(1), 50), invoice("I2", jan(2), 50)},
                   {payment("P1", jan(10), 50, {.invoice = "I1"}),
                    payment("P2", jan(11), 50, {.invoice = "I2"}), returned("R1", jan(15), 50),
                    returned("R2", jan(16), 50)}) ==
          "10 P1 I1 50.00 invoice\n"
          "11 P2 I2 50.00 invoice\n"
          "15 R1 I2 -50.00 returned\n"
          "16 R2 I1 -50.00 returned");
}

TEST_CASE("returned: what was still on account goes first, the rest reopens the invoice") {
    const Invoices invoices = {invoice("I1", jan(1), 60)};
    const Receipts receipts = {payment("P1", jan(10), 100, {.invoice = "I1"}),
                               returned("R1", jan(15), 100)};
    CHECK(replayed(invoices, receipts) ==
          "10 P1 I1 60.00 invoice\n"
          "15 R1 I1 -60.00 returned");
    CHECK(on_account(invoices, receipts) == eur(0));
    // A part of the overpayment is sent back to the customer: the invoice stays paid.
    for (const About& about : {About{}, About{.invoice = "I1"}}) {
        CHECK(replayed(invoices, {receipts[0], returned("R1", jan(15), 30, about)}) ==
              "10 P1 I1 60.00 invoice");
    }
}

TEST_CASE("returned: of no known payment, it takes back the youngest allocations") {
    const Invoices invoices = {invoice("I1", jan(1), 50), invoice("I2", jan(2), 80)};
    const Receipts paid = {payment("P1", jan(10), 50, {.invoice = "I1"}),
                           payment("P2", jan(11), 80, {.invoice = "I2"})};
    CHECK(replayed(invoices, {paid[0], paid[1], returned("R1", jan(15), 90)}) ==
          "10 P1 I1 50.00 invoice\n"
          "11 P2 I2 80.00 invoice\n"
          "15 R1 I2 -80.00 returned\n"
          "15 R1 I1 -10.00 returned");
}

TEST_CASE("returned: named, without anything to take back, it leaves the account negative") {
    const Invoices invoices = {invoice("I1", jan(1), 50), invoice("I2", jan(2), 80)};
    const Receipts receipts = {payment("P2", jan(11), 80, {.invoice = "I2"}),
                               returned("R1", jan(15), 50, {.invoice = "I1"})};
    CHECK(replayed(invoices, receipts) == "11 P2 I2 80.00 invoice");
    CHECK(on_account(invoices, receipts) == eur(-50));

    SUBCASE("and the next money fills the hole first") {
        CHECK(replayed(invoices, {receipts[0], receipts[1], payment("P3", jan(20), 70)}) ==
              "11 P2 I2 80.00 invoice\n"
              "20 P3 I1 20.00 oldest_due");
    }
}

TEST_CASE("returned: the reopened invoice is paid by money on account on the same day") {
    CHECK(replayed({invoice("I1", jan(1), 50)},
                   {payment("P1", jan(10), 50), payment("P2", jan(11), 30),
                    returned("R1", jan(15), 50)}) ==
          "10 P1 I1 50.00 exact_amount\n"
          "15 R1 I1 -50.00 returned\n"
          "15 P2 I1 30.00 oldest_due");
}

TEST_CASE("returned: money that is gone never spends what another payment has named") {
    // All of P1 went back, the half that was on account too; P2 belongs to I9 alone.
    const Receipt named = payment("P2", jan(20), 50, {.invoice = "I9"});
    CHECK(replayed(
              {invoice("I1", jan(1), 60), invoice("I2", jan(21), 40), invoice("I9", jan(25), 50)},
              {payment("P1", jan(10), 100), returned("R1", jan(15), 100), named}) ==
          "10 P1 I1 60.00 oldest_due\n"
          "15 R1 I1 -60.00 returned\n"
          "25 P2 I9 50.00 invoice");
    // P1 filled the hole that R1 left, so it has nothing to spend on I1 either.
    CHECK(replayed(
              {invoice("I1", jan(1), 60), invoice("I2", jan(21), 40), invoice("I9", jan(25), 50)},
              {returned("R1", jan(5), 100, {.invoice = "I1"}), payment("P1", jan(10), 100),
               named}) == "25 P2 I9 50.00 invoice");
}

TEST_CASE("returned: paid again after it went back") {
    CHECK(replayed({invoice("I1", jan(1), 50)}, {payment("P1", jan(10), 50, {.invoice = "I1"}),
                                                 returned("R1", jan(12), 50, {.invoice = "I1"}),
                                                 payment("P2", jan(20), 50, {.invoice = "I1"})}) ==
          "10 P1 I1 50.00 invoice\n"
          "12 R1 I1 -50.00 returned\n"
          "20 P2 I1 50.00 invoice");
}
