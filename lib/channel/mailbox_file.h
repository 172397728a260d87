// Mailbox files: many emails in one file (mbox, RFC 4155; quoted as in the variant "mboxrd"), as
// mail programs open and import them.
//
// A message begins with a line "From N000012 Thu Mar  5 00:00:00 2026", which names the notice, and
// ends with an empty line. Its lines end with LF; those that begin with "From ", or with ">" and
// that, have one more ">" in front.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "core/date.h"

namespace dunning {

// `key`: the notice's id. `message`: with CR LF or LF at the ends of its lines.
std::string mailbox_entry(std::string_view key, Date day, std::string_view message);

// Of which notices a file has messages; none of a file that cannot be read.
std::set<std::string> keys_in_mailbox(const std::filesystem::path& file);

}  // namespace dunning
