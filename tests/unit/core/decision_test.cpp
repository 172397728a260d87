#include "core/decision.h"

#include <doctest/doctest.h>

#include "support/builders.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/core/nights.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

// ---- Precedence. ----

namespace {

struct Night {
    CustomerPosition position;
    Policy policy = two_levels();
    Date as_of = "2025-03-09"_date;  // a Sunday
    std::optional<Date> newest_import = "2025-03-01"_date;

    NoticeHistory& history() { return position.items.front().history; }
    void lift(PauseKind kind) {
        std::erase_if(position.items.front().pauses,
                      [&](const Pause& pause) { return pause.kind == kind; });
    }
};

// Everything that can stand in the way, at once.
Night worst_night() {
    Night night{
        .position =
            nowhere()
                .owes("120.00 EUR"_money, due(due_friday))
                .ceased()
                .represented()
                .disputed("2025-03-01"_date)
                .on_hold("2025-03-01"_date)
                .promised("2025-03-01"_date, by("2025-03-31"_date))
                .in_plan("2025-03-01"_date)
                .paused({.kind = PauseKind::referral, .id = "E0001", .from = "2025-03-01"_date})
                .at_level(2, "2025-03-08"_date)
                .listed_on("2025-03-09"_date)
                .awaiting_approval("N0001")
                .uncertain("N0001")
                .with_on_account("200.00 EUR"_money)
                .opted_out_of(Channel::email)
                .position()};
    level(night.policy, 2).gap = "7d"_duration;
    level(night.policy, 2).min_amount = "150.00 EUR"_money;
    night.policy.notify.max_data_age = "3d"_duration;
    night.policy.contact.working_days_only = true;
    return night;
}

// What is the ruling on the worst night, and what takes it away.
struct Precedence {
    Rule rule;
    void (*take_away)(Night&);
};

const Precedence precedence[] = {
    {Rule::ceased, [](Night& night) { night.position.ceased = false; }},
    {Rule::represented, [](Night& night) { night.position.represented = false; }},
    {Rule::disputed, [](Night& night) { night.lift(PauseKind::dispute); }},
    {Rule::on_hold, [](Night& night) { night.lift(PauseKind::hold); }},
    {Rule::promise_open, [](Night& night) { night.lift(PauseKind::promise); }},
    {Rule::plan_current, [](Night& night) { night.lift(PauseKind::plan); }},
    {Rule::referred, [](Night& night) { night.lift(PauseKind::referral); }},
    {Rule::already_sent, [](Night& night) { night.history().last_listed = "2025-03-08"_date; }},
    {Rule::uncertain, [](Night& night) { night.history().uncertain = false; }},
    {Rule::awaiting_approval, [](Night& night) { night.history().waits_for_approval = false; }},
    {Rule::queued, [](Night& night) { night.history().waiting.clear(); }},
    {Rule::last_level_done, [](Night& night) { night.history().level = 1; }},
    {Rule::too_soon, [](Night& night) { night.history().last_notice = "2025-03-02"_date; }},
    {Rule::below_minimum, [](Night& night) { level(night.policy, 2).min_amount.reset(); }},
    {Rule::stale_data, [](Night& night) { night.newest_import = "2025-03-06"_date; }},
    {Rule::non_working_day, [](Night& night) { night.policy.contact.working_days_only = false; }},
    {Rule::credit_covers, [](Night& night) { night.position.on_account = "0.00 EUR"_money; }},
    {Rule::no_contact_point,
     [](Night& night) { night.position.customer.email = "ap@acme.example"; }},
    {Rule::opted_out, [](Night& night) { night.position.opted_out.clear(); }},
};

}  // namespace

TEST_CASE("decide: of all that stands in the way the first rule is the ruling, in this order") {
    Night night = worst_night();
    for (const Precedence& row : precedence) {
        const Decision decision =
            decide(night.position, {night.policy, night.newest_import}, night.as_of);
        CHECK(decision.notices.empty());
        REQUIRE(decision.withheld.size() == 1);
        CHECK(to_text(decision.withheld.front().rule) == to_text(row.rule));
        row.take_away(night);
    }
    CHECK(shown(decide(night.position, {night.policy, night.newest_import}, night.as_of)) ==
          "demand/email INV-1>2");
}

TEST_CASE("decide: the order of precedence has every rule, as the header lists them") {
    CHECK(std::size(precedence) == static_cast<std::size_t>(Rule::opted_out) + 1);
    for (std::size_t i = 0; i < std::size(precedence); ++i) {
        CHECK(precedence[i].rule == static_cast<Rule>(i));
    }
}

// ---- One notice. ----

TEST_CASE("decide: one notice at the highest level, each line with its own") {
    const auto position = acme()
                              .owes("10.00 EUR"_money, due(due_friday - 40))
                              .at_level(2, due_friday - 10)
                              .owes("20.00 EUR"_money, due(due_friday - 20))
                              .at_level(1, due_friday - 15)
                              .owes("30.00 EUR"_money, due(due_friday - 4))
                              .owes("40.00 EUR"_money, due(due_friday - 2))
                              .owes("50.00 EUR"_money, due(due_friday));
    const Decision decision = decide(position, {.policy = two_levels()}, due_friday);
    CHECK(shown(decision) == "demand/email INV-1=2 INV-2>2 INV-3>1 INV-4=0");
    CHECK(decision.notices.front().level == 2);
    CHECK(decision.notices.front().total == "100.00 EUR"_money);
}

TEST_CASE("decide: no item is due a level, so there is no notice to be listed in") {
    const auto position = acme()
                              .owes("10.00 EUR"_money, due(due_friday - 40))
                              .at_level(2, due_friday - 10)
                              .owes("40.00 EUR"_money, due(due_friday - 2));
    CHECK(shown_tonight(position, two_levels(), due_friday) ==
          "INV-1 last_level_done; INV-2 too_soon until 2025-02-01");
}

TEST_CASE("decide: one notice for each invoice when the policy groups so") {
    Policy policy = two_levels();
    policy.notify.group = Grouping::invoice;
    const auto position = acme()
                              .owes("20.00 EUR"_money, due(due_friday - 20))
                              .at_level(1, due_friday - 15)
                              .owes("30.00 EUR"_money, due(due_friday - 4))
                              .owes("40.00 EUR"_money, due(due_friday - 2));
    CHECK(shown_tonight(position, policy, due_friday) ==
          "demand/email INV-1>2; reminder/email INV-2>1; INV-3 too_soon until 2025-02-01");
}

TEST_CASE("decide: a later invoice joins the notices of an earlier one with its own level") {
    Policy policy = policy_of({{.name = "first", .after = {13, false}},
                               {.name = "second", .after = {13, false}},
                               {.name = "third", .after = {30, false}}});
    for (Level& each : policy.procedures.front().levels) {
        each.from = LevelFrom::last_notice;
        each.channels = {Channel::email};
    }
    CustomerPosition position = acme()
                                    .owes("100.00 EUR"_money, due("2025-09-01"_date))
                                    .owes("200.00 EUR"_money, due("2025-10-01"_date));
    const std::pair<Date, const char*> runs[] = {
        {"2025-09-15"_date, "first/email INV-1>1"},
        {"2025-09-30"_date, "second/email INV-1>2"},
        {"2025-11-15"_date, "third/email INV-1>3 INV-2>1"}};
    for (const auto& [night, expected] : runs) {
        const Decision decision = decide(position, {.policy = policy}, night);
        CHECK(shown(decision) == expected);
        issue(position, decision.notices);
    }
}

TEST_CASE("decide: an invoice that is booked late starts at the first level") {
    Policy policy = policy_of(
        {{.name = "first", .after = {7, false}}, {.name = "second", .after = {7, false}}});
    level(policy, 2).from = LevelFrom::last_notice;
    for (Level& each : policy.procedures.front().levels) each.channels = {Channel::email};
    const auto position = acme()
                              .owes("100.00 EUR"_money, due("2025-01-08"_date))
                              .at_level(1, "2025-01-23"_date)
                              .owes("200.00 EUR"_money, due("2025-01-14"_date));
    CHECK(shown_tonight(position, policy, "2025-01-31"_date) == "second/email INV-1>2 INV-2>1");
}

// ---- Money on account, minimum, tolerance. ----

TEST_CASE("decide: money on account is set against the claim; if it covers it, nothing is sent") {
    struct Row {
        Money on_account;
        const char* answer;
    };
    const Row rows[] = {{"0.00 EUR"_money, "reminder/email INV-1>1 120.00"},
                        {"50.00 EUR"_money, "reminder/email INV-1>1 70.00"},
                        {"119.99 EUR"_money, "reminder/email INV-1>1 0.01"},
                        {"120.00 EUR"_money, "INV-1 credit_covers"},
                        {"500.00 EUR"_money, "INV-1 credit_covers"},
                        {"-50.00 EUR"_money, "reminder/email INV-1>1 120.00"}};
    for (const Row& row : rows) {
        CAPTURE(row.on_account);
        const Decision decision = decide(acme_owes_120().with_on_account(row.on_account),
                                         {.policy = two_levels()}, due_friday + 3);
        std::string text = shown(decision);
        for (const Notice& notice : decision.notices) text += " " + to_decimal(notice.total);
        CHECK(text == row.answer);
    }
}

TEST_CASE("decide: money on account changes nothing where the policy does not net it") {
    Policy policy = two_levels();
    policy.notify.net_credits = false;
    const Decision decision = decide(acme_owes_120().with_on_account("500.00 EUR"_money),
                                     {.policy = policy}, due_friday + 3);
    REQUIRE(decision.notices.size() == 1);
    CHECK(decision.notices.front().credit == "0.00 EUR"_money);
    CHECK(decision.notices.front().total == "120.00 EUR"_money);
}

TEST_CASE("decide: money on account is spent once, over the notices of a night") {
    Policy policy = two_levels();
    policy.notify.group = Grouping::invoice;
    const auto position = acme()
                              .owes("30.00 EUR"_money, due(due_friday - 6))
                              .owes("50.00 EUR"_money, due(due_friday - 5))
                              .owes("70.00 EUR"_money, due(due_friday - 4))
                              .with_on_account("45.00 EUR"_money);
    const Decision decision = decide(position, {.policy = policy}, due_friday);
    CHECK(shown(decision) == "reminder/email INV-2>1; reminder/email INV-3>1; INV-1 credit_covers");
    CHECK(decision.notices[0].total == "35.00 EUR"_money);
    CHECK(decision.notices[1].total == "70.00 EUR"_money);
}

TEST_CASE("decide: the minimum is inclusive and of the customer's whole claim") {
    Policy policy = two_levels();
    level(policy, 1).min_amount = "50.00 EUR"_money;
    const auto owes = [](Money due_a_level, Money too_soon) {
        return acme().owes(due_a_level, due(due_friday - 3)).owes(too_soon, due(due_friday - 1));
    };
    CHECK(shown_tonight(owes("49.99 EUR"_money, "0.01 EUR"_money), policy, due_friday) ==
          "reminder/email INV-1>1 INV-2=0");
    CHECK(shown_tonight(owes("49.99 EUR"_money, "0.01 EUR"_money).on_hold(due_friday), policy,
                        due_friday) == "INV-1 below_minimum; INV-2 on_hold");
    CHECK(shown_tonight(acme().owes("49.99 EUR"_money, due(due_friday - 3)), policy, due_friday) ==
          "INV-1 below_minimum");
    CHECK(shown_tonight(acme().owes("50.00 EUR"_money, due(due_friday - 3)), policy, due_friday) ==
          "reminder/email INV-1>1");
    // What is disputed is not claimed.
    CHECK(shown_tonight(acme()
                            .owes("60.00 EUR"_money, due(due_friday - 3))
                            .disputed_in_part("20.00 EUR"_money, due_friday),
                        policy, due_friday) == "INV-1 below_minimum");
}

TEST_CASE("decide: a minimum in another currency does not hold the claim back") {
    Policy policy = two_levels();
    level(policy, 1).min_amount = "50.00 EUR"_money;
    CHECK(shown_tonight(acme("USD").owes("10.00 USD"_money, due(due_friday - 3)), policy,
                        due_friday) == "reminder/email INV-1>1");
}

TEST_CASE("decide: below the next level's minimum an item is still listed with the others") {
    Policy policy = two_levels();
    level(policy, 2).min_amount = "500.00 EUR"_money;
    CHECK(shown_tonight(acme()
                            .owes("20.00 EUR"_money, due(due_friday - 20))
                            .at_level(1, due_friday - 15)
                            .owes("30.00 EUR"_money, due(due_friday - 4)),
                        policy, due_friday) == "reminder/email INV-1=1 INV-2>1");
}

TEST_CASE("decide: what is left open below the tolerance is treated as paid") {
    Policy policy = two_levels();
    const auto rest = [](Money open) {
        return acme_owes_120().paid("120.00 EUR"_money - open, due_friday);
    };
    CHECK(shown_tonight(rest("0.01 EUR"_money), policy, due_friday + 3) ==
          "reminder/email INV-1>1");
    policy.tolerance = "1.00 EUR"_money;
    CHECK(shown_tonight(rest("0.99 EUR"_money), policy, due_friday + 3) == "nothing");
    CHECK(shown_tonight(rest("1.00 EUR"_money), policy, due_friday + 3) ==
          "reminder/email INV-1>1");
    CHECK(shown_tonight(rest("0.99 EUR"_money).owes("5.00 EUR"_money, due(due_friday)), policy,
                        due_friday + 3) == "reminder/email INV-2>1");
    CHECK(decide(rest("0.99 EUR"_money), {.policy = policy}, due_friday + 3).explanations.empty());
    CHECK(shown_tonight(acme("USD").owes("0.50 USD"_money, due(due_friday)), policy,
                        due_friday + 3) == "reminder/email INV-1>1");
}

// ---- The night itself. ----

TEST_CASE("decide: no dunning on stale data; the limit is inclusive") {
    const Date newest = "2025-02-06"_date;  // a Thursday
    const auto on = [&](const char* limit, Date as_of, std::optional<Date> import) {
        Policy policy = two_levels();
        policy.notify.max_data_age = parse_duration(limit).value();
        return shown(decide(acme_owes_120(), {policy, import}, as_of));
    };
    const std::string goes = "reminder/email INV-1>1";
    CHECK(on("3d", "2025-02-09"_date, newest) == goes);
    CHECK(on("3d", "2025-02-10"_date, newest) == "INV-1 stale_data");
    CHECK(on("3wd", "2025-02-11"_date, newest) == goes);
    CHECK(on("3wd", "2025-02-12"_date, newest) == "INV-1 stale_data");
    CHECK(on("0d", "2025-12-31"_date, newest) == goes);
    CHECK(on("3d", "2025-12-31"_date, std::nullopt) == goes);
    CHECK(on("3d", "2025-02-03"_date, newest) == goes);
}

TEST_CASE("decide: stale data does not hide why an item would be withheld anyway") {
    Policy policy = two_levels();
    policy.notify.max_data_age = "1d"_duration;
    const auto position = acme_owes_120()
                              .owes("5.00 EUR"_money, due("2025-03-09"_date))
                              .owes("7.00 EUR"_money, due(due_friday))
                              .on_hold(due_friday);
    CHECK(shown(decide(position, {policy, "2025-01-01"_date}, "2025-03-10"_date)) ==
          "INV-1 stale_data; INV-2 too_soon until 2025-03-12; INV-3 on_hold");
}

TEST_CASE("decide: on a day off it waits for the next working day, and no step is lost") {
    CalendarDays days{.holidays = {"2025-02-10"_date}};
    Policy policy = two_levels();
    policy.contact.working_days_only = true;
    policy.calendar = BusinessCalendar(days);
    const auto position = acme().owes("120.00 EUR"_money, due("2025-02-05"_date));
    CHECK(shown_tonight(position, policy, "2025-02-08"_date) ==
          "INV-1 non_working_day until 2025-02-11");
    CHECK(shown_tonight(position, policy, "2025-02-10"_date) ==
          "INV-1 non_working_day until 2025-02-11");
    CHECK(shown_tonight(position, policy, "2025-02-11"_date) == "reminder/email INV-1>1");
    policy.contact.working_days_only = false;
    CHECK(shown_tonight(position, policy, "2025-02-08"_date) == "reminder/email INV-1>1");
}

TEST_CASE("decide: a missed night is caught up, one step a night") {
    CHECK(sent_in_nights(acme_owes_120(), three_levels(), due_friday + 100, due_friday + 110) ==
          "2025-05-11: first/email INV-1>1\n"
          "2025-05-12: second/email INV-1>2\n"
          "2025-05-13: third/email INV-1>3");
}

TEST_CASE("decide: a missed night is caught up no faster than the gap allows") {
    Policy policy = three_levels();
    for (Level& each : policy.procedures.front().levels) each.gap = "2d"_duration;
    CHECK(sent_in_nights(acme_owes_120(), policy, due_friday + 100, due_friday + 110) ==
          "2025-05-11: first/email INV-1>1\n"
          "2025-05-13: second/email INV-1>2\n"
          "2025-05-15: third/email INV-1>3");
}

TEST_CASE("decide: each night in turn sends every level on its day and then no more") {
    CHECK(sent_in_nights(acme_owes_120(), three_levels(), due_friday, due_friday + 100) ==
          "2025-02-05: first/email INV-1>1\n"
          "2025-02-20: second/email INV-1>2\n"
          "2025-03-12: third/email INV-1>3");
}

// ---- Channels. ----

TEST_CASE("decide: the first channel that reaches the customer; none, and the rule says why") {
    const auto without = [](bool email, bool phone) {
        return acme_owes_120().customer([=](Customer& customer) {
            if (email) customer.email.clear();
            if (phone) customer.phone.clear();
            if (phone) customer.mobile.clear();
        });
    };
    const DeadPoint bounced{Channel::email, "ap@acme.example", due_friday, "bounced"};
    const DeadPoint elsewhere{Channel::email, "old@acme.example", due_friday, "bounced"};
    const DeadPoint no_such_number{Channel::phone, "+49 170 1000", due_friday, "wrong_number"};
    const DeadPoint sms_failed{Channel::sms, "+49 170 1000", due_friday, "failed"};
    const DeadPoint call_failed{Channel::phone, "+49 170 1000", due_friday, "failed"};
    struct Row {
        PositionBuilder position;
        const char* answer;
    };
    const Row rows[] = {
        {without(false, false), "reminder/email INV-1>1"},
        {without(true, false), "reminder/sms INV-1>1"},
        {without(false, true), "reminder/email INV-1>1"},
        {without(true, true), "INV-1 no_contact_point"},
        {without(false, false).opted_out_of(Channel::email), "reminder/sms INV-1>1"},
        {without(false, false).opted_out_of(Channel::letter), "reminder/email INV-1>1"},
        {without(false, false).opted_out_of(Channel::email).opted_out_of(Channel::sms),
         "INV-1 opted_out"},
        {without(true, false).opted_out_of(Channel::sms), "INV-1 opted_out"},
        {without(false, true).opted_out_of(Channel::email), "INV-1 opted_out"},
        {without(true, true).opted_out_of(Channel::email), "INV-1 no_contact_point"},
        {without(false, false).dead(bounced), "reminder/sms INV-1>1"},
        {without(false, true).dead(bounced), "INV-1 no_contact_point"},
        {without(false, true).dead(elsewhere), "reminder/email INV-1>1"},
        {without(true, false).dead(no_such_number), "INV-1 no_contact_point"},
        {without(true, false).dead(sms_failed), "INV-1 no_contact_point"},
        {without(true, false).dead(call_failed), "reminder/sms INV-1>1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.answer);
        CHECK(shown_tonight(row.position, two_levels(), due_friday + 3) == row.answer);
    }
}

TEST_CASE("decide: when no channel reaches the customer the detail names them all") {
    const Decision decision = decide(nowhere().owes("5.00 EUR"_money, due(due_friday)),
                                     {.policy = two_levels()}, due_friday + 3);
    CHECK(decision.withheld.front().detail ==
          "level 'reminder' reaches the customer by none of its channels: "
          "email (no contact point), sms (no contact point)");
}

TEST_CASE("decide: channels to be used as well are those that reach the customer") {
    Policy policy = two_levels();
    level(policy, 1).also = {Channel::phone, Channel::email, Channel::letter, Channel::referral};
    const auto also = [&](const CustomerPosition& position) {
        std::string names;
        const Decision decision = decide(position, {.policy = policy}, due_friday + 3);
        for (const Channel channel : decision.notices.at(0).also) {
            names += std::string(to_text(channel)) + " ";
        }
        return names;
    };
    CHECK(also(acme_owes_120()) == "phone letter referral ");
    CHECK(also(acme_owes_120().opted_out_of(Channel::phone)) == "letter referral ");
    CHECK(also(acme_owes_120().customer([](Customer& customer) { customer.address.clear(); })) ==
          "phone referral ");
}

TEST_CASE("decide: a referral is our own task and needs no address and no consent") {
    const Policy policy =
        policy_of({{.name = "legal", .after = {}, .channels = {Channel::referral}}});
    CHECK(shown_tonight(
              nowhere().owes("5.00 EUR"_money, due(due_friday)).opted_out_of(Channel::referral),
              policy, due_friday + 1) == "legal/referral INV-1>1");
}

// ---- Explanations. ----

TEST_CASE("decide: an explanation has the rules tried in order, the last one decided") {
    const Decision decision = decide(acme_owes_120().at_level(1, "2025-02-05"_date),
                                     {.policy = two_levels()}, "2025-02-12"_date);
    REQUIRE(decision.explanations.size() == 1);
    const Explanation& explanation = decision.explanations.front();
    CHECK(explanation.invoice == "INV-1");
    CHECK(explanation.days_overdue == 12);
    CHECK(explanation.verdict == "withheld: too_soon, looked at again on 2025-02-14");
    const std::vector<Reason> expected = {
        {Rule::on_hold, false, "no hold, open promise or kept plan covers it"},
        {Rule::already_sent, false, "the last notice listing it is of 2025-02-05"},
        {Rule::too_soon, true, "12 days overdue; level 2 'demand' is due from 2025-02-14",
         "2025-02-14"_date}};
    CHECK((explanation.reasons == expected));
}

TEST_CASE("decide: the verdict of what is listed says in which notice") {
    const Decision decision = decide(acme()
                                         .owes("20.00 EUR"_money, due(due_friday - 3))
                                         .owes("30.00 EUR"_money, due(due_friday - 1)),
                                     {.policy = two_levels()}, due_friday);
    CHECK(decision.explanations.at(0).verdict ==
          "listed in a notice and advances by it: level 1 'reminder' by email, pay by 2025-02-07; "
          "if it stays unpaid, level 2 'demand' on 2025-02-11");
    CHECK(decision.explanations.at(1).verdict ==
          "listed in the notice for other items, without advancing: level 1 'reminder' by email, "
          "pay by 2025-02-07");
}

TEST_CASE("decide: the detail of a pause names it, its days and its reason") {
    auto position = acme_owes_120().paused({.kind = PauseKind::hold,
                                            .id = "H0007",
                                            .from = due_friday,
                                            .until = due_friday + 9,
                                            .reason = "new owner"});
    CHECK(decide(position, {.policy = two_levels()}, due_friday + 3).withheld.front() ==
          Withheld{.customer = "C001",
                   .invoice = "INV-1",
                   .rule = Rule::on_hold,
                   .detail = "hold H0007 since 2025-01-31, until 2025-02-09: new owner",
                   .until = "2025-02-10"_date});
}
