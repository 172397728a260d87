#include "cli/format_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace dunning::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::array paper{"report statement"sv};
constexpr std::array calendars{"report worklist"sv, "report deadlines"sv};
// A page and an archive: what is asked for as a table comes as what it is.
constexpr std::array without_rows{"report dashboard"sv, "report dossier"sv};
// Texts and answers of one line.
constexpr std::array words_alone{"notify show"sv, "policy check"sv, "policy show"sv,
                                 "policy explain"sv, "policy template try"sv};
constexpr std::array one_answer{"log check"sv};
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
    if (format == "table") return true;
    if (is_one_of(without_rows, command) || is_one_of(words_alone, command)) return false;
    if (is_one_of(one_answer, command)) return format == "json" || format == "jsonl";
    if (format == "pdf") return is_one_of(paper, command);
    if (format == "ics") return is_one_of(calendars, command);
    if (format == "xlsx") {
        return is_one_of(workbooks, command) || command.starts_with("report ");
    }
    return true;
}

void refuse_other_formats(const Session& session, const std::vector<std::string>& formats,
                          const std::string& remedy) {
    const std::string& wanted = session.options().format;
    if (std::ranges::find(formats, wanted) != formats.end()) return;
    throw Stop{
        wrong_usage,
        fmt::format("there is no form '{}' of this\n    {}", wanted,
                    remedy.empty() ? fmt::format("it has {}", fmt::join(formats, ", ")) : remedy)};
}

std::string formats_in_words(const std::string& command) {
    if (is_one_of(without_rows, command) || is_one_of(words_alone, command)) {
        return "it has one form, and needs no --format";
    }
    std::vector<std::string> formats = all_formats();
    std::erase_if(formats, [&](const std::string& format) { return !has_format(command, format); });
    return fmt::format("it has {}", fmt::join(formats, ", "));
}

}  // namespace dunning::cli
