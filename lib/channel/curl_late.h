// What is called of libcurl; see core/late_library.h.
#pragma once

#include <curl/curl.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary curl_library(DUNNING_LIBRARY_CURL);

DUNNING_LATE(curl_library, curl_easy_cleanup);
DUNNING_LATE(curl_library, curl_easy_getinfo);
DUNNING_LATE(curl_library, curl_easy_init);
DUNNING_LATE(curl_library, curl_easy_perform);
DUNNING_LATE(curl_library, curl_easy_setopt);
DUNNING_LATE(curl_library, curl_easy_strerror);
DUNNING_LATE(curl_library, curl_global_init);
DUNNING_LATE(curl_library, curl_slist_append);
DUNNING_LATE(curl_library, curl_slist_free_all);

}  // namespace dunning
