// [channel], [channel.email], [channel.letter], [channel.sms]
#include <fmt/format.h>

#include "core/customer_fields.h"
#include "formats/policy_sections.h"
#include "formats/policy_transport.h"

namespace dunning {
namespace {

enum class Transport { outbox, mbox, bundle, smtp, sendmail, command, http };
constexpr Word<Transport> email_transports[] = {{"outbox", Transport::outbox},
                                                {"mbox", Transport::mbox},
                                                {"smtp", Transport::smtp},
                                                {"sendmail", Transport::sendmail}};
constexpr Word<Transport> letter_transports[] = {
    {"outbox", Transport::outbox}, {"bundle", Transport::bundle}, {"command", Transport::command}};
constexpr Word<Transport> sms_transports[] = {
    {"outbox", Transport::outbox}, {"command", Transport::command}, {"http", Transport::http}};

// "Accounts Receivable <ar@example.com>" or the address alone.
std::optional<std::string> read_mailbox(const TomlValue& value) {
    auto text = value.text();
    if (!text || text->empty()) return text;
    std::string_view address = *text;
    const auto open = address.rfind('<');
    if (open != std::string_view::npos && address.ends_with('>')) {
        address = address.substr(open + 1, address.size() - open - 2);
    }
    if (email_shape(address) == EmailShape::good) return text;
    value.problem("is not an email address", "as in \"Accounts Receivable <ar@example.com>\"");
    return std::nullopt;
}

// One directory serves all channels; it may be written at [channel] or at any of them.
void read_outbox(TomlSection& section, Policy& policy, std::optional<std::string>& written) {
    const auto value = section.find("outbox");
    const auto path = value ? value->text_with_content() : std::nullopt;
    if (!path) return;
    if (written && *written != *path) {
        value->problem(fmt::format("differs from '{}': one outbox serves all channels", *written));
    }
    written = *path;
    policy.outbox_path = *path;
}

Transport read_transport(TomlSection& channel, std::span<const Word<Transport>> words) {
    Transport transport = Transport::outbox;
    channel.take_word<Transport>("transport", transport, words);
    return transport;
}

// What the chosen transport is set to. Settings of others may stand beside it, checked and unused,
// so that a trial with the outbox takes one word.
template <class Settings>
void choose(const TomlSection& channel, const std::optional<Settings>& settings,
            std::string_view name, std::string_view example, TransportSettings& chosen) {
    if (settings) {
        chosen = *settings;
    } else if (!channel.has(name)) {
        channel.problem(fmt::format("transport is set, and `{}` is missing", name),
                        fmt::format("as in {}", example));
    }
}

constexpr std::string_view smtp_example = R"(smtp = { url = "smtp://mail.example.com:587" })";
constexpr std::string_view sendmail_example = R"(sendmail = ["/usr/sbin/sendmail"])";
constexpr std::string_view sms_example = R"(command = ["/usr/local/bin/send-sms", "{to}"])";
constexpr std::string_view letter_example = R"(command = ["/usr/local/bin/print-letter", "{id}"])";
constexpr std::string_view url_example = R"(url = "https://sms.example.com/v1/messages")";

void read_email(TomlSection& channel, Policy& policy) {
    const Transport transport = read_transport(channel, email_transports);
    channel.take("from", policy.mail_from, read_mailbox);
    const auto smtp = read_smtp(channel);
    const auto sendmail = read_sendmail(channel);
    TransportSettings& chosen = policy.channels.email;
    if (transport == Transport::mbox) chosen = MailboxSettings{};
    if (transport == Transport::outbox || transport == Transport::mbox) return;
    if (transport == Transport::smtp) choose(channel, smtp, "smtp", smtp_example, chosen);
    if (transport == Transport::sendmail) {
        choose(channel, sendmail, "sendmail", sendmail_example, chosen);
    }
    if (policy.mail_from.empty()) {
        channel.problem("mail is sent, and `from` is missing",
                        "as in from = \"Accounts Receivable <ar@example.com>\"");
    }
}

void read_letter(TomlSection& channel, Policy& policy) {
    const Transport transport = read_transport(channel, letter_transports);
    const auto command = read_command(channel);
    if (transport == Transport::bundle) policy.channels.letter = BundleSettings{};
    if (transport == Transport::command) {
        choose(channel, command, "command", letter_example, policy.channels.letter);
    }
}

void read_sms(TomlSection& channel, Policy& policy) {
    const Transport transport = read_transport(channel, sms_transports);
    const auto command = read_command(channel);
    const auto http = read_http(channel);
    TransportSettings& chosen = policy.channels.sms;
    if (transport == Transport::command) choose(channel, command, "command", sms_example, chosen);
    if (transport == Transport::http) choose(channel, http, "url", url_example, chosen);
}

struct ChannelTable {
    std::string_view name;
    void (*read)(TomlSection& channel, Policy& policy);
};
constexpr ChannelTable channel_tables[] = {
    {"email", read_email}, {"letter", read_letter}, {"sms", read_sms}};

}  // namespace

void read_channels(TomlSection& root, Policy& policy) {
    auto section = root.section("channel");
    if (!section) return;
    std::optional<std::string> outbox;
    read_outbox(*section, policy, outbox);
    for (const auto& [name, read] : channel_tables) {
        auto channel = section->section(name);
        if (!channel) continue;
        read(*channel, policy);
        read_outbox(*channel, policy, outbox);
        channel->refuse_unknown();
    }
    section->refuse_unknown();
}

}  // namespace dunning
