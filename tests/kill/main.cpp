// kill_sweep TASK [BINARY [SERVER]]
//
// Disturbs the program at many of its system calls and looks whether a second run puts everything
// right. DUNNING_KILL_POINTS says at how many, when the usual few are not enough. Status: 0 all is
// well, 1 it is not, 2 wrong usage, 77 ptrace is not permitted here.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kill/book.h"
#include "kill/mail_server.h"
#include "kill/mutant.h"
#include "kill/power_loss.h"
#include "kill/sweep.h"
#include "kill/traced.h"

namespace {

using namespace dunning::kill_test;

constexpr int skipped = 77;

int wanted_points(int usual = usual_points) {
    const char* const wanted = std::getenv("DUNNING_KILL_POINTS");
    return wanted != nullptr ? std::stoi(wanted) : usual;
}

int report(const SweepResult& result) {
    for (const std::string& problem : result.problems) std::printf("%s\n", problem.c_str());
    std::printf("%ld calls or changes, disturbed at %d of them, %zu problems\n", result.calls,
                result.points, result.problems.size());
    return result.problems.empty() ? 0 : 1;
}

// Every document is in the outbox once, with the very bytes, and the ledger knows.
Trial night_of(const Book& book, const std::string& binary, Book::Hidden hidden) {
    return {.command = book.command({"notify"}),
            .idle_command = {binary, "--version"},
            .restore = [&] { book.restore(); },
            .problem_after_kill = [&] { return book.check_problem(); },
            .final_state =
                [&, hidden] {
                    return book.outbox(hidden) + book.check_problem() +
                           book.answer({"notify", "list", "--format", "json"});
                }};
}

// After the disturbance the file has been taken whole or not at all; at the end the ledger is the
// same to the last byte.
class Payments {
  public:
    explicit Payments(const std::string& binary) : binary_(binary), book_(binary) {
        before_ = open_items();
        book_.answer({"import", "payments", file_});
        after_ = open_items();
    }

    std::filesystem::path folder() const { return book_.folder(); }

    Trial trial() const {
        return {.command = book_.command({"import", "payments", file_}),
                .idle_command = {binary_, "--version"},
                .restore = [this] { book_.restore(); },
                .problem_after_kill = [this] { return half_taken(); },
                .final_state =
                    [this] { return open_items() + book_.check_problem() + book_.ledger_bytes(); }};
    }

  private:
    std::string open_items() const {
        return book_.answer({"age", "--by", "invoice", "--format", "json"});
    }
    std::string half_taken() const {
        const std::string now = open_items();
        return now == before_ || now == after_ ? book_.check_problem() : "half a file was taken";
    }

    std::string binary_;
    Book book_;
    std::string file_ = book_.payments_file().string();
    std::string before_;
    std::string after_;
};

using Sweep = SweepResult (*)(const Trial& trial, const std::filesystem::path& folder, int points);

SweepResult kills(const Trial& trial, const std::filesystem::path&, int points) {
    return sweep(trial, points);
}
SweepResult failing_calls(const Trial& trial, const std::filesystem::path&, int points) {
    return sweep_failing_calls(trial, points);
}

int sweep_night(const Book& book, const std::string& binary, Sweep sweep_it, int points) {
    const auto hidden = sweep_it == failing_calls ? Book::Hidden::left_out : Book::Hidden::listed;
    return report(sweep_it(night_of(book, binary, hidden), book.folder(), points));
}

int sweep_notify(const std::string& binary, Sweep sweep_it) {
    return sweep_night(Book(binary), binary, sweep_it, wanted_points());
}

// But for the hand-over it is the same night, so fewer places serve.
int sweep_mailbox(const std::string& binary, Sweep sweep_it) {
    return sweep_night(Book(binary, "transport = \"mbox\"\n"), binary, sweep_it,
                       wanted_points(usual_points / 2));
}

int sweep_bundle(const std::string& binary, Sweep sweep_it) {
    return sweep_night(Book(binary, "[channel.letter]\ntransport = \"bundle\"\n"), binary, sweep_it,
                       wanted_points(usual_points / 2));
}

int sweep_import(const std::string& binary, Sweep sweep_it) {
    const Payments payments(binary);
    return report(sweep_it(payments.trial(), payments.folder(), wanted_points()));
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

// A program of ours with a fault, which the sweep must find.
int sweep_mutant(const std::string& self, const std::string& mutant, Sweep sweep_it) {
    const std::filesystem::path folder = new_folder();
    const auto restore = [&] {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directory(folder);
    };
    const SweepResult result = sweep_it({.command = {self, mutant, folder.string()},
                                         .idle_command = {self, "idle"},
                                         .restore = restore,
                                         .problem_after_kill = [] { return std::string(); },
                                         .final_state = [&] { return delivered(folder); }},
                                        folder, points_for_a_fault);
    std::filesystem::remove_all(folder);
    report(result);
    return result.problems.empty() ? 1 : 0;
}

struct Task {
    std::string_view name;
    std::size_t arguments;
    int (*run)(const std::vector<std::string>& arguments);
};

std::string self() {
    return std::filesystem::read_symlink("/proc/self/exe").string();
}

using Arguments = std::vector<std::string>;

constexpr Task tasks[] = {
    {"notify", 1, [](const Arguments& a) { return sweep_notify(a[0], kills); }},
    {"import", 1, [](const Arguments& a) { return sweep_import(a[0], kills); }},
    {"mailbox", 1, [](const Arguments& a) { return sweep_mailbox(a[0], kills); }},
    {"bundle", 1, [](const Arguments& a) { return sweep_bundle(a[0], kills); }},
    {"failing-mailbox", 1, [](const Arguments& a) { return sweep_mailbox(a[0], failing_calls); }},
    {"failing-bundle", 1, [](const Arguments& a) { return sweep_bundle(a[0], failing_calls); }},
    {"power-mailbox", 1, [](const Arguments& a) { return sweep_mailbox(a[0], sweep_power_loss); }},
    {"power-bundle", 1, [](const Arguments& a) { return sweep_bundle(a[0], sweep_power_loss); }},
    {"mail", 2, [](const Arguments& a) { return sweep_mail(a[0], a[1]); }},
    {"mail-can-fail", 2, [](const Arguments& a) { return sweep_forgetful_mail(a[0], a[1]); }},
    {"failing-notify", 1, [](const Arguments& a) { return sweep_notify(a[0], failing_calls); }},
    {"failing-import", 1, [](const Arguments& a) { return sweep_import(a[0], failing_calls); }},
    {"power-notify", 1, [](const Arguments& a) { return sweep_notify(a[0], sweep_power_loss); }},
    {"power-import", 1, [](const Arguments& a) { return sweep_import(a[0], sweep_power_loss); }},
    {"can-fail", 0, [](const Arguments&) { return sweep_mutant(self(), "send-then-note", kills); }},
    {"failing-can-fail", 0,
     [](const Arguments&) { return sweep_mutant(self(), "write-without-looking", failing_calls); }},
    {"power-can-fail", 0,
     [](const Arguments&) { return sweep_mutant(self(), "note-without-sync", sweep_power_loss); }},
    // The programs with a fault, and one that does nothing.
    {"send-then-note", 1, [](const Arguments& a) { return send_then_note(a[0]), 0; }},
    {"write-without-looking", 1, [](const Arguments& a) { return write_without_looking(a[0]), 0; }},
    {"note-without-sync", 1, [](const Arguments& a) { return note_without_sync(a[0]), 0; }},
    {"idle", 0, [](const Arguments&) { return 0; }},
};

int run_main(const Arguments& words) {
    const std::string name = words.size() > 1 ? words[1] : "";
    for (const Task& task : tasks) {
        if (task.name != name || words.size() != task.arguments + 2) continue;
        return task.run({words.begin() + 2, words.end()});
    }
    std::fputs("usage: kill_sweep TASK [BINARY [SERVER]]; the tasks are at the end of main.cpp\n",
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
