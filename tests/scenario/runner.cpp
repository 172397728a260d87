#include "scenario/runner.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <type_traits>

namespace dunning::scenario {
namespace {

namespace fs = std::filesystem;

// A new empty folder, the working directory as long as this lives; then it is removed.
class Folder {
  public:
    Folder() : before_(fs::current_path()) {
        std::string name = (fs::temp_directory_path() / "dunning-scenario-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), name);
        }
        path_ = name;
        fs::current_path(path_);
    }
    ~Folder() {
        std::error_code ignored;
        fs::current_path(before_, ignored);
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::string& path() const { return path_; }

  private:
    fs::path before_;
    std::string path_;
};

void copy_folder(const fs::path& from) {
    fs::copy(from, ".", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::vector<fs::path> scenarios;
    for (const auto& entry : fs::recursive_directory_iterator(".")) {
        if (entry.path().extension() == ".test") scenarios.push_back(entry.path());
    }
    for (const auto& path : scenarios) fs::remove(path);
}

void write_file(const WriteFile& file) {
    const fs::path path(file.name);
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream << file.contents;
    if (!stream.flush()) throw ScenarioError(file.name + ": cannot be written");
}

Outcome complain(const std::string& command, const std::string& what) {
    return {.out = {}, .err = command + ": " + what + "\n", .status = 1};
}

Outcome cat(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    if (!stream || fs::is_directory(name)) return complain("cat", name + ": no such file");
    return {.out = {std::istreambuf_iterator<char>(stream), {}}, .err = {}, .status = 0};
}

// One name a line, sorted by their bytes; folders end with a slash.
Outcome ls(const std::string& name) {
    if (!fs::is_directory(name)) return complain("ls", name + ": no such folder");
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(name)) {
        names.push_back(entry.path().filename().string() + (entry.is_directory() ? "/\n" : "\n"));
    }
    std::ranges::sort(names);
    Outcome outcome;
    for (const auto& line : names) outcome.out += line;
    return outcome;
}

Outcome rm(const std::string& name) {
    return fs::remove(name) ? Outcome{} : complain("rm", name + ": no such file");
}

Outcome each(Outcome (*act)(const std::string&), const std::vector<std::string>& names) {
    Outcome all;
    for (const auto& name : names) {
        const Outcome one = act(name);
        all.out += one.out;
        all.err += one.err;
        all.status = std::max(all.status, one.status);
    }
    return all;
}

Outcome execute(const Command& command, const Invocation& settings, const Program& program) {
    if (command.words.empty()) return complain("$", "no command");
    const std::string& name = command.words.front();
    const std::vector<std::string> arguments(command.words.begin() + 1, command.words.end());
    if (name == "dunning") {
        Invocation invocation = settings;
        invocation.arguments = arguments;
        return program(invocation);
    }
    if (name == "cat") return each(cat, arguments);
    if (name == "ls")
        return each(ls, arguments.empty() ? std::vector<std::string>{"."} : arguments);
    if (name == "rm") return each(rm, arguments);
    return complain(name, "a scenario runs dunning, cat, ls and rm alone");
}

Printed printed_by(const Outcome& outcome, Dialect dialect) {
    Printed printed{
        .out = lines_of(outcome.out), .err = lines_of(outcome.err), .status = outcome.status};
    if (dialect == Dialect::markdown) {
        std::ranges::move(printed.err, std::back_inserter(printed.out));
        printed.err.clear();
    }
    return printed;
}

std::string part(const char* title, const Lines& expected, const Lines& got) {
    if (expected == got) return {};
    std::string text = std::string("  ") + title + " differs (- expected, + got):\n";
    for (const auto& line : difference(expected, got)) text += "    " + line + "\n";
    return text;
}

std::optional<std::string> compare(const Printed& expected, const Printed& got) {
    if (expected == got) return std::nullopt;
    std::string text =
        part("stdout", expected.out, got.out) + part("stderr", expected.err, got.err);
    if (expected.status != got.status) {
        text += "  the status is " + std::to_string(got.status) + ", not " +
                std::to_string(expected.status) + "\n";
    }
    return text;
}

class Run {
  public:
    Run(const Scenario& scenario, const Program& program)
        : scenario_(scenario),
          program_(program),
          home_(fs::absolute(scenario.path).parent_path()) {}

    Verdict walk() && {
        const Folder folder;
        folder_ = folder.path();
        for (const Step& step : scenario_.steps) {
            std::visit([this](const auto& one) { take(one); }, step);
        }
        return std::move(verdict_);
    }

  private:
    void take(const CopyFolder& step) { copy_folder(home_ / step.from); }
    void take(const WriteFile& step) { write_file(step); }
    void take(const SetClock& step) { settings_.clock = step.instant; }
    void take(const SetVariable& step) { settings_.environment[step.name] = step.value; }

    void take(const Command& command) {
        const Outcome outcome = execute(command, settings_, program_);
        const Printed got = printed_by(outcome, scenario_.dialect);
        verdict_.printed.push_back(got);
        const auto differs = compare(command.expected, got);
        if (differs) fail(command, *differs);
        if ((outcome.out + outcome.err).find(folder_) != std::string::npos) {
            fail(command, "  the output names the folder of this run, " + folder_ + "\n");
        }
    }

    void fail(const Command& command, const std::string& why) {
        verdict_.failures.push_back(scenario_.path + ":" + std::to_string(command.line + 1) + ": " +
                                    scenario_.lines[command.line] + "\n" + why);
    }

    const Scenario& scenario_;
    const Program& program_;
    fs::path home_;
    std::string folder_;
    Invocation settings_;
    Verdict verdict_;
};

// longest[i][j]: how many lines a common part of expected from i and got from j can have.
std::vector<std::vector<int>> longest_common(const Lines& expected, const Lines& got) {
    std::vector<std::vector<int>> longest(expected.size() + 1, std::vector<int>(got.size() + 1));
    for (std::size_t i = expected.size(); i-- > 0;) {
        for (std::size_t j = got.size(); j-- > 0;) {
            longest[i][j] = expected[i] == got[j] ? longest[i + 1][j + 1] + 1
                                                  : std::max(longest[i + 1][j], longest[i][j + 1]);
        }
    }
    return longest;
}

}  // namespace

Verdict run(const Scenario& scenario, const Program& program) {
    return Run(scenario, program).walk();
}

Lines difference(const Lines& expected, const Lines& got) {
    const auto longest = longest_common(expected, got);
    Lines lines;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < expected.size() || j < got.size()) {
        if (i < expected.size() && j < got.size() && expected[i] == got[j]) {
            lines.push_back("  " + expected[i++]);
            ++j;
        } else if (j == got.size() ||
                   (i < expected.size() && longest[i + 1][j] >= longest[i][j + 1])) {
            lines.push_back("- " + expected[i++]);
        } else {
            lines.push_back("+ " + got[j++]);
        }
    }
    return lines;
}

}  // namespace dunning::scenario
