#include "core/contact_check.h"

#include <doctest/doctest.h>

#include "core/opt_out.h"
#include "support/literals.h"

using namespace dunning;
using namespace dunning::literals;

namespace {

constexpr std::int64_t day_seconds = 86'400;

// A zone with a fixed offset, which is all that these rules need.
ZoneClock zone_at(int hours) {
    return {
        .local =
            [hours](Instant instant) {
                const std::int64_t local = instant.seconds + hours * 3600;
                const std::int64_t day =
                    (local - (local % day_seconds + day_seconds) % day_seconds) / day_seconds;
                return LocalTime{Date::from_days(static_cast<int>(day)),
                                 static_cast<int>((local - day * day_seconds) / 60)};
            },
        .instant =
            [hours](LocalTime local) {
                return Instant{local.day.days() * day_seconds + local.minute * 60 - hours * 3600};
            }};
}

// New York in summer.
const ZoneClock eastern = zone_at(-4);

Instant at(const char* text) {
    return parse_instant(text).value();
}

// A contact at noon of New York.
Instant noon(Date day) {
    return eastern.instant({day, 12 * 60});
}

ContactEvent event(Date day, ContactOutcome outcome, Channel channel = Channel::phone,
                   Direction direction = Direction::out) {
    return {.channel = channel,
            .direction = direction,
            .outcome = outcome,
            .day = day,
            .at = noon(day)};
}

ContactFile file_of(std::vector<ContactEvent> events) {
    return {.events = std::move(events), .zones = {eastern}};
}

std::vector<ContactEvent> calls(const std::vector<Date>& days,
                                ContactOutcome outcome = ContactOutcome::no_answer) {
    std::vector<ContactEvent> events;
    for (const Date day : days) events.push_back(event(day, outcome));
    return events;
}

const ContactSettings regulation_f{.sets = {{.set = RuleSetName::us_reg_f}}};
const ContactSettings chinese{.sets = {{.set = RuleSetName::cn_personal}}};

// "allowed", or "us.regf.calls7 until 2026-04-08T12:00:00Z".
std::string answer(const ContactSettings& settings, const ContactFile& file,
                   const ContactQuestion& question) {
    const auto refusal =
        contact_refusal(file, rules_for(settings, file.kind), HolidayCalendars(), question);
    if (!refusal) return "allowed";
    return refusal->rule + (refusal->earliest ? " until " + to_text(*refusal->earliest) : "");
}

std::string call_on(const ContactSettings& settings, const ContactFile& file, Date day) {
    // After the day's own contacts.
    return answer(settings, file,
                  {.channel = Channel::phone, .at = eastern.instant({day, 13 * 60})});
}

}  // namespace

TEST_CASE("contact: without rules everything goes") {
    CHECK(call_on({}, file_of(calls({"2026-04-01"_date, "2026-04-01"_date})), "2026-04-01"_date) ==
          "allowed");
}

// 12 CFR 1006.14(b)(2), Official Interpretations; the weekdays of the examples are those of 2026.
TEST_CASE("regulation f: the seventh call within seven days goes, the eighth does not") {
    const auto april = [](int day) { return Date::from_days("2026-03-31"_date.days() + day); };
    auto seven = calls({april(1), april(2), april(3), april(4), april(5), april(6), april(7)});
    CHECK(call_on(regulation_f, file_of(seven), april(8)) == "allowed");
    CHECK(call_on(regulation_f, file_of(seven), april(7)) ==
          "us.regf.calls7 until 2026-04-08T12:00:00Z");
    // 14(b)(2)(ii)-1.i
    const auto more = calls({april(1), april(2), april(2), april(3), april(3), april(6), april(6)});
    CHECK(call_on(regulation_f, file_of(more), april(7)) ==
          "us.regf.calls7 until 2026-04-08T12:00:00Z");
}

TEST_CASE("regulation f: seven days from a conversation, whoever rang, its day the first") {
    const auto talk =
        event("2026-08-13"_date, ContactOutcome::conversation, Channel::phone, Direction::in);
    CHECK(call_on(regulation_f, file_of({talk}), "2026-08-19"_date) ==
          "us.regf.after_talk until 2026-08-20T12:00:00Z");
    CHECK(call_on(regulation_f, file_of({talk}), "2026-08-20"_date) == "allowed");
    const auto later = file_of({event("2026-08-11"_date, ContactOutcome::no_answer),
                                event("2026-08-14"_date, ContactOutcome::promised)});
    CHECK(call_on(regulation_f, later, "2026-08-20"_date) ==
          "us.regf.after_talk until 2026-08-21T12:00:00Z");
    CHECK(call_on(regulation_f, later, "2026-08-21"_date) == "allowed");
    // A conversation by visit is no telephone conversation.
    CHECK(call_on(regulation_f,
                  file_of({event("2026-08-14"_date, ContactOutcome::conversation, Channel::visit)}),
                  "2026-08-15"_date) == "allowed");
}

TEST_CASE("regulation f: each debt has seven calls of its own") {
    std::vector<ContactEvent> twenty_one;
    for (const char* debt : {"A", "B", "C"}) {
        for (int call = 0; call < 7; ++call) {
            auto one = event("2026-04-01"_date + call, ContactOutcome::no_answer);
            one.invoice = debt;
            twenty_one.push_back(one);
        }
    }
    ContactFile file = file_of(twenty_one);
    file.debts = {"A", "B", "C"};
    CHECK(call_on(regulation_f, file, "2026-04-07"_date) ==
          "us.regf.calls7 until 2026-04-08T12:00:00Z");
    file.events.pop_back();
    CHECK(call_on(regulation_f, file, "2026-04-07"_date) == "allowed");
    const ContactQuestion about_a{
        .channel = Channel::phone, .at = noon("2026-04-07"_date), .invoice = "A"};
    CHECK(answer(regulation_f, file, about_a) == "us.regf.calls7 until 2026-04-08T12:00:00Z");
    const ContactQuestion about_c{
        .channel = Channel::phone, .at = noon("2026-04-07"_date), .invoice = "C"};
    CHECK(answer(regulation_f, file, about_c) == "allowed");
}

TEST_CASE("regulation f: busy lines, dead numbers and other people's numbers do not count") {
    const std::vector<Date> days(7, "2026-04-01"_date);
    for (const auto outcome : {ContactOutcome::busy, ContactOutcome::not_in_service}) {
        CHECK(call_on(regulation_f, file_of(calls(days, outcome)), "2026-04-01"_date) == "allowed");
    }
    for (const auto outcome :
         {ContactOutcome::voicemail, ContactOutcome::no_answer, ContactOutcome::third_party}) {
        CHECK(call_on(regulation_f, file_of(calls(days, outcome)), "2026-04-01"_date) ==
              "us.regf.calls7 until 2026-04-08T12:00:00Z");
    }
    // 14(b)(2)(i)-3.i: learned on Thursday, and the calls of Monday and Wednesday were none.
    auto wrong = calls(days);
    wrong.push_back(event("2026-04-02"_date, ContactOutcome::wrong_number));
    CHECK(call_on(regulation_f, file_of(wrong), "2026-04-02"_date) == "allowed");
}

TEST_CASE("regulation f: consent lifts the limits for at most seven days, to the next talk") {
    auto consent = event("2026-08-13"_date, ContactOutcome::consent);
    CHECK(call_on(regulation_f, file_of({consent}), "2026-08-14"_date) == "allowed");
    CHECK(call_on(regulation_f, file_of({consent}), "2026-08-19"_date) == "allowed");
    consent.until = "2026-08-14"_date;
    CHECK(call_on(regulation_f, file_of({consent}), "2026-08-15"_date) ==
          "us.regf.after_talk until 2026-08-20T12:00:00Z");
    const auto talk = event("2026-08-15"_date, ContactOutcome::conversation);
    consent.until = "2026-08-19"_date;
    CHECK(call_on(regulation_f, file_of({consent, talk}), "2026-08-16"_date) ==
          "us.regf.after_talk until 2026-08-22T12:00:00Z");
    // Calls made with consent do not count towards the seven.
    std::vector<ContactEvent> many = calls(std::vector<Date>(9, "2026-08-14"_date));
    consent.channel = Channel::email;
    many.push_back(consent);
    CHECK(call_on(regulation_f, file_of(many), "2026-08-20"_date) == "allowed");
}

TEST_CASE("regulation f: eight in the morning to nine in the evening, where the consumer is") {
    const auto email = [](const char* time) {
        return answer(regulation_f, file_of({}), {.channel = Channel::email, .at = at(time)});
    };
    CHECK(email("2026-04-07T07:59:00-04:00") == "us.regf.hours until 2026-04-07T12:00:00Z");
    CHECK(email("2026-04-07T08:00:00-04:00") == "allowed");
    CHECK(email("2026-04-07T20:59:00-04:00") == "allowed");
    CHECK(email("2026-04-07T21:00:00-04:00") == "us.regf.hours until 2026-04-08T12:00:00Z");
    CHECK(answer(regulation_f, file_of({}),
                 {.channel = Channel::letter, .at = at("2026-04-07T03:00:00-04:00")}) == "allowed");
}

TEST_CASE("hours: of two possible zones both must allow it") {
    ContactFile file = file_of({});
    file.zones.push_back(zone_at(-10));  // Honolulu
    const auto email = [&](const char* time) {
        return answer(regulation_f, file, {.channel = Channel::email, .at = at(time)});
    };
    CHECK(email("2026-04-07T13:59:00-04:00") == "us.regf.hours until 2026-04-07T18:00:00Z");
    CHECK(email("2026-04-07T14:00:00-04:00") == "allowed");
    CHECK(email("2026-04-07T21:00:00-04:00") == "us.regf.hours until 2026-04-08T18:00:00Z");
    CHECK(email("2026-04-07T05:00:00-04:00") == "us.regf.hours until 2026-04-07T18:00:00Z");
    file.zones.push_back(zone_at(5));
    CHECK(email("2026-04-07T14:00:00-04:00") == "us.regf.hours");  // there is no such time
}

// 1006.6(c)(1)-1.i: posted on the third, mail sent on the fourth, received on the sixth.
TEST_CASE("cease: from its receipt on, until consent is given again") {
    auto cease = event("2026-08-06"_date, ContactOutcome::cease, Channel::letter, Direction::in);
    const auto file = file_of({cease});
    const auto mail = [&](const ContactFile& known, Date day) {
        return answer(regulation_f, known, {.channel = Channel::email, .at = noon(day)});
    };
    CHECK(mail(file, "2026-08-04"_date) == "allowed");
    CHECK(mail(file, "2026-08-07"_date) == "us.regf.cease");
    CHECK(answer({}, file, {.channel = Channel::letter, .at = noon("2026-08-07"_date)}) ==
          "ceased");
    const auto again = file_of(
        {cease, event("2026-08-08"_date, ContactOutcome::consent, Channel::email, Direction::in)});
    CHECK(mail(again, "2026-08-09"_date) == "allowed");
}

TEST_CASE("opt-out: of one channel, the others stay") {
    const auto file =
        file_of({event("2026-08-06"_date, ContactOutcome::opt_out, Channel::phone, Direction::in)});
    CHECK(answer(regulation_f, file, {.channel = Channel::phone, .at = noon("2026-09-07"_date)}) ==
          "us.regf.medium");
    CHECK(answer(regulation_f, file, {.channel = Channel::email, .at = noon("2026-09-07"_date)}) ==
          "allowed");
    CHECK(answer({}, file, {.channel = Channel::phone, .at = noon("2026-09-07"_date)}) ==
          "opted_out");
}

TEST_CASE("a lawyer: everything goes there, under every set of rules") {
    const auto file = file_of(
        {event("2026-08-06"_date, ContactOutcome::represented, Channel::letter, Direction::in)});
    CHECK(answer(regulation_f, file, {.channel = Channel::email, .at = noon("2026-08-07"_date)}) ==
          "us.regf.attorney");
    CHECK(answer({}, file, {.channel = Channel::sms, .at = noon("2026-08-07"_date)}) ==
          "represented");
}

TEST_CASE("china: nothing at night, unless the customer has agreed to it") {
    ContactFile file{.zones = {zone_at(8)}};
    const auto sms = [&](const char* time) {
        return answer(chinese, file, {.channel = Channel::sms, .at = at(time)});
    };
    CHECK(sms("2026-04-07T07:59:00+08:00") == "cn.night until 2026-04-07T00:00:00Z");
    CHECK(sms("2026-04-07T08:00:00+08:00") == "allowed");
    CHECK(sms("2026-04-07T21:59:00+08:00") == "allowed");
    CHECK(sms("2026-04-07T22:00:00+08:00") == "cn.night until 2026-04-08T00:00:00Z");
    file.events = {{.channel = Channel::email,
                    .direction = Direction::in,
                    .outcome = ContactOutcome::consent,
                    .day = "2026-04-01"_date,
                    .at = at("2026-04-01T10:00:00+08:00")}};
    CHECK(sms("2026-04-07T23:00:00+08:00") == "allowed");
}

TEST_CASE("china: three calls that connect a day, six that do not at one number") {
    const auto connected = [](std::vector<Date> days) {
        return file_of(calls(days, ContactOutcome::conversation));
    };
    const Date day = "2026-04-07"_date;
    CHECK(call_on(chinese, connected({day, day}), day) == "allowed");
    CHECK(call_on(chinese, connected({day, day, day}), day) ==
          "cn.connected3 until 2026-04-08T12:00:00Z");
    CHECK(call_on(chinese, connected({day - 1, day - 1, day - 1, day}), day) == "allowed");

    auto unanswered = calls(std::vector<Date>(6, day));
    for (ContactEvent& call : unanswered) call.address = "138";
    ContactQuestion question{
        .channel = Channel::phone, .at = eastern.instant({day, 13 * 60}), .address = "138"};
    CHECK(answer(chinese, file_of(unanswered), question) ==
          "cn.unanswered6 until 2026-04-08T12:00:00Z");
    question.address = "021";
    CHECK(answer(chinese, file_of(unanswered), question) == "allowed");
}

TEST_CASE("others: never by courtesy; in China when the customer cannot be reached") {
    const Date day = "2026-04-07"_date;
    const auto ask = [&](const ContactSettings& settings, const ContactFile& file) {
        return answer(settings, file,
                      {.channel = Channel::phone,
                       .at = eastern.instant({day, 13 * 60}),
                       .addressee = Addressee::somebody_else});
    };
    CHECK(ask({}, file_of({})) == "third_party");
    CHECK(ask(chinese, file_of(calls({day - 3, day - 2}))) == "cn.third_party");
    CHECK(ask(chinese, file_of(calls({day - 3, day - 2, day - 1}))) == "allowed");
    auto reached = calls({day - 9, day - 8, day - 7});
    reached.push_back(event(day - 6, ContactOutcome::conversation));
    CHECK(ask(chinese, file_of(reached)) == "cn.third_party");
    CHECK(ask(regulation_f, file_of({})) == "allowed");
    CHECK(ask(regulation_f, file_of(calls({day - 9}, ContactOutcome::third_party))) ==
          "us.regf.third_party");
}

TEST_CASE("uk and eu: no Sundays and no holidays, and hours") {
    CalendarDays days;
    days.holidays = {"2026-05-04"_date};  // a Monday
    const BusinessCalendar calendar(days);
    const auto email = [&](RuleSetName set, const char* time) {
        const ContactSettings settings{.sets = {{.set = set}}};
        const auto refusal =
            contact_refusal({.zones = {zone_at(1)}}, rules_for(settings, CustomerKind::consumer),
                            {&calendar}, {.channel = Channel::email, .at = at(time)});
        return refusal ? refusal->rule + " until " + to_text(*refusal->earliest)
                       : std::string("allowed");
    };
    CHECK(email(RuleSetName::uk_conc, "2026-05-02T10:00:00+01:00") == "allowed");
    CHECK(email(RuleSetName::uk_conc, "2026-05-03T10:00:00+01:00") ==
          "uk.conc.days until 2026-05-05T07:00:00Z");
    CHECK(email(RuleSetName::uk_conc, "2026-05-01T07:45:00+01:00") ==
          "uk.conc.hours until 2026-05-01T07:00:00Z");
    CHECK(email(RuleSetName::eu, "2026-05-02T20:30:00+01:00") ==
          "eu.hours until 2026-05-05T07:00:00Z");
    CHECK(email(RuleSetName::eu, "2026-05-05T19:59:00+01:00") == "allowed");
}

TEST_CASE("the book's own rules: quiet hours over midnight, caps, a gap") {
    const ContactSettings night{.quiet_from = 20 * 60, .quiet_to = 9 * 60};
    const auto email = [&](const char* time) {
        return answer(night, file_of({}), {.channel = Channel::email, .at = at(time)});
    };
    CHECK(email("2026-03-10T19:59:00-04:00") == "allowed");
    CHECK(email("2026-03-10T20:00:00-04:00") == "quiet_hours until 2026-03-11T13:00:00Z");
    CHECK(email("2026-03-10T08:59:00-04:00") == "quiet_hours until 2026-03-10T13:00:00Z");
    CHECK(email("2026-03-10T09:00:00-04:00") == "allowed");

    const ContactSettings capped{
        .caps = {{.channel = Channel::phone, .count = 2, .within = "7d"_duration}}};
    const Date today = "2026-03-10"_date;
    CHECK(call_on(capped, file_of(calls({today - 6, today})), today) ==
          "contact_cap until 2026-03-11T04:00:00Z");
    CHECK(call_on(capped, file_of(calls({today - 7, today})), today) == "allowed");
    CHECK(call_on(capped, file_of(calls({today - 6, today - 5, today - 1})), today) ==
          "contact_cap until 2026-03-12T04:00:00Z");
    const ContactSettings any{.caps = {{.channel = {}, .count = 2, .within = "1d"_duration}}};
    const auto two = file_of({event(today, ContactOutcome::no_answer),
                              event(today, ContactOutcome::sent, Channel::email)});
    CHECK(call_on(any, two, today) == "contact_cap until 2026-03-11T04:00:00Z");

    const ContactSettings gap{.gap = "1d"_duration};
    CHECK(call_on(gap, file_of(calls({today})), today) == "contact_gap until 2026-03-11T04:00:00Z");
    CHECK(call_on(gap, file_of(calls({today - 1})), today) == "allowed");
}

TEST_CASE("the strictest refusal is the answer, and its end one that every rule allows") {
    const Date day = "2026-04-07"_date;
    const auto seven = file_of(calls(std::vector<Date>(7, day)));
    const ContactQuestion late{.channel = Channel::phone, .at = eastern.instant({day, 22 * 60})};
    CHECK(answer(regulation_f, seven, late) == "us.regf.calls7 until 2026-04-14T12:00:00Z");
}

TEST_CASE("rules for consumers alone leave businesses out") {
    const ContactSettings consumers{
        .sets = {{.set = RuleSetName::us_reg_f, .kind = CustomerKind::consumer}}};
    ContactFile file = file_of({});
    const ContactQuestion night{.channel = Channel::email, .at = at("2026-04-07T03:00:00-04:00")};
    CHECK(answer(consumers, file, night) == "allowed");
    file.kind = CustomerKind::consumer;
    CHECK(answer(consumers, file, night) == "us.regf.hours until 2026-04-07T12:00:00Z");
}

TEST_CASE("opt-out: Regulation F asks for it, of those whom it is kept for") {
    constexpr auto consumer = CustomerKind::consumer;
    constexpr auto business = CustomerKind::business;
    const ContactSettings none;
    CHECK_FALSE(asks_for_opt_out(none));
    CHECK_FALSE(asks_for_opt_out(none, consumer));
    const ContactSettings others{
        .sets = {{.set = RuleSetName::uk_conc}, {.set = RuleSetName::eu, .kind = consumer}}};
    CHECK_FALSE(asks_for_opt_out(others));
    CHECK_FALSE(asks_for_opt_out(others, consumer));
    const ContactSettings everybody{.sets = {{.set = RuleSetName::us_reg_f}}};
    CHECK(asks_for_opt_out(everybody));
    CHECK(asks_for_opt_out(everybody, consumer));
    CHECK(asks_for_opt_out(everybody, business));
    const ContactSettings consumers{
        .sets = {{.set = RuleSetName::eu}, {.set = RuleSetName::us_reg_f, .kind = consumer}}};
    CHECK(asks_for_opt_out(consumers));
    CHECK(asks_for_opt_out(consumers, consumer));
    CHECK_FALSE(asks_for_opt_out(consumers, business));
}
