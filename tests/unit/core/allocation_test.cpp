#include "core/allocation.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/literals.h"
#include "unit/core/books.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

// What is left of all money after all allocations.
Money money_left(const Invoices& invoices, const Receipts& receipts) {
    Money left = eur(0);
    for (const Receipt& receipt : receipts) left += receipt.amount;
    for (const Allocation& made : allocate(invoices, receipts, {}).made) {
        left -= Money(made.amount_minor, left.currency());
    }
    return left;
}

const AllocationRules never_oldest_due = {
    .order = {AllocationRule::reference, AllocationRule::invoice_number,
              AllocationRule::end_to_end_id, AllocationRule::exact_amount, AllocationRule::sum}};

}  // namespace

TEST_CASE("allocation: nothing to allocate") {
    CHECK(replayed({}, {}) == "");
    CHECK(replayed({invoice("I1", jan(1), 100)}, {}) == "");
    CHECK(replayed({}, {payment("P1", jan(1), 100)}) == "");
    CHECK(replayed({invoice("I1", jan(1), 0)}, {payment("P1", jan(2), 100)}) == "");
}

TEST_CASE("allocation: rule names are read back") {
    using enum AllocationRule;
    for (const auto rule :
         {by_hand, AllocationRule::invoice, reference, invoice_number, end_to_end_id, exact_amount,
          sum, oldest_due, AllocationRule::returned}) {
        CHECK(allocation_rule_from(to_text(rule)) == rule);
    }
    CHECK_FALSE(allocation_rule_from("oldest"));
    CHECK_FALSE(allocation_rule_from(""));
}

TEST_CASE("allocation: a named invoice is paid first and alone, the overpayment stays on account") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 50)};
    const Receipts receipts = {payment("P1", jan(10), 70, {.invoice = "I2"})};
    CHECK(replayed(invoices, receipts) == "10 P1 I2 50.00 invoice");
    CHECK(money_left(invoices, receipts) == eur(20));
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

TEST_CASE("allocation: a replay to a day knows nothing of the next") {
    const Book book{
        .invoices = {invoice("I1", jan(10), 100), invoice("I2", jan(20), 40)},
        .receipts = {payment("P1", jan(12), 140, {.invoice = "I1"}),
                     payment("P2", jan(15), 40, {.invoice = "I2"}), payment("P3", jan(21), 7)}};
    CHECK(on_account(book, jan(11)) == "");
    CHECK(on_account(book, jan(12)) == "P1 40.00 names_paid_invoice: I1");
    CHECK(on_account(book, jan(19)) ==
          "P1 40.00 names_paid_invoice: I1\nP2 40.00 names_unknown_invoice");
    CHECK(on_account(book, jan(20)) == "P1 40.00 names_paid_invoice: I1");
    CHECK(on_account(book) == "P1 40.00 names_paid_invoice: I1\nP3 7.00 nothing_open");
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

TEST_CASE("allocation: a structured reference is found however it is written") {
    struct Row {
        const char* of_invoice;
        About about;
    };
    const Row rows[] = {
        {"RF18539007547034", {.reference = "rf18 5390 0754 7034"}},
        {"RF18 5390 0754 7034", {.description = "Miete RF18 5390 0754 7034 danke"}},
        {"RF18 5390 0754 7034", {.reference = "NOTE", .description = "rf18539007547034"}},
        {"+++010/1234/56732+++", {.reference = "010123456732"}},
        {"010123456732", {.description = "ref +++010/1234/56732+++"}},
        {"00000012345672", {.reference = "12345672"}},
        {"order 7", {.reference = "ORDER  7"}},
        {"order 7", {.description = "order 7"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.of_invoice);
        CAPTURE(row.about.reference);
        CHECK(replayed({invoice("I1", jan(1), 100),
                        with_reference(row.of_invoice, invoice("I2", jan(2), 80))},
                       {payment("P1", jan(10), 50, row.about)}) == "10 P1 I2 50.00 reference");
    }
    // One digit is wrong: no reference at all.
    CHECK(replayed({invoice("I1", jan(1), 100),
                    with_reference("RF18539007547034", invoice("I2", jan(2), 80))},
                   {payment("P1", jan(10), 50, {.description = "RF18539007547035"})}) ==
          "10 P1 I1 50.00 oldest_due");
}

TEST_CASE("allocation: several references in one text, the longest due first") {
    CHECK(replayed({with_reference("RF18539007547034", invoice("I1", jan(1), 40, jan(25))),
                    with_reference("+++010/1234/56732+++", invoice("I2", jan(2), 40, jan(20)))},
                   {payment("P1", jan(10), 60,
                            {.description = "RF18539007547034 und +++010/1234/56732+++"})}) ==
          "10 P1 I2 40.00 reference\n"
          "10 P1 I1 20.00 reference");
}

TEST_CASE("allocation: numbers are found in the reference, then in the description") {
    CHECK(replayed({invoice("INV-0041", jan(1), 50), invoice("INV-0042", jan(2), 50)},
                   {payment("P1", jan(10), 70,
                            {.reference = "Zahlung INV 42", .description = "Re. INV0041"})}) ==
          "10 P1 INV-0042 50.00 invoice_number\n"
          "10 P1 INV-0041 20.00 invoice_number");
}

TEST_CASE("allocation: a number that was cut is found while one invoice begins so") {
    const Receipts receipts = {payment("P1", jan(10), 30, {.description = "RE2026004"})};
    const Invoice other = invoice("A1", jan(1), 90, jan(5));
    CHECK(replayed({other, invoice("RE20260042", jan(2), 50)}, receipts) ==
          "10 P1 RE20260042 30.00 invoice_number");
    CHECK(replayed({other, invoice("RE20260042", jan(2), 50), invoice("RE20260043", jan(2), 50)},
                   receipts) == "10 P1 A1 30.00 oldest_due");
    // An invoice of a later day casts no doubt on what the text said when the money came.
    CHECK(replayed({other, invoice("RE20260042", jan(2), 50), invoice("RE20260043", jan(11), 50)},
                   receipts) == "10 P1 RE20260042 30.00 invoice_number");
}

TEST_CASE("allocation: an ambiguous number goes to the one invoice of its amount, or to none") {
    const Invoice other = invoice("A1", jan(1), 90, jan(5));
    const Invoice dash = invoice("R-1002", jan(2), 50);
    const Invoice dot = invoice("R.1002", jan(3), 60);
    const About about{.reference = "R 1002"};

    CHECK(replayed({other, dash, dot}, {payment("P1", jan(10), 60, about)}) ==
          "10 P1 R.1002 60.00 invoice_number");

    SUBCASE("no weaker rule guesses") {
        const Book book{.invoices = {other, dash, dot},
                        .receipts = {payment("P1", jan(10), 90, about)}};
        CHECK(replayed(book) == "");
        CHECK(on_account(book) == "P1 90.00 ambiguous: R-1002 R.1002");
    }
    SUBCASE("two invoices of the amount: neither") {
        const Book book{.invoices = {other, dash, invoice("R.1002", jan(3), 50)},
                        .receipts = {payment("P1", jan(10), 50, about)}};
        CHECK(replayed(book) == "");
        CHECK(on_account(book) == "P1 50.00 ambiguous: R-1002 R.1002");
    }
    SUBCASE("until one of them is paid otherwise") {
        CHECK(replayed({other, dash, invoice("R.1002", jan(3), 50)},
                       {payment("P1", jan(10), 50, about),
                        payment("P2", jan(12), 20, {.invoice = "R-1002"})}) ==
              "12 P2 R-1002 20.00 invoice\n"
              "12 P1 R.1002 50.00 invoice_number");
    }
    SUBCASE("when all are paid, the weaker rules have it") {
        CHECK(replayed({other, dash, dot}, {payment("P1", jan(4), 50, {.invoice = "R-1002"}),
                                            payment("P2", jan(4), 60, {.invoice = "R.1002"}),
                                            payment("P3", jan(10), 50, about)}) ==
              "4 P1 R-1002 50.00 invoice\n"
              "4 P2 R.1002 60.00 invoice\n"
              "10 P3 A1 50.00 oldest_due");
    }
}

TEST_CASE("allocation: what is certain is paid before what is ambiguous, and settles it") {
    const Invoice dash = invoice("R-1002", jan(2), 50);
    const Invoice dot = invoice("R.1002", jan(3), 60);
    const Invoice other = invoice("R-2001", jan(4), 30);
    CHECK(replayed({dash, dot, other},
                   {payment("P1", jan(10), 90, {.reference = "R 1002, R-2001"})}) ==
          "10 P1 R-2001 30.00 invoice_number\n"
          "10 P1 R.1002 60.00 invoice_number");
    // The description repeats the reference in another form.
    CHECK(replayed({dash, dot}, {payment("P1", jan(10), 20,
                                         {.reference = "R.1002", .description = "R 1002"})}) ==
          "10 P1 R.1002 20.00 invoice_number");
}

TEST_CASE("allocation: a text that names an invoice of a later day waits for it") {
    CHECK(replayed({invoice("R-1002", jan(20), 50), invoice("R-2001", jan(20), 70)},
                   {payment("P1", jan(10), 30, {.description = "Rechnung R2001"})},
                   never_oldest_due) == "20 P1 R-2001 30.00 invoice_number");
    // A longer number that is issued later never takes back what was found.
    CHECK(replayed({invoice("R-1002", jan(5), 50), invoice("R-1002-7", jan(20), 70)},
                   {payment("P1", jan(10), 60, {.description = "R-1002 7"})}, never_oldest_due) ==
          "10 P1 R-1002 50.00 invoice_number\n"
          "20 P1 R-1002-7 10.00 invoice_number");
}

TEST_CASE("allocation: the end-to-end id has numbers too, after the texts") {
    const Invoices invoices = {invoice("I1", jan(1), 90), invoice("INV-0042", jan(2), 50),
                               invoice("INV-0043", jan(3), 60)};
    CHECK(replayed(invoices, {payment("P1", jan(10), 20, {.end_to_end_id = "INV0042"})}) ==
          "10 P1 INV-0042 20.00 end_to_end_id");
    CHECK(replayed(invoices, {payment("P1", jan(10), 20,
                                      {.description = "INV-43", .end_to_end_id = "INV0042"})}) ==
          "10 P1 INV-0043 20.00 invoice_number");
    CHECK(replayed(invoices, {payment("P1", jan(10), 20, {.end_to_end_id = "NOTPROVIDED"})}) ==
          "10 P1 I1 20.00 oldest_due");
}

TEST_CASE("allocation: the one set of invoices that adds up to the amount") {
    const Invoices invoices = {invoice("I1", jan(1), 80, jan(20)), invoice("I2", jan(2), 50),
                               invoice("I3", jan(3), 30, jan(19))};
    CHECK(replayed(invoices, {payment("P1", jan(10), 110)}) ==
          "10 P1 I3 30.00 sum\n"
          "10 P1 I1 80.00 sum");
    // 80 is one invoice, and two others: neither by this rule.
    CHECK(replayed(invoices, {payment("P1", jan(10), 80)}, {.order = {AllocationRule::sum}}) == "");
    CHECK(on_account({.invoices = invoices,
                      .receipts = {payment("P1", jan(10), 100)},
                      .rules = never_oldest_due}) == "P1 100.00 no_rule");
    CHECK(replayed(invoices, {payment("P1", jan(10), 100)}) ==
          "10 P1 I3 30.00 oldest_due\n"
          "10 P1 I1 70.00 oldest_due");
}

TEST_CASE("allocation: two sets that add up are told, not taken") {
    const Book book{.invoices = {invoice("I1", jan(1), 70), invoice("I2", jan(2), 30),
                                 invoice("I3", jan(3), 60), invoice("I4", jan(4), 40),
                                 invoice("I5", jan(5), 900)},
                    .receipts = {payment("P1", jan(10), 100)},
                    .rules = never_oldest_due};
    CHECK(replayed(book) == "");
    CHECK(on_account(book) == "P1 100.00 ambiguous: I1 I2 I3 I4");
}

namespace {

// I01, I02, ... of 1, 2, 4, 8, ... euros: each sum is that of one set alone.
Invoices doubling(int count) {
    Invoices invoices;
    for (int i = 0; i < count; ++i) {
        invoices.push_back(invoice(fmt::format("I{:02}", i + 1), jan(1), 1 << i, jan(2) + i));
    }
    return invoices;
}

std::size_t made_by_sum(const Invoices& invoices, int amount) {
    const Receipts receipts = {payment("P1", jan(10), amount)};
    const auto made = allocate(invoices, receipts, never_oldest_due).made;
    for (const Allocation& each : made) CHECK(each.rule == AllocationRule::sum);
    return made.size();
}

}  // namespace

TEST_CASE("allocation: sums of at most six of the 24 longest due, or of all") {
    CHECK(made_by_sum(doubling(8), 0b00111111) == 6);
    CHECK(made_by_sum(doubling(8), 0b01111111) == 0);
    CHECK(made_by_sum(doubling(8), 0b11111111) == 8);
    CHECK(made_by_sum(doubling(25), (1 << 23) + 1) == 2);
    CHECK(made_by_sum(doubling(25), (1 << 24) + 1) == 0);
    Invoices equal = doubling(25);
    for (Invoice& each : equal) each.amount = eur(10);
    CHECK(made_by_sum(equal, 250) == 25);
    CHECK(made_by_sum(equal, 240) == 0);
}

TEST_CASE("allocation: sums are looked for when the money comes, and never later") {
    const Book book{.invoices = {invoice("I1", jan(11), 40), invoice("I2", jan(12), 60),
                                 invoice("I3", jan(12), 90)},
                    .receipts = {payment("P1", jan(10), 100)},
                    .rules = never_oldest_due};
    CHECK(replayed(book) == "");
    // But a person is told.
    CHECK(on_account(book) == "P1 100.00 no_rule: I1 I2");
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

TEST_CASE("allocation: a tie of exact amounts is settled when one of the two is paid otherwise") {
    const Invoices invoices = {invoice("I1", jan(1), 50), invoice("I2", jan(2), 50)};
    const Receipts receipts = {payment("P1", jan(10), 50), payment("P2", jan(11), 50),
                               payment("P3", jan(12), 10, {.invoice = "I1"})};
    const Book before{
        .invoices = invoices, .receipts = {receipts[0], receipts[1]}, .rules = never_oldest_due};
    CHECK(on_account(before) == "P1 50.00 ambiguous: I1 I2\nP2 50.00 ambiguous: I1 I2");
    CHECK(replayed(invoices, receipts, never_oldest_due) ==
          "12 P3 I1 10.00 invoice\n"
          "12 P1 I2 50.00 exact_amount");
}

TEST_CASE("allocation: an amount that the first in the queue may not have goes to the next") {
    // P1 waits unbound, until the return opens an invoice that its text may mean.
    const Invoices invoices = {invoice("R-1002", jan(1), 30), invoice("R.1002", jan(1), 20),
                               invoice("I1", jan(1), 50), invoice("I2", jan(20), 50)};
    const Receipts receipts = {payment("P0", jan(2), 80),
                               payment("C0", jan(2), 20, {.invoice = "R.1002"}),
                               payment("P1", jan(10), 50, {.description = "R 1002"}),
                               payment("P2", jan(11), 50),
                               payment("P3", jan(12), 50),
                               returned("R0", jan(15), 80)};
    CHECK(replayed(invoices, receipts, never_oldest_due) ==
          "2 C0 R.1002 20.00 invoice\n"
          "2 P0 I1 50.00 sum\n"
          "2 P0 R-1002 30.00 sum\n"
          "15 R0 R-1002 -30.00 returned\n"
          "15 R0 I1 -50.00 returned\n"
          "15 P2 I1 50.00 exact_amount\n"
          "20 P3 I2 50.00 exact_amount");
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
    CHECK(money_left(invoices, receipts) == eur(0));
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
    CHECK(money_left(invoices, receipts) == eur(-50));

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

TEST_CASE("returned: one that names an invoice is of the payment that paid it, and marks it") {
    const Invoices invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 60)};
    const Receipts paid = {payment("P1", jan(10), 60, {.invoice = "I1"}),
                           payment("P2", jan(11), 40, {.invoice = "I1"}),
                           payment("P3", jan(12), 60, {.invoice = "I2"}),
                           returned("R1", jan(15), 60, {.invoice = "I1"})};
    const std::string lines =
        "10 P1 I1 60.00 invoice\n"
        "11 P2 I1 40.00 invoice\n"
        "12 P3 I2 60.00 invoice\n"
        "15 R1 I1 -60.00 returned";
    CHECK(replayed(invoices, paid) == lines);
    // P1 has gone back: the next return of 60 is of P3, and a third of nobody.
    Receipts again = paid;
    again.push_back(returned("R2", jan(16), 60));
    again.push_back(returned("R3", jan(17), 60, {.invoice = "I2"}));
    CHECK(replayed(invoices, again) == lines + "\n16 R2 I2 -60.00 returned");
}

TEST_CASE("returned: what went back in parts is not found again in what was paid since") {
    CHECK(replayed({invoice("I2", jan(1), 50), invoice("I5", jan(2), 50)},
                   {payment("P2", jan(10), 50, {.invoice = "I2"}),
                    returned("R0", jan(11), 30, {.invoice = "I2"}), returned("R1", jan(12), 20),
                    returned("R2", jan(13), 10), payment("P5", jan(14), 60, {.invoice = "I5"}),
                    returned("R3", jan(15), 50, {.invoice = "I2"})}) ==
          "10 P2 I2 50.00 invoice\n"
          "11 R0 I2 -30.00 returned\n"
          "12 R1 I2 -20.00 returned\n"
          "14 P5 I5 50.00 invoice");
}

TEST_CASE("returned: the payment of the same end-to-end id") {
    const Invoices invoices = {invoice("I1", jan(1), 50), invoice("I2", jan(2), 50)};
    const Receipts receipts = {
        payment("P1", jan(10), 50, {.invoice = "I1", .end_to_end_id = "E7"}),
        payment("P2", jan(11), 50, {.invoice = "I2", .reference = "MND"}),
        returned("R1", jan(15), 50, {.reference = "MND", .end_to_end_id = "E7"})};
    CHECK(replayed(invoices, receipts) ==
          "10 P1 I1 50.00 invoice\n"
          "11 P2 I2 50.00 invoice\n"
          "15 R1 I1 -50.00 returned");
}

TEST_CASE("by hand: so much to that invoice and no more, the rest by the rules to others") {
    Book book{.invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(2), 100)},
              .receipts = {payment("P1", jan(10), 80)},
              .rulings = {{"P1", "I2", 50}}};
    CHECK(replayed(book) == "10 P1 I2 50.00 by_hand\n10 P1 I1 30.00 oldest_due");

    SUBCASE("several, in their order, as far as both sides allow") {
        book.rulings = {{"P1", "I2", 200}, {"P1", "I1", 60}};
        book.receipts.push_back(payment("P0", jan(9), 60, {.invoice = "I2"}));
        CHECK(replayed(book) ==
              "9 P0 I2 60.00 invoice\n"
              "10 P1 I2 40.00 by_hand\n"
              "10 P1 I1 40.00 by_hand");
    }
    SUBCASE("also against what the money names") {
        book.receipts = {payment("P1", jan(10), 80, {.invoice = "I1"})};
        CHECK(replayed(book) == "10 P1 I2 50.00 by_hand\n10 P1 I1 30.00 invoice");
    }
}

TEST_CASE("by hand: nothing of it goes to that invoice, whatever the rules say") {
    const Invoice wrong = with_reference("RF1", invoice("I1", jan(1), 80));
    const Invoices invoices = {wrong, invoice("I2", jan(2), 90)};
    const auto lines_of = [&](const About& about) {
        return replayed(Book{.invoices = invoices,
                             .receipts = {payment("P1", jan(10), 80, about)},
                             .rulings = {{"P1", "I1", 0}}});
    };
    const About abouts[] = {
        {}, {.reference = "RF1"}, {.description = "I1"}, {.end_to_end_id = "I1"}};
    for (const About& about : abouts) CHECK(lines_of(about) == "10 P1 I2 80.00 oldest_due");
    CHECK(lines_of({.invoice = "I1"}) == "");
}

TEST_CASE("by hand: money ruled to an invoice of a later day is kept for it") {
    const Book book{.invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(20), 30)},
                    .receipts = {payment("P1", jan(10), 50)},
                    .rulings = {{"P1", "I2", 40}}};
    CHECK(replayed(book) ==
          "10 P1 I1 10.00 oldest_due\n"
          "20 P1 I2 30.00 by_hand\n"
          "20 P1 I1 10.00 oldest_due");
}

TEST_CASE("by hand: what was kept is free when its invoice comes, also one of nothing") {
    const Book book{.invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(20), 0)},
                    .receipts = {payment("P1", jan(10), 50)},
                    .rulings = {{"P1", "I2", 40}}};
    CHECK(replayed(book) ==
          "10 P1 I1 10.00 oldest_due\n"
          "20 P1 I1 40.00 oldest_due");
}

TEST_CASE("by hand: the ruling holds again when its invoice is open again") {
    const Book book{.invoices = {invoice("I1", jan(1), 100), invoice("I2", jan(1), 50)},
                    .receipts = {payment("P0", jan(5), 100, {.invoice = "I1"}),
                                 payment("P1", jan(10), 60), returned("R0", jan(15), 100)},
                    .rules = never_oldest_due,
                    .rulings = {{"P1", "I1", 60}}};
    CHECK(replayed(book) ==
          "5 P0 I1 100.00 invoice\n"
          "15 R0 I1 -100.00 returned\n"
          "15 P1 I1 60.00 by_hand");
}

TEST_CASE("on account: each receipt with money left says why, and where to look") {
    const Invoice paid = with_reference("RF18539007547034", invoice("R-1001", jan(1), 50));
    const Receipt payer = payment("P0", jan(2), 50, {.invoice = "R-1001"});
    const Invoice open = invoice("R-2002", jan(3), 70);
    struct Row {
        Receipt receipt;
        std::vector<Ruled> rulings;
        const char* expected;
    };
    const Row rows[] = {
        {payment("P1", jan(10), 60, {.invoice = "R-9"}), {}, "P1 60.00 names_unknown_invoice"},
        {payment("P1", jan(10), 60, {.invoice = "R-1001"}),
         {},
         "P1 60.00 names_paid_invoice: R-1001"},
        {payment("P1", jan(10), 60, {.reference = "RF18539007547034"}),
         {},
         "P1 60.00 names_paid_invoice: R-1001"},
        {payment("P1", jan(10), 60, {.description = "R1001"}),
         {},
         "P1 60.00 names_paid_invoice: R-1001"},
        {payment("P1", jan(10), 60, {.end_to_end_id = "R1001"}),
         {},
         "P1 60.00 names_paid_invoice: R-1001"},
        {payment("P1", jan(10), 80, {.description = "R2002"}),
         {},
         "P1 10.00 names_paid_invoice: R-2002"},
        {payment("P1", jan(10), 60), {}, "P1 60.00 no_rule"},
        {payment("P1", jan(10), 60, {.invoice = "R-2002"}),
         {{"P1", "R-2002", 0}},
         "P1 60.00 ruled_otherwise: R-2002"},
        {payment("P1", jan(10), 60, {.description = "R2002"}),
         {{"P1", "R-2002", 10}},
         "P1 50.00 ruled_otherwise: R-2002"},
        {payment("P1", jan(10), 60), {{"P1", "R-2002", 0}}, "P1 60.00 ruled_otherwise"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.receipt.description);
        CHECK(on_account({.invoices = {paid, open},
                          .receipts = {payer, row.receipt},
                          .rules = never_oldest_due,
                          .rulings = row.rulings}) == row.expected);
    }
    CHECK(on_account({.invoices = {paid}, .receipts = {payer, payment("P1", jan(10), 60)}}) ==
          "P1 60.00 nothing_open");
    CHECK(on_account({.invoices = {open}, .receipts = {payment("P1", jan(10), 60)}}) == "");
}

TEST_CASE("on account: at most twenty candidates") {
    Book book{.receipts = {payment("P1", jan(10), 50)}, .rules = never_oldest_due};
    for (int i = 0; i < 30; ++i) {
        book.invoices.push_back(invoice(fmt::format("I{}", i), jan(1), 50, jan(2) + i));
    }
    const auto unmatched = replay(book).unmatched;
    REQUIRE(unmatched.size() == 1);
    CHECK(unmatched[0].why == OnAccount::ambiguous);
    CHECK(unmatched[0].candidates.size() == Unmatched::max_candidates);
}

TEST_CASE("allocation: what a list has settled is no money") {
    struct Case {
        const char* what;
        Receipts receipts;
        const char* allocations;
    };
    const Receipt gone = listed("L1", jan(20), 100, "I1");
    const Receipt less = listed("L1", jan(20), 60, "I1", 40);
    const Receipt open_again = listed("L2", jan(21), -100, "I1", 100);
    const auto paid = [](int day, int amount) { return payment("P1", jan(day), amount); };
    const Case cases[] = {
        {"the whole, when nothing else is known", {gone}, "20 L1 I1 100.00 invoice"},
        {"down to what the list has", {less}, "20 L1 I1 60.00 invoice"},
        {"money of before takes its place", {gone, paid(19, 100)}, "19 P1 I1 100.00 exact_amount"},
        {"and of the day itself", {gone, paid(20, 100)}, "20 P1 I1 100.00 exact_amount"},
        {"or a part of it",
         {gone, paid(19, 30)},
         "19 P1 I1 30.00 oldest_due\n20 L1 I1 70.00 invoice"},
        {"as far as the list goes", {less, paid(19, 60)}, "19 P1 I1 60.00 oldest_due"},
        {"not more than the list has missed",
         {listed("L1", jan(20), 20, "I1")},
         "20 L1 I1 20.00 invoice"},
        {"money of later finds the invoice settled",
         {gone, paid(21, 100)},
         "20 L1 I1 100.00 invoice"},
        {"before the invoice there is nothing to settle",
         {listed("L1", jan(1), 100, "I1")},
         "2 L1 I1 100.00 invoice"},
        {"an invoice that nobody knows", {listed("L1", jan(20), 100, "I9")}, ""},
        {"open again", {gone, open_again}, "20 L1 I1 100.00 invoice\n21 L2 I1 -100.00 returned"},
        {"and on the same day, the last word",
         {gone, listed("L1'", jan(20), -100, "I1", 100), listed("L1''", jan(20), 30, "I1", 70)},
         "20 L1 I1 100.00 invoice\n20 L1' I1 -100.00 returned\n20 L1'' I1 30.00 invoice"},
        {"what money has paid is not opened by a list",
         {gone, paid(19, 100), open_again},
         "19 P1 I1 100.00 exact_amount"},
        {"nor more than the list has open",
         {gone, listed("L2", jan(21), -100, "I1", 30)},
         "20 L1 I1 100.00 invoice\n21 L2 I1 -30.00 returned"},
        {"money that went back, by name",
         {gone, returned("B1", jan(22), 100, {.invoice = "I1"})},
         "20 L1 I1 100.00 invoice\n22 B1 I1 -100.00 returned"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.what);
        const Book book{.invoices = {invoice("I1", jan(2), 100)}, .receipts = each.receipts};
        CHECK(replayed(book) == each.allocations);
        for (const Unmatched& left : replay(book).unmatched) {
            CHECK(book.receipts[left.receipt].id == "P1");
        }
    }
}

TEST_CASE("allocation: lists of older ledgers do not say how much they had open") {
    const auto old = [](Receipt list) {
        list.method = "snapshot";
        return list;
    };
    Book book{.invoices = {invoice("I1", jan(1), 100)},
              .receipts = {old(listed("L1", jan(20), 60, "I1"))}};
    CHECK(replayed(book) == "20 L1 I1 60.00 invoice");
    book.receipts.push_back(old(listed("L2", jan(21), -20, "I1")));
    CHECK(replayed(book) == "20 L1 I1 60.00 invoice\n21 L2 I1 -20.00 returned");
}

TEST_CASE(
    "allocation: what a list has settled pays no other invoice, and a person may release it") {
    Book book{.invoices = {invoice("I1", jan(2), 100), invoice("I2", jan(3), 100)},
              .receipts = {listed("L1", jan(20), 100, "I1"),
                           payment("P1", jan(19), 100, {.invoice = "I1"})}};
    CHECK(replayed(book) == "19 P1 I1 100.00 invoice");
    CHECK(on_account(book) == "");
    book.receipts.pop_back();
    book.rulings = {{"L1", "I1", 0}};
    CHECK(replayed(book) == "");
    CHECK(on_account(book) == "");
    book.rulings = {{"L1", "I2", 100}};
    CHECK(replayed(book) == "20 L1 I1 100.00 invoice");
}
