#include "formats/policy_explain.h"

#include <doctest/doctest.h>

#include "formats/policy_phrases.h"
#include "support/literals.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;
using namespace dunning::literals;

TEST_CASE("policy explain: a level in one sentence") {
    struct Case {
        Level level;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {{.name = "formal demand",
          .after = "30d"_duration,
          .channels = {Channel::letter},
          .also = {Channel::phone},
          .interest = true,
          .letter = LetterKind::registered},
         "30 days after the due date: 'formal demand' by registered letter, and a call; pay within "
         "7 "
         "days; "
         "interest is claimed"},
        {{.name = "reminder",
          .after = "1d"_duration,
          .min_amount = "5.00 EUR"_money,
          .channels = {Channel::email, Channel::sms},
          .pay_within = "3wd"_duration,
          .fee = fixed_fee("2.50 EUR"_money)},
         "1 day after the due date: 'reminder' by email, else by SMS; pay within 3 working days; a "
         "fee of 2.50 "
         "EUR; only if 5.00 EUR or more is claimed"},
        {{.name = "legal",
          .after = "14d"_duration,
          .from = LevelFrom::last_notice,
          .gap = "7d"_duration,
          .channels = {Channel::referral},
          .approval = true,
          .credit = CreditAction::stop,
          .refer = Referral::legal},
         "14 days after the invoice's last step: 'legal' by a proposal to hand the case over; pay "
         "within "
         "7 "
         "days; not "
         "sooner than 7 days after the invoice's last step; a person must approve it; recommended: "
         "stop "
         "supply; "
         "legal action is proposed"},
    };
    for (const auto& [level, expected] : cases) CHECK(phrase(level) == expected);
}

TEST_CASE("policy explain: lists and filters") {
    CHECK(phrase_list({"a"}, "and") == "a");
    CHECK(phrase_list({"a", "b", "c"}, "and") == "a, b and c");
    CHECK(phrase_list({"a", "b", "c"}, "then") == "a, then b, then c");
    CHECK(phrase(ProcedureFilter{}) == "everybody");
    CHECK(phrase(ProcedureFilter{.kind = CustomerKind::consumer}) == "consumers");
    CHECK(phrase(ProcedureFilter{.kind = CustomerKind::business,
                                 .segment = {"retail", "export"},
                                 .min_open = "10.00 EUR"_money}) ==
          "businesses of the segment retail or export, with 10.00 EUR or more overdue");
}

TEST_CASE("policy explain: a whole policy, paragraph by paragraph") {
    const auto read = read_text(
        "book = { name = \"Tea Ltd\", currency = \"GBP\", timezone = \"Europe/London\" }\n"
        "interest = { method = \"fixed\", rate = \"11.75\", grace = \"5d\" }\n"
        "allocation = { order = [\"reference\", \"oldest_due\"], tolerance = \"0.50\" }\n"
        "promise = { grace = \"2d\" }\n"
        "class = [{ name = \"mild\", from_day = 1, first_notice_within = \"3wd\" }]\n" +
        least_policy);
    REQUIRE(read.problems == std::vector<std::string>{});
    CHECK(
        explain_policy(*read.policy) ==
        "Tea Ltd keeps its books in GBP and its days in Europe/London time. Notices are in the "
        "customer's "
        "language, else in en.\n"
        "\n"
        "Invoices are aged by days after the due date: 1-30, 31-60, 61-90 and 90+ days. An "
        "invoice is overdue "
        "from the day after its due date.\n"
        "- mild: from 1 day overdue; the first notice must go out within 3 working days.\n"
        "\n"
        "Money that names an invoice pays that invoice. Otherwise it goes to the invoice whose "
        "reference it "
        "carries, then to the invoices that have been due longest. What is left stays on "
        "account. Less than "
        "0.50 GBP left open counts as paid.\n"
        "\n"
        "A customer gets one notice per currency for all overdue invoices. Levels come one at a "
        "time, whatever "
        "the delay. Money on account reduces the claim. Days under a dispute, hold, promise, plan "
        "or referral do not "
        "count towards the next level. Nothing is sent when the newest payments are older than 3 "
        "days.\n"
        "\n"
        "Procedure \"standard\", for everybody:\n"
        "1. 3 days after the due date: 'reminder' by email; pay within 7 days.\n"
        "\n"
        "Interest of 11.75 % a year (act/365) runs from the day after the due date, but not "
        "while an invoice is "
        "at most 5 days overdue; it bears no interest itself. It is shown in notices and is not "
        "added to the "
        "debt.\n"
        "\n"
        "Notices go out on working days only.\n"
        "\n"
        "While a promise is open or a plan is kept, nothing is sent. A promise that is not kept "
        "is broken 3 "
        "days after its date; an instalment that is not paid breaks its plan on the day after "
        "its date. What comes in while a plan stands pays it before older costs and other debts, "
        "also when it is broken, until it is cancelled or replaced.\n");
}

TEST_CASE("policy explain: whether interest bears interest") {
    const auto explained = [](const std::string& compounding) {
        const auto read = read_text(
            "[book]\nname = \"A\"\ncurrency = \"USD\"\n[interest]\nmethod = \"fixed\"\nrate = "
            "\"6.0\"\ncompounding = \"" +
            compounding +
            "\"\n[[procedure]]\nname = \"all\"\nlevel = [{ name = \"one\", after = \"3d\", "
            "channels = [\"email\"] }]\n");
        REQUIRE(read.policy);
        return explain_policy(*read.policy);
    };
    CHECK(explained("none").find("; it bears no interest itself.") != std::string::npos);
    CHECK(explained("monthly_then_daily")
              .find("; what a month has borne bears interest from the next month on.") !=
          std::string::npos);
}
