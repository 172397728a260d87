#include "core/contact_rules.h"

#include <doctest/doctest.h>

#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

constexpr int at(int hour, int minute = 0) {
    return hour * 60 + minute;
}

const Date today = "2026-03-10"_date;

ContactMoment noon(Channel channel) {
    return {.channel = channel, .day = today, .minute_of_day = at(12)};
}

ContactSettings capped(std::optional<Channel> channel, int count, Duration within) {
    return {.caps = {{.channel = channel, .count = count, .within = within}}};
}

// "quiet_hours until 2026-03-11", or "goes".
std::string answer(const ContactSettings& settings, const std::vector<PastContact>& past,
                   const ContactMoment& moment) {
    const auto delay = contact_delay(settings, past, moment);
    return delay ? delay->rule + " until " + to_text(delay->earliest) : "goes";
}

std::vector<PastContact> calls(const std::vector<int>& days_ago) {
    std::vector<PastContact> past;
    for (const int days : days_ago) past.push_back({Channel::phone, today - days});
    return past;
}

}  // namespace

TEST_CASE("contact: without rules everything goes") {
    CHECK(answer({}, calls({0, 0, 0, 1}), {.channel = Channel::phone, .day = today}) == "goes");
}

TEST_CASE("in_hours: the first minute is inside, the last is not; over midnight too") {
    struct Row {
        int minute;
        int from;
        int to;
        bool inside;
    };
    const Row rows[] = {
        {at(12), at(12), at(14), true},  {at(13, 59), at(12), at(14), true},
        {at(14), at(12), at(14), false}, {at(11, 59), at(12), at(14), false},
        {at(20), at(20), at(9), true},   {at(23, 59), at(20), at(9), true},
        {at(0), at(20), at(9), true},    {at(8, 59), at(20), at(9), true},
        {at(9), at(20), at(9), false},   {at(19, 59), at(20), at(9), false},
        {at(0), at(0), at(9), true},     {at(12), at(12), at(12), false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.minute);
        CAPTURE(row.from);
        CHECK(in_hours(row.minute, row.from, row.to) == row.inside);
    }
}

TEST_CASE("quiet hours: the evening waits for tomorrow, the early morning for later today") {
    const ContactSettings overnight{.quiet_from = at(20), .quiet_to = at(9)};
    const auto by_email = [&](int minute) {
        return answer(overnight, {}, {Channel::email, today, minute});
    };
    CHECK(by_email(at(19, 59)) == "goes");
    CHECK(by_email(at(20)) == "quiet_hours until 2026-03-11");
    CHECK(by_email(at(23, 59)) == "quiet_hours until 2026-03-11");
    CHECK(by_email(at(0)) == "quiet_hours until 2026-03-10");
    CHECK(by_email(at(8, 59)) == "quiet_hours until 2026-03-10");
    CHECK(by_email(at(9)) == "goes");

    const ContactSettings siesta{.quiet_from = at(13), .quiet_to = at(15)};
    CHECK(answer(siesta, {}, {Channel::sms, today, at(14)}) == "quiet_hours until 2026-03-10");
    CHECK(contact_delay(siesta, {}, {Channel::sms, today, at(13, 5)})->detail ==
          "it is 13:05 where the customer is; messages go out from 15:00");
}

TEST_CASE("caps: the window is so many days and ends with today") {
    const auto settings = capped(Channel::phone, 2, "7d"_duration);
    struct Row {
        std::vector<int> days_ago;
        const char* answer;
    };
    const Row rows[] = {
        {{}, "goes"},
        {{0}, "goes"},
        {{0, 0}, "contact_cap until 2026-03-17"},
        {{6, 0}, "contact_cap until 2026-03-11"},
        {{7, 0}, "goes"},
        {{0, 6}, "contact_cap until 2026-03-11"},
        // Three stand in the window, and two of them have to leave it.
        {{6, 5, 1}, "contact_cap until 2026-03-12"},
        {{-1, -2}, "goes"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.answer);
        CHECK(answer(settings, calls(row.days_ago), noon(Channel::phone)) == row.answer);
    }
}

TEST_CASE("caps: on the day that was named it goes") {
    const auto settings = capped(Channel::phone, 2, "7d"_duration);
    const auto past = calls({6, 5, 1});
    const auto delay = contact_delay(settings, past, noon(Channel::phone));
    REQUIRE(delay);
    const auto on = [&](Date day) { return answer(settings, past, {Channel::phone, day, at(12)}); };
    CHECK(on(delay->earliest - 1) != "goes");
    CHECK(on(delay->earliest) == "goes");
}

TEST_CASE("caps: one for a channel counts and stops that channel alone, one for any stops all") {
    const std::vector<PastContact> past = {{Channel::phone, today}, {Channel::email, today}};
    const auto phone = capped(Channel::phone, 1, "1d"_duration);
    CHECK(answer(phone, past, noon(Channel::phone)) == "contact_cap until 2026-03-11");
    CHECK(answer(phone, past, noon(Channel::email)) == "goes");
    CHECK(answer(capped(Channel::sms, 1, "1d"_duration), past, noon(Channel::sms)) == "goes");
    const auto any = capped({}, 2, "1d"_duration);
    CHECK(answer(any, past, noon(Channel::sms)) == "contact_cap until 2026-03-11");
    CHECK(answer(capped({}, 3, "1d"_duration), past, noon(Channel::sms)) == "goes");
}

TEST_CASE("caps: every one of them is asked") {
    ContactSettings settings = capped(Channel::phone, 7, "7d"_duration);
    settings.caps.push_back({.channel = {}, .count = 3, .within = "7d"_duration});
    CHECK(answer(settings, calls({3, 2}), noon(Channel::phone)) == "goes");
    CHECK(answer(settings, calls({3, 2, 1}), noon(Channel::phone)) ==
          "contact_cap until 2026-03-14");
}

TEST_CASE("gap: one day means not on the same day") {
    const ContactSettings one_day{.gap = "1d"_duration};
    CHECK(answer(one_day, calls({0}), noon(Channel::email)) == "contact_gap until 2026-03-11");
    CHECK(answer(one_day, calls({1}), noon(Channel::email)) == "goes");
    CHECK(answer(one_day, calls({-1}), noon(Channel::email)) == "goes");
    CHECK(answer({.gap = "0d"_duration}, calls({0}), noon(Channel::email)) == "goes");
}

TEST_CASE("gap: it counts from the latest contact, in whatever order they are given") {
    const ContactSettings five_days{.gap = "5d"_duration};
    for (const auto& days_ago : {std::vector{4, 1}, std::vector{1, 4}, std::vector{9, 1, 4}}) {
        CHECK(answer(five_days, calls(days_ago), noon(Channel::email)) ==
              "contact_gap until 2026-03-14");
    }
}

TEST_CASE("contact: quiet hours are named before caps, caps before the gap") {
    ContactSettings settings = capped({}, 1, "7d"_duration);
    settings.quiet_from = at(20);
    settings.quiet_to = at(9);
    settings.gap = "2d"_duration;
    const auto past = calls({0});
    CHECK(answer(settings, past, {Channel::email, today, at(21)}) ==
          "quiet_hours until 2026-03-11");
    CHECK(answer(settings, past, noon(Channel::email)) == "contact_cap until 2026-03-17");
    settings.caps.clear();
    CHECK(answer(settings, past, noon(Channel::email)) == "contact_gap until 2026-03-12");
}
