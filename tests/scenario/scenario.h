// A scenario: a text file that shows the program at work and says what it must print.
//
//   # An item is listed from the day after it was due.     the first line says what the file proves
//
//   -- invoices.csv --                                     a file of the scenario's own folder,
//   number,customer,issued,due,amount                      written when the steps come to it
//   -- end --
//   files: .                                               or a whole folder, copied (relative to
//   the
//                                                          scenario; its *.test files stay behind)
//   clock: 2026-03-01T02:00:00Z                            the time from here on
//   env: DUNNING_BOOK=books                                an environment variable from here on
//
//   # 1. What follows a command is what it must print.
//   $ dunning age --by invoice                             a command: dunning, cat, ls or rm
//   R-1  ACME  100.00                                      standard output
//   1> # as it is                                          the same, where a line would be misread
//   2> R-2 is disputed                                     standard error
//   => 3                                                   the status, if it is not 0
//
// Words are split at blanks; single and double quotes keep them together, and nothing is expanded.
// Blank lines at the end of what a command prints do not count.
//
// There are no variables, conditions or patterns, on purpose: a scenario that wants those wants to
// be a unit test.
//
// The other dialect is Markdown: the steps are the ```console blocks whose first command is `$
// dunning`. Such a block shows what a terminal shows, so standard error follows standard output
// unmarked.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dunning::scenario {

using Lines = std::vector<std::string>;

enum class Dialect { scenario, markdown };

// What a command printed, or must print: without blank lines at the end.
struct Printed {
    Lines out = {};
    Lines err = {};
    int status = 0;

    friend bool operator==(const Printed&, const Printed&) = default;
};

struct CopyFolder {
    std::string from;
};

struct WriteFile {
    std::string name;
    std::string contents;
};

struct SetClock {
    std::string instant;
};

struct SetVariable {
    std::string name;
    std::string value;
};

struct Command {
    std::vector<std::string> words;
    Printed expected;
    // Where it stands: lines[line] is the command, its block goes up to lines[block_end].
    std::size_t line = 0;
    std::size_t block_end = 0;
};

using Step = std::variant<CopyFolder, WriteFile, SetClock, SetVariable, Command>;

struct Scenario {
    std::string path;
    Dialect dialect = Dialect::scenario;
    Lines lines;
    std::vector<Step> steps;
};

// The scenario itself is wrong; what() begins with file:line.
class ScenarioError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// `path` names the scenario in messages. Throws ScenarioError.
Scenario parse(std::string path, Dialect dialect, std::string_view text);

// Throws ScenarioError when a quote is not closed.
std::vector<std::string> split_words(std::string_view command);

// The text split into lines, blank ones at the end left out.
Lines lines_of(std::string_view text);

// The same scenario with each command's block replaced: `printed` has one entry for each command,
// in their order.
std::string rewrite(const Scenario& scenario, const std::vector<Printed>& printed);

}  // namespace dunning::scenario
