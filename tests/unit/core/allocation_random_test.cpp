// allocate() on random books: what holds whatever they are.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "core/allocation.h"
#include "support/dice.h"
#include "support/literals.h"
#include "unit/core/books.h"
#include "unit/core/slow_replay.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

// Numbers that are easily taken for each other, and what payers make of them.
const std::vector<std::string> numbers = {"I1",     "I2",      "R-1001",     "R-1002",
                                          "R.1002", "R-01003", "R-20250041", "R-20250042"};
const std::vector<std::string> texts = {"",
                                        "",
                                        "I1",
                                        "I2, I1",
                                        "Rechnung R1001",
                                        "R 1002",
                                        "R-1002/I2",
                                        "r1003",
                                        "R-1003 I9",
                                        "R-20250041",
                                        "R-2025004",
                                        "R20250042 und R-1001",
                                        "R-1001R-1002",
                                        "instalment P0001",
                                        "P0002 P0001"};
const std::vector<std::string> references = {
    "", "", "RF18 5390 0754 7034", "rf18539007547034", "1234 5672", "00012345672", "Order 7"};
const std::vector<std::string> descriptions = {
    "", "", "", "I2", "RF18 5390 0754 7034 R-1001", "Order  7", "thank you", "R1002 R.1002"};

About random_about(Dice& dice) {
    About about{.reference = dice.pick(dice.one_in(2) ? references : texts)};
    if (dice.one_in(3)) about.description = dice.pick(descriptions);
    if (dice.one_in(4)) about.end_to_end_id = dice.pick(texts);
    if (dice.one_in(4)) about.invoice = dice.pick(numbers);
    return about;
}

Receipt random_receipt(Dice& dice, std::string id, int amount) {
    const Date day = jan(1 + dice.below(14));
    const About about = random_about(dice);
    return dice.one_in(5)   ? returned(std::move(id), day, amount, about)
           : dice.one_in(4) ? credit(std::move(id), day, amount, about)
                            : payment(std::move(id), day, amount, about);
}

// Few days, amounts, numbers and references, so that they collide.
Book random_book(Dice& dice) {
    const std::vector<int> amounts = {10, 20, 30, 50, 80};
    Book book;
    std::vector<std::string> unused = numbers;
    dice.shuffle(unused);
    for (int i = dice.below(8); i-- > 0; unused.pop_back()) {
        const Date issued = jan(1 + dice.below(12));
        book.invoices.push_back(with_reference(
            dice.pick(references),
            invoice(unused.back(), issued, dice.pick(amounts), issued + dice.below(4))));
    }
    for (int i = dice.below(11); i-- > 0;) {
        book.receipts.push_back(random_receipt(dice, fmt::format("P{}", i), dice.pick(amounts)));
    }
    if (dice.one_in(2)) {
        dice.shuffle(book.rules.order);
        book.rules.order.resize(static_cast<std::size_t>(dice.below(7)));
    } else if (dice.one_in(2)) {
        book.rules.order.pop_back();
    }
    return book;
}

// Lists that have less or more open of what the book has, and of what it has not.
void add_lists(Book& book, Dice& dice) {
    for (int i = 1 + dice.below(4); i-- > 0;) {
        const int amount = (1 + dice.below(8)) * 10;
        book.receipts.push_back(listed(fmt::format("L{}", i), jan(1 + dice.below(14)),
                                       dice.one_in(3) ? -amount : amount, dice.pick(numbers),
                                       dice.below(6) * 10));
    }
}

// At most one for a receipt and an invoice.
void add_rulings(Book& book, Dice& dice) {
    for (const Receipt& receipt : book.receipts) {
        for (const Invoice& invoice : book.invoices) {
            if (!dice.one_in(6)) continue;
            book.rulings.push_back({receipt.id, invoice.number, dice.one_in(2) ? 0 : 20});
        }
    }
    dice.shuffle(book.rulings);
}

// Of some of the invoices, so that money for it, beside it and of other days meets.
void add_plans(Book& book, Dice& dice) {
    for (const std::string code : {"P0001", "P0002"}) {
        Agreed plan{.code = code, .proposed = jan(1 + dice.below(8)), .debts = {}};
        for (const Invoice& invoice : book.invoices) {
            if (dice.one_in(3)) plan.debts.push_back(invoice.number);
        }
        if (dice.one_in(2)) plan.installments = {20, 30};
        if (dice.one_in(3)) plan.cancelled = plan.proposed + dice.below(8);
        book.plans.push_back(std::move(plan));
        if (dice.one_in(2)) return;
    }
}

// Money ruled to an invoice of a later day is kept for it, and so is what a plan will charge: what
// looks ahead.
void leave_out_later_invoices(Book& book) {
    std::erase_if(book.rulings, [&](const Ruled& ruled) {
        const auto receipt = std::ranges::find(book.receipts, ruled.receipt, &Receipt::id);
        const auto invoice = std::ranges::find(book.invoices, ruled.invoice, &Invoice::number);
        return invoice->issued > receipt->date;
    });
    for (Agreed& plan : book.plans) {
        std::erase_if(plan.debts, [&](const std::string& number) {
            const auto debt = std::ranges::find(book.invoices, number, &Invoice::number);
            return debt->issued > plan.proposed;
        });
    }
}

template <class Check>
void for_random_books(int how_many, const Check& check) {
    Dice dice(20250131);
    for (int i = 0; i < how_many; ++i) {
        CAPTURE(i);
        Book book = random_book(dice);
        if (dice.one_in(3)) add_lists(book, dice);
        if (dice.one_in(3)) add_rulings(book, dice);
        if (dice.one_in(2)) add_plans(book, dice);
        check(book, dice);
    }
}

// The book as it was known at the end of a day.
Book up_to(const Book& book, Date day) {
    Book known{.rules = book.rules, .rulings = book.rulings, .plans = book.plans};
    std::ranges::copy_if(book.invoices, std::back_inserter(known.invoices),
                         [&](const Invoice& i) { return i.issued <= day; });
    std::ranges::copy_if(book.receipts, std::back_inserter(known.receipts),
                         [&](const Receipt& r) { return r.date <= day; });
    return known;
}

std::string lines_up_to(const Book& book, Date day) {
    std::string lines;
    for (const Allocation& made : replay(book).made) {
        if (made.day > day) continue;
        lines += (lines.empty() ? "" : "\n") + line(book.invoices, book.receipts, made);
    }
    return lines;
}

std::string sorted_lines(const std::string& text) {
    std::istringstream in(text);
    std::set<std::string> lines;
    for (std::string each; std::getline(in, each);) lines.insert(each);
    return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string money_left(const Book& book) {
    std::string lines;
    for (const Unmatched& left : replay(book).unmatched) {
        lines += fmt::format("{} {}\n", book.receipts[left.receipt].id,
                             to_decimal(Money(left.amount_minor, "EUR"_currency)));
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
    for_random_books(1500, [](const Book& book, Dice&) {
        const SlowReplay slow(book);
        CHECK(replayed(book) == slow.allocations());
        CHECK(money_left(book) == slow.money_left());
    });
}

TEST_CASE(
    "allocation, random books: the answer as of a day depends on facts up to that day alone") {
    for_random_books(100, [](const Book& random, Dice&) {
        Book book = random;
        leave_out_later_invoices(book);
        for (Date day = jan(1); day <= jan(14); day = day + 1) {
            CHECK(lines_up_to(book, day) == replayed(up_to(book, day)));
            CHECK(on_account(book, day) == on_account(up_to(book, day)));
        }
    });
}

TEST_CASE("allocation, random books: the order of the facts does not matter") {
    for_random_books(300, [](const Book& book, Dice& dice) {
        Book shuffled = book;
        dice.shuffle(shuffled.invoices);
        dice.shuffle(shuffled.receipts);
        CHECK(replayed(shuffled) == replayed(book));
        CHECK(sorted_lines(on_account(shuffled)) == sorted_lines(on_account(book)));
    });
}

TEST_CASE("allocation, random books: no receipt and no invoice is ever used beyond its amount") {
    for_random_books(300, [](const Book& book, Dice&) {
        const auto all = replay(book).made;
        for (Date day = jan(1); day <= jan(14); day = day + 1) check_sums(book, all, day);
    });
}

TEST_CASE("allocation, random books: nothing is allocated before both sides are there") {
    for_random_books(600, [](const Book& book, Dice&) {
        std::set<std::tuple<std::size_t, std::size_t, Date>> seen;
        const bool anything_back = std::ranges::any_of(
            book.receipts, [](const Receipt& receipt) { return receipt.amount.is_negative(); });
        Date last = jan(1);
        for (const Allocation& made : replay(book).made) {
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

}  // namespace

// What grows with the square of the book would be felt here; how long it takes is for the
// benchmark.
TEST_CASE("allocation: ten thousand invoices and payments of one customer are settled") {
    const Book book = big_book(10'000, {100, 200, 300});
    CHECK(replay(book).made.size() > book.receipts.size() / 2);
}
