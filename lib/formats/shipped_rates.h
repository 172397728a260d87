// The shipped reference rates: NAME.toml, see rate_file.h.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_rates;

}  // namespace dunning
