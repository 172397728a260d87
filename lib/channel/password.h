// The password of a transport, from where the policy says that it is.
#pragma once

#include <filesystem>
#include <string>

#include "core/channel_settings.h"
#include "core/result.h"

namespace dunning {

// The first line of what the source has. A file must belong to us and be readable by nobody else;
// a program has ten seconds. `folder` is where relative paths begin. The fault says what to do and
// never repeats what was read.
//
// From then on this process leaves no core file behind.
Result<std::string> read_password(const PasswordSource& source,
                                  const std::filesystem::path& folder);

}  // namespace dunning
