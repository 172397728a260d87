#include "formats/policy_check_contact.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>

#include "core/joined.h"

namespace dunning {
namespace {

constexpr int minutes_a_day = 24 * 60;
using Minutes = std::bitset<minutes_a_day>;

// May span midnight.
Minutes minutes_of(int from, int to) {
    Minutes minutes;
    const int last = from < to ? to : to + minutes_a_day;
    for (int i = from; i < last; ++i) minutes.set(static_cast<std::size_t>(i % minutes_a_day));
    return minutes;
}

// What the rules leave of a day, and what each says.
struct Hours {
    Minutes left = Minutes().set();
    std::vector<std::string> by_rule = {};
};

std::string time_text(int minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

Hours hours_for(const ContactSettings& contact, CustomerKind kind) {
    Hours hours;
    for (const ContactRule& rule : rules_for(contact, kind)) {
        const auto* allowed = std::get_if<AllowedHours>(&rule.limit);
        if (allowed == nullptr) continue;
        hours.left &= minutes_of(allowed->from, allowed->to);
        hours.by_rule.push_back(fmt::format("{} leaves {} to {}", rule.id, time_text(allowed->from),
                                            time_text(allowed->to)));
    }
    return hours;
}

// Quiet hours that were written as the hours of work.
bool is_by_night_alone(const Minutes& left) {
    const Minutes office = minutes_of(9 * 60, 17 * 60);
    const Minutes night = minutes_of(2 * 60, 5 * 60);
    return (left & office).none() && (left & night).any();
}

void check_hours(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    for (const CustomerKind kind : {CustomerKind::business, CustomerKind::consumer}) {
        const Hours hours = hours_for(policy.contact, kind);
        if (hours.left.none()) {
            diagnostics.warning(places.of("contact.quiet_hours"),
                                fmt::format("no hour of the day is left for messages and calls: {}",
                                            joined(hours.by_rule, ", ")),
                                "they would wait for ever: quiet hours are those without contact",
                                "quiet_hours");
            return;
        }
        if (is_by_night_alone(hours.left)) {
            diagnostics.warning(
                places.of("contact.quiet_hours"),
                fmt::format("messages and calls may go by night and not by day: {}",
                            joined(hours.by_rule, ", ")),
                "quiet hours are those without contact, as in [\"20:00\", \"09:00\"]",
                "quiet_hours");
            return;
        }
    }
}

bool is_used(const Policy& policy, Channel channel) {
    const auto has = [channel](const std::vector<Channel>& channels) {
        return std::ranges::find(channels, channel) != channels.end();
    };
    const PlanRules& plan = policy.agreements.plan;
    return (plan.remind_days > 0 && has(plan.remind_by)) ||
           std::ranges::any_of(policy.procedures, [&](const Procedure& procedure) {
               return std::ranges::any_of(procedure.levels, [&](const Level& level) {
                   return has(level.channels) || has(level.also);
               });
           });
}

void check_caps(const Policy& policy, const PolicyPlaces& places, Diagnostics& diagnostics) {
    const auto& caps = policy.contact.caps;
    for (std::size_t i = 0; i < caps.size(); ++i) {
        if (!caps[i].channel || is_used(policy, *caps[i].channel)) continue;
        diagnostics.warning(
            places.of(fmt::format("contact.caps[{}].channel", i)),
            fmt::format("no level uses {}: the cap on it is for contacts that people log alone",
                        to_text(*caps[i].channel)),
            "\"any\" caps all channels together", "channel");
    }
}

}  // namespace

void check_contact_rules(const Policy& policy, const PolicyPlaces& places,
                         Diagnostics& diagnostics) {
    check_hours(policy, places, diagnostics);
    check_caps(policy, places, diagnostics);
}

}  // namespace dunning
