// allocate() on random books: what holds whatever they are.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/allocation.h"
#include "support/dice.h"
#include "support/literals.h"
#include "unit/core/books.h"
#include "unit/core/slow_replay.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

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
        dice.shuffle(book.rules.order);
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
        dice.shuffle(shuffled.invoices);
        dice.shuffle(shuffled.receipts);
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
