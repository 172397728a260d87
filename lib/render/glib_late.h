// What is called of GLib, on which Pango and GMime stand; see core/late_library.h.
#pragma once

#include <glib-object.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary glib_library(DUNNING_LIBRARY_GOBJECT);

DUNNING_LATE(glib_library, g_base64_encode);
DUNNING_LATE(glib_library, g_free);
DUNNING_LATE(glib_library, g_object_unref);
DUNNING_LATE(glib_library, g_type_check_instance_cast);
DUNNING_LATE(glib_library, g_type_check_instance_is_a);

}  // namespace dunning
