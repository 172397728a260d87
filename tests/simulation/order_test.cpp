// The order of input files does not matter, nor how the facts are split over them.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "app/age_ledger.h"
#include "simulation/files.h"
#include "simulation/portfolio.h"
#include "simulation/simulated_book.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::simulation;
using namespace dunning::literals;

namespace {

constexpr unsigned portfolio_seed = 99;
constexpr int days = 75;
const Stamp known = stamp_of(first_day + days);

template <class T>
void append(std::vector<T>& all, const std::vector<T>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

Facts all_facts() {
    Portfolio portfolio(portfolio_seed, first_day, {.customers = 25});
    Facts all = portfolio.opening();
    for (int i = 0; i < days; ++i) {
        const Facts more = portfolio.facts_of(first_day + i, World{});
        append(all.invoices, more.invoices);
        append(all.receipts, more.receipts);
    }
    return all;
}

// The same facts in random parts; the parts in random order. Customers are known first.
std::vector<InputFile> shuffled_files(Facts facts, int parts, unsigned order_seed) {
    testing::Dice dice(order_seed);
    std::vector<Facts> split(static_cast<std::size_t>(parts));
    const auto some_part = [&]() -> Facts& {
        return split[static_cast<std::size_t>(dice.below(parts))];
    };
    dice.shuffle(facts.invoices);
    dice.shuffle(facts.receipts);
    for (const Invoice& invoice : facts.invoices) some_part().invoices.push_back(invoice);
    for (const Receipt& receipt : facts.receipts) some_part().receipts.push_back(receipt);
    std::vector<InputFile> files;
    for (std::size_t i = 0; i < split.size(); ++i) {
        append(files, files_of(split[i], std::to_string(i)));
    }
    dice.shuffle(files);
    const auto customers = files_of({.customers = facts.customers}, "all");
    files.insert(files.begin(), customers.begin(), customers.end());
    return files;
}

Ledger imported(const std::vector<InputFile>& files) {
    Ledger ledger = Ledger::in_memory();
    const Policy policy = simulated_book().policy;
    for (const InputFile& file : files) import_whole(ledger, policy, file, known);
    return ledger;
}

// What is open and on account, by name.
std::vector<std::string> ages_on(const Ledger& ledger, Date day) {
    const Policy policy = simulated_book().policy;
    std::vector<std::string> lines;
    for (const AgeInvoiceRow& row :
         age_ledger(ledger, policy, {.by = AgeBy::invoice}, day).invoices) {
        lines.push_back(
            fmt::format("{} {} {} {}", row.customer, row.invoice, row.open.minor(), row.bucket));
    }
    for (const AgeRow& row : age_ledger(ledger, policy, {.by = AgeBy::customer}, day).rows) {
        lines.push_back(fmt::format("'{}' {} open {} on account {}", row.key, row.currency.code(),
                                    row.open.minor(), row.on_account.minor()));
    }
    return lines;
}

std::vector<std::string> standing_allocations(const Ledger& ledger) {
    std::vector<std::string> lines;
    for (const CustomerName& customer : ledger.customer_names()) {
        for (const char* currency : {"EUR", "USD", "JPY", "KWD", "CNY"}) {
            const AccountFacts facts = ledger.account_facts({customer.id, currency});
            std::map<RowId, std::string> names;
            std::map<RowId, std::string> numbers;
            for (std::size_t i = 0; i < facts.receipts.size(); ++i) {
                names[facts.receipt_ids[i]] = facts.receipts[i].id;
            }
            for (std::size_t i = 0; i < facts.invoices.size(); ++i) {
                numbers[facts.invoice_ids[i]] = facts.invoices[i].number;
            }
            for (const AllocationRow& row : facts.allocations) {
                lines.push_back(fmt::format("{} {} of {} to {} by {}", to_text(row.day),
                                            row.amount_minor, names.at(row.receipt),
                                            numbers.at(row.invoice), to_text(row.rule)));
            }
        }
    }
    std::ranges::sort(lines);
    return lines;
}

// The first line that differs; "" when none does.
std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const std::string one = i < a.size() ? a[i] : "(nothing)";
        const std::string other = i < b.size() ? b[i] : "(nothing)";
        if (one != other) return one + " <> " + other;
    }
    return "";
}

std::string difference(const Ledger& a, const Ledger& b) {
    for (int i = 0; i < 20; ++i) {
        const Date day = first_day - 40 + i * 7;
        const std::string found = difference(ages_on(a, day), ages_on(b, day));
        if (!found.empty()) return to_text(day) + ": " + found;
    }
    return difference(standing_allocations(a), standing_allocations(b));
}

}  // namespace

TEST_CASE("order: the same facts in other files and another order give the same answers") {
    CAPTURE(portfolio_seed);
    const Facts facts = all_facts();
    const Ledger straight = imported(files_of(facts, "all"));
    CHECK(standing_allocations(straight).size() > 100);
    unsigned order_seed = 0;
    for (const int parts : {1, 7, 25}) {
        CAPTURE(parts);
        const Ledger other = imported(shuffled_files(facts, parts, ++order_seed));
        CHECK(difference(straight, other) == "");
        CHECK(other.violations() == std::vector<std::string>{});
    }
}

TEST_CASE("order: the comparison notices a fact that is missing, late by a day, or off by one") {
    const Facts facts = all_facts();
    const Ledger straight = imported(files_of(facts, "all"));
    const auto differs = [&](const auto& change) {
        Facts changed = facts;
        // A payment that names its invoice: nothing else in the file makes good for it.
        const auto named = std::ranges::find_if(changed.receipts, [](const Receipt& receipt) {
            return receipt.kind == ReceiptKind::payment && !receipt.invoice.empty();
        });
        REQUIRE(named != changed.receipts.end());
        change(changed, named);
        return difference(straight, imported(files_of(changed, "all"))) != "";
    };
    using Named = std::vector<Receipt>::iterator;
    CHECK(differs([](Facts& all, Named named) { all.receipts.erase(named); }));
    CHECK(differs([](Facts&, Named named) { named->date = named->date + 1; }));
    CHECK(
        differs([](Facts&, Named named) { named->amount += Money(1, named->amount.currency()); }));
    CHECK_FALSE(differs([](Facts&, Named) {}));
}
