// What is called of GMime; see core/late_library.h.
#pragma once

#include <gmime/gmime.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary gmime_library(DUNNING_LIBRARY_GMIME);

DUNNING_LATE(gmime_library, g_mime_content_encoding_to_string);
DUNNING_LATE(gmime_library, g_mime_encoding_flush);
DUNNING_LATE(gmime_library, g_mime_encoding_init_encode);
DUNNING_LATE(gmime_library, g_mime_encoding_outlen);
DUNNING_LATE(gmime_library, g_mime_format_options_free);
DUNNING_LATE(gmime_library, g_mime_format_options_new);
DUNNING_LATE(gmime_library, g_mime_format_options_set_newline_format);
DUNNING_LATE(gmime_library, g_mime_header_list_get_header);
DUNNING_LATE(gmime_library, g_mime_header_set_raw_value);
DUNNING_LATE(gmime_library, g_mime_init);
DUNNING_LATE(gmime_library, g_mime_message_get_addresses);
DUNNING_LATE(gmime_library, g_mime_message_get_body);
DUNNING_LATE(gmime_library, g_mime_message_new);
DUNNING_LATE(gmime_library, g_mime_message_set_message_id);
DUNNING_LATE(gmime_library, g_mime_message_set_subject);
DUNNING_LATE(gmime_library, g_mime_multipart_get_part);
DUNNING_LATE(gmime_library, g_mime_multipart_get_type);
DUNNING_LATE(gmime_library, g_mime_object_get_header);
DUNNING_LATE(gmime_library, g_mime_object_get_header_list);
DUNNING_LATE(gmime_library, g_mime_object_get_headers);
DUNNING_LATE(gmime_library, g_mime_object_get_type);
DUNNING_LATE(gmime_library, g_mime_object_set_header);
DUNNING_LATE(gmime_library, g_mime_parser_construct_message);
DUNNING_LATE(gmime_library, g_mime_parser_new_with_stream);
DUNNING_LATE(gmime_library, g_mime_stream_mem_new_with_buffer);
DUNNING_LATE(gmime_library, g_mime_text_part_get_text);
DUNNING_LATE(gmime_library, g_mime_text_part_get_type);
DUNNING_LATE(gmime_library, g_mime_utils_header_decode_text);
DUNNING_LATE(gmime_library, internet_address_list_add);
DUNNING_LATE(gmime_library, internet_address_mailbox_new);

}  // namespace dunning
