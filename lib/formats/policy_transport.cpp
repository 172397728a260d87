#include "formats/policy_transport.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.h"
#include "formats/network_address.h"

namespace dunning {
namespace {

constexpr int longest_wait_seconds = 3600;

// "30s", "10m", "1h".
std::optional<int> read_seconds(const TomlValue& value) {
    const auto text = value.text();
    if (!text) return std::nullopt;
    int count = 0;
    std::size_t digits = 0;
    while (digits < text->size() && digits < 4 && is_digit((*text)[digits]))
        count = count * 10 + ((*text)[digits++] - '0');
    const std::string unit = text->substr(digits);
    const int seconds = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    if (digits == 0 || seconds == 0) {
        value.problem("is not a time limit", "as in \"30s\" or \"10m\"");
        return std::nullopt;
    }
    if (count * seconds < 1 || count * seconds > longest_wait_seconds) {
        value.problem("is not between \"1s\" and \"1h\"");
        return std::nullopt;
    }
    return count * seconds;
}

// A program with its arguments; nothing of it goes through a shell.
std::optional<ProgramLine> read_program(const TomlValue& value) {
    if (value.node().is_string()) {
        value.wrong_type("a list, the program and each argument by itself");
        return std::nullopt;
    }
    auto program = value.texts();
    if (!program) return std::nullopt;
    if (program->empty()) {
        value.problem("names no program", "as in [\"/usr/local/bin/send-sms\", \"{to}\"]");
        return std::nullopt;
    }
    return program;
}

// ---- passwords

// The value is not repeated: diagnostics end up in mails and logs.
void refuse_password(TomlSection& section, std::string_view key) {
    const auto value = section.find(key);
    if (!value) return;
    value->file().diagnostics.error(
        value->place(),
        fmt::format("{} may not stand in the policy, which every run keeps in the ledger (in {})",
                    key, section.title()),
        "say where it is: password_command = [\"pass\", \"show\", \"smtp\"], password_file or "
        "password_env",
        std::string(key));
}

std::optional<PasswordSource> read_password(TomlSection& section) {
    for (const auto* key : {"password", "passwd", "token"}) refuse_password(section, key);
    std::optional<PasswordSource> source;
    const auto accept = [&](const TomlValue& value, std::optional<PasswordSource> read) {
        if (source && read) value.problem("is a second source of the password", "keep one");
        if (read) source = std::move(read);
    };
    if (const auto value = section.find("password_command")) {
        const auto program = read_program(*value);
        accept(*value,
               program ? std::optional<PasswordSource>(PasswordCommand{*program}) : std::nullopt);
    }
    if (const auto value = section.find("password_file")) {
        const auto path = value->text_with_content();
        accept(*value, path ? std::optional<PasswordSource>(PasswordFile{*path}) : std::nullopt);
    }
    if (const auto value = section.find("password_env")) {
        const auto name = value->text_with_content();
        accept(*value,
               name ? std::optional<PasswordSource>(PasswordVariable{*name}) : std::nullopt);
    }
    return source;
}

// ---- urls

// The address that `key` must be; problems name what is expected, as in "smtp://mail.example:587".
std::optional<NetworkAddress> read_url(const TomlValue& value,
                                       const std::vector<std::string>& schemes,
                                       const std::string& example) {
    const auto text = value.text();
    if (!text) return std::nullopt;
    const auto address = parse_network_address(*text);
    if (address && address->names_user) {
        value.file().diagnostics.error(
            value.place(),
            fmt::format("{} has a user or a password in it, and the policy is kept with every run",
                        value.key()),
            "write `user` and password_command, password_file or password_env", value.key());
        return std::nullopt;
    }
    if (!address || std::ranges::find(schemes, address->scheme) == schemes.end()) {
        value.problem(fmt::format("is not an address of {}", fmt::join(schemes, " or ")),
                      "as in \"" + example + "\"");
        return std::nullopt;
    }
    return address;
}

// ---- smtp

enum class StartTls { required, none, plain_text };
constexpr Word<StartTls> starttls_words[] = {{"required", StartTls::required},
                                             {"none", StartTls::none},
                                             {"plain_text", StartTls::plain_text}};

std::optional<NetworkAddress> read_smtp_url(TomlSection& section) {
    const auto value = section.need("url");
    if (!value) return std::nullopt;
    auto address = read_url(*value, {"smtp", "smtps"}, "smtp://mail.example.com:587");
    if (address && !address->path.empty() && address->path != "/") {
        value->problem("has more than a host and a port", "as in \"smtp://mail.example.com:587\"");
        return std::nullopt;
    }
    return address;
}

void read_security(TomlSection& section, const NetworkAddress& address, SmtpSettings& smtp) {
    smtp.security = address.scheme == "smtps" ? SmtpSecurity::tls : SmtpSecurity::starttls;
    const auto value = section.find("starttls");
    const auto word = value ? value->word<StartTls>(starttls_words) : std::nullopt;
    if (!word) return;
    if (smtp.security == SmtpSecurity::tls) {
        value->problem("does not go with smtps://, which is encrypted from the first byte",
                       "leave it out");
        return;
    }
    if (*word == StartTls::required) return;
    smtp.security = SmtpSecurity::none;
    if (*word == StartTls::none && !is_loopback(address.host)) {
        value->problem(
            fmt::format("would send notices to {} for everybody on the way to read", address.host),
            "leave it out, or say \"plain_text\" if that network is yours alone");
    }
}

void check_login(TomlSection& section, const SmtpSettings& smtp) {
    if (!smtp.user.empty() && !smtp.password) {
        section.problem("user has no password",
                        "add password_command, password_file or password_env");
    }
    if (smtp.user.empty() && smtp.password) section.problem("a password needs a `user`");
    if (!smtp.user.empty() && smtp.security == SmtpSecurity::none && !is_loopback(smtp.host)) {
        section.problem("user would send its password for everybody on the way to read",
                        "leave out `starttls`, or `user`");
    }
}

}  // namespace

std::optional<SmtpSettings> read_smtp(TomlSection& channel) {
    auto section = channel.section("smtp");
    if (!section) return std::nullopt;
    SmtpSettings smtp;
    const auto address = read_smtp_url(*section);
    if (address) {
        smtp.host = address->host;
        read_security(*section, *address, smtp);
        const int usual_port = smtp.security == SmtpSecurity::tls ? 465 : 587;
        smtp.port = address->port == 0 ? usual_port : address->port;
    } else {
        (void)section->find("starttls");
    }
    section->take("user", smtp.user, &TomlValue::text);
    smtp.password = read_password(*section);
    section->take("ca_file", smtp.ca_file, &TomlValue::text);
    section->take("timeout", smtp.timeout_seconds, read_seconds);
    section->take("acceptance_timeout", smtp.acceptance_timeout_seconds, read_seconds);
    section->refuse_unknown();
    if (!address) return std::nullopt;
    check_login(*section, smtp);
    return smtp;
}

std::optional<SendmailSettings> read_sendmail(TomlSection& channel) {
    const auto value = channel.find("sendmail");
    auto program = value ? read_program(*value) : std::nullopt;
    SendmailSettings sendmail;
    if (const auto timeout = channel.find("timeout")) {
        sendmail.timeout_seconds = read_seconds(*timeout).value_or(sendmail.timeout_seconds);
    }
    if (!program) return std::nullopt;
    sendmail.program = std::move(*program);
    return sendmail;
}

namespace {

// A place holder inside a longer argument looks as if a shell took it apart, and none does.
void check_place_holders(const TomlValue& value, const ProgramLine& program) {
    for (std::size_t i = 0; i < program.size(); ++i) {
        const std::string& argument = program[i];
        if (argument == "{to}" || argument == "{id}") {
            if (i == 0) value.problem(fmt::format("begins with {}", argument), "name the program");
            continue;
        }
        const auto open = argument.find('{');
        if (open == std::string::npos || argument.find('}', open) == std::string::npos) continue;
        value.problem(fmt::format("has a place holder inside the argument '{}'", argument),
                      "{to} and {id} are arguments of their own, as in [\"send\", \"--to\", "
                      "\"{to}\"]");
    }
}

}  // namespace

std::optional<CommandSettings> read_command(TomlSection& channel) {
    const auto value = channel.find("command");
    auto program = value ? read_program(*value) : std::nullopt;
    CommandSettings command;
    channel.take("timeout", command.timeout_seconds, read_seconds);
    channel.take("idempotent", command.idempotent, &TomlValue::truth);
    if (!program) return std::nullopt;
    check_place_holders(*value, *program);
    command.program = std::move(*program);
    return command;
}

namespace {

// Headers that let somebody in are passwords by another name.
bool lets_in(const std::string& name) {
    const std::string lower = lower_case(name);
    return std::ranges::any_of(
        std::vector<std::string>{"authorization", "cookie", "key", "token", "secret", "password"},
        [&](const std::string& part) { return lower.find(part) != std::string::npos; });
}

bool is_header_name(const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_letter_or_digit(c) || c == '-' || c == '_';
    });
}

// `value` is not repeated where it may be a secret.
void check_header(const std::string& name, const std::string& text, const TomlValue& value,
                  const HttpSettings& http) {
    const auto wrong = [&](std::string_view what, std::string remedy) {
        value.file().diagnostics.error(value.place(),
                                       fmt::format("header '{}' {} (in headers)", name, what),
                                       std::move(remedy), name);
    };
    const bool has_mark = text.find(password_mark) != std::string::npos;
    const std::string lower = lower_case(name);
    if (!is_header_name(name)) return wrong("is not a name of letters, digits and '-'", {});
    if (lower == "idempotency-key" || lower == "content-type" || lower == "content-length") {
        return wrong("is set by the program itself", "leave it out");
    }
    if (lets_in(name) && !has_mark) {
        return wrong("has its secret in the policy, which every run keeps in the ledger",
                     "write {password} in its place, as in \"Bearer {password}\", and "
                     "password_command, password_file or password_env beside it");
    }
    if (has_mark && !http.password) {
        return wrong("has {password}, and none is named",
                     "add password_command, password_file or password_env");
    }
}

void read_headers(TomlSection& channel, HttpSettings& http) {
    auto section = channel.section("headers");
    if (!section) return;
    for (const auto& [name, value] : section->entries()) {
        const auto text = value.text();
        if (!text) continue;
        check_header(name, *text, value, http);
        http.headers.emplace(name, *text);
    }
}

void check_http_login(TomlSection& channel, const HttpSettings& http) {
    const bool in_header = std::ranges::any_of(http.headers, [](const auto& header) {
        return header.second.find(password_mark) != std::string::npos;
    });
    if (!http.user.empty() && !http.password) {
        channel.problem("user has no password",
                        "add password_command, password_file or password_env");
    }
    if (http.user.empty() && http.password && !in_header) {
        channel.problem("a password is named and not used",
                        "set `user`, or a header such as Authorization = \"Bearer {password}\"");
    }
}

}  // namespace

std::optional<HttpSettings> read_http(TomlSection& channel) {
    HttpSettings http;
    const auto value = channel.find("url");
    const auto address =
        value ? read_url(*value, {"https", "http"}, "https://sms.example.com/v1/messages")
              : std::nullopt;
    if (address && address->scheme == "http" && !is_loopback(address->host)) {
        value->problem("would send messages for everybody on the way to read", "use https://");
    }
    if (address) http.url = value->text().value();
    http.password = read_password(channel);
    channel.take("user", http.user, &TomlValue::text);
    channel.take("ca_file", http.ca_file, &TomlValue::text);
    read_headers(channel, http);
    check_http_login(channel, http);
    if (const auto timeout = channel.find("timeout")) {
        http.timeout_seconds = read_seconds(*timeout).value_or(http.timeout_seconds);
    }
    channel.take("idempotent", http.idempotent, &TomlValue::truth);
    return address ? std::optional(http) : std::nullopt;
}

}  // namespace dunning
