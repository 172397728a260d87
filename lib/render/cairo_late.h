// What is called of Cairo; see core/late_library.h.
#pragma once

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary cairo_library(DUNNING_LIBRARY_CAIRO);

DUNNING_LATE(cairo_library, cairo_create);
DUNNING_LATE(cairo_library, cairo_destroy);
DUNNING_LATE(cairo_library, cairo_fill);
DUNNING_LATE(cairo_library, cairo_font_options_create);
DUNNING_LATE(cairo_library, cairo_font_options_destroy);
DUNNING_LATE(cairo_library, cairo_font_options_set_hint_metrics);
DUNNING_LATE(cairo_library, cairo_font_options_set_hint_style);
DUNNING_LATE(cairo_library, cairo_image_surface_create);
DUNNING_LATE(cairo_library, cairo_line_to);
DUNNING_LATE(cairo_library, cairo_move_to);
DUNNING_LATE(cairo_library, cairo_paint);
DUNNING_LATE(cairo_library, cairo_pdf_surface_create_for_stream);
DUNNING_LATE(cairo_library, cairo_pdf_surface_set_metadata);
DUNNING_LATE(cairo_library, cairo_rectangle);
DUNNING_LATE(cairo_library, cairo_set_line_cap);
DUNNING_LATE(cairo_library, cairo_set_line_width);
DUNNING_LATE(cairo_library, cairo_set_source_rgb);
DUNNING_LATE(cairo_library, cairo_show_page);
DUNNING_LATE(cairo_library, cairo_stroke);
DUNNING_LATE(cairo_library, cairo_surface_destroy);
DUNNING_LATE(cairo_library, cairo_surface_finish);
DUNNING_LATE(cairo_library, cairo_surface_status);
DUNNING_LATE(cairo_library, cairo_surface_write_to_png_stream);

}  // namespace dunning
