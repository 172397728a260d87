// Nights whose notices really go out: what becomes of each, of the rest, and of the next run.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "channel/mail_book.h"
#include "channel/server.h"
#include "cli/interrupt.h"

using namespace dunning;
using namespace dunning::channel_test;

namespace {

std::string mail_through(const Server& server, const std::string& more = "") {
    return fmt::format(
        "[channel.email]\ntransport = \"smtp\"\nfrom = \"Acme <ar@acme.example>\"\n"
        "smtp = {{ url = \"smtp://127.0.0.1:{}\", starttls = \"none\", timeout = \"20s\", "
        "acceptance_timeout = \"20s\" }}\n{}",
        server.port(), more);
}

std::vector<std::string> recipients(const MailServer& server) {
    std::vector<std::string> all;
    for (const TakenMail& mail : server.taken()) all.push_back(mail.to);
    return all;
}

std::string header_of(const std::string& message, const std::string& name) {
    const auto begin = message.find("\r\n" + name + ": ");
    REQUIRE(begin != std::string::npos);
    const auto from = begin + name.size() + 4;
    return message.substr(from, message.find('\r', from) - from);
}

}  // namespace

TEST_CASE("delivery: a night to a server that refuses, defers and loses; the next run knows") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,fine1@c.example,,,,", "K2,Birch,defer@c.example,,,,",
              "K3,Cedar,refuse@c.example,,Kai 5,Hamburg,20457", "K4,Dogwood,refuse2@c.example,,,,",
              "K5,Elm,drop-verdict@c.example,,,,", "K6,Fir,fine2@c.example,,,,"});
    const Answer night = book.run({"notify"});
    CHECK(night.status == 3);
    CHECK(night.err ==
          "not delivered: N000002: email: 451 4.7.1 greylisted, come again "
          "later\n"
          "not delivered: N000003: email: 550 5.1.1 no such user here; it goes "
          "by letter instead\n"
          "not delivered: N000004: email: 550 5.1.1 no such user here\n"
          "1 delivery may or may not have arrived: dunning notify list --state uncertain\n");
    CHECK(recipients(server) ==
          std::vector<std::string>{"fine1@c.example", "drop-verdict@c.example", "fine2@c.example"});
    CHECK(book.notices() ==
          "N000006 email fine2@c.example sent\n"
          "N000005 email drop-verdict@c.example uncertain: the connection was lost before the "
          "server had said whether it takes the message\n"
          "N000004 email refuse2@c.example failed: 550 5.1.1 no such user here\n"
          "N000003 letter Kai 5, 20457 Hamburg sent\n"
          "N000002 email defer@c.example queued\n"
          "N000001 email fine1@c.example sent\n");
    CHECK(book.has("outbox/letter"));
    CHECK(book.run({"check"}).status == 0);

    // The same again: the deferred one is asked for, the uncertain one is not.
    CHECK(book.run({"notify"}).status == 3);
    CHECK(server.asked_for("defer@c.example") == 2);
    CHECK(server.asked_for("drop-verdict@c.example") == 1);
    CHECK(server.asked_for("refuse2@c.example") == 1);
    CHECK(server.taken().size() == 3);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: the uncertain one is listed with what to look for, and settled by evidence") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,drop-verdict@c.example,,,,", "K2,Birch,lose-message@c.example,,,,"});
    CHECK(book.run({"notify"}).status == 3);
    REQUIRE(server.taken().size() == 1);
    const std::string id = header_of(server.taken()[0].message, "Message-Id");
    const Answer listed = book.run({"notify", "list", "--state", "uncertain"});
    CHECK(listed.out.find(id) != std::string::npos);
    CHECK(listed.out.find("Look for") != std::string::npos);

    CHECK(book.run({"notify", "settle", "N000001", "--sent", "--note", "in the log"}).status == 0);
    CHECK(book.run({"notify", "settle", "N000002", "--not-sent", "--note", "not there"}).status ==
          0);
    book.run({"notify", "retry"});
    CHECK(server.asked_for("drop-verdict@c.example") == 1);
    CHECK(server.asked_for("lose-message@c.example") == 2);
    CHECK(book.notices().find("N000001 email drop-verdict@c.example sent\n") != std::string::npos);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: a mail server's Date is the hand-over's, and what was sent is known by it") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,drop-verdict@c.example,,,,", "K2,Birch,fine@c.example,,,,"});
    CHECK(book.run({"notify", "--now", "2026-02-11T11:30:05Z"}).status == 3);
    REQUIRE(server.taken().size() == 2);
    const std::string first = server.taken()[0].message;
    CHECK(header_of(first, "Date") == "Wed, 11 Feb 2026 11:30:05 +0000");
    CHECK(book.run({"notify", "show", "N000001", "--raw"}).out == first);

    // Given once more after somebody has found that it was lost, it is the message of that moment.
    CHECK(book.run({"notify", "settle", "N000001", "--not-sent"}).status == 0);
    book.run({"notify", "retry", "--now", "2026-02-11T16:00:00Z"});
    REQUIRE(server.taken().size() == 3);
    const std::string again = server.taken()[2].message;
    CHECK(header_of(again, "Date") == "Wed, 11 Feb 2026 16:00:00 +0000");
    CHECK(header_of(again, "Message-Id") == header_of(first, "Message-Id"));
    CHECK(book.run({"notify", "show", "N000001", "--raw"}).out == again);
    CHECK(book.run({"check"}).status == 0);
}

// 36.5 per cent of 100.00 are 0.10 a day, and 0.05 after the payment of the sixth.
TEST_CASE(
    "delivery: what is settled as sent charges no interest that money known since has ended") {
    MailServer server;
    MailBook book(mail_through(server,
                               "[interest]\nmethod = \"fixed\"\nrate = \"36.5\"\n"
                               "post = true\n"),
                  ", interest = true");
    book.owe({"K1,Alder,drop-verdict@c.example,,,,"});
    CHECK(book.run({"notify"}).status == 3);
    book.pay({"P1,K1,2026-02-06,50.00"});
    book.run({"notify"});
    CHECK(book.run({"report", "charges"}).out == "nothing is charged\n");
    const Answer settled =
        book.run({"notify", "settle", "N000001", "--sent", "--note", "in the log"});
    CHECK(settled.out ==
          "N000001: settled as sent\n"
          "N000001-I1: 0.75 instead of 1.00 EUR: by what is known now, R-K1 has borne "
          "interest of 0.75 by 2026-02-11\n");
    CHECK(book.run({"report", "charges", "--format", "csv"})
              .out.find("N000001-I1,K1,interest,R-K1,2026-02-11,EUR,0.75,") != std::string::npos);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: while a server is out of reach everything else goes out, and then the mail") {
    auto server = std::make_unique<MailServer>();
    const std::string sms =
        "[channel.sms]\ntransport = \"command\"\n"
        "command = [\"sh\", \"-c\", \"cat > sms-$1\", \"sms\", \"{id}\"]\n";
    MailBook book(mail_through(*server, sms));
    book.owe(
        {"K1,Alder,fine1@c.example,,,,", "K2,Birch,,+49 170 1,,,", "K3,Cedar,fine2@c.example,,,,"});
    server->end();
    const Answer night = book.run({"notify", "--quiet"});
    CHECK(night.status == 69);
    CHECK(night.err.starts_with(fmt::format("smtp 127.0.0.1:{}: ", server->port())));
    CHECK(night.err.ends_with("; 2 documents stay queued for the next run\n"));
    CHECK(book.has("sms-N000002"));
    CHECK(book.notices() ==
          "N000003 email fine2@c.example queued\nN000002 sms +49 170 1 sent\n"
          "N000001 email fine1@c.example queued\n");

    MailServer mended;
    book.write_policy(mail_through(mended, sms));
    const Answer next = book.run({"notify", "--quiet"});
    CHECK(next.status == 0);
    CHECK(next.err.empty());
    CHECK(mended.taken().size() == 2);
    CHECK(book.run({"notify", "--quiet"}).status == 0);
    CHECK(mended.taken().size() == 2);
}

TEST_CASE("delivery: one that refuses everybody is not believed for ever") {
    MailServer server;
    server.mood("refuse-all");
    MailBook book(mail_through(server));
    std::vector<std::string> customers;
    for (int i = 1; i <= 8; ++i)
        customers.push_back(fmt::format("K{0},C{0},c{0}@c.example,,,,", i));
    book.owe(customers);
    const Answer night = book.run({"notify"});
    CHECK(night.status == 3);
    CHECK(
        night.err.ends_with(fmt::format("smtp 127.0.0.1:{}: has refused 5 documents in a row; 3 "
                                        "documents stay queued for the next run\n",
                                        server.port())));
    server.mood("");
    book.run({"notify"});
    CHECK(server.taken().size() == 3);
}

TEST_CASE("delivery: two answers lost in a row, and the rest waits for the next run") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,A,drop-verdict1@c.example,,,,", "K2,B,drop-verdict2@c.example,,,,",
              "K3,C,drop-verdict3@c.example,,,,"});
    CHECK(book.run({"notify"}).status == 3);
    CHECK(server.taken().size() == 2);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: addresses that take the connection down hold back nobody behind them") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,A,drop-rcpt1@c.example,,,,", "K2,B,drop-rcpt2@c.example,,,,",
              "K3,C,fine1@c.example,,,,", "K4,D,fine2@c.example,,,,"});
    const Answer night = book.run({"notify"});
    CHECK(night.status == 3);
    CHECK(recipients(server) == std::vector<std::string>{"fine1@c.example", "fine2@c.example"});
    CHECK(server.asked_for("drop-rcpt1@c.example") == 2);  // and once more at the end
    CHECK(book.notices() ==
          "N000004 email fine2@c.example sent\nN000003 email fine1@c.example sent\n"
          "N000002 email drop-rcpt2@c.example queued\nN000001 email drop-rcpt1@c.example queued\n");
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: three that break off in a row end the run, and the next begins behind them") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,A,drop-rcpt1@c.example,,,,", "K2,B,drop-rcpt2@c.example,,,,",
              "K3,C,drop-rcpt3@c.example,,,,", "K4,D,fine@c.example,,,,"});
    const Answer night = book.run({"notify"});
    CHECK(night.status == 69);
    CHECK(night.err.ends_with("; 4 documents stay queued for the next run\n"));
    CHECK(server.taken().empty());
    CHECK(book.run({"notify"}).status == 69);
    CHECK(recipients(server) == std::vector<std::string>{"fine@c.example"});
}

TEST_CASE("delivery: a channel that fails for good is followed by the next, down to the last") {
    MailServer server;
    SmsGateway gateway;
    MailBook book(mail_through(server, fmt::format("[channel.sms]\ntransport = \"http\"\nurl = "
                                                   "\"http://127.0.0.1:{}/400\"\n",
                                                   gateway.port())));
    book.owe({"K1,Alder,refuse@c.example,+49 170 1,Kai 5,Hamburg,20457"});
    const Answer night = book.run({"notify"});
    CHECK(night.status == 3);
    CHECK(night.err ==
          "not delivered: N000001: email: 550 5.1.1 no such user "
          "here; it goes by sms instead\n"
          "not delivered: N000001: sms: 400 {\"said\":\"400\"}; it goes "
          "by letter instead\n");
    CHECK(book.notices() == "N000001 letter Kai 5, 20457 Hamburg sent\n");
    CHECK(gateway.requests().size() == 1);
    CHECK(book.run({"check"}).status == 0);
    const Answer work = book.run({"report", "worklist", "--format", "csv"});
    CHECK(work.out.find("failed_delivery,N000001,K1") != std::string::npos);
    CHECK(work.out.find("by letter instead") != std::string::npos);
    const Answer again = book.run({"notify", "--quiet"});
    CHECK(again.status == 0);
    CHECK(server.asked_for("refuse@c.example") == 1);
}

TEST_CASE("delivery: the reminder of an instalment goes by the next channel, too") {
    MailServer server;
    MailBook book(mail_through(
        server, "[plan]\nremind = \"3d\"\nremind_by = [\"email\", \"sms\", \"letter\"]\n"));
    book.owe({"K1,Alder,refuse@c.example,,Kai 5,Hamburg,20457"});
    CHECK(book.run({"plan", "propose", "K1", "--installments", "2", "--first", "2026-02-13"})
              .status == 0);
    CHECK(book.run({"plan", "confirm", "P0001"}).status == 0);
    const Answer night = book.run({"notify"});
    CHECK(night.err ==
          "not delivered: N000001: email: 550 5.1.1 no such user here; it goes by letter "
          "instead\n");
    CHECK(book.notices() == "N000001 letter Kai 5, 20457 Hamburg sent\n");
    CHECK(book.run({"notify", "show", "N000001"}).out.find("50.00") != std::string::npos);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE(
    "delivery: without a further channel the notice is on the worklist until it is cancelled") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,refuse@c.example,,,,"});
    CHECK(book.run({"notify"}).status == 3);
    const Answer work = book.run({"report", "worklist", "--format", "csv"});
    CHECK(work.out.find("failed_delivery,N000001,K1") != std::string::npos);
    CHECK(work.out.find("dunning notify cancel N000001") != std::string::npos);
    book.owe({"K1,Alder,fine@c.example,,,,"});
    CHECK(book.run({"notify", "cancel", "N000001"}).status == 0);
    CHECK(book.run({"notify", "--quiet"}).status == 0);
    CHECK(book.notices().starts_with("N000002 email fine@c.example sent\n"));
    CHECK(book.run({"report", "worklist", "--format", "csv"}).out.find("failed_delivery") ==
          std::string::npos);
}

TEST_CASE("delivery: what waits for an address that has changed is taken back and decided anew") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,defer@c.example,,,,"});
    CHECK(book.run({"notify"}).status == 3);
    book.owe({"K1,Alder,fine@c.example,,,,"});
    const Answer next = book.run({"notify"});
    CHECK(next.out.find("N000001: taken back: the address has changed since it was drafted") !=
          std::string::npos);
    CHECK(server.asked_for("defer@c.example") == 1);
    book.run({"notify"});
    CHECK(recipients(server) == std::vector<std::string>{"fine@c.example"});
}

TEST_CASE("delivery: who is refused each time comes last, also with a notice written anew") {
    MailServer server;
    MailBook book(mail_through(server));
    std::vector<std::string> customers;
    std::vector<std::string> some_money;
    for (int n = 1; n <= 6; ++n) {
        const char* const name = n < 6 ? "refuse" : "fine";
        customers.push_back(fmt::format("K{0},Alder {0},{1}{0}@c.example,,,,", n, name));
        some_money.push_back(fmt::format("P{0},K{0},2026-02-10,40.00", n));
    }
    book.owe(customers);
    // Five refusals in a row, and the server is taken for what refuses.
    book.run({"notify"});
    CHECK(server.taken().empty());
    CHECK(book.notices().find("N000006 email fine6@c.example queued\n") != std::string::npos);

    // The debts have changed, so all six are written anew, in the order of the customers.
    book.pay(some_money);
    const Answer second = book.run({"notify"});
    CHECK(second.err.find("N000011: email: 550") != std::string::npos);
    CHECK(recipients(server) == std::vector<std::string>{"fine6@c.example"});
    CHECK(server.asked_for("refuse1@c.example") == 2);
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: a stop while a program is at work is obeyed, and its message is uncertain") {
    MailBook book(
        "[channel.sms]\ntransport = \"command\"\ncommand = [\"sh\", \"-c\", \"touch started; "
        "sleep 300\", \"{to}\"]\ntimeout = \"200s\"\n");
    book.owe({"K1,Alder,,+44 7700 900123,,,", "K2,Birch,,+44 7700 900124,,,"});
    cli::install_interrupt_handlers();
    std::thread operator_at_the_keyboard([&] {
        for (int i = 0; i < 2000 && !book.has("started"); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (book.has("started")) std::raise(SIGTERM);
    });
    const auto begin = std::chrono::steady_clock::now();
    const Answer night = book.run({"notify"});
    operator_at_the_keyboard.join();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(100));
    CHECK(night.status == 130);
    CHECK(book.notices() ==
          "N000002 sms +44 7700 900124 queued\n"
          "N000001 sms +44 7700 900123 uncertain: sh was stopped before it had ended\n");
    CHECK(book.run({"check"}).status == 0);
}

TEST_CASE("delivery: a password that cannot be had leaves everything queued") {
    MailServer server;
    MailBook book(fmt::format(
        "[channel.email]\ntransport = \"smtp\"\nfrom = \"ar@acme.example\"\nsmtp = {{ url = "
        "\"smtp://127.0.0.1:{}\", starttls = \"none\", user = \"ar\", password_file = \"secret\" "
        "}}\n",
        server.port()));
    book.owe({"K1,Alder,fine@c.example,,,,"});
    const Answer night = book.run({"notify", "--quiet"});
    CHECK(night.status == 69);
    CHECK(night.err.find("password_file " + (book.folder() / "secret").string() +
                         ": No such file or directory; 1 document stays queued") !=
          std::string::npos);
    CHECK(server.taken().empty());
}

TEST_CASE("delivery: a stop while the server is silent is obeyed, and the message is uncertain") {
    MailServer server;
    MailBook book(mail_through(server));
    book.owe({"K1,Alder,fine1@c.example,,,,", "K2,Birch,hang-verdict@c.example,,,,",
              "K3,Cedar,fine2@c.example,,,,"});
    cli::install_interrupt_handlers();
    std::thread operator_at_the_keyboard([&] {
        for (int i = 0; i < 2000 && server.taken().size() < 2; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (server.taken().size() == 2) std::raise(SIGTERM);
    });
    const auto begin = std::chrono::steady_clock::now();
    const Answer night = book.run({"notify"});
    operator_at_the_keyboard.join();
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(8));
    CHECK(night.status == 130);
    CHECK(night.err ==
          "1 delivery may or may not have arrived: dunning notify list --state uncertain\n");
    CHECK(book.notices() ==
          "N000003 email fine2@c.example queued\n"
          "N000002 email hang-verdict@c.example uncertain: stopped before the server had said "
          "whether it takes the message\n"
          "N000001 email fine1@c.example sent\n");
    CHECK(book.run({"notify"}).status == 3);
    CHECK(server.asked_for("hang-verdict@c.example") == 1);
    CHECK(server.asked_for("fine2@c.example") == 1);
}
