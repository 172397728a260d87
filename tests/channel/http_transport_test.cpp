#include "channel/http_transport.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "channel/parcel.h"
#include "channel/print.h"
#include "channel/server.h"

using namespace dunning;
using namespace dunning::channel_test;

namespace {

HttpSettings settings_for(const Server& server, const std::string& path) {
    return {.url = fmt::format("http://127.0.0.1:{}{}", server.port(), path),
            .timeout_seconds = 20};
}

Delivery sent_by(const HttpSettings& settings, int last_bytes = 1) {
    HttpTransport transport({.settings = settings, .folder = "/"});
    OnItsWay text;
    text.document = {Channel::sms, "text/plain", "txt", "Pay \"now\"\\\n\t\xE8\xB0\xA2\n"};
    const Delivery delivery = text.by(transport, "+4917012345");
    CHECK(text.last_bytes == last_bytes);
    return delivery;
}

}  // namespace

TEST_CASE("http: the request has the text as JSON, the key and the headers") {
    SmsGateway gateway;
    HttpSettings settings = settings_for(gateway, "/v1/200");
    settings.headers = {{"X-Sender", "Book"}, {"Authorization", "Bearer {password}"}};
    settings.password = PasswordCommand{{"printf", "t0ken"}};
    CHECK(sent_by(settings) == Delivery{DeliveryOutcome::sent, R"(200 {"said":"200"})"});
    REQUIRE(gateway.requests().size() == 1);
    const std::string request = gateway.requests()[0];
    CHECK(request.starts_with("POST /v1/200\n"));
    for (const char* line : {"\nidempotency-key: N000001\n", "\ncontent-type: application/json\n",
                             "\nx-sender: Book\n", "\nauthorization: Bearer t0ken\n"}) {
        CAPTURE(line);
        CHECK(request.find(line) != std::string::npos);
    }
    CHECK(
        request.ends_with("\n\n"
                          R"({"to":"+4917012345","text":"Pay \"now\"\\\u000a\u0009)"
                          "\xE8\xB0\xA2\",\"id\":\"N000001\"}"));
}

TEST_CASE("http: the status decides") {
    using enum DeliveryOutcome;
    struct Case {
        int status;
        DeliveryOutcome outcome;
    };
    SmsGateway gateway;
    for (const auto& [status, outcome] : std::vector<Case>{{202, sent},
                                                           {301, unreachable},
                                                           {400, failed_for_good},
                                                           {401, unreachable},
                                                           {404, failed_for_good},
                                                           {408, failed_for_now},
                                                           {422, failed_for_good},
                                                           {429, failed_for_now},
                                                           {500, failed_for_now},
                                                           {503, failed_for_now}}) {
        CAPTURE(status);
        const auto delivery = sent_by(settings_for(gateway, "/" + std::to_string(status)));
        CHECK(delivery.outcome == outcome);
        CHECK(delivery.detail.starts_with(std::to_string(status)));
    }
    CHECK(gateway.requests().size() == 10);  // no redirection was followed, nothing asked twice
}

TEST_CASE("http: without an answer it is uncertain, unless the gateway is idempotent") {
    SmsGateway gateway;
    HttpSettings settings = settings_for(gateway, "/drop");
    CHECK(sent_by(settings).outcome == DeliveryOutcome::uncertain);
    settings = settings_for(gateway, "/hang");
    settings.timeout_seconds = 1;
    CHECK(sent_by(settings) == Delivery{DeliveryOutcome::uncertain, "no answer within 1 seconds"});
    settings.idempotent = true;
    CHECK(sent_by(settings).outcome == DeliveryOutcome::failed_for_now);
    CHECK(gateway.requests().size() == 3);
    gateway.end();
    CHECK(sent_by(settings, 0).outcome == DeliveryOutcome::unreachable);
}

TEST_CASE("http: who wants to stop does not wait for a silent gateway") {
    SmsGateway gateway;
    HttpSettings settings = settings_for(gateway, "/hang");
    HttpTransport transport({.settings = settings, .folder = "/"});
    OnItsWay text;
    text.stop_wanted = [] { return true; };
    CHECK(text.by(transport, "+4915112345") ==
          Delivery{DeliveryOutcome::uncertain, "stopped while the gateway was silent"});
}

TEST_CASE("http: with a user the password goes as Basic authentication") {
    SmsGateway gateway;
    HttpSettings settings = settings_for(gateway, "/200");
    settings.user = "clerk";
    settings.password = PasswordCommand{{"printf", "s3cret"}};
    CHECK(sent_by(settings).outcome == DeliveryOutcome::sent);
    CHECK(gateway.requests()[0].find("\nauthorization: Basic Y2xlcms6czNjcmV0\n") !=
          std::string::npos);
}
