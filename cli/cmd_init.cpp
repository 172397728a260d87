// dunning init: a new book.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "app/init_book.h"
#include "cli/commands.h"
#include "core/ascii.h"

namespace dunning::cli {
namespace {

struct InitOptions {
    std::string directory = ".";
    InitBook book;
};

// A word as a command in a shell takes it.
std::string in_shell(const std::string& word) {
    const auto is_plain = [](char c) {
        return is_letter_or_digit(c) || std::string_view("._-/").find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

int run_init(InitOptions options, Session& session) {
    if (!session.options().book.empty()) {
        if (options.directory != ".") {
            throw Stop{wrong_usage, "the folder of the new book is DIR or --book, not both"};
        }
        options.directory = session.options().book;
    }
    if (session.options().dry_run) {
        session.print(policy_of_new_book(options.book));
        return done;
    }
    const NewBook made = init_book(options.directory, options.book);
    if (made.policy_was_there) {
        session.say(fmt::format("{}: a new ledger beside the policy that was there",
                                made.ledger_file.string()));
        return done;
    }
    session.say(
        fmt::format("wrote {} and {}", made.policy_file.string(), made.ledger_file.string()));
    session.say("next: fill in [payment] and [channel.email], then");
    const std::string book =
        options.directory == "." ? "" : fmt::format(" --book {}", in_shell(options.directory));
    session.say(fmt::format("    dunning{} policy check", book));
    session.say(fmt::format("    dunning{} import customers customers.csv", book));
    return done;
}

}  // namespace

void add_init(CommandLine& program) {
    const auto options = std::make_shared<InitOptions>();
    program
        .command({"init", "Make a new book: a policy to edit and an empty ledger",
                  "  dunning init\n"
                  "  dunning init ar --preset trade-credit --currency EUR --country DE\n"
                  "  dunning init ar --preset term-loans --lang zh-CN --timezone Asia/Shanghai\n"})
        .optional_argument("DIR", options->directory, "The folder of the book (default: this one)")
        .choice("--preset", options->book.preset, preset_choices(), "Which policy to start with")
        .option("--name", options->book.name, "NAME", "The creditor's name, as notices print it")
        .option("--currency", options->book.currency, "CODE", "ISO 4217 (default: the country's)")
        .option("--timezone", options->book.timezone, "ZONE", "IANA name (default: the country's)")
        .option("--country", options->book.country, "CODE", "ISO 3166 (default: CN)")
        .runs([options](Session& session) {
            options->book.language = session.options().lang;
            try {
                return run_init(*options, session);
            } catch (const InitError& error) {
                throw Stop{wrong_usage, error.what()};
            }
        });
}

}  // namespace dunning::cli
