#include "app/clock.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "core/check.h"

namespace dunning {
namespace {

const date::time_zone* find_zone(const std::string& timezone) {
    try {
        return date::locate_zone(timezone);
    } catch (
        const std::runtime_error&) {  // the package's only way to say that there is no such zone
        return nullptr;
    }
}

std::chrono::seconds seconds_in(const date::time_zone& zone, Instant instant) {
    const date::sys_seconds time{std::chrono::seconds(instant.seconds)};
    return zone.to_local(time).time_since_epoch();
}

}  // namespace

Instant SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

std::optional<Date> day_in_zone(Instant instant, const std::string& timezone) {
    const date::time_zone* zone = find_zone(timezone);
    if (zone == nullptr) return std::nullopt;
    return Date::from_days(std::chrono::floor<date::days>(seconds_in(*zone, instant)).count());
}

std::optional<ZoneClock> zone_clock(const std::string& timezone) {
    const date::time_zone* zone = find_zone(timezone);
    if (zone == nullptr) return std::nullopt;
    return ZoneClock{
        .local =
            [zone](Instant instant) {
                const auto local = seconds_in(*zone, instant);
                const auto day = std::chrono::floor<date::days>(local);
                const auto minutes =
                    std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
                return LocalTime{Date::from_days(static_cast<int>(day.count())),
                                 static_cast<int>(minutes)};
            },
        .instant =
            [zone](LocalTime local) {
                const date::local_seconds time{date::days(local.day.days()) +
                                               std::chrono::minutes(local.minute)};
                const auto earliest = zone->to_sys(time, date::choose::earliest);
                return Instant{earliest.time_since_epoch().count()};
            }};
}

std::string local_text(Instant instant, const std::string& timezone) {
    const date::time_zone* zone = find_zone(timezone);
    DUNNING_CHECK(zone != nullptr);
    const auto offset = seconds_in(*zone, instant) - std::chrono::seconds(instant.seconds);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    std::string text = to_text(Instant{instant.seconds + offset.count()});
    text.pop_back();  // the Z
    return text + fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                              std::abs(minutes) % 60);
}

std::string begin_of_day(Date day, const std::string& timezone) {
    const auto clock = zone_clock(timezone);
    DUNNING_CHECK(clock.has_value());
    return local_text(clock->instant({day, 0}), timezone);
}

std::vector<std::string> timezone_names() {
    std::vector<std::string> names;
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
    return names;
}

std::optional<Fault> unknown_timezone(std::string_view listed) {
    for (const std::string& zone : listed_timezones(listed)) {
        if (day_in_zone(Instant{0}, zone)) continue;
        return Fault{fmt::format("timezone '{}' is not a time zone of the IANA list", zone),
                     "as in Asia/Shanghai or Europe/Berlin"};
    }
    return std::nullopt;
}

}  // namespace dunning
