#include "scenario/scenario.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace dunning::scenario {
namespace {

constexpr std::string_view command_mark = "$ ";
constexpr std::string_view clock_mark = "clock: ";
constexpr std::string_view variable_mark = "env: ";
constexpr std::string_view folder_mark = "files: ";
constexpr std::string_view status_mark = "=> ";
constexpr std::string_view fence = "```";

bool is_blank(std::string_view line) {
    return line.empty();
}

bool is_comment(std::string_view line) {
    return line == "#" || line.starts_with("# ");
}

// "-- name --"
std::optional<std::string> section_name(std::string_view line) {
    if (line.size() < 7 || !line.starts_with("-- ") || !line.ends_with(" --")) return std::nullopt;
    return std::string(line.substr(3, line.size() - 6));
}

// "2> text", and "2>" alone for an empty line.
std::optional<std::string> marked(std::string_view line, std::string_view mark) {
    if (line == mark) return std::string();
    if (!line.starts_with(mark) || line[mark.size()] != ' ') return std::nullopt;
    return std::string(line.substr(mark.size() + 1));
}

bool opens_step(std::string_view line, Dialect dialect) {
    if (line.starts_with(command_mark)) return true;
    if (dialect == Dialect::markdown) return false;
    return is_comment(line) || section_name(line) || line.starts_with(clock_mark) ||
           line.starts_with(variable_mark) || line.starts_with(folder_mark);
}

bool would_be_misread(std::string_view line) {
    return opens_step(line, Dialect::scenario) || marked(line, "1>") || marked(line, "2>") ||
           line.starts_with(status_mark);
}

void drop_blank_end(Lines& lines) {
    while (!lines.empty() && is_blank(lines.back())) lines.pop_back();
}

// Every line, also blank ones at the end; a newline ends a line.
Lines all_lines(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

class Parser {
  public:
    explicit Parser(Scenario& scenario) : scenario_(scenario), lines_(scenario.lines) {}

    void parse_scenario() {
        if (lines_.empty() || !is_comment(lines_.front())) {
            fault(0, "the first line must be a comment that says what the scenario proves");
        }
        parse_steps(0, lines_.size());
    }

    void parse_markdown() {
        std::size_t at = 0;
        while ((at = find_line(at, "```console")) < lines_.size()) {
            const std::size_t end = find_line(at + 1, fence);
            if (end == lines_.size()) fault(at, "the block is not closed");
            if (starts_with_our_command(at + 1, end)) parse_steps(at + 1, end);
            at = end + 1;
        }
    }

  private:
    // Each step reader takes the line where it begins and answers the first line after it.
    void parse_steps(std::size_t at, std::size_t end) {
        while (at < end) {
            const std::string& line = lines_[at];
            if (is_blank(line) || is_comment(line)) {
                ++at;
            } else if (line.starts_with(command_mark)) {
                at = read_command(at, end);
            } else if (section_name(line)) {
                at = read_section(at, end);
            } else {
                read_setting(at++);
            }
        }
    }

    std::size_t read_section(std::size_t at, std::size_t end) {
        const std::size_t opening = at;
        WriteFile file{.name = *section_name(lines_[at]), .contents = {}};
        const std::filesystem::path name(file.name);
        if (name.is_absolute() || std::ranges::count(name, std::filesystem::path("..")) > 0) {
            fault(at, "a file must lie in the scenario's own folder");
        }
        if (file.name == "end") fault(at, "no file is open");
        for (++at; at < end; ++at) {
            const auto next = section_name(lines_[at]);
            if (next) {
                scenario_.steps.emplace_back(std::move(file));
                return *next == "end" ? at + 1 : at;
            }
            file.contents += lines_[at] + "\n";
        }
        fault(opening, "the file is not closed with '-- end --'");
    }

    void read_setting(std::size_t at) {
        const std::string& line = lines_[at];
        if (line.starts_with(clock_mark)) {
            scenario_.steps.emplace_back(SetClock{line.substr(clock_mark.size())});
        } else if (line.starts_with(folder_mark)) {
            scenario_.steps.emplace_back(CopyFolder{line.substr(folder_mark.size())});
        } else if (line.starts_with(variable_mark)) {
            const auto equals = line.find('=');
            if (equals == std::string::npos) fault(at, "expected 'env: NAME=VALUE'");
            scenario_.steps.emplace_back(SetVariable{
                .name = line.substr(variable_mark.size(), equals - variable_mark.size()),
                .value = line.substr(equals + 1)});
        } else {
            fault(at, "this line belongs to no command and no file");
        }
    }

    std::size_t read_command(std::size_t at, std::size_t end) {
        Command command{.words = words_of(at), .expected = {}, .line = at, .block_end = at + 1};
        bool open = true;
        for (++at; open && at < end && !opens_step(lines_[at], scenario_.dialect); ++at) {
            open = read_printed(at, command.expected);
            if (!is_blank(lines_[at])) command.block_end = at + 1;
        }
        drop_blank_end(command.expected.out);
        drop_blank_end(command.expected.err);
        scenario_.steps.emplace_back(std::move(command));
        return at;
    }

    // Answers whether more may follow: the status is always the last line.
    bool read_printed(std::size_t at, Printed& expected) {
        const std::string& line = lines_[at];
        if (line.starts_with(status_mark)) {
            expected.status = read_status(at);
            return false;
        }
        const bool marks = scenario_.dialect == Dialect::scenario;
        if (const auto err = marks ? marked(line, "2>") : std::nullopt) {
            expected.err.push_back(*err);
        } else if (const auto out = marks ? marked(line, "1>") : std::nullopt) {
            expected.out.push_back(*out);
        } else {
            expected.out.push_back(line);
        }
        return true;
    }

    int read_status(std::size_t at) {
        const std::string_view digits = std::string_view(lines_[at]).substr(status_mark.size());
        int status = 0;
        const auto [stop, problem] = std::from_chars(digits.begin(), digits.end(), status);
        if (problem != std::errc() || stop != digits.end()) fault(at, "expected '=> STATUS'");
        return status;
    }

    std::vector<std::string> words_of(std::size_t at) {
        try {
            return split_words(std::string_view(lines_[at]).substr(command_mark.size()));
        } catch (const ScenarioError& error) {
            fault(at, error.what());
        }
    }

    std::size_t find_line(std::size_t from, std::string_view line) const {
        const auto begin = lines_.begin() + static_cast<std::ptrdiff_t>(from);
        return static_cast<std::size_t>(std::find(begin, lines_.end(), line) - lines_.begin());
    }

    bool starts_with_our_command(std::size_t at, std::size_t end) const {
        while (at < end && !lines_[at].starts_with(command_mark)) ++at;
        return at < end && (lines_[at] + " ").starts_with("$ dunning ");
    }

    [[noreturn]] void fault(std::size_t at, const std::string& what) const {
        throw ScenarioError(scenario_.path + ":" + std::to_string(at + 1) + ": " + what);
    }

    Scenario& scenario_;
    const Lines& lines_;
};

// What a person would write below the command to expect exactly this.
Lines block_of(const Printed& printed, Dialect dialect) {
    Lines block;
    for (const std::string& line : printed.out) {
        const bool escape = dialect == Dialect::scenario && would_be_misread(line);
        block.push_back(escape ? "1> " + line : line);
    }
    for (const std::string& line : printed.err) {
        if (dialect == Dialect::markdown) {
            block.push_back(line);
        } else {
            block.push_back(is_blank(line) ? "2>" : "2> " + line);
        }
    }
    if (printed.status != 0)
        block.push_back(std::string(status_mark) + std::to_string(printed.status));
    return block;
}

}  // namespace

Scenario parse(std::string path, Dialect dialect, std::string_view text) {
    Scenario scenario{
        .path = std::move(path), .dialect = dialect, .lines = all_lines(text), .steps = {}};
    Parser parser(scenario);
    dialect == Dialect::markdown ? parser.parse_markdown() : parser.parse_scenario();
    const auto is_command = [](const Step& step) { return std::holds_alternative<Command>(step); };
    if (std::ranges::none_of(scenario.steps, is_command)) {
        throw ScenarioError(scenario.path + ":1: there is no command to run");
    }
    return scenario;
}

std::vector<std::string> split_words(std::string_view command) {
    std::vector<std::string> words;
    std::optional<std::string> word;
    char quote = 0;
    for (const char c : command) {
        if (quote == 0 && c == ' ') {
            if (word) words.push_back(*std::exchange(word, std::nullopt));
            continue;
        }
        if (!word) word.emplace();
        if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == quote) {
            quote = 0;
        } else {
            word->push_back(c);
        }
    }
    if (quote != 0) throw ScenarioError("a quote is not closed");
    if (word) words.push_back(*word);
    return words;
}

Lines lines_of(std::string_view text) {
    Lines lines = all_lines(text);
    drop_blank_end(lines);
    return lines;
}

std::string rewrite(const Scenario& scenario, const std::vector<Printed>& printed) {
    std::string text;
    std::size_t copied = 0;
    const auto copy_to = [&](std::size_t end) {
        while (copied < end) text += scenario.lines[copied++] + "\n";
    };
    auto now = printed.begin();
    for (const Step& step : scenario.steps) {
        const auto* command = std::get_if<Command>(&step);
        if (command == nullptr) continue;
        copy_to(command->line + 1);
        for (const std::string& line : block_of(*now++, scenario.dialect)) text += line + "\n";
        copied = command->block_end;
    }
    copy_to(scenario.lines.size());
    return text;
}

}  // namespace dunning::scenario
