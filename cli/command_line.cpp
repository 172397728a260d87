#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "cli/exit_code.h"
#include "text/suggest.h"

namespace dunning::cli {
namespace {

// Which command of the tree runs what. Filled while it is declared, emptied when it has been
// parsed; the package has no place of its own for it.
using RunTable = std::map<const CLI::App*, Run>;
thread_local RunTable* declared_runs = nullptr;

// The words that could stand here: options of the command and of all above it.
std::vector<std::string> known_options(const CLI::App* app) {
    std::vector<std::string> names;
    for (; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options()) {
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
    }
    return names;
}

std::vector<std::string> known_commands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

const CLI::App* chosen_command(const CLI::App& app) {
    const CLI::App* command = &app;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return command;
}

std::string name_of(const CLI::App* command) {
    std::string name;
    for (; command->get_parent() != nullptr; command = command->get_parent()) {
        name = command->get_name() + (name.empty() ? "" : " " + name);
    }
    return name;
}

std::string with_suggestion(std::string text, const std::string& word,
                            const std::vector<std::string>& candidates) {
    const std::string suggestion = did_you_mean(word, candidates);
    if (!suggestion.empty()) text += "\n    " + suggestion;
    return text;
}

std::string help_hint(const CLI::App* command) {
    const std::string name = name_of(command);
    return fmt::format("\n    `dunning {}--help` shows what it takes",
                       name.empty() ? "" : name + " ");
}

// A word that nothing took: an option, a command, or one argument too many.
std::string unexpected_word(const CLI::App& app, const std::string& word) {
    const CLI::App* command = chosen_command(app);
    if (word.starts_with("-")) {
        const std::string name = word.substr(0, word.find('='));
        return with_suggestion(fmt::format("unknown option '{}'", name), name,
                               known_options(command)) +
               help_hint(command);
    }
    const auto commands = known_commands(*command);
    if (!commands.empty()) {
        return with_suggestion(fmt::format("unknown command '{}'", word), word, commands) +
               help_hint(command);
    }
    return fmt::format("unexpected argument '{}'", word) + help_hint(command);
}

// The package's usage line names only the last word of "dunning notify list"; the words before it
// go in front.
std::string help_of(const CLI::App* command) {
    if (command->get_parent() == nullptr) return command->help();
    const std::string above = name_of(command->get_parent());
    return command->help(above.empty() ? "dunning" : "dunning " + above);
}

ParsedCommand wrong(std::string text) {
    return {.text = "dunning: " + std::move(text), .status = wrong_usage};
}

// What the package says about a value, in our words: it has no other form than its sentences.
std::string plain_words(std::string_view said, const CLI::App& command) {
    constexpr std::string_view conversion = "Could not convert: ";
    if (said.starts_with(conversion)) {
        said.remove_prefix(conversion.size());
        const auto equals = said.find(" = ");
        if (equals != said.npos) {
            return fmt::format("{}: '{}' is not a whole number", said.substr(0, equals),
                               said.substr(equals + 3));
        }
    }
    if (const auto required = said.find(": 1 required "); required != said.npos) {
        std::string_view metavar = said.substr(required + 13);
        metavar = metavar.substr(0, metavar.find(" missing"));
        return fmt::format("{} needs a value: {}", said.substr(0, required), metavar);
    }
    if (const auto twice = said.find(": At Most 1 required but received "); twice != said.npos) {
        return fmt::format("{} is given more than once", said.substr(0, twice));
    }
    if (said == "A subcommand is required") {
        return fmt::format("say which: {}", fmt::join(known_commands(command), ", "));
    }
    return std::string(said);
}

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App* command = chosen_command(app);
    std::vector<std::string> extras = app.remaining(true);
    if (!extras.empty()) {
        // The first option if there is one: what follows it may be its value.
        const auto option =
            std::ranges::find_if(extras, [](const auto& w) { return w.starts_with("-"); });
        return unexpected_word(app, option != extras.end() ? *option : extras.front());
    }
    return plain_words(error.what(), *command) + help_hint(command);
}

}  // namespace

CommandLine& CommandLine::flag(const std::string& names, bool& target, const std::string& help) {
    app_.add_flag(names, target, help);
    return *this;
}

CommandLine& CommandLine::option(const std::string& names, std::string& target,
                                 const std::string& metavar, const std::string& help) {
    app_.add_option(names, target, help)->type_name(metavar);
    return *this;
}

CommandLine& CommandLine::number(const std::string& names, int& target, const std::string& metavar,
                                 const std::string& help) {
    app_.add_option(names, target, help)->type_name(metavar);
    return *this;
}

CommandLine& CommandLine::list(const std::string& names, std::vector<std::string>& target,
                               const std::string& metavar, const std::string& help) {
    app_.add_option(names, target, help)
        ->type_name(metavar)
        ->delimiter(',')
        ->expected(1)
        ->take_all();
    return *this;
}

CommandLine& CommandLine::choice(const std::string& names, std::string& target,
                                 const std::vector<std::string>& words, const std::string& help) {
    const auto check = [words](const std::string& value) {
        if (std::ranges::find(words, value) != words.end()) return std::string();
        const std::string suggestion = did_you_mean(value, words);
        return fmt::format("'{}' is none of {}{}", value, fmt::join(words, ", "),
                           suggestion.empty() ? "" : "; " + suggestion);
    };
    app_.add_option(names, target, help)
        ->type_name(fmt::format("{}", fmt::join(words, "|")))
        ->check(CLI::Validator(check, ""));
    return *this;
}

CommandLine& CommandLine::argument(const std::string& metavar, std::string& target,
                                   const std::string& help) {
    app_.add_option(metavar, target, help)->required()->type_name("");
    return *this;
}

CommandLine& CommandLine::optional_argument(const std::string& metavar, std::string& target,
                                            const std::string& help) {
    app_.add_option(metavar, target, help)->type_name("");
    return *this;
}

CommandLine& CommandLine::arguments(const std::string& metavar, std::vector<std::string>& target,
                                    const std::string& help) {
    app_.add_option(metavar, target, help)->required()->type_name("");
    return *this;
}

CommandLine& CommandLine::optional_arguments(const std::string& metavar,
                                             std::vector<std::string>& target,
                                             const std::string& help) {
    app_.add_option(metavar, target, help)->type_name("");
    return *this;
}

CommandLine& CommandLine::hidden_option(const std::string& name, std::string& target) {
    app_.add_option(name, target)->group("");
    return *this;
}

CommandLine CommandLine::command(const CommandHelp& help) {
    CLI::App* command = app_.add_subcommand(help.name, help.summary);
    std::string footer = "Options of every command: dunning --help";
    if (!help.examples.empty()) footer = "Examples:\n" + help.examples + "\n" + footer;
    command->footer(footer);
    return CommandLine(*command);
}

void CommandLine::runs(Run run) {
    (*declared_runs)[&app_] = std::move(run);
}

void CommandLine::needs_command() {
    app_.require_subcommand(1);
}

ParsedCommand parse_command_line(const std::vector<std::string>& arguments,
                                 const std::function<void(CommandLine&)>& declare) {
    CLI::App app("Gets the money in, politely, lawfully, provably.", "dunning");
    app.fallthrough();  // before any command is added: it is inherited at that moment
    app.get_formatter()->column_width(36);
    app.set_version_flag("--version", std::string("dunning ") + DUNNING_VERSION);
    app.set_help_all_flag("--help-all", "Help of every command");

    RunTable runs;
    declared_runs = &runs;
    CommandLine root(app);
    declare(root);
    declared_runs = nullptr;

    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::CallForVersion& version) {
        // It is thrown when the options before it have been looked at, not those after it.
        if (CLI::Option* output = app.get_option_no_throw("--output"); output && *output) {
            output->run_callback();
        }
        return {.text = std::string(version.what()) + "\n", .status = done, .is_version = true};
    } catch (const CLI::CallForAllHelp&) {
        return {.text = app.help("", CLI::AppFormatMode::All), .status = done};
    } catch (const CLI::CallForHelp&) {
        return {.text = help_of(chosen_command(app)), .status = done};
    } catch (const CLI::ParseError& error) {
        return wrong(explain(app, error));
    }
    const CLI::App* command = chosen_command(app);
    const auto found = runs.find(command);
    if (found == runs.end()) {
        return {.text = help_of(command), .status = command == &app ? done : wrong_usage};
    }
    return {.run = found->second, .name = name_of(command)};
}

namespace {

const CLI::Option* option_called(const CLI::App* app, const std::string& name) {
    for (; app != nullptr; app = app->get_parent()) {
        for (const CLI::Option* option : app->get_options()) {
            if (!option->get_positional() && option->check_name(name)) return option;
        }
    }
    return nullptr;
}

bool takes_value(const CLI::Option* option) {
    return option != nullptr && option->get_items_expected_max() > 0;
}

void add_beginning(std::vector<std::string>& words, const std::string& word,
                   const std::string& beginning) {
    if (word.starts_with(beginning)) words.push_back(word);
}

// The choices of an option are its type's name: "in|out".
std::vector<std::string> choices_of(const CLI::Option* option, const std::string& beginning) {
    std::vector<std::string> words;
    std::string type = option->get_type_name();
    if (type.find('|') == std::string::npos) return words;
    while (!type.empty()) {
        const auto bar = type.find('|');
        add_beginning(words, type.substr(0, bar), beginning);
        type = bar == std::string::npos ? "" : type.substr(bar + 1);
    }
    return words;
}

Completion value_of(const CLI::Option* option, const std::string& beginning) {
    Completion completion{.words = choices_of(option, beginning), .metavar = {}};
    if (completion.words.empty()) completion.metavar = option->get_name();
    return completion;
}

const CLI::App* command_called(const CLI::App& app, const std::string& name) {
    const auto commands =
        app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
    return commands.empty() ? nullptr : commands.front();
}

const CLI::Option* positional(const CLI::App* app, std::size_t place) {
    const CLI::Option* last = nullptr;
    for (const CLI::Option* option : app->get_options()) {
        if (!option->get_positional()) continue;
        last = option;
        if (place-- == 0) return option;
    }
    return last != nullptr && last->get_items_expected_max() > 1 ? last : nullptr;
}

// Where the words before the last have led.
struct Reached {
    const CLI::App* app = nullptr;
    const CLI::Option* wants_value = nullptr;
    std::size_t arguments = 0;
};

Reached walk(const CLI::App& root, const std::vector<std::string>& words) {
    Reached reached{.app = &root};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const std::string& word = words[i];
        if (reached.wants_value != nullptr) {
            reached.wants_value = nullptr;
        } else if (word.starts_with("-")) {
            const CLI::Option* option = option_called(reached.app, word);
            if (takes_value(option)) reached.wants_value = option;
        } else if (const CLI::App* command = command_called(*reached.app, word)) {
            reached.app = command;
        } else {
            ++reached.arguments;
        }
    }
    return reached;
}

}  // namespace

Completion complete_command_line(const std::vector<std::string>& words,
                                 const std::function<void(CommandLine&)>& declare) {
    CLI::App app("", "dunning");
    RunTable runs;
    declared_runs = &runs;
    CommandLine root(app);
    declare(root);
    declared_runs = nullptr;
    const std::string beginning = words.empty() ? std::string() : words.back();
    const Reached reached = walk(app, words);
    if (reached.wants_value != nullptr) return value_of(reached.wants_value, beginning);
    Completion completion;
    if (beginning.starts_with("-")) {
        for (const std::string& name : known_options(reached.app)) {
            add_beginning(completion.words, name, beginning);
        }
        return completion;
    }
    for (const std::string& name : known_commands(*reached.app)) {
        add_beginning(completion.words, name, beginning);
    }
    const CLI::Option* argument = positional(reached.app, reached.arguments);
    if (argument != nullptr) completion.metavar = argument->get_name();
    return completion;
}

}  // namespace dunning::cli
