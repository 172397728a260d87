#include "cli/format_choice.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dunning::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array paper{"report statement"sv};
constexpr std::array calendars{"report worklist"sv, "report deadlines"sv};
constexpr std::array without_rows{"report dashboard"sv};
constexpr std::array workbooks{"age"sv,         "customer list"sv,  "log list"sv,
                               "notify list"sv, "notify letters"sv, "plan list"sv};

bool is_one_of(const auto& list, const std::string& command) {
    return std::ranges::find(list, command) != list.end();
}

}  // namespace

const std::vector<std::string>& all_formats() {
    static const std::vector<std::string> formats = {"table", "csv",  "tsv", "json",
                                                     "jsonl", "xlsx", "pdf", "ics"};
    return formats;
}

bool has_format(const std::string& command, const std::string& format) {
    if (format == "pdf") return is_one_of(paper, command);
    if (format == "ics") return is_one_of(calendars, command);
    if (format == "xlsx") {
        return is_one_of(workbooks, command) ||
               (command.starts_with("report ") && !is_one_of(without_rows, command));
    }
    return true;
}

}  // namespace dunning::cli
