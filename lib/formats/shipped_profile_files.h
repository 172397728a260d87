// The shipped import profiles, one file for each program.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_profile_files;

}  // namespace dunning
