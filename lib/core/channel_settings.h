// Which transport carries the documents of each channel, as [channel.*] of the policy says it.
// Plain values; lib/channel makes transports of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dunning {

// A program and its arguments, started without a shell.
using ProgramLine = std::vector<std::string>;

// Where a password comes from when it is needed. It never stands in the policy itself, which is
// read, copied and kept with every night's run.
struct PasswordCommand {
    ProgramLine program;  // the first line that it prints
    friend bool operator==(const PasswordCommand&, const PasswordCommand&) = default;
};
struct PasswordFile {
    std::string path;  // its first line; nobody but its owner may read it. Relative to the policy
    friend bool operator==(const PasswordFile&, const PasswordFile&) = default;
};
struct PasswordVariable {
    std::string name;  // of the environment
    friend bool operator==(const PasswordVariable&, const PasswordVariable&) = default;
};
using PasswordSource = std::variant<PasswordCommand, PasswordFile, PasswordVariable>;

// The outbox directory: files that any program can send or print.
struct OutboxSettings {
    friend bool operator==(const OutboxSettings&, const OutboxSettings&) = default;
};

// The outbox, with one mailbox file a night instead of a file each.
struct MailboxSettings {
    friend bool operator==(const MailboxSettings&, const MailboxSettings&) = default;
};

// The outbox, with one file of letters a night and its index instead of a file each.
struct BundleSettings {
    friend bool operator==(const BundleSettings&, const BundleSettings&) = default;
};

// `tls`: from the first byte (smtps), or by STARTTLS before anything is said (smtp). There is no
// "if the server offers it": whoever can cut the offer out of the greeting could read the mail.
enum class SmtpSecurity { tls, starttls, none };

struct SmtpSettings {
    std::string host;
    int port = 0;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user = {};  // "": no login
    std::optional<PasswordSource> password = {};
    std::string ca_file = {};  // "": the system's certificates. Relative to the policy
    int timeout_seconds = 60;  // for connecting and for each answer
    // For the answer to the last byte: ten minutes, because a server may still be checking a
    // message that it will take, and who gives up earlier sends it twice (RFC 5321 section
    // 4.5.3.2.6).
    int acceptance_timeout_seconds = 600;
    friend bool operator==(const SmtpSettings&, const SmtpSettings&) = default;
};

struct SendmailSettings {
    ProgramLine program;  // sender and recipient are added
    int timeout_seconds = 60;
    friend bool operator==(const SendmailSettings&, const SendmailSettings&) = default;
};

struct CommandSettings {
    ProgramLine program;  // the arguments "{to}" and "{id}" are replaced as wholes
    int timeout_seconds = 30;
    bool idempotent = false;  // it delivers a notice id once, however often it is started with it
    friend bool operator==(const CommandSettings&, const CommandSettings&) = default;
};

struct HttpSettings {
    std::string url;
    std::map<std::string, std::string> headers = {};  // "{password}" in a value is filled in
    std::string user = {};                            // Basic authentication; "": none
    std::optional<PasswordSource> password = {};
    std::string ca_file = {};
    int timeout_seconds = 30;
    bool idempotent = false;  // the gateway takes an Idempotency-Key once
    friend bool operator==(const HttpSettings&, const HttpSettings&) = default;
};

using TransportSettings =
    std::variant<OutboxSettings, MailboxSettings, BundleSettings, SmtpSettings, SendmailSettings,
                 CommandSettings, HttpSettings>;

struct ChannelSettings {
    TransportSettings email = {};
    TransportSettings letter = {};
    TransportSettings sms = {};
    friend bool operator==(const ChannelSettings&, const ChannelSettings&) = default;
};

// What a value with a password in it has in its place.
inline constexpr std::string_view password_mark = "{password}";

}  // namespace dunning
