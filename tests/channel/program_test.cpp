#include "channel/program.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "channel/parcel.h"
#include "channel/password.h"
#include "channel/print.h"
#include "channel/program_transport.h"
#include "channel/server.h"

using namespace dunning;
using namespace dunning::channel_test;

namespace {

ProgramEnd run_shell(const std::string& script, std::string_view input = "") {
    return run_program({.program = {"sh", "-c", script}, .input = input, .timeout_seconds = 20});
}

Delivery delivered(const ProgramLine& program, const std::string& to = "+4917012345") {
    CommandTransport transport({.program = program, .timeout_seconds = 20}, {});
    OnItsWay text;
    text.document = {Channel::sms, "text/plain", "txt", "Please pay.\n"};
    return text.by(transport, to);
}

}  // namespace

TEST_CASE("program: it gets its input whole and we get what it prints") {
    const std::string much(1 << 20, 'x');
    const ProgramEnd end = run_shell("wc -c; echo to stderr >&2; exit 7", much);
    CHECK(end.how == ProgramEnd::How::exited);
    CHECK(end.status == 7);
    CHECK(end.output == "1048576\nto stderr\n");
}

TEST_CASE("program: one that reads nothing, or prints without end, is no trouble") {
    CHECK(run_program({.program = {"true"}, .input = std::string(1 << 20, 'x')}).status == 0);
    const ProgramEnd end = run_shell("head -c 5000000 /dev/zero; exit 3");
    CHECK(end.status == 3);
    CHECK(end.output.size() == 64 * 1024);
}

TEST_CASE("program: nothing in an argument is more than an argument") {
    const TemporaryFolder folder;
    const std::string file = (folder / "made").string();
    const std::string hostile = "$(touch " + file + ") `touch " + file + "`; touch " + file;
    const ProgramEnd end = run_program({.program = {"printf", "%s", hostile}});
    CHECK(end.output == hostile);
    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("program: no descriptor of ours but the standard ones") {
    const ProgramEnd end = run_shell("for f in /proc/self/fd/*; do echo ${f##*/}; done");
    for (const char* ours : {"11\n", "20\n", "5\n"}) {
        CHECK(end.output.find(ours) == std::string::npos);
    }
    CHECK(end.output.starts_with("0\n1\n2\n"));
}

TEST_CASE("program: after its time it ends, with everything that it has started") {
    const TemporaryFolder folder;
    const std::string file = (folder / "late").string();
    const auto begin = std::chrono::steady_clock::now();
    const ProgramEnd end =
        run_program({.program = {"sh", "-c", "(sleep 300; touch " + file + ") & sleep 300"},
                     .timeout_seconds = 1});
    CHECK(end.how == ProgramEnd::How::timed_out);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(100));
}

TEST_CASE("program: when a stop is wanted it may end by itself, then it is told to, then killed") {
    using How = ProgramEnd::How;
    const auto stopped = [](const std::string& script) {
        return run_program({.program = {"sh", "-c", script},
                            .timeout_seconds = 200,
                            .stop_wanted = [] { return true; }});
    };
    const auto begin = std::chrono::steady_clock::now();
    const ProgramEnd quick = stopped("sleep 0.2; echo taken");
    CHECK(quick.how == How::exited);
    CHECK(quick.status == 0);
    CHECK(quick.output == "taken\n");
    const ProgramEnd told = stopped("trap 'echo not yet; exit 75' TERM; sleep 300 & wait");
    CHECK(told.how == How::exited);
    CHECK(told.status == 75);
    CHECK(stopped("sleep 300").how == How::stopped);
    CHECK(stopped("trap '' TERM; sleep 300").how == How::stopped);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(100));
}

TEST_CASE("program: what it leaves behind does not hold us up") {
    const auto begin = std::chrono::steady_clock::now();
    const ProgramEnd end = run_shell("sleep 120 & echo done; exit 4");
    CHECK(end.status == 4);
    CHECK(end.output == "done\n");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(100));
}

TEST_CASE("program: a signal, a missing program, relative paths and hidden variables") {
    const ProgramEnd killed = run_shell("kill -9 $$");
    CHECK(killed.how == ProgramEnd::How::killed_by_signal);
    CHECK(killed.status == 9);
    const ProgramEnd missing = run_program({.program = {"/no/such/program"}});
    CHECK(missing.how == ProgramEnd::How::not_started);
    CHECK(missing.problem.starts_with("/no/such/program: cannot be started: "));

    const TemporaryFolder folder;
    write_file(folder / "tell", "#!/bin/sh\necho \"$SEEN $HIDDEN_WORD\"\n");
    std::filesystem::permissions(folder / "tell", std::filesystem::perms::owner_all);
    ::setenv("HIDDEN_WORD", "secret", 1);
    const ProgramEnd end = run_program({.program = {"./tell"},
                                        .folder = folder.path(),
                                        .variables = {{"SEEN", "yes"}},
                                        .hidden = {"HIDDEN_WORD"}});
    CHECK(end.output == "yes \n");
    ::unsetenv("HIDDEN_WORD");
}

TEST_CASE("command: the recipient is an argument, the text is the input, the key is a variable") {
    const Delivery delivery =
        delivered({"sh", "-c", R"(echo "$1|$2|$(cat)|$DUNNING_IDEMPOTENCY_KEY|$DUNNING_CHANNEL")",
                   "sms", "{to}", "{id}"});
    CHECK(delivery ==
          Delivery{DeliveryOutcome::sent, "+4917012345|N000001|Please pay.|N000001|sms"});
}

TEST_CASE("command: the status says what became of it") {
    using enum DeliveryOutcome;
    struct Case {
        int status;
        DeliveryOutcome outcome;
    };
    for (const auto& [status, outcome] : std::vector<Case>{{0, sent},
                                                           {75, failed_for_now},
                                                           {68, failed_for_now},
                                                           {65, failed_for_good},
                                                           {67, failed_for_good},
                                                           {64, unreachable},
                                                           {69, unreachable},
                                                           {78, unreachable},
                                                           {1, uncertain},
                                                           {63, uncertain},
                                                           {79, uncertain},
                                                           {126, uncertain}}) {
        CAPTURE(status);
        const Delivery delivery =
            delivered({"sh", "-c", "echo first; echo why; exit " + std::to_string(status)});
        CHECK(delivery.outcome == outcome);
        CHECK(delivery.detail ==
              (status == 0 ? "why" : "sh ended with status " + std::to_string(status) + ": why"));
    }
    CHECK(delivered({"sh", "-c", "kill -TERM $$"}).outcome == uncertain);
    CHECK(delivered({"/no/such/program"}).outcome == unreachable);
    CommandTransport slow({.program = {"sleep", "300"}, .timeout_seconds = 1}, {});
    OnItsWay text;
    CHECK(text.by(slow, "+49") == Delivery{uncertain, "sleep was ended after 1 seconds"});
    CHECK(text.last_bytes == 1);
}

TEST_CASE("command: what is idempotent is tried again rather than uncertain") {
    CommandTransport transport({.program = {"false"}, .idempotent = true}, {});
    CHECK(transport.repeating_is_safe());
    OnItsWay text;
    CHECK(text.by(transport, "+49").outcome == DeliveryOutcome::failed_for_now);
}

TEST_CASE("command: a recipient that would be taken for an option is not handed over") {
    for (const std::string to : {"-rf", "", "+49\n170", "+49\x1b[2J"}) {
        CAPTURE(to);
        CHECK(delivered({"true", "{to}"}, to).outcome == DeliveryOutcome::failed_for_good);
    }
}

TEST_CASE(
    "sendmail: sender and recipient are arguments, the message has this machine's line ends") {
    SendmailTransport transport({.program = {"sh", "-c", "echo \"$@\" $(wc -lc)", "sendmail"}},
                                "ar@book.example", {});
    OnItsWay mail;
    const auto lines = std::ranges::count(small_mail, '\n');
    CHECK(mail.by(transport, "someone@c.example") ==
          Delivery{DeliveryOutcome::sent,
                   "-i -f ar@book.example -- someone@c.example " + std::to_string(lines) + " " +
                       std::to_string(static_cast<std::ptrdiff_t>(small_mail.size()) - lines)});
    CHECK(mail.by(transport, "-bad@c.example").outcome == DeliveryOutcome::failed_for_good);
    CHECK_FALSE(transport.repeating_is_safe());
}

TEST_CASE("password: the first line of a file, a program or a variable") {
    const TemporaryFolder folder;
    const auto fault = [&](const PasswordSource& source) {
        const auto read = read_password(source, folder.path());
        return read ? "'" + read.value() + "'" : read.error().what;
    };
    write_file(folder / "password", "s3cret word\r\nmore\n");
    std::filesystem::permissions(folder / "password", std::filesystem::perms::owner_read);
    CHECK(fault(PasswordFile{"password"}) == "'s3cret word'");
    CHECK(fault(PasswordCommand{{"printf", "a b\\nc\\n"}}) == "'a b'");
    ::setenv("DUNNING_TEST_PASSWORD", "from outside", 1);
    CHECK(fault(PasswordVariable{"DUNNING_TEST_PASSWORD"}) == "'from outside'");
    ::unsetenv("DUNNING_TEST_PASSWORD");
}

TEST_CASE("password: what others can read, what is empty or missing is refused, and never told") {
    const TemporaryFolder folder;
    const std::string path = (folder / "password").string();
    const auto fault = [&](const PasswordSource& source) {
        return read_password(source, folder.path()).error().what;
    };
    write_file(path, "s3cret");
    std::filesystem::permissions(path, std::filesystem::perms{0640});
    CHECK(fault(PasswordFile{"password"}) == "password_file " + path + ": others can read it");
    std::filesystem::permissions(path, std::filesystem::perms{0600});
    write_file(path, "\nsecond line");
    CHECK(fault(PasswordFile{"password"}) == "password_file " + path + ": the first line is empty");
    write_file(path, "s3cret\x01");
    CHECK(fault(PasswordFile{"password"}) ==
          "password_file " + path + ": the first line has a control character");
    CHECK(fault(PasswordFile{"none"}) ==
          "password_file " + (folder / "none").string() + ": No such file or directory");
    CHECK(fault(PasswordVariable{"DUNNING_TEST_NO_SUCH"}) ==
          "password_env $DUNNING_TEST_NO_SUCH is not set");
    CHECK(fault(PasswordCommand{{"sh", "-c", "echo s3cret; exit 2"}}) ==
          "password_command sh: ended with status 2");
}
