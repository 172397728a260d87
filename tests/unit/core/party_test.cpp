#include "core/party.h"

#include <doctest/doctest.h>

#include "core/receivable.h"

using namespace dunning;

namespace {

constexpr Channel channels[] = {Channel::email, Channel::sms,     Channel::letter,  Channel::phone,
                                Channel::visit, Channel::meeting, Channel::referral};

Customer reachable() {
    return {.id = "C001",
            .name = "Harbour Tools",
            .country = "DE",
            .email = "ap@harbour.example",
            .phone = "+49 40 1000",
            .mobile = "+49 170 1000",
            .address = "Kai 5\nHaus B",
            .city = "Hamburg",
            .postal_code = "20457"};
}

}  // namespace

TEST_CASE("party: names are read back, others are refused") {
    for (const auto channel : channels) CHECK(channel_from(to_text(channel)) == channel);
    for (const auto kind : {CustomerKind::business, CustomerKind::consumer}) {
        CHECK(customer_kind_from(to_text(kind)) == kind);
    }
    CHECK_FALSE(channel_from("Email"));
    CHECK_FALSE(channel_from(""));
    CHECK_FALSE(channel_from("fax"));
    CHECK_FALSE(customer_kind_from("person"));
    CHECK(to_text(ReceiptKind::payment) == "payment");
    CHECK(to_text(ReceiptKind::credit) == "credit");
}

TEST_CASE("party: messages go out by email, text and letter; the rest are tasks") {
    for (const auto channel : channels) {
        CAPTURE(to_text(channel));
        const bool message =
            channel == Channel::email || channel == Channel::sms || channel == Channel::letter;
        CHECK(is_task(channel) == !message);
    }
}

TEST_CASE("contact_point: what each channel needs") {
    const Customer customer = reachable();
    CHECK(contact_point(customer, Channel::email) == "ap@harbour.example");
    CHECK(contact_point(customer, Channel::sms) == "+49 170 1000");
    CHECK(contact_point(customer, Channel::phone) == "+49 170 1000");
    CHECK(contact_point(customer, Channel::letter) == "Kai 5, Haus B, 20457 Hamburg, DE");
    CHECK(contact_point(customer, Channel::visit) == "Kai 5, Haus B, 20457 Hamburg, DE");
}

TEST_CASE("contact_point: a message goes to a phone number that reads as a mobile one, no other") {
    Customer customer = reachable();
    customer.mobile = "";
    CHECK(contact_point(customer, Channel::sms) == "");
    CHECK(contact_point(customer, Channel::phone) == "+49 40 1000");
    CHECK(has_phone_without_sms(customer));
    customer.phone = "0170 1234567";  // in Germany
    CHECK(contact_point(customer, Channel::sms) == "0170 1234567");
    CHECK_FALSE(has_phone_without_sms(customer));
    customer.country = "";
    CHECK(contact_point(customer, Channel::sms) == "");
    customer.phone = "";
    CHECK_FALSE(has_phone_without_sms(customer));
    customer.mobile = "0170";  // as it was said
    CHECK(contact_point(customer, Channel::sms) == "0170");
}

TEST_CASE("contact_point: nothing stands in for an address") {
    Customer customer = reachable();
    customer.address = "";
    CHECK(contact_point(customer, Channel::letter) == "");
    for (const auto channel : channels) {
        CHECK(contact_point({.id = "C002", .name = "Nowhere"}, channel) == "");
    }
}

TEST_CASE("contact_point: an address is one line, with what there is") {
    Customer customer{.id = "C003", .name = "Mill"};
    customer.address = "Mill Road 1\r\n\r\nUnit 2\n";
    CHECK(contact_point(customer, Channel::letter) == "Mill Road 1, Unit 2");
    customer.city = "Leeds";
    CHECK(contact_point(customer, Channel::letter) == "Mill Road 1, Unit 2, Leeds");
    customer.city = "";
    customer.postal_code = "LS1";
    CHECK(contact_point(customer, Channel::letter) == "Mill Road 1, Unit 2, LS1");
}
