// What is open on a day, on account on a day, and the positions of a day: all against a
// recomputation from the bare facts, on random books with partial payments, credits, payments that
// went back, reversals, and rows of the past and the future.
#include <algorithm>
#include <map>
#include <random>

#include "core/aging.h"
#include "ledger/ledger_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

struct NaiveInvoice {
    Account account;
    Date issued;
    Date due;
    std::int64_t amount = 0;
};

struct NaiveReceipt {
    std::optional<RowId> customer;
    std::string currency;
    Date day;
    std::int64_t amount = 0;
};

struct NaiveAllocation {
    std::size_t receipt = 0;
    std::size_t invoice = 0;
    Date day;
    std::int64_t amount = 0;
};

using OpenKey = std::tuple<RowId, std::string, std::string>;  // customer, currency, number

// The same book twice: in the ledger, and as plain lists that are added up from the start each
// time.
class RandomBook {
  public:
    RandomBook(Ledger& ledger, unsigned seed) : ledger_(ledger), random_(seed) {
        auto transaction = ledger.begin_write();
        for (int i = 0; i < 4; ++i) put(ledger_, customer_called(fmt::format("C{}", i)));
        for (int i = 0; i < 40; ++i) add_invoice();
        for (int i = 0; i < 40; ++i) add_receipt();
        for (int i = 0; i < 120; ++i) add_allocation();
        transaction.commit();
    }

    std::map<OpenKey, std::int64_t> open(Date day) const {
        std::map<OpenKey, std::int64_t> all;
        for (std::size_t i = 0; i < invoices_.size(); ++i) {
            if (invoices_[i].issued > day) continue;
            const std::int64_t open =
                invoices_[i].amount - allocated(day, i, &NaiveAllocation::invoice);
            const Account& account = invoices_[i].account;
            if (open > 0) all[{account.customer, account.currency, number_of(i)}] = open;
        }
        return all;
    }

    std::map<std::pair<std::optional<RowId>, std::string>, std::int64_t> on_account(
        Date day) const {
        std::map<std::pair<std::optional<RowId>, std::string>, std::int64_t> sums;
        for (std::size_t i = 0; i < receipts_.size(); ++i) {
            if (receipts_[i].day > day) continue;
            sums[{receipts_[i].customer, receipts_[i].currency}] +=
                receipts_[i].amount - allocated(day, i, &NaiveAllocation::receipt);
        }
        std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
        return sums;
    }

    const NaiveInvoice& invoice(const std::string& number) const {
        return invoices_[std::stoul(number.substr(4))];
    }

  private:
    static std::string number_of(std::size_t i) { return fmt::format("INV-{:03}", i); }

    int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(random_); }
    Date some_day() { return "2026-01-01"_date + below(120); }
    Currency some_currency() { return below(3) == 0 ? "JPY"_currency : "EUR"_currency; }
    std::string some_customer() { return fmt::format("C{}", below(4)); }

    void add_invoice() {
        const Date issued = some_day();
        const Money amount(below(20) == 0 ? 0 : 1 + below(50), some_currency());
        const Invoice invoice{.number = number_of(invoices_.size()),
                              .customer = some_customer(),
                              .issued = issued,
                              .due = issued + below(40),
                              .amount = amount};
        put(ledger_, invoice);
        invoices_.push_back(
            {{row_of(ledger_, invoice.customer), std::string(amount.currency().code())},
             issued,
             invoice.due,
             amount.minor()});
    }

    void add_receipt() {
        const bool credit = below(4) == 0;
        const bool back = !credit && below(4) == 0;
        const Money amount(back ? -1 - below(30) : 1 + below(60), some_currency());
        const Receipt receipt{.kind = credit ? ReceiptKind::credit : ReceiptKind::payment,
                              .id = fmt::format("R{}", receipts_.size()),
                              .customer = below(8) == 0 && !credit ? "" : some_customer(),
                              .date = some_day(),
                              .amount = amount};
        put(ledger_, receipt);
        receipts_.push_back({ledger_.find_customer(receipt.customer),
                             std::string(amount.currency().code()), receipt.date, amount.minor()});
    }

    // A row that is allowed, or the reversal of one, or nothing.
    void add_allocation() {
        if (!rows_.empty() && below(5) == 0) return reverse();
        const std::size_t r = static_cast<std::size_t>(below(static_cast<int>(receipts_.size())));
        const std::size_t i = static_cast<std::size_t>(below(static_cast<int>(invoices_.size())));
        const NaiveReceipt& receipt = receipts_[r];
        const NaiveInvoice& invoice = invoices_[i];
        if (receipt.customer != invoice.account.customer ||
            receipt.currency != invoice.account.currency) {
            return;
        }
        const Date end = Date::from_days(84005);
        const std::int64_t paid = allocated(end, i, &NaiveAllocation::invoice);
        const std::int64_t left = receipt.amount - allocated(end, r, &NaiveAllocation::receipt);
        const std::int64_t most =
            left > 0 ? std::min(left, invoice.amount - paid) : -std::min(-left, paid);
        if (most == 0) return;
        const std::int64_t part = 1 + below(static_cast<int>(std::abs(most)));
        const Date day = std::max({receipt.day, invoice.issued, last_day(i)}) + below(10);
        record({r, i, day, most > 0 ? part : -part});
    }

    // Rows of an invoice follow each other, so that no past day has it paid more than once.
    Date last_day(std::size_t invoice) const {
        Date last = invoices_[invoice].issued;
        for (const NaiveAllocation& a : allocations_) {
            if (a.invoice == invoice) last = std::max(last, a.day);
        }
        return last;
    }

    void record(const NaiveAllocation& made) {
        const AllocationRow row{.receipt = static_cast<RowId>(made.receipt) + 1,
                                .invoice = static_cast<RowId>(made.invoice) + 1,
                                .day = made.day,
                                .amount_minor = made.amount};
        ledger_.add_allocation(row, on("2026-03-01"));
        allocations_.push_back(made);
        rows_.push_back(made);
    }

    // Takes back the youngest row, which nothing rests on; its facts stay in the ledger.
    void reverse() {
        const NaiveAllocation gone = rows_.back();
        rows_.pop_back();
        const NaiveInvoice& invoice = invoices_[gone.invoice];
        const auto standing = ledger_.account_facts(invoice.account).allocations;
        const auto found =
            std::ranges::find_if(standing.rbegin(), standing.rend(), [&](const auto& row) {
                return row.receipt == static_cast<RowId>(gone.receipt) + 1 &&
                       row.invoice == static_cast<RowId>(gone.invoice) + 1 && row.day == gone.day &&
                       row.amount_minor == gone.amount;
            });
        REQUIRE(found != standing.rend());
        ledger_.reverse_allocation(*found, on("2026-03-01"));
        allocations_.push_back({gone.receipt, gone.invoice, gone.day, -gone.amount});
    }

    std::int64_t allocated(Date day, std::size_t of, std::size_t NaiveAllocation::*side) const {
        std::int64_t sum = 0;
        for (const NaiveAllocation& a : allocations_) {
            if (a.*side == of && a.day <= day) sum += a.amount;
        }
        return sum;
    }

    Ledger& ledger_;
    std::mt19937 random_;
    std::vector<NaiveInvoice> invoices_;
    std::vector<NaiveReceipt> receipts_;
    std::vector<NaiveAllocation> allocations_;  // with reversals, as dated
    std::vector<NaiveAllocation> rows_;         // those that stand
};

// The days that matter: before, within, the end, and long after.
std::vector<Date> sample_days() {
    std::vector<Date> days{"2025-12-31"_date, "2030-01-01"_date};
    for (int i = 0; i < 180; i += 7) days.push_back("2026-01-01"_date + i);
    return days;
}

std::map<OpenKey, std::int64_t> open_in(const Ledger& ledger, Date day) {
    std::vector<std::pair<RowId, OpenKey>> keys;
    std::vector<std::int64_t> amounts;
    std::vector<Account> order;
    ledger.for_each_open_item(day, [&](const OpenAmount& item) {
        keys.emplace_back(item.invoice, OpenKey{item.customer, std::string(item.currency), ""});
        amounts.push_back(item.open_minor);
        order.push_back({item.customer, std::string(item.currency)});
    });
    CHECK(std::ranges::is_sorted(order));  // accounts stay together
    std::map<OpenKey, std::int64_t> all;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::get<2>(keys[i].second) = ledger.invoice_detail(keys[i].first).number;
        CHECK(all.emplace(keys[i].second, amounts[i]).second);
    }
    return all;
}

}  // namespace

TEST_CASE_TEMPLATE("open items: on any day, what the facts of that day leave open", Store,
                   DUNNING_STORES) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        Store store;
        const RandomBook book(store.ledger, seed);
        for (const Date day : sample_days()) {
            CAPTURE(day);
            CHECK(open_in(store.ledger, day) == book.open(day));
        }
    }
}

TEST_CASE_TEMPLATE("open items: every bucket of every day is the sum of the facts", Store,
                   DUNNING_STORES) {
    const AgingProfile profile;
    Store store;
    const RandomBook book(store.ledger, 77);
    for (const Date day : sample_days()) {
        using Bucket = std::pair<std::string, std::size_t>;
        std::map<Bucket, std::int64_t> found;
        std::map<Bucket, std::int64_t> expected;
        store.ledger.for_each_open_item(day, [&](const OpenAmount& item) {
            const int past = days_past(item.issued, item.due, AgingBasis::due, day);
            found[{std::string(item.currency), profile.bucket_of(past)}] += item.open_minor;
        });
        for (const auto& [key, open] : book.open(day)) {
            const NaiveInvoice& invoice = book.invoice(std::get<2>(key));
            const int past = days_past(invoice.issued, invoice.due, AgingBasis::due, day);
            expected[{std::get<1>(key), profile.bucket_of(past)}] += open;
        }
        CAPTURE(day);
        CHECK(found == expected);
    }
}

TEST_CASE_TEMPLATE("on account: on any day, what had come in and was not yet used", Store,
                   DUNNING_STORES) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        Store store;
        const RandomBook book(store.ledger, seed);
        for (const Date day : sample_days()) {
            CAPTURE(day);
            auto expected = book.on_account(day);
            for (const AccountMoney& row : store.ledger.on_account(day)) {
                CHECK(expected[{row.customer, row.currency}] == row.amount_minor);
                expected.erase({row.customer, row.currency});
            }
            CHECK(expected.empty());
        }
    }
}

TEST_CASE_TEMPLATE("positions: on any day, the same open items and money on account", Store,
                   DUNNING_STORES) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        Store store;
        const RandomBook book(store.ledger, seed);
        for (const Date day : sample_days()) {
            CAPTURE(day);
            std::map<OpenKey, std::int64_t> found;
            auto on_account = book.on_account(day);
            for (const CustomerName& name : store.ledger.customer_names()) {
                for (const CustomerPosition& position : store.ledger.positions(name.id, day)) {
                    const std::string currency(position.currency.code());
                    CHECK(position.customer.id == name.code);
                    CHECK(position.on_account.minor() == on_account[{name.id, currency}]);
                    for (const OpenItem& item : position.items) {
                        found[{name.id, currency, item.invoice}] = item.open.minor();
                        std::int64_t changes = 0;
                        for (const BalanceChange& change : item.changes)
                            changes += change.amount_minor;
                        CHECK(item.amount.minor() - changes == item.open.minor());
                    }
                }
            }
            CHECK(found == book.open(day));
        }
    }
}

TEST_CASE_TEMPLATE("open items: the due day itself is not overdue, the day after is", Store,
                   DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    for (const char* code : {"B", "A", "C"}) put(ledger, customer_called(code));
    put(ledger, invoice_of("B", "INV-1", "1.00 EUR"_money, {"2026-01-01", "2026-02-10"}));
    put(ledger, invoice_of("A", "INV-2", "1.00 EUR"_money, {"2026-01-01", "2026-02-10"}));
    put(ledger, invoice_of("C", "INV-3", "1.00 EUR"_money, {"2026-01-01", "2026-02-11"}));
    CHECK(ledger.overdue_balances("2026-02-10"_date).empty());
    // By code, whatever the order in which they were imported.
    std::vector<RowId> customers;
    for (const Balance& balance : ledger.overdue_balances("2026-02-11"_date)) {
        customers.push_back(balance.customer);
    }
    CHECK(customers == std::vector<RowId>{row_of(ledger, "A"), row_of(ledger, "B")});
    // Of some customers alone, of whom one has nothing overdue.
    const auto some =
        ledger.overdue_balances({row_of(ledger, "B"), row_of(ledger, "C")}, "2026-02-11"_date);
    REQUIRE(some.size() == 1);
    CHECK(some.front().customer == row_of(ledger, "B"));
    CHECK(ledger.overdue_balances(std::unordered_set<RowId>{}, "2026-02-11"_date).empty());
}

TEST_CASE_TEMPLATE("open items: an invoice is open from its issue day on", Store, DUNNING_STORES) {
    Store store;
    Ledger& ledger = store.ledger;
    put(ledger, customer_called("C1"));
    put(ledger, invoice_of("C1", "INV-1", "1.00 EUR"_money, {"2026-01-10", "2026-01-10"}));
    CHECK(open_on(ledger, "2026-01-09").empty());
    CHECK(open_on(ledger, "2026-01-10") == std::vector<OpenLine>{{"INV-1", 100}});
    CHECK(ledger.positions(row_of(ledger, "C1"), "2026-01-09"_date).empty());
}
