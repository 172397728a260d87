// The schema, one numbered file per version, in order.
#pragma once

#include "core/embedded_file.h"

namespace dunning {

extern const std::span<const EmbeddedFile> schema_migrations;

}  // namespace dunning
