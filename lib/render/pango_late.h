// What is called of Pango; see core/late_library.h.
#pragma once

#include <pango/pangocairo.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary pango_library(DUNNING_LIBRARY_PANGOCAIRO);

DUNNING_LATE(pango_library, pango_attr_allow_breaks_new);
DUNNING_LATE(pango_library, pango_attr_insert_hyphens_new);
DUNNING_LATE(pango_library, pango_attr_list_insert);
DUNNING_LATE(pango_library, pango_attr_list_new);
DUNNING_LATE(pango_library, pango_attr_list_unref);
DUNNING_LATE(pango_library, pango_cairo_context_set_font_options);
DUNNING_LATE(pango_library, pango_cairo_font_map_get_type);
DUNNING_LATE(pango_library, pango_cairo_font_map_new_for_font_type);
DUNNING_LATE(pango_library, pango_cairo_font_map_set_resolution);
DUNNING_LATE(pango_library, pango_cairo_show_layout_line);
DUNNING_LATE(pango_library, pango_context_set_base_dir);
DUNNING_LATE(pango_library, pango_context_set_language);
DUNNING_LATE(pango_library, pango_context_set_round_glyph_positions);
DUNNING_LATE(pango_library, pango_font_description_free);
DUNNING_LATE(pango_library, pango_font_description_new);
DUNNING_LATE(pango_library, pango_font_description_set_absolute_size);
DUNNING_LATE(pango_library, pango_font_description_set_family_static);
DUNNING_LATE(pango_library, pango_font_description_set_weight);
DUNNING_LATE(pango_library, pango_font_map_create_context);
DUNNING_LATE(pango_library, pango_language_from_string);
DUNNING_LATE(pango_library, pango_layout_get_iter);
DUNNING_LATE(pango_library, pango_layout_iter_free);
DUNNING_LATE(pango_library, pango_layout_iter_get_baseline);
DUNNING_LATE(pango_library, pango_layout_iter_get_line_extents);
DUNNING_LATE(pango_library, pango_layout_iter_get_line_readonly);
DUNNING_LATE(pango_library, pango_layout_iter_get_line_yrange);
DUNNING_LATE(pango_library, pango_layout_iter_next_line);
DUNNING_LATE(pango_library, pango_layout_new);
DUNNING_LATE(pango_library, pango_layout_set_alignment);
DUNNING_LATE(pango_library, pango_layout_set_attributes);
DUNNING_LATE(pango_library, pango_layout_set_auto_dir);
DUNNING_LATE(pango_library, pango_layout_set_ellipsize);
DUNNING_LATE(pango_library, pango_layout_set_font_description);
DUNNING_LATE(pango_library, pango_layout_set_height);
DUNNING_LATE(pango_library, pango_layout_set_text);
DUNNING_LATE(pango_library, pango_layout_set_width);
DUNNING_LATE(pango_library, pango_layout_set_wrap);

}  // namespace dunning
