#include "cli/period.h"

#include <fmt/format.h>

#include "app/measure_book.h"

namespace dunning::cli {
namespace {

DayRange checked(const DayRange& range, std::string_view option) {
    if (range.from <= range.to) return range;
    throw Stop{wrong_usage,
               fmt::format("{}: {} is after {}", option, to_text(range.from), to_text(range.to))};
}

}  // namespace

DayRange period_from(const PeriodOptions& options, Session& session) {
    constexpr int usual_months = 3;
    const Date today = session.as_of();
    const Date to = options.to.empty() ? today : typed(parse_day(options.to, today), "--to");
    // From the end of a month back to the end of another: three calendar months.
    const Date usual = (to + 1).plus_months(-usual_months);
    const Date from =
        options.from.empty() ? usual : typed(parse_day(options.from, today), "--from");
    return checked({from, to}, "--from");
}

std::optional<DayRange> comparison_from(const std::string& text, const DayRange& period,
                                        Session& session) {
    if (text == "none") return std::nullopt;
    if (text.empty()) return period_before(period);
    const auto dots = text.find("..");
    if (dots == std::string::npos) {
        throw Stop{wrong_usage, fmt::format("--compare: '{}' is no period\n    write it as "
                                            "2025-01-01..2025-03-31, or none",
                                            text)};
    }
    const Date today = session.as_of();
    return checked({typed(parse_day(text.substr(0, dots), today), "--compare"),
                    typed(parse_day(text.substr(dots + 2), today), "--compare")},
                   "--compare");
}

std::vector<std::pair<std::string, ReportCell>> about_period(
    const DayRange& period, const std::optional<DayRange>& compare) {
    std::vector<std::pair<std::string, ReportCell>> about{{"from", period.from}, {"to", period.to}};
    if (compare) {
        about.emplace_back("compare_from", compare->from);
        about.emplace_back("compare_to", compare->to);
    }
    return about;
}

std::string title_of(const std::string& what, const DayRange& period,
                     const std::optional<DayRange>& compare) {
    std::string title = fmt::format("{}, {} to {}", what, to_text(period.from), to_text(period.to));
    if (compare) {
        title += fmt::format(" (before: {} to {})", to_text(compare->from), to_text(compare->to));
    }
    return title;
}

}  // namespace dunning::cli
