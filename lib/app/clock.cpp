#include "app/clock.h"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>

namespace dunning {
namespace {

std::optional<std::chrono::seconds> local_seconds(Instant instant, const std::string& timezone) {
    try {
        const auto* zone = date::locate_zone(timezone);
        const date::sys_seconds time{std::chrono::seconds(instant.seconds)};
        return zone->to_local(time).time_since_epoch();
    } catch (
        const std::runtime_error&) {  // the package's only way to say that there is no such zone
        return std::nullopt;
    }
}

}  // namespace

Instant SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count()};
}

std::optional<Date> day_in_zone(Instant instant, const std::string& timezone) {
    const auto local = local_seconds(instant, timezone);
    if (!local) return std::nullopt;
    return Date::from_days(std::chrono::floor<date::days>(*local).count());
}

std::optional<int> minute_of_day(Instant instant, const std::string& timezone) {
    const auto local = local_seconds(instant, timezone);
    if (!local) return std::nullopt;
    const auto since_midnight = *local - std::chrono::floor<date::days>(*local);
    return static_cast<int>(
        std::chrono::duration_cast<std::chrono::minutes>(since_midnight).count());
}

std::vector<std::string> timezone_names() {
    std::vector<std::string> names;
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
    return names;
}

}  // namespace dunning
