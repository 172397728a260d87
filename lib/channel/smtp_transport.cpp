#include "channel/smtp_transport.h"

#include <fmt/format.h>

#include "channel/curl_session.h"
#include "channel/password.h"
#include "channel/recipient.h"
#include "channel/smtp_answer.h"

namespace dunning {
namespace {

constexpr int closing_down = 421;

// The name that we greet with: our mail domain rather than whatever this machine is called.
std::string url_of(const SmtpSettings& settings, const std::string& from) {
    return fmt::format("{}://{}:{}/{}", settings.security == SmtpSecurity::tls ? "smtps" : "smtp",
                       settings.host, settings.port, from.substr(from.find('@') + 1));
}

std::string without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return std::string(line);
}

}  // namespace

struct SmtpTransport::Connection {
    CurlSession session;

    Connection(const Setup& setup, const std::string& password) {
        const SmtpSettings& settings = setup.settings;
        session.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        session.set(CURLOPT_PROXY, "");
        session.set(CURLOPT_URL, url_of(settings, setup.from));
        session.set(CURLOPT_USE_SSL,
                    static_cast<long>(settings.security == SmtpSecurity::none ? CURLUSESSL_NONE
                                                                              : CURLUSESSL_ALL));
        session.verify_certificates(
            settings.ca_file.empty() ? "" : (setup.folder / settings.ca_file).string());
        session.set(CURLOPT_MAIL_FROM, "<" + setup.from + ">");
        if (settings.user.empty()) return;
        session.set(CURLOPT_USERNAME, settings.user);
        session.set(CURLOPT_PASSWORD, password);
    }
};

struct SmtpTransport::Attempt {
    CurlSession::Result result;
    SmtpStage stage = SmtpStage::greeting;
    int code = 0;  // of the answer to the last command, 0: there was none
    std::string answer = {};

    bool was_refused() const { return code >= 400; }
    // Its recipient or content was on the line.
    bool is_about_message() const {
        return stage == SmtpStage::recipient || stage == SmtpStage::content;
    }
    // The server closes down upon this message. It may do so for its recipient's sake, or for
    // everybody's: the next message will show.
    bool is_farewell() const { return code == closing_down && is_about_message(); }
};

SmtpTransport::SmtpTransport(Setup setup) : setup_(std::move(setup)) {}
SmtpTransport::~SmtpTransport() = default;

std::string SmtpTransport::name() const {
    return fmt::format("smtp {}:{}", setup_.settings.host, setup_.settings.port);
}

SmtpTransport::Attempt SmtpTransport::attempt(const Parcel& parcel, Line line) {
    CurlSession& session = connection_->session;
    CurlList recipients;
    recipients.add("<" + parcel.to + ">");
    session.set(CURLOPT_MAIL_RCPT, recipients.get());
    session.set(CURLOPT_FRESH_CONNECT, line == Line::fresh ? 1L : 0L);
    Attempt attempt;
    const std::function<void()> last_byte = [&] {
        parcel.before_the_last_byte();
        attempt.stage = SmtpStage::verdict;
        attempt.code = 0;
    };
    attempt.result =
        session.perform({.bytes = parcel.document.bytes,
                         .before_the_last_byte = last_byte,
                         .on_command =
                             [&](std::string_view command) {
                                 if (command.starts_with("QUIT")) return;
                                 attempt.stage = stage_of_command(command, attempt.stage);
                                 attempt.code = 0;
                             },
                         .on_answer =
                             [&](std::string_view said) {
                                 constexpr int goodbye = 221;
                                 const int code = answer_code(said);
                                 if (code == 0 || code == goodbye) return;
                                 attempt.code = code;
                                 attempt.answer = without_line_end(said);
                             },
                         .stop_wanted = parcel.stop_wanted,
                         .timeout_seconds = setup_.settings.timeout_seconds,
                         .acceptance_timeout_seconds = setup_.settings.acceptance_timeout_seconds});
    session.set(CURLOPT_MAIL_RCPT, nullptr);
    return attempt;
}

Delivery SmtpTransport::judge(const Attempt& attempt) const {
    const CurlSession::Result& result = attempt.result;
    if (result.code == CURLE_OK) return {DeliveryOutcome::sent, attempt.answer};
    if (attempt.is_farewell()) return {DeliveryOutcome::broke_off, attempt.answer};
    if (attempt.was_refused()) {
        return {outcome_of_refusal(attempt.stage, attempt.code), attempt.answer};
    }
    if (result.stopped && !result.everything_sent) {
        return {DeliveryOutcome::failed_for_now, "stopped while the server was silent"};
    }
    if (result.everything_sent) {
        return {DeliveryOutcome::uncertain,
                result.stopped ? "stopped before the server had said whether it takes the message"
                : result.timed_out
                    ? "the server has not said whether it takes the message"
                    : "the connection was lost before the server had said whether it "
                      "takes the message"};
    }
    // Without an answer the server is the problem, unless it was this one message that made it
    // hang up or fall silent: the next one will show.
    return {attempt.is_about_message() ? DeliveryOutcome::broke_off : DeliveryOutcome::unreachable,
            result.timed_out
                ? fmt::format("no answer within {} seconds", setup_.settings.timeout_seconds)
                : result.problem};
}

std::optional<std::string> SmtpTransport::connect() {
    if (connection_) return std::nullopt;
    if (!password_) {
        password_ = "";
        if (setup_.settings.password) {
            auto read = read_password(*setup_.settings.password, setup_.folder);
            if (!read) {
                password_.reset();
                return read.error().what;
            }
            password_ = std::move(read).value();
        }
    }
    connection_ = std::make_unique<Connection>(setup_, *password_);
    return std::nullopt;
}

Delivery SmtpTransport::deliver(const Parcel& parcel) {
    if (const auto wrong = wrong_with_mail_address(parcel.to)) {
        return {DeliveryOutcome::failed_for_good, *wrong};
    }
    if (const auto problem = connect()) return {DeliveryOutcome::unreachable, *problem};
    const Attempt first = attempt(parcel, Line::kept);
    // A server may close a connection that has served long enough; a new one is as good as the
    // first. Nothing of this message has been taken, not even its sender.
    const bool kept_line_ended = first.result.code != CURLE_OK && !first.result.new_connection &&
                                 first.stage <= SmtpStage::sender && !first.result.timed_out &&
                                 !first.result.stopped &&
                                 (first.code == 0 || first.code == closing_down);
    const Attempt last = kept_line_ended ? attempt(parcel, Line::fresh) : first;
    // A conversation that broke off is not gone on with.
    if (last.result.code != CURLE_OK) connection_.reset();
    return judge(last);
}

}  // namespace dunning
