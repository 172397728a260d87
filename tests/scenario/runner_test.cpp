#include "scenario/runner.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "scenario/binary.h"
#include "scenario/scenario.h"

using namespace dunning::scenario;

namespace {

// A program that prints how it was called, one word a line; "fail" is its one command that fails,
// and "where" tells what no scenario may see.
Outcome echo(const Invocation& invocation) {
    if (invocation.arguments == std::vector<std::string>{"fail"}) {
        return {.out = "half\n", .err = "no more\n\nof it\n", .status = 65};
    }
    if (invocation.arguments == std::vector<std::string>{"where"}) {
        return {.out = std::filesystem::current_path().string() + "\n", .err = {}, .status = 0};
    }
    Outcome outcome;
    for (const auto& argument : invocation.arguments) outcome.out += argument + "\n";
    for (const auto& [name, value] : invocation.environment)
        outcome.out += name + "=" + value + "\n";
    if (invocation.clock != default_clock) outcome.out += "at " + invocation.clock + "\n";
    return outcome;
}

Verdict verdict_of(std::string_view text, Dialect dialect = Dialect::scenario) {
    return run(parse("a.test", dialect, text), echo);
}

// What the program printed, put in place of what was expected.
std::string rewritten(std::string_view text, Dialect dialect = Dialect::scenario) {
    const Scenario scenario = parse("a.test", dialect, text);
    return rewrite(scenario, run(scenario, echo).printed);
}

std::string fault_of(std::string_view text) {
    try {
        parse("a.test", Dialect::scenario, text);
    } catch (const ScenarioError& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("scenario: words are split at blanks, quotes keep them together, nothing is expanded") {
    struct Row {
        const char* command;
        std::vector<std::string> words;
    };
    const Row rows[] = {
        {"", {}},
        {"  dunning   age ", {"dunning", "age"}},
        {"log 'a b' \"c d\"", {"log", "a b", "c d"}},
        {"say 'a \"b\" c' \"it's\"", {"say", "a \"b\" c", "it's"}},
        {"--note='a b'c", {"--note=a bc"}},
        {"an '' empty", {"an", "", "empty"}},
        {"$HOME *.csv a\\b", {"$HOME", "*.csv", "a\\b"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.command);
        CHECK(split_words(row.command) == row.words);
    }
    CHECK_THROWS_AS(split_words("dunning 'age"), ScenarioError);
}

TEST_CASE("scenario: what is printed as expected passes") {
    const Verdict verdict = verdict_of(
        "# Passes.\n$ dunning a b\na\nb\n\n# Stderr and the status.\n$ dunning fail\nhalf\n2> no "
        "more\n"
        "2>\n2> of it\n=> 65\n");
    CHECK(verdict.failures.empty());
    CHECK(verdict.printed.size() == 2);
}

TEST_CASE("scenario: every part that differs fails, with file, line and both texts") {
    const Verdict verdict = verdict_of("# Fails.\n\n$ dunning fail\nwhole\n2> no more\n=> 3\n");
    REQUIRE(verdict.failures.size() == 1);
    CHECK(verdict.failures.front() ==
          "a.test:3: $ dunning fail\n"
          "  stdout differs (- expected, + got):\n"
          "    - whole\n"
          "    + half\n"
          "  stderr differs (- expected, + got):\n"
          "      no more\n"
          "    + \n"
          "    + of it\n"
          "  the status is 65, not 3\n");
}

TEST_CASE("scenario: output that nobody expected fails, and so does output that is missing") {
    CHECK(verdict_of("# F.\n$ dunning a\n").failures.size() == 1);
    CHECK(verdict_of("# F.\n$ dunning\na\n").failures.size() == 1);
    CHECK(verdict_of("# F.\n$ dunning a\n a\n").failures.size() == 1);
    CHECK(verdict_of("# F.\n$ dunning fail\nhalf\n2> no more\n2>\n2> of it\n").failures.size() ==
          1);
}

TEST_CASE("scenario: blank lines at the end do not count, those between do") {
    CHECK(verdict_of("# P.\n$ dunning a '' b ''\na\n\nb\n\n\n\n# Next.\n").failures.empty());
    CHECK(verdict_of("# F.\n$ dunning a '' b\na\nb\n").failures.size() == 1);
}

TEST_CASE("scenario: files, the clock and the environment hold from where they stand") {
    const Verdict verdict = verdict_of(
        "# P.\n-- in/a.csv --\nid\n\n1\n-- b.csv --\n-- end --\n$ cat in/a.csv b.csv\nid\n\n1\n"
        "$ dunning\n"
        "clock: 2026-03-01T02:00:00Z\nenv: A=b=c\n$ dunning\nA=b=c\nat 2026-03-01T02:00:00Z\n"
        "-- b.csv --\nnew\n-- end --\n$ cat b.csv\nnew\n"
        "$ ls\nb.csv\nin/\n$ rm b.csv\n$ ls .\nin/\n");
    CHECK(verdict.failures == std::vector<std::string>{});
    CHECK(verdict.printed.size() == 7);
}

TEST_CASE("scenario: a command that cannot be done says so like a program") {
    const Verdict verdict = verdict_of(
        "# P.\n$ cat a\n2> cat: a: no such file\n=> 1\n$ ls a\n2> ls: a: no such folder\n=> 1\n"
        "$ rm a\n2> rm: a: no such file\n=> 1\n"
        "$ sort a\n2> sort: a scenario runs dunning, cat, ls and rm alone\n=> 1\n");
    CHECK(verdict.failures == std::vector<std::string>{});
}

TEST_CASE("scenario: each run has an empty folder of its own, which is gone afterwards") {
    const auto before = std::filesystem::current_path();
    const std::string text = "# P.\n$ ls\n-- a --\n-- end --\n$ ls\na\n";
    CHECK(verdict_of(text).failures.empty());
    CHECK(verdict_of(text).failures.empty());
    CHECK(std::filesystem::current_path() == before);
    const Verdict verdict = verdict_of("# F.\n$ dunning where\n");
    CHECK_FALSE(std::filesystem::exists(verdict.printed.front().out.front()));
}

TEST_CASE("scenario: a folder is copied without its scenarios") {
    const Verdict folder = verdict_of("# P.\n$ dunning where\n");  // any path that is free again
    const std::filesystem::path source = folder.printed.front().out.front();
    std::filesystem::create_directories(source / "deep");
    std::filesystem::copy_file("/proc/self/comm", source / "deep" / "a.csv");
    std::filesystem::copy_file("/proc/self/comm", source / "run.test");
    const Verdict verdict =
        verdict_of("# P.\nfiles: " + source.string() + "\n$ ls\ndeep/\n$ ls deep\na.csv\n");
    std::filesystem::remove_all(source);
    CHECK(verdict.failures == std::vector<std::string>{});
}

TEST_CASE("scenario: output that names the folder of the run fails, also when it is expected") {
    const Verdict verdict = verdict_of("# F.\n$ dunning where\n");
    CHECK(verdict.failures.back().find("names the folder of this run") != std::string::npos);
}

TEST_CASE("scenario: rewriting replaces what is printed and keeps all the rest") {
    CHECK(rewritten("# P.\n-- a --\n$ no command\n-- end --\n\n# 1.\n$ dunning a\nold\n\nold\n2> "
                    "old\n=> 9\n\n"
                    "# 2.\n$ dunning fail\n# 3.\n$ dunning\nold\n\n") ==
          "# P.\n-- a --\n$ no command\n-- end --\n\n# 1.\n$ dunning a\na\n\n"
          "# 2.\n$ dunning fail\nhalf\n2> no more\n2>\n2> of it\n=> 65\n# 3.\n$ dunning\n\n");
}

TEST_CASE(
    "scenario: lines that look like marks are escaped when they are rewritten, and read back") {
    const std::string text =
        rewritten("# P.\n$ dunning '# a' '$ b' '2> c' '=> 4' '-- d --' 'env: e' '1> f' #g\n");
    CHECK(text ==
          "# P.\n$ dunning '# a' '$ b' '2> c' '=> 4' '-- d --' 'env: e' '1> f' #g\n1> # a\n1> $ b\n"
          "1> 2> c\n1> => 4\n1> -- d --\n1> env: e\n1> 1> f\n#g\n");
    CHECK(verdict_of(text).failures.empty());
}

TEST_CASE("scenario: a scenario that is wrong itself is refused with its line") {
    CHECK(fault_of("") ==
          "a.test:1: the first line must be a comment that says what the scenario proves");
    CHECK(fault_of("$ dunning\n") ==
          "a.test:1: the first line must be a comment that says what the scenario proves");
    CHECK(fault_of("# P.\n") == "a.test:1: there is no command to run");
    CHECK(fault_of("# P.\nstray\n") == "a.test:2: this line belongs to no command and no file");
    CHECK(fault_of("# P.\n$ dunning\n=> 2\nstray\n") ==
          "a.test:4: this line belongs to no command and no file");
    CHECK(fault_of("# P.\n$ dunning\n=> two\n") == "a.test:3: expected '=> STATUS'");
    CHECK(fault_of("# P.\n$ dunning 'a\n") == "a.test:2: a quote is not closed");
    CHECK(fault_of("# P.\n-- a --\nb\n") == "a.test:2: the file is not closed with '-- end --'");
    CHECK(fault_of("# P.\n-- end --\n") == "a.test:2: no file is open");
    CHECK(fault_of("# P.\n-- ../a --\n-- end --\n") ==
          "a.test:2: a file must lie in the scenario's own folder");
    CHECK(fault_of("# P.\nenv: A\n") == "a.test:2: expected 'env: NAME=VALUE'");
}

TEST_CASE("scenario: in Markdown our console blocks run, others are left alone") {
    const std::string text =
        "# Title\n\n```console\n$ git clone\n```\n\n```console\n$ dunning a\na\n$ dunning "
        "fail\nhalf\n"
        "no more\n\nof it\n=> 65\n```\ntext\n```console\n$ dunning b\nold\n```\n";
    CHECK(verdict_of(text, Dialect::markdown).failures.size() == 1);
    const std::string better = rewritten(text, Dialect::markdown);
    CHECK(better.ends_with("=> 65\n```\ntext\n```console\n$ dunning b\nb\n```\n"));
    CHECK(verdict_of(better, Dialect::markdown).failures.empty());
}

TEST_CASE("scenario: in Markdown a line with '# ' is output, and a block must be closed") {
    CHECK(
        verdict_of("```console\n$ dunning '# a'\n# a\n```\n", Dialect::markdown).failures.empty());
    CHECK_THROWS_AS(parse("a.md", Dialect::markdown, "```console\n$ dunning\n"), ScenarioError);
    CHECK_THROWS_AS(parse("a.md", Dialect::markdown, "no block\n"), ScenarioError);
}

TEST_CASE("scenario: a difference shows the lines both have in common") {
    CHECK(difference({"a", "b", "c"}, {"a", "x", "c"}) == Lines{"  a", "- b", "+ x", "  c"});
    CHECK(difference({}, {"a"}) == Lines{"+ a"});
    CHECK(difference({"a"}, {}) == Lines{"- a"});
    CHECK(difference({"a", "b"}, {"b", "c"}) == Lines{"- a", "  b", "+ c"});
}

TEST_CASE("scenario: a binary gets the clock, the arguments and the scenario's environment alone") {
    // `env --clock …` refuses the option, which shows the arguments, the status and standard error;
    // `echo` shows the words and their order.
    const Outcome said = through_binary("/bin/echo")({.arguments = {"age", "a b"}});
    CHECK(said.out == "--clock 2026-11-21T10:00:00Z age a b\n");
    CHECK(said.status == 0);
    const Outcome refused = through_binary("/bin/cat")({.arguments = {}});
    CHECK(refused.status == 1);
    CHECK(refused.err.find("--clock") != std::string::npos);
    CHECK_THROWS_AS(through_binary("/no/such/program")({}), std::system_error);
}
