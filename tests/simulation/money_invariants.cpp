// Money: what was invoiced, what is open, what is allocated, by bucket and currency.
#include <fmt/format.h>

#include <algorithm>

#include "simulation/invariants.h"

namespace dunning::simulation {
namespace {

constexpr int far_future = 400;  // days; the portfolio dates nothing later

std::string code_of(const Money& money) {
    return std::string(money.currency().code());
}

// What has been allocated of every row, and whether that is within what the row is.
Problems account_problems(const AccountFacts& facts) {
    std::map<RowId, std::int64_t> of_invoice;
    std::map<RowId, std::int64_t> of_receipt;
    for (const AllocationRow& row : facts.allocations) {
        of_invoice[row.invoice] += row.amount_minor;
        of_receipt[row.receipt] += row.amount_minor;
    }
    Problems problems;
    const auto check = [&](const std::string& name, std::int64_t allocated, std::int64_t amount) {
        if (allocated < std::min<std::int64_t>(amount, 0)) problems.push_back(name + " is below");
        if (allocated > std::max<std::int64_t>(amount, 0)) problems.push_back(name + " is above");
    };
    for (std::size_t i = 0; i < facts.invoices.size(); ++i) {
        check(facts.invoices[i].number, of_invoice[facts.invoice_ids[i]],
              facts.invoices[i].amount.minor());
    }
    for (std::size_t i = 0; i < facts.receipts.size(); ++i) {
        check(facts.receipts[i].id, of_receipt[facts.receipt_ids[i]],
              facts.receipts[i].amount.minor());
    }
    return problems;
}

}  // namespace

Problems money_problems(const Ledger& ledger, const Policy& policy) {
    Problems problems;
    const Date last = ledger.last_run()->as_of + far_future;
    const AgeReport report = age_ledger(ledger, policy, {.by = AgeBy::currency}, last);
    for (const AgeTotal& total : report.totals) {
        std::int64_t invoiced = 0;
        std::int64_t allocated = 0;
        for (const CustomerName& customer : ledger.customer_names()) {
            const AccountFacts facts =
                ledger.account_facts({customer.id, std::string(total.currency.code())});
            for (const Invoice& invoice : facts.invoices) invoiced += invoice.amount.minor();
            for (const AllocationRow& row : facts.allocations) allocated += row.amount_minor;
            append(problems, account_problems(facts));
        }
        if (invoiced == total.open.minor() + allocated) continue;
        problems.push_back(fmt::format("{}: {} was invoiced, {} is open and {} allocated",
                                       total.currency.code(), invoiced, total.open.minor(),
                                       allocated));
    }
    return problems;
}

namespace {

using Sums =
    std::map<std::string, std::vector<std::int64_t>>;  // currency: buckets, then on account

void add_to(Sums& sums, const std::string& currency, std::size_t place, std::int64_t minor,
            std::size_t places) {
    std::vector<std::int64_t>& row = sums[currency];
    row.resize(places);
    row[place] += minor;
}

struct ExpectedAging {
    std::map<std::string, std::int64_t> open;  // by invoice, those that are open
    Sums sums;
};

ExpectedAging expected_aging(const World& world, const AgingProfile& profile, Date day) {
    const std::size_t places = profile.size() + 1;
    ExpectedAging expected;
    for (const auto& [key, book] : world.accounts()) {
        const Settled settled = settle(book, day);
        for (const Invoice& invoice : book.invoices) {
            const auto open = settled.open.find(invoice.number);
            if (open == settled.open.end() || open->second == 0) continue;
            expected.open[invoice.number] = open->second;
            add_to(expected.sums, key.currency, profile.bucket_of(day - invoice.due), open->second,
                   places);
        }
        add_to(expected.sums, key.currency, profile.size(), settled.on_account, places);
    }
    for (const Receipt& receipt : world.ownerless()) {
        if (receipt.date > day) continue;
        add_to(expected.sums, code_of(receipt.amount), profile.size(), receipt.amount.minor(),
               places);
    }
    return expected;
}

Sums reported_sums(const AgeReport& report, std::size_t places) {
    Sums sums;
    for (const AgeTotal& total : report.totals) {
        std::vector<std::int64_t>& row = sums[std::string(total.currency.code())];
        row.resize(places);
        for (std::size_t i = 0; i < total.buckets.size(); ++i) row[i] = total.buckets[i].minor();
        row.back() = total.on_account.minor();
    }
    return sums;
}

// A currency in which nothing is open and nothing on account may be listed or not.
Problems sum_problems(Sums expected, Sums reported, std::size_t places, Date day) {
    for (const auto& [currency, row] : expected) reported.try_emplace(currency);
    Problems problems;
    for (auto& [currency, row] : reported) {
        std::vector<std::int64_t>& wanted = expected[currency];
        wanted.resize(places);
        row.resize(places);
        if (row == wanted) continue;
        problems.push_back(fmt::format("{} on {}: the buckets and on account are {}, reported {}",
                                       currency, to_text(day), fmt::join(wanted, " "),
                                       fmt::join(row, " ")));
    }
    return problems;
}

Problems bucket_problems(const AgeReport& report) {
    Problems problems;
    for (const AgeTotal& total : report.totals) {
        Money sum = Money::zero(total.currency);
        for (const Money& bucket : total.buckets) sum += bucket;
        if (sum != total.open) problems.push_back("the buckets do not sum to what is open");
    }
    return problems;
}

}  // namespace

Problems aging_problems(const AgeReport& by_invoice, const AgeReport& by_currency,
                        const World& world) {
    const AgingProfile& profile = by_currency.request.profile;
    const Date day = by_currency.as_of;
    ExpectedAging expected = expected_aging(world, profile, day);
    Problems problems = bucket_problems(by_currency);
    for (const AgeInvoiceRow& row : by_invoice.invoices) {
        const auto found = expected.open.find(row.invoice);
        const std::int64_t open = found == expected.open.end() ? 0 : found->second;
        if (row.open.minor() != open) {
            problems.push_back(fmt::format("{}: {} is open on {}, reported {}", row.invoice, open,
                                           to_text(day), row.open.minor()));
        }
        expected.open.erase(row.invoice);
    }
    for (const auto& [invoice, open] : expected.open) {
        problems.push_back(
            fmt::format("{}: {} is open on {} and not reported", invoice, open, to_text(day)));
    }
    const std::size_t places = profile.size() + 1;
    append(problems,
           sum_problems(std::move(expected.sums), reported_sums(by_currency, places), places, day));
    return problems;
}

Problems aging_problems(const Ledger& ledger, const Policy& policy, const World& world, Date day) {
    return aging_problems(age_ledger(ledger, policy, {.by = AgeBy::invoice}, day),
                          age_ledger(ledger, policy, {.by = AgeBy::currency}, day), world);
}

}  // namespace dunning::simulation
