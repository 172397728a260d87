#include "formats/calendar_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "formats/shipped_calendars.h"
#include "formats/toml_section.h"

namespace dunning {
namespace {

void read_years(TomlSection& section, CalendarFile& calendar) {
    const auto years = section.need("years");
    const auto values = years ? years->list() : std::nullopt;
    if (!values) return;
    for (const auto& value : *values) {
        if (const auto year = value.whole_number({first_year, last_year}))
            calendar.years.insert(*year);
    }
    if (values->empty()) years->problem("is empty", "list the years whose holidays are complete");
}

void read_days(const TomlValue& list, const std::set<int>& years, std::set<Date>& days) {
    const auto values = list.list();
    if (!values) return;
    for (const auto& value : *values) {
        const auto day = value.date();
        if (!day) continue;
        if (!years.contains(day->year())) value.problem("is in a year that `years` does not list");
        days.insert(*day);
    }
}

std::set<int> years_of_all_regions(const std::vector<CalendarFile>& files) {
    std::map<std::string, std::set<int>> by_region;
    for (const auto& file : files)
        by_region[file.region].insert(file.years.begin(), file.years.end());
    std::set<int> common = by_region.begin()->second;
    for (const auto& region : by_region) {
        std::set<int> both;
        std::ranges::set_intersection(common, region.second, std::inserter(both, both.end()));
        common = both;
    }
    return common;
}

}  // namespace

std::optional<CalendarFile> read_calendar_file(std::string_view text, const std::string& file,
                                               Diagnostics& diagnostics) {
    Diagnostics found;
    PolicyPlaces places(file);
    const TomlFile source{file, text, found, places};
    CalendarFile calendar;
    if (const auto table = parse_toml(source)) {
        TomlSection root(source, *table);
        root.take("region", calendar.region, &TomlValue::text);
        read_years(root, calendar);
        if (const auto days = root.need("holidays"))
            read_days(*days, calendar.years, calendar.holidays);
        if (const auto days = root.find("working"))
            read_days(*days, calendar.years, calendar.working);
        root.refuse_unknown();
    }
    for (const auto& diagnostic : found.all()) diagnostics.add(diagnostic);
    return found.has_errors() ? std::nullopt : std::optional(calendar);
}

void add_calendar_files(const std::vector<CalendarFile>& files, CalendarDays& days) {
    const auto years = years_of_all_regions(files);
    const auto add = [&years](const std::set<Date>& from, std::set<Date>& to) {
        for (const Date day : from) {
            if (years.contains(day.year())) to.insert(day);
        }
    };
    for (const auto& file : files) {
        add(file.holidays, days.holidays);
        add(file.working, days.working);
    }
    days.covered_years.insert(years.begin(), years.end());
}

const BusinessCalendar* shipped_calendar_of(std::string_view country) {
    static const auto calendars = [] {
        std::map<std::string, BusinessCalendar, std::less<>> by_country;
        for (const auto& shipped : shipped_calendars) {
            Diagnostics none;
            const auto file =
                read_calendar_file(shipped.contents, std::string(shipped.stem()), none);
            // "GB-ENG" serves for the country; "TARGET" is of no country.
            const std::string region = file.value().region.substr(0, file->region.find('-'));
            CalendarDays days;
            add_calendar_files({*file}, days);
            if (region.size() == 2) by_country.emplace(region, BusinessCalendar(std::move(days)));
        }
        return by_country;
    }();
    const auto found = calendars.find(country);
    return found == calendars.end() ? nullptr : &found->second;
}

std::vector<std::string> shipped_calendar_names() {
    std::vector<std::string> names;
    for (const auto& file : shipped_calendars) {
        names.emplace_back(file.stem());
    }
    return names;
}

}  // namespace dunning
