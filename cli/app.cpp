#include "cli/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <string_view>

#include "app/files.h"
#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/format_choice.h"
#include "cli/words.h"
#include "core/calendar.h"
#include "core/interest.h"

namespace dunning::cli {
namespace {

void declare_global_options(CommandLine& program, GlobalOptions& options) {
    program.option("--book", options.book, "DIR", "The book: a folder with dunning.toml")
        .option("--policy", options.policy, "FILE", "Another policy file")
        .option("--ledger", options.ledger, "FILE", "Another ledger")
        .option("--as-of", options.as_of, "DATE", "The day asked about (default: today)")
        .choice("--format", options.format, all_formats(), "How to print")
        .option("--output,-o", options.output, "FILE", "Where to print ('-' is stdout)")
        .choice("--color", options.color, {"auto", "always", "never"}, "Colours")
        .option("--lang", options.lang, "TAG", "Language of the output: en, zh-CN, de")
        .number("--wait", options.wait_seconds, "SECONDS", "How long to wait for another run")
        .flag("--quiet,-q", options.quiet, "Say nothing unless a person is needed")
        .flag("--verbose,-v", options.verbose,
              "Say on stderr what is opened and what came of each document")
        .flag("--dry-run,-n", options.dry_run, "Show what would happen, change nothing")
        .flag("--yes,-y", options.yes, "Answer yes where a terminal would be asked")
        .hidden_option("--clock", options.clock);
}

struct NamedCommand {
    std::string_view name;
    void (*declare)(CommandLine&);
};
constexpr std::array named_commands = {NamedCommand{"init", add_init},
                                       NamedCommand{"import", add_import},
                                       NamedCommand{"age", add_age},
                                       NamedCommand{"notify", add_notify},
                                       NamedCommand{"plan", add_plan},
                                       NamedCommand{"report", add_report},
                                       NamedCommand{"log", add_log},
                                       NamedCommand{"customer", add_customer},
                                       NamedCommand{"policy", add_policy},
                                       NamedCommand{"check", add_check},
                                       NamedCommand{"completion", add_completion}};

// All commands, or those that the arguments speak of, wherever it stands: no other can run.
void declare_program(CommandLine& program, GlobalOptions& options,
                     const std::vector<std::string>* arguments = nullptr) {
    declare_global_options(program, options);
    for (const NamedCommand& command : named_commands) {
        const bool is_wanted =
            arguments == nullptr || std::ranges::find(*arguments, command.name) != arguments->end();
        if (is_wanted) command.declare(program);
    }
}

// To declare the whole program takes as long as all else that a short command does, so only help
// and messages, which tell of commands that are not named, wait for it.
ParsedCommand parse(const std::vector<std::string>& arguments, GlobalOptions& options) {
    const GlobalOptions unset;
    ParsedCommand command = parse_command_line(
        arguments, [&](CommandLine& program) { declare_program(program, options, &arguments); });
    if (command.run || command.is_version) return command;
    options = unset;
    return parse_command_line(arguments,
                              [&](CommandLine& program) { declare_program(program, options); });
}

int exit_code_of(LedgerFailure failure) {
    switch (failure) {
        case LedgerFailure::missing:
            return input_missing;
        case LedgerFailure::not_a_ledger:
            return input_missing;
        case LedgerFailure::newer_schema:
            return bad_policy;
        case LedgerFailure::busy:
            return busy;
        case LedgerFailure::write_failed:
            return write_failed;
        case LedgerFailure::damaged:
        case LedgerFailure::refused:
            return failed;
    }
    return failed;
}

int exit_code_of(FileFailure failure) {
    switch (failure) {
        case FileFailure::unreadable:
            return input_missing;
        case FileFailure::too_large:
            return input_refused;
        case FileFailure::write_failed:
            return write_failed;
    }
    return failed;
}

// The one place where what ends a command becomes a message and a status.
int guarded(Session& session, const Run& run) {
    const auto end = [&](int status, const std::string& message) {
        if (!message.empty()) session.warn("dunning: " + message);
        return status;
    };
    try {
        return run(session);
    } catch (const Stop& stop) {
        return end(stop.status, stop.message);
    } catch (const LedgerError& error) {
        return end(exit_code_of(error.failure), error.what());
    } catch (const FileError& error) {
        return end(exit_code_of(error.failure), error.what());
    } catch (const NoBook& error) {
        return end(input_missing, error.what());
    } catch (const UncoveredYear& error) {
        return end(bad_policy, error.what());
    } catch (const StaleRates& error) {
        return end(bad_policy, fmt::format("{}\n    {}", error.what(), rate_remedy));
    } catch (const std::exception& error) {
        return end(failed, error.what());
    }
}

// "--book=" with nothing behind it, as a script writes it whose variable is not set: the parser
// would take the next word, which may be `--dry-run`.
std::optional<std::string> option_without_value(const std::vector<std::string>& arguments) {
    for (const std::string& argument : arguments) {
        if (argument == "--") break;
        const bool is_option = argument.starts_with("--") && argument.size() > 3;
        if (is_option && argument.find('=') == argument.size() - 1) return argument;
    }
    return std::nullopt;
}

// For the shells: what may stand in the place of the last word. Never a message, never a failure.
int complete(const std::vector<std::string>& words, World& world) {
    GlobalOptions options;
    const Completion completion = complete_command_line(
        words, [&](CommandLine& program) { declare_program(program, options); });
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--book") options.book = words[i + 1];
    }
    options.quiet = true;
    Session session(world, options, "complete");
    try {
        session.print(completion_lines(completion, words.empty() ? "" : words.back(), session));
    } catch (const std::exception&) {
        return done;  // no book here: there is nothing to suggest
    } catch (const Stop&) {
        return done;
    }
    return done;
}

// The words to complete, when that is what is asked for; options with their values may stand before
// it.
std::optional<std::vector<std::string>> words_to_complete(
    const std::vector<std::string>& arguments) {
    std::size_t at = 0;
    while (at + 1 < arguments.size() && arguments[at].starts_with("--")) at += 2;
    if (at >= arguments.size() || arguments[at] != completion_command) return std::nullopt;
    return std::vector<std::string>(arguments.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                    arguments.end());
}

// The tag of the screen's language that is meant; false when it speaks no such. Those commands that
// speak of the wording of notices have the languages of the wording.
bool choose_language(const ParsedCommand& command, std::string& language) {
    const bool is_of_wording = command.name == "init" || command.name == "policy template try";
    if (language.empty() || !command.run || is_of_wording) return true;
    const auto spoken = spoken_language(language);
    if (spoken) language = *spoken;
    return spoken.has_value();
}

}  // namespace

int run(const std::vector<std::string>& arguments, World& world) {
    GlobalOptions options;
    if (const auto words = words_to_complete(arguments)) return complete(*words, world);
    if (const auto option = option_without_value(arguments)) {
        world.err << fmt::format("dunning: {} has no value\n", *option);
        return wrong_usage;
    }
    const ParsedCommand command = parse(arguments, options);
    const bool is_spoken = choose_language(command, options.lang);
    Session session(world, options, command.name);
    if (options.wait_seconds < 0) {
        session.warn("dunning: --wait: less than no time\n    --wait 0 does not wait at all");
        return wrong_usage;
    }
    if (!is_spoken) {
        session.warn(
            fmt::format("dunning: --lang: nothing is printed in '{}'\n    it is en, zh-CN "
                        "or de",
                        options.lang));
        return wrong_usage;
    }
    if (command.run && !has_format(command.name, options.format)) {
        session.warn(fmt::format("dunning: `{}` has no form '{}'\n    {}", command.name,
                                 options.format, formats_in_words(command.name)));
        return wrong_usage;
    }
    if (command.run) return guarded(session, command.run);
    return guarded(session, [&](Session&) {
        if (command.status == done) {
            session.print(command.text);
        } else {
            session.warn(command.text);
        }
        return command.status;
    });
}

}  // namespace dunning::cli
