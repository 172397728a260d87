#include "render/email.h"

#include <algorithm>

#include "notice_samples.h"
#include "render/mail_date.h"

using namespace dunning;

namespace {

EmailMessage plain_email() {
    return {.from = {"Accounts Receivable", "ar@jade.example"},
            .to = {"Lotus & Sons", "ap@lotus.example"},
            .subject = "Friendly reminder",
            .dated = "2026-11-21T07:05:09+01:00",
            .language = "en",
            .identity = "N000001",
            .text = "Hello\n.\nFrom here\n",
            .html = "<p>Hello</p>\n"};
}

// The header lines of a name, unfolded; the headers end at the first empty line.
std::vector<std::string> header(const std::string& bytes, const std::string& name) {
    std::vector<std::string> found;
    std::string unfolded = bytes.substr(0, bytes.find("\r\n\r\n"));
    for (const char* fold : {"\r\n ", "\r\n\t"}) {
        for (auto at = unfolded.find(fold); at != std::string::npos; at = unfolded.find(fold)) {
            unfolded.replace(at, 3, " ");
        }
    }
    unfolded += "\r\n";
    for (std::size_t at = 0; at < unfolded.size();) {
        const std::size_t end = unfolded.find("\r\n", at);
        const std::string line = unfolded.substr(at, end - at);
        if (line.starts_with(name + ": ")) found.push_back(line.substr(name.size() + 2));
        at = end + 2;
    }
    return found;
}

using Lines = std::vector<std::string>;

void check_transport_safe(const std::string& bytes) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        REQUIRE(byte < 0x7F);
        REQUIRE(byte != 0);
        if (byte == '\n') {
            REQUIRE(at > 0);
            REQUIRE(bytes[at - 1] == '\r');
            length = 0;
        } else {
            ++length;
        }
        if (byte == '\r') REQUIRE(bytes.at(at + 1) == '\n');
        REQUIRE(length <= 200);
    }
}

}  // namespace

TEST_CASE("email: the headers that a mail system needs, each once, with a frozen date") {
    const std::string bytes = write_email(plain_email());
    CHECK(header(bytes, "From") == Lines{"Accounts Receivable <ar@jade.example>"});
    CHECK(header(bytes, "To") == Lines{"Lotus & Sons <ap@lotus.example>"});
    CHECK(header(bytes, "Subject") == Lines{"Friendly reminder"});
    CHECK(header(bytes, "Date") == Lines{"Sat, 21 Nov 2026 07:05:09 +0100"});
    // The first 26 digits of the SHA-256 of "N000001".
    CHECK(header(bytes, "Message-Id") == Lines{"<8eeb1704ff04b3c68d80f5ab10@jade.example>"});
    CHECK(header(bytes, "Auto-Submitted") == Lines{"auto-generated"});
    CHECK(header(bytes, "Content-Language") == Lines{"en"});
    CHECK(header(bytes, "MIME-Version") == Lines{"1.0"});
    CHECK(header(bytes, "Content-Type").size() == 1);
}

TEST_CASE("email: another Date changes one header and nothing else") {
    EmailMessage email = plain_email();
    email.subject = "Date: of your payment";
    email.text = "Date: tomorrow\n";
    EmailMessage later = email;
    later.dated = "2026-12-06T23:59:00-03:30";
    const std::string bytes = write_email(later);
    CHECK(header(bytes, "Date") == Lines{"Sun, 06 Dec 2026 23:59:00 -0330"});
    CHECK(with_mail_date(write_email(email), later.dated) == bytes);
    CHECK(with_mail_date("Subject: x\r\n\r\nA\r\nDate: y\r\n", later.dated) ==
          "Subject: x\r\n\r\nA\r\nDate: y\r\n");
    CHECK(mail_date("2026-03-31T09:30:00Z") == "Tue, 31 Mar 2026 09:30:00 +0000");
}

TEST_CASE("email: the same message is the same bytes, another one has another id and boundary") {
    EmailMessage other = plain_email();
    other.identity = "N000002";
    const std::string bytes = write_email(plain_email());
    CHECK(write_email(plain_email()) == bytes);
    CHECK(header(write_email(other), "Message-Id") != header(bytes, "Message-Id"));
    CHECK(header(write_email(other), "Content-Type") != header(bytes, "Content-Type"));
}

TEST_CASE("email: whatever the text, every byte is ASCII and every line ends with CR LF") {
    EmailMessage email = plain_email();
    check_transport_safe(write_email(email));
    email.subject =
        "付款提醒：发票 INV-1，待付 ￥12,345.60，感谢贵司一直以来的支持与信任，特此提醒";
    email.to.name = "北京莲花贸易有限公司";
    email.text = "Ümlaut\r\n" + std::string(2000, 'x') + "\n截至今日\n";
    email.html = "<p>" + std::string(3000, 'y') + "größer</p>";
    check_transport_safe(write_email(email));
}

TEST_CASE("email: a Chinese subject and name are encoded words") {
    EmailMessage email = plain_email();
    email.subject = "付款提醒";
    email.to.name = "莲花贸易";
    const std::string bytes = write_email(email);
    CHECK(header(bytes, "Subject") == Lines{"=?UTF-8?B?5LuY5qy+5o+Q6YaS?="});
    CHECK(header(bytes, "To") == Lines{"=?UTF-8?B?6I6y6Iqx6LS45piT?= <ap@lotus.example>"});
}

TEST_CASE("email: no encoded word is longer than RFC 2047 allows, and none splits a character") {
    EmailMessage email = plain_email();
    for (int n = 0; n < 12; ++n) {
        email.subject += "逾期付款通知ü";
        email.to.name += "贸易有限公司";
        const std::string bytes = write_email(email);
        const std::string head = bytes.substr(0, bytes.find("\r\n\r\n"));
        for (std::size_t at = 0; at < head.size();) {
            const std::size_t end = std::min(head.find("\r\n", at), head.size());
            CHECK(end - at <= 76);
            at = end + 2;
        }
    }
    email.subject = std::string(38, 'a') + "付b";
    CHECK(header(write_email(email), "Subject") ==
          Lines{"=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?= "
                "=?UTF-8?B?5LuYYg==?="});
}

TEST_CASE("email: text that looks like an encoded word is shown as it stands") {
    EmailMessage email = plain_email();
    email.subject = "=?UTF-8?B?5LuY?=";
    CHECK(header(write_email(email), "Subject") == Lines{"=?UTF-8?B?PT9VVEYtOD9CPzVMdVk/PQ==?="});
}

TEST_CASE("email: line ends and controls in header values add no header") {
    EmailMessage email = plain_email();
    email.subject = "Reminder\r\nBcc: a@evil.example\n\nbody";
    email.to.name = "Lotus\r\nBcc: b@evil.example";
    email.from.name = "Jade\nBcc: c@evil.example";
    email.language = "en\r\nBcc: d@evil.example";
    const std::string bytes = write_email(email);
    CHECK(header(bytes, "Bcc").empty());
    CHECK(header(bytes, "Subject") == Lines{"Reminder Bcc: a@evil.example body"});
}

TEST_CASE("email: an address that is none goes nowhere rather than to a guess") {
    EmailMessage email = plain_email();
    email.to.address = "ap@lotus.example\r\nBcc: b@evil.example";
    const std::string bytes = write_email(email);
    CHECK(header(bytes, "To") == Lines{"Lotus & Sons <undeliverable@dunning.invalid>"});
    CHECK_FALSE(contains(bytes, "evil"));
}

TEST_CASE("email: text and HTML stand side by side, the text first") {
    const std::string bytes = write_email(plain_email());
    CHECK(contains(header(bytes, "Content-Type").at(0), "multipart/alternative"));
    const auto text = bytes.find("Content-Type: text/plain; charset=utf-8\r\n");
    const auto html = bytes.find("Content-Type: text/html; charset=utf-8\r\n");
    REQUIRE(text != std::string::npos);
    REQUIRE(html != std::string::npos);
    CHECK(text < html);
    CHECK(contains(bytes, "\r\n\r\nHello\r\n.\r\nFrom here\r\n"));
    CHECK(contains(bytes, "\r\n\r\n<p>Hello</p>\r\n"));
}
