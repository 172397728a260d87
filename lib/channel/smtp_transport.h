// Mail by SMTP (RFC 5321), to one recipient a message.
//
// One connection serves the whole run. The document's bytes go out as they are: CR LF, 7 bit, lines
// shorter than 998 characters, as write_email makes them; dots at line beginnings are doubled on
// the wire. Certificates are checked, and STARTTLS is required where the settings say so: a server
// that does not offer it gets nothing.
//
// The last byte is what ends the message. Before it a lost connection means "not delivered"; after
// it, until the answer has come, nobody can know (RFC 1047): that is `uncertain`, and the answer is
// waited for with patience, unless somebody wants to stop. What was refused is told apart by
// smtp_answer.h. A server that falls silent, hangs up or closes down over a message's recipient or
// content may do so for that message's sake or for everybody's: that is `broke_off`, and the next
// message has a connection of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "channel/channel.h"
#include "core/channel_settings.h"

namespace dunning {

class SmtpTransport final : public Transport {
  public:
    struct Setup {
        SmtpSettings settings;
        std::string from;              // the bare address of the envelope
        std::filesystem::path folder;  // where relative paths in the policy begin
    };
    // Connects, and asks for the password, when the first message comes.
    explicit SmtpTransport(Setup setup);
    ~SmtpTransport() override;
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return false; }
    std::string name() const override;

  private:
    struct Connection;
    struct Attempt;
    enum class Line { kept, fresh };

    // Nothing, or why there is none.
    std::optional<std::string> connect();
    Attempt attempt(const Parcel& parcel, Line line);
    Delivery judge(const Attempt& attempt) const;

    Setup setup_;
    std::unique_ptr<Connection> connection_;
    std::optional<std::string> password_ = {};
};

}  // namespace dunning
