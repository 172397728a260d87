// Periods as options say them, for reports.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "core/cell.h"
#include "core/day_range.h"

namespace dunning::cli {

struct PeriodOptions {
    std::string from;
    std::string to;
};

// Default: the three months up to --as-of. Throws Stop{wrong_usage}.
DayRange period_from(const PeriodOptions& options, Session& session);

// "2025-01-01..2025-03-31", "none"; by default the period before.
std::optional<DayRange> comparison_from(const std::string& text, const DayRange& period,
                                        Session& session);

// For the head of JSON and of a table.
std::vector<std::pair<std::string, ReportCell>> about_period(
    const DayRange& period, const std::optional<DayRange>& compare);
std::string title_of(const std::string& what, const DayRange& period,
                     const std::optional<DayRange>& compare);

}  // namespace dunning::cli
