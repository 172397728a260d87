// [channel], [channel.email], [channel.letter], [channel.sms]
#include <fmt/format.h>

#include "formats/fact_rows.h"
#include "formats/policy_sections.h"

namespace dunning {
namespace {

enum class Transport { outbox };
constexpr std::string_view outbox_remedy =
    "use \"outbox\": the files in the outbox directory can be sent by any program";
constexpr Word<Transport> email_transports[] = {{"outbox", Transport::outbox},
                                                {"smtp", std::nullopt, outbox_remedy},
                                                {"sendmail", std::nullopt, outbox_remedy}};
constexpr Word<Transport> letter_transports[] = {{"outbox", Transport::outbox}};
constexpr Word<Transport> sms_transports[] = {{"outbox", Transport::outbox},
                                              {"command", std::nullopt, outbox_remedy},
                                              {"http", std::nullopt, outbox_remedy}};

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

struct ChannelTable {
    std::string_view name;
    std::span<const Word<Transport>> transports;
    std::vector<std::string_view> later;
};

}  // namespace

void read_channels(TomlSection& root, Policy& policy) {
    auto section = root.section("channel");
    if (!section) return;
    std::optional<std::string> outbox;
    read_outbox(*section, policy, outbox);
    const std::vector<ChannelTable> tables = {{"email", email_transports, {"smtp"}},
                                              {"letter", letter_transports, {}},
                                              {"sms", sms_transports, {"command", "url"}}};
    for (const auto& [name, transports, later] : tables) {
        auto channel = section->section(name);
        if (!channel) continue;
        Transport transport = Transport::outbox;
        channel->take_word<Transport, Transport>("transport", transport, transports);
        if (name == "email") channel->take("from", policy.mail_from, read_mailbox);
        for (const auto key : later) channel->later(key, std::string(outbox_remedy));
        read_outbox(*channel, policy, outbox);
        channel->refuse_unknown();
    }
    section->refuse_unknown();
}

}  // namespace dunning
