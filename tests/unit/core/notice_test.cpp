#include "core/notice.h"

#include <doctest/doctest.h>

#include "support/builders.h"
#include "support/literals.h"
#include "support/print.h"

using namespace dunning;
using namespace dunning::literals;
using namespace dunning::testing;

namespace {

const Date today = "2025-02-14"_date;  // a Friday

// The notice of a level that lists every item of the position, each advancing to that level.
Notice composed(const CustomerPosition& position, const Policy& policy, std::size_t level_number,
                Date as_of = today) {
    NoticeRequest request{
        .position = position,
        .procedure = policy.procedures.front(),
        .level_index = level_number - 1,
        .channel = policy.procedures.front().levels[level_number - 1].channels.front(),
        .credit_available = position.on_account};
    for (const OpenItem& item : position.items) {
        const Money disputed = disputed_on(item.pauses, item.open, as_of);
        request.items.push_back({.item = item,
                                 .claim = item.open - disputed,
                                 .disputed = disputed,
                                 .level = static_cast<int>(level_number),
                                 .advances = true});
    }
    return compose(request, policy, as_of);
}

PositionBuilder acme_owes_100() {
    return acme().owes("100.00 EUR"_money, due("2025-01-30"_date));  // fifteen days ago
}

Policy with_interest(std::string_view yearly, DayCount day_count = DayCount::act_365) {
    Policy policy = two_levels();
    policy.interest = {.method = InterestMethod::fixed,
                       .yearly = parse_rate(yearly).value(),
                       .day_count = day_count};
    level(policy, 2).interest = true;
    return policy;
}

Policy with_fees() {
    Policy policy = two_levels();
    level(policy, 1).fee = fixed_fee("5.00 EUR"_money);
    level(policy, 2).fee = fixed_fee("10.00 EUR"_money);
    return policy;
}

}  // namespace

TEST_CASE("compose: a line has the invoice as it stands") {
    auto position = acme()
                        .owes("120.00 EUR"_money, issued("2025-01-01"_date), due("2025-01-31"_date))
                        .paid("20.00 EUR"_money, "2025-02-01"_date)
                        .disputed_in_part("30.00 EUR"_money, "2025-02-02"_date)
                        .position();
    position.items.front().reference = "RF18 0001";
    const Notice notice = composed(position, two_levels(), 1);
    REQUIRE(notice.lines.size() == 1);
    CHECK((notice.lines.front() == NoticeLine{.invoice = "INV-1",
                                              .reference = "RF18 0001",
                                              .issued = "2025-01-01"_date,
                                              .due = "2025-01-31"_date,
                                              .days_overdue = 14,
                                              .amount = "120.00 EUR"_money,
                                              .open = "70.00 EUR"_money,
                                              .disputed = "30.00 EUR"_money,
                                              .interest = "0.00 EUR"_money,
                                              .costs = "0.00 EUR"_money,
                                              .level = 1,
                                              .advances = true}));
}

TEST_CASE("compose: the head is of the level, the customer and the night") {
    Policy policy = two_levels();
    policy.book.language = "de";
    Level& second = level(policy, 2);
    second.channels = {Channel::letter};
    second.letter = LetterKind::registered;
    second.approval = true;
    second.credit = CreditAction::stop;
    second.refer = Referral::legal;
    CustomerPosition position = acme_owes_100();
    position.reason = "waits for a payment of its own";

    const Notice notice = composed(position, policy, 2);
    CHECK(notice.customer == "C001");
    CHECK(notice.procedure == "standard");
    CHECK(notice.level == 2);
    CHECK(notice.level_name == "demand");
    CHECK(notice.wording == "demand");
    CHECK(notice.channel == Channel::letter);
    CHECK(notice.letter == LetterKind::registered);
    CHECK(notice.to == "Kai 5, 20457 Hamburg");
    CHECK(notice.language == "de");
    CHECK(notice.date == today);
    CHECK(notice.needs_approval);
    CHECK(notice.credit_action == CreditAction::stop);
    CHECK(notice.refer == Referral::legal);
    CHECK(notice.reason == "waits for a payment of its own");

    position.customer.language = "zh-CN";
    CHECK(composed(position, policy, 2).language == "zh-CN");
    CHECK(composed(position, policy, 1).to == "ap@acme.example");
    CHECK_FALSE(composed(position, policy, 1).needs_approval);
}

TEST_CASE("compose: without charges the total is the sum of the lines") {
    const Notice notice =
        composed(acme_owes_100().owes("20.50 EUR"_money, due(today)), two_levels(), 1);
    CHECK(notice.principal == "120.50 EUR"_money);
    CHECK(notice.interest == "0.00 EUR"_money);
    CHECK(notice.fee == "0.00 EUR"_money);
    CHECK(notice.credit == "0.00 EUR"_money);
    CHECK(notice.total == "120.50 EUR"_money);
}

TEST_CASE("compose: interest and fee stand beside the principal") {
    Policy policy = with_interest("10.0");
    level(policy, 2).fee = fixed_fee("10.00 EUR"_money);
    const Notice notice = composed(acme_owes_100(), policy, 2);
    CHECK(notice.interest == "0.41 EUR"_money);  // 100 x 10 % x 15 / 365
    CHECK(notice.fee == "10.00 EUR"_money);
    CHECK(notice.total == "110.41 EUR"_money);
}

// ---- Fees. ----

TEST_CASE("compose: the fee is the level's own, never on top of an earlier one") {
    CHECK(composed(acme_owes_100(), with_fees(), 1).total == "105.00 EUR"_money);
    CHECK(composed(acme_owes_100(), with_fees(), 2).total == "110.00 EUR"_money);
}

TEST_CASE("compose: one fee for the notice, however many lines it has") {
    CHECK(composed(acme_owes_100().owes("50.00 EUR"_money, due(today - 1)), with_fees(), 1).fee ==
          "5.00 EUR"_money);
}

TEST_CASE("compose: fee tiers count where the level has no fee of its own, which may be nothing") {
    struct Row {
        std::size_t level_number;
        std::optional<Money> level_fee;
        Money claim;
        Money fee;
    };
    const Row rows[] = {
        {1, {}, "500.00 EUR"_money, "40.00 EUR"_money},
        {1, "0.00 EUR"_money, "500.00 EUR"_money, "0.00 EUR"_money},
        {1, "5.00 EUR"_money, "500.00 EUR"_money, "5.00 EUR"_money},
        {2, {}, "500.00 EUR"_money, "40.00 EUR"_money},
        {2, {}, "999.99 EUR"_money, "40.00 EUR"_money},
        {2, {}, "1000.00 EUR"_money, "70.00 EUR"_money},
        {2, "5.00 EUR"_money, "1000.00 EUR"_money, "5.00 EUR"_money},
        {2, "0.00 EUR"_money, "1000.00 EUR"_money, "0.00 EUR"_money},
    };
    for (const Row& row : rows) {
        CAPTURE(row.level_number);
        CAPTURE(row.claim);
        Policy policy = two_levels();
        policy.fees.tiers = {{.below = "1000.00 EUR"_money, .fee = {.fixed = "40.00 EUR"_money}},
                             {.fee = {.fixed = "70.00 EUR"_money}}};
        level(policy, row.level_number).fee =
            row.level_fee ? std::optional(fixed_fee(*row.level_fee)) : std::nullopt;
        CHECK(composed(acme().owes(row.claim, due(today - 20)), policy, row.level_number).fee ==
              row.fee);
    }
}

TEST_CASE("compose: the tier is chosen by the principal, interest does not raise it") {
    Policy policy = with_interest("100.0");
    policy.fees.tiers = {{.below = "1000.00 EUR"_money, .fee = {.fixed = "40.00 EUR"_money}},
                         {.fee = {.fixed = "70.00 EUR"_money}}};
    const Notice notice = composed(acme().owes("999.00 EUR"_money, due(today - 365)), policy, 2);
    CHECK(notice.interest == "999.00 EUR"_money);
    CHECK(notice.fee == "40.00 EUR"_money);
}

TEST_CASE("compose: a fee in another currency than the claim's is not charged") {
    CHECK(composed(acme("USD").owes("100.00 USD"_money, due(today - 20)), with_fees(), 2).total ==
          "100.00 USD"_money);
}

// ---- Interest. ----

TEST_CASE("compose: interest only at a level that claims it") {
    const Policy policy = with_interest("10.0");
    CHECK(composed(acme_owes_100(), policy, 1).interest == "0.00 EUR"_money);
    CHECK(composed(acme_owes_100(), policy, 2).interest == "0.41 EUR"_money);
}

TEST_CASE("compose: each line bears its own interest, on the balance of each day") {
    // 1.5 per cent in thirty days; 400 of the second invoice came after ten.
    const Policy policy = with_interest("18.0", DayCount::act_360);
    const auto position = acme()
                              .owes("1000.00 EUR"_money, due("2025-06-01"_date))
                              .owes("1000.00 EUR"_money, due("2025-06-01"_date))
                              .paid("400.00 EUR"_money, "2025-06-11"_date);
    const Notice notice = composed(position, policy, 2, "2025-07-01"_date);
    CHECK(notice.lines.at(0).interest == "15.00 EUR"_money);
    CHECK(notice.lines.at(1).interest == "11.00 EUR"_money);
    CHECK(notice.interest == "26.00 EUR"_money);
    CHECK(notice.total == "1626.00 EUR"_money);
}

TEST_CASE("compose: no interest on what is disputed, nor on fees") {
    Policy policy = with_interest("18.0", DayCount::act_360);
    level(policy, 2).fee = fixed_fee("1000.00 EUR"_money);
    const auto position = acme()
                              .owes("1000.00 EUR"_money, due("2025-06-01"_date))
                              .disputed_in_part("400.00 EUR"_money, "2025-06-20"_date);
    const Notice notice = composed(position, policy, 2, "2025-07-01"_date);
    CHECK(notice.interest == "9.00 EUR"_money);
    CHECK(notice.total == "1609.00 EUR"_money);
}

TEST_CASE("compose: interest from the first notice, and none while there was none") {
    Policy policy = with_interest("18.0", DayCount::act_360);
    policy.interest.first_day = InterestFirstDay::day_after_notice;
    auto position = acme().owes("1000.00 EUR"_money, due("2025-06-01"_date));
    CHECK(composed(position, policy, 2, "2025-07-01"_date).interest == "0.00 EUR"_money);
    position.at_level(1, "2025-06-21"_date).at_level(1, "2025-06-25"_date);
    CHECK(composed(position, policy, 2, "2025-07-01"_date).interest == "5.00 EUR"_money);
}

// ---- Money on account. ----

TEST_CASE("compose: money on account is taken off, charges included, and no more than that") {
    struct Row {
        Money on_account;
        Money credit;
        Money total;
    };
    const Row rows[] = {{"0.00 EUR"_money, "0.00 EUR"_money, "110.00 EUR"_money},
                        {"30.00 EUR"_money, "30.00 EUR"_money, "80.00 EUR"_money},
                        {"105.00 EUR"_money, "105.00 EUR"_money, "5.00 EUR"_money},
                        {"500.00 EUR"_money, "110.00 EUR"_money, "0.00 EUR"_money}};
    for (const Row& row : rows) {
        CAPTURE(row.on_account);
        const Notice notice =
            composed(acme_owes_100().with_on_account(row.on_account), with_fees(), 2);
        CHECK(notice.credit == row.credit);
        CHECK(notice.total == row.total);
    }
}

// ---- Days. ----

TEST_CASE("compose: pay by so many days or working days after the notice") {
    const auto pay_by = [](Duration within, const BusinessCalendar& calendar) {
        Policy policy = two_levels();
        policy.calendar = calendar;
        level(policy, 1).pay_within = within;
        return composed(acme_owes_100(), policy, 1).pay_by;
    };
    const BusinessCalendar closed_on_monday(CalendarDays{.holidays = {"2025-02-17"_date}});
    CHECK(pay_by("7d"_duration, {}) == "2025-02-21"_date);
    CHECK(pay_by("1d"_duration, {}) == "2025-02-15"_date);
    CHECK(pay_by("1wd"_duration, {}) == "2025-02-17"_date);
    CHECK(pay_by("1wd"_duration, closed_on_monday) == "2025-02-18"_date);
    CHECK(pay_by("5wd"_duration, closed_on_monday) == "2025-02-24"_date);
}

TEST_CASE("compose: send by the deadline of the most urgent line's class") {
    const auto send_by = [](const CustomerPosition& position) {
        Policy policy = two_levels();
        policy.classes = {
            {.name = "new", .from_day = 1},
            {.name = "mild", .from_day = 3, .first_notice_within = Duration{3, true}},
            {.name = "severe", .from_day = 31, .first_notice_within = Duration{2, false}}};
        return composed(position, policy, 1).send_by;
    };
    const auto owes = [](int days_overdue) {
        return acme().owes("10.00 EUR"_money, due(today - days_overdue));
    };
    // No class, or one without a deadline.
    CHECK_FALSE(send_by(owes(0)).has_value());
    CHECK_FALSE(send_by(owes(2)).has_value());
    // From the day on which it became mild: three working days after Friday the 14th.
    CHECK(send_by(owes(3)) == "2025-02-19"_date);
    CHECK(send_by(owes(10)) == "2025-02-12"_date);
    // It became severe on the 13th.
    CHECK(send_by(owes(32)) == "2025-02-15"_date);
    CHECK(send_by(owes(3).owes("5.00 EUR"_money, due(today - 32))) == "2025-02-15"_date);
    CHECK(send_by(owes(32).owes("5.00 EUR"_money, due(today - 3))) == "2025-02-15"_date);
    CHECK(send_by(owes(2).owes("5.00 EUR"_money, due(today - 3))) == "2025-02-19"_date);
    // Once the first notice is out it has kept its deadline, or missed it; the next has none.
    CHECK_FALSE(send_by(owes(32).at_level(1, today - 20)).has_value());
    CHECK(send_by(owes(32).at_level(1, today - 20).owes("5.00 EUR"_money, due(today - 3))) ==
          "2025-02-19"_date);
}

// ---- Wordings and names. ----

TEST_CASE("wording_of: its own, else by referral, approval and place") {
    const Procedure procedure{
        .name = "standard",
        .levels = {{.name = "1", .after = {}, .channels = {Channel::email}},
                   {.name = "2", .after = {}, .channels = {Channel::email}},
                   {.name = "3", .after = {}, .channels = {Channel::letter}},
                   {.name = "4", .after = {}, .channels = {Channel::letter}, .wording = "friendly"},
                   {.name = "5", .after = {}, .channels = {Channel::letter}, .approval = true},
                   {.name = "6", .after = {}, .channels = {Channel::referral}, .approval = true},
                   {.name = "7", .after = {}, .channels = {}}}};
    const char* wordings[] = {"reminder", "overdue",  "demand", "friendly",
                              "final",    "referral", "demand"};
    for (std::size_t i = 0; i < std::size(wordings); ++i) {
        CHECK(wording_of(procedure, i) == wordings[i]);
    }
}

TEST_CASE("final notice: the last that is written, and one that is approved, refers or stops") {
    const auto final_ones = [](std::vector<Level> levels) {
        const Procedure procedure{.name = "standard", .levels = std::move(levels)};
        std::vector<bool> final;
        for (std::size_t i = 0; i < procedure.levels.size(); ++i) {
            final.push_back(is_final_notice(procedure, i));
        }
        return final;
    };
    const Level written{.name = "written", .after = {}, .channels = {Channel::letter}};
    const Level referral{.name = "legal", .after = {}, .channels = {Channel::referral}};
    Level approved = written;
    approved.approval = true;
    Level refers = written;
    refers.refer = Referral::legal;
    Level stops = written;
    stops.credit = CreditAction::stop;
    Level watches = written;
    watches.credit = CreditAction::watch;
    Level worded = written;
    worded.wording = "final";
    CHECK(final_ones({written, written, referral}) == std::vector{false, true, false});
    CHECK(final_ones({written}) == std::vector{true});
    CHECK(final_ones({written, approved, refers, stops, watches, worded, written}) ==
          std::vector{false, true, true, true, false, true, true});
}

TEST_CASE("wording_of: a level that has the name of a wording reads like it, wherever it stands") {
    const Procedure procedure{
        .name = "standard",
        .levels = {{.name = "Demand", .after = {}, .channels = {Channel::email}},
                   {.name = "final", .after = {}, .channels = {Channel::email}},
                   {.name = "reminder", .after = {}, .channels = {}, .approval = true},
                   {.name = "overdue", .after = {}, .channels = {}, .wording = "demand"},
                   {.name = "referral", .after = {}, .channels = {Channel::letter}},
                   {.name = "final", .after = {}, .channels = {Channel::referral}}}};
    const char* wordings[] = {"demand", "final", "reminder", "demand", "demand", "referral"};
    for (std::size_t i = 0; i < std::size(wordings); ++i) {
        CHECK(wording_of(procedure, i) == wordings[i]);
    }
}

TEST_CASE("wording_of: the only level is no friendly reminder when what follows is grave") {
    const Level plain{.name = "L", .after = {}};
    const auto only = [](const Level& level) {
        return wording_of({.name = "p", .levels = {level}}, 0);
    };
    Level registered = plain;
    registered.letter = LetterKind::registered;
    Level approved = plain;
    approved.approval = true;
    Level referred = plain;
    referred.refer = Referral::agency;
    CHECK(only(plain) == "reminder");
    CHECK(only(registered) == "reminder");
    CHECK(only(approved) == "final");
    CHECK(only(referred) == "final");
    CHECK(wording_of({.name = "p", .levels = {approved, plain}}, 0) == "reminder");
}

TEST_CASE("wording_of: every default is a shipped wording") {
    CHECK(shipped_wordings() ==
          std::vector<std::string>{"reminder", "overdue", "demand", "final", "referral"});
}

TEST_CASE("notice: the names of what a level does") {
    CHECK(to_text(CreditAction::none) == "none");
    CHECK(to_text(CreditAction::watch) == "watch");
    CHECK(to_text(CreditAction::lower_limit) == "lower_limit");
    CHECK(to_text(CreditAction::deposit) == "deposit");
    CHECK(to_text(CreditAction::cash_on_delivery) == "cash_on_delivery");
    CHECK(to_text(CreditAction::stop) == "stop");
    CHECK(to_text(Referral::none) == "none");
    CHECK(to_text(Referral::agency) == "agency");
    CHECK(to_text(Referral::legal) == "legal");
    CHECK(to_text(LetterKind::plain) == "plain");
    CHECK(to_text(LetterKind::registered) == "registered");
    CHECK(to_text(LetterKind::courier) == "courier");
}
