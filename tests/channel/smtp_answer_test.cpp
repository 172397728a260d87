#include "channel/smtp_answer.h"

#include <doctest/doctest.h>

#include <vector>

#include "channel/print.h"

using namespace dunning;

TEST_CASE("smtp: only the last line of an answer has a code") {
    CHECK(answer_code("250 fine\r\n") == 250);
    CHECK(answer_code("550") == 550);
    CHECK(answer_code("550\r\n") == 550);
    CHECK(answer_code("250-SIZE 100\r\n") == 0);
    for (const char* line : {"", "25", "2x0 fine", "fine"}) CHECK(answer_code(line) == 0);
}

TEST_CASE("smtp: a command begins its stage, and the others leave it") {
    CHECK(stage_of_command("MAIL FROM:<a@b>\r\n", SmtpStage::greeting) == SmtpStage::sender);
    CHECK(stage_of_command("RCPT TO:<a@b>\r\n", SmtpStage::sender) == SmtpStage::recipient);
    CHECK(stage_of_command("DATA\r\n", SmtpStage::recipient) == SmtpStage::content);
    CHECK(stage_of_command("EHLO x\r\n", SmtpStage::greeting) == SmtpStage::greeting);
    CHECK(stage_of_command("QUIT\r\n", SmtpStage::verdict) == SmtpStage::verdict);
}

TEST_CASE("smtp: what is about this message ends it, what is about us stops the transport") {
    using enum DeliveryOutcome;
    struct Case {
        SmtpStage stage;
        int code;
        DeliveryOutcome outcome;
    };
    const std::vector<Case> cases = {
        {SmtpStage::greeting, 421, unreachable},      {SmtpStage::greeting, 535, unreachable},
        {SmtpStage::greeting, 554, unreachable},      {SmtpStage::sender, 421, unreachable},
        {SmtpStage::sender, 451, failed_for_now},     {SmtpStage::sender, 530, unreachable},
        {SmtpStage::sender, 550, unreachable},        {SmtpStage::sender, 552, failed_for_good},
        {SmtpStage::recipient, 421, unreachable},     {SmtpStage::recipient, 450, failed_for_now},
        {SmtpStage::recipient, 452, failed_for_now},  {SmtpStage::recipient, 530, unreachable},
        {SmtpStage::recipient, 550, failed_for_good}, {SmtpStage::recipient, 553, failed_for_good},
        {SmtpStage::content, 451, failed_for_now},    {SmtpStage::content, 554, failed_for_good},
        {SmtpStage::verdict, 421, failed_for_now},    {SmtpStage::verdict, 452, failed_for_now},
        {SmtpStage::verdict, 550, failed_for_good},   {SmtpStage::verdict, 554, failed_for_good},
    };
    for (const Case& each : cases) {
        CAPTURE(static_cast<int>(each.stage));
        CAPTURE(each.code);
        CHECK(outcome_of_refusal(each.stage, each.code) == each.outcome);
    }
}
