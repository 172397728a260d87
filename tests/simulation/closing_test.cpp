// A closed month and all that may reach back into it: facts that are told late, corrected, taken
// back with their import, set elsewhere by hand, lists of what is open, discounts that late money
// has earned. What `report aging --since` lists accounts for every cent of it.
#include "simulation/closing.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "app/import_files.h"
#include "app/match_by_hand.h"
#include "simulation/seed.h"
#include "simulation/simulated_book.h"
#include "support/dice.h"

using namespace dunning;
using namespace dunning::simulation;

namespace {

struct Row {
    std::string number;
    std::string customer = {};
    std::string currency = {};
    Date day = {};
    Date due = {};  // of an invoice
    std::int64_t amount_minor = 0;
    std::string invoice = {};  // of a payment or credit note
    int discount = 0;          // per cent, within ten days
};

std::string decimal(const Row& row) {
    return to_decimal(Money(row.amount_minor, *Currency::from_code(row.currency)));
}

class Clerk {
  public:
    explicit Clerk(unsigned seed) : dice_(seed) {
        run(ImportKind::customers, "id,name\nK1,Blume\nK2,Garten\nK3,Wiese\n", first_day);
    }

    // Whatever comes up. `latest`: facts are dated up to this day.
    void work(Date day, Date latest) {
        switch (dice_.below(8)) {
            case 0:
                return invoice(day, latest);
            case 1:
            case 2:
                return payment(day, latest);
            case 3:
                return credit(day, latest);
            case 4:
                return correct_invoice(day);
            case 5:
                return correct_payment(day);
            case 6:
                return by_hand(day);
            default:
                return dice_.one_in(2) ? take_back(day) : list(day);
        }
    }

    const Ledger& ledger() const { return ledger_; }
    const Policy& policy() const { return policy_; }

  private:
    void run(ImportKind kind, const std::string& text, Date day, bool is_list = false) {
        ImportRequest request{.kind = kind};
        if (is_list) request.snapshot = SnapshotGuard{100};
        const FileReport report =
            import_file(ledger_, policy_, request, "file.csv", text, stamp_of(day));
        if (!report.batch.empty()) batches_.push_back(report.batch);  // else it was refused
    }

    Date some_day(Date latest) { return latest - dice_.below(40); }

    void tell(const Row& row, Date day, bool is_list = false) {
        const int percent = row.discount;
        run(ImportKind::invoices,
            fmt::format("number,customer,issued,due,amount,currency,discount_percent,"
                        "discount_days\n{},{},{},{},{},{},{},{}\n",
                        row.number, row.customer, to_text(row.day), to_text(row.due), decimal(row),
                        row.currency, percent == 0 ? "" : std::to_string(percent),
                        percent == 0 ? "" : "10"),
            day, is_list);
    }

    void pay(const Row& row, Date day) {
        run(ImportKind::payments,
            fmt::format("id,customer,date,amount,currency,invoice\n{},{},{},{},{},{}\n", row.number,
                        row.customer, to_text(row.day), decimal(row), row.currency, row.invoice),
            day);
    }

    void invoice(Date day, Date latest) {
        const Date issued = some_day(latest);
        const Row row{.number = fmt::format("R-{}", invoices_.size()),
                      .customer = dice_.pick(customers_),
                      .currency = dice_.one_in(4) ? "JPY" : "EUR",
                      .day = issued,
                      .due = issued + dice_.below(30),
                      .amount_minor = 100 + dice_.below(900),
                      .discount = dice_.one_in(3) ? 2 : 0};
        tell(row, day);
        invoices_.push_back(row);
    }

    // Of an invoice or of none, all of it or not, and now and then it went back.
    void payment(Date day, Date latest) {
        if (invoices_.empty()) return;
        if (!payments_.empty() && dice_.one_in(5)) {
            Row back = dice_.pick(payments_);
            back.number += fmt::format("-back{}", dice_.below(1000));
            back.amount_minor = -back.amount_minor;
            back.day = std::max(back.day, some_day(latest));
            return pay(back, day);
        }
        const Row of = dice_.pick(invoices_);
        const bool names_it = !dice_.one_in(3);
        const Row row{.number = fmt::format("P-{}", payments_.size()),
                      .customer = dice_.one_in(6) ? "" : of.customer,
                      .currency = of.currency,
                      .day = std::min(of.day + dice_.below(15), latest),
                      .amount_minor = dice_.one_in(2)
                                          ? of.amount_minor * (100 - of.discount) / 100
                                          : 1 + dice_.below(static_cast<int>(of.amount_minor)),
                      .invoice = names_it ? of.number : ""};
        pay(row, day);
        payments_.push_back(row);
    }

    void credit(Date day, Date latest) {
        if (invoices_.empty()) return;
        const Row& of = dice_.pick(invoices_);
        const Row row{.number = fmt::format("G-{}", ++credits_),
                      .currency = of.currency,
                      .amount_minor = 1 + of.amount_minor / 10};
        run(ImportKind::credits,
            fmt::format("number,customer,issued,amount,currency,invoice\n{},{},{},{},{},{}\n",
                        row.number, of.customer, to_text(std::min(of.day + 5, latest)),
                        decimal(row), row.currency, of.number),
            day);
    }

    void correct_invoice(Date day) {
        if (invoices_.empty()) return;
        Row row = dice_.pick(invoices_);
        if (dice_.one_in(2)) row.amount_minor += dice_.below(200) - 50;
        if (dice_.one_in(3)) row.day = row.day + dice_.below(20) - 10;
        if (dice_.one_in(4)) row.customer = dice_.pick(customers_);
        row.due = std::max(row.due, row.day);
        tell(row, day);
    }

    void correct_payment(Date day) {
        if (payments_.empty()) return;
        Row row = dice_.pick(payments_);
        if (dice_.one_in(2)) row.amount_minor = 1 + row.amount_minor / 2;
        if (dice_.one_in(2)) row.day = row.day + dice_.below(30);
        if (dice_.one_in(3)) row.invoice.clear();
        pay(row, day);
    }

    void by_hand(Date day) {
        if (payments_.empty()) return;
        const HandMatch match{.payment = dice_.pick(payments_).number,
                              .invoice = dice_.pick(invoices_).number};
        // Which may not fit each other: then nothing is done.
        if (dice_.one_in(2)) {
            (void)allocate_by_hand(ledger_, policy_, match, Commitment::keep, stamp_of(day));
        } else {
            (void)release_by_hand(ledger_, policy_, match, Commitment::keep, stamp_of(day));
        }
    }

    // Something else may be in the way.
    void take_back(Date day) {
        (void)undo_import(ledger_, policy_, dice_.pick(batches_), Commitment::keep, stamp_of(day));
    }

    // One invoice alone is still open.
    void list(Date day) {
        if (!invoices_.empty()) tell(dice_.pick(invoices_), day, true);
    }

    testing::Dice dice_;
    Policy policy_ = simulated_book().policy;
    Ledger ledger_ = Ledger::in_memory();
    const std::vector<std::string> customers_{"K1", "K2", "K3"};
    std::vector<Row> invoices_;
    std::vector<Row> payments_;
    std::vector<std::string> batches_;
    int credits_ = 0;
};

// A month is closed; then a month of work reaches back. The kinds of what was listed.
std::set<std::string> kinds_after_closing(unsigned seed) {
    CAPTURE(seed);
    Clerk clerk(seed);
    const Date end = first_day + 60;
    for (int i = 0; i < 40; ++i) clerk.work(end - 40 + i, end - 40 + i);
    const Closing closing = closed(clerk.ledger(), clerk.policy(), end);
    CHECK(closing_problems(clerk.ledger(), clerk.policy(), closing) == Problems{});
    std::set<std::string> kinds;
    for (int i = 1; i <= 30; ++i) {
        clerk.work(end + i, end + i);
        CHECK(closing_problems(clerk.ledger(), clerk.policy(), closing) == Problems{});
        for (const LateFact& fact : clerk.ledger().recorded_after(end)) kinds.insert(fact.kind);
    }
    CHECK(clerk.ledger().violations() == std::vector<std::string>{});
    return kinds;
}

}  // namespace

TEST_CASE("closing: what was recorded later accounts for every movement of a closed month") {
    std::set<std::string> kinds;
    const unsigned first = seed_of(7);
    for (unsigned seed = first; seed < first + 25; ++seed) {
        kinds.merge(kinds_after_closing(seed));
    }
    // Everything that can happen has happened.
    CHECK(kinds == std::set<std::string>{
                       "credit", "credit reallocated", "credit withdrawn", "discount",
                       "discount withdrawn", "invoice", "invoice corrected", "invoice withdrawn",
                       "payment", "payment corrected", "payment reallocated", "payment withdrawn"});
}

TEST_CASE("closing: a cent that nothing accounts for is noticed") {
    Clerk clerk(1);
    for (int i = 0; i < 40; ++i) clerk.work(first_day + i, first_day + i);
    Closing closing = closed(clerk.ledger(), clerk.policy(), first_day + 40);
    REQUIRE(closing.sums.contains("EUR"));
    ++closing.sums["EUR"].balance;
    CHECK(closing_problems(clerk.ledger(), clerk.policy(), closing).size() == 1);
    --closing.sums["EUR"].balance;
    ++closing.sums["EUR"].open;
    CHECK(closing_problems(clerk.ledger(), clerk.policy(), closing).size() == 1);
}
