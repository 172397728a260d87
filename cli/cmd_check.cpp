// dunning check: every invariant of the ledger; silent when all hold.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/commands.h"

namespace dunning::cli {
namespace {

int run_check(const std::string& backup, Session& session) {
    Ledger& ledger = session.ledger(Access::read);
    const std::vector<std::string> violations = ledger.violations();
    for (const std::string& violation : violations) session.warn(violation);
    if (!violations.empty()) return done_in_part;
    if (backup.empty()) return done;
    std::error_code error;
    if (std::filesystem::exists(backup, error)) {
        throw Stop{wrong_usage,
                   fmt::format("{}: exists already; a backup is never overwritten", backup)};
    }
    ledger.back_up(backup);
    session.say(fmt::format("{}: a consistent copy of the ledger", backup));
    return done;
}

}  // namespace

void add_check(CommandLine& program) {
    const auto backup = std::make_shared<std::string>();
    program
        .command({"check", "Check every invariant of the ledger",
                  "  dunning check\n"
                  "  dunning check --backup ledger-2026-11-21.db\n"})
        .option("--backup", *backup, "FILE", "Then copy the ledger, consistently")
        .runs([backup](Session& session) { return run_check(*backup, session); });
}

}  // namespace dunning::cli
