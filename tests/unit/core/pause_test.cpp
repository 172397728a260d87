#include "core/pause.h"

#include <doctest/doctest.h>

#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

Pause hold(Date from, std::optional<Date> until = {}) {
    return {.kind = PauseKind::hold, .from = from, .until = until};
}

Pause dispute(Date from, std::optional<Date> until = {}, std::optional<Money> part = {}) {
    return {.kind = PauseKind::dispute, .from = from, .until = until, .part = part};
}

const std::vector<PauseKind> all_kinds = {PauseKind::dispute, PauseKind::hold, PauseKind::promise,
                                          PauseKind::plan};

int paused(const std::vector<Pause>& pauses) {
    return paused_days(pauses, all_kinds, "2026-03-10"_date, "2026-03-20"_date);
}

// 100.00 by 10 March, given on the 1st.
Promise promise() {
    return {.given = "2026-03-01"_date, .by = "2026-03-10"_date, .amount = "100.00 CNY"_money};
}

PromiseState promise_state_on(Date as_of, const std::vector<MoneyIn>& received,
                              int grace_days = 2) {
    return promise_state(promise(), received, {.grace_days = grace_days}, as_of);
}

}  // namespace

TEST_CASE("covers: both ends are included, no end means until further notice") {
    const auto pause = hold("2026-03-10"_date, "2026-03-12"_date);
    CHECK_FALSE(covers(pause, "2026-03-09"_date));
    CHECK(covers(pause, "2026-03-10"_date));
    CHECK(covers(pause, "2026-03-12"_date));
    CHECK_FALSE(covers(pause, "2026-03-13"_date));
    CHECK(covers(hold("2026-03-10"_date), "2199-12-31"_date));
    CHECK_FALSE(covers(hold("2026-03-10"_date, "2026-03-09"_date), "2026-03-10"_date));
    CHECK_FALSE(covers(hold("2026-03-10"_date, "2026-03-09"_date), "2026-03-09"_date));
}

TEST_CASE("paused_days: the day after counts first, the last day counts") {
    CHECK(paused({}) == 0);
    CHECK(paused({hold("2026-03-10"_date, "2026-03-10"_date)}) == 0);
    CHECK(paused({hold("2026-03-11"_date, "2026-03-11"_date)}) == 1);
    CHECK(paused({hold("2026-03-20"_date, "2026-03-25"_date)}) == 1);
    CHECK(paused({hold("2026-03-21"_date)}) == 0);
    CHECK(paused({hold("2026-03-01"_date)}) == 10);
    CHECK(paused({hold("2026-03-15"_date, "2026-03-14"_date)}) == 0);
}

TEST_CASE("paused_days: a day in two pauses counts once") {
    CHECK(paused({hold("2026-03-11"_date, "2026-03-14"_date),
                  dispute("2026-03-13"_date, "2026-03-16"_date)}) == 6);
    CHECK(paused({dispute("2026-03-12"_date, "2026-03-13"_date),
                  hold("2026-03-11"_date, "2026-03-16"_date)}) == 6);
    CHECK(paused({hold("2026-03-18"_date, "2026-03-19"_date),
                  hold("2026-03-11"_date, "2026-03-12"_date)}) == 4);
    CHECK(paused({hold("2026-03-11"_date, "2026-03-12"_date),
                  hold("2026-03-13"_date, "2026-03-14"_date)}) == 4);
    CHECK(paused({hold("2026-03-11"_date), hold("2026-03-11"_date)}) == 10);
}

TEST_CASE("paused_days: only full pauses of the kinds asked about") {
    const std::vector<Pause> pauses = {
        hold("2026-03-11"_date, "2026-03-12"_date), dispute("2026-03-14"_date, "2026-03-14"_date),
        dispute("2026-03-16"_date, "2026-03-18"_date, "5.00 CNY"_money)};
    const auto days = [&](const std::vector<PauseKind>& kinds) {
        return paused_days(pauses, kinds, "2026-03-10"_date, "2026-03-20"_date);
    };
    CHECK(days(all_kinds) == 3);
    CHECK(days({PauseKind::hold}) == 2);
    CHECK(days({PauseKind::dispute}) == 1);
    CHECK(days({PauseKind::promise}) == 0);
    CHECK(days({}) == 0);
}

TEST_CASE("paused_days: nothing lies in an empty or reversed range") {
    const std::vector<Pause> pauses = {hold("2026-01-01"_date)};
    CHECK(paused_days(pauses, all_kinds, "2026-03-10"_date, "2026-03-10"_date) == 0);
    CHECK(paused_days(pauses, all_kinds, "2026-03-10"_date, "2026-03-01"_date) == 0);
}

TEST_CASE("disputed_on: parts add up to at most what is open, a full dispute takes all") {
    const Money open = "100.00 CNY"_money;
    const Date day = "2026-03-10"_date;
    const auto part = [&](std::string_view amount) {
        return dispute(day, day, parse_money(amount, open.currency()).value());
    };
    CHECK(disputed_on({}, open, day) == "0.00 CNY"_money);
    CHECK(disputed_on({part("30")}, open, day) == "30.00 CNY"_money);
    CHECK(disputed_on({part("30"), part("25")}, open, day) == "55.00 CNY"_money);
    CHECK(disputed_on({part("80"), part("30")}, open, day) == open);
    CHECK(disputed_on({part("30"), dispute(day)}, open, day) == open);
    CHECK(disputed_on({part("30")}, open, day + 1) == "0.00 CNY"_money);
    CHECK(disputed_on({hold(day)}, open, day) == "0.00 CNY"_money);
    CHECK(disputed_on({part("30")}, "0.00 CNY"_money, day) == "0.00 CNY"_money);
    CHECK(disputed_on({dispute(day)}, "-5.00 CNY"_money, day) == "0.00 CNY"_money);
}

TEST_CASE("promise: open up to the last day of grace, broken from the day after") {
    CHECK(promise_state_on("2026-03-01"_date, {}).status == PromiseStatus::open);
    CHECK(promise_state_on("2026-03-10"_date, {}).decided == "2026-03-12"_date);
    CHECK(promise_state_on("2026-03-12"_date, {}).status == PromiseStatus::open);
    CHECK(promise_state_on("2026-03-13"_date, {}).status == PromiseStatus::broken);
    CHECK(promise_state_on("2026-12-31"_date, {}).decided == "2026-03-13"_date);
    CHECK(promise_state_on("2026-03-10"_date, {}, 0).status == PromiseStatus::open);
    CHECK(promise_state_on("2026-03-11"_date, {}, 0).decided == "2026-03-11"_date);
}

TEST_CASE("promise: kept on the day on which enough has come in") {
    const std::vector<MoneyIn> received = {{"2026-03-09"_date, 60'00}, {"2026-03-05"_date, 40'00}};
    const auto before = promise_state_on("2026-03-08"_date, received);
    CHECK(before.status == PromiseStatus::open);
    CHECK(before.received == "40.00 CNY"_money);
    const auto after = promise_state_on("2026-06-01"_date, received);
    CHECK(after.status == PromiseStatus::kept);
    CHECK(after.received == "100.00 CNY"_money);
    CHECK(after.decided == "2026-03-09"_date);
}

TEST_CASE("promise: money before it was given and after its grace does not count") {
    const auto late = "2026-06-01"_date;
    CHECK(promise_state_on(late, {{"2026-02-28"_date, 100'00}}).status == PromiseStatus::broken);
    CHECK(promise_state_on(late, {{"2026-03-01"_date, 100'00}}).decided == "2026-03-01"_date);
    CHECK(promise_state_on(late, {{"2026-03-12"_date, 100'00}}).status == PromiseStatus::kept);
    CHECK(promise_state_on(late, {{"2026-03-13"_date, 100'00}}).status == PromiseStatus::broken);
    CHECK(promise_state_on(late, {{"2026-03-12"_date, 99'99}}).received == "99.99 CNY"_money);
}

TEST_CASE("promise: of money of the day on which it was given only what was told later counts") {
    const Date given = promise().given;
    Promise after_two = promise();
    after_two.known_receipts = 2;
    const auto status = [&](const std::vector<MoneyIn>& received) {
        return promise_state(after_two, received, {}, "2026-06-01"_date).status;
    };
    CHECK(status({{given, 100'00, 2}}) == PromiseStatus::broken);
    CHECK(status({{given, 100'00, 3}}) == PromiseStatus::kept);
    CHECK(status({{given, 60'00, 1}, {given, 40'00, 3}}) == PromiseStatus::partly_kept);
    // Of a later day it counts, whenever it was told of.
    CHECK(status({{given + 1, 100'00, 1}}) == PromiseStatus::kept);
    // A promise that does not tell has the money of its day.
    CHECK(promise_state(promise(), {{given, 100'00, 2}}, {}, given).status == PromiseStatus::kept);
}

TEST_CASE("promise: what came before it on its day is there for an earlier promise") {
    const Date day = promise().given;
    Promise earlier = promise();
    earlier.known_receipts = 1;
    const auto left = [&](std::vector<MoneyIn> received) {
        use_for_promise(earlier, {}, "2026-06-01"_date, received);
        std::vector<std::pair<std::int64_t, std::int64_t>> rest;  // receipt, amount
        for (const MoneyIn& money : received) rest.emplace_back(money.receipt, money.amount_minor);
        return rest;
    };
    using Rest = std::vector<std::pair<std::int64_t, std::int64_t>>;
    CHECK(left({{day, 100'00, 1}}) == Rest{{1, 100'00}});
    CHECK(left({{day, 80'00, 2}, {day, 50'00, 3}}) == Rest{{3, 30'00}});
    // What was set against an invoice, taken back and set anew is one receipt's money.
    CHECK(left({{day, 100'00, 2}, {day, -100'00, 2}, {day, 60'00, 2}, {day, 70'00, 3}}) ==
          Rest{{3, 30'00}});
    CHECK(left({{day, 90'00, 2}, {day, -90'00, 3}}) == Rest{{2, 90'00}, {3, -90'00}});
}

TEST_CASE("promise: a payment taken back the same day never kept it") {
    const std::vector<MoneyIn> bounced = {{"2026-03-05"_date, 100'00},
                                          {"2026-03-05"_date, -100'00}};
    CHECK(promise_state_on("2026-03-20"_date, bounced).status == PromiseStatus::broken);
    const std::vector<MoneyIn> again = {
        {"2026-03-05"_date, 100'00}, {"2026-03-05"_date, -100'00}, {"2026-03-11"_date, 100'00}};
    CHECK(promise_state_on("2026-03-20"_date, again).decided == "2026-03-11"_date);
}

TEST_CASE("promise: what goes back within the grace did not keep it, what goes back later did") {
    const MoneyIn paid{"2026-03-10"_date, 100'00};
    const MoneyIn back{"2026-03-12"_date, -100'00};
    CHECK(promise_state_on("2026-03-11"_date, {paid, back}).status == PromiseStatus::kept);
    CHECK(promise_state_on("2026-03-12"_date, {paid, back}).status == PromiseStatus::open);
    const auto broken = promise_state_on("2026-03-13"_date, {paid, back});
    CHECK(broken.status == PromiseStatus::broken);
    CHECK(broken.decided == "2026-03-13"_date);
    CHECK(promise_state_on("2026-03-20"_date, {paid, {"2026-03-13"_date, -100'00}}).status ==
          PromiseStatus::kept);
    CHECK(promise_state_on("2026-03-20"_date, {paid, back, {"2026-03-12"_date, 100'00}}).decided ==
          "2026-03-10"_date);
    CHECK(promise_state_on("2026-03-20"_date, {paid, {"2026-03-11"_date, -60'00}}).status ==
          PromiseStatus::partly_kept);
}

TEST_CASE("promise: of several payments each has its own day and grace, and all count together") {
    Promise several = promise();
    several.payments = {{"2026-03-05"_date, "40.00 CNY"_money},
                        {"2026-03-10"_date, "60.00 CNY"_money}};
    const auto on_day = [&](Date day, const std::vector<MoneyIn>& received) {
        return promise_state(several, received, {.grace_days = 2}, day);
    };
    CHECK(on_day("2026-03-07"_date, {}).decided == "2026-03-07"_date);
    CHECK(on_day("2026-03-08"_date, {}).status == PromiseStatus::broken);
    CHECK(on_day("2026-03-08"_date, {}).decided == "2026-03-08"_date);
    const MoneyIn first{"2026-03-07"_date, 40'00};
    CHECK(on_day("2026-03-08"_date, {first}).decided == "2026-03-12"_date);
    CHECK(on_day("2026-03-13"_date, {first}).status == PromiseStatus::partly_kept);
    CHECK(on_day("2026-03-13"_date, {first}).decided == "2026-03-13"_date);
    CHECK(on_day("2026-03-13"_date, {{"2026-03-02"_date, 100'00}}).decided == "2026-03-02"_date);
}

TEST_CASE("promise: what the policy lets be missing does not break it, in its own currency") {
    const auto with = [](const Money& tolerance, std::int64_t came) {
        return promise_state(promise(), {{"2026-03-05"_date, came}}, {.tolerance = tolerance},
                             "2026-04-01"_date)
            .status;
    };
    CHECK(with("1.00 CNY"_money, 99'00) == PromiseStatus::kept);
    CHECK(with("1.00 CNY"_money, 98'99) == PromiseStatus::partly_kept);
    CHECK(with("1.00 EUR"_money, 99'00) == PromiseStatus::partly_kept);
    CHECK(with("500.00 CNY"_money, 0) == PromiseStatus::broken);
}

TEST_CASE("promise: part of the money is partly kept, money that went back again is broken") {
    const auto late = "2026-06-01"_date;
    CHECK(promise_state_on(late, {{"2026-03-05"_date, 99'99}}).status ==
          PromiseStatus::partly_kept);
    CHECK(
        promise_state_on(late, {{"2026-03-05"_date, 50'00}, {"2026-03-08"_date, -50'00}}).status ==
        PromiseStatus::broken);
}

TEST_CASE("promise: money that kept one promise is not there for the next") {
    const auto left = [](std::vector<MoneyIn> received) {
        use_for_promise(promise(), {.grace_days = 2}, "2026-06-01"_date, received);
        std::vector<std::pair<std::string, std::int64_t>> rest;
        for (const MoneyIn& money : received) {
            rest.emplace_back(to_text(money.day), money.amount_minor);
        }
        return rest;
    };
    using Rest = std::vector<std::pair<std::string, std::int64_t>>;
    CHECK(left({{"2026-03-05"_date, 100'00}}) == Rest{});
    CHECK(left({{"2026-03-05"_date, 130'00}}) == Rest{{"2026-03-05", 30'00}});
    CHECK(left({{"2026-02-28"_date, 10'00}, {"2026-03-13"_date, 20'00}}) ==
          Rest{{"2026-02-28", 10'00}, {"2026-03-13", 20'00}});
    // What went back is asked for again.
    CHECK(left({{"2026-03-05"_date, 100'00},
                {"2026-03-06"_date, -100'00},
                {"2026-03-11"_date, 120'00}}) == Rest{{"2026-03-11", 20'00}});
    CHECK(left({{"2026-03-05"_date, -30'00}}) == Rest{{"2026-03-05", -30'00}});
}
