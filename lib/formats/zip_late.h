// What is called of libzip; see core/late_library.h.
#pragma once

#include <zip.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary zip_library(DUNNING_LIBRARY_LIBZIP);

DUNNING_LATE(zip_library, zip_close);
DUNNING_LATE(zip_library, zip_discard);
DUNNING_LATE(zip_library, zip_error_code_zip);
DUNNING_LATE(zip_library, zip_error_fini);
DUNNING_LATE(zip_library, zip_error_init);
DUNNING_LATE(zip_library, zip_fclose);
DUNNING_LATE(zip_library, zip_file_add);
DUNNING_LATE(zip_library, zip_file_set_dostime);
DUNNING_LATE(zip_library, zip_file_set_external_attributes);
DUNNING_LATE(zip_library, zip_fopen_index);
DUNNING_LATE(zip_library, zip_fread);
DUNNING_LATE(zip_library, zip_get_error);
DUNNING_LATE(zip_library, zip_name_locate);
DUNNING_LATE(zip_library, zip_open_from_source);
DUNNING_LATE(zip_library, zip_set_file_compression);
DUNNING_LATE(zip_library, zip_source_buffer);
DUNNING_LATE(zip_library, zip_source_buffer_create);
DUNNING_LATE(zip_library, zip_source_close);
DUNNING_LATE(zip_library, zip_source_free);
DUNNING_LATE(zip_library, zip_source_keep);
DUNNING_LATE(zip_library, zip_source_open);
DUNNING_LATE(zip_library, zip_source_read);
DUNNING_LATE(zip_library, zip_stat_index);

}  // namespace dunning
