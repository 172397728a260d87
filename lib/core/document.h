// A document: the finished bytes of a notice for one channel, as stored and as delivered.
#pragma once

#include <string>

#include "core/party.h"

namespace dunning {

struct Document {
    Channel channel = Channel::email;
    std::string media_type;  // "message/rfc822", "application/pdf", "text/plain; charset=utf-8"
    std::string extension;   // "eml", "pdf", "txt"
    std::string bytes;
    // What a person reads in it, where the bytes do not show it, as those of a PDF.
    std::string readable = {};
};

// The outbox folder a channel's documents go to: email, sms, letter, task.
std::string outbox_folder(Channel channel);

}  // namespace dunning
