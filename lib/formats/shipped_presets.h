// The shipped policies, as `init` writes them: NAME.toml.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_presets;

}  // namespace dunning
