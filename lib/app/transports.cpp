#include "app/transports.h"

#include "app/print_letters.h"
#include "channel/http_transport.h"
#include "channel/outbox_bundle.h"
#include "channel/outbox_directory.h"
#include "channel/outbox_mailbox.h"
#include "channel/program_transport.h"
#include "channel/smtp_transport.h"
#include "render/mail_address.h"

namespace dunning {
namespace {

const TransportSettings& settings_of(const ChannelSettings& channels, Channel channel) {
    static const TransportSettings outbox = OutboxSettings{};
    switch (channel) {
        case Channel::email:
            return channels.email;
        case Channel::letter:
            return channels.letter;
        case Channel::sms:
            return channels.sms;
        case Channel::phone:
        case Channel::visit:
        case Channel::meeting:
        case Channel::referral:
        case Channel::note:
            return outbox;
    }
    return outbox;
}

// The variables that hold passwords: no program but the one that is asked for them sees them.
std::vector<std::string> password_variables(const ChannelSettings& channels) {
    std::vector<std::string> names;
    const auto note = [&](const std::optional<PasswordSource>& password) {
        if (!password) return;
        if (const auto* variable = std::get_if<PasswordVariable>(&*password)) {
            names.push_back(variable->name);
        }
    };
    for (const TransportSettings* settings : {&channels.email, &channels.letter, &channels.sms}) {
        if (const auto* smtp = std::get_if<SmtpSettings>(settings)) note(smtp->password);
        if (const auto* http = std::get_if<HttpSettings>(settings)) note(http->password);
    }
    return names;
}

struct Maker {
    const Book& book;
    Date day;

    std::filesystem::path folder() const { return book.policy_file.parent_path(); }
    std::string sender() const { return mailbox_from(book.policy.mail_from).address; }
    ProgramSurroundings surroundings() const {
        return {folder(), password_variables(book.policy.channels)};
    }

    std::unique_ptr<Transport> operator()(const OutboxSettings&) const {
        return std::make_unique<OutboxDirectory>(book.outbox);
    }
    std::unique_ptr<Transport> operator()(const MailboxSettings&) const {
        return std::make_unique<OutboxMailbox>(book.outbox, day);
    }
    std::unique_ptr<Transport> operator()(const BundleSettings&) const {
        return std::make_unique<OutboxBundle>(book.outbox, day, bundle_for_print);
    }
    std::unique_ptr<Transport> operator()(const SmtpSettings& settings) const {
        return std::make_unique<SmtpTransport>(SmtpTransport::Setup{settings, sender(), folder()});
    }
    std::unique_ptr<Transport> operator()(const SendmailSettings& settings) const {
        return std::make_unique<SendmailTransport>(settings, sender(), surroundings());
    }
    std::unique_ptr<Transport> operator()(const CommandSettings& settings) const {
        return std::make_unique<CommandTransport>(settings, surroundings());
    }
    std::unique_ptr<Transport> operator()(const HttpSettings& settings) const {
        return std::make_unique<HttpTransport>(HttpTransport::Setup{settings, folder()});
    }
};

}  // namespace

Transports::Transports(const Book& book, Date day) : book_(book), day_(day) {}

std::unique_ptr<Transport> Transports::make(Channel channel) const {
    return std::visit(Maker{book_, day_}, settings_of(book_.policy.channels, channel));
}

void Transports::remove_leftovers() const {
    dunning::remove_leftovers(book_.outbox);
}

Transport& Transports::carrier_of(Channel channel) {
    std::unique_ptr<Transport>& transport = transports_[channel];
    if (!transport) transport = make(channel);
    return *transport;
}

}  // namespace dunning
