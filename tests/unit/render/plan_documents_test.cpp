// What is written about plans: every message by every channel, and the papers, in three languages.
#include "render/plan_documents.h"

#include "notice_samples.h"
#include "render/email.h"
#include "render/letter_pdf.h"
#include "render/letter_text.h"

using namespace dunning;

namespace {

Plan agreed_plan() {
    Plan plan{.id = "P0007",
              .customer = "C001",
              .principal = "300.00 EUR"_money,
              .interest = "1.50 EUR"_money,
              .proposed = "2026-11-01"_date,
              .confirmed = "2026-11-02"_date,
              .invoices = {"INV-1", "INV-2"},
              .yearly_rate = "6.0"};
    plan.installments = {{1, "2026-12-01"_date, "100.00 EUR"_money, 0},
                         {2, "2027-01-01"_date, "201.50 EUR"_money, 150}};
    return plan;
}

// A message as the nightly run leaves it: no lines, no level.
Document message(const std::string& language, Channel channel, int installment) {
    NoticeSample sample = dunning::sample();
    sample.customer.name = "Lotus {{plan}} & <Sons>";
    sample.customer.language = language;
    Notice& notice = sample.notice;
    const bool thanks = installment == 0;
    notice.kind = thanks ? NoticeKind::plan_thanks : NoticeKind::installment_reminder;
    notice.wording = thanks ? "plan_thanks" : "plan_reminder";
    notice.level = 0;
    notice.language = language;
    notice.channel = channel;
    notice.lines.clear();
    notice.interest = notice.fee = notice.credit = "0.00 EUR"_money;
    notice.principal = notice.total = thanks ? "301.50 EUR"_money : "201.50 EUR"_money;
    return plan_message(sample.context(), agreed_plan(), installment, shipped());
}

std::string words_of(const Document& document) {
    if (document.channel == Channel::email) return readable_email(document.bytes);
    return document.readable.empty() ? document.bytes : document.readable;
}

}  // namespace

TEST_CASE("plan documents: each message by each channel in each language") {
    for (const std::string language : {"en", "de", "zh-CN"}) {
        for (const Channel channel : {Channel::email, Channel::sms, Channel::letter}) {
            for (const int installment : {0, 2}) {
                CAPTURE(language);
                CAPTURE(std::string(to_text(channel)));
                CAPTURE(installment);
                const Document document = message(language, channel, installment);
                CHECK(document.channel == channel);
                const std::string text = words_of(document);
                // An SMS of a reminder names the notice: it has no room for both.
                const bool names_notice = channel == Channel::sms && installment != 0;
                CHECK(contains(text, names_notice ? "N000001" : "P0007"));
                CHECK_FALSE(contains(text, "{{total"));
                CHECK_FALSE(contains(text, "{{book"));
                if (channel == Channel::letter) {
                    CHECK(document.bytes.starts_with("%PDF-"));
                    CHECK(contains(text, "Lotus {{plan}} & <Sons>"));
                }
            }
        }
    }
}

TEST_CASE("plan documents: thanks ask for nothing, a reminder says how to pay") {
    const std::string thanks = message("en", Channel::letter, 0).readable;
    CHECK_FALSE(contains(thanks, "How to pay"));
    const std::string reminder = message("en", Channel::letter, 2).readable;
    CHECK(contains(reminder, "Instalment 2 of 2: EUR 201.50"));
    CHECK(contains(reminder, "How to pay"));
}

TEST_CASE("plan documents: papers are addressed as the country writes it") {
    NoticeSample sample = dunning::sample();
    sample.customer.language = "zh-CN";
    sample.customer.country = sample.policy.book.country = "DE";
    for (const PlanPaper paper : {PlanPaper::offer, PlanPaper::agreement}) {
        const Letter letter = plan_letter(
            paper, {agreed_plan(), sample.customer, sample.policy, "2026-11-02"_date}, shipped());
        CHECK(letter.address ==
              std::vector<std::string>{"Lotus & Sons", "12 Canal Street", "LS1 4AB Leeds"});
    }
}

TEST_CASE("plan documents: offer and agreement list the instalments") {
    const NoticeSample sample = dunning::sample();
    const Plan plan = agreed_plan();
    for (const PlanPaper paper : {PlanPaper::offer, PlanPaper::agreement}) {
        const Letter letter = plan_letter(
            paper, {plan, sample.customer, sample.policy, "2026-11-02"_date}, shipped());
        CHECK(letter.rows.size() == 2);
        CHECK(contains(letter_text(letter), "301.50"));
        CHECK(letter_pdf(letter).starts_with("%PDF-"));
    }
}
