// kill_sweep notify BINARY | import BINARY | can-fail
//
// Kills the program at many of its system calls and looks whether a second run puts everything
// right. Status: 0 all is well, 1 it is not, 2 wrong usage, 77 ptrace is not permitted here.
#include <cstdio>
#include <exception>

#include "kill/book.h"
#include "kill/mutant.h"
#include "kill/sweep.h"
#include "kill/traced.h"

namespace {

using namespace dunning::kill_test;

constexpr int skipped = 77;

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
                        usual_points));
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
                        usual_points));
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
                                     usual_points);
    std::filesystem::remove_all(folder);
    report(result);
    return result.problems.empty() ? 1 : 0;
}

int run_main(const std::vector<std::string>& arguments) {
    const std::string what = arguments.size() > 1 ? arguments[1] : "";
    if (what == "notify" && arguments.size() == 3) return sweep_notify(arguments[2]);
    if (what == "import" && arguments.size() == 3) return sweep_import(arguments[2]);
    if (what == "can-fail") return sweep_mutant(std::filesystem::read_symlink("/proc/self/exe"));
    if (what == "idle") return 0;
    if (what == "send-then-note" && arguments.size() == 3) {
        send_then_note(arguments[2]);
        return 0;
    }
    std::fputs("usage: kill_sweep notify BINARY | import BINARY | can-fail\n", stderr);
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
