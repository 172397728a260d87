// decide() on random positions and policies: what holds whatever they are.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "core/decision.h"
#include "support/builders.h"
#include "support/dice.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/core/nights.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

Money some_money(Dice& dice, int most) {
    return Money(1 + dice.below(most * 100), "EUR"_currency);
}

const Date tonight = "2025-06-11"_date;  // a Wednesday

void add_random_item(PositionBuilder& position, Dice& dice) {
    position.owes(some_money(dice, 100), due(tonight - dice.below(60) + 10));
    const Date day = tonight - dice.below(20);
    if (dice.one_in(2)) position.at_level(dice.below(5), day);
    if (dice.one_in(8)) position.listed_on(tonight);
    if (dice.one_in(8)) position.queued("N0001");
    if (dice.one_in(16)) position.awaiting_approval("N0002");
    if (dice.one_in(16)) position.uncertain("N0003");
    if (dice.one_in(6)) position.on_hold(day, day + dice.below(20));
    if (dice.one_in(8)) position.promised(day, by(day + dice.below(20)));
    if (dice.one_in(12)) position.in_plan(day);
    if (dice.one_in(12)) position.disputed(day, day + dice.below(20));
    if (dice.one_in(4)) position.disputed_in_part(some_money(dice, 60), day, day + dice.below(20));
}

CustomerPosition random_position(Dice& dice) {
    auto position = dice.one_in(12) ? nowhere() : acme();
    for (int i = dice.below(7); i-- > 0;) add_random_item(position, dice);
    if (dice.one_in(3)) position.with_on_account(some_money(dice, 150));
    if (dice.one_in(6)) position.opted_out_of(Channel::email);
    if (dice.one_in(16)) position.ceased();
    return position;
}

Policy random_policy(Dice& dice) {
    Policy policy = three_levels();
    policy.procedures.front().levels.resize(static_cast<std::size_t>(1 + dice.below(3)));
    for (Level& each : policy.procedures.front().levels) {
        each.from = static_cast<LevelFrom>(dice.below(3));
        if (dice.one_in(3)) each.gap = Duration{dice.below(10), dice.one_in(2)};
        if (dice.one_in(4)) each.min_amount = some_money(dice, 80);
        if (dice.one_in(3)) each.fee = fixed_fee(some_money(dice, 10));
        if (dice.one_in(2)) each.channels.push_back(Channel::letter);
        each.interest = dice.one_in(2);
    }
    policy.interest = {.method = InterestMethod::fixed, .yearly = "9.0"_rate};
    policy.notify.entry = dice.one_in(2) ? Entry::fit : Entry::step;
    policy.notify.group = dice.one_in(3) ? Grouping::invoice : Grouping::customer;
    policy.notify.net_credits = !dice.one_in(4);
    if (dice.one_in(3)) policy.tolerance = some_money(dice, 20);
    return policy;
}

template <class Check>
void for_random_nights(int how_many, const Check& check) {
    Dice dice(20250611);
    for (int i = 0; i < how_many; ++i) {
        CAPTURE(i);
        const CustomerPosition position = random_position(dice);
        check(position, random_policy(dice));
    }
}

const OpenItem& item_of(const CustomerPosition& position, const std::string& invoice) {
    return *std::ranges::find(position.items, invoice, &OpenItem::invoice);
}

void check_amounts(const Notice& notice) {
    Money principal = "0.00 EUR"_money;
    Money interest = "0.00 EUR"_money;
    for (const NoticeLine& line : notice.lines) {
        CHECK(line.open.is_positive());
        principal += line.open;
        interest += line.interest;
    }
    CHECK(notice.principal == principal);
    CHECK(notice.interest == interest);
    CHECK(notice.total == principal + interest + notice.fee - notice.credit);
    CHECK(notice.total.is_positive());
}

void check_levels(const Notice& notice, const CustomerPosition& position, Entry entry) {
    int highest = 0;
    for (const NoticeLine& line : notice.lines) {
        const int before = item_of(position, line.invoice).history.level;
        if (!line.advances) CHECK(line.level == before);
        if (!line.advances) continue;
        CHECK(line.level > before);
        if (entry == Entry::step) CHECK(line.level == before + 1);
        highest = std::max(highest, line.level);
    }
    CHECK(highest == notice.level);
}

}  // namespace

TEST_CASE("decide, random nights: every overdue item is in one notice or withheld, never both") {
    for_random_nights(3000, [](const CustomerPosition& position, const Policy& policy) {
        const Decision decision = decide(position, {.policy = policy}, tonight);
        std::map<std::string, int> expected;
        for (const OpenItem& item : position.items) {
            if (item.due < tonight && item.open >= policy.tolerance) expected[item.invoice] = 1;
        }
        std::map<std::string, int> found;
        std::map<std::string, int> explained;
        for (const Notice& notice : decision.notices) {
            for (const NoticeLine& line : notice.lines) ++found[line.invoice];
        }
        for (const Withheld& withheld : decision.withheld) ++found[withheld.invoice];
        for (const Explanation& explanation : decision.explanations) {
            ++explained[explanation.invoice];
        }
        CHECK((found == expected));
        CHECK((explained == expected));
    });
}

TEST_CASE("decide, random nights: a notice's total equals its lines, and its level is reached") {
    int notices = 0;
    for_random_nights(3000, [&](const CustomerPosition& position, const Policy& policy) {
        const Decision decision = decide(position, {.policy = policy}, tonight);
        Money credit = "0.00 EUR"_money;
        for (const Notice& notice : decision.notices) {
            check_amounts(notice);
            check_levels(notice, position, policy.notify.entry);
            credit += notice.credit;
            ++notices;
        }
        CHECK(credit <= std::max(position.on_account, "0.00 EUR"_money));
        if (policy.notify.group == Grouping::customer) CHECK(decision.notices.size() <= 1);
    });
    CHECK(notices > 500);
}

TEST_CASE("decide, random nights: nothing that is paused, ceased or on its way is listed") {
    for_random_nights(3000, [](const CustomerPosition& position, const Policy& policy) {
        for (const Notice& notice : decide(position, {.policy = policy}, tonight).notices) {
            CHECK_FALSE(position.ceased);
            for (const NoticeLine& line : notice.lines) {
                const OpenItem& item = item_of(position, line.invoice);
                CHECK(item.history.waiting.empty());
                for (const Pause& pause : item.pauses) {
                    CHECK((pause.part || !covers(pause, tonight)));
                }
            }
        }
    });
}

TEST_CASE("decide, random nights: the same night again sends nothing") {
    for_random_nights(1500, [](const CustomerPosition& position, const Policy& policy) {
        CustomerPosition after = position;
        issue(after, decide(position, {.policy = policy}, tonight).notices);
        CHECK(decide(after, {.policy = policy}, tonight).notices.empty());
    });
}
