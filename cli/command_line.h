// How commands say what they take. One .cpp knows the package that reads the arguments; what it
// prints about wrong ones is ours: plain words, "did you mean", exit status 2.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dunning::cli {

class Session;
using Run = std::function<int(Session&)>;

struct CommandHelp {
    std::string name;
    std::string summary;        // one line, under 60 columns
    std::string examples = {};  // runnable lines, printed at the end of --help
};

// One command (or the program itself) while it declares its options. The targets must outlive the
// parse.
class CommandLine {
  public:
    explicit CommandLine(CLI::App& app) : app_(app) {}

    CommandLine& flag(const std::string& names, bool& target, const std::string& help);
    CommandLine& option(const std::string& names, std::string& target, const std::string& metavar,
                        const std::string& help);
    CommandLine& number(const std::string& names, int& target, const std::string& metavar,
                        const std::string& help);
    CommandLine& list(const std::string& names, std::vector<std::string>& target,
                      const std::string& metavar, const std::string& help);
    // One of `words`.
    CommandLine& choice(const std::string& names, std::string& target,
                        const std::vector<std::string>& words, const std::string& help);
    // By position, required.
    CommandLine& argument(const std::string& metavar, std::string& target, const std::string& help);
    CommandLine& optional_argument(const std::string& metavar, std::string& target,
                                   const std::string& help);
    CommandLine& arguments(const std::string& metavar, std::vector<std::string>& target,
                           const std::string& help);
    CommandLine& optional_arguments(const std::string& metavar, std::vector<std::string>& target,
                                    const std::string& help);
    // Not shown in the help: for rehearsals and tests.
    CommandLine& hidden_option(const std::string& name, std::string& target);

    CommandLine command(const CommandHelp& help);
    // What to do when this command is the one that was named.
    void runs(Run run);
    // A command that only groups others.
    void needs_command();

  private:
    CLI::App& app_;
};

struct ParsedCommand {
    Run run = {};           // empty: nothing to run, print `text` and end with `status`
    std::string name = {};  // "notify approve"
    std::string text = {};  // help, version, or what is wrong
    int status = 0;
    bool is_version = false;  // what the text is
};

// `declare` builds the tree, or as much of it as the arguments can need.
ParsedCommand parse_command_line(const std::vector<std::string>& arguments,
                                 const std::function<void(CommandLine&)>& declare);

// What may stand in the place of the last of `words`, which has perhaps been begun.
struct Completion {
    std::vector<std::string> words;  // that begin so: commands, options, choices
    std::string metavar;             // else what is wanted there: "CUSTOMER", "--invoice"
};
Completion complete_command_line(const std::vector<std::string>& words,
                                 const std::function<void(CommandLine&)>& declare);

}  // namespace dunning::cli
