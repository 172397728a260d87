// The settings of one transport, as a table of [channel.*] has them. Nothing when they are
// incomplete or contradict each other; what is wrong has then been reported.
//
// A password is never read from the policy: `password` is refused, and so is one inside a url.
#pragma once

#include <optional>

#include "core/channel_settings.h"
#include "formats/toml_section.h"

namespace dunning {

// smtp = { url, user, password_command | password_file | password_env, starttls, ca_file, timeout,
//          acceptance_timeout }
std::optional<SmtpSettings> read_smtp(TomlSection& channel);

// sendmail = [...], timeout
std::optional<SendmailSettings> read_sendmail(TomlSection& channel);

// command = [...], timeout, idempotent
std::optional<CommandSettings> read_command(TomlSection& channel);

// url, headers, user, password_*, ca_file, timeout, idempotent
std::optional<HttpSettings> read_http(TomlSection& channel);

}  // namespace dunning
