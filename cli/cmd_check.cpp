// dunning check: the chain, the evidence and every invariant of the ledger; silent when all hold.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/check_book.h"
#include "cli/commands.h"
#include "text/utf8.h"

namespace dunning::cli {
namespace {

struct CheckOptions {
    std::string backup;
    std::string contains;
    bool head = false;
    bool quick = false;
};

void back_up(const std::string& file, Ledger& ledger, Session& session) {
    std::error_code error;
    if (std::filesystem::exists(file, error)) {
        throw Stop{wrong_usage,
                   fmt::format("{}: exists already; a backup is never overwritten", file)};
    }
    if (!back_up_checked(ledger, file)) {
        throw Stop{write_failed, fmt::format("{}: the copy is not what the ledger is", file)};
    }
    session.say(fmt::format("{}: a consistent copy of the ledger", file));
}

void require_head(const std::string& head, const Ledger& ledger) {
    const auto contains = chain_contains(ledger, head);
    if (!contains) {
        throw Stop{
            wrong_usage,
            fmt::format("--contains: '{}' is no head; `dunning check --head` prints one", head)};
    }
    if (*contains) return;
    throw Stop{done_in_part,
               fmt::format("does not hold: the chain has no entry '{}': what was there when it was "
                           "noted was changed or left out",
                           head)};
}

int check_ledger(const CheckOptions& options, Session& session) {
    Ledger& ledger = session.ledger(Access::read);
    const auto violations =
        check_book(ledger, session.book(), options.quick ? CheckDepth::quick : CheckDepth::whole);
    // Of a damaged page anything may come.
    for (const std::string& violation : violations) session.warn(printable(violation));
    if (!violations.empty()) return done_in_part;
    if (!options.contains.empty()) require_head(options.contains, ledger);
    if (!options.backup.empty()) back_up(options.backup, ledger, session);
    if (options.head) session.print(chain_head(ledger) + "\n");
    return done;
}

// A file that cannot even be read is one more thing that does not hold.
int run_check(const CheckOptions& options, Session& session) {
    try {
        return check_ledger(options, session);
    } catch (const LedgerError& error) {
        if (error.failure != LedgerFailure::damaged) throw;
        throw Stop{done_in_part,
                   fmt::format("does not hold: the file is intact: {}", printable(error.what()))};
    }
}

}  // namespace

void add_check(CommandLine& program) {
    const auto options = std::make_shared<CheckOptions>();
    program
        .command({"check", "Check that the book is as it was written",
                  "  dunning check\n"
                  "  dunning check --head >> ~/heads-kept-elsewhere.txt\n"
                  "  dunning check --contains '42 9f86d08...'\n"
                  "  dunning check --backup ledger-2026-11-21.db\n"})
        .flag("--head", options->head, "Print the head of the chain, to be kept elsewhere")
        .option("--contains", options->contains, "HEAD", "The chain must have this former head")
        .flag("--quick", options->quick, "Without the chain, the evidence and the file's pages")
        .option("--backup", options->backup, "FILE", "Then copy the ledger, and check the copy")
        .runs([options](Session& session) { return run_check(*options, session); });
}

}  // namespace dunning::cli
