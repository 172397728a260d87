#include "channel/smtp_transport.h"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>

#include "channel/parcel.h"
#include "channel/print.h"
#include "channel/server.h"

using namespace dunning;
using namespace dunning::channel_test;

namespace {

SmtpSettings settings_for(const Server& server, SmtpSecurity security = SmtpSecurity::none) {
    return {.host = "127.0.0.1",
            .port = server.port(),
            .security = security,
            .timeout_seconds = 20,
            .acceptance_timeout_seconds = 20};
}

SmtpTransport transport_for(const SmtpSettings& settings) {
    return SmtpTransport({.settings = settings, .from = "ar@book.example", .folder = "/"});
}

Delivery sent_by(const SmtpSettings& settings, const std::string& to) {
    SmtpTransport transport = transport_for(settings);
    OnItsWay mail;
    return mail.by(transport, to);
}

}  // namespace

TEST_CASE("smtp: the message arrives as it was written, dots and all, to one recipient") {
    MailServer server;
    SmtpTransport transport = transport_for(settings_for(server));
    OnItsWay mail;
    const Delivery delivery = mail.by(transport, "someone@customer.example");
    CHECK(delivery == Delivery{DeliveryOutcome::sent, "250 2.0.0 taken as 0001"});
    CHECK(mail.last_bytes == 1);
    REQUIRE(server.taken().size() == 1);
    CHECK(server.taken()[0].from == "ar@book.example");
    CHECK(server.taken()[0].to == "someone@customer.example");
    CHECK(server.taken()[0].message == small_mail);
    CHECK(read_file(server.folder() / "log").starts_with("EHLO book.example\n"));
    CHECK_FALSE(transport.repeating_is_safe());
}

TEST_CASE("smtp: a message larger than any buffer arrives whole") {
    MailServer server;
    SmtpTransport transport = transport_for(settings_for(server));
    OnItsWay mail;
    for (int i = 0; i < 5000; ++i) {
        mail.document.bytes += ".a line of a long message that says nothing, number ";
        mail.document.bytes += std::to_string(i) + "\r\n";
    }
    CHECK(mail.by(transport, "someone@customer.example").outcome == DeliveryOutcome::sent);
    CHECK(mail.last_bytes == 1);
    REQUIRE(server.taken().size() == 1);
    CHECK(server.taken()[0].message == mail.document.bytes);
}

TEST_CASE("smtp: one connection serves many messages, and a new one those after it") {
    MailServer server({"--messages-per-connection", "3"});
    SmtpTransport transport = transport_for(settings_for(server));
    for (int i = 0; i < 7; ++i) {
        OnItsWay mail;
        CHECK(mail.by(transport, "someone@customer.example").outcome == DeliveryOutcome::sent);
        CHECK(mail.last_bytes == 1);
    }
    CHECK(server.taken().size() == 7);
    CHECK(server.connections() == 3);
}

TEST_CASE("smtp: what a server says of one message decides what becomes of that message") {
    MailServer server;
    struct Case {
        std::string to;
        DeliveryOutcome outcome;
        std::string detail;
        int last_bytes;  // 1: it may have been delivered
    };
    const std::vector<Case> cases = {
        {"defer@c.example", DeliveryOutcome::failed_for_now,
         "451 4.7.1 greylisted, come again later", 0},
        {"refuse@c.example", DeliveryOutcome::failed_for_good, "550 5.1.1 no such user here", 0},
        {"refuse-message@c.example", DeliveryOutcome::failed_for_good, "554 5.6.0 message refused",
         1},
        {"defer-message@c.example", DeliveryOutcome::failed_for_now, "451 4.3.0 try again later",
         1},
        // It may be for this recipient's sake; twice in a row it is for everybody's.
        {"closing@c.example", DeliveryOutcome::broke_off, "421 4.3.2 closing down", 0},
        {"refuse@c.example", DeliveryOutcome::failed_for_good, "550 5.1.1 no such user here", 0},
        {"closing@c.example", DeliveryOutcome::broke_off, "421 4.3.2 closing down", 0},
        {"closing@c.example", DeliveryOutcome::broke_off, "421 4.3.2 closing down", 0},
        {"fine@c.example", DeliveryOutcome::sent, "250 2.0.0 taken as 0001", 1},
    };
    SmtpTransport transport = transport_for(settings_for(server));
    for (const Case& each : cases) {
        CAPTURE(each.to);
        OnItsWay mail;
        CHECK(mail.by(transport, each.to) == Delivery{each.outcome, each.detail});
        CHECK(mail.last_bytes == each.last_bytes);
    }
    CHECK(server.taken().size() == 1);
}

TEST_CASE("smtp: a connection lost before the last byte has delivered nothing") {
    MailServer server;
    for (const std::string to : {"drop-rcpt@c.example", "drop-data@c.example"}) {
        CAPTURE(to);
        SmtpTransport transport = transport_for(settings_for(server));
        OnItsWay mail;
        if (to.starts_with("drop-data")) mail.document.bytes.append(1 << 22, 'x');
        CHECK(mail.by(transport, to).outcome == DeliveryOutcome::broke_off);
        CHECK(mail.last_bytes == 0);
        OnItsWay second;
        CHECK(second.by(transport, "drop-rcpt@c.example") ==
              Delivery{DeliveryOutcome::broke_off,
                       "response reading failed: the connection was closed"});
        OnItsWay third;
        CHECK(third.by(transport, "fine@c.example").outcome == DeliveryOutcome::sent);
    }
}

TEST_CASE(
    "smtp: a server that falls silent at a recipient has taken nothing, and serves the next") {
    MailServer server;
    SmtpSettings settings = settings_for(server);
    settings.timeout_seconds = 1;
    SmtpTransport transport = transport_for(settings);
    OnItsWay mail;
    CHECK(mail.by(transport, "hang-rcpt@c.example") ==
          Delivery{DeliveryOutcome::broke_off, "no answer within 1 seconds"});
    CHECK(mail.last_bytes == 0);
    OnItsWay next;
    CHECK(next.by(transport, "fine@c.example").outcome == DeliveryOutcome::sent);
}

TEST_CASE("smtp: without the answer to the last byte nobody knows, whether it was taken or not") {
    MailServer server;
    SmtpSettings settings = settings_for(server);
    settings.acceptance_timeout_seconds = 1;
    for (const std::string to :
         {"drop-verdict@c.example", "lose-message@c.example", "hang-verdict@c.example"}) {
        CAPTURE(to);
        CHECK(sent_by(settings, to).outcome == DeliveryOutcome::uncertain);
        CHECK(server.asked_for(to) == 1);
    }
    CHECK(server.taken().size() == 2);
}

TEST_CASE("smtp: who wants to stop does not wait for a silent server") {
    MailServer server;
    struct Case {
        std::string to;
        Delivery delivery;
    };
    const Case cases[] = {
        {"hang-verdict@c.example",
         {DeliveryOutcome::uncertain,
          "stopped before the server had said whether it takes the message"}},
        {"hang-rcpt@c.example",
         {DeliveryOutcome::failed_for_now, "stopped while the server was silent"}},
        {"fine@c.example", {DeliveryOutcome::sent, "250 2.0.0 taken as 0002"}}};
    SmtpTransport transport = transport_for(settings_for(server));
    for (const Case& each : cases) {
        CAPTURE(each.to);
        const auto begin = std::chrono::steady_clock::now();
        OnItsWay mail;
        mail.stop_wanted = [] { return true; };
        CHECK(mail.by(transport, each.to) == each.delivery);
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
        CHECK(server.asked_for(each.to) == 1);
    }
}

TEST_CASE("smtp: after an answer that was lost the next message has a connection of its own") {
    MailServer server;
    SmtpSettings settings = settings_for(server);
    settings.acceptance_timeout_seconds = 1;
    SmtpTransport transport = transport_for(settings);
    for (const std::string to : {"hang-verdict@c.example", "drop-verdict@c.example"}) {
        CAPTURE(to);
        OnItsWay lost;
        CHECK(lost.by(transport, to).outcome == DeliveryOutcome::uncertain);
        OnItsWay next;
        CHECK(next.by(transport, "fine@c.example").outcome == DeliveryOutcome::sent);
    }
    CHECK(server.taken().size() == 4);
}

TEST_CASE("smtp: a server that cannot be talked with is out of reach") {
    const auto outcome = [](const SmtpSettings& settings) {
        OnItsWay mail;
        SmtpTransport transport = transport_for(settings);
        const Delivery delivery = mail.by(transport, "someone@customer.example");
        CHECK(mail.last_bytes == 0);
        CHECK_FALSE(delivery.detail.empty());
        return delivery.outcome;
    };
    MailServer server;
    SmtpSettings impatient = settings_for(server);
    impatient.timeout_seconds = 1;
    CHECK(sent_by(impatient, "hang-rcpt@c.example") ==
          Delivery{DeliveryOutcome::broke_off, "no answer within 1 seconds"});
    for (const char* mood : {"hang-greeting", "drop-greeting", "refuse-sender"}) {
        CAPTURE(mood);
        server.mood(mood);
        CHECK(outcome(impatient) == DeliveryOutcome::unreachable);
    }
    server.mood("");
    SmtpSettings nowhere = settings_for(server);
    nowhere.host = "no-such-host.invalid";
    CHECK(outcome(nowhere) == DeliveryOutcome::unreachable);
    server.end();
    CHECK(outcome(settings_for(server)) == DeliveryOutcome::unreachable);
}

TEST_CASE("smtp: encryption is required and the certificate is checked") {
    const Certificate certificate;
    MailServer server(
        {"--certificate", certificate.file, "--key", certificate.key, "--require-tls"});
    SmtpSettings settings = settings_for(server, SmtpSecurity::starttls);
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::unreachable);
    settings.ca_file = certificate.file;
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::sent);
    settings.host = "localhost";  // which the certificate is not for
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::unreachable);
    settings.host = "127.0.0.1";
    CHECK(server.taken().size() == 1);
}

TEST_CASE("smtp: a server that does not offer encryption gets nothing, though it would take it") {
    const Certificate certificate;
    MailServer server({"--certificate", certificate.file, "--key", certificate.key});
    SmtpSettings settings = settings_for(server, SmtpSecurity::starttls);
    settings.ca_file = certificate.file;
    server.mood("no-starttls");
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::unreachable);
    CHECK(server.taken().empty());
    settings.security = SmtpSecurity::none;
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::sent);
}

TEST_CASE("smtp: smtps is encrypted from the first byte") {
    const Certificate certificate;
    MailServer server({"--certificate", certificate.file, "--key", certificate.key, "--tls"});
    SmtpSettings settings = settings_for(server, SmtpSecurity::tls);
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::unreachable);
    settings.ca_file = certificate.file;
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::sent);
}

TEST_CASE("smtp: the login goes with the password of the source, and never into a message") {
    const Certificate certificate;
    MailServer server({"--certificate", certificate.file, "--key", certificate.key, "--user",
                       "clerk", "--password", "s3cret word"});
    SmtpSettings settings = settings_for(server, SmtpSecurity::starttls);
    settings.ca_file = certificate.file;
    CHECK(sent_by(settings, "someone@c.example") ==
          Delivery{DeliveryOutcome::unreachable, "530 5.7.0 authentication required"});
    settings.user = "clerk";
    settings.password = PasswordCommand{{"printf", "s3cret word\\nmore\\n"}};
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::sent);
    settings.password = PasswordCommand{{"printf", "wrong word"}};
    const Delivery refused = sent_by(settings, "someone@c.example");
    CHECK(refused == Delivery{DeliveryOutcome::unreachable, "535 5.7.8 authentication failed"});
    settings.password = PasswordFile{"/no/such/file"};
    CHECK(sent_by(settings, "someone@c.example").outcome == DeliveryOutcome::unreachable);
}

TEST_CASE("smtp: an address with anything but an address in it never reaches the server") {
    MailServer server;
    for (const std::string to :
         {"a@b.example\r\nRCPT TO:<x@y.example>", "a@b.example>", "<a@b.example", "a b@c.example",
          "a@", "@b", "a", "", "-oQ/tmp@b.example", "\"a\"@b.example", "a@b@c",
          "f\xC3\xBC@b.example", "a@b.example,c@d.example"}) {
        CAPTURE(to);
        CHECK(sent_by(settings_for(server), to).outcome == DeliveryOutcome::failed_for_good);
    }
    CHECK(read_file(server.folder() / "log").empty());
}

TEST_CASE("smtp: when the last byte cannot be announced it is not sent") {
    MailServer server;
    SmtpTransport transport = transport_for(settings_for(server));
    OnItsWay mail;
    mail.last_byte = [] { throw std::runtime_error("disk full"); };
    CHECK_THROWS_WITH(mail.by(transport, "someone@c.example"), "disk full");
    CHECK(server.taken().empty());
    OnItsWay next;
    CHECK(next.by(transport, "someone@c.example").outcome == DeliveryOutcome::sent);
    CHECK(server.taken().size() == 1);
}
