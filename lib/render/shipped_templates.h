// The shipped wording: LANGUAGE/NAME.txt and .html.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> shipped_templates;

}  // namespace dunning
