// An email as bytes: RFC 5322 and MIME, 7 bit clean, CR LF at every line end; GMime writes the
// headers and encodes the bodies.
//
// Nothing here asks a clock or a random number: the Date is passed in, the Message-ID and the
// boundary derive from `identity`, so that the same notice is the same message however often it is
// written, and a mail system that sees it twice can tell.
//
// Header values are cleaned once more here, whoever calls: control characters in names and the
// subject become spaces. An address that is none (is_mail_address) is never repaired by guessing:
// it becomes undeliverable@dunning.invalid, which no mail system delivers (RFC 2606).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/mail_address.h"

namespace dunning {

// A picture that the HTML shows as <img src="cid:ID">. Mail programs show it without asking,
// because nothing is fetched.
struct InlinePicture {
    std::string id;  // unique in the world, as a Message-ID
    std::string png;
};

struct EmailMessage {
    Mailbox from;
    Mailbox to;
    std::string subject;
    std::string dated;     // "2026-03-31T00:00:00+02:00"
    std::string language;  // for Content-Language
    std::string identity;  // unique to the message, the same at every attempt
    std::string text;
    std::string html;
    std::vector<InlinePicture> pictures = {};
};

std::string write_email(const EmailMessage& email);

// An email that write_email made, as a person reads it: From, To, Subject and Date, then the plain
// text. Bytes that are no such email come back as they are.
std::string readable_email(std::string_view bytes);

}  // namespace dunning
