#include "render/notice_documents.h"

#include <algorithm>

#include "notice_samples.h"
#include "render/email.h"
#include "render/plain_line.h"
#include "text/number_format.h"
#include "text/utf8.h"

using namespace dunning;

namespace {

NoticeSample in_language(const std::string& language) {
    NoticeSample result = sample();
    result.notice.language = language;
    return result;
}

// A letter without its line breaks, to look for sentences in.
std::string unwrapped(const std::string& text) {
    return plain_line(text);
}

std::string letter(const NoticeSample& of) {
    return unwrapped(composed(of, Channel::letter).readable);
}

// What a person reads: a letter's bytes are a PDF.
const std::string& readable(const Document& document) {
    return document.readable.empty() ? document.bytes : document.readable;
}

void check_lines_fit(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        REQUIRE(end != std::string::npos);
        const std::string line = text.substr(at, end - at);
        CAPTURE(line);
        CHECK((display_width(line) <= 76 || line.find("http") != std::string::npos));
        CHECK((line.empty() || line.back() != ' '));
        at = end + 1;
    }
}

// Quoted-printable breaks long lines with "=" at the end.
std::string without_soft_breaks(std::string text) {
    for (auto at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n")) {
        text.erase(at, 3);
    }
    return text;
}

const Channel all_channels[] = {Channel::email, Channel::sms,     Channel::letter,  Channel::phone,
                                Channel::visit, Channel::meeting, Channel::referral};

}  // namespace

TEST_CASE("documents: one for the notice's channel, then one for each that goes along") {
    NoticeSample of = sample();
    of.notice.also = {Channel::letter, Channel::phone};
    const auto documents = compose_documents(of.context(), shipped());
    REQUIRE(documents.size() == 3);
    CHECK(documents[0].channel == Channel::email);
    CHECK(documents[0].media_type == "message/rfc822");
    CHECK(documents[0].extension == "eml");
    CHECK(documents[1].channel == Channel::letter);
    CHECK(documents[1].media_type == "application/pdf");
    CHECK(documents[1].extension == "pdf");
    CHECK(documents[1].bytes.starts_with("%PDF-"));
    CHECK(contains(documents[1].readable, "Dear Lotus & Sons,"));
    CHECK(documents[2].channel == Channel::phone);
    CHECK(contains(documents[2].bytes, "Reach at: +44 7700 900123"));
}

TEST_CASE("documents: every wording, language and channel renders, clean and the same each time") {
    for (const std::string& language : shipped().languages()) {
        for (const std::string& wording : shipped_wordings()) {
            for (const Channel channel : all_channels) {
                NoticeSample of = in_language(language);
                of.policy.book.language = language;
                of.notice.wording = wording;
                of.notice.reason = "financial_difficulty";
                of.notice.credit_action = CreditAction::stop;
                const Document document = composed(of, channel);
                const std::string& text = readable(document);
                CAPTURE(language);
                CAPTURE(wording);
                CAPTURE(text);
                CHECK(document.bytes == composed(of, channel).bytes);
                CHECK_FALSE(contains(text, "{{"));
                if (channel == Channel::email) continue;
                CHECK(text.ends_with('\n'));
                CHECK_FALSE(contains(text, "\n\n\n"));
                CHECK_FALSE(contains(text, "  ."));
                CHECK(contains(text, format_money(of.notice.total, language)));
                CHECK(contains(unwrapped(text), "INV-1"));
                if (channel != Channel::sms) check_lines_fit(text);
            }
        }
    }
}

TEST_CASE("letter: everything that a written notice has to say (R12)") {
    NoticeSample of = sample();
    of.notice.reason = "financial_difficulty";
    of.notice.lines.at(0).disputed = "20.00 EUR"_money;
    const std::string text = letter(of);
    for (const char* part :
         {"Invoice INV-1",
          "Issued: 10 Oct 2026, Due: 9 Nov 2026, Overdue: 12 days",
          "Amount (EUR): 120.00, Open (EUR): 100.00, Interest (EUR): 0.35",
          "Disputed by you and not claimed here: EUR 20.00",
          "Open invoices: EUR 100.00",
          "Interest up to 21 November 2026: EUR 0.35",
          "Late fee: EUR 5.00",
          "Less credit on your account: EUR 10.00",
          "Amount to pay: EUR 95.35",
          "Please pay by: 28 November 2026",
          "reason for the delay: financial difficulty.",
          "18.0 % a year on the open amount from the day after the due date",
          "A late fee of EUR 5.00",
          "Beneficiary: Jade River Trading Co., Ltd.",
          "IBAN: DE89370400440532013000",
          "BIC: COBADEFFXXX",
          "Bank: Bank of Somewhere",
          "Please quote: INV-1",
          "https://pay.jade.example/C001/INV-1",
          "If we have not received it by 28 November 2026, we will contact you again.",
          "Accounts Receivable",
          "ar@jade.example",
          "Our reference: N000001"}) {
        CAPTURE(part);
        CAPTURE(text);
        CHECK(contains(text, part));
    }
}

TEST_CASE("letter: what there is none of is not mentioned") {
    NoticeSample of = sample();
    of.notice.interest = of.notice.fee = of.notice.credit = "0.00 EUR"_money;
    of.notice.lines.at(0).interest = "0.00 EUR"_money;
    of.policy.payment = {};
    const std::string text = letter(of);
    for (const char* part : {"Interest", "interest", "fee", "credit", "Disputed", "disputed",
                             "reason", "IBAN", "BIC", "Bank", "online", "0.00 EUR", "EUR 0.00"}) {
        CAPTURE(part);
        CAPTURE(text);
        CHECK_FALSE(contains(text, part));
    }
    CHECK(contains(text, "Beneficiary: Jade River Trading Co., Ltd."));
}

TEST_CASE("letter: how interest runs on, by the policy's own terms") {
    NoticeSample of = sample();
    of.policy.interest.first_day = InterestFirstDay::day_after_notice;
    of.policy.interest.grace_days = 5;
    of.policy.interest.max_rate = "24.0"_rate;
    of.policy.interest.cap_percent_of_principal = "100"_rate;
    CHECK(contains(letter(of),
                   "18.0 % a year on the open amount from the day after our first notice, where "
                   "payment is more than 5 days late, and runs on until payment is received; the "
                   "rate never exceeds 24.0 % a year; the total never exceeds 100.0 % of the "
                   "amount of the invoice."));
    of.notice.language = "de";
    CHECK(contains(letter(of), "18,0 % pro Jahr"));
}

TEST_CASE("letter: one day, one invoice and several have their own forms") {
    NoticeSample of = sample();
    of.notice.wording = "overdue";
    of.notice.lines.at(0).days_overdue = 1;
    CHECK(contains(letter(of), "Your payment for invoice INV-1 is overdue by 1 day;"));
    of.notice.lines.push_back(sample_line("INV-2", "2026-11-09", 40));
    CHECK(contains(letter(of), "Your payment for 2 invoices is overdue by up to 40 days;"));
    of.notice.language = "de";
    CHECK(contains(letter(of), "für 2 Rechnungen ist seit bis zu 40 Tagen überfällig"));
    of.notice.language = "zh-CN";
    CHECK(contains(letter(of), "2张发票"));
}

TEST_CASE("letter: address block, date and subject; registered says so") {
    NoticeSample of = sample();
    of.customer.country = "GB";
    of.notice.letter = LetterKind::registered;
    const std::string text = composed(of, Channel::letter).readable;
    CHECK(text.starts_with(
        "Jade River Trading Co., Ltd.\n\nREGISTERED LETTER\n\nLotus & Sons\n"
        "12 Canal Street\nLeeds LS1 4AB\nUNITED KINGDOM\n\nDate: 21 November 2026\n"
        "Our reference: N000001\nCustomer number: C001\nEmail: ar@jade.example\n\n"
        "Friendly reminder: invoice INV-1, EUR 95.35 outstanding\n\n"
        "Dear Lotus & Sons,\n"));
    of.policy.book.country = "GB";
    of.notice.letter = LetterKind::plain;
    CHECK(
        composed(of, Channel::letter)
            .readable.starts_with("Jade River Trading Co., Ltd.\n\nLotus & Sons\n12 Canal Street\n"
                                  "Leeds LS1 4AB\n\n"));
}

TEST_CASE("letter: a Chinese consumer is addressed as a person, a company as a company") {
    NoticeSample of = in_language("zh-CN");
    of.customer.name = "王小明";
    of.customer.kind = CustomerKind::consumer;
    CHECK(contains(letter(of), "尊敬的王小明：您好！"));
    CHECK_FALSE(contains(letter(of), "贵司"));
    of.customer.kind = CustomerKind::business;
    CHECK(contains(letter(of), "贵司"));
}

TEST_CASE("letter: no level threatens, and only the last two speak of handing over") {
    for (const std::string& wording : shipped_wordings()) {
        NoticeSample of = sample();
        of.notice.wording = wording;
        const bool last = wording == "final" || wording == "referral";
        CAPTURE(wording);
        CHECK(contains(letter(of), "hand") == last);
    }
}

TEST_CASE("letter: the final notice names what follows: an agency or legal action") {
    NoticeSample of = sample();
    of.notice.wording = "final";
    of.notice.refer = Referral::agency;
    CHECK(contains(letter(of), "collection by an agency"));
    of.notice.refer = Referral::legal;
    CHECK(contains(letter(of), "legal action"));
}

TEST_CASE("sms: one paragraph of at most 300 characters with amount, day and link") {
    for (const std::string& language : shipped().languages()) {
        for (const std::string& wording : shipped_wordings()) {
            NoticeSample of = in_language(language);
            of.notice.wording = wording;
            const std::string text = composed(of, Channel::sms).bytes;
            CAPTURE(text);
            CHECK(std::count(text.begin(), text.end(), '\n') == 1);
            CHECK(count_characters(text) <= 300);
            CHECK(contains(text, format_money(of.notice.total, language)));
            CHECK(contains(text, format_date(of.notice.pay_by, language)));
            CHECK(text.ends_with(" https://pay.jade.example/C001/INV-1\n"));
        }
    }
}

TEST_CASE("task: the case, what to say and ask, and how to log it") {
    NoticeSample of = sample();
    of.customer.collector = "Mei";
    of.notice.to = "+44 20 7946 0000";
    of.notice.reason = "wants a copy of the delivery note";
    of.notice.credit_action = CreditAction::stop;
    of.notice.send_by = "2026-11-24"_date;
    const std::string text = unwrapped(composed(of, Channel::phone).bytes);
    for (const char* part :
         {"Phone call N000001 of 21 November 2026", "Customer: Lotus & Sons (C001)",
          "Reach at: +44 20 7946 0000", "In charge: Mei", "To be done by: 24 November 2026",
          "Reason given so far: wants a copy of the delivery note",
          "Credit, recommended: stop supplies on credit", "What to say", "What to ask",
          "Tell nobody else about the debt", "dunning log call C001", "dunning log promise C001"}) {
        CAPTURE(part);
        CHECK(contains(text, part));
    }
    CHECK_FALSE(contains(text, "What to decide"));
}

TEST_CASE("task: a referral is a question to decide, with the dossier at hand") {
    const std::string text = unwrapped(composed(sample(), Channel::referral).bytes);
    CHECK(contains(text, "What to decide"));
    CHECK(contains(text, "dunning log call C001"));
    CHECK_FALSE(contains(text, "What to say"));
}

TEST_CASE("task: in the book's language for the collector, the script in the customer's") {
    NoticeSample of = in_language("de");
    of.policy.book.language = "zh-CN";
    const std::string text = composed(of, Channel::phone).bytes;
    CHECK(contains(text, "电话催收任务 N000001"));
    CHECK(contains(text, "Guten Tag, hier spricht ..."));
}

TEST_CASE("task: a customer id from an import cannot add a command to the shell line") {
    NoticeSample of = sample();
    of.customer.id = "C1; rm 'x'";
    CHECK(contains(unwrapped(composed(of, Channel::phone).bytes),
                   "dunning log call 'C1; rm '\\''x'\\'''"));
}

TEST_CASE("documents: a name from an import adds no line, no markup and no template") {
    NoticeSample of = sample();
    of.customer.name = "Lotus\r\nBcc: x@evil.example {{total}} <b>";
    const std::string text = composed(of, Channel::letter).readable;
    CHECK(contains(text, "\nLotus Bcc: x@evil.example {{total}} <b>\n"));
    const std::string email = composed(of, Channel::email).bytes;
    CHECK_FALSE(contains(email, "\r\nBcc:"));
    CHECK(contains(without_soft_breaks(email), "{{total}} &lt;b&gt;"));
}

TEST_CASE("email: sender, recipient and subject come from policy, decision and wording") {
    const std::string bytes = composed(sample(), Channel::email).bytes;
    CHECK(contains(bytes, "From: Accounts Receivable <ar@jade.example>\r\n"));
    CHECK(contains(bytes, "To: Lotus & Sons <ap@lotus.example>\r\n"));
    CHECK(contains(bytes, "Subject: Friendly reminder: invoice INV-1, EUR 95.35 outstanding\r\n"));
}

TEST_CASE("email: the language that was used is visible") {
    CHECK(contains(composed(in_language("zh-TW"), Channel::email).bytes,
                   "Content-Language: zh-CN\r\n"));
    NoticeSample french = in_language("fr");
    french.policy.book.language = "de";
    CHECK(contains(composed(french, Channel::email).bytes, "Content-Language: de\r\n"));
}

TEST_CASE("email: without a sender in the policy it comes from the book and answers nowhere") {
    NoticeSample of = sample();
    of.policy.mail_from = "";
    const std::string bytes = composed(of, Channel::email).bytes;
    CHECK(contains(bytes, "From: \"Jade River Trading Co., Ltd.\" <no-reply@dunning.invalid>\r\n"));
    CHECK_FALSE(contains(bytes, "mailto:"));
}

TEST_CASE("email: the Message-ID is the notice's, not the attempt's or the wording's") {
    const auto message_id = [](const NoticeSample& of) {
        const std::string bytes = composed(of, Channel::email).bytes;
        const auto at = bytes.find("Message-Id: ");
        REQUIRE(at != std::string::npos);
        return bytes.substr(at, bytes.find('\r', at) - at);
    };
    NoticeSample reworded = sample();
    reworded.notice.wording = "demand";
    CHECK(message_id(reworded) == message_id(sample()));
    NoticeSample next = sample();
    next.id = "N000002";
    CHECK(message_id(next) != message_id(sample()));
    NoticeSample elsewhere = sample();
    elsewhere.policy.book.name = "Another book";
    CHECK(message_id(elsewhere) != message_id(sample()));
}

TEST_CASE("email: the payment code is a picture in the message, named by what the message is") {
    NoticeSample of = sample();
    CHECK_FALSE(contains(composed(of, Channel::email).bytes, "image/png"));
    of.policy.payment.code = PaymentCode::link;
    const std::string bytes = composed(of, Channel::email).bytes;
    CHECK(contains(bytes, "multipart/related"));
    CHECK(contains(bytes, "Content-Type: image/png\r\n"));
    CHECK(contains(bytes, "Content-Disposition: inline\r\n"));
    const auto at = bytes.find("Content-Id: <code.");
    REQUIRE(at != std::string::npos);
    const std::string id = bytes.substr(at + 13, bytes.find('>', at) - at - 13);
    CHECK(contains(without_soft_breaks(bytes), "cid:" + id));
    CHECK(contains(without_soft_breaks(bytes), "Scan to pay online"));
    CHECK(bytes == composed(of, Channel::email).bytes);
    CHECK(contains(readable_email(bytes), "Dear Lotus & Sons,"));
}
