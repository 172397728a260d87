// scenario_tests: runs scenarios and says which of them print something else.
//
//   scenario_tests [--binary PATH] [FILE|FOLDER]...     all of tests/scenario and examples by
//   default scenario_tests --markdown FILE --in FOLDER          the transcripts of a manual, in a
//   copy of FOLDER
//
// With DUNNING_UPDATE_SCENARIOS=1 in the environment the files are rewritten with what the program
// printed; the change is then reviewed like code.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "scenario/binary.h"
#include "scenario/foretold.h"
#include "scenario/host_zone.h"
#include "scenario/in_process.h"
#include "scenario/runner.h"
#include "scenario/scenario.h"

namespace {

namespace fs = std::filesystem;
using namespace dunning::scenario;

struct Options {
    Program program = with_foretold_nights(run_in_process);
    std::vector<fs::path> paths;
    Dialect dialect = Dialect::scenario;
    std::optional<std::string> in;
};

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Options read_options(const std::vector<std::string>& arguments) {
    Options options;
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        const auto value = [&] {
            if (std::next(at) == arguments.end()) throw UsageError(*at + " needs a value");
            return *++at;
        };
        if (*at == "--binary") {
            options.program = through_binary(value());
        } else if (*at == "--markdown") {
            options.dialect = Dialect::markdown;
            options.paths.emplace_back(value());
        } else if (*at == "--in") {
            options.in = value();
        } else if (at->starts_with("-")) {
            throw UsageError("unknown option " + *at);
        } else {
            options.paths.emplace_back(*at);
        }
    }
    if (options.paths.empty()) options.paths = {"tests/scenario", "examples"};
    return options;
}

// Nothing to run must never look like success.
std::vector<fs::path> files_at(const fs::path& path) {
    if (!fs::is_directory(path)) return {path};
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
        if (entry.path().extension() == ".test") files.push_back(entry.path());
    }
    if (files.empty() && path != "examples") throw UsageError(path.string() + ": no *.test file");
    std::ranges::sort(files);
    return files;
}

std::string read(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw UsageError(path.string() + ": cannot be read");
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw UsageError(path.string() + ": cannot be written");
}

bool wants_update() {
    const char* value = std::getenv("DUNNING_UPDATE_SCENARIOS");
    return value != nullptr && std::string(value) == "1";
}

class Suite {
  public:
    explicit Suite(const Options& options) : options_(options) {}

    void run_file(const fs::path& path) {
        try {
            check(path);
        } catch (const UsageError&) {
            throw;
        } catch (const std::exception& error) {
            report(path, {std::string(error.what()) + "\n"});
        }
    }

    int summary() const {
        std::cout << passed_ << " passed, " << failed_ << " failed";
        if (updated_ > 0) std::cout << ", " << updated_ << " rewritten";
        std::cout << " (" << commands_ << " commands)\n";
        return failed_ == 0 ? 0 : 1;
    }

  private:
    void check(const fs::path& path) {
        const std::string text = read(path);
        const Scenario scenario = load(path, text);
        const Verdict verdict = run(scenario, options_.program);
        commands_ += verdict.printed.size();
        if (wants_update()) {
            update(path, text, rewrite(scenario, verdict.printed));
        } else {
            report(path, verdict.failures);
        }
    }

    // Written anew and run once more: what still fails is not the same from run to run.
    void update(const fs::path& path, const std::string& before, const std::string& after) {
        if (before != after) {
            write(path, after);
            ++updated_;
            std::cout << path.string() << ": rewritten\n";
        }
        report(path, run(load(path, after), options_.program).failures);
    }

    Scenario load(const fs::path& path, const std::string& text) const {
        Scenario scenario = parse(path.string(), options_.dialect, text);
        if (options_.in) {
            const CopyFolder first{fs::absolute(*options_.in).string()};
            scenario.steps.insert(scenario.steps.begin(), first);
        }
        return scenario;
    }

    void report(const fs::path& path, const std::vector<std::string>& failures) {
        ++(failures.empty() ? passed_ : failed_);
        if (failures.empty()) return;
        std::cout << "FAILED " << path.string() << "\n";
        for (const auto& failure : failures) std::cout << failure << "\n";
    }

    const Options& options_;
    int passed_ = 0;
    int failed_ = 0;
    int updated_ = 0;
    std::size_t commands_ = 0;
};

int run_all(const std::vector<std::string>& arguments) {
    const Options options = read_options(arguments);
    Suite suite(options);
    for (const auto& path : options.paths) {
        for (const auto& file : files_at(path)) suite.run_file(file);
    }
    return suite.summary();
}

}  // namespace

int main(int count, char** words) {
    setenv("TZ", host_zone, 1);
    try {
        return run_all(std::vector<std::string>(words + 1, words + count));
    } catch (const std::exception& error) {
        std::cerr << "scenario_tests: " << error.what() << "\n";
        return 2;
    }
}
