// [channel.*]: which transport carries what, and everything about it that cannot be meant.
#include <doctest/doctest.h>

#include "formats/network_address.h"
#include "support/literals.h"
#include "support/print.h"
#include "unit/formats/print_lines.h"
#include "unit/formats/read_text.h"

using namespace dunning;

namespace {

using Lines = std::vector<std::string>;

// What is wrong, without its place and remedy; several are joined by " + ".
std::string wrong_with(const std::string& addition) {
    std::string all;
    for (const std::string& problem : read_text(least_policy + addition).problems) {
        const auto text = problem.substr(problem.find(' ') + 1);
        all += (all.empty() ? "" : " + ") + text.substr(0, text.find('\n'));
    }
    return all;
}

std::string smtp(const std::string& rest) {
    return "[channel.email]\ntransport = \"smtp\"\nfrom = \"ar@book.example\"\nsmtp = { " + rest +
           " }\n";
}

std::string wrong_with_smtp(const std::string& rest) {
    return wrong_with(smtp(rest));
}

SmtpSettings smtp_of(const std::string& rest) {
    return std::get<SmtpSettings>(policy_with(smtp(rest)).channels.email);
}

}  // namespace

TEST_CASE("policy: without a transport everything goes to the outbox") {
    CHECK(policy_with("").channels == ChannelSettings{});
    CHECK(policy_with("[channel.sms]\ntransport = \"outbox\"\n").channels == ChannelSettings{});
    // Settings of another transport are read and left for later.
    CHECK(policy_with("[channel.email]\nsmtp = { url = \"smtps://mail.example\" }\n").channels ==
          ChannelSettings{});
}

TEST_CASE("policy: smtp with STARTTLS on 587, smtps on 465, and whatever port is written") {
    CHECK(smtp_of(R"(url = "smtp://mail.example")") ==
          SmtpSettings{.host = "mail.example", .port = 587, .security = SmtpSecurity::starttls});
    CHECK(smtp_of(R"(url = "smtps://mail.example/")") ==
          SmtpSettings{.host = "mail.example", .port = 465, .security = SmtpSecurity::tls});
    CHECK(smtp_of(R"(url = "SMTP://[2001:db8::1]:2525", starttls = "required")") ==
          SmtpSettings{.host = "[2001:db8::1]", .port = 2525, .security = SmtpSecurity::starttls});
    CHECK(smtp_of(R"(url = "smtp://localhost:25", starttls = "none")").security ==
          SmtpSecurity::none);
    CHECK(smtp_of(R"(url = "smtp://relay.lan:25", starttls = "plain_text")").security ==
          SmtpSecurity::none);
    CHECK(
        smtp_of(
            R"(url = "smtp://m.example", user = "ar", password_command = ["pass", "x"], ca_file = "ca.pem", timeout = "90s", acceptance_timeout = "10m")") ==
        SmtpSettings{.host = "m.example",
                     .port = 587,
                     .user = "ar",
                     .password = PasswordCommand{{"pass", "x"}},
                     .ca_file = "ca.pem",
                     .timeout_seconds = 90,
                     .acceptance_timeout_seconds = 600});
    CHECK(
        (smtp_of(R"(url = "smtps://m.example", user = "ar", password_file = "secret")").password ==
         PasswordSource{PasswordFile{"secret"}}));
    CHECK((smtp_of(R"(url = "smtps://m.example", user = "ar", password_env = "SMTP_PASSWORD")")
               .password == PasswordSource{PasswordVariable{"SMTP_PASSWORD"}}));
}

TEST_CASE("policy: what of smtp cannot be meant is told") {
    struct Case {
        std::string rest;
        std::string wrong;
    };
    const std::vector<Case> cases = {
        {"", "'url' is missing in [channel.email.smtp]"},
        {R"(url = "mail.example")",
         "url 'mail.example' is not an address of smtp or smtps (in [channel.email.smtp])"},
        {R"(url = "https://mail.example")",
         "url 'https://mail.example' is not an address of smtp or smtps (in "
         "[channel.email.smtp])"},
        {R"(url = "smtp://mail.example:0")",
         "url 'smtp://mail.example:0' is not an address of smtp or smtps (in "
         "[channel.email.smtp])"},
        {R"(url = "smtp://mail.example/path")",
         "url 'smtp://mail.example/path' has more than a host and a port (in "
         "[channel.email.smtp])"},
        {R"(url = "smtp://ar:s3cret@mail.example")",
         "url has a user or a password in it, and the policy is kept with every run"},
        {R"(url = "smtp://m.example", starttls = "none")",
         "starttls 'none' would send notices to m.example for everybody on the way to read (in "
         "[channel.email.smtp])"},
        {R"(url = "smtps://m.example", starttls = "none")",
         "starttls 'none' does not go with smtps://, which is encrypted from the first byte (in "
         "[channel.email.smtp])"},
        {R"(url = "smtp://m.example", starttls = "maybe")",
         "starttls 'maybe' is none of: required, none, plain_text (in [channel.email.smtp])"},
        {R"(url = "smtps://m.example", user = "ar")",
         "user has no password in [channel.email.smtp]"},
        {R"(url = "smtps://m.example", password_file = "x")",
         "a password needs a `user` in [channel.email.smtp]"},
        {R"(url = "smtps://m.example", user = "ar", password_file = "x", password_env = "Y")",
         "password_env 'Y' is a second source of the password (in [channel.email.smtp])"},
        {R"(url = "smtps://m.example", user = "ar", password_command = "pass smtp")",
         "user has no password in [channel.email.smtp] + password_command must be a list, the "
         "program and each argument by itself, found text (in [channel.email.smtp])"},
        {R"(url = "smtp://m.lan", starttls = "plain_text", user = "a", password_env = "P")",
         "user would send its password for everybody on the way to read in [channel.email.smtp]"},
        {R"(url = "smtps://m.example", timeout = "30")",
         "timeout '30' is not a time limit (in [channel.email.smtp])"},
        {R"(url = "smtps://m.example", timeout = "0s")",
         "timeout '0s' is not between \"1s\" and \"1h\" (in [channel.email.smtp])"},
        {R"(url = "smtps://m.example", acceptance_timeout = "61m")",
         "acceptance_timeout '61m' is not between \"1s\" and \"1h\" (in [channel.email.smtp])"},
        {R"(url = "smtps://m.example", hots = "x")", "unknown key 'hots' in [channel.email.smtp]"},
    };
    for (const auto& [rest, wrong] : cases) {
        CAPTURE(rest);
        std::string found = wrong_with_smtp(rest);
        CHECK(found == wrong);
    }
}

TEST_CASE("policy: a password in the policy is refused, and not repeated") {
    for (const std::string& text :
         {smtp(R"(url = "smtps://m.example", user = "ar", password = "s3cret")"),
          smtp(R"(url = "smtps://ar:s3cret@m.example")"),
          std::string("[channel.sms]\ntransport = \"http\"\nurl = \"https://g.example/\"\n"
                      "token = \"s3cret\"\n"),
          std::string("[channel.sms]\ntransport = \"http\"\nurl = \"https://g.example/\"\n"
                      "headers = { Authorization = \"Bearer s3cret\" }\n"),
          std::string("[channel.sms]\ntransport = \"http\"\nurl = \"https://g.example/\"\n"
                      "headers = { X-Api-Key = \"s3cret\" }\n")}) {
        CAPTURE(text);
        const auto read = read_text(least_policy + text);
        CHECK_FALSE(read.policy);
        for (const std::string& problem : read.problems) {
            CHECK(problem.find("s3cret") == std::string::npos);
            CHECK(problem.starts_with("p.toml:"));
        }
    }
}

TEST_CASE("policy: mail that is sent needs a sender and its settings") {
    CHECK(wrong_with("[channel.email]\ntransport = \"smtp\"\n") ==
          "transport is set, and `smtp` is missing in [channel.email] + mail is sent, and `from` "
          "is missing in [channel.email]");
    CHECK(wrong_with("[channel.email]\ntransport = \"sendmail\"\nfrom = \"a@b.example\"\n") ==
          "transport is set, and `sendmail` is missing in [channel.email]");
    CHECK(wrong_with("[channel.email]\nsendmail = []\n") ==
          "sendmail names no program (in [channel.email])");
    CHECK(wrong_with("[channel.email]\ntransport = \"http\"\n") ==
          "transport 'http' is none of: outbox, mbox, smtp, sendmail (in [channel.email])");
    const auto settings = policy_with(
        "[channel.email]\ntransport = \"sendmail\"\nfrom = \"a@b.example\"\n"
        "sendmail = [\"/usr/sbin/sendmail\", \"-v\"]\ntimeout = \"2m\"\n");
    CHECK(std::holds_alternative<MailboxSettings>(
        policy_with("[channel.email]\ntransport = \"mbox\"\n").channels.email));
    CHECK(std::holds_alternative<BundleSettings>(
        policy_with("[channel.letter]\ntransport = \"bundle\"\n").channels.letter));
    CHECK(std::get<SendmailSettings>(settings.channels.email) ==
          SendmailSettings{.program = {"/usr/sbin/sendmail", "-v"}, .timeout_seconds = 120});
}

TEST_CASE("policy: text messages and letters by a command, {to} and {id} as whole arguments") {
    const auto settings = policy_with(
        "[channel.sms]\ntransport = \"command\"\ncommand = [\"send\", \"--to\", \"{to}\"]\n"
        "timeout = \"45s\"\nidempotent = true\n"
        "[channel.letter]\ntransport = \"command\"\ncommand = [\"print\", \"{id}\"]\n");
    CHECK(std::get<CommandSettings>(settings.channels.sms) ==
          CommandSettings{
              .program = {"send", "--to", "{to}"}, .timeout_seconds = 45, .idempotent = true});
    CHECK(std::get<CommandSettings>(settings.channels.letter) ==
          CommandSettings{.program = {"print", "{id}"}});
    CHECK(wrong_with("[channel.sms]\ntransport = \"command\"\n") ==
          "transport is set, and `command` is missing in [channel.sms]");
    CHECK(wrong_with("[channel.sms]\ncommand = [\"send\", \"--to={to}\"]\n") ==
          "command has a place holder inside the argument '--to={to}' (in [channel.sms])");
    CHECK(wrong_with("[channel.sms]\ncommand = [\"{to}\"]\n") ==
          "command begins with {to} (in [channel.sms])");
    CHECK(wrong_with("[channel.sms]\ncommand = \"send {to}\"\n") ==
          "command must be a list, the program and each argument by itself, found text (in "
          "[channel.sms])");
    CHECK(wrong_with("[channel.letter]\ntransport = \"http\"\n") ==
          "transport 'http' is none of: outbox, bundle, command (in [channel.letter])");
}

TEST_CASE("policy: text messages by http") {
    const auto http = [](const std::string& rest) {
        return "[channel.sms]\ntransport = \"http\"\n" + rest;
    };
    CHECK(std::get<HttpSettings>(
              policy_with(http("url = \"https://g.example/v1\"\npassword_env = \"TOKEN\"\n"
                               "headers = { Authorization = \"Bearer {password}\", X-From = "
                               "\"Book\" }\n"))
                  .channels.sms) ==
          HttpSettings{.url = "https://g.example/v1",
                       .headers = {{"Authorization", "Bearer {password}"}, {"X-From", "Book"}},
                       .password = PasswordVariable{"TOKEN"}});
    CHECK(wrong_with(http("")) == "transport is set, and `url` is missing in [channel.sms]");
    CHECK(std::holds_alternative<HttpSettings>(
        policy_with(http("url = \"http://127.0.0.1:8000/x\"\n")).channels.sms));
    CHECK(wrong_with(http("url = \"http://g.example/\"\n")) ==
          "url 'http://g.example/' would send messages for everybody on the way to read (in "
          "[channel.sms])");
    CHECK(wrong_with(http("url = \"smtp://g.example/\"\n")) ==
          "url 'smtp://g.example/' is not an address of https or http (in [channel.sms])");
    CHECK(wrong_with(http("url = \"https://g.example/\"\nuser = \"a\"\n")) ==
          "user has no password in [channel.sms]");
    CHECK(wrong_with(http("url = \"https://g.example/\"\npassword_env = \"T\"\n")) ==
          "a password is named and not used in [channel.sms]");
    CHECK(wrong_with(http("url = \"https://g.example/\"\nheaders = { X-Token = "
                          "\"{password}\" }\n")) ==
          "header 'X-Token' has {password}, and none is named (in headers)");
    CHECK(wrong_with(http("url = \"https://g.example/\"\nheaders = { \"Bad Name\" = \"x\" }\n")) ==
          "header 'Bad Name' is not a name of letters, digits and '-' (in headers)");
    CHECK(wrong_with(http("url = \"https://g.example/\"\nheaders = { Content-Type = \"x\" }\n")) ==
          "header 'Content-Type' is set by the program itself (in headers)");
}

TEST_CASE("network address: scheme, host, port, path") {
    CHECK(parse_network_address("smtp://Mail.example:587") ==
          NetworkAddress{.scheme = "smtp", .host = "Mail.example", .port = 587});
    CHECK(parse_network_address("https://g.example/a?b") ==
          NetworkAddress{.scheme = "https", .host = "g.example", .path = "/a?b"});
    CHECK(parse_network_address("https://g.example?b@c")->host == "g.example");
    CHECK(parse_network_address("https://u:p@g.example/")->names_user);
    for (const char* text : {"", "x", "://host", "smtp://", "smtp://:25", "smtp://h:", "smtp://h:x",
                             "smtp://h:65536", "smtp://h:000587", "smtp://a b", "smtp://-h",
                             "smtp://h\r\n", "smtp://[::1", "smtp://f\xC3\xBC.example"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_network_address(text));
    }
    for (const char* host : {"localhost", "127.0.0.1", "127.9.9.9", "[::1]"}) {
        CHECK(is_loopback(host));
    }
    for (const char* host : {"127.example", "localhost.example", "10.0.0.1", "[::2]", ""}) {
        CHECK_FALSE(is_loopback(host));
    }
}
