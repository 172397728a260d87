#include "channel/http_transport.h"

#include <fmt/format.h>

#include "channel/curl_session.h"
#include "channel/password.h"

namespace dunning {
namespace {

constexpr std::size_t answer_limit = 4096;

// RFC 8259 section 7. The text is UTF-8 already.
std::string json_text(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < ' ') {
            json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            json += c;
        }
    }
    return json + "\"";
}

std::size_t keep_answer(char* data, std::size_t size, std::size_t count, void* answer) {
    std::string& kept = *static_cast<std::string*>(answer);
    const auto room = answer_limit - std::min(kept.size(), answer_limit);
    kept.append(data, std::min(size * count, room));
    return size * count;
}

std::string with_password(std::string value, const std::string& password) {
    for (auto at = value.find(password_mark); at != std::string::npos;
         at = value.find(password_mark, at + password.size())) {
        value.replace(at, password_mark.size(), password);
    }
    return value;
}

std::string host_of(const std::string& url) {
    const auto begin = url.find("://") + 3;
    return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

}  // namespace

std::string http_body(const Parcel& parcel) {
    std::string_view text = parcel.document.bytes;
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return fmt::format(R"({{"to":{},"text":{},"id":{}}})", json_text(parcel.to), json_text(text),
                       json_text(parcel.key));
}

DeliveryOutcome outcome_of_http_status(long status) {
    if (status >= 200 && status < 300) return DeliveryOutcome::sent;
    if (status == 408 || status == 429 || status >= 500) return DeliveryOutcome::failed_for_now;
    if (status == 401 || status == 407 || status < 400) return DeliveryOutcome::unreachable;
    return DeliveryOutcome::failed_for_good;
}

struct HttpTransport::Gateway {
    CurlSession session;
    std::string password;
    std::string answer;

    Gateway(const Setup& setup, std::string secret) : password(std::move(secret)) {
        const HttpSettings& settings = setup.settings;
        session.set(CURLOPT_PROTOCOLS_STR, "http,https");
        session.set(CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
        session.set(CURLOPT_URL, settings.url);
        session.set(CURLOPT_UPLOAD, 0L);
        session.set(CURLOPT_POST, 1L);
        session.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        session.set(CURLOPT_FRESH_CONNECT, 1L);
        session.set(CURLOPT_FORBID_REUSE, 1L);
        session.verify_certificates(
            settings.ca_file.empty() ? "" : (setup.folder / settings.ca_file).string());
        session.keep_body_in(answer, keep_answer);
        if (settings.user.empty()) return;
        session.set(CURLOPT_USERNAME, settings.user);
        session.set(CURLOPT_PASSWORD, password);
    }
};

HttpTransport::HttpTransport(Setup setup) : setup_(std::move(setup)) {}
HttpTransport::~HttpTransport() = default;

std::string HttpTransport::name() const {
    return "http " + host_of(setup_.settings.url);
}

Delivery HttpTransport::deliver(const Parcel& parcel) {
    const HttpSettings& settings = setup_.settings;
    if (!gateway_) {
        std::string password;
        if (settings.password) {
            auto read = read_password(*settings.password, setup_.folder);
            if (!read) return {DeliveryOutcome::unreachable, read.error().what};
            password = std::move(read).value();
        }
        gateway_ = std::make_unique<Gateway>(setup_, std::move(password));
    }
    CurlList headers;
    for (const auto& [name, value] : settings.headers) {
        headers.add(name + ": " + with_password(value, gateway_->password));
    }
    headers.add("Content-Type: application/json");
    headers.add("Idempotency-Key: " + parcel.key);
    headers.add("Expect:");
    CurlSession& session = gateway_->session;
    const std::string body = http_body(parcel);
    gateway_->answer.clear();
    session.set(CURLOPT_HTTPHEADER, headers.get());
    session.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    const auto result = session.perform({.bytes = body,
                                         .before_the_last_byte = parcel.before_the_last_byte,
                                         .end = CurlSession::End::with_the_last_byte,
                                         .stop_wanted = parcel.stop_wanted,
                                         .timeout_seconds = settings.timeout_seconds,
                                         .acceptance_timeout_seconds = settings.timeout_seconds});
    session.set(CURLOPT_HTTPHEADER, nullptr);

    if (result.status >= 200) {
        return {outcome_of_http_status(result.status),
                fmt::format("{} {}", result.status, gateway_->answer)};
    }
    const std::string problem =
        result.stopped     ? "stopped while the gateway was silent"
        : result.timed_out ? fmt::format("no answer within {} seconds", settings.timeout_seconds)
                           : result.problem;
    if (!result.everything_sent) {
        return {result.stopped ? DeliveryOutcome::failed_for_now : DeliveryOutcome::unreachable,
                problem};
    }
    return {settings.idempotent ? DeliveryOutcome::failed_for_now : DeliveryOutcome::uncertain,
            problem};
}

}  // namespace dunning
