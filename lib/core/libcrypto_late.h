// What is called of OpenSSL's libcrypto; see core/late_library.h.
#pragma once

#include <openssl/evp.h>

#include "core/late_library.h"

namespace dunning {

inline constexpr LateLibrary crypto_library(DUNNING_LIBRARY_LIBCRYPTO);

DUNNING_LATE(crypto_library, EVP_DigestFinal_ex);
DUNNING_LATE(crypto_library, EVP_DigestInit_ex);
DUNNING_LATE(crypto_library, EVP_DigestUpdate);
DUNNING_LATE(crypto_library, EVP_MD_CTX_free);
DUNNING_LATE(crypto_library, EVP_MD_CTX_new);
DUNNING_LATE(crypto_library, EVP_sha256);

}  // namespace dunning
