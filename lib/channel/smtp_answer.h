// What a server's answer means for a message, by the stage at which it came. Pure.
#pragma once

#include <string_view>

#include "channel/channel.h"

namespace dunning {

enum class SmtpStage {
    greeting,   // connecting, TLS, login: nothing about a message has been said
    sender,     // MAIL FROM
    recipient,  // RCPT TO
    content,    // DATA and the message
    verdict,    // all is sent, and the server says whether it takes it
};

// The stage that a command begins; `before` for those that begin none, such as QUIT.
SmtpStage stage_of_command(std::string_view command, SmtpStage before);

// "550 5.1.1 No such user" -> 550; 0 for a line that is no answer's last ("250-SIZE").
int answer_code(std::string_view line);

// What becomes of the message after a refusal, a code from 400 on. A temporary one leaves it for
// the next run, a permanent one ends it, and what is about us rather than about this message (the
// login, the sender, a server that closes down) stops the transport for this run.
DeliveryOutcome outcome_of_refusal(SmtpStage stage, int code);

}  // namespace dunning
