// kill_sweep notify BINARY | mail BINARY SERVER | mail-can-fail BINARY SERVER | import BINARY |
// can-fail
//
// Kills the program at many of its system calls and looks whether a second run puts everything
// right. DUNNING_KILL_POINTS says at how many, when the usual few are not enough. Status: 0 all is
// well, 1 it is not, 2 wrong usage, 77 ptrace is not permitted here.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include "kill/book.h"
#include "kill/mail_server.h"
#include "kill/mutant.h"
#include "kill/sweep.h"
#include "kill/traced.h"

namespace {

using namespace dunning::kill_test;

constexpr int skipped = 77;

int wanted_points() {
    const char* const wanted = std::getenv("DUNNING_KILL_POINTS");
    return wanted != nullptr ? std::stoi(wanted) : usual_points;
}

int report(const SweepResult& result) {
    for (const std::string& problem : result.problems) std::printf("%s\n", problem.c_str());
    std::printf("%ld system calls, killed at %d of them, %zu problems\n", result.calls,
                result.points, result.problems.size());
    return result.problems.empty() ? 0 : 1;
}

// Every document is in the outbox once, with the very bytes, and the ledger knows.
int sweep_notify(const std::string& binary) {
    const Book book(binary);
    return report(sweep({.command = book.command({"notify"}),
                         .idle_command = {binary, "--version"},
                         .restore = [&] { book.restore(); },
                         .problem_after_kill = [&] { return book.check_problem(); },
                         .final_state =
                             [&] {
                                 return book.outbox() + book.check_problem() +
                                        book.answer({"notify", "list", "--format", "json"});
                             }},
                        wanted_points()));
}

// Mail that goes to a server: nobody is written to twice, nothing is lost, and what nobody can know
// is shown as uncertain.
class MailSweep {
  public:
    MailSweep(const std::string& binary, const std::string& server)
        : binary_(binary), script_(server), book_(binary) {}

    SweepResult run(const std::function<std::string()>& after_kill, std::size_t enough_problems) {
        return sweep({.command = book_.command({"notify"}),
                      .idle_command = {binary_, "--version"},
                      .restore = [&] { restore(); },
                      .problem_after_kill = after_kill,
                      .final_state = [&] { return book_.outbox(); },
                      .problem_at_end = [&](int status) { return problem_at_end(status); },
                      .enough_problems = enough_problems},
                     enough_problems == 1 ? points_for_a_fault : wanted_points());
    }

    std::string check_problem() const { return book_.check_problem(); }

    // The planted fault: a program that has forgotten what it was about to do.
    std::string forget() const {
        const std::string program =
            "import sqlite3, sys\n"
            "ledger = sqlite3.connect(sys.argv[1])\n"
            "ledger.execute(\"UPDATE delivery SET state = 'queued' WHERE state = 'final'\")\n"
            "ledger.commit()\n";
        const Ended ended =
            dunning::kill_test::run({"/usr/bin/python3", "-c", program, book_.ledger().string()});
        return ended.status == 0 ? "" : "the ledger cannot be changed: " + ended.text;
    }

  private:
    void restore() {
        server_ = std::make_unique<MailServer>(script_);
        book_.restore();
        book_.send_mail_to(server_->port());
    }

    std::string problem_at_end(int status) const {
        constexpr int person_needed = 3;
        const std::string mail = book_.answer({"notify", "list", "--state", "uncertain"});
        const bool uncertain = mail.find("N000001") != std::string::npos;
        const int taken = server_->taken();
        if (taken > 1) return "the mail was delivered " + std::to_string(taken) + " times";
        if (!uncertain && taken == 0) return "the mail is lost";
        if (status != (uncertain ? person_needed : 0)) {
            return "the second run ended with " + std::to_string(status);
        }
        return book_.check_problem();
    }

    std::string binary_;
    std::string script_;
    Book book_;
    std::unique_ptr<MailServer> server_;
};

int sweep_mail(const std::string& binary, const std::string& server) {
    MailSweep mail(binary, server);
    return report(mail.run([&] { return mail.check_problem(); }, 1000));
}

int sweep_forgetful_mail(const std::string& binary, const std::string& server) {
    MailSweep mail(binary, server);
    const SweepResult result = mail.run([&] { return mail.forget(); }, 1);
    report(result);
    return result.problems.empty() ? 1 : 0;
}

// After the kill the file has been taken whole or not at all; at the end the ledger is the same to
// the last byte.
int sweep_import(const std::string& binary) {
    const Book book(binary);
    const std::vector<std::string> ask = {"age", "--by", "invoice", "--format", "json"};
    const std::string file = book.payments_file().string();
    const std::string before = book.answer(ask);
    book.answer({"import", "payments", file});
    const std::string after = book.answer(ask);
    const auto half_taken = [&]() -> std::string {
        const std::string now = book.answer(ask);
        return now == before || now == after ? book.check_problem() : "half a file was taken";
    };
    const auto final_state = [&] {
        return book.answer(ask) + book.check_problem() + book.ledger_bytes();
    };
    return report(sweep({.command = book.command({"import", "payments", file}),
                         .idle_command = {binary, "--version"},
                         .restore = [&] { book.restore(); },
                         .problem_after_kill = half_taken,
                         .final_state = final_state},
                        wanted_points()));
}

// The sweep finds the message that is sent twice.
int sweep_mutant(const std::string& self) {
    const std::filesystem::path folder = new_folder();
    const auto restore = [&] {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directory(folder);
    };
    const SweepResult result = sweep({.command = {self, "send-then-note", folder.string()},
                                      .idle_command = {self, "idle"},
                                      .restore = restore,
                                      .problem_after_kill = [] { return std::string(); },
                                      .final_state = [&] { return delivered(folder); }},
                                     points_for_a_fault);
    std::filesystem::remove_all(folder);
    report(result);
    return result.problems.empty() ? 1 : 0;
}

int run_main(const std::vector<std::string>& arguments) {
    const std::string what = arguments.size() > 1 ? arguments[1] : "";
    if (what == "notify" && arguments.size() == 3) return sweep_notify(arguments[2]);
    if (what == "mail" && arguments.size() == 4) return sweep_mail(arguments[2], arguments[3]);
    if (what == "mail-can-fail" && arguments.size() == 4) {
        return sweep_forgetful_mail(arguments[2], arguments[3]);
    }
    if (what == "import" && arguments.size() == 3) return sweep_import(arguments[2]);
    if (what == "can-fail") return sweep_mutant(std::filesystem::read_symlink("/proc/self/exe"));
    if (what == "idle") return 0;
    if (what == "send-then-note" && arguments.size() == 3) {
        send_then_note(arguments[2]);
        return 0;
    }
    std::fputs(
        "usage: kill_sweep notify BINARY | mail BINARY SERVER | mail-can-fail BINARY SERVER | "
        "import BINARY | can-fail\n",
        stderr);
    return 2;
}

}  // namespace

int main(int count, char** values) {
    try {
        return run_main({values, values + count});
    } catch (const NotPermitted& error) {
        std::printf("skipped: %s\n", error.what());
        return skipped;
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return 1;
    }
}
