// A document on its way, for tests of transports.
#pragma once

#include <functional>
#include <string>

#include "channel/channel.h"

namespace dunning::channel_test {

inline const std::string small_mail =
    "From: Book <ar@book.example>\r\nTo: Someone <someone@customer.example>\r\n"
    "Message-ID: <0123@book.example>\r\nSubject: Reminder\r\n\r\n"
    "A line\r\n.\r\n..two dots\r\nThe end\r\n";

struct OnItsWay {
    Document document{Channel::email, "message/rfc822", "eml", small_mail};
    std::string key = "N000001";
    int last_bytes = 0;  // how often the last byte was announced
    std::function<void()> last_byte = [this] { ++last_bytes; };
    std::function<bool()> stop_wanted = {};

    Delivery by(Transport& transport, const std::string& to) {
        return transport.deliver({.document = document,
                                  .key = key,
                                  .to = to,
                                  .before_the_last_byte = last_byte,
                                  .stop_wanted = stop_wanted});
    }
};

}  // namespace dunning::channel_test
