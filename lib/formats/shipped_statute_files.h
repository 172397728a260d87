// The shipped statutes: NAME.toml, see statute_file.h.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_statute_files;

}  // namespace dunning
