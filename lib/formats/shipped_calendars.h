// The shipped calendars: NAME.toml.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_calendars;

}  // namespace dunning
