#include "scenario/foretold.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace dunning::scenario {
namespace {

using Arguments = std::vector<std::string>;

bool has(const Arguments& arguments, std::string_view word) {
    return std::ranges::find(arguments, word) != arguments.end();
}

// `dunning notify` alone: its other commands follow it by a word.
bool is_night(const Arguments& arguments) {
    if (arguments.empty() || arguments.front() != "notify") return false;
    if (has(arguments, "--dry-run") || has(arguments, "--explain") || has(arguments, "--help")) {
        return false;
    }
    return arguments.size() == 1 || arguments[1].starts_with("--");
}

// An option and its value.
void leave_out(std::string_view option, Arguments& arguments) {
    const auto at = std::ranges::find(arguments, option);
    if (at != arguments.end()) arguments.erase(at, at + 2);
}

// The value of a text or number in one line of JSON.
std::string value_of(const std::string& line, const std::string& key) {
    const std::string mark = "\"" + key + "\":";
    const auto at = line.find(mark);
    if (at == std::string::npos) return {};
    const auto begin = at + mark.size();
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
}

// What both lists say of a notice: to whom, as what, over how much.
std::multiset<std::string> notices_in(const std::string& json_lines) {
    std::multiset<std::string> notices;
    std::istringstream stream(json_lines);
    for (std::string line; std::getline(stream, line);) {
        if (line.find("\"level_name\":") == std::string::npos) continue;  // withheld
        notices.insert(value_of(line, "customer") + " " + value_of(line, "level_name") + " " +
                       value_of(line, "total") + " " + value_of(line, "pay_by"));
    }
    return notices;
}

std::multiset<std::string> less(const std::multiset<std::string>& all,
                                const std::multiset<std::string>& some) {
    std::multiset<std::string> rest;
    std::ranges::set_difference(all, some, std::inserter(rest, rest.end()));
    return rest;
}

std::string listed(const char* title, const std::multiset<std::string>& notices) {
    std::string text;
    for (const std::string& notice : notices) text += std::string(title) + notice + "\n";
    return text;
}

}  // namespace

Program with_foretold_nights(Program program) {
    return [program = std::move(program)](const Invocation& invocation) {
        if (!is_night(invocation.arguments)) return program(invocation);
        Invocation dry_run = invocation;
        std::erase(dry_run.arguments, "--quiet");
        leave_out("--format", dry_run.arguments);
        Invocation list = dry_run;
        dry_run.arguments.insert(dry_run.arguments.end(), {"--dry-run", "--format", "jsonl"});
        list.arguments.insert(list.arguments.begin() + 1, "list");
        leave_out("--now", list.arguments);  // of a night alone
        list.arguments.insert(list.arguments.end(), {"--format", "jsonl"});
        const auto before = notices_in(program(list).out);
        const Outcome foretold = program(dry_run);
        Outcome night = program(invocation);
        if (night.status != 0 && night.status != 3) return night;
        const auto drafted = less(notices_in(program(list).out), before);
        const auto expected = notices_in(foretold.out);
        if (foretold.status != 0) night.err += "the dry run failed: " + foretold.err;
        night.err += listed("foretold, and not drafted: ", less(expected, drafted));
        night.err += listed("drafted, and not foretold: ", less(drafted, expected));
        return night;
    };
}

}  // namespace dunning::scenario
