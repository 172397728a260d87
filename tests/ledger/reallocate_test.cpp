// Reallocation: whatever the order of the imports, the same facts are settled in the same way.
#include "app/reallocate.h"

#include <algorithm>
#include <array>
#include <map>

#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

// The standing allocations of the whole ledger by the names of their facts.
std::vector<std::string> standing_in(const Ledger& ledger) {
    std::vector<std::string> all;
    for (const CustomerName& customer : ledger.customer_names()) {
        for (const char* currency : {"EUR", "JPY"}) {
            const AccountFacts facts = ledger.account_facts({customer.id, currency});
            std::map<RowId, std::string> receipts;
            std::map<RowId, std::string> invoices;
            for (std::size_t i = 0; i < facts.receipts.size(); ++i) {
                receipts[facts.receipt_ids[i]] = facts.receipts[i].id;
            }
            for (std::size_t i = 0; i < facts.invoices.size(); ++i) {
                invoices[facts.invoice_ids[i]] = facts.invoices[i].number;
            }
            for (const AllocationRow& row : facts.allocations) {
                all.push_back(fmt::format("{} {} -> {} {} {} {}", to_text(row.day),
                                          receipts.at(row.receipt), invoices.at(row.invoice),
                                          currency, row.amount_minor, to_text(row.rule)));
            }
        }
    }
    std::ranges::sort(all);
    return all;
}

std::vector<std::string> answers_of(const Ledger& ledger) {
    std::vector<std::string> all;
    for (const std::string day : {"2026-01-10", "2026-01-25", "2026-02-15", "2026-03-01"}) {
        std::vector<std::string> lines;
        for (const OpenLine& line : open_on(ledger, day)) {
            lines.push_back(fmt::format("{} open {} {}", day, line.number, line.open_minor));
        }
        for (const AccountMoney& money : ledger.on_account(parse_date(day).value())) {
            lines.push_back(fmt::format("{} on account {} {} {}", day, money.customer.value_or(0),
                                        money.currency, money.amount_minor));
        }
        std::ranges::sort(lines);
        all.insert(all.end(), lines.begin(), lines.end());
    }
    return all;
}

Ledger imported(const InputFile& customers, const std::vector<InputFile>& files) {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, customers);
    for (const InputFile& file : files) import_well(ledger, file);
    return ledger;
}

const InputFile one_customer{ImportKind::customers, "customers.csv", "id,name\nC1,One\n"};

InputFile invoice_file(std::string_view rows) {
    return {ImportKind::invoices, "invoices.csv",
            fmt::format("number,customer,issued,due,amount,reference\n{}", rows)};
}

InputFile payment_file(std::string_view rows) {
    return {ImportKind::payments, "payments.csv",
            fmt::format("id,customer,date,amount,invoice,reference\n{}", rows)};
}

// What the replay of all facts of the account would have it be.
std::vector<std::string> replayed_in(const Ledger& ledger, const Account& account) {
    const AccountFacts facts = ledger.account_facts(account);
    std::vector<std::string> all;
    for (const Allocation& made : replay(facts, AllocationRules{}).made) {
        all.push_back(fmt::format("{} {} -> {} {} {} {}", to_text(made.day),
                                  facts.receipts[made.receipt].id,
                                  facts.invoices[made.invoice].number, account.currency,
                                  made.amount_minor, to_text(made.rule)));
    }
    std::ranges::sort(all);
    return all;
}

// A small reproducible source of choices.
class Choices {
  public:
    explicit Choices(unsigned seed) : state_(seed * 2654435761U + 1U) {}
    unsigned below(unsigned limit) {
        state_ = state_ * 1664525U + 1013904223U;
        return (state_ >> 16) % limit;
    }

  private:
    unsigned state_;
};

// Nine of ten payments name an invoice, and most of them fit.
InputFile some_payments(Choices& choices, int file) {
    std::string rows;
    for (unsigned i = 0; i < 1 + choices.below(4); ++i) {
        const unsigned kind = choices.below(12);
        const std::string amount = kind == 0 ? "-10.00" : choices.below(4) == 0 ? "70.00" : "15.00";
        rows += fmt::format("P{}-{},C1,2026-02-{:02},{},{},\n", file, i, 1 + choices.below(20),
                            amount, kind == 1 ? "" : fmt::format("INV-{}", 1 + choices.below(5)));
    }
    return payment_file(rows);
}

}  // namespace

TEST_CASE(
    "reallocate: the short way for payments that name their invoices gives what the replay gives") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        Choices choices(seed);
        Ledger ledger = imported(one_customer, {});
        const Account account{ledger.find_customer("C1").value(), "EUR"};
        for (int file = 0; file < 6; ++file) {
            if (file < 5 && choices.below(3) != 0) {
                import_well(ledger, invoice_file(fmt::format(
                                        "INV-{},C1,2026-02-{:02},2026-03-15,{}.00,\n", file + 1,
                                        1 + choices.below(15), 30 + 20 * choices.below(3))));
            }
            import_well(ledger, some_payments(choices, file));
            CHECK(standing_in(ledger) == replayed_in(ledger, account));
        }
        CHECK(ledger.violations().empty());
    }
}

TEST_CASE("reallocate: the order of the imports does not matter") {
    std::size_t allocations = 0;
    for (unsigned seed = 1; seed <= 15; ++seed) {
        CAPTURE(seed);
        RandomFiles random(seed);
        const Ledger first = imported(random.customers(), random.files());
        const auto expected = standing_in(first);
        const auto answers = answers_of(first);
        allocations += expected.size();
        for (int i = 0; i < 4; ++i) {
            const Ledger other = imported(random.customers(), random.shuffled());
            CHECK(standing_in(other) == expected);
            CHECK(answers_of(other) == answers);
        }
    }
    CHECK(allocations > 400);  // the books are not trivial
}

namespace {

// Invoices with discounts of several kinds, payments that come near them, credit notes and returns:
// a file for each, in any order.
std::vector<InputFile> discounted_files(unsigned seed) {
    Choices choices(seed);
    std::string rows = "number,customer,issued,due,amount,discount_percent,discount_days\n";
    for (unsigned i = 0; i < 6; ++i) {
        rows += fmt::format("INV-{},C1,2026-01-{:02},2026-02-28,{}.00,{},10\n", i,
                            1 + choices.below(20), 50 * (1 + choices.below(2)),
                            choices.below(4) == 0 ? "0" : "2");
    }
    std::vector<InputFile> files = {{ImportKind::invoices, "invoices.csv", rows}};
    constexpr std::array amounts = {"98.00",  "49.00",  "50.00", "97.99", "147.00",
                                    "-98.00", "-49.00", "88.20", "48.00", "1.00"};
    for (int file = 0; file < 4; ++file) {
        std::string paid = "id,customer,date,amount,invoice,reference\n";
        for (int i = 0; i < 5; ++i) {
            const unsigned way = choices.below(4);
            const std::string number = fmt::format("INV-{}", choices.below(6));
            paid += fmt::format("P{}-{},C1,2026-01-{:02},{},{},{}\n", file, i,
                                1 + choices.below(30), amounts.at(choices.below(amounts.size())),
                                way < 2 ? number : "", way == 2 ? number : "");
        }
        files.push_back({ImportKind::payments, fmt::format("payments-{}.csv", file), paid});
    }
    files.push_back({ImportKind::credits, "credits.csv",
                     fmt::format("number,customer,issued,amount,invoice\n"
                                 "CN1,C1,2026-01-{:02},10.00,INV-{}\n",
                                 1 + choices.below(30), choices.below(6))});
    return files;
}

// Without the number that tells the discounts of one invoice apart.
std::vector<std::string> discounts_in(const Ledger& ledger) {
    std::vector<std::string> all;
    for (const DiscountRecord& record : ledger.discounts(ledger.find_customer("C1").value())) {
        all.push_back(fmt::format("{} {} {} {}", to_text(record.day), record.invoice,
                                  to_decimal(record.amount), record.why));
    }
    std::ranges::sort(all);
    return all;
}

std::vector<std::string> money_in(const Ledger& ledger) {
    auto all = standing_in(ledger);
    std::erase_if(all, [](const std::string& line) { return line.ends_with(" discount"); });
    return all;
}

}  // namespace

TEST_CASE("reallocate: discounts are the same whatever the order of the imports") {
    std::size_t given = 0;
    std::size_t taken_back = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        auto files = discounted_files(seed);
        const Ledger first = imported(one_customer, files);
        const auto expected = discounts_in(first);
        for (const std::string& line : expected) {
            ++(line.find("taken back") == line.npos ? given : taken_back);
        }
        CHECK(first.violations().empty());
        Choices choices(seed);
        for (int i = 0; i < 3; ++i) {
            std::ranges::rotate(files, files.begin() + 1 + choices.below(4));
            Ledger other = imported(one_customer, files);
            CHECK(discounts_in(other) == expected);
            CHECK(money_in(other) == money_in(first));
            CHECK(answers_of(other) == answers_of(first));
            CHECK(other.violations().empty());
            // Once more, nothing new; the last file taken back and given again, the same again.
            import_well(other, files.front());
            const std::string last = fmt::format("2026-03-01-{}", files.size() + 1);
            {
                auto transaction = other.begin_write();
                REQUIRE(other.undo_batch(last, on("2026-03-02")).has_value());
                settle_touched(other, {}, on("2026-03-02"));
                transaction.commit();
            }
            CHECK(other.violations().empty());
            import_well(other, files.back(), "2026-03-02");
            CHECK(discounts_in(other) == expected);
            CHECK(other.violations().empty());
        }
    }
    CHECK(given > 15);  // the books are not trivial
    CHECK(taken_back > 2);
}

TEST_CASE("reallocate: a payment of the past takes its place among those that are known") {
    Ledger ledger =
        imported(one_customer, {invoice_file("INV-1,C1,2026-01-01,2026-01-31,100.00,\n"),
                                payment_file("P2,C1,2026-02-03,100.00,,\n")});
    CHECK(standing_in(ledger) ==
          std::vector<std::string>{"2026-02-03 P2 -> INV-1 EUR 10000 exact_amount"});
    // Paid, and gone back, before P2 came: for a moment the invoice is paid twice.
    import_well(ledger, payment_file("P1,C1,2026-02-01,100.00,,\nP1R,C1,2026-02-02,-100.00,,\n"));
    CHECK(standing_in(ledger) ==
          std::vector<std::string>{"2026-02-01 P1 -> INV-1 EUR 10000 exact_amount",
                                   "2026-02-02 P1R -> INV-1 EUR -10000 returned",
                                   "2026-02-03 P2 -> INV-1 EUR 10000 exact_amount"});
    CHECK(open_on(ledger, "2026-02-02") == std::vector<OpenLine>{{"INV-1", 10000}});
    CHECK(open_on(ledger, "2026-02-03").empty());
}

TEST_CASE("reallocate: what stays the same is not touched") {
    OnFile store;
    Ledger& ledger = store.ledger;
    import_well(ledger, one_customer);
    import_well(ledger, invoice_file("INV-1,C1,2026-01-01,2026-01-31,100.00,\n"
                                     "INV-2,C1,2026-01-01,2026-02-28,100.00,\n"));
    import_well(ledger, payment_file("P1,C1,2026-02-01,50.00,INV-1,\nP2,C1,2026-02-02,30.00,,\n"));
    const auto rows = [&] {
        SQLite::Database database = raw(store.file);
        return text_of(database,
                       "SELECT group_concat(receipt_id || '>' || invoice_id || ' ' || amount_minor "
                       "|| ifnull(' takes back ' || reverses, ''), ', ') FROM allocation");
    };
    CHECK(rows() == "1>1 5000, 2>1 3000");
    // P0 is older and takes what P2 had; P1 keeps its row.
    import_well(ledger, payment_file("P0,C1,2026-01-15,50.00,,\n"));
    CHECK(rows() == "1>1 5000, 2>1 3000, 2>1 -3000 takes back 2, 3>1 5000, 2>2 3000");
    CHECK(ledger.account_facts(account_of(ledger, "C1")).allocations.size() == 3);
}

TEST_CASE("reallocate: a corrected invoice is settled anew on both customers' accounts") {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::customers, "c.csv", "id,name\nC1,One\nC2,Two\n"});
    import_well(ledger, payment_file("P1,C1,2026-02-01,50.00,,\nP2,C2,2026-02-01,20.00,,\n"));
    import_well(ledger, invoice_file("INV-1,C1,2026-03-01,2026-03-31,0.00,\n"));
    CHECK(standing_in(ledger).empty());
    import_well(ledger, invoice_file("INV-1,C2,2026-02-01,2026-03-31,100.00,\n"));
    CHECK(standing_in(ledger) ==
          std::vector<std::string>{"2026-02-01 P2 -> INV-1 EUR 2000 oldest_due"});
}
