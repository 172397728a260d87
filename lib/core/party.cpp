#include "core/party.h"

#include <algorithm>

#include "core/check.h"
#include "core/mobile_number.h"

namespace dunning {
namespace {

// Addresses come with line breaks from some systems; a contact point is one line.
void append_line(std::string& line, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("\r\n"), text.size());
        if (end > 0) {
            if (!line.empty()) line += ", ";
            line += text.substr(0, end);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

// Without a street or a box a letter does not arrive, so a city alone is no address.
std::string postal_address(const Customer& customer) {
    if (customer.address.empty()) return {};
    const bool both = !customer.postal_code.empty() && !customer.city.empty();
    std::string line;
    append_line(line, customer.address);
    append_line(line, customer.postal_code + (both ? " " : "") + customer.city);
    append_line(line, customer.country);
    return line;
}

const std::string& phone_number(const Customer& customer) {
    return customer.mobile.empty() ? customer.phone : customer.mobile;
}

}  // namespace

std::string_view to_text(CustomerKind kind) {
    switch (kind) {
        case CustomerKind::business:
            return "business";
        case CustomerKind::consumer:
            return "consumer";
    }
    DUNNING_CHECK(false);
}

std::string_view to_text(Channel channel) {
    switch (channel) {
        case Channel::email:
            return "email";
        case Channel::sms:
            return "sms";
        case Channel::letter:
            return "letter";
        case Channel::phone:
            return "phone";
        case Channel::visit:
            return "visit";
        case Channel::meeting:
            return "meeting";
        case Channel::referral:
            return "referral";
        case Channel::note:
            return "note";
    }
    DUNNING_CHECK(false);
}

std::optional<CustomerKind> customer_kind_from(std::string_view text) {
    for (const auto kind : {CustomerKind::business, CustomerKind::consumer}) {
        if (to_text(kind) == text) return kind;
    }
    return std::nullopt;
}

std::optional<Channel> channel_from(std::string_view text) {
    for (const auto channel :
         {Channel::email, Channel::sms, Channel::letter, Channel::phone, Channel::visit,
          Channel::meeting, Channel::referral, Channel::note}) {
        if (to_text(channel) == text) return channel;
    }
    return std::nullopt;
}

std::vector<std::string> listed_timezones(std::string_view text) {
    std::vector<std::string> zones;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find(';', begin), text.size());
        std::string zone(text.substr(begin, end - begin));
        std::erase(zone, ' ');
        if (!zone.empty()) zones.push_back(std::move(zone));
        begin = end + 1;
    }
    return zones;
}

bool is_task(Channel channel) {
    return !is_message(channel) && channel != Channel::letter && channel != Channel::note;
}

bool is_message(Channel channel) {
    return channel == Channel::email || channel == Channel::sms;
}

bool has_phone_without_sms(const Customer& customer) {
    return customer.mobile.empty() && !customer.phone.empty() &&
           !is_mobile_number(customer.phone, customer.country);
}

std::string contact_point(const Customer& customer, Channel channel) {
    switch (channel) {
        case Channel::email:
            return customer.email;
        case Channel::sms:
            return has_phone_without_sms(customer) ? "" : phone_number(customer);
        case Channel::phone:
            return phone_number(customer);
        case Channel::letter:
        case Channel::visit:
        case Channel::meeting:
        case Channel::referral:
            return postal_address(customer);
        case Channel::note:
            return {};
    }
    DUNNING_CHECK(false);
}

}  // namespace dunning
