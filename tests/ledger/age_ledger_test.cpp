// Aging of the whole ledger: however it is grouped, it adds up to the same.
#include "app/age_ledger.h"

#include <algorithm>

#include "ledger/app_support.h"

using namespace dunning;
using namespace dunning::ledger_testing;
using namespace dunning::literals;

namespace {

Policy policy_with_classes() {
    Policy policy;
    policy.classes = {{"early", 1, {}}, {"late", 20, {}}};
    return policy;
}

Ledger random_ledger(unsigned seed) {
    const RandomFiles random(seed);
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, random.customers());
    for (const InputFile& file : random.files()) import_well(ledger, file);
    return ledger;
}

constexpr AgeBy groupings[] = {AgeBy::customer,  AgeBy::invoice,  AgeBy::class_name,
                               AgeBy::collector, AgeBy::currency, AgeBy::segment};

std::vector<std::string> texts_of(const std::vector<AgeTotal>& totals) {
    std::vector<std::string> all;
    for (const AgeTotal& total : totals) {
        std::string buckets;
        for (const Money& bucket : total.buckets) buckets += to_decimal(bucket) + " ";
        all.push_back(fmt::format(
            "{} {}| open {} overdue {} on account {} invoices {} customers {}",
            total.currency.code(), buckets, to_decimal(total.open), to_decimal(total.overdue),
            to_decimal(total.on_account), total.invoices, total.customers));
    }
    return all;
}

// The rows of a currency, added up.
AgeTotal sum_of_rows(const AgeReport& report, const AgeTotal& total) {
    AgeTotal sum = total;
    sum.buckets.assign(total.buckets.size(), Money::zero(total.currency));
    sum.open = sum.overdue = sum.on_account = Money::zero(total.currency);
    sum.invoices = 0;
    for (const AgeRow& row : report.rows) {
        if (row.currency != total.currency) continue;
        for (std::size_t i = 0; i < sum.buckets.size(); ++i) sum.buckets[i] += row.buckets[i];
        sum.open += row.open;
        sum.overdue += row.overdue;
        sum.on_account += row.on_account;
        sum.invoices += row.invoices;
    }
    for (const AgeInvoiceRow& row : report.invoices) {
        if (row.open.currency() != total.currency) continue;
        sum.buckets[row.bucket] += row.open;
        sum.open += row.open;
        if (row.days_overdue > 0) sum.overdue += row.open;
        ++sum.invoices;
    }
    return sum;
}

bool has_money_on_account(AgeBy by) {
    return by != AgeBy::invoice && by != AgeBy::class_name;
}

}  // namespace

TEST_CASE("age: every grouping has the same totals, and its rows add up to them") {
    const Policy policy = policy_with_classes();
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const Ledger ledger = random_ledger(seed);
        for (const char* day :
             {"2025-12-31", "2026-01-20", "2026-02-10", "2026-03-01", "2026-12-31"}) {
            for (const AgingBasis basis : {AgingBasis::due, AgingBasis::issued}) {
                const Date as_of = parse_date(day).value();
                const auto expected =
                    texts_of(age_ledger(ledger, policy, {.basis = basis}, as_of).totals);
                for (const AgeBy by : groupings) {
                    CAPTURE(seed);
                    CAPTURE(day);
                    CAPTURE(to_text(by));
                    const AgeReport report =
                        age_ledger(ledger, policy, {.by = by, .basis = basis}, as_of);
                    CHECK(texts_of(report.totals) == expected);
                    std::vector<AgeTotal> sums;
                    for (const AgeTotal& total : report.totals) {
                        sums.push_back(sum_of_rows(report, total));
                        if (!has_money_on_account(by)) sums.back().on_account = total.on_account;
                    }
                    CHECK(texts_of(sums) == expected);
                }
            }
        }
    }
}

TEST_CASE("age: one customer's report is that customer's row of the whole") {
    const Policy policy = policy_with_classes();
    const Ledger ledger = random_ledger(3);
    const Date as_of = "2026-03-01"_date;
    const AgeReport whole = age_ledger(ledger, policy, {}, as_of);
    for (const CustomerName& customer : ledger.customer_names()) {
        const AgeReport one = age_ledger(ledger, policy, {.customer = customer.code}, as_of);
        std::vector<const AgeRow*> rows;
        for (const AgeRow& row : whole.rows) {
            if (row.key == customer.code) rows.push_back(&row);
        }
        REQUIRE(one.rows.size() == rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            CHECK(one.rows[i].key == customer.code);
            CHECK(one.rows[i].open == rows[i]->open);
            CHECK(one.rows[i].overdue == rows[i]->overdue);
            CHECK(one.rows[i].on_account == rows[i]->on_account);
        }
    }
}

TEST_CASE("age: an unknown customer owns nothing, also not nobody's money") {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::payments, "p.csv",
                         "id,customer,date,amount,invoice\nP1,,2026-02-01,5.00,INV-9\n"});
    const Policy policy;
    CHECK(age_ledger(ledger, policy, {}, "2026-03-01"_date).totals.size() == 1);
    CHECK(age_ledger(ledger, policy, {.customer = "C9"}, "2026-03-01"_date).totals.empty());
}

TEST_CASE("age: rows come most overdue first, invoices the longest overdue first") {
    Ledger ledger = Ledger::in_memory();
    import_well(ledger, {ImportKind::customers, "c.csv", "id,name\nA,Alder\nB,Birch\nC,Cedar\n"});
    import_well(ledger, {ImportKind::invoices, "i.csv",
                         "number,customer,issued,due,amount\n"
                         "INV-1,A,2026-01-01,2026-02-28,10.00\n"
                         "INV-2,B,2026-01-01,2026-01-29,30.00\n"
                         "INV-3,C,2026-01-01,2026-03-01,99.00\n"
                         "INV-4,A,2026-01-01,2026-01-30,30.00\n"});
    const Policy policy = policy_with_classes();
    const AgeReport by_customer = age_ledger(ledger, policy, {}, "2026-03-01"_date);
    std::string rows;
    for (const AgeRow& row : by_customer.rows) {
        rows += fmt::format("{} {} {} {}d {};", row.key, row.name, to_decimal(row.overdue),
                            row.max_days_overdue, row.class_name);
    }
    CHECK(rows == "A Alder 40.00 30d late;B Birch 30.00 31d late;C Cedar 0.00 0d ;");
    CHECK(by_customer.rows[0].buckets[1] == "40.00 EUR"_money);  // 1 and 30 days
    CHECK(by_customer.rows[1].buckets[2] == "30.00 EUR"_money);  // 31 days
    CHECK(by_customer.rows[2].buckets[0] == "99.00 EUR"_money);  // due today: not overdue

    const AgeReport by_invoice =
        age_ledger(ledger, policy, {.by = AgeBy::invoice}, "2026-03-01"_date);
    std::string order;
    for (const AgeInvoiceRow& row : by_invoice.invoices) order += row.invoice + " ";
    CHECK(order == "INV-2 INV-4 INV-1 INV-3 ");
}
