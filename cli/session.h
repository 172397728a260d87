// A command's session: the options that mean the same everywhere, and what they open on first use.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/book.h"
#include "cli/app.h"
#include "cli/exit_code.h"
#include "core/diagnostic.h"

namespace dunning::cli {

struct GlobalOptions {
    std::string book;
    std::string policy;
    std::string ledger;
    std::string as_of;
    std::string format = "table";
    std::string output;
    std::string color = "auto";
    std::string lang;
    std::string clock;  // hidden: the time it is, for rehearsals and tests
    int wait_seconds = 30;
    bool quiet = false;
    bool verbose = false;
    bool dry_run = false;
    bool yes = false;
};

// Ends a command with a status; the message, if any, goes to stderr.
struct Stop {
    int status = failed;
    std::string message = {};
};

class Session {
  public:
    Session(World& world, const GlobalOptions& options, std::string command);

    const GlobalOptions& options() const { return options_; }
    World& world() { return world_; }

    // The book, read once. Throws Stop{bad_policy} after printing what is wrong with it.
    const Book& book();
    const Policy& policy() { return book().policy; }
    const TemplateSet& templates();
    Ledger& ledger(Access access);
    // The lock of a whole run, taken once and held to the end.
    void lock_run();

    Date as_of();
    Instant now() const;
    Stamp stamp();

    // What is said of a language that no wording is in: the one that is used instead; "" of others.
    std::string language_note(const std::string& tag);
    // The language of what is printed: --lang, then the environment, then English.
    std::string language() const;
    bool colored() const;
    // Of the terminal, then COLUMNS, then 100.
    int width() const;

    // Data, to --output or stdout.
    void print(std::string_view data);
    bool prints_into_file() const;
    // The result in words, a line on stdout; not with --quiet, and not when a program reads
    // (--format).
    void say(std::string_view line);
    // Progress and advice for people, on stderr; not with --quiet.
    void tell(std::string_view line);
    // Throws Stop{wrong_usage} when the file that `option` is to write is one that the book lives
    // of.
    void refuse_own_file(const std::string& file, std::string_view option);
    // What the program does on the way, on stderr with --verbose.
    void detail(std::string_view line);
    // What must be seen, on stderr.
    void warn(std::string_view line);
    void print(const Diagnostics& diagnostics);

    // Asks on a terminal; elsewhere --yes must have been given. Throws Stop{wrong_usage} otherwise.
    void confirm(const std::string& question);

  private:
    World& world_;
    GlobalOptions options_;
    std::string command_;
    std::optional<Book> book_;
    std::optional<TemplateSet> templates_;
    std::optional<Ledger> ledger_;
    std::optional<Access> access_;
    std::unique_ptr<LedgerLock> lock_;
};

// A value that the user typed. Throws Stop{wrong_usage} with the fault and the option's name.
template <class T>
T typed(Result<T> result, std::string_view option) {
    if (result) return std::move(result).value();
    std::string message = std::string(option) + ": " + result.error().what;
    if (!result.error().remedy.empty()) message += "\n    " + result.error().remedy;
    throw Stop{wrong_usage, std::move(message)};
}

// What a use case answered. Throws Stop{failed} with the fault.
template <class T>
T or_stop(Result<T> result) {
    if (result) return std::move(result).value();
    const Fault& fault = result.error();
    throw Stop{failed, fault.remedy.empty() ? fault.what : fault.what + "\n    " + fault.remedy};
}

// "2026-11-21", "today", "yesterday", "month-end" (of the month before, unless today is one).
Result<Date> parse_day(std::string_view text, Date today);

// "1200.00" in `currency`, or "1200.00 USD".
Result<Money> parse_typed_money(std::string_view text, std::optional<Currency> currency);

}  // namespace dunning::cli
