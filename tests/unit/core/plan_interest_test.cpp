#include "core/plan_interest.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

// 9 per cent a year on 1,000.00 are 0.2465753 a day.
Policy nine_per_cent() {
    Policy policy;
    policy.interest = {.method = InterestMethod::fixed, .yearly = "9.0"_rate};
    return policy;
}

OpenItem late(std::string invoice, Date due, std::vector<BalanceChange> changes = {}) {
    return {.invoice = std::move(invoice),
            .issued = due - 30,
            .due = due,
            .amount = "1000.00 EUR"_money,
            .open = "1000.00 EUR"_money,
            .changes = std::move(changes)};
}

ChargedPlanInterest plan_of(std::vector<std::string> invoices, Money amount) {
    return {.plan = "P0001",
            .customer = "C1",
            .from = "2026-02-10"_date,
            .to = "2026-03-02"_date,
            .amount = amount,
            .invoices = std::move(invoices)};
}

// "A 4.93", one invoice a line.
std::string covered(const std::vector<ChargedPlanInterest>& plans,
                    const std::vector<OpenItem>& items, const Policy& policy,
                    Date as_of = "2026-04-06"_date) {
    std::string lines;
    for (const auto& [invoice, all] : covered_interest(plans, items, policy, as_of)) {
        for (const CoveredInterest& each : all) {
            lines += fmt::format("{}{} {} {} {}..{}", lines.empty() ? "" : "\n", invoice, each.plan,
                                 to_decimal(each.amount), to_text(each.from), to_text(each.to));
        }
    }
    return lines;
}

}  // namespace

TEST_CASE("covered interest: no more than the invoice has borne in the days of the plan") {
    // 29 days until 2 March less 9 until 10 February: 7.15 - 2.22.
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("A", "2026-02-01"_date)},
                  nine_per_cent()) == "A P0001 4.93 2026-02-10..2026-03-02");
    CHECK(covered({plan_of({"A"}, "3.00 EUR"_money)}, {late("A", "2026-02-01"_date)},
                  nine_per_cent()) == "A P0001 3.00 2026-02-10..2026-03-02");
}

TEST_CASE("covered interest: the earliest due first, and the rest on the next") {
    const auto items = {late("B", "2026-02-01"_date), late("A", "2026-02-03"_date)};
    CHECK(covered({plan_of({"A", "B"}, "6.58 EUR"_money)}, items, nine_per_cent()) ==
          "A P0001 1.65 2026-02-10..2026-03-02\nB P0001 4.93 2026-02-10..2026-03-02");
}

TEST_CASE("covered interest: what was paid during the plan has borne less") {
    // 332.32 paid on 20 February: ten days on 1,000.00 and ten on 667.68.
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money)},
                  {late("A", "2026-02-01"_date, {{"2026-02-20"_date, 332'32}})},
                  nine_per_cent()) == "A P0001 4.11 2026-02-10..2026-03-02");
}

TEST_CASE("covered interest: an invoice that the plan does not cover, and one not due before") {
    CHECK(
        covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("B", "2026-02-01"_date)}, nine_per_cent())
            .empty());
    CHECK(
        covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("A", "2026-03-02"_date)}, nine_per_cent())
            .empty());
}

TEST_CASE("covered interest: nothing of what is too little to claim, nor beyond a cap") {
    Policy policy = nine_per_cent();
    policy.interest.minimum = "20.00 EUR"_money;
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("A", "2026-02-01"_date)}, policy)
              .empty());
    // The first is worth claiming by itself only together with what came later.
    policy.interest.minimum = "5.00 EUR"_money;
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("A", "2026-02-01"_date)}, policy) ==
          "A P0001 4.93 2026-02-10..2026-03-02");
    policy.interest.minimum.reset();
    policy.interest.cap_percent_of_principal = "0.5"_rate;
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money)}, {late("A", "2026-02-01"_date)}, policy) ==
          "A P0001 2.78 2026-02-10..2026-03-02");
}

TEST_CASE("covered interest: by instalment, so that one lessens nothing of another's days") {
    // Due on the day of the first instalment: its 6.58 were for days without late interest.
    ChargedPlanInterest second = plan_of({"A"}, "9.00 EUR"_money);
    second.from = "2026-03-02"_date;
    second.to = "2026-03-22"_date;
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money), second}, {late("A", "2026-03-02"_date)},
                  nine_per_cent()) == "A P0001 4.93 2026-03-02..2026-03-22");
    // Where both lessen something it is one entry.
    CHECK(covered({plan_of({"A"}, "3.00 EUR"_money), second}, {late("A", "2026-02-01"_date)},
                  nine_per_cent()) == "A P0001 7.93 2026-02-10..2026-03-22");
}

TEST_CASE("covered interest: two plans, each for its own days") {
    ChargedPlanInterest second = plan_of({"A"}, "1.00 EUR"_money);
    second.plan = "P0002";
    second.from = "2026-03-10"_date;
    second.to = "2026-04-10"_date;
    CHECK(covered({plan_of({"A"}, "6.58 EUR"_money), second}, {late("A", "2026-02-01"_date)},
                  nine_per_cent()) ==
          "A P0001 4.93 2026-02-10..2026-03-02\nA P0002 1.00 2026-03-10..2026-04-06");
}
