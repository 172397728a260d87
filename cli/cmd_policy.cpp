// dunning policy: is it sound, what does it say.
#include <fmt/format.h>

#include "app/book.h"
#include "cli/commands.h"

namespace dunning::cli {
namespace {

int run_check(Session& session) {
    const Book& book = session.book();
    Diagnostics diagnostics;
    check_book(book, session.as_of(), diagnostics);
    session.print(diagnostics);
    if (diagnostics.has_errors()) return bad_policy;
    session.say(fmt::format("{}: sound{}", book.policy_file.string(),
                            diagnostics.empty() ? "" : ", with the warnings above"));
    return done;
}

}  // namespace

void add_policy(CommandLine& program) {
    CommandLine policy = program.command({"policy", "Check and explain the policy"});
    policy.needs_command();
    policy.command({"check", "Every problem with its line and column", "  dunning policy check\n"})
        .runs(run_check);
    policy.command({"show", "The policy file as it is", "  dunning policy show\n"})
        .runs([](Session& session) {
            session.print(session.book().policy_text);
            return int{done};
        });
    policy.command({"explain", "What it says, in plain sentences", "  dunning policy explain\n"})
        .runs([](Session& session) {
            session.print(explain_book(session.book()));
            return int{done};
        });
}

}  // namespace dunning::cli
