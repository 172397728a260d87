#include "core/allocation.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <random>
#include <set>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

using Invoices = std::vector<Invoice>;
using Receipts = std::vector<Receipt>;

// Days of January 2025, so that a case reads as a calendar.
Date jan(int day) {
    return Date::from_ymd(2025, 1, day);
}

Money eur(int whole) {
    return Money(whole * 100, "EUR"_currency);
}

Invoice invoice(std::string number, Date issued, int amount, std::optional<Date> due = {}) {
    return {.number = std::move(number),
            .customer = "C001",
            .issued = issued,
            .due = due.value_or(issued + 30),
            .amount = eur(amount)};
}

Invoice with_reference(std::string reference, Invoice invoice) {
    invoice.reference = std::move(reference);
    return invoice;
}

struct About {
    std::string invoice = {};
    std::string reference = {};
};

Receipt payment(std::string id, Date date, int amount, About about = {}) {
    return {.id = std::move(id),
            .customer = "C001",
            .date = date,
            .amount = eur(amount),
            .invoice = about.invoice,
            .reference = about.reference};
}

Receipt returned(std::string id, Date date, int amount, About about = {}) {
    return payment(std::move(id), date, -amount, std::move(about));
}

Receipt credit(std::string id, Date date, int amount, About about = {}) {
    Receipt receipt = payment(std::move(id), date, amount, std::move(about));
    receipt.kind = ReceiptKind::credit;
    return receipt;
}

// "10 P1 I1 100.00 invoice": day of the month, receipt, invoice, amount, rule.
std::string line(const Invoices& invoices, const Receipts& receipts, const Allocation& made) {
    return fmt::format("{} {} {} {} {}", made.day.day(), receipts[made.receipt].id,
                       invoices[made.invoice].number,
                       to_decimal(Money(made.amount_minor, "EUR"_currency)), to_text(made.rule));
}

// All allocations, one a line.
std::string replayed(const Invoices& invoices, const Receipts& receipts,
                     const AllocationRules& rules = {}) {
    std::string lines;
    for (const Allocation& made : allocate(invoices, receipts, rules)) {
        lines += (lines.empty() ? "" : "\n") + line(invoices, receipts, made);
    }
    return lines;
}

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

// ---- Random books, against a second computation that is slow and plain. ----

namespace {

struct Book {
    Invoices invoices;
    Receipts receipts;
    AllocationRules rules;
};

class Dice {
  public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
    bool one_in(int n) { return below(n) == 0; }
    template <class T>
    const T& pick(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }
    std::mt19937& engine() { return engine_; }

  private:
    std::mt19937 engine_;
};

// Few days, amounts, numbers and references, so that they collide.
Book random_book(Dice& dice) {
    const std::vector<int> amounts = {10, 20, 30, 50};
    const std::vector<std::string> references = {"", "", "RF1", "RF2"};
    Book book;
    for (int i = dice.below(7); i-- > 0;) {
        const Date issued = jan(1 + dice.below(12));
        book.invoices.push_back(with_reference(
            dice.pick(references),
            invoice(fmt::format("I{}", i), issued, dice.pick(amounts), issued + dice.below(4))));
    }
    const auto some_number = [&] { return fmt::format("I{}", dice.below(8)); };
    for (int i = dice.below(11); i-- > 0;) {
        About about{.reference = dice.pick(references)};
        if (dice.one_in(3)) about.invoice = some_number();
        if (dice.one_in(4)) about.reference = some_number() + ", " + some_number();
        const std::string id = fmt::format("P{}", i);
        const Date day = jan(1 + dice.below(14));
        const int amount = dice.pick(amounts);
        book.receipts.push_back(dice.one_in(4)   ? returned(id, day, amount, about)
                                : dice.one_in(4) ? credit(id, day, amount, about)
                                                 : payment(id, day, amount, about));
    }
    if (dice.one_in(3)) {
        std::ranges::shuffle(book.rules.order, dice.engine());
        book.rules.order.resize(static_cast<std::size_t>(dice.below(5)));
    }
    return book;
}

template <class Check>
void for_random_books(int how_many, const Check& check) {
    Dice dice(20250131);
    for (int i = 0; i < how_many; ++i) {
        CAPTURE(i);
        check(random_book(dice), dice);
    }
}

std::string replayed(const Book& book) {
    return replayed(book.invoices, book.receipts, book.rules);
}

// The rules of core/allocation.h once more: days are walked one by one, and everything is looked
// for in plain lists.
class SlowReplay {
  public:
    explicit SlowReplay(const Book& book)
        : book_(book),
          open_(book.invoices.size(), 0),
          left_(book.receipts.size(), 0),
          bound_(book.receipts.size()),
          gone_back_(book.receipts.size(), false) {}

    std::string run() {
        for (today_ = jan(1); today_ <= jan(31); today_ = today_ + 1) {
            for (const std::size_t i : invoices_of_today()) {
                open_[i] = book_.invoices[i].amount.minor();
                offer();
            }
            for (const std::size_t r : receipts_of_today(is_credit)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_payment)) come_in(r);
            for (const std::size_t r : receipts_of_today(is_returned)) go_back(r);
        }
        return lines_;
    }

  private:
    using Kind = bool (*)(const Receipt&);
    using Indices = std::vector<std::size_t>;

    static bool is_returned(const Receipt& r) { return r.amount.is_negative(); }
    static bool is_credit(const Receipt& r) { return r.kind == ReceiptKind::credit; }
    static bool is_payment(const Receipt& r) { return !is_returned(r) && !is_credit(r); }

    Indices invoices_of_today() const {
        std::map<std::string, std::size_t> found;
        for (std::size_t i = 0; i < book_.invoices.size(); ++i) {
            if (book_.invoices[i].issued == today_) found[book_.invoices[i].number] = i;
        }
        return values_of(found);
    }

    Indices receipts_of_today(Kind kind) const {
        std::map<std::string, std::size_t> found;
        for (std::size_t r = 0; r < book_.receipts.size(); ++r) {
            const Receipt& receipt = book_.receipts[r];
            if (receipt.date == today_ && kind(receipt)) found[receipt.id] = r;
        }
        return values_of(found);
    }

    static Indices values_of(const std::map<std::string, std::size_t>& found) {
        Indices values;
        for (const auto& [name, value] : found) values.push_back(value);
        return values;
    }

    void come_in(std::size_t r) {
        came_.push_back(r);
        left_[r] = book_.receipts[r].amount.minor();
        for (const std::size_t debt : came_) {
            if (left_[debt] < 0) cancel(debt, r);
        }
        spend(r);
    }

    void offer() {
        for (const std::size_t r : came_) {
            if (left_[r] > 0) spend(r);
        }
    }

    void spend(std::size_t r) {
        if (!book_.receipts[r].invoice.empty()) {
            pay(r, AllocationRule::invoice);
        } else if (bound_[r]) {
            pay(r, *bound_[r]);
        } else {
            for (const AllocationRule rule : book_.rules.order) {
                if (!pay(r, rule)) continue;
                bound_[r] = rule;
                break;
            }
        }
    }

    bool pay(std::size_t r, AllocationRule rule) {
        bool any = false;
        for (const std::size_t i : targets(book_.receipts[r], left_[r], rule)) {
            const auto amount = std::min(left_[r], open_[i]);
            if (amount == 0) continue;
            left_[r] -= amount;
            write(r, i, amount, rule);
            paid_.push_back({r, i, amount});
            any = true;
        }
        return any;
    }

    // The open invoices that the rule means, in the order in which they are paid.
    Indices targets(const Receipt& receipt, std::int64_t left, AllocationRule rule) const {
        switch (rule) {
            case AllocationRule::invoice:
                return open_where([&](const Invoice& i) { return i.number == receipt.invoice; });
            case AllocationRule::reference:
                return open_where([&](const Invoice& i) {
                    return !i.reference.empty() && i.reference == receipt.reference;
                });
            case AllocationRule::invoice_number:
                return named_in(receipt.reference);
            case AllocationRule::exact_amount: {
                Indices same;
                for (const std::size_t i : open_where([](const Invoice&) { return true; })) {
                    if (open_[i] == left) same.push_back(i);
                }
                return same.size() == 1 ? same : Indices{};
            }
            case AllocationRule::oldest_due:
                return open_where([](const Invoice&) { return true; });
            case AllocationRule::returned:
                break;
        }
        return {};
    }

    // Random references are one word, or two with a comma.
    Indices named_in(const std::string& text) const {
        const auto comma = text.find(", ");
        Indices found;
        for (const std::string& word :
             {text.substr(0, comma), comma == text.npos ? "" : text.substr(comma + 2)}) {
            for (const std::size_t i :
                 open_where([&](const Invoice& each) { return each.number == word; })) {
                found.push_back(i);
            }
        }
        return found;
    }

    template <class Wanted>
    Indices open_where(const Wanted& wanted) const {
        Indices found;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            if (open_[i] > 0 && wanted(book_.invoices[i])) found.push_back(i);
        }
        std::ranges::sort(found, {}, [&](std::size_t i) {
            return std::pair(book_.invoices[i].due, book_.invoices[i].number);
        });
        return found;
    }

    void go_back(std::size_t r) {
        came_.push_back(r);
        const Receipt& gone = book_.receipts[r];
        left_[r] = gone.amount.minor();
        if (!gone.invoice.empty()) {
            cancel_unspent(
                r, [&](std::size_t p) { return book_.receipts[p].invoice == gone.invoice; });
            reopen(r, [&](const Paid& paid) {
                return book_.invoices[paid.invoice].number == gone.invoice;
            });
            cancel_unspent(r, [](std::size_t) { return true; });
        } else {
            const std::size_t original = original_of(gone);
            if (original < came_.size() + left_.size()) gone_back_[original] = true;
            cancel_unspent(r, [&](std::size_t p) { return p == original; });
            reopen(r, [&](const Paid& paid) { return paid.receipt == original; });
            cancel_unspent(r, [](std::size_t) { return true; });
            reopen(r, [](const Paid&) { return true; });
        }
        offer();
    }

    std::size_t original_of(const Receipt& gone) const {
        std::size_t best = book_.receipts.size() * 1000;
        std::string best_rank;
        for (const std::size_t p : came_) {
            const Receipt& paid = book_.receipts[p];
            if (!is_payment(paid) || gone_back_[p] || paid.amount != -gone.amount) continue;
            const bool same = !gone.reference.empty() && gone.reference == paid.reference;
            const std::string rank =
                fmt::format("{} {} {}", same ? 1 : 0, to_text(paid.date), paid.id);
            if (rank > best_rank) {
                best_rank = rank;
                best = p;
            }
        }
        return best;
    }

    void cancel(std::size_t debt, std::size_t money) {
        const auto amount = std::min(-left_[debt], left_[money]);
        left_[debt] += amount;
        left_[money] -= amount;
    }

    template <class Wanted>
    void cancel_unspent(std::size_t debt, const Wanted& wanted) {
        for (auto p = came_.rbegin(); p != came_.rend(); ++p) {
            if (left_[*p] > 0 && wanted(*p)) cancel(debt, *p);
        }
    }

    struct Paid {
        std::size_t receipt;
        std::size_t invoice;
        std::int64_t amount;
    };

    template <class Wanted>
    void reopen(std::size_t r, const Wanted& wanted) {
        for (auto paid = paid_.rbegin(); paid != paid_.rend(); ++paid) {
            const auto amount = std::min(-left_[r], paid->amount);
            if (amount == 0 || !wanted(*paid)) continue;
            left_[r] += amount;
            paid->amount -= amount;
            write(r, paid->invoice, -amount, AllocationRule::returned);
        }
    }

    void write(std::size_t r, std::size_t i, std::int64_t amount, AllocationRule rule) {
        open_[i] -= amount;
        const Allocation made{
            .receipt = r, .invoice = i, .day = today_, .amount_minor = amount, .rule = rule};
        lines_ += (lines_.empty() ? "" : "\n") + line(book_.invoices, book_.receipts, made);
    }

    const Book& book_;
    Date today_;
    std::vector<std::int64_t> open_;
    std::vector<std::int64_t> left_;  // below zero: went back and was not made good yet
    std::vector<std::optional<AllocationRule>> bound_;
    std::vector<bool> gone_back_;
    Indices came_;
    std::vector<Paid> paid_;
    std::string lines_;
};

// The book as it was known at the end of a day.
Book up_to(const Book& book, Date day) {
    Book known{.invoices = {}, .receipts = {}, .rules = book.rules};
    std::ranges::copy_if(book.invoices, std::back_inserter(known.invoices),
                         [&](const Invoice& i) { return i.issued <= day; });
    std::ranges::copy_if(book.receipts, std::back_inserter(known.receipts),
                         [&](const Receipt& r) { return r.date <= day; });
    return known;
}

std::string lines_up_to(const Book& book, Date day) {
    std::string lines;
    for (const Allocation& made : allocate(book.invoices, book.receipts, book.rules)) {
        if (made.day > day) continue;
        lines += (lines.empty() ? "" : "\n") + line(book.invoices, book.receipts, made);
    }
    return lines;
}

// Of what was allocated by the end of the day, the sums of each receipt and of each invoice.
void check_sums(const Book& book, const std::vector<Allocation>& all, Date day) {
    std::vector<std::int64_t> spent(book.receipts.size());
    std::vector<std::int64_t> paid(book.invoices.size());
    for (const Allocation& made : all) {
        if (made.day > day) continue;
        spent[made.receipt] += made.amount_minor;
        paid[made.invoice] += made.amount_minor;
    }
    for (std::size_t r = 0; r < spent.size(); ++r) {
        const auto amount = book.receipts[r].amount.minor();
        CHECK(spent[r] >= std::min<std::int64_t>(0, amount));
        CHECK(spent[r] <= std::max<std::int64_t>(0, amount));
    }
    for (std::size_t i = 0; i < paid.size(); ++i) {
        CHECK(paid[i] >= 0);
        CHECK(paid[i] <= book.invoices[i].amount.minor());
    }
}

}  // namespace

TEST_CASE("allocation, random books: the same as a slow and plain second computation") {
    for_random_books(
        3000, [](const Book& book, Dice&) { CHECK(replayed(book) == SlowReplay(book).run()); });
}

TEST_CASE(
    "allocation, random books: the answer as of a day depends on facts up to that day alone") {
    for_random_books(300, [](const Book& book, Dice&) {
        for (Date day = jan(1); day <= jan(14); day = day + 1) {
            CHECK(lines_up_to(book, day) == replayed(up_to(book, day)));
        }
    });
}

TEST_CASE("allocation, random books: the order of the facts does not matter") {
    for_random_books(600, [](const Book& book, Dice& dice) {
        Book shuffled = book;
        std::ranges::shuffle(shuffled.invoices, dice.engine());
        std::ranges::shuffle(shuffled.receipts, dice.engine());
        CHECK(replayed(shuffled) == replayed(book));
    });
}

TEST_CASE("allocation, random books: no receipt and no invoice is ever used beyond its amount") {
    for_random_books(300, [](const Book& book, Dice&) {
        const auto all = allocate(book.invoices, book.receipts, book.rules);
        for (Date day = jan(1); day <= jan(14); day = day + 1) check_sums(book, all, day);
    });
}

TEST_CASE("allocation, random books: nothing is allocated before both sides are there") {
    for_random_books(600, [](const Book& book, Dice&) {
        std::set<std::tuple<std::size_t, std::size_t, Date>> seen;
        const bool anything_back = std::ranges::any_of(
            book.receipts, [](const Receipt& receipt) { return receipt.amount.is_negative(); });
        Date last = jan(1);
        for (const Allocation& made : allocate(book.invoices, book.receipts, book.rules)) {
            const Date first_day =
                std::max(book.receipts[made.receipt].date, book.invoices[made.invoice].issued);
            CHECK(made.day >= first_day);
            CHECK(made.day >= last);
            CHECK(made.amount_minor != 0);
            const bool is_new = seen.insert({made.receipt, made.invoice, made.day}).second;
            CHECK((is_new || anything_back));
            last = made.day;
        }
    });
}

namespace {

// One customer's book of several years, with every kind of payment.
Book big_book(int size, const std::vector<int>& amounts) {
    Dice dice(7);
    Book book;
    for (int i = 0; i < size; ++i) {
        const Date issued = "2015-01-01"_date + dice.below(3000);
        book.invoices.push_back(with_reference(
            fmt::format("RF{}", i),
            invoice(fmt::format("INV-{}", i), issued, dice.pick(amounts) + dice.below(500))));
    }
    for (int i = 0; i < size; ++i) {
        const std::string id = fmt::format("P{}", i);
        const Date day = "2015-01-15"_date + dice.below(3000);
        const int target = dice.below(size);
        About about;
        if (dice.one_in(3)) about.invoice = fmt::format("INV-{}", target);
        if (dice.one_in(3)) about.reference = fmt::format("RF{}", target);
        if (dice.one_in(3)) about.reference = fmt::format("INV-{}, INV-{}", target, i);
        if (dice.one_in(10)) about.invoice = "unknown";
        const int amount = dice.pick(amounts);
        book.receipts.push_back(dice.one_in(20) ? returned(id, day, amount, about)
                                                : payment(id, day, amount, about));
    }
    return book;
}

// Of the processor, because the machine may have other things to do.
double seconds_to_allocate(const Book& book) {
    const std::clock_t start = std::clock();
    const auto made = allocate(book.invoices, book.receipts, book.rules);
    const std::clock_t taken = std::clock() - start;
    CHECK(made.size() > book.receipts.size() / 2);
    return static_cast<double>(taken) / CLOCKS_PER_SEC;
}

}  // namespace

// In a debug build it takes about a second; what grows with the square of the book takes many.
TEST_CASE("allocation: ten thousand invoices and payments of one customer take no time") {
    CHECK(seconds_to_allocate(big_book(10'000, {100, 200, 300})) < 4.0);
}
