// [calendar]
#include <fmt/format.h>

#include "formats/calendar_file.h"
#include "formats/policy_sections.h"
#include "text/suggest.h"

namespace dunning {
namespace {

constexpr Word<Weekday> weekdays[] = {{"mon", Weekday::monday},    {"tue", Weekday::tuesday},
                                      {"wed", Weekday::wednesday}, {"thu", Weekday::thursday},
                                      {"fri", Weekday::friday},    {"sat", Weekday::saturday},
                                      {"sun", Weekday::sunday}};

void read_weekend(const TomlValue& value, CalendarDays& days) {
    const auto closed = value.words<Weekday>(weekdays);
    if (!closed) return;
    if (closed->size() == 7) {
        value.problem("leaves no working day");
        return;
    }
    days.weekend = {closed->begin(), closed->end()};
}

std::optional<std::set<Date>> read_dates(const TomlValue& value) {
    const auto values = value.list();
    if (!values) return std::nullopt;
    std::set<Date> days;
    for (const auto& element : *values) {
        if (const auto day = element.date()) days.insert(*day);
    }
    return days;
}

std::optional<CalendarFile> read_named_file(const TomlValue& value, const std::string& name,
                                            const PolicyInput& input) {
    const auto text = input.calendar_file ? input.calendar_file(name) : std::nullopt;
    if (!text) {
        const auto shipped = shipped_calendar_names();
        const auto nearest = did_you_mean(name, shipped);
        value.problem("is no calendar",
                      fmt::format("{}{}shipped are {}; or name a file beside the policy", nearest,
                                  nearest.empty() ? "" : " ", fmt::join(shipped, ", ")));
        return std::nullopt;
    }
    return read_calendar_file(*text, name, value.file().diagnostics);
}

void read_files(const TomlValue& value, const PolicyInput& input, CalendarDays& days) {
    const auto values = value.list();
    if (!values) return;
    std::vector<CalendarFile> files;
    std::string names;
    for (const auto& element : *values) {
        const auto name = element.text_with_content();
        if (!name) continue;
        names += (names.empty() ? "" : ", ") + *name;
        if (auto file = read_named_file(element, *name, input)) files.push_back(std::move(*file));
    }
    if (files.empty() || files.size() != values->size()) return;
    add_calendar_files(files, days);
    if (days.covered_years.empty()) value.problem("have no year in common");
    days.extend = fmt::format("{}, [calendar] holidays (its files: {})", input.file, names);
}

}  // namespace

void read_calendar(TomlSection& root, const PolicyInput& input, Policy& policy) {
    auto section = root.section("calendar");
    if (!section) return;
    CalendarDays days;
    days.extend = input.file + ", [calendar] holidays";
    if (const auto value = section->find("weekend")) read_weekend(*value, days);
    section->take("holidays", days.holidays, read_dates);
    section->take("working", days.working, read_dates);
    if (const auto value = section->find("files")) read_files(*value, input, days);
    section->refuse_unknown();
    policy.calendar = BusinessCalendar(std::move(days));
}

}  // namespace dunning
