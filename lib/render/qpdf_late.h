// What is called of qpdf, by its interface for C; see core/late_library.h.
#pragma once

#include <qpdf/qpdf-c.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary qpdf_library(DUNNING_LIBRARY_QPDF);

DUNNING_LATE(qpdf_library, qpdf_add_page);
DUNNING_LATE(qpdf_library, qpdf_cleanup);
DUNNING_LATE(qpdf_library, qpdf_empty_pdf);
DUNNING_LATE(qpdf_library, qpdf_get_buffer);
DUNNING_LATE(qpdf_library, qpdf_get_buffer_length);
DUNNING_LATE(qpdf_library, qpdf_get_num_pages);
DUNNING_LATE(qpdf_library, qpdf_get_page_n);
DUNNING_LATE(qpdf_library, qpdf_get_error);
DUNNING_LATE(qpdf_library, qpdf_get_error_full_text);
DUNNING_LATE(qpdf_library, qpdf_init);
DUNNING_LATE(qpdf_library, qpdf_init_write_memory);
DUNNING_LATE(qpdf_library, qpdf_oh_release);
DUNNING_LATE(qpdf_library, qpdf_read_memory);
DUNNING_LATE(qpdf_library, qpdf_set_deterministic_ID);
DUNNING_LATE(qpdf_library, qpdf_set_object_stream_mode);
DUNNING_LATE(qpdf_library, qpdf_silence_errors);
DUNNING_LATE(qpdf_library, qpdf_write);

}  // namespace dunning
