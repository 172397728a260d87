// The customer: who owes, and how to reach them. Personal data lives here alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/currency.h"
#include "core/money.h"

namespace dunning {

enum class CustomerKind { business, consumer };  // the law differs

// How a customer is contacted. Phone, visit and meeting become tasks for a collector; `referral` is
// a task that proposes to hand the case over. `note` reaches nobody: something was written down.
enum class Channel { email, sms, letter, phone, visit, meeting, referral, note };

struct Customer {
    std::string id;  // the accounting system's
    std::string name;
    CustomerKind kind = CustomerKind::business;
    std::string language = {};  // BCP 47, "" = the book's
    std::string country = {};   // ISO 3166-1 alpha-2
    std::string timezone = {};  // IANA name, several with ';' between; "" = the book's
    std::optional<Currency> currency = {};
    std::string email = {};
    std::string phone = {};
    std::string mobile = {};
    std::string address = {};
    std::string city = {};
    std::string postal_code = {};
    std::string collector = {};
    std::optional<Money> credit_limit = {};
    std::optional<int> terms_days = {};
    std::string segment = {};

    friend bool operator==(const Customer&, const Customer&) = default;
};

std::string_view to_text(CustomerKind kind);
std::string_view to_text(Channel channel);
std::optional<CustomerKind> customer_kind_from(std::string_view text);
std::optional<Channel> channel_from(std::string_view text);

// The time zones that a customer's file names: "America/New_York;America/Chicago" is two.
std::vector<std::string> listed_timezones(std::string_view text);

// Whether the channel's notice is a task for a person rather than a message to the customer.
bool is_task(Channel channel);

// Whether it reaches the customer at once, wherever they are, and may wake them: not a letter.
bool is_message(Channel channel);

// Where the channel reaches the customer: the email address, the mobile (else phone) number, the
// postal address on one line; empty when there is none. A message goes to the mobile number, and to
// the phone number where that one reads as a mobile one: on the line of a house or an office
// anybody would read it, or have it read out.
std::string contact_point(const Customer& customer, Channel channel);

// There is a phone number, and a message cannot go to it: nobody said that it is a mobile one, and
// it does not read as one.
bool has_phone_without_sms(const Customer& customer);

}  // namespace dunning
