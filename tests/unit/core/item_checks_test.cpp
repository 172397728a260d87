// What holds back an item for itself: when its next level is due, and what pauses it.
#include "core/item_checks.h"
#include "core/decision.h"

#include <doctest/doctest.h>

#include "support/builders.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/core/nights.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

// ---- When a level is due. ----

TEST_CASE("decide: what is not overdue is neither listed nor withheld") {
    const Policy policy =
        policy_of({{.name = "at once", .after = {}, .channels = {Channel::email}}});
    CHECK(shown_tonight(acme(), policy, due_friday) == "nothing");
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday - 1) == "nothing");
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday) == "nothing");
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday + 1) == "at once/email INV-1>1");
}

TEST_CASE("decide: the threshold of a level is inclusive") {
    struct Row {
        int days_overdue;
        const char* answer;
    };
    const Row rows[] = {{1, "INV-1 too_soon until 2025-02-05"},
                        {4, "INV-1 too_soon until 2025-02-05"},
                        {5, "first/email INV-1>1"},
                        {6, "first/email INV-1>1"},
                        {100, "first/email INV-1>1"}};
    for (const Row& row : rows) {
        CAPTURE(row.days_overdue);
        CHECK(shown_tonight(acme_owes_120(), three_levels(), due_friday + row.days_overdue) ==
              row.answer);
    }
}

TEST_CASE("decide: step takes the next level only, fit the highest that is reached") {
    struct Row {
        int days_overdue;
        int level;
        const char* step;
        const char* fit;
    };
    const char* done = "INV-1 last_level_done";
    const Row rows[] = {
        {4, 0, "INV-1 too_soon until 2025-02-05", "INV-1 too_soon until 2025-02-05"},
        {19, 0, "first/email INV-1>1", "first/email INV-1>1"},
        {20, 0, "first/email INV-1>1", "second/email INV-1>2"},
        {100, 0, "first/email INV-1>1", "third/email INV-1>3"},
        {19, 1, "INV-1 too_soon until 2025-02-20", "INV-1 too_soon until 2025-02-20"},
        {39, 1, "second/email INV-1>2", "second/email INV-1>2"},
        {40, 1, "second/email INV-1>2", "third/email INV-1>3"},
        {100, 2, "third/email INV-1>3", "third/email INV-1>3"},
        {100, 3, done, done},
        // The policy has lost levels since.
        {100, 7, done, done},
    };
    Policy fit = three_levels();
    fit.notify.entry = Entry::fit;
    for (const Row& row : rows) {
        CAPTURE(row.days_overdue);
        CAPTURE(row.level);
        auto position = acme_owes_120();
        if (row.level > 0) position.at_level(row.level, due_friday + 2);
        CHECK(shown_tonight(position, three_levels(), due_friday + row.days_overdue) == row.step);
        CHECK(shown_tonight(position, fit, due_friday + row.days_overdue) == row.fit);
    }
}

TEST_CASE("decide: fit passes over levels whose minimum the claim does not meet") {
    Policy fit = three_levels();
    fit.notify.entry = Entry::fit;
    level(fit, 3).min_amount = "500.00 EUR"_money;
    const Date late = due_friday + 40;
    CHECK(shown_tonight(acme_owes_120(), fit, late) == "second/email INV-1>2");
    const auto reasons = decide(acme_owes_120(), {.policy = fit}, late).explanations[0].reasons;
    CHECK(std::ranges::any_of(reasons, [](const Reason& reason) {
        return reason.rule == Rule::below_minimum && !reason.applied &&
               reason.detail ==
                   "level 3 'third' is passed over, the claim is 120.00, the level's "
                   "minimum 500.00";
    }));
    // The minimum is held against all that is claimed of the customer.
    CHECK(shown_tonight(acme_owes_120().owes("380.00 EUR"_money, due(due_friday)), fit, late) ==
          "third/email INV-1>3 INV-2>3");
    CHECK(shown_tonight(acme_owes_120().at_level(1, due_friday + 5), fit, late) ==
          "second/email INV-1>2");
    // Of those that are left none is met: it is below the minimum of the lowest.
    CHECK(shown_tonight(acme_owes_120().at_level(2, due_friday + 25), fit, late) ==
          "INV-1 below_minimum");
    level(fit, 1).min_amount = level(fit, 2).min_amount = "200.00 EUR"_money;
    const Decision none = decide(acme_owes_120(), {.policy = fit}, late);
    CHECK(shown(none) == "INV-1 below_minimum");
    CHECK(none.withheld.front().detail == "the claim is 120.00, the level's minimum 200.00");
    // Another currency's minimum says nothing.
    level(fit, 3).min_amount = "500.00 USD"_money;
    CHECK(shown_tonight(acme_owes_120(), fit, late) == "third/email INV-1>3");
}

TEST_CASE("decide: `from` says from which day the days count") {
    const auto reached = [](LevelFrom from, Duration after, const CustomerPosition& position) {
        Policy policy = two_levels();
        level(policy, 2).from = from;
        level(policy, 2).after = after;
        Date day = "2025-01-01"_date;
        while (decide(position, {.policy = policy}, day).notices.empty()) day = day + 1;
        return day;
    };
    const auto reminded = acme_owes_120().at_level(1, "2025-02-10"_date);
    CHECK(reached(LevelFrom::due, "14d"_duration, reminded) == "2025-02-14"_date);
    CHECK(reached(LevelFrom::last_notice, "14d"_duration, reminded) == "2025-02-24"_date);
    CHECK(reached(LevelFrom::last_notice, "10wd"_duration, reminded) == "2025-02-24"_date);
    CHECK(reached(LevelFrom::due_month_end, "14d"_duration, reminded) == "2025-02-28"_date);
    CHECK(reached(LevelFrom::due_month_end, "28d"_duration, reminded) == "2025-02-28"_date);
    CHECK(reached(LevelFrom::due_month_end, "29d"_duration, reminded) == "2025-03-31"_date);
}

TEST_CASE("decide: the clock stands still while disputed parts are all that is open") {
    // 120.00, due on Friday 31 January, reminder after 3 days. Disputed from 1 to 10 February.
    const auto due_on = [](Money part, std::vector<BalanceChange> changes) {
        Policy policy = two_levels();
        policy.notify.clock_stops = {PauseKind::dispute};
        CustomerPosition position =
            acme_owes_120().disputed_in_part(part, "2025-02-01"_date, "2025-02-10"_date);
        position.items.front().changes = std::move(changes);
        Date day = "2025-02-11"_date;
        while (decide(position, {.policy = policy}, day).notices.empty()) day = day + 1;
        return day;
    };
    CHECK(due_on("119.99 EUR"_money, {}) == "2025-02-11"_date);  // was due on the 3rd
    CHECK(due_on("120.00 EUR"_money, {}) == "2025-02-13"_date);
    CHECK(due_on("200.00 EUR"_money, {}) == "2025-02-13"_date);
    // The rest was paid before it was disputed, or while it was: from that day on.
    CHECK(due_on("80.00 EUR"_money, {{"2025-01-20"_date, 40'00}}) == "2025-02-13"_date);
    CHECK(due_on("80.00 EUR"_money, {{"2025-02-02"_date, 40'00}}) == "2025-02-12"_date);
    CHECK(due_on("80.00 EUR"_money, {{"2025-02-02"_date, 39'99}}) == "2025-02-11"_date);
    // And went back.
    CHECK(due_on("80.00 EUR"_money, {{"2025-01-20"_date, 40'00}, {"2025-02-02"_date, -40'00}}) ==
          "2025-02-11"_date);
}

TEST_CASE("decide: a later due date leaves the level as it is, and starts its days anew") {
    struct Row {
        LevelFrom from;
        Date due;      // as it was extended
        Date level_2;  // after 14 days
    };
    // Reminded on 10 February, and the reminder is not sent again.
    for (const Row& row : {Row{LevelFrom::due, "2025-01-31"_date, "2025-02-14"_date},
                           Row{LevelFrom::due, "2025-02-20"_date, "2025-03-06"_date},
                           Row{LevelFrom::due, "2025-03-31"_date, "2025-04-14"_date},
                           Row{LevelFrom::last_notice, "2025-01-31"_date, "2025-02-24"_date},
                           Row{LevelFrom::last_notice, "2025-02-10"_date, "2025-02-24"_date},
                           Row{LevelFrom::last_notice, "2025-02-11"_date, "2025-02-25"_date},
                           Row{LevelFrom::last_notice, "2025-03-31"_date, "2025-04-14"_date},
                           Row{LevelFrom::due_month_end, "2025-03-31"_date, "2025-04-30"_date}}) {
        CAPTURE(row.due);
        Policy policy = two_levels();
        level(policy, 2).from = row.from;
        level(policy, 2).after = "14d"_duration;
        CustomerPosition position = acme_owes_120().at_level(1, "2025-02-10"_date);
        position.items.front().due = row.due;
        for (Date day = "2025-02-11"_date; day < row.level_2; day = day + 1) {
            CAPTURE(day);
            CHECK(decide(position, {.policy = policy}, day).notices.empty());
        }
        CHECK(shown_tonight(position, policy, row.level_2) == "demand/email INV-1>2");
    }
}

TEST_CASE("decide: from the last notice means from the due day while there was none") {
    Policy policy = two_levels();
    level(policy, 1).from = LevelFrom::last_notice;
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday + 2) ==
          "INV-1 too_soon until 2025-02-03");
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday + 3) == "reminder/email INV-1>1");
}

TEST_CASE("decide: `after` in working days") {
    Policy policy = two_levels();
    level(policy, 1).after = "3wd"_duration;
    CHECK(shown_tonight(acme_owes_120(), policy, "2025-02-04"_date) ==
          "INV-1 too_soon until 2025-02-05");
    CHECK(shown_tonight(acme_owes_120(), policy, "2025-02-05"_date) == "reminder/email INV-1>1");
}

TEST_CASE("decide: the gap since the last notice is inclusive") {
    struct Row {
        const char* gap;
        Date last_notice;
        const char* answer;
    };
    const Date as_of = "2025-02-20"_date;
    const char* goes = "demand/email INV-1>2";
    const Row rows[] = {
        {"14d", "2025-02-07"_date, "INV-1 too_soon until 2025-02-21"},
        {"14d", "2025-02-06"_date, goes},
        {"14d", "2025-02-05"_date, goes},
        {"1d", "2025-02-19"_date, goes},
        {"3wd", "2025-02-17"_date, goes},
        {"3wd", "2025-02-18"_date, "INV-1 too_soon until 2025-02-21"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.gap);
        CAPTURE(row.last_notice);
        Policy policy = two_levels();
        level(policy, 2).gap = parse_duration(row.gap).value();
        CHECK(shown_tonight(acme_owes_120().at_level(1, row.last_notice), policy, as_of) ==
              row.answer);
    }
}

TEST_CASE("decide: a gap holds back nothing before the first notice") {
    Policy policy = two_levels();
    level(policy, 1).gap = "30d"_duration;
    CHECK(shown_tonight(acme_owes_120(), policy, due_friday + 3) == "reminder/email INV-1>1");
}

TEST_CASE("decide: a notice that only lists an item does not begin its gap anew") {
    Policy policy = two_levels();
    level(policy, 2).gap = "14d"_duration;
    const auto listed = acme_owes_120().at_level(1, "2025-02-05"_date).listed_on("2025-02-18"_date);
    CHECK(shown_tonight(listed, policy, "2025-02-18"_date) == "INV-1 already_sent");
    CHECK(shown_tonight(listed, policy, "2025-02-19"_date) == "demand/email INV-1>2");
}

TEST_CASE("decide: a notice that is dated after the night is not followed by another") {
    CHECK(shown_tonight(acme_owes_120().at_level(1, "2025-03-10"_date), two_levels(),
                        "2025-03-09"_date) == "INV-1 already_sent");
    CHECK(shown_tonight(acme_owes_120().at_level(1, "2025-03-10"_date), two_levels(),
                        "2025-03-10"_date) == "INV-1 already_sent");
    CHECK(shown_tonight(acme_owes_120().at_level(1, "2025-03-10"_date), two_levels(),
                        "2025-03-11"_date) == "demand/email INV-1>2");
}

TEST_CASE("decide: a draft that was never issued advances nothing") {
    const Date late = due_friday + 30;
    CHECK(shown_tonight(acme_owes_120().queued("N0001"), three_levels(), late) == "INV-1 queued");
    CHECK(shown_tonight(acme_owes_120().awaiting_approval("N0001"), three_levels(), late) ==
          "INV-1 awaiting_approval");
    CHECK(shown_tonight(acme_owes_120().uncertain("N0001"), three_levels(), late) ==
          "INV-1 uncertain");
}

// ---- Pauses. ----

TEST_CASE("decide: a pause withholds to its last day and says when it is looked at again") {
    const Date first = "2025-02-03"_date;
    const Date last = "2025-02-10"_date;
    struct Row {
        PositionBuilder position;
        const char* withheld;
    };
    const Row rows[] = {
        {acme_owes_120().on_hold(first, last), "INV-1 on_hold until 2025-02-11"},
        {acme_owes_120().promised(first, by(last)), "INV-1 promise_open until 2025-02-11"},
        {acme_owes_120().in_plan(first, last), "INV-1 plan_current until 2025-02-11"},
        {acme_owes_120().disputed(first, last), "INV-1 disputed until 2025-02-11"},
    };
    Policy policy = two_levels();
    policy.notify.clock_stops = {};
    for (const Row& row : rows) {
        CAPTURE(row.withheld);
        CHECK(shown_tonight(row.position, policy, last) == row.withheld);
        CHECK(shown_tonight(row.position, policy, last + 1) == "reminder/email INV-1>1");
    }
    CHECK(shown_tonight(acme_owes_120().on_hold(first), policy, "2025-12-31"_date) ==
          "INV-1 on_hold");
}

TEST_CASE("decide: the days of a pause do not count, if its kind stops the clock") {
    const Date from = "2025-02-01"_date;
    const Date until = "2025-02-05"_date;
    struct Row {
        PauseKind kind;
        PositionBuilder position;
    };
    const Row rows[] = {{PauseKind::hold, acme_owes_120().on_hold(from, until)},
                        {PauseKind::promise, acme_owes_120().promised(from, by(until))},
                        {PauseKind::plan, acme_owes_120().in_plan(from, until)},
                        {PauseKind::dispute, acme_owes_120().disputed(from, until)}};
    for (const Row& row : rows) {
        CAPTURE(to_text(row.kind));
        Policy policy = two_levels();
        policy.notify.clock_stops = {row.kind};
        // Five days stood still: due + 3 + 5.
        CHECK(shown_tonight(row.position, policy, "2025-02-07"_date) ==
              "INV-1 too_soon until 2025-02-08");
        CHECK(shown_tonight(row.position, policy, "2025-02-08"_date) == "reminder/email INV-1>1");
        std::erase(policy.notify.clock_stops, row.kind);
        CHECK(shown_tonight(row.position, policy, "2025-02-06"_date) == "reminder/email INV-1>1");
    }
}

TEST_CASE("decide: only the days of a pause after the base day stop the clock") {
    Policy policy = two_levels();
    level(policy, 2).from = LevelFrom::last_notice;
    // Held before and after the reminder of the 10th: the 11th and 12th count.
    const auto held = acme_owes_120()
                          .at_level(1, "2025-02-10"_date)
                          .on_hold("2025-02-05"_date, "2025-02-12"_date);
    CHECK(shown_tonight(held, policy, "2025-02-25"_date) == "INV-1 too_soon until 2025-02-26");
    CHECK(shown_tonight(held, policy, "2025-02-26"_date) == "demand/email INV-1>2");
}

TEST_CASE("decide: a dispute of a part leaves the rest in the claim and the clock running") {
    const auto disputed = acme_owes_120().disputed_in_part("50.00 EUR"_money, due_friday);
    const Decision decision = decide(disputed, {.policy = two_levels()}, due_friday + 3);
    CHECK(shown(decision) == "reminder/email INV-1>1");
    const NoticeLine& line = decision.notices.front().lines.front();
    CHECK(line.open == "70.00 EUR"_money);
    CHECK(line.disputed == "50.00 EUR"_money);
    CHECK(decision.notices.front().total == "70.00 EUR"_money);
}

TEST_CASE("decide: a dispute of as much as is still open is a dispute of all of it") {
    const auto half_paid = acme_owes_120().paid("60.00 EUR"_money, due_friday - 1);
    auto disputed = half_paid;
    CHECK(shown_tonight(disputed.disputed_in_part("60.00 EUR"_money, due_friday), two_levels(),
                        due_friday + 3) == "INV-1 disputed");
    disputed = half_paid;
    CHECK(shown_tonight(disputed.disputed_in_part("59.99 EUR"_money, due_friday), two_levels(),
                        due_friday + 3) == "reminder/email INV-1>1");
}

TEST_CASE("decide: what is withheld for itself is not listed with the others either") {
    const auto position = acme()
                              .owes("10.00 EUR"_money, due(due_friday))
                              .on_hold(due_friday)
                              .owes("20.00 EUR"_money, due(due_friday))
                              .queued("N0001")
                              .owes("30.00 EUR"_money, due(due_friday));
    CHECK(shown_tonight(position, two_levels(), due_friday + 3) ==
          "reminder/email INV-3>1; INV-1 on_hold; INV-2 queued");
}

TEST_CASE("decide: a customer who asked for silence gets it for every invoice") {
    CHECK(shown_tonight(
              acme_owes_120().owes("5.00 EUR"_money, due(due_friday)).on_hold(due_friday).ceased(),
              two_levels(), due_friday + 30) == "INV-1 ceased; INV-2 ceased");
}

// ---- After a broken agreement. ----

TEST_CASE("decide: after an agreement that was not kept the named level is due at once, once") {
    const auto asked = [](int level_before, const std::string& resumed, Date as_of) {
        CustomerPosition position = acme_owes_120().position();
        OpenItem& item = position.items.front();
        if (level_before > 0) {
            item.history.level = level_before;
            item.history.first_notice = item.history.last_notice = item.history.last_listed =
                item.due + 1;
        }
        item.resumptions = {{resumed, item.due + 2, "promise R0001 was not kept"}};
        return shown(decide(position, {.policy = two_levels()}, as_of));
    };
    const Date due = due_friday;
    CHECK(asked(0, "demand", due + 2) == "demand/email INV-1>2");
    CHECK(asked(1, "demand", due + 2) == "demand/email INV-1>2");
    CHECK(asked(0, "demand", due + 1) == "INV-1 too_soon until 2025-02-03");  // not broken yet
    CHECK(asked(2, "demand", due + 2) == "INV-1 last_level_done");
    CHECK(asked(0, "unheard of", due + 2) == "INV-1 too_soon until 2025-02-03");
    CHECK(asked(1, "reminder", due + 2) == "INV-1 too_soon until 2025-02-14");
}

// ---- Steps by hand. ----

namespace {

// INV-1's level and the days of the steps that made it: "2 by 2025-02-06 2025-02-20".
std::string counted(CustomerPosition position, const Policy& policy,
                    std::vector<StepByHand> contacts) {
    position.items.front().history.by_hand = std::move(contacts);
    count_steps_by_hand(position, policy, "2025-06-30"_date);
    const NoticeHistory& history = position.items.front().history;
    std::string text = fmt::format("{} by", history.level);
    for (const StepByHand& step : history.by_hand) text += " " + to_text(step.day);
    return text;
}

}  // namespace

TEST_CASE("steps by hand: a contact is the step of the level that was due on its day") {
    const Policy policy = three_levels();  // due from the 5th, 20th and 12 March
    const Date found = "2025-02-05"_date;
    const auto on = [&](std::vector<Date> days) {
        std::vector<StepByHand> contacts;
        for (const Date day : days) contacts.push_back({.found = found, .day = day});
        return counted(acme_owes_120(), policy, contacts);
    };
    CHECK(on({}) == "0 by");
    CHECK(on({"2025-02-05"_date}) == "1 by 2025-02-05");
    // The second level is due from the 20th: a talk before it is no step.
    CHECK(on({"2025-02-06"_date, "2025-02-19"_date}) == "1 by 2025-02-06");
    CHECK(on({"2025-02-06"_date, "2025-02-20"_date}) == "2 by 2025-02-06 2025-02-20");
    // At most one step a day.
    CHECK(on({"2025-04-01"_date, "2025-04-01"_date, "2025-04-02"_date}) ==
          "2 by 2025-04-01 2025-04-02");
    CHECK(on({"2025-04-01"_date, "2025-04-02"_date, "2025-04-03"_date, "2025-04-04"_date}) ==
          "3 by 2025-04-01 2025-04-02 2025-04-03");
}

TEST_CASE("steps by hand: what a notice has gone out on since answers no night before it") {
    const auto reminded = acme_owes_120().at_level(1, "2025-02-10"_date);
    const StepByHand before{.found = "2025-02-05"_date, .day = "2025-03-01"_date};
    const StepByHand after{.found = "2025-02-20"_date, .day = "2025-03-01"_date};
    CHECK(counted(reminded, three_levels(), {before}) == "1 by");
    CHECK(counted(reminded, three_levels(), {after}) == "2 by 2025-03-01");
}

TEST_CASE("steps by hand: gaps, entry and broken agreements count as for a notice") {
    Policy policy = three_levels();
    level(policy, 2).gap = "20d"_duration;
    const Date found = "2025-02-05"_date;
    const std::vector<StepByHand> two = {{.found = found, .day = "2025-02-06"_date},
                                         {.found = found, .day = "2025-02-25"_date}};
    CHECK(counted(acme_owes_120(), policy, two) == "1 by 2025-02-06");
    policy.notify.entry = Entry::fit;
    CHECK(counted(acme_owes_120(), policy, {two[1]}) == "2 by 2025-02-25");
    policy.notify.entry = Entry::step;
    CustomerPosition broken = acme_owes_120();
    broken.items.front().resumptions = {{"third", "2025-02-20"_date, "promise was not kept"}};
    CHECK(counted(broken, policy, {two[0]}) == "1 by 2025-02-06");
    CHECK(counted(broken, policy, {two[1]}) == "3 by 2025-02-25");
}

TEST_CASE("decide: a step by hand is followed as a notice is, and said to be one") {
    Policy policy = three_levels();
    level(policy, 2).from = LevelFrom::last_notice;
    CustomerPosition position = acme_owes_120();
    position.items.front().history.by_hand = {
        {.found = "2025-02-05"_date, .day = "2025-02-06"_date, .channel = Channel::visit}};
    count_steps_by_hand(position, policy, "2025-02-06"_date);
    CHECK(shown_tonight(position, policy, "2025-02-06"_date) == "INV-1 already_sent");
    const Decision next = decide(position, {.policy = policy}, "2025-02-07"_date);
    CHECK(shown(next) == "INV-1 too_soon until 2025-02-26");
    CHECK(next.explanations[0].reasons[1].detail ==
          "level 1 counts as done by visit on 2025-02-06, because no channel had reached the "
          "customer on 2025-02-05");
    CHECK(shown_tonight(position, policy, "2025-02-26"_date) == "second/email INV-1>2");
}
