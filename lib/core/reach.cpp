#include "core/reach.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/check.h"

namespace dunning {
namespace {

bool concerns(const DeadPoint& dead, Channel channel) {
    if (dead.channel == channel) return true;
    const bool is_number = channel == Channel::sms || channel == Channel::phone;
    const bool was_number = dead.channel == Channel::sms || dead.channel == Channel::phone;
    return is_number && was_number && (dead.how == "wrong_number" || dead.how == "not_in_service");
}

const DeadPoint* dead_point(const CustomerPosition& position, Channel channel) {
    return find_dead_point(position.dead_points, channel,
                           contact_point(position.customer, channel));
}

}  // namespace

const DeadPoint* find_dead_point(const std::vector<DeadPoint>& dead_points, Channel channel,
                                 const std::string& value) {
    const auto found = std::ranges::find_if(dead_points, [&](const DeadPoint& dead) {
        return concerns(dead, channel) && dead.value == value;
    });
    return found == dead_points.end() ? nullptr : &*found;
}

bool has_opted_out(const CustomerPosition& position, Channel channel) {
    return std::ranges::find(position.opted_out, channel) != position.opted_out.end();
}

bool reaches(const CustomerPosition& position, Channel channel) {
    if (channel == Channel::referral) return true;
    return !has_opted_out(position, channel) &&
           !contact_point(position.customer, channel).empty() &&
           dead_point(position, channel) == nullptr;
}

std::string no_sms_number(const Customer& customer) {
    return fmt::format(
        "has a phone number that is not marked for SMS: dunning customer set {} mobile=NUMBER",
        customer.id);
}

std::string why_out_of_reach(const CustomerPosition& position, Channel channel) {
    if (has_opted_out(position, channel)) return "opted out";
    if (channel == Channel::sms && has_phone_without_sms(position.customer)) {
        return no_sms_number(position.customer);
    }
    if (contact_point(position.customer, channel).empty()) return "no contact point";
    const DeadPoint* const dead = dead_point(position, channel);
    DUNNING_CHECK(dead != nullptr);
    return fmt::format("{} on {}", dead->how, to_text(dead->since));
}

}  // namespace dunning
