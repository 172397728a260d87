#include "core/contact_rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunning {
namespace {

std::string clock_text(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::optional<ContactDelay> quiet_hours(const ContactSettings& settings,
                                        const ContactMoment& moment) {
    if (!settings.quiet_from || !settings.quiet_to) return std::nullopt;
    if (!in_hours(moment.minute_of_day, *settings.quiet_from, *settings.quiet_to))
        return std::nullopt;
    const bool until_tomorrow =
        *settings.quiet_from > *settings.quiet_to && moment.minute_of_day >= *settings.quiet_from;
    return ContactDelay{
        "quiet_hours",
        fmt::format("it is {} where the customer is; messages go out from {}",
                    clock_text(moment.minute_of_day), clock_text(*settings.quiet_to)),
        moment.day + (until_tomorrow ? 1 : 0)};
}

std::optional<ContactDelay> over_cap(const ContactCap& cap, const std::vector<PastContact>& past,
                                     const ContactMoment& moment) {
    if (cap.channel && *cap.channel != moment.channel) return std::nullopt;
    std::vector<Date> counted;
    for (const PastContact& contact : past) {
        if (cap.channel && contact.channel != *cap.channel) continue;
        if (contact.day > moment.day - cap.within.days && contact.day <= moment.day) {
            counted.push_back(contact.day);
        }
    }
    if (static_cast<int>(counted.size()) < cap.count || cap.count <= 0) return std::nullopt;
    std::ranges::sort(counted);
    const std::size_t leaving = counted.size() - static_cast<std::size_t>(cap.count);
    return ContactDelay{
        "contact_cap",
        fmt::format("{} contacts by {} within {}, and {} are allowed", counted.size(),
                    cap.channel ? to_text(*cap.channel) : "any channel", to_text(cap.within),
                    cap.count),
        counted[leaving] + cap.within.days};
}

std::optional<ContactDelay> too_close(const ContactSettings& settings,
                                      const std::vector<PastContact>& past,
                                      const ContactMoment& moment) {
    if (!settings.gap || settings.gap->days == 0) return std::nullopt;
    std::optional<Date> latest;
    for (const PastContact& contact : past) {
        if (contact.day <= moment.day) latest = std::max(latest.value_or(contact.day), contact.day);
    }
    if (!latest || *latest + settings.gap->days <= moment.day) return std::nullopt;
    const Date again = *latest + settings.gap->days;
    return ContactDelay{"contact_gap",
                        fmt::format("the last contact was on {}, the next may be on {}",
                                    to_text(*latest), to_text(again)),
                        again};
}

}  // namespace

bool in_hours(int minute, int from, int to) {
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

std::optional<ContactDelay> contact_delay(const ContactSettings& settings,
                                          const std::vector<PastContact>& past,
                                          const ContactMoment& moment) {
    if (auto delay = quiet_hours(settings, moment)) return delay;
    for (const ContactCap& cap : settings.caps) {
        if (auto delay = over_cap(cap, past, moment)) return delay;
    }
    return too_close(settings, past, moment);
}

}  // namespace dunning
