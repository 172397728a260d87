// A calendar file: the holidays and make-up working days of one region, and the years that it
// covers.
//
//   region   = "CN"                     # files of one region complete one another (cn-2026,
//   cn-2027) years    = [2026]                   # covered completely holidays = ["2026-01-01",
//   "2026-01-02"] working  = ["2026-01-04"]           # weekend days on which people work
//
// Several calendars combine by the union of their holidays. A year is covered when every region
// covers it: a year for which one region's holidays are unknown would move deadlines in silence.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/diagnostic.h"

namespace dunning {

struct CalendarFile {
    std::string region = {};
    std::set<int> years = {};
    std::set<Date> holidays = {};
    std::set<Date> working = {};
};

// `file` is for messages. Nothing when there is a problem; all are reported.
std::optional<CalendarFile> read_calendar_file(std::string_view text, const std::string& file,
                                               Diagnostics& diagnostics);

// Adds the days of the years that all regions cover. REQUIRES: `files` is not empty.
void add_calendar_files(const std::vector<CalendarFile>& files, CalendarDays& days);

// "cn", "de", ...
std::vector<std::string> shipped_calendar_names();

// The holidays of a country (ISO 3166: "GB"), whatever the book's calendar is. Null: none is shipped.
const BusinessCalendar* shipped_calendar_of(std::string_view country);

}  // namespace dunning
